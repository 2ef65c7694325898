"""The few pieces of WordprocessingML that python-docx has no word for: fields, links, bookmarks, shading, borders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["bookmark", "borders", "element", "field", "link", "link_out", "run", "shading"]

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """Return an element of the main namespace with its attributes and children.

    >>> element("jc", val="right").get(qn("w:val"))
    'right'
    """
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, *properties: BaseOxmlElement, style: str = "") -> BaseOxmlElement:
    """Return a run of text; a new line in it is a break of line, nothing else means anything."""
    before = [element("rStyle", val=style)] if style else []
    made = element("r")
    if before or properties:
        made.append(element("rPr", *before, *properties))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("br"))
        said = element("t")
        said.text = line
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(said)
    return made


def field(instruction: str, shown: str = "1") -> list[BaseOxmlElement]:
    """Return the runs of a field that the word processor fills: PAGE, NUMPAGES."""
    code = element("instrText")
    code.text = f" {instruction} "
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", code),
        element("r", element("fldChar", fldCharType="separate")),
        run(shown),
        element("r", element("fldChar", fldCharType="end")),
    ]


def bookmark(name: str, number: int, *inside: BaseOxmlElement) -> list[BaseOxmlElement]:
    """Return runs that a link can lead to; ``number`` is unique in the document."""
    return [element("bookmarkStart", id=number, name=name), *inside, element("bookmarkEnd", id=number)]


def link(name: str, *inside: BaseOxmlElement) -> BaseOxmlElement:
    """Return a link to a bookmark of the same document."""
    return element("hyperlink", *inside, anchor=name, history=1)


def link_out(part: Any, address: str, *inside: BaseOxmlElement) -> BaseOxmlElement:
    """Return a link to an address outside; ``part`` keeps the relation."""
    made = element("hyperlink", *inside, history=1)
    made.set(qn("r:id"), part.relate_to(address, _HYPERLINK, is_external=True))
    return made


def shading(fill: str, pattern: str = "clear", colour: str = "auto") -> BaseOxmlElement:
    """Return a shading: ``fill`` behind, ``pattern`` in ``colour`` before it."""
    return element("shd", val=pattern, color=colour, fill=fill)


def borders(tag: str, **sides: tuple[int, str]) -> BaseOxmlElement:
    """Return borders: for each side its width in eighths of a point and its colour."""
    lines = [
        element(side, val="single", sz=width, space=0 if tag != "pBdr" else 4, color=colour) for side, (width, colour) in sides.items()
    ]
    return element(tag, *lines)
