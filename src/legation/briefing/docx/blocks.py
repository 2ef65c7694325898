"""The blocks of a document and its tables, written into a Word document in the order of reading."""

from __future__ import annotations

import copy
import io
import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_ROW_HEIGHT_RULE

from legation.briefing.docx.elements import Lists, bookmark, borders, element, field, link, link_out, run, shading
from legation.briefing.docx.styles import GREY, INK, LINE, SEAL
from legation.briefing.layout.composition import Plain

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = [
    "Writer",
    "box",
    "side_by_side",
    "table",
]


_SHADES = {"head": "F3F2EE", "grey": "DCDBD6"}
_SIDE = {"left": "left", "right": "right", "centre": "center"}
_MILLIMETRE = 56.693  # twentieths of a point
_ROW = 454  # twentieths of a point: 8 mm, the room that a pen needs


def table(block: Plain, width: int, styles: dict[str, str], *, tight: bool = False) -> BaseOxmlElement:
    """Return a table; its heading row stands again on each page.

    Parameters
    ----------
    width : int
        Of the text, in twentieths of a point.
    styles : dict of str to str
        The ids of the styles by their names.
    """
    widths = [round(share * width) for share in block["widths"]]
    if block["row"]:
        return _ruled(block, widths, styles)
    paragraph = styles["Legation Cell Large" if block["dense"] else "Legation Cell"]
    properties = _properties(styles["Legation Table"], width, block["caption"], margins=(60, 15) if tight else None)
    node = element("tbl", properties, _grid(widths))
    for row in [block["head"]] if block["head"] else []:
        node.append(_row(row, widths, paragraph, head=True, dense=False))
    for row in block["rows"]:
        node.append(_row(row, widths, paragraph, head=False, dense=block["dense"]))
    return node


def _ruled(block: Plain, widths: list[int], styles: dict[str, str]) -> BaseOxmlElement:
    """Return a table of a sheet: rows of one height, ruled boxes for the pen."""
    properties = _properties(styles["Legation Table"], sum(widths), block["caption"], margins=(28, 0))
    node = element("tbl", properties, _grid(widths))
    tall = element("trHeight", val=round(block["row"] * _MILLIMETRE), hRule=WD_ROW_HEIGHT_RULE.to_xml(WD_ROW_HEIGHT_RULE.EXACTLY))
    for row in ([block["head"]] if block["head"] else []) + block["rows"]:
        made = _row(row, widths, styles["Legation Sheet Cell"], head=row is block["head"], dense=False, size=block["type"])
        made[0].insert(1, copy.deepcopy(tall))
        node.append(made)
    return node


def side_by_side(columns: list[list[BaseOxmlElement]], width: int, gutter: int) -> BaseOxmlElement:
    """Return blocks side by side: a table of one row without lines."""
    each = (width - gutter * (len(columns) - 1)) // len(columns)
    cells, widths = [], []
    for number, nodes in enumerate(columns):
        wide = each + (gutter if number < len(columns) - 1 else 0)
        widths.append(wide)
        cells.append(element("tc", element("tcPr", element("tcW", w=wide, type="dxa")), *(nodes or [element("p")])))
    properties = element(
        "tblPr", element("tblW", w=width, type="dxa"), element("tblLayout", type="fixed"), _margins(0, 0), element("tblLook", val="0000")
    )
    return element("tbl", properties, _grid(widths), element("tr", element("trPr", element("cantSplit")), *cells))


def box(width: int, style: str, *, warning: bool, tight: bool = False) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """Return a framed part, and its cell, into which blocks go."""
    inside = element("tcPr", element("tcW", w=width, type="dxa"))
    if warning:
        inside.append(borders("tcBorders", top=(6, SEAL), left=(24, SEAL), bottom=(6, SEAL), right=(6, SEAL)))
    else:
        inside.append(shading("F3F2EE"))
    cell = element("tc", inside)
    properties = _properties(style, width, "", margins=(160, 60) if tight else None)
    return element("tbl", properties, _grid([width]), element("tr", cell)), cell


def _margins(across: int, down: int) -> BaseOxmlElement:
    """Return the room within cells, in twentieths of a point."""
    sides = (("top", down), ("left", across), ("bottom", down), ("right", across))
    return element("tblCellMar", *(element(side, w=wide, type="dxa") for side, wide in sides))


def _properties(style: str, width: int, caption: str, *, margins: tuple[int, int] | None = None) -> BaseOxmlElement:
    node = element("tblPr", element("tblStyle", val=style), element("tblW", w=width, type="dxa"), element("tblLayout", type="fixed"))
    if margins:
        node.append(_margins(*margins))
    node.append(element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1))
    if caption:
        node.append(element("tblCaption", val=caption))
    return node


