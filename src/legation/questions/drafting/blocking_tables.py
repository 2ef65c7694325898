"""The tables of who holds what open: by actor, by bracket, stance by stance, pair by pair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import ACTOR, DATE, EVIDENCE, SHARED, Columns
from legation.questions.drafting.asked import Asked
from legation.questions.drafting.names import STANCE
from legation.questions.grounds import joined_evidence
from legation.rooms.drafting import SILENT, Blocking, Stance, standing
from legation.rooms.drafting.counting import words_in

__all__ = ["actors_table", "brackets_table", "pairs_table", "stances_table", "words_kept"]

AREA = "who-is-blocking"
column = Columns(f"{AREA}.")
MOST_PAIRS = 50


def words_kept(asked: Asked, held: Blocking) -> dict[str, int]:
    """Return by voice the words that its objections keep in brackets."""
    return {actor: words_in(asked.room.state, [n for n in held.brackets if actor in held.objectors[n]]) for actor in held.actors}


def actors_table(asked: Asked, held: Blocking) -> AnswerTable:
    """Return a row for each voice, those that object to most words first."""
    rows: list[tuple[Any, ...]] = []
    kept = words_kept(asked, held)
    order = sorted(range(len(held.actors)), key=lambda n: (-kept[held.actors[n]], held.actors[n]))
    for n in order:
        actor, stances = held.actors[n], held.stance[n]
        alone = sum(one == actor for one in held.lone.values())
        counts = [int((stances == value).sum()) for value in (-1, 1, 0, SILENT)]
        rows.append((asked.named(actor), counts[0], alone, kept[actor], *counts[1:]))
    columns = (
        ACTOR,
        *column.number("objects", alone="alone-column", words="words-column", wants="wants", neither="neither", silent="silent-column"),
    )
    return AnswerTable(id="actors", title=Message(f"{AREA}.actors-table"), columns=columns, rows=tuple(rows))


def brackets_table(asked: Asked, held: Blocking) -> AnswerTable:
    """Return a row for each open bracket, in the order of opening."""
    rows = [
        (
            asked.label(asked.room.state.held[name].unit),
            asked.words(asked.room.state.held[name]),
            words_in(asked.room.state, [name]),
            asked.names(held.objectors[name]),
            asked.names(held.wanting[name]),
            int((held.stance[:, n] == SILENT).sum()),
        )
        for n, name in enumerate(held.brackets)
    ]
    columns = (
        *column.text("unit", text="bracket"),
        *column.number(words="count-of-words"),
        *column.actors(objecting="drafting.objecting", wanting="drafting.wanting"),
        *column.number(silent="silent-voices"),
    )
    return AnswerTable(id="brackets", title=Message(f"{AREA}.brackets-table"), columns=columns, rows=tuple(rows))


def stances_table(asked: Asked, held: Blocking) -> AnswerTable:
    """Return the stances on open brackets and on paragraphs: a row for those who said the same of the same words on the same day."""
    state = asked.room.state
    together: dict[tuple[str, str, str, bool, str], list[Stance]] = {}
    for target in (*held.brackets, *(unit.id for unit in state.units)):
        for one in standing(state, target).values():
            depends = one.conditional_on if _is_there(asked, one.conditional_on) else ""
            together.setdefault((target, one.stance, one.at[:10], bool(one.evidence), depends), []).append(one)
    rows: list[tuple[Any, ...]] = []
    for (target, stance, day, stated, depends), those in together.items():
        source = Message(f"{AREA}.from-statement" if stated else f"{AREA}.from-text")
        names = asked.names(tuple(one.actor for one in those))
        behind = joined_evidence(map(asked.behind, those))
        on = asked.target(depends) if depends else ""
        rows.append((asked.target(target), STANCE[stance], names, dt.date.fromisoformat(day), source, on, behind))
    columns = (*column.text(target="of-what", stance="stance"), *SHARED.actors("actors"), DATE, *column.text("source", "depends"), EVIDENCE)
    return AnswerTable(id="stances", title=Message(f"{AREA}.stances-table"), columns=columns, rows=tuple(rows))


def _is_there(asked: Asked, name: str) -> bool:
    return name in asked.room.state.held or any(unit.id == name for unit in asked.room.state.units)


def pairs_table(asked: Asked, held: Blocking) -> Iterator[AnswerTable]:
    """Yield those who object to the same two brackets or more; nothing where nobody does."""
    rows = tuple((asked.named(a), asked.named(b), count) for a, b, count in held.pairs[:MOST_PAIRS] if count > 1)
    if not rows:
        return
    columns = (ACTOR, *SHARED.text("with"), *column.number(brackets="same-brackets"))
    yield AnswerTable(id="pairs", title=Message(f"{AREA}.pairs-table"), columns=columns, rows=rows)
