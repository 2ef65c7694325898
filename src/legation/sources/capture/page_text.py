"""The text of a web page or of XML, its title, date and language. Runs in the child process.

The whole visible text is told first, at once; then the article as trafilatura finds it takes its place, where it is long enough to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from legation.sources.capture.plain import decoded, one_line, tidy

__all__ = ["page_text", "xml_text"]

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
    told = {"title": one_line(found.title or ""), "published": found.date or "", "publisher": one_line(found.sitename or "", 120)}
    text = tidy(found.text or "")
    if len(text) >= _ARTICLE:
        told["text"] = text
    return {key: value for key, value in told.items() if value}


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
