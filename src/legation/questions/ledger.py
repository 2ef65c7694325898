"""The forecasts of a dossier as they stand: open, due, withheld, broken, and scored where a fact has settled them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from legation.dossier import Forecast, Wording, standing
from legation.dossier.forecasts import as_made
from legation.dossier.sealing import SealState, seal_states
from legation.methods.forecasting import absolute_error, brier
from legation.questions.case import Case

__all__ = ["LEVEL", "Entry", "Group", "Kind", "Ledger", "grouped", "ledger_of"]

Kind = Literal["chance", "number"]
LEVEL = 0.8
"""What an interval is meant to hold where its row does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A forecast that was scored, in one of its two forms.

    Attributes
    ----------
    row : Forecast
    kind : {"chance", "number"}
    ours, baseline : float or None
        Score of ours and of the simple forecast: squared error of a chance, distance of a number. None where there is nothing to score:
        no simple forecast, or of a number its interval alone.
    """

    row: Forecast
    kind: Kind
    ours: float | None
    baseline: float | None

    @property
    def made(self) -> str:
        """Whether it was made ahead of the fact or replayed after it."""
        return self.row.made or "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every forecast in one place, by how it stands; only ``scored`` may hold one twice, as a chance and as a number.

    ``rows`` holds a forecast as it was made even where a later row says another number: that row is a new forecast, which stands beside it.
    ``revised`` are the first of these pairs.
    """

    rows: tuple[Forecast, ...]
    scored: tuple[Entry, ...]
    unscored: tuple[Forecast, ...]
    open: tuple[Forecast, ...]
    due: tuple[Forecast, ...]
    withheld: tuple[Forecast, ...]
    broken: tuple[Forecast, ...]
    revised: tuple[Forecast, ...]
    states: dict[str, SealState]


@dataclass(frozen=True, slots=True)
class Group:
    """Scored forecasts that may be averaged: of one sort, in one unit, made alike, by one maker where that is asked."""

    made: str
    kind: Kind
    unit: Wording
    maker: str
    entries: tuple[Entry, ...]


def ledger_of(case: Case, maker: str = "") -> Ledger:
    """Return the forecasts known at the date, all or those of one maker.

    A forecast whose seal is broken is scored nowhere, and one that is withheld cannot be.
    """
    states = seal_states(case.dossier.forecasts)
    versions = [as_made(case.dossier.forecasts, row, states[row.id]) for row in standing(case.dossier.forecasts)]
    of_maker = [[r for r in made if not maker or r.made_by.casefold() == maker.casefold()] for made in versions]
    rows = tuple(row for made in of_maker for row in made)
    broken = tuple(r for r in rows if states[r.id] == "broken")
    withheld = tuple(r for r in rows if states[r.id] == "withheld")
    told = [r for r in rows if states[r.id] in ("unsealed", "intact")]
    resolved = [r for r in told if r.resolved_on is not None]
    scored = tuple(entry for r in resolved for entry in _scored(r))
    found = {entry.row.id for entry in scored}
    waiting = tuple(r for r in rows if r.resolved_on is None and states[r.id] != "broken")
    return Ledger(
        rows=rows,
        scored=scored,
        unscored=tuple(r for r in resolved if r.id not in found),
        open=waiting,
        due=tuple(r for r in waiting if _due(case, r) <= case.as_of),
        withheld=withheld,
        broken=broken,
        revised=tuple(row for made in of_maker for row in made[:-1]),
        states=states,
    )


def grouped(entries: Iterable[Entry], *, by_maker: bool) -> tuple[Group, ...]:
    """Return entries in groups that may be averaged: forecasts made ahead first, chances before numbers."""
    found: dict[tuple[str, Kind, Wording, str], list[Entry]] = {}
    for entry in entries:
        unit = entry.row.unit if entry.kind == "number" else Wording()
        found.setdefault((entry.made, entry.kind, unit, entry.row.made_by if by_maker else ""), []).append(entry)
    return tuple(Group(*key, tuple(there)) for key, there in sorted(found.items(), key=lambda item: tuple(map(str, item[0]))))


def _scored(row: Forecast) -> Sequence[Entry]:
    entries = []
    if row.probability is not None and row.came_true is not None:
        base = row.baseline_probability
        ours, theirs = (None if p is None else float(brier([p], [row.came_true])[0]) for p in (row.probability, base))
        entries.append(Entry(row=row, kind="chance", ours=ours, baseline=theirs))
    if row.result is not None and (row.value is not None or None not in (row.low, row.high)):
        result = row.result
        ours, theirs = (None if v is None else float(absolute_error([v], [result])[0]) for v in (row.value, row.baseline_value))
        entries.append(Entry(row=row, kind="number", ours=ours, baseline=theirs))
    return entries


def _due(case: Case, row: Forecast) -> dt.date:
    """Return the day on which the fact is expected: the forecast's own, else that of its vote, else the end of time."""
    if row.due is not None:
        return row.due.last
    votes = {r.id: r for r in case.dossier.rollcalls}
    held = votes[row.rollcall].date if row.rollcall in votes else None
    return held.last if held else dt.date.max
