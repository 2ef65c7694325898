"""Our letters inside a Word document, so that it looks the same on a desk that has not installed them."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from legation.briefing import typeface
from legation.briefing.word_xml import element

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["carry", "obfuscated"]

_CONTENT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_ORIGIN = uuid.UUID("6f7b0a52-5f0e-4d0c-9c39-2d7c4a5e1b60")  # of the keys; they hide nothing, the format wants one
_NEAR = {"Source Serif 4": ("Georgia", "roman"), "Inter": ("Arial", "swiss")}  # where a word processor reads no letters within
_SLOTS = (("embedRegular", 400, "normal"), ("embedBold", 700, "normal"), ("embedItalic", 400, "italic"))


def carry(word: Word) -> None:
    """Put the letters that the package holds into a document, and name those that come near; without the folder only the names."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from lxml import etree

    part = next((part for part in word.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml"), None)
    if part is None:
        return
    table = parse_xml(part.blob)
    for family, (near, kind) in _NEAR.items():
        font = element("font", element("altName", val=near), element("family", val=kind), element("pitch", val="variable"), name=family)
        for slot, weight, style in _SLOTS:
            face = typeface.outline(family, weight, style)
            if face is not None:
                font.append(_embedded(part, face, slot))
        table.append(font)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
    zoom = word.settings.element.find(qn("w:zoom"))
    if zoom is not None:
        zoom.addnext(element("embedTrueTypeFonts"))


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    r"""Return a font as a Word document holds it: the first 32 bytes combined with the key read backwards (ECMA-376, part 4, 2.8.1).

    >>> key = uuid.UUID(int=2**128 - 1)
    >>> obfuscated(bytes(33), key)[30:]
    b'\xff\xff\x00'
    """
    mask = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(data[:32], mask, strict=False)) + data[32:]


def _embedded(table: Part, face: Path, slot: str) -> BaseOxmlElement:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import qn

    key = uuid.uuid5(_ORIGIN, face.stem)
    held = Part(PackURI(f"/word/fonts/{face.stem}.odttf"), _CONTENT, obfuscated(face.read_bytes(), key), table.package)
    made = element(slot, fontKey=f"{{{str(key).upper()}}}")
    made.set(qn("r:id"), table.relate_to(held, _RELATION))
    return made
