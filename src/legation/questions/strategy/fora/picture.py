"""The picture of the fora: each against what it is compared on, the darker the better, and what is not known left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legation.figures.figure import Figure
from legation.figures.kit.matrix import Cell, Head, Sample, matrix, shaded
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.strategy.fora.compare import COLUMNS, Forum
from legation.questions.strategy.fora.rights import RANKS
from legation.questions.strategy.fora.words import column_word, day_of, right_word, short_name, stoppers_of, support_words

__all__ = ["picture"]

AREA = "where-should-we-take-it"
_DRAWN = 20


def picture(case: Case, fora: Sequence[Forum]) -> tuple[Figure, ...]:
    """Draw the first fora of the list against what they are compared on; nothing where there is none."""
    shown = fora[:_DRAWN]
    if not shown:
        return ()
    scales = [sorted({value for one in shown if (value := one.values[at]) is not None}) for at in range(len(COLUMNS))]
    rows, cells = [], []
    for one in shown:
        mark = Message(f"{AREA}.mark.fails") if one.failed else Message(f"{AREA}.mark.beaten") if one.beaten_by else ""
        rows.append(Head(name=short_name(one), under=mark, row=("processes", one.row.id), evidence=one.evidence))
        cells.append([_cell(case, one, at, scales[at]) for at in range(len(COLUMNS))])
    values = {"count": len(shown), "of": len(fora), "as_of": case.as_of}
    title, subtitle, alt = (Message(f"{AREA}.figure-{name}", **values) for name in ("title", "subtitle", "alt"))
    key = (
        Sample(("shade-1", "shade-4", "shade-7"), Message(f"{AREA}.figure-better")),
        Sample(("gap",), Message(f"{AREA}.figure-unknown"), "?"),
    )
    columns = [Head(name=column_word(at)) for at in range(len(COLUMNS))]
    corner = Message(f"{AREA}.forum")
    return (matrix(rows, columns, cells, id="fora", key=key, corner=corner, title=title, subtitle=subtitle, alt=alt),)


def _cell(case: Case, forum: Forum, at: int, scale: Sequence[Any]) -> Cell:
    value = forum.values[at]
    if value is None:
        return Cell(text="?", says=Message(f"{AREA}.figure-unknown"), tone="gap")
    best, place = (len(RANKS) - 1, value) if COLUMNS[at] == "right" else (len(scale) - 1, scale.index(value))
    share = place / best if best else 0.5
    return Cell(says=_says(case, forum, COLUMNS[at]), tone=shaded(0.9 * share + 0.05))


def _says(case: Case, forum: Forum, name: str) -> Any:
    if name == "output":
        return Message(f"choice.processes.binds.{forum.row.binds}")
    if name == "meetings":
        return Message(f"{AREA}.meetings-before", count=forum.decision.meetings)
    if name == "fee":
        return Message(f"{AREA}.fee-{'written' if forum.right.has_fee else 'none'}")
    if name == "stops":
        return stoppers_of(case, forum)
    words = {"right": right_word, "decision": day_of, "support": support_words}
    return words[name](forum)
