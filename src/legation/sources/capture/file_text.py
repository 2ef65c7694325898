"""The text of web pages, XML, PDF and office files, with title, date and language. Runs in the child process.

The whole visible text is told first, at once; then the article as trafilatura finds it takes its place, where it is long enough to be one.

A page is told as soon as it is read, so that a file that takes too long still gives its first pages. The dates inside a PDF say when a
file was made, not when a text was published; they are not used.

All but the sheets of Excel are read alike: XML parts in which paragraphs hold runs of text. Text that a tracked change deleted is left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from legation.sources.capture.plain import TEXT_LIMIT, decoded, one_line, tidy

__all__ = [
    "PAGES_LIMIT",
    "office_text",
    "page_text",
    "pdf_text",
    "xml_text",
]


_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea"))
_IN_LINES = "a abbr b bdi bdo big cite code data dfn em font i img ins kbd label mark q s samp small span strong sub sup time tt u var wbr"
_INLINE = frozenset(_IN_LINES.split())
_TAG = re.compile(r"<[^<>]*>")
_ARTICLE = 250
"""An article shorter than this is taken for a miss, and the whole page kept."""


def page_text(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what is known of an HTML page: ``title, language, published, publisher, text``."""
    source = decoded(data) or ""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    if root is None:
        return
    title = root.find(".//title")
    seen = tidy(_visible(root)) or tidy(_TAG.sub("\n", source))  # elements too deep for the parser
    yield {"title": one_line("" if title is None else title.text or ""), "language": root.get("lang", ""), "text": seen}
    yield _article(source)


def _article(source: str) -> dict[str, Any]:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(source, with_metadata=True, favor_recall=True, include_comments=False, include_tables=True)
    if found is None:
        return {}
    metadata = {"title": one_line(found.title or ""), "published": found.date or "", "publisher": one_line(found.sitename or "", 120)}
    text = tidy(found.text or "")
    if len(text) >= _ARTICLE:
        metadata["text"] = text
    return {key: value for key, value in metadata.items() if value}


def xml_text(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the text of XML or SVG, element by element."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    if root is None:
        return
    words = []
    for element in root.iter(etree.Element):
        if etree.QName(element).localname not in ("script", "style") and element.text:
            words.append(element.text.strip())
        if element.tail:
            words.append(element.tail.strip())
    title = next((e.text for e in root.iter("{*}title") if e.text), "")
    yield {
        "title": one_line(title),
        "language": root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        "text": tidy("\n".join(filter(None, words))),
    }


def _visible(root: Any) -> str:
    """Return the text that a reader sees, blocks on lines of their own; no recursion, however deep the page."""
    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _UNSEEN
            if not hidden:
                pieces.append("\n" if tag == "br" or tag not in _INLINE else "")
                pieces.append(" ".join((element.text or "").split("\n")))
        else:
            hidden -= tag in _UNSEEN
            if not hidden:
                pieces.append("" if tag in _INLINE else "\n")
                pieces.append(" ".join((element.tail or "").split("\n")))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


PAGES_LIMIT = 2_000
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_MADE_BY = re.compile(r"^(?:Microsoft (?:Word|PowerPoint|Excel) - )|\.(?:docx?|odt|pptx?|xlsx?|indd)$", re.IGNORECASE)


def pdf_text(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield ``title``, ``language`` and then each page under ``more``; a ``fault`` where pages were left out."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        yield {"fault": "locked"}
        return
    yield {"title": _title(reader), "language": str(reader.root_object.get("/Lang", ""))[:20]}
    length, unread = 0, 0
    for number, page in enumerate(reader.pages, start=1):
        if number > PAGES_LIMIT:
            yield {"fault": "pages"}
            break
        try:
            text = tidy(page.extract_text().translate(_LIGATURES))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one broken page does not hide the others
            unread += 1
            continue
        yield {"more": text + "\n\n"}
        length += len(text)
        if length > TEXT_LIMIT:
            break
    if unread:
        yield {"fault": "some-pages"}


def _title(reader: Any) -> str:
    try:
        return one_line(_MADE_BY.sub("", str(reader.metadata.title or ""))) if reader.metadata else ""
    except Exception:  # noqa: BLE001 - a broken title is no title
        return ""


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
