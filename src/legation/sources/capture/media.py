"""What kind of file some bytes are, asked of the bytes and never believed from a name; and how large a zip unpacks to.

A name or a declared type only chooses between kinds that the bytes allow as well (a table of text is CSV when its name says so).

The sizes that a zip declares are checked first, then the real ones by unpacking each part into nothing, so that neither a bomb that says
what it is nor one that lies gets any further. Overlapping parts and macros are refused too.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from legation.broken_file import damage
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.capture.plain import decoded

__all__ = [
    "HTML",
    "MEDIA",
    "SVG",
    "Media",
    "check_package",
    "sniff",
]


PARTS_LIMIT = 5_000
PART_LIMIT = 100 * 1024 * 1024
UNPACKED_LIMIT = 200 * 1024 * 1024
_CHUNK = 1024 * 1024
_LOCAL = struct.Struct("<4s22x2H")


def check_package(name: str, data: bytes) -> None:
    """Refuse an office file that unpacks to too much, is not well formed, or holds macros.

    Raises
    ------
    CannotRead
        The sentence says the limit, and what was found.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except damage() as error:
        raise CannotRead(Message("capture.broken-package", name=name)) from error
    if len(entries) > PARTS_LIMIT:
        raise CannotRead(Message("capture.too-many-parts", name=name, allowed=PARTS_LIMIT, found=len(entries)))
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise CannotRead(Message("capture.macros", name=name))
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead(Message("capture.locked-package", name=name))
    declared = sum(entry.file_size for entry in entries)
    if declared > UNPACKED_LIMIT or any(entry.file_size > PART_LIMIT for entry in entries):
        raise _bomb(name)
    if sum(entry.compress_size for entry in entries) > len(data):
        raise CannotRead(Message("capture.broken-package", name=name))
    for entry in entries:
        if _real_size(name, data, entry) != entry.file_size:
            raise CannotRead(Message("capture.broken-package", name=name))


def _real_size(name: str, data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return how many bytes a part unpacks to, counting no further than one more than it declares."""
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise CannotRead(Message("capture.broken-package", name=name))
    _, name_length, extra_length = _LOCAL.unpack(head)
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise CannotRead(Message("capture.broken-package", name=name))
    unpack, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while packed and not unpack.eof and size <= entry.file_size:
            size += len(unpack.decompress(packed, _CHUNK))
            packed = unpack.unconsumed_tail
    except zlib.error as error:
        raise CannotRead(Message("capture.broken-package", name=name)) from error
    return size if unpack.eof or size > entry.file_size else -1


def _bomb(name: str) -> CannotRead:
    return CannotRead(Message("capture.zip-bomb", name=name, part=PART_LIMIT // _CHUNK, total=UNPACKED_LIMIT // _CHUNK))


HTML, SVG = "text/html", "image/svg+xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file that can be kept as evidence.

    Attributes
    ----------
    ending : str
        The usual ending of its name, without the point.
    reader : str
        What takes its text out: ``html``, ``xml``, ``pdf``, ``office``, ``plain``; empty for a picture.
    evidence : str
        The kind of evidence that it usually is.
    """

    ending: str
    reader: str
    evidence: str


MEDIA: dict[str, Media] = {
    HTML: Media("html", "html", "web_page"),
    "text/plain": Media("txt", "plain", "other"),
    "text/csv": Media("csv", "plain", "dataset"),
    "application/json": Media("json", "plain", "dataset"),
    "application/xml": Media("xml", "xml", "other"),
    "application/pdf": Media("pdf", "pdf", "report"),
    _OFFICE + "wordprocessingml.document": Media("docx", "office", "report"),
    _OFFICE + "presentationml.presentation": Media("pptx", "office", "report"),
    _OFFICE + "spreadsheetml.sheet": Media("xlsx", "office", "dataset"),
    _OPEN + "text": Media("odt", "office", "report"),
    _OPEN + "presentation": Media("odp", "office", "report"),
    _OPEN + "spreadsheet": Media("ods", "office", "dataset"),
    SVG: Media("svg", "xml", "other"),
    "image/png": Media("png", "", "other"),
    "image/jpeg": Media("jpg", "", "other"),
    "image/gif": Media("gif", "", "other"),
    "image/webp": Media("webp", "", "other"),
}
"""Every kind that is kept, by media type. Anything else is refused: what cannot be shown, searched or quoted is no evidence."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_FOLDER_IN_ZIP = {
    "word/": _OFFICE + "wordprocessingml.document",
    "ppt/": _OFFICE + "presentationml.presentation",
    "xl/": _OFFICE + "spreadsheetml.sheet",
}
_PROLOGUE = re.compile(
    r"(?:\s+|<\?.{0,2000}?\?>|<!--.{0,20000}?-->|<!DOCTYPE(?!\s+html)[^>\[]{0,2000}(?:\[[^\]]{0,20000}\])?\s*>)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:!DOCTYPE\s+(html)\b|(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60}))", re.IGNORECASE)
_HTML_TAGS = (
    "html head body title meta link script style base div span p a b i u em strong br hr h1 h2 h3 h4 h5 h6 ul ol li table tr td th "
    "article main section header footer nav aside img iframe form center font pre blockquote"
)
_OF_HTML = frozenset(_HTML_TAGS.split())
_SAMPLE = 64 * 1024


def sniff(data: bytes, name: str = "", declared: str = "") -> str:
    r"""Return the media type of some bytes, one of :data:`MEDIA`; empty where they are of no kind that is kept.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name; it only tells CSV from other text.
    declared : str
        The type that a browser or server gave; used as the name is.

    Examples
    --------
    >>> sniff(b"%PDF-1.7 ..."), sniff(b"<!doctype html><p>Hello", "report.pdf"), sniff(b"MZ\x90\x00")
    ('application/pdf', 'text/html', '')
    """
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    found = next((kind for start, kind in _STARTS if data.startswith(start)), "")
    if found:
        return found
    text = decoded(data)
    return "" if text is None else _text_kind(text, f"{name} {declared}".lower())


def _text_kind(text: str, said: str) -> str:
    head = text[:_SAMPLE].removeprefix("\ufeff")
    at = 0
    while skipped := _PROLOGUE.match(head, at):
        at = skipped.end()
    if root := _ROOT.match(head, at):
        tag = (root[1] or root[2]).lower()
        if tag == "svg":
            return SVG
        if tag in _OF_HTML:
            return HTML
        return "application/xml" if at or "</" in text[-200:] else "text/plain"
    if head.lstrip()[:1] in ("{", "[") and text[-200:].rstrip()[-1:] in ("}", "]"):
        return "application/json"
    return "text/csv" if re.search(r"\.(csv|tsv)\b|text/(csv|tab-)", said) and _is_table(head) else "text/plain"


def _is_table(head: str) -> bool:
    lines = [line for line in head.splitlines()[:50] if line.strip()]
    return any(all(mark in line for line in lines) for mark in "\t;,") if lines else False


def _package(data: bytes) -> str:
    """Return what a zip is by the parts in it; a zip of any other files is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names:
                return next((kind for folder, kind in _FOLDER_IN_ZIP.items() if any(n.startswith(folder) for n in names)), "")
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind.startswith(_OPEN) and kind in MEDIA else ""
    except damage():
        return ""
    return ""
