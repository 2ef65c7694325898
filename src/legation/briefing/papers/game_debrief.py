"""The debrief of a game on paper, at most four pages: the picture, what was left on the table, who exchanged what, what comes next.

It is made of the same sentences and the same picture as the answer of ``what-did-the-game-show``. Every page says that it was an exercise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefing.document import Block, Box, Bullets, Cell, Document, Heading, PaperTable, Paragraph, Picture
from legation.briefing.exercise import as_exercise
from legation.briefing.pdf import page_count
from legation.language import Lang, Message, Spoken, say
from legation.questions.answer import Answer
from legation.version import VERSION

__all__ = ["KIND", "PAGES", "PARTS", "NextStep", "game_debrief"]

KIND = "debrief"
PAGES = 4
"""Pages at most."""
SPARE = 35.0
"""What is left free at the foot of each page for word processors that set the same text wider [mm]."""
_SIZES = (20, 10, 0)
"""Offers in the table: the first of these that fits."""
_LONGEST = 400
"""Characters of a package in the table of offers."""
PARTS = (
    ("exchanges", ("logroll",)),
    ("read", ("floors", "priorities")),
    ("votes", ("needed", "unmet")),
    ("beside", ("beside",)),
    ("really", ("really",)),
    ("lessons", ("lesson",)),
)
"""Headings of a debrief after its first sentences, and how the ids of the findings begin that stand below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What a player does next: what, which function answers for it, by when; whose side it was."""

    what: str
    owner: str
    by: dt.date
    side: Spoken | str


def game_debrief(
    made: Answer, *, name: str, title: Spoken | str, date: dt.date, is_rehearsal: bool, steps: Sequence[NextStep], lang: Lang
) -> Document:
    """Lay out the debrief of a game.

    Parameters
    ----------
    made : Answer
        Of ``what-did-the-game-show``.
    name : str
        What tells the room from others: it stands in the name of the file.
    date : date
        On which it was played.
    is_rehearsal : bool
        Whether it was an exercise, as every page then says.
    steps : sequence of NextStep
        What the players do next.
    """
    page = _Page(made, lang)
    for offers in _SIZES:
        document = Document(
            kind=KIND,
            name=name,
            lang=lang,
            title=say(title, lang),
            subtitle=page.text("subtitle" if is_rehearsal else "subtitle-real"),
            date=say(date, lang),
            iso_date=date.isoformat(),
            version=f"Legation {VERSION}",
            blocks=tuple(page.blocks(steps, offers)),
        )
        document = as_exercise(document) if is_rehearsal else document
        if offers == _SIZES[-1] or page_count(document, SPARE) <= PAGES:
            return document
    raise AssertionError(_SIZES)


@dataclass(frozen=True, slots=True)
class _Page:
    made: Answer
    lang: Lang

    def text(self, key: str, /, **values: Any) -> str:
        return say(Message(f"page-debrief.paper.{key}", **values), self.lang)

    def said(self, *beginnings: str) -> list[str]:
        """Return the sentences of findings whose ids begin in one of some ways, in their order."""
        return [say(one.message, self.lang) for one in self.made.findings if one.id.startswith(beginnings)]

    def happened(self, *beginnings: str) -> list[str]:
        """Return what the file of the game itself tells, with its day, without the words that say so: they stand above it."""
        found = [one.message.values for one in self.made.findings if one.id.startswith(beginnings) and "told" in one.message.values]
        return [self.text("on", **one) if one.get("date") else say(one["told"], self.lang) for one in found]

    def blocks(self, steps: Sequence[NextStep], offers: int) -> Iterator[Block]:
        first, *rest = [*self.said("left"), *self.said("deal", "created")]
        yield Paragraph(first, style="lead")
        for one in self.made.figures[:1]:
            yield Picture(one, width=0.9)
        yield from map(Paragraph, rest)
        for heading, beginnings in PARTS:
            found = self.happened(*beginnings) or self.said(*beginnings)
            if found:
                yield Heading(self.text(heading), 2)
                yield Bullets(tuple(map(Paragraph, found)))
        yield from self.steps(steps)
        yield from self.sides()
        yield from self.offers(offers)
        notes = [say(one, self.lang) for one in (*self.made.caveats, *self.made.missing)]
        yield Box(self.text("limits"), (Bullets(tuple(Paragraph(one, style="note") for one in notes)),))

    def steps(self, steps: Sequence[NextStep]) -> Iterator[Block]:
        if not steps:
            return
        yield Heading(self.text("steps"), 2)
        head = tuple(Cell(self.text(f"column.{name}")) for name in ("what", "owner", "by", "side"))
        rows = tuple((Cell(one.what), Cell(one.owner), Cell(say(one.by, self.lang)), Cell(say(one.side, self.lang))) for one in steps)
        yield PaperTable(head, rows, widths=(5, 3, 2, 2))

    def sides(self) -> Iterator[Block]:
        there = {one.id: one for one in self.made.tables}
        if "sides" not in there:
            return
        table = there["sides"]
        shown = [at for at, column in enumerate(table.columns) if column.id in ("side", "worth", "floor", "low", "high", "priorities")]
        yield Heading(self.text("sides"), 2)
        head = tuple(Cell(say(table.columns[at].title, self.lang), "left" if not at else "right") for at in shown)
        rows = tuple(
            tuple(Cell(table.cell(row, at, self.lang), "left" if not at else "right") for at in shown) for row in range(len(table.rows))
        )
        yield PaperTable(head, rows, widths=(4, *(1.6,) * (len(shown) - 1)), dense=True)

    def offers(self, most: int) -> Iterator[Block]:
        there = {one.id: one for one in self.made.tables}
        if "offers" not in there or not most:
            return
        table = there["offers"]
        at = {column.id: place for place, column in enumerate(table.columns)}
        shown = [at[name] for name in ("place", "time", "by", "package", "distance") if name in at]
        rows = range(max(0, len(table.rows) - most), len(table.rows))
        form = "offers" if len(rows) < len(table.rows) else "offers-all"
        yield Heading(self.text(form, count=len(rows), of=len(table.rows)), 2)
        left = ("by", "package")
        ends: dict[str, Any] = {table.columns[one].id: "left" if table.columns[one].id in left else "right" for one in shown}
        head = tuple(Cell(say(table.columns[one].title, self.lang), ends[table.columns[one].id]) for one in shown)
        cells = tuple(tuple(Cell(_short(table.cell(row, one, self.lang)), ends[table.columns[one].id]) for one in shown) for row in rows)
        yield PaperTable(head, cells, widths=(1, 1.3, 3.6, 7, 1.6)[: len(shown)], dense=True)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
