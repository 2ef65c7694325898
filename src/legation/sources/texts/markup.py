"""The words of a scrap of HTML, as feeds and posts carry it: paragraphs on lines of their own, nothing that is not seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from legation.sources.capture.plain import tidy

__all__ = ["words_of"]

LIMIT = 500_000
"""Characters of HTML that are read."""
_MARKED = re.compile(r"<[a-zA-Z/!]|&#?\w{1,31};")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea", "title"))
_BLOCK_TAGS = "p div li ul ol h1 h2 h3 h4 h5 h6 blockquote pre tr table section article header footer figure figcaption dd dt"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SPACES = re.compile(r"[ \t\r\n]+")


def words_of(html: str, link: Callable[[str, str], str | None] | None = None) -> str:
    r"""Return the text of some HTML.

    Parameters
    ----------
    html : str
        The first 500,000 characters are read.
    link : callable, optional
        Given the address and the class of a link, returns what stands in place of its words, or None to keep them.

    Examples
    --------
    >>> words_of("<p>&Eacute;tat &amp; <b>r</b>&eacute;gion</p><script>x()</script><p>a<br>b</p>")
    'État & région\n\na\nb'
    """
    from lxml import etree

    html = html[:LIMIT]
    if not _MARKED.search(html):
        return tidy(html)
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True)
    source = "<html><body>" + html.replace("\x00", "") + "</body></html>"
    root = etree.fromstring(source.encode("utf-8", "ignore"), parser)
    if root is None:
        return tidy(html)
    pieces = _pieces(etree.iterwalk(root, events=("start", "end")), link)
    lines = (" ".join(line.split(" ")).strip() for line in "".join(pieces).split("\n"))
    return tidy("\n".join(lines))


def _pieces(walk: Any, link: Callable[[str, str], str | None] | None) -> list[str]:
    pieces: list[str] = []
    hidden = 0
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            told = link(element.get("href", ""), element.get("class", "")) if link and tag == "a" and not hidden else None
            if told is not None and not hidden:
                pieces.append(told)
            element.set("data-told", "1" if told is not None else "0")
            hidden += tag in _UNSEEN or told is not None
            pieces.append("\n" if tag == "br" and not hidden else "")
            piece = element.text
        else:
            hidden -= tag in _UNSEEN or element.get("data-told") == "1"
            pieces.append("\n\n" if tag in _BLOCKS and not hidden else "")
            piece = element.tail
        if piece and not hidden:
            pieces.append(_SPACES.sub(" ", piece))
    return pieces
