"""Documents without what tells where and with which camera their pictures were taken. Runs in the child process.

Of JPEG pictures the segments of applications go (Exif, XMP, IPTC, makers' notes) but for those that say how the colours are meant, and what
stands behind the picture; of PNG every chunk that is not needed to show it; of a PDF also the metadata of document, pages and pictures, its
table of information and the files that are attached to it; pictures within the content of a page, too; of an office file the picture of the
first page too. Words and pictures stay as they are. What may hold traces of a kind that is not known here is refused: a picture of another
kind, a form of its own (XFA), a file inside a file.
"""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

__all__ = ["strip_office", "strip_pdf", "without_traces"]

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_HARMLESS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
"""How segments of applications begin that stay: of JFIF, of a colour profile, and Adobe's word on the colours."""
_NEEDED = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD hIST pHYs sPLT acTL fcTL fdAT".split())
_SCAN, _END = 0xDA, 0xD9
_BEHIND_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""The first marker that is neither a byte of the scan nor a restart of it."""
_OF_PAGES = ("/Metadata", "/PieceInfo", "/Thumb", "/EmbeddedFiles", "/EF", "/AF", "/OPI")
_INLINE = re.compile(rb"(?<![^\s\0>\])])BI(?=[\s\0/])(.{0,10000}?)(?<![^\s\0>\])])ID[\s\0]*", re.DOTALL)
"""A picture within the content of a page, to where its bytes begin, with what is said of it."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_END_INLINE = re.compile(rb"[\s\0]*EI(?![^\s\0])")
_ALONE = ("docProps/thumbnail.", "Thumbnails/")
_NO_PICTURE = re.compile(r"(?:^mimetype|^layout-cache|\.odttf|\.fntdata|\.otf|\.ttf|/printerSettings\d*\.bin)$")
"""Parts of an office file that are neither XML nor a picture: its kind, fonts, how it is printed."""
_IN_XML = re.compile(rb";base64,|binary-data\b")


