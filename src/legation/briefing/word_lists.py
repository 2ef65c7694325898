"""The lists of a Word document: a dash or a number before each item, and numbers that begin again with each list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legation.briefing.word_xml import element

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["Lists"]

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
        made = element("num", element("abstractNumId", val=self.abstract[numbered]), numId=self._free("num", "numId"))
        if numbered:
            made.append(element("lvlOverride", element("startOverride", val=1), ilvl=0))
        self.root.append(made)
        number = int(made.get(_w("numId"), "0"))
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
        made = element("abstractNum", element("multiLevelType", val="singleLevel"), level, abstractNumId=number)
        others = self.root.findall(_w("num"))  # every definition stands before the first list
        if others:
            others[0].addprevious(made)
        else:
            self.root.append(made)
        return number

    def _free(self, tag: str, attribute: str) -> int:
        return 1 + max((int(old.get(_w(attribute), "0")) for old in self.root.findall(_w(tag))), default=0)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

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
