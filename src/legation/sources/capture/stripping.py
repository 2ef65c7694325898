"""Documents without what tells where and with which camera their pictures were taken. Runs in the child process.

Of JPEG pictures the segments of applications go (Exif, XMP, IPTC, makers' notes) but for those that say how the colours are meant; of PNG
the chunks of text and Exif; of a PDF also the metadata of document, pages and pictures, and its table of information; of an office file the
picture of the first page too. Words and pictures stay as they are.
"""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

__all__ = ["strip_office", "strip_pdf", "without_traces"]

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_HARMLESS = (0xE0, 0xE2, 0xEE)
"""Segments of applications that stay: JFIF, the colour profile, and Adobe's word on the colours."""
_DROPPED = (b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME")
_SCAN, _COMMENT = 0xDA, 0xFE
_OF_PAGES = ("/Metadata", "/PieceInfo", "/Thumb")
_ALONE = "docProps/thumbnail.", "Thumbnails/"


def strip_pdf(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield a PDF without traces."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, StreamObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.metadata = None
    for one in writer._objects:
        if not isinstance(one, DictionaryObject):
            continue
        for name in _OF_PAGES:
            one.pop(name, None)
        if isinstance(one, StreamObject) and _is_jpeg(one):
            one._data = without_traces(one._data)
    out = io.BytesIO()
    writer.write(out)
    left = io.BytesIO()
    PdfWriter(clone_from=PdfReader(out)).write(left)  # without what nothing leads to any more
    yield {"file": base64.b64encode(left.getvalue()).decode("ascii")}


def _is_jpeg(stream: Any) -> bool:
    filters = stream.get("/Filter")
    return filters == "/DCTDecode" or (isinstance(filters, list) and [str(one) for one in filters] == ["/DCTDecode"])


def strip_office(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield an office file without traces."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            blank = b"" if entry.filename.startswith(_ALONE) else None
            plain = zipfile.ZipInfo(entry.filename)
            plain.compress_type = entry.compress_type
            new.writestr(plain, without_traces(old.read(entry)) if blank is None else blank)
    yield {"file": base64.b64encode(out.getvalue()).decode("ascii")}


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
        return _jpeg(data)
    return _png(data) if data.startswith(_PNG) else data


def _jpeg(data: bytes) -> bytes:
    parts, at = [data[:2]], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("a segment was expected")
        kind = data[at + 1]
        if kind == 0xFF:  # filling
            at += 1
            continue
        if kind == _SCAN:
            end = data.rfind(b"\xff\xd9")  # behind the picture a telephone may keep another one, with traces of its own
            return b"".join((*parts, data[at : end + 2] if end > at else data[at:]))
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        if length < 2 or at + 2 + length > len(data):
            raise ValueError("a segment is cut")
        if not ((0xE0 <= kind <= 0xEF and kind not in _HARMLESS) or kind == _COMMENT):
            parts.append(data[at : at + 2 + length])
        at += 2 + length
    raise ValueError("a picture is cut")


def _png(data: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or struct.unpack(">I", data[end - 4 : end])[0] != zlib.crc32(data[at + 4 : end - 4]):
            raise ValueError("a chunk is cut")
        if kind not in _DROPPED:
            parts.append(data[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(parts)
    raise ValueError("a picture is cut")
