"""The text of office files: Word, PowerPoint, Excel and OpenDocument. Runs in the child process.

All but the sheets of Excel are read alike: XML parts in which paragraphs hold runs of text. Text that a tracked change deleted is left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from legation.sources.capture.plain import TEXT_LIMIT, one_line, tidy

__all__ = ["office_text"]

_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml|ppt/slides/slide\d{1,5}\.xml|content\.xml")
_PROPERTIES = ("docProps/core.xml", "meta.xml")
_PARAGRAPHS = ("{*}p", "{*}h")
_DELETED = "{*}tracked-changes"
_GAPS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-"}
_LEFT_OUT = frozenset(("delText", "instrText", "annotation"))


def office_text(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield ``title`` and ``language``, then the text under ``more``, part by part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for part in _PROPERTIES:
            if part in names:
                yield _properties(archive.read(part))
        if "xl/workbook.xml" in names:
            yield from _sheets(data)
            return
        for part in sorted(filter(_PARTS.fullmatch, names), key=lambda part: ([int(n) for n in re.findall(r"\d+", part)], part)):
            yield {"more": tidy("\n".join(_paragraphs(archive.read(part)))) + "\n\n"}


def _paragraphs(part: bytes) -> Iterator[str]:
    length = deleted = 0
    tags = (*_PARAGRAPHS, _DELETED)
    events = etree.iterparse(io.BytesIO(part), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False)
    for event, element in events:
        if etree.QName(element).localname == "tracked-changes":
            deleted += 1 if event == "start" else -1
            continue
        if event == "start":
            continue
        if not deleted:
            text = "".join(_runs(element))
            length += len(text)
            yield text
        tail = element.tail
        element.clear()  # a paragraph in a text box is told once, and memory stays small
        element.tail = tail
        if length > TEXT_LIMIT:
            break


def _runs(paragraph: Any) -> Iterator[str]:
    open_document = "oasis:names:tc:opendocument" in etree.QName(paragraph).namespace
    for element in paragraph.iter(etree.Element):
        name = etree.QName(element).localname
        if name in _GAPS:
            yield _GAPS[name]
        elif element.text and name not in _LEFT_OUT and (open_document or name == "t"):
            yield element.text
        if open_document and element is not paragraph and element.tail:
            yield element.tail


def _properties(part: bytes) -> dict[str, Any]:
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    first = {
        name: next((e.text for e in root.iter("{http://purl.org/dc/elements/1.1/}" + name) if e.text), "") for name in ("title", "language")
    }
    return {"title": one_line(first["title"]), "language": first["language"][:20]}


def _sheets(data: bytes) -> Iterator[dict[str, Any]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    length = 0
    for sheet in book.worksheets:
        yield {"more": f"{sheet.title}\n"}
        for cells in sheet.iter_rows(values_only=True):
            row = "\t".join("" if cell is None else str(cell) for cell in cells).rstrip()
            length += len(row)
            if length > TEXT_LIMIT:
                return
            if row:
                yield {"more": tidy(row).replace("\n", " ") + "\n"}
