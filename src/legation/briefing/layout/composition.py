"""What the three forms of a document share: figures and references numbered, cells with their letter, links judged, text made printable."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from legation.briefing.document import (
    Block,
    Box,
    Bullets,
    Cell,
    CitedSource,
    Columns,
    Contents,
    Document,
    Form,
    Head,
    Heading,
    Notice,
    PaperTable,
    Paragraph,
    Picture,
    Slip,
    Slips,
)
from legation.briefing.layout import sheet
from legation.briefing.layout.tables import breakable, shares, stacked
from legation.figures.theme import INK
from legation.language import Message, say

__all__ = ["Plain", "compose", "drawable", "printable", "shortened"]

Plain: TypeAlias = dict[str, Any]

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_NO_WORDS = frozenset(("name", "url", "typed", "link", "id", "anchor"))
"""What of a composed document is no text that a person reads."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\^`{|}]+", re.IGNORECASE)
_ANCHOR = re.compile(r"(?!(?:source|ref|figure|part|f\d+)-)[A-Za-z][\w.-]*", re.ASCII)  # those are ours
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")  # it is written into style sheets as it stands
_WORDS = ("page", "of", "sources", "figure", "in_words", "contents", "skip", "grade", "generic", "see", "see_page", "on_page")
_REGION = {"en": "GB", "fr": "FR"}
_SCHEME = re.compile(r"^https?://")
_TYPED = 24
"""Signs of a line of an address that is typed."""
_TICK = "☐"  # a cell of this alone is a box to tick, drawn


def compose(document: Document) -> Plain:
    """Return a document as plain data, in which nothing is left to decide but the form.

    Parameters
    ----------
    document : Document

    Returns
    -------
    dict
        JSON data: ``blocks`` with ``is`` telling the kind; every text printable; references numbered in the order of reading, with the
        ids to link there and back, and the ``place`` of those in a run, which is shown as ``1–5``; a row shorter than the heading row has
        a last cell that spans the rest; a cell that is ``open`` belongs with the row below, which is ``under``; ``widths`` are shares of 1.

    Examples
    --------
    >>> blocks, sources = (Paragraph("Dit.", (1, 9)),), (CitedSource(1, "Acte"),)
    >>> said = Document(kind="brief", name="x", lang="fr", title="Titre", blocks=blocks, sources=sources)
    >>> [(r["number"], r["known"], r["id"]) for r in compose(said)["blocks"][0]["refs"]]
    [(1, True, 'ref-1-1'), (9, False, 'ref-9-1')]
    """
    whole = _Composer(document).whole()
    return _in_french(whole) if document.lang == "fr" else whole


def _in_french(value: Any, name: str = "") -> Any:
    """Return a composed document whose apostrophes between letters are typographic, in the desk's own words too; addresses stay."""
    if isinstance(value, str):
        return value if name in _NO_WORDS else _APOSTROPHE.sub("\u2019", value)
    if isinstance(value, dict):
        return {key: _in_french(item, key) for key, item in value.items()}
    return [_in_french(item, name) for item in value] if isinstance(value, list) else value