def _grid(widths: list[int]) -> BaseOxmlElement:
    return element("tblGrid", *(element("gridCol", w=width) for width in widths))


def _row(row: list[Plain], widths: list[int], style: str, *, head: bool, dense: bool, size: float = 0.0) -> BaseOxmlElement:
    properties = element("trPr", element("cantSplit"))
    if dense:
        properties.append(element("trHeight", val=_ROW, hRule=WD_ROW_HEIGHT_RULE.to_xml(WD_ROW_HEIGHT_RULE.AT_LEAST)))
    if head:
        properties.append(element("tblHeader"))
    node, column = element("tr", properties), 0
    group = all(cell["tone"] == "head" or cell["open"] for cell in row)
    for cell in row:
        width = sum(widths[column : column + cell["span"]])
        column += cell["span"]
        node.append(_cell(cell, width, style, head=head, stay=head or group, size=size))
    return node


def _cell(cell: Plain, width: int, style: str, *, head: bool, stay: bool, size: float) -> BaseOxmlElement:
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
    if cell["tone"] in _SHADES and not head:
        properties.append(shading(_SHADES[cell["tone"]]))
    properties.append(element("vAlign", val="bottom" if head else "center"))
    said = element("pPr", element("pStyle", val=style))
    if stay:
        said.append(element("keepNext"))
    if size and "\n" in cell["text"]:
        said.append(element("spacing", line=round(20 * size * cell["times"]), lineRule="exact"))
    said.append(element("jc", val=_SIDE[cell["align"]]))
    return element("tc", properties, element("p", said, *_text(cell, head=head, size=size)))


def _text(cell: Plain, *, head: bool, size: float) -> list[BaseOxmlElement]:
    """Return the runs of a cell; ``size`` is the type of a sheet, whose longer texts are set smaller [points]."""
    runs = []
    if cell["letter"]:
        runs.append(_badge(cell["tone"], cell["letter"], beside="\u200a" if size else "\u00a0"))
        if cell["text"]:
            runs.append(run("\u00a0"))
    if cell["tick"]:
        runs.append(run("☐", element("sz", val=32)))
    if cell["text"]:
        look = [element("b")] if cell["bold"] or head or cell["tone"] == "head" else []
        grey = head or cell["tone"] == "grey"
        look += [element("color", val=GREY)] if grey else []
        points = size * cell["times"] if cell["times"] < 1 else 8 if head and not size else 0
        look += [element("position", val=-1)] if size and "\n" in cell["text"] else []  # else its first line is cut at the top
        look += [element("sz", val=round(2 * points))] if points else []
        runs.append(run(cell["text"], *look))
    return runs


def _badge(tone: str, letter: str, beside: str) -> BaseOxmlElement:
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
    return run(f"{beside}{letter}{beside}\u2060", element("b"), *look)


_STYLE = {"body": "Body Text", "lead": "Legation Lead", "note": "Legation Note"}
_BOX_INSIDE = 400  # twentieths of a point that the two margins of a box take
_CONTENTS = 3
"""Below this level headings stand in the contents."""
_PER_MM = 36_000  # English metric units


def _place(anchor: str) -> str:
    """Return the name of the bookmark of a heading: Word takes forty signs and no dash."""
    return f"h_{anchor}".replace("-", "_")[:40]


