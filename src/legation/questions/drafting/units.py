"""How open each version and each paragraph is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from legation.questions.drafting.asked import Asked
from legation.questions.drafting.log import day_of
from legation.rooms.drafting import LEVELS, Event, State, Unit, course, step
from legation.rooms.drafting.counting import is_word, share, words_in

__all__ = ["AGREED", "Moment", "Standing", "UnitStanding", "standing_of"]

AGREED = LEVELS[LEVELS.index("ad ref") :]
"""Levels from agreed ad referendum on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A version: open brackets, shares [0 to 1; nan where there is nothing to share], depth."""

    day: dt.date
    kind: str
    open: int
    share: float
    depth: int
    agreed: float
    stable: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStanding:
    """A paragraph: its words, its open brackets, and its words in brackets."""

    unit: Unit
    words: int
    brackets: int
    bracketed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Versions by date; paragraphs by bracketed words, the most first, of equal ones in the order of the text."""

    moments: tuple[Moment, ...]
    units: tuple[UnitStanding, ...]


def standing_of(asked: Asked) -> Standing:
    """Return how open the versions and the paragraphs of a draft are; each version as it stood when it came, with that day's agreements."""
    room = asked.room
    found = course(room.events)
    shares = _shares(room.events)
    row = {at[:10]: n for n, at in enumerate(found.at)}
    moments = []
    for version in room.versions:
        n = row[day_of(version.date)]
        moments.append(
            Moment(
                day=version.date.last,
                kind=version.kind,
                open=int(found.open[n]),
                share=shares[day_of(version.date)],
                depth=int(found.depth[n]),
                agreed=float(found.agreed[n]),
                stable=float(found.stable[n]),
            )
        )
    return Standing(moments=tuple(moments), units=_units(asked))


def _shares(events: Sequence[Event]) -> dict[str, float]:
    """Return by day the share of words in brackets at its end."""
    state: State | None = None
    found: dict[str, float] = {}
    for at, event in enumerate(events):
        state = step(state, event)
        if at + 1 == len(events) or events[at + 1].at[:10] != event.at[:10]:
            found[event.at[:10]] = share(state)
    return found


def _units(asked: Asked) -> tuple[UnitStanding, ...]:
    state = asked.room.state
    brackets: dict[str, list[str]] = {}
    for held in state.held.values():
        brackets.setdefault(held.unit, []).append(held.id)
    rows = [
        UnitStanding(
            unit=unit,
            words=sum(map(is_word, unit.words)),
            brackets=len(brackets.get(unit.id, ())),
            bracketed=words_in(state, brackets.get(unit.id, ())),
        )
        for unit in state.units
    ]
    return tuple(sorted(rows, key=lambda one: -one.bracketed))