def printable(text: str) -> str:
    r"""Return text without the characters that no page can show: controls, lone surrogates, changes of direction.

    >>> printable("A\x00B\r\nC")
    'AB\nC'
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))


def shortened(text: str, room: int) -> str:
    """Return text on one line of at most ``room`` characters, cut between words: the title at the head of a page.

    >>> shortened("Who can still change their mind", 20)
    'Who can still…'
    """
    line = " ".join(text.split("\n"))
    return line if len(line) <= room else line[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:\u202f\u00a0") + "…"


def drawable(document: Document) -> list[Picture]:
    """Return the pictures of a document in the order in which they are numbered from 1."""
    return list(_pictures(document.blocks))


def _pictures(blocks: tuple[Block, ...]) -> Iterator[Picture]:
    for block in blocks:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, Box):
            yield from _pictures(block.blocks)
        elif isinstance(block, Columns):
            for column in block.columns:
                yield from _pictures(column)


class _Composer:
    """One pass over a document, in the order of reading."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lang = document.lang
        self.known = {source.number for source in document.sources}
        self.calls: dict[int, list[str]] = {}
        self.contents: list[Plain] = []
        self.references: list[list[Plain]] = []
        self.anchors = {"text", "sources"}
        self.figures = 0
        self.rank = 0  # of the heading before: a reader by ear must not miss a level
        self.across = sheet.room(document)[0]

    def whole(self) -> Plain:
        document = self.document
        blocks = [self.block(block) for block in document.blocks]
        self.find_headings()
        fields = ("kind", "name", "lang", "title", "subtitle", "date", "iso_date", "version", "marking", "marking_place")
        return {
            **{field: printable(getattr(document, field)) for field in fields},
            "marking_colour": document.marking_colour if _COLOUR.fullmatch(document.marking_colour) else INK,
            "region": _REGION[self.lang],
            "landscape": document.landscape,
            "paper": document.paper,
            "size": sheet.page_size(document),
            "margins": sheet.MARGINS if document.sheet else (),
            "sheet": document.sheet,
            "type": sheet.type_size(document.sheet),
            "tight": document.tight,
            "hand": document.hand,
            "words": {word: self.word(word) for word in _WORDS},
            "blocks": blocks,
            "contents": self.contents,
            "sources": self.sources(),
        }

    def word(self, key: str) -> str:
        return printable(self.document.labels.get(key) or say(Message(f"document.{key}"), self.lang))

    def block(self, block: Block) -> Plain:
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                return {"is": "paragraph", **self.paragraph(block)}
            case Bullets():
                return {"is": "bullets", "numbered": block.numbered, "items": [self.paragraph(item) for item in block.items]}
            case PaperTable():
                return self.table(block)
            case Columns():
                return self.columns(block)
            case Picture():
                return self.picture(block)
            case Box():
                title = printable(block.title)
                return {"is": "box", "title": title, "tone": block.tone, "blocks": [self.block(inner) for inner in block.blocks]}
            case Form():
                return {"is": "form", "fields": [{"label": printable(label), "lines": max(1, lines)} for label, lines in block.fields]}
            case Notice():
                return {"is": "notice", "text": printable(block.text)}
            case Head():
                return {"is": "head", "rows": [{"label": printable(label), "text": printable(text)} for label, text in block.rows]}
            case Contents():
                return {"is": "contents", "title": printable(block.title)}
        return _slips(block) if isinstance(block, Slips) else {"is": "pagebreak"}

    def heading(self, block: Heading) -> Plain:
        level = min(3, max(1, block.level))
        anchor = block.anchor if _ANCHOR.fullmatch(block.anchor) and block.anchor not in self.anchors else f"part-{len(self.anchors) + 1}"
        while anchor in self.anchors:
            anchor += "-"
        self.anchors.add(anchor)
        self.rank = min(level, self.rank + 1)
        entry = {"text": printable(block.text), "level": level, "rank": self.rank, "anchor": anchor}
        self.contents.append(entry)
        return {"is": "heading", **entry}

    def paragraph(self, block: Paragraph) -> Plain:
        refs = [self.reference(number, place) for run in self.runs(block.sources) for number, place in run]
        see = [{"anchor": reference.anchor, "named": reference.named} for reference in block.see]
        self.references.append(see)
        return {"text": printable(block.text), "style": block.style, "refs": refs, "see": see}

    def find_headings(self) -> None:
        """Give each reference the text of its heading, which may stand after it; leave out those to headings that are not there."""
        titles = {entry["anchor"]: entry["text"] for entry in self.contents}
        for see in self.references:
            see[:] = [{**one, "text": titles[one["anchor"]]} for one in see if one["anchor"] in titles]

    def runs(self, numbers: tuple[int, ...]) -> Iterator[list[tuple[int, str]]]:
        """Yield the numbers with their places; of three or more known ones that follow each other only ``first`` and ``last`` are shown."""
        counted = itertools.groupby(enumerate(numbers), key=lambda pair: (pair[1] in self.known, pair[1] - pair[0]))
        for (known, _), pairs in counted:
            run = [number for _, number in pairs]
            places = ["first", *["between"] * (len(run) - 2), "last"] if known and len(run) > 2 else [""] * len(run)
            yield [*zip(run, places, strict=True)]

    def reference(self, number: int, place: str) -> Plain:
        """Return a link to a source, which leads back to it."""
        calls = self.calls.setdefault(number, [])
        calls.append(f"ref-{number}-{len(calls) + 1}")
        label = printable(say(Message("document.source", number=number), self.lang))
        return {"number": number, "place": place, "known": number in self.known, "id": calls[-1], "label": label}

    def table(self, block: PaperTable) -> Plain:
        if block.row:
            return self.sheet_table(block)
        columns = len(block.head) or max((len(row) for row in block.rows), default=1)
        head = self.row(block.head, columns) if any(cell.text for cell in block.head) else []
        rows = [self.row(row, columns, dense=block.dense) for row in block.rows]
        landscape, dense = self.document.landscape, block.dense
        if not dense and not block.widths:
            head, rows = stacked(head, rows, landscape=landscape, lang=self.lang)
            columns = len(head) or columns
        widths = shares(block.widths, head, [row for row in rows if len(row) == columns], dense=dense, landscape=landscape)
        for row in (head, *rows):
            if len(row) == columns:
                for cell, share in zip(row, widths, strict=True):
                    cell["text"] = breakable(cell, share, head=row is head, dense=dense, landscape=landscape)
        return {
            "is": "table",
            "caption": printable(block.caption),
            "dense": dense,
            "row": 0.0,
            "given": len(block.widths) == columns,
            "widths": widths if len(widths) == columns else [round(1 / columns, 5)] * columns,
            "head": head,
            "rows": rows,
        }

    def columns(self, block: Columns) -> Plain:
        """Return blocks side by side, the texts of whose tables fit their columns."""
        whole, count = self.across, max(1, len(block.columns))
        self.across = (whole - sheet.GUTTER * (count - 1)) / count
        columns = [[self.block(inner) for inner in column] for column in block.columns]
        self.across = whole
        return {"is": "columns", "gutter": sheet.GUTTER, "columns": columns}

    def sheet_table(self, block: PaperTable) -> Plain:
        """Return a table whose rows are of one height: each text as its cell holds it."""
        columns = len(block.head) or max((len(row) for row in block.rows), default=1)
        given = block.widths if len(block.widths) == columns else (1.0,) * columns
        widths = [round(share / sum(given), 5) for share in given]
        head = self.row(block.head, columns) if any(cell.text for cell in block.head) else []
        rows = [self.row(row, columns, dense=True) for row in block.rows]
        for row in (head, *rows):
            at = 0
            for cell in row:
                across = sum(widths[at : at + cell["span"]]) * self.across
                at += cell["span"]
                before = 1.75 * sheet.type_size(block.row) * 0.3528 if cell["letter"] else 0.0
                strong = cell["bold"] or row is head or cell["tone"] == "head"
                cell["text"], cell["times"] = sheet.fitted(cell["text"], across, block.row, bold=strong, before=before)
        made = {"row": block.row, "type": sheet.type_size(block.row), "dense": False, "given": True, "widths": widths}
        return {"is": "table", "caption": printable(block.caption), **made, "head": head, "rows": rows}

    def row(self, cells: tuple[Cell, ...], columns: int, *, dense: bool = False) -> list[Plain]:
        row = [self.cell(cell, dense=dense) for cell in cells[:columns] or (Cell(""),)]
        row[-1]["span"] = columns - len(row) + 1
        return row

    def cell(self, cell: Cell, *, dense: bool) -> Plain:
        text, tone = printable(cell.text), cell.tone
        vote = tone in ("yes", "abstain", "no", "absent", "not_entitled")
        letter = self.word(f"letter.{tone}") if vote else ""
        word = printable(say(Message(f"vote.{tone}"), self.lang)) if vote else self.word("empty") if tone == "empty" else ""
        said = {letter.casefold(), "-", "—", "–"} | ({word.casefold()} if dense else set())
        if vote and text.strip().casefold() in said:
            text = ""  # the badge says it
        elif vote and dense and text.casefold().startswith(f"{word.casefold()}, "):
            text = text[len(word) + 2 :]
        tick = text == _TICK
        return {
            "text": "" if tick else text,
            "align": cell.align,
            "tone": tone,
            "bold": cell.bold,
            "letter": letter,
            "word": self.word("empty") if tick else word,
            "tick": tick,
            "span": 1,
            "times": 1.0,
            "open": False,
            "under": False,
        }

    def picture(self, block: Picture) -> Plain:
        self.figures += 1
        alt, title = (printable(say(message, self.lang)) for message in (block.figure.alt, block.figure.title))
        return {
            "is": "picture",
            "number": self.figures,
            "alt": alt,
            "title": title,
            "width": min(1.0, max(0.1, block.width)),
            "floats": block.floats,
        }

    def sources(self) -> list[Plain]:
        return [self.source(source) for source in {source.number: source for source in reversed(self.document.sources)}.values()][::-1]

    def source(self, source: CitedSource) -> Plain:
        url, calls = printable(source.url).strip(), self.calls.get(source.number, [])
        backs = [{"id": call, "label": say(Message("document.back", number=n), self.lang)} for n, call in enumerate(calls, 1)]
        return {
            "number": source.number,
            "text": printable(source.text),
            "url": url,
            "link": url if _LINK.fullmatch(url) else "",
            "quote": printable(source.quote),
            "grade": printable(source.grade),
            "calls": backs,
            "cited": say(Message("document.pages", count=len(calls)), self.lang),
        }


def _slips(block: Slips) -> Plain:
    return {"is": "slips", "slips": [_slip(slip) for slip in block.slips]}


def _slip(slip: Slip) -> Plain:
    """Return a slip: its code as the outline of a drawing, its address as it is typed, in pieces that the eye can follow."""
    runs = [(down, run) for down, row in enumerate(slip.squares) for run in re.finditer("1+", row)]
    typed = _SCHEME.sub("", printable(slip.address))
    return {
        "said": printable(slip.name),
        "lines": [printable(line) for line in slip.lines],
        "url": printable(slip.address),
        "link": slip.address if _LINK.fullmatch(slip.address) else "",
        "typed": "\n".join(typed[at : at + _TYPED] for at in range(0, len(typed), _TYPED)),
        "side": len(slip.squares),
        "path": "".join(f"M{run.start()} {down}h{len(run[0])}v1h-{len(run[0])}z" for down, run in runs),
    }
