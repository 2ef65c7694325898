"""A template opened, and pieces of WordprocessingML that python-docx has no word for: fields, links, bookmarks, borders, lists."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = [
    "Lists",
    "bookmark",
    "borders",
    "element",
    "field",
    "link",
    "link_out",
    "opened",
    "run",
    "shading",
]


def opened(template: bytes | None) -> Word:
    """Return an empty Word document: a template that was read (:mod:`legation.briefing.docx.template`) without its text, or a blank one."""
    import docx

    word = docx.Document(io.BytesIO(template)) if template is not None else docx.Document()
    body = word.element.body
    _inherit(body)
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    return word


def _inherit(body: Any) -> None:
    """Give the last section the headers and footers that it takes over from those before it, which go with the text."""
    sections = [*body.iter(qn("w:sectPr"))]
    if not sections:
        return
    last = sections[-1]
    kinds = ("headerReference", "footerReference")
    there = {(one.tag, one.get(qn("w:type"))) for kind in kinds for one in last.findall(qn(f"w:{kind}"))}
    for section in reversed(sections[:-1]):
        for one in [reference for kind in kinds for reference in section.findall(qn(f"w:{kind}"))]:
            if (one.tag, one.get(qn("w:type"))) not in there:
                there.add((one.tag, one.get(qn("w:type"))))
                last.insert(0, one)


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """Return an element of the main namespace with its attributes and children.

    >>> element("jc", val="right").get(qn("w:val"))
    'right'
    """
    node = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), str(value))
    node.extend(children)
    return node


def run(text: str, *properties: BaseOxmlElement, style: str = "") -> BaseOxmlElement:
    """Return a run of text; a new line in it is a break of line, nothing else means anything."""
    before = [element("rStyle", val=style)] if style else []
    node = element("r")
    if before or properties:
        node.append(element("rPr", *before, *properties))
    for number, line in enumerate(text.split("\n")):
        if number:
            node.append(element("br"))
        said = element("t")
        said.text = line
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        node.append(said)
    return node


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
    node = element("hyperlink", *inside, history=1)
    node.set(qn("r:id"), part.relate_to(address, _HYPERLINK, is_external=True))
    return node


def shading(fill: str, pattern: str = "clear", colour: str = "auto") -> BaseOxmlElement:
    """Return a shading: ``fill`` behind, ``pattern`` in ``colour`` before it."""
    return element("shd", val=pattern, color=colour, fill=fill)


def borders(tag: str, **sides: tuple[int, str]) -> BaseOxmlElement:
    """Return borders: for each side its width in eighths of a point and its colour."""
    lines = [
        element(side, val="single", sz=width, space=0 if tag != "pBdr" else 4, color=colour) for side, (width, colour) in sides.items()
    ]
    return element(tag, *lines)


_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"


class Lists:
    """Gives out the numbers by which paragraphs say to which list they belong."""

    def __init__(self, word: Word) -> None:
        self.root = _numbering(word)
        self.abstract: dict[bool, int] = {}
        self.bullet = 0

    def begin(self, *, numbered: bool) -> int:
        """Return the number of a new list; all bulleted lists share one."""
        if not numbered and self.bullet:
            return self.bullet
        if numbered not in self.abstract:
            self.abstract[numbered] = self._define(numbered=numbered)
        node = element("num", element("abstractNumId", val=self.abstract[numbered]), numId=self._free("num", "numId"))
        if numbered:
            node.append(element("lvlOverride", element("startOverride", val=1), ilvl=0))
        self.root.append(node)
        number = int(node.get(_w("numId"), "0"))
        if not numbered:
            self.bullet = number
        return number

    def _define(self, *, numbered: bool) -> int:
        number = self._free("abstractNum", "abstractNumId")
        indent = round(56.7 * (6 if numbered else 5))
        level = element(
            "lvl",
            element("start", val=1),
            element("numFmt", val="decimal" if numbered else "bullet"),
            element("lvlText", val="%1." if numbered else "–"),
            element("lvlJc", val="left"),
            element("pPr", element("ind", left=indent, hanging=indent)),
            ilvl=0,
        )
        node = element("abstractNum", element("multiLevelType", val="singleLevel"), level, abstractNumId=number)
        others = self.root.findall(_w("num"))  # every definition stands before the first list
        if others:
            others[0].addprevious(node)
        else:
            self.root.append(node)
        return number

    def _free(self, tag: str, attribute: str) -> int:
        return 1 + max((int(old.get(_w(attribute), "0")) for old in self.root.findall(_w(tag))), default=0)


def _w(name: str) -> str:
    return str(qn(f"w:{name}"))


def _numbering(word: Word) -> BaseOxmlElement:
    """Return the part that holds the lists; a template without lists has none, so it is made."""
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    try:
        part: Any = word.part.part_related_by(_RELATION)
    except KeyError:
        part = NumberingPart(PackURI("/word/numbering.xml"), _CONTENT, element("numbering"), word.part.package)
        word.part.relate_to(part, _RELATION)
    root: BaseOxmlElement = part.element
    return root
