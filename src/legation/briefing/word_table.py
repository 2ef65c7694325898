"""A table of a document in WordprocessingML, built whole: a tally sheet has two thousand cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.table import WD_ROW_HEIGHT_RULE

from legation.briefing.composition import Plain
from legation.briefing.word_styles import GREY, INK, LINE, SEAL
from legation.briefing.word_xml import borders, element, run, shading

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["box", "table"]

_SIDE = {"left": "left", "right": "right", "centre": "center"}
_ROW = 454  # twentieths of a point: 8 mm, the room that a pen needs


def table(block: Plain, width: int, styles: dict[str, str]) -> BaseOxmlElement:
    """Return a table; its heading row stands again on each page.

    Parameters
    ----------
    width : int
        Of the text, in twentieths of a point.
    styles : dict of str to str
        The ids of the styles by their names.
    """
    widths = [round(share * width) for share in block["widths"]]
    paragraph = styles["Legation Cell Large" if block["dense"] else "Legation Cell"]
    made = element("tbl", _properties(styles["Legation Table"], width, block["caption"]), _grid(widths))
    for row in [block["head"]] if block["head"] else []:
        made.append(_row(row, widths, paragraph, head=True, dense=False))
    for row in block["rows"]:
        made.append(_row(row, widths, paragraph, head=False, dense=block["dense"]))
    return made


def box(width: int, style: str, *, warning: bool) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """Return a framed part, and its cell, into which blocks go."""
    inside = element("tcPr", element("tcW", w=width, type="dxa"))
    if warning:
        inside.append(borders("tcBorders", top=(6, SEAL), left=(24, SEAL), bottom=(6, SEAL), right=(6, SEAL)))
    else:
        inside.append(shading("F3F2EE"))
    cell = element("tc", inside)
    return element("tbl", _properties(style, width, ""), _grid([width]), element("tr", cell)), cell


def _properties(style: str, width: int, caption: str) -> BaseOxmlElement:
    made = element("tblPr", element("tblStyle", val=style), element("tblW", w=width, type="dxa"), element("tblLayout", type="fixed"))
    made.append(element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1))
    if caption:
        made.append(element("tblCaption", val=caption))
    return made


def _grid(widths: list[int]) -> BaseOxmlElement:
    return element("tblGrid", *(element("gridCol", w=width) for width in widths))


def _row(row: list[Plain], widths: list[int], style: str, *, head: bool, dense: bool) -> BaseOxmlElement:
    properties = element("trPr", element("cantSplit"))
    if dense:
        properties.append(element("trHeight", val=_ROW, hRule=WD_ROW_HEIGHT_RULE.to_xml(WD_ROW_HEIGHT_RULE.AT_LEAST)))
    if head:
        properties.append(element("tblHeader"))
    made, column = element("tr", properties), 0
    group = all(cell["tone"] == "head" or cell["open"] for cell in row)
    for cell in row:
        width = sum(widths[column : column + cell["span"]])
        column += cell["span"]
        made.append(_cell(cell, width, style, head=head, stay=head or group))
    return made


def _cell(cell: Plain, width: int, style: str, *, head: bool, stay: bool) -> BaseOxmlElement:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if cell["span"] > 1:
        properties.append(element("gridSpan", val=cell["span"]))
    if head:
        properties.append(borders("tcBorders", bottom=(6, INK)))
    elif cell["open"] or cell["under"]:
        sides = [side for side, bare in (("top", cell["under"]), ("bottom", cell["open"])) if bare]
        properties.append(element("tcBorders", *(element(side, val="nil") for side in sides)))
    elif cell["tone"] == "empty":
        properties.append(borders("tcBorders", top=(4, LINE), left=(4, LINE), bottom=(4, LINE), right=(4, LINE)))
    if cell["tone"] == "head" and not head:
        properties.append(shading("F3F2EE"))
    properties.append(element("vAlign", val="bottom" if head else "center"))
    said = element("pPr", element("pStyle", val=style))
    if stay:
        said.append(element("keepNext"))
    said.append(element("jc", val=_SIDE[cell["align"]]))
    return element("tc", properties, element("p", said, *_text(cell, head=head)))


def _text(cell: Plain, *, head: bool) -> list[BaseOxmlElement]:
    runs = []
    if cell["letter"]:
        runs.append(_badge(cell["tone"], cell["letter"]))
        if cell["text"]:
            runs.append(run("\u00a0"))
    if cell["tick"]:
        runs.append(run("☐", element("sz", val=32)))
    if cell["text"]:
        strong = [element("b")] if cell["bold"] or head or cell["tone"] == "head" else []
        runs.append(run(cell["text"], *strong, *([element("color", val=GREY), element("sz", val=16)] if head else [])))
    return runs


def _badge(tone: str, letter: str) -> BaseOxmlElement:
    """Return the letter of a vote on its colour; an abstention is hatched, an absence hollow."""
    white, dark = element("color", val="FFFFFF"), element("color", val=INK)
    frame = element("bdr", val="single", sz=6, space=0, color="D9A441" if tone == "abstain" else LINE)
    look = {
        "yes": [white, shading("1B7F79")],
        "no": [white, shading("B3261E")],
        "abstain": [dark, frame, shading("FBF1DC", "thinDiagStripe", "E9C987")],
        "absent": [element("color", val=GREY), frame],
        "not_entitled": [element("color", val=GREY)],
    }[tone]
    return run(f"\u00a0{letter}\u00a0\u2060", element("b"), *look)
