"""The pages of a Word document: A4 upright or across, marking at head and foot, date, version, page x of y."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legation.briefing.composition import Plain, shortened
from legation.briefing.word_xml import element, field, run

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["head_and_foot", "set_pages", "width_of_text"]


def set_pages(word: Word, *, landscape: bool, own_margins: bool) -> None:
    """Make every section A4, upright or across; the margins are 20 mm unless the template has its own."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    for section in word.sections:
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        if not own_margins:
            section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(20)
            section.header_distance = section.footer_distance = Mm(9)


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
        if not _written(section.header) and not section.different_first_page_header_footer:
            section.different_first_page_header_footer = True
        for header, running in ((section.header, plain["title"].replace("\n", " ")), (section.first_page_header, "")):
            _line(header, width, [run(shortened(running, 76 if plain["landscape"] else 40))], plain["marking"], [], "Header")
        words = plain["words"]
        issue = "\n".join(part for part in (plain["date"], plain["version"]) if part)
        for footer in (section.footer, section.first_page_footer):
            page = [run(f"{words['page']}\u00a0"), *field("PAGE"), run(f" {words['of']}\u00a0"), *field("NUMPAGES")]
            _line(footer, width, [run(issue)], plain["marking"], page, "Footer")


def _written(part: Any) -> bool:
    return bool("".join(paragraph.text for paragraph in part.paragraphs).strip() or part.tables or part._element.xpath(".//w:drawing"))


def _line(part: Any, width: int, left: list[Any], marking: str, right: list[Any], style: str) -> None:
    """Write a line of three parts: left, centre, right."""
    paragraph = part.add_paragraph() if _written(part) else part.paragraphs[0]
    paragraph.style = style
    stops = [element("tab", val="clear", pos=old) for old in (4680, 9360, 4513, 9026, 4536, 9072)]
    paragraph._p.get_or_add_pPr().append(
        element("tabs", *stops, element("tab", val="center", pos=width // 2), element("tab", val="right", pos=width))
    )
    tab = element("tab")
    strong = run(marking, element("b"), element("color", val="14213D"))
    paragraph._p.extend([*left, element("r", tab), strong, element("r", element("tab")), *right])
