"""The text of a Word file with its tracked changes and comments.

Paragraphs of the body and of its tables are read in order, a line for each. Headers, footers, text boxes and pictures are not.
Nothing in the file is run, and nothing outside it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.draft.tracked import Remark, Tracked, TrackedText
from legation.sources.reading import file_bytes

__all__ = ["LARGEST", "decoded", "read"]

LIMIT = 64 * 1024 * 1024
LARGEST = 256 * 1024 * 1024
"""Bytes of all parts of a file, unpacked."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {f"{_W}ins": "insert", f"{_W}moveTo": "insert", f"{_W}del": "delete", f"{_W}moveFrom": "delete"}
_PASSED = frozenset({f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}delInstrText", f"{_W}txbxContent", f"{_W}pict", f"{_W}drawing"})
_SPACE = {f"{_W}tab": "\t", f"{_W}br": "\v", f"{_W}cr": "\v", f"{_W}noBreakHyphen": "\u2011"}
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read(path: str | Path) -> TrackedText:
    """Read a Word file.

    Raises
    ------
    CannotRead
        For a file that is not there, over 64 MB or over 256 MB unpacked, no Word file, or with a document type in it.
    """
    path = Path(path)
    return decoded(str(path), file_bytes(path, LIMIT))


def decoded(name: str, data: bytes) -> TrackedText:
    """Return the text of the bytes of a Word file; errors are those of :func:`read`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if sum(entry.file_size for entry in entries.values()) > LARGEST:
                raise CannotRead(Message("sources.draft-too-large", path=name, megabytes=LARGEST // 1024**2))
            if "word/document.xml" not in entries:
                raise CannotRead(Message("sources.draft-not-word", path=name))
            body = _parsed(name, archive.read("word/document.xml"))
            comments = _parsed(name, archive.read("word/comments.xml")) if "word/comments.xml" in entries else None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError) as error:
        if isinstance(error, CannotRead):
            raise
        raise CannotRead(Message("sources.draft-not-word", path=name)) from error
    reader = _Reader(_said(comments))
    for paragraph in body.iter(f"{_W}p"):
        if not any(above.tag == f"{_W}txbxContent" for above in paragraph.iterancestors()):
            reader.paragraph(paragraph)
    return reader.text()


def _parsed(name: str, data: bytes) -> Any:
    from lxml import etree

    if _DOCTYPE.search(data[:4096]):
        raise CannotRead(Message("sources.draft-doctype", path=name))
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, safe)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(Message("sources.draft-not-xml", path=name, why=str(error).splitlines()[0])) from error
    if root.getroottree().docinfo.doctype:
        raise CannotRead(Message("sources.draft-doctype", path=name))
    return root


def _said(comments: Any) -> dict[str, tuple[str, str, str]]:
    """Return text, author and date of each comment by its number."""
    if comments is None:
        return {}
    found = {}
    for one in comments.iter(f"{_W}comment"):
        lines = ["".join(said.text or "" for said in paragraph.iter(f"{_W}t")) for paragraph in one.iter(f"{_W}p")]
        found[one.get(f"{_W}id", "")] = ("\n".join(lines).strip(), one.get(f"{_W}author", ""), one.get(f"{_W}date", ""))
    return found


@dataclass
class _Reader:
    """Gathers the text and what stands over it."""

    said: dict[str, tuple[str, str, str]]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    changes: list[Tracked] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    begun: dict[str, int] = field(default_factory=dict)
    line_end: tuple[str, str, str] | None = None
    first: bool = True

    def add(self, text: str, by: tuple[str, str, str] | None) -> None:
        if not text:
            return
        if by is not None:
            last = self.changes[-1] if self.changes else None
            if last is not None and last.end == self.length and (last.kind, last.author, last.date) == by:
                self.changes[-1] = Tracked(last.kind, last.start, self.length + len(text), last.author, last.date)
            else:
                self.changes.append(Tracked(by[0], self.length, self.length + len(text), by[1], by[2]))
        self.pieces.append(text)
        self.length += len(text)

    def paragraph(self, paragraph: Any) -> None:
        """Read one paragraph: the line end before it belongs to the paragraph before."""
        if not self.first:
            self.add("\n", self.line_end)
        self.first = False
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        changed = next((one for one in mark if one.tag in _KINDS), None) if mark is not None else None
        self.line_end = None if changed is None else _by(changed)
        left: list[tuple[Any, tuple[str, str, str] | None]] = [(child, None) for child in reversed(paragraph)]
        while left:
            element, by = left.pop()
            if element.tag in _PASSED or element.tag == f"{_W}p":
                continue
            if element.tag in {f"{_W}t", f"{_W}delText"}:
                self.add((element.text or "").replace("\n", " "), by)
            elif element.tag in _SPACE:
                self.add(_SPACE[element.tag], by)
            elif element.tag == f"{_W}commentRangeStart":
                self.begun[element.get(f"{_W}id", "")] = self.length
            elif element.tag == f"{_W}commentRangeEnd":
                self._end(element.get(f"{_W}id", ""))
            else:
                inner = _by(element) if element.tag in _KINDS else by
                left.extend((child, inner) for child in reversed(element))

    def _end(self, number: str) -> None:
        start = self.begun.pop(number, None)
        if start is not None and number in self.said:
            self.remarks.append(Remark(start, self.length, *self.said[number]))

    def text(self) -> TrackedText:
        """Return what was gathered."""
        return TrackedText("".join(self.pieces), tuple(self.changes), tuple(sorted(self.remarks, key=lambda one: (one.start, one.end))))


def _by(element: Any) -> tuple[str, str, str]:
    author = element.get(f"{_W}author", "")
    date = element.get(f"{_W}date", "")
    return _KINDS[element.tag], "" if author == "–" else author, "" if date.startswith("1980-01-01") else date
