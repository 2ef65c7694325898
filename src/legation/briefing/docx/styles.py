"""Named styles, fonts and pages of a Word document: a desk's template keeps its own, what it lacks is made."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from legation.briefing.document import Document
from legation.briefing.docx.elements import borders, element, field, run
from legation.briefing.layout import sheet, typefaces
from legation.briefing.layout.composition import Plain, shortened

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = [
    "GREY",
    "INK",
    "LINE",
    "SANS",
    "SEAL",
    "SERIF",
    "carry",
    "head_and_foot",
    "obfuscated",
    "set_pages",
    "settle",
    "style_names",
    "width_of_text",
]


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
            face = typefaces.outline(family, weight, style)
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
    part = Part(PackURI(f"/word/fonts/{face.stem}.odttf"), _CONTENT, obfuscated(face.read_bytes(), key), table.package)
    node = element(slot, fontKey=f"{{{str(key).upper()}}}")
    node.set(qn("r:id"), table.relate_to(part, _RELATION))
    return node


INK, GREY, LINE, SEAL = "14213D", "4F5768", "A6A9B1", "B3261E"
SERIF, SANS = "Source Serif 4", "Inter"
_MEASURE = 38 * 56.7  # twentieths of a point left free at the right of text, so that a line holds 60 to 75 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    name: str
    font: str = SERIF
    size: float = 10.5  # points
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0  # points
    after: float = 6
    line: float = 1.1
    narrow: bool = False
    wide: bool = False  # as narrow, for larger type
    hanging: float = 0  # millimetres
    keep: bool = False
    level: int = 0
    rule: Literal["", "above", "below", "both", "lines"] = ""
    kind: Literal["paragraph", "character"] = "paragraph"
    raised: bool = False
    plain: bool = False  # not bold where the paragraph is


_PICTURE = "Legation Picture"
_SHEET_CELL = "Legation Sheet Cell"
_STYLES = (
    _Style(name="Normal", after=0),
    _Style(name="Body Text", narrow=True),
    _Style(name="Title", size=21, bold=True, after=4, line=0.95, keep=True),
    _Style(name="Subtitle", size=12, colour=GREY, after=4, narrow=True),
    _Style(name="Heading 1", size=15, bold=True, before=20, after=6, line=1, keep=True, level=1, rule="above"),
    _Style(name="Heading 2", size=12, bold=True, before=14, after=4, line=1, keep=True, level=2),
    _Style(name="Heading 3", font=SANS, size=9.5, bold=True, colour=GREY, before=10, after=3, line=1.15, keep=True, level=3),
    _Style(name="List Bullet", narrow=True, hanging=5, after=3),
    _Style(name="List Number", narrow=True, hanging=6, after=3),
    _Style(name="Caption", font=SANS, size=8.8, bold=True, before=8, after=4, line=1.15, keep=True),
    _Style(name="Header", font=SANS, size=7.5, colour=GREY, after=0, line=1.1),
    _Style(name="Footer", font=SANS, size=7.5, colour=GREY, after=0, line=1.1),
    _Style(name="Legation Lead", size=12, after=7, wide=True),
    _Style(name="Legation Note", font=SANS, size=8.5, colour=GREY, after=6, narrow=True),
    _Style(name="Legation Note List", font=SANS, size=8.5, colour=GREY, narrow=True, hanging=5, after=2),
    _Style(name="Legation Issue", font=SANS, size=8, colour=GREY, after=14, rule="below"),
    _Style(name="Legation Notice", font=SANS, size=8, bold=True, colour=GREY, before=10, after=10, rule="both"),
    _Style(name="Legation Cell", font=SANS, size=8.8, after=0, line=1.15),
    _Style(name="Legation Cell Large", font=SANS, size=10, after=0, line=1.15),
    _Style(name=_SHEET_CELL, font=SANS, size=8, after=0, line=0.9),
    _Style(name="Legation Sheet Title", size=14, bold=True, after=2, line=0.95, keep=True),
    _Style(name="Legation Sheet Text", font=SANS, size=8, before=1, after=1, line=1),
    _Style(name="Legation Box Title", font=SANS, size=9.5, bold=True, after=4, keep=True),
    _Style(name="Legation Label", font=SANS, size=9, bold=True, before=10, after=2, keep=True),
    _Style(name="Legation Line", font=SANS, size=11, after=0, line=1.9, rule="lines"),
    _Style(name=_PICTURE, before=8, after=0, line=1, keep=True),
    _Style(name="Legation Figure", font=SANS, size=7.5, colour=GREY, after=10),
    _Style(name="Legation Head", font=SANS, size=9, after=1.5, line=1.05, hanging=32),
    _Style(name="Legation Source", size=9, after=5, line=1.05, narrow=True, hanging=6),
    _Style(name="Legation Beside", kind="character", font=SANS, size=8.5, colour=GREY, plain=True),
    _Style(name="Legation Reference", kind="character", font=SANS, size=10, bold=True, colour=GREY, raised=True),
)


_TIGHT = {
    "Title": 14,
    "Heading 1": 11,
    "Legation Lead": 11,
    "Normal": 10,
    "Body Text": 10,
    "List Bullet": 10,
    "List Number": 10,
    "Legation Cell": 8.5,
}
"""Sizes of a note of two pages [points]."""


def _tight(style: _Style) -> _Style:
    """Return a style as a note of two pages has it: smaller, closer, over the whole width."""
    line = style.line if style.name == _PICTURE else min(style.line, 0.9)  # a line lower than its picture cuts the picture's head off
    near = dataclasses.replace(style, before=0.35 * style.before, after=0.35 * style.after, line=line, narrow=False, wide=False)
    return dataclasses.replace(near, size=_TIGHT.get(style.name, style.size))


def _on_sheet(style: _Style, size: float) -> _Style:
    """Return a style as a sheet has it: its cells in the type that fits its rows [points]."""
    return dataclasses.replace(style, size=size) if style.name == _SHEET_CELL else style


def style_names() -> tuple[str, ...]:
    """Return the names of the styles that our blocks name."""
    return (*(style.name for style in _STYLES), *_TABLES)


_TABLES = ("Legation Table", "Legation Box")


def settle(word: Word, *, keep: bool, language: str, tight: bool = False, cells: float = 0.0) -> None:
    """Give a document the styles that our blocks name.

    Parameters
    ----------
    word : docx.document.Document
        Changed in place.
    keep : bool
        Leave the styles that are there as they are: they are the desk's own.
    language : str
        ``fr-FR`` or ``en-GB``: what the spelling checker reads.
    tight : bool
        The type and gaps of a note of two pages.
    cells : float
        The type of the cells of a sheet [points]; 0 where the document is none.
    """
    from docx.enum.style import WD_STYLE_TYPE

    kinds = {"paragraph": WD_STYLE_TYPE.PARAGRAPH, "character": WD_STYLE_TYPE.CHARACTER}
    there = {style.name for style in word.styles}
    for plain in _STYLES:
        wanted = _tight(plain) if tight else _on_sheet(plain, cells) if cells else plain
        if wanted.name in there and keep:
            continue
        style = word.styles[wanted.name] if wanted.name in there else word.styles.add_style(wanted.name, kinds[wanted.kind])
        style.hidden, style.quick_style = False, True
        _dress(style.element, wanted, own_letters=not keep)
        if keep and wanted.kind == "paragraph":
            style.base_style = word.styles.default(kinds["paragraph"])
    for name in _TABLES:
        if name not in there:
            word.styles.add_style(name, WD_STYLE_TYPE.TABLE).element.append(_table_properties(name))
    _speak(word, language)
    if not keep:
        carry(word)
        _lay_out_as_now(word)


def _dress(style: BaseOxmlElement, wanted: _Style, *, own_letters: bool) -> None:
    for tag in ("pPr", "rPr"):
        for old in style.findall(element(tag).tag):
            style.remove(old)
    if wanted.kind == "paragraph":
        style.append(_paragraph_properties(wanted))
    style.append(_run_properties(wanted, own_letters=own_letters))


def _paragraph_properties(wanted: _Style) -> BaseOxmlElement:
    node = element("pPr")
    if wanted.keep:
        node.extend([element("keepNext"), element("keepLines")])
    line = (4, LINE)
    rules = {"above": ("top",), "below": ("bottom",), "both": ("top", "bottom"), "lines": ("bottom", "between")}.get(wanted.rule, ())
    if rules:
        node.append(borders("pBdr", **dict.fromkeys(rules, line)))
    node.append(
        element("spacing", before=round(20 * wanted.before), after=round(20 * wanted.after), line=round(240 * wanted.line), lineRule="auto")
    )
    indent: dict[str, object] = {"right": round(_MEASURE if wanted.narrow else _MEASURE * 0.66)} if wanted.narrow or wanted.wide else {}
    if wanted.hanging:
        indent |= {"left": round(56.7 * wanted.hanging), "hanging": round(56.7 * wanted.hanging)}
    if indent:
        node.append(element("ind", **indent))
    if wanted.level:
        node.append(element("outlineLvl", val=wanted.level - 1))
    return node


def _run_properties(wanted: _Style, *, own_letters: bool) -> BaseOxmlElement:
    size = round(2 * wanted.size)
    node = element("rPr")
    if own_letters:  # beside a desk's own styles, ours take the desk's letters
        node.append(element("rFonts", ascii=wanted.font, hAnsi=wanted.font, cs=wanted.font))
    if wanted.bold:
        node.extend([element("b"), element("bCs")])
    if wanted.plain:
        node.extend([element("b", val=0), element("bCs", val=0)])
    if wanted.italic:
        node.extend([element("i"), element("iCs")])
    node.extend([element("color", val=wanted.colour), element("sz", val=size), element("szCs", val=size)])
    if wanted.raised:
        node.append(element("vertAlign", val="superscript"))
    return node


def _table_properties(name: str) -> BaseOxmlElement:
    if name == "Legation Table":
        lines, margins = borders("tblBorders", top=(6, INK), bottom=(6, INK), insideH=(4, "DCDBD6")), (60, 45)
    else:
        lines, margins = borders("tblBorders", top=(6, LINE), left=(6, LINE), bottom=(6, LINE), right=(6, LINE)), (200, 140)
    across, down = margins
    sides = (("top", down), ("left", across), ("bottom", down), ("right", across))
    return element("tblPr", lines, element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in sides)))


def _speak(word: Word, language: str) -> None:
    """Set the language of the whole text in the defaults that every style rests on."""
    from docx.oxml.ns import qn

    for holder in word.styles.element.iter(element("rPrDefault").tag):
        properties = holder.find(element("rPr").tag)
        if properties is None:
            properties = element("rPr")
            holder.append(properties)
        for old in properties.findall(element("lang").tag):
            properties.remove(old)
        properties.append(element("lang", val=language, eastAsia=language, bidi="ar-SA"))
    for theme in word.settings.element.iter(element("themeFontLang").tag):
        theme.attrib.clear()
        theme.set(qn("w:val"), language)


def _lay_out_as_now(word: Word) -> None:
    """Ask for the layout of Word since 2013, in which a table begins where the text begins."""
    from docx.oxml.ns import qn

    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def set_pages(word: Word, document: Document, *, own_margins: bool) -> None:
    """Make every section of the document's paper, upright or across; the margins are 20 mm, of a note 17, unless the template has its own.

    A sheet has its own margins always: its rows are as high as they leave room for.
    """
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    across, down = map(Mm, sheet.page_size(document))
    for section in word.sections:
        section.page_width, section.page_height = across, down
        section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
        if document.sheet:
            side, above, below = map(Mm, sheet.MARGINS)
            section.left_margin = section.right_margin = side
            section.top_margin, section.bottom_margin = above, below
            section.header_distance = section.footer_distance = Mm(4)
        elif not own_margins:
            margin = 17 if document.tight else 20
            section.top_margin = section.bottom_margin = section.right_margin = Mm(margin)
            section.left_margin = Mm(margin + document.hand)
            section.header_distance = section.footer_distance = Mm(8 if document.tight else 9)


def width_of_text(word: Word) -> int:
    """Return the width between the margins in twentieths of a point."""
    section = word.sections[-1]
    lengths = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (length.twips if length is not None else 0 for length in lengths)
    return max(1440, page - left - right)


def head_and_foot(word: Word, plain: Plain) -> None:
    """Write the marking, date, version and page number; what the desk's template has there stays, and ours follows it."""
    width = width_of_text(word)
    for section in word.sections:
        if not _is_written(section.header) and not section.different_first_page_header_footer:
            section.different_first_page_header_footer = True
        title = plain["title"].replace("\n", " ") if len(plain["marking"]) <= _BESIDE else ""
        even = word.settings.odd_and_even_pages_header_footer  # a template that tells them apart has the marking on both
        headers = ((section.header, title), (section.first_page_header, ""), *(((section.even_page_header, title),) if even else ()))
        for header, running in headers:
            said = "" if _is_written(header) else running  # a letterhead leaves no room for the title, whatever its letters
            _line(header, width, [run(shortened(said, 76 if plain["landscape"] else 40))], _marking(plain, "top"), [], "Header")
        words = plain["words"]
        issue = "\n".join(part for part in (plain["date"], plain["version"]) if part)
        for footer in (section.footer, section.first_page_footer, *((section.even_page_footer,) if even else ())):
            page = [run(f"{words['page']}\u00a0"), *field("PAGE"), run(f" {words['of']}\u00a0"), *field("NUMPAGES")]
            _line(footer, width, [run(issue)], _marking(plain, "bottom"), page, "Footer")


_BESIDE = 40
"""Signs of a marking beside which the title of the document has room."""


def _marking(plain: Plain, place: str) -> Any:
    """Return the marking as a run of words, empty where it does not stand in that place."""
    words = plain["marking"] if plain["marking_place"] in (place, "both") else ""
    return run(words, element("b"), element("bCs"), element("color", val=plain["marking_colour"].removeprefix("#")))


def _is_written(part: Any) -> bool:
    return bool(
        "".join(paragraph.text for paragraph in part.paragraphs).strip() or part.tables or part._element.xpath(".//w:drawing | .//w:pict")
    )


def _line(part: Any, width: int, left: list[Any], centre: Any, right: list[Any], style: str) -> None:
    """Write a line of three parts: left, centre, right."""
    paragraph = part.add_paragraph() if _is_written(part) else part.paragraphs[0]
    paragraph.style = style
    stops = [element("tab", val="clear", pos=old) for old in (4680, 9360, 4513, 9026, 4536, 9072)]
    paragraph._p.get_or_add_pPr().append(
        element("tabs", *stops, element("tab", val="center", pos=width // 2), element("tab", val="right", pos=width))
    )
    tab = element("tab")
    paragraph._p.extend([*left, element("r", tab), centre, element("r", element("tab")), *right])