def strip_pdf(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield a PDF without traces."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import StreamObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.metadata = None
    for one in writer._objects:
        for dictionary in _dictionaries(one):
            for name in _OF_PAGES:
                dictionary.pop(name, None)
            if "/XFA" in dictionary:
                raise ValueError("a form of a kind that is not known")
        if isinstance(one, StreamObject):
            _strip_stream(one)
    out = io.BytesIO()
    writer.write(out)
    left = io.BytesIO()
    PdfWriter(clone_from=PdfReader(out)).write(left)  # without what nothing leads to any more
    yield {"file": base64.b64encode(left.getvalue()).decode("ascii")}


def _dictionaries(one: Any) -> Iterator[Any]:
    """Yield the dictionaries that stand in an object of a PDF, itself too; not those that it refers to."""
    from pypdf.generic import ArrayObject, DictionaryObject

    waiting = [one]
    while waiting:
        here = waiting.pop()
        if isinstance(here, DictionaryObject):
            yield here
            waiting.extend(dict.values(here))
        elif isinstance(here, ArrayObject):
            waiting.extend(here)


def _strip_stream(stream: Any) -> None:
    """Strip a picture of a PDF, however many filters stand before it; refuse JPEG 2000, and what is no JPEG though it is called one.

    What is no picture may be the content of a page: pictures within it are stripped, too.
    """
    from pypdf.filters import FlateDecode, decode_stream_data
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    named = stream.get("/Filter")
    named = named.get_object() if named is not None else []
    filters = [str(one.get_object()) for one in (named if isinstance(named, list) else [named])]
    if "/JPXDecode" in filters or "/DCTDecode" in filters[:-1]:
        raise ValueError("a picture of a kind that is not known")
    if filters[-1:] != ["/DCTDecode"]:
        if stream.get("/Subtype") != "/Image":
            content = stream.get_data()
            plain = _without_inline(content)
            if plain != content:
                stream._data = FlateDecode.encode(plain)
                stream[NameObject("/Filter")] = NameObject("/FlateDecode")
                stream.pop("/DecodeParms", None)
        return
    data = stream._data
    if len(filters) > 1:
        if stream.get("/DecodeParms") is not None:
            raise ValueError("a picture in filters with parameters")
        packed = StreamObject()
        packed._data = data
        packed[NameObject("/Filter")] = ArrayObject(NameObject(one) for one in filters[:-1])
        data = decode_stream_data(packed)
    if not data.startswith(_JPEG):
        raise ValueError("no JPEG")
    stream._data = _jpeg(data)[0]
    stream[NameObject("/Filter")] = NameObject("/DCTDecode")


def _without_inline(content: bytes) -> bytes:
    """Return the content of a page with the JPEG pictures within it stripped; refuse one in further filters, and what stands behind one."""
    parts, at = [], 0
    while found := _INLINE.search(content, at):
        said = _ESCAPED.sub(lambda one: bytes.fromhex(one[1].decode()), found[1])
        parts.append(content[at : found.end()])
        at = found.end()
        if b"/DCT" in said:
            picture, size = _jpeg(content[at:]) if content.startswith(_JPEG, at) else (b"", 0)
            if not size or _END_INLINE.match(content, at + size) is None:
                raise ValueError("a picture within the content that is not known")
            parts.append(picture)
            at += size
    return b"".join((*parts, content[at:]))


def strip_office(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield an office file without traces."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            plain = zipfile.ZipInfo(entry.filename)
            plain.compress_type = entry.compress_type
            new.writestr(plain, b"" if entry.filename.startswith(_ALONE) else _part(entry.filename, old.read(entry)))
    yield {"file": base64.b64encode(out.getvalue()).decode("ascii")}


def _part(name: str, data: bytes) -> bytes:
    """Return a part of an office file without traces; refuse what is neither XML nor JPEG, PNG or known to hold no picture."""
    if data.startswith((_JPEG, _PNG)):
        return without_traces(data)
    is_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or data[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
    if (is_xml and not _IN_XML.search(data.replace(b"\0", b""))) or not data or _NO_PICTURE.search(name):
        return data
    raise ValueError("a part of a kind that is not known")


def without_traces(data: bytes) -> bytes:
    """Return a JPEG or PNG picture without traces; other bytes as they are.

    Raises
    ------
    ValueError
        Where the picture is not well formed: nobody can say what is in it.

    Examples
    --------
    >>> without_traces(b"no picture")
    b'no picture'
    """
    if data.startswith(_JPEG):
        return _jpeg(data)[0]
    return _png(data) if data.startswith(_PNG) else data


def _jpeg(data: bytes) -> tuple[bytes, int]:
    """Walk from marker to marker to the first end of the picture, through all its scans; return what stays, and where the picture ends."""
    parts, at = [data[:2]], 2
    while at + 2 <= len(data):
        kind = data[at + 1]
        if data[at] != 0xFF or kind < 0xC0 or 0xD0 <= kind <= 0xD8:
            raise ValueError("a segment was expected")
        if kind == 0xFF:  # filling
            at += 1
            continue
        if kind == _END:
            return b"".join((*parts, data[at : at + 2])), at + 2
        if at + 4 > len(data):
            break
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if end < at + 4 or end > len(data):
            raise ValueError("a segment is cut")
        if kind < 0xE0 or (kind in _HARMLESS and data.startswith(_HARMLESS[kind], at + 4, end)):
            parts.append(data[at:end])
        at = end
        if kind == _SCAN:
            found = _BEHIND_SCAN.search(data, at)
            at = found.start() if found else len(data)
            parts.append(data[end:at])
            if found is None:  # a scan without an end: nothing stands behind it
                return b"".join(parts), at
    raise ValueError("a picture is cut")


def _png(data: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or struct.unpack(">I", data[end - 4 : end])[0] != zlib.crc32(data[at + 4 : end - 4]):
            raise ValueError("a chunk is cut")
        if kind in _NEEDED:
            parts.append(data[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(parts)
    raise ValueError("a picture is cut")
