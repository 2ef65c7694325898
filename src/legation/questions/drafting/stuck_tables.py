"""The tables of where a text is stuck: its versions, paragraphs, open brackets and alternatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import DATE, EVIDENCE, SHARED, Columns
from legation.questions.drafting.asked import Asked
from legation.questions.drafting.names import KIND, LEVEL
from legation.questions.drafting.packages import held_back
from legation.questions.drafting.units import Standing
from legation.rooms.drafting import Blocking, Landing, opposing, supporting
from legation.rooms.drafting.counting import words_in

__all__ = ["alternatives_table", "brackets_table", "units_table", "versions_table"]

AREA = "where-is-the-text-stuck"
column = Columns(f"{AREA}.")


def versions_table(asked: Asked, standing: Standing) -> AnswerTable:
    """Return a row for each version."""
    rows = [
        (
            version.date,
            KIND[one.kind],
            one.open,
            one.share,
            one.depth,
            one.agreed,
            one.stable,
            asked.seen(version.evidence),
        )
        for version, one in zip(asked.room.versions, standing.moments, strict=True)
    ]
    columns = (
        DATE,
        *SHARED.text("kind"),
        *column.number("open"),
        *column.share("share"),
        *column.number("depth"),
        *column.share("agreed", "stable"),
        EVIDENCE,
    )
    return AnswerTable(id="versions", title=Message(f"{AREA}.versions"), columns=columns, rows=tuple(rows))


def units_table(asked: Asked, standing: Standing) -> AnswerTable:
    """Return a row for each paragraph, the most bracketed first."""
    rows: list[tuple[Any, ...]] = []
    for one in standing.units:
        words = one.words
        level = LEVEL[one.unit.level]
        pending = asked.names(one.unit.pending)
        rows.append((one.unit.label, level, pending, one.brackets, words, one.bracketed / words if words else None))
    columns = (
        *column.text("unit", "level"),
        *column.actors("pending"),
        *column.number(brackets="open", words="words"),
        *column.share("share"),
    )
    return AnswerTable(id="units", title=Message(f"{AREA}.units"), columns=columns, rows=tuple(rows))


def brackets_table(asked: Asked, held: Blocking) -> Iterator[AnswerTable]:
    """Yield a row for each open bracket, in the order of opening; nothing where none is open."""
    state = asked.room.state
    if not state.held:
        return
    rows: list[tuple[Any, ...]] = []
    back = held_back(state, held)
    for one in state.held.values():
        opened = dt.date.fromisoformat(one.opened[:10])
        wanted, unwanted = (asked.names(side(state, one.id)) for side in (supporting, opposing))
        behind = tuple(asked.target(name) for name in back.get(one.id, ()))
        age = (asked.case.as_of - opened).days
        rows.append((asked.label(one.unit), asked.words(one), words_in(state, [one.id]), opened, age, wanted, unwanted, behind))
    columns = (
        *column.text("unit", text="bracket"),
        *column.number("words"),
        *column.date("opened"),
        *column.number("age", unit="days"),
        *column.actors(wanting="drafting.wanting", objecting="drafting.objecting"),
        *column.text("behind"),
    )
    yield AnswerTable(id="brackets", title=Message(f"{AREA}.brackets"), columns=columns, rows=tuple(rows))


def alternatives_table(asked: Asked, zones: tuple[Landing, ...]) -> Iterator[AnswerTable]:
    """Yield a row for each alternative, of each group that with the least opposition first; nothing where there is none."""
    rows: list[tuple[Any, ...]] = []
    for zone in zones:
        for name, against, for_ in zip(zone.brackets, zone.against, zone.for_, strict=True):
            held = asked.room.state.held[name]
            movers = asked.names(opposing(asked.room.state, name))
            least = Message(f"{AREA}.least") if name in zone.best else ""
            rows.append((asked.label(zone.unit), asked.words(held), against, for_, zone.silent, movers, least))
    if not rows:
        return
    columns = (
        *column.text("unit", text="bracket"),
        *column.number("against", "for", silent="silent-column"),
        *column.actors("movers"),
        *column.text(least="least-column"),
    )
    yield AnswerTable(id="alternatives", title=Message(f"{AREA}.alternatives"), columns=columns, rows=tuple(rows))