class Writer:
    """Writes blocks at the end of a body or of a cell.

    Parameters
    ----------
    word : docx.document.Document
        Changed in place.
    width : int
        Of the text, in twentieths of a point.
    pictures : mapping
        From the number of a figure to its PNG and its width in millimetres.
    """

    def __init__(self, word: Word, width: int, pictures: Mapping[int, tuple[bytes, float]]) -> None:
        self.word = word
        self.width = width
        self.pictures = pictures
        self.styles = {style.name: style.style_id for style in word.styles}
        self.lists = Lists(word)
        self.marks = 0
        self.words: Plain = {}
        self.contents: list[Plain] = []
        self.tight = self.sheet = False

    def write(self, plain: Plain) -> None:
        """Write the whole document: title, blocks, sources."""
        self.words = plain["words"]
        self.contents = [entry for entry in plain["contents"] if entry["level"] < _CONTENTS]
        self.tight, self.sheet = plain["tight"], bool(plain["sheet"])
        body = self.word.element.body
        section = body.sectPr if hasattr(body, "sectPr") else None
        beside = [run(f"   {plain['subtitle']}", style=self.styles["Legation Beside"])] if self.sheet and plain["subtitle"] else []
        place: list[BaseOxmlElement] = [self.paragraph("Legation Sheet Title" if self.sheet else "Title", run(plain["title"]), *beside)]
        if plain["subtitle"] and not self.sheet:
            place.append(self.paragraph("Subtitle", run(plain["subtitle"])))
        if not plain["tight"] and not plain["sheet"]:
            place.append(self.paragraph("Legation Issue", run(" · ".join(part for part in (plain["date"], plain["version"]) if part))))
        place += self.blocks(plain["blocks"], self.width)
        if plain["sources"]:
            place.append(self.paragraph("Heading 1", run(self.words["sources"])))
            place += [self.source(source) for source in plain["sources"]]
        for nodes in place:
            if section is not None:
                section.addprevious(nodes)
            else:
                body.append(nodes)

    def paragraph(self, style: str, *inside: BaseOxmlElement) -> BaseOxmlElement:
        return element("p", element("pPr", element("pStyle", val=self.styles[style])), *inside)

    def mark(self, name: str, *inside: BaseOxmlElement) -> list[BaseOxmlElement]:
        self.marks += 1
        return bookmark(name.replace("-", "_")[:40], self.marks, *inside)

    def blocks(self, blocks: list[Plain], width: int) -> list[BaseOxmlElement]:
        nodes: list[BaseOxmlElement] = []
        for before, block in itertools.pairwise([{"is": ""}, *blocks]):
            new = getattr(self, f"on_{block['is']}")(block, width)
            nodes += self.on_new_page(new) if before["is"] == "pagebreak" and new else new
        return nodes

    def sentence(self, it: Plain) -> list[BaseOxmlElement]:
        """Return the runs of a text and the numbers of its sources, each a link and a place to come back to."""
        runs = [run(it["text"])]
        style = self.styles["Legation Reference"]
        for count, ref in enumerate(it["refs"]):
            if ref["place"] == "between":
                runs += self.mark(ref["id"])
                continue
            if ref["place"] != "last":
                runs.append(run("\u00a0" if count else "\u2060\u202f", style=style))
            number = run(f"{ref['number']}", style=style)
            runs += self.mark(ref["id"], link(f"source_{ref['number']}", number)) if ref["known"] else [number]
            if ref["place"] == "first":
                runs.append(run("\u2060\u2013\u2060", style=style))
        return [*runs, *self.see(it["see"])]

    def see(self, found: list[Plain]) -> list[BaseOxmlElement]:
        """Return where the document says more, each a link with a field that the word processor fills with the page."""
        runs: list[BaseOxmlElement] = []
        for count, one in enumerate(found):
            place = _place(one["anchor"])
            opening = "; " if count else " " if one["named"] else " ("
            words = f"{one['text']} ({self.words['on_page']}" if one["named"] else self.words["see_page"]
            runs += [run(opening), link(place, run(f"{words}\u00a0"), *field(f"PAGEREF {place}"), *([run(")")] if one["named"] else []))]
        return [*runs, run(")")] if found and not found[0]["named"] else runs

    def on_heading(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002 - all blocks are asked alike
        return [self.paragraph(f"Heading {block['level']}", *self.mark(f"h_{block['anchor']}", run(block["text"])))]

    def on_paragraph(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002
        return [self.paragraph("Legation Sheet Text" if self.sheet else _STYLE[block["style"]], *self.sentence(block))]

    def on_bullets(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002
        style, number = "List Number" if block["numbered"] else "List Bullet", self.lists.begin(numbered=block["numbered"])
        nodes = []
        for item in block["items"]:
            paragraph = self.paragraph("Legation Note List" if item["style"] == "note" else style, *self.sentence(item))
            paragraph[0].append(element("numPr", element("ilvl", val=0), element("numId", val=number)))
            nodes.append(paragraph)
        return nodes

    def on_table(self, block: Plain, width: int) -> list[BaseOxmlElement]:
        nodes = [self.paragraph("Caption", run(block["caption"]))] if block["caption"] else []
        return [*nodes, table(block, width, self.styles, tight=self.tight), self.after_table()] if block["rows"] or block["head"] else nodes

    def on_columns(self, block: Plain, width: int) -> list[BaseOxmlElement]:
        gutter = round(block["gutter"] * _MILLIMETRE)
        each = (width - gutter * (len(block["columns"]) - 1)) // len(block["columns"])
        return [side_by_side([self.blocks(column, each) for column in block["columns"]], width, gutter), self.after_table()]

    def on_picture(self, block: Plain, width: int) -> list[BaseOxmlElement]:
        data, millimetres = self.pictures[block["number"]]
        across = min(round(millimetres * _PER_MM), width * 635)
        inline = self.word.part.new_pic_inline(io.BytesIO(data), width=across)
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        about: Any = inline.docPr
        name = f"{self.words['figure']}\u00a0{block['number']}"
        about.set("name", name)
        about.set("title", block["title"])
        about.set("descr", block["alt"])
        drawn = element("r", element("drawing", inline))
        return [self.paragraph("Legation Picture", drawn), self.paragraph("Legation Figure", run(name))]

    def on_box(self, block: Plain, width: int) -> list[BaseOxmlElement]:
        framed, cell = box(width, self.styles["Legation Box"], warning=block["tone"] == "warning", tight=self.tight)
        colour = [element("color", val="B3261E")] if block["tone"] == "warning" else []
        cell.append(self.paragraph("Legation Box Title", run(block["title"], *colour)))
        cell.extend(self.blocks(block["blocks"], width - _BOX_INSIDE))
        return [framed, self.after_table()]

    def on_form(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002
        nodes = []
        for one in block["fields"]:
            nodes.append(self.paragraph("Legation Label", run(one["label"])))
            nodes += [self.paragraph("Legation Line") for _ in range(one["lines"])]
        return nodes

    def on_head(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002
        nodes = []
        for row in block["rows"]:
            label = run(row["label"], element("color", val=GREY))
            nodes.append(self.paragraph("Legation Head", label, element("r", element("tab")), run(row["text"])))
        return nodes

    def on_contents(self, block: Plain, width: int) -> list[BaseOxmlElement]:
        """Return the headings, each a link with the page on which it stands."""
        nodes = [self.paragraph("Legation Box Title", run(block["title"]))]
        for entry in self.contents:
            place = _place(entry["anchor"])
            dots = element("tabs", element("tab", val="right", leader="dot", pos=width))
            line = self.paragraph(
                "Legation Head", link(place, run(entry["text"])), element("r", element("tab")), *field(f"PAGEREF {place}")
            )
            line[0].append(dots)
            line[0].append(element("ind", left=284 * (entry["level"] - 1), hanging=0))
            nodes.append(line)
        return nodes

    def on_notice(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002
        return [self.paragraph("Legation Notice", run(block["text"]))]

    def on_slips(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002
        """Return the slips as paragraphs, each with its address as a link."""
        nodes = []
        for slip in block["slips"]:
            nodes.append(self.paragraph("Legation Label", run(slip["said"])))
            nodes += [self.paragraph("Legation Note", run(line)) for line in slip["lines"]]
            shown = run(slip["url"])
            nodes.append(self.paragraph("Legation Note", link_out(self.word.part, slip["link"], shown) if slip["link"] else shown))
        return nodes

    def on_pagebreak(self, block: Plain, width: int) -> list[BaseOxmlElement]:  # noqa: ARG002
        return []  # what follows begins the page

    def on_new_page(self, nodes: list[BaseOxmlElement]) -> list[BaseOxmlElement]:
        """Return what begins a page; a paragraph says so itself, since a break of its own after a full page leaves an empty one."""
        if nodes[0].tag.endswith("}p"):
            nodes[0][0].insert(1, element("pageBreakBefore"))
            return nodes
        return [self.paragraph("Normal", element("r", element("br", type="page"))), *nodes]

    def after_table(self) -> BaseOxmlElement:
        """Return the small empty paragraph that Word wants after a table."""
        nodes = self.paragraph("Normal")
        nodes[0].append(element("spacing", before=0, after=0, line=20 if self.sheet else 60 if self.tight else 160, lineRule="exact"))
        return nodes

    def source(self, source: Plain) -> BaseOxmlElement:
        number = self.mark(f"source_{source['number']}", run(str(source["number"]), element("b")))
        inside = [*number, element("r", element("tab")), run(source["text"])]
        small = [element("color", val="4F5768")]
        if source["grade"]:
            inside.append(run(f"  {self.words['grade']}\u00a0{source['grade']}", element("b"), *small))
        for place, call in enumerate(source["calls"], 1):
            inside.append(run("  " if place == 1 else " "))
            inside.append(link(call["id"].replace("-", "_"), run(f"↑{place if len(source['calls']) > 1 else ''}", *small)))
        if source["quote"]:
            inside += [element("r", element("br")), run(source["quote"], element("i"))]
        if source["url"]:
            shown = run(source["url"], *small)
            inside += [element("r", element("br")), link_out(self.word.part, source["link"], shown) if source["link"] else shown]
        return self.paragraph("Legation Source", *inside)
