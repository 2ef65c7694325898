"""The forecasts of a dossier: open, due, withheld, broken or scored, each beside what the product gives today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.dossier import Forecast, Wording, standing
from legation.dossier.tables.forecasts import SealState, as_made, seal_states
from legation.language import Message
from legation.methods.forecasting import absolute_error, brier
from legation.questions.answer import Finding, Named
from legation.questions.base.case import Case
from legation.questions.base.quantities import LEVEL, FactsOf, Quantity, on
from legation.questions.votes.count import whole_members
from legation.questions.votes.declarations import name_of
from legation.questions.votes.track_record.day_before import today_of

__all__ = [
    "LEVEL",
    "Beside",
    "ForecastGroup",
    "Kind",
    "Ledger",
    "LedgerEntry",
    "beside",
    "grouped",
    "ledger_of",
    "of_beside",
]


Kind = Literal["chance", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
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
    scored: tuple[LedgerEntry, ...]
    unscored: tuple[Forecast, ...]
    open: tuple[Forecast, ...]
    due: tuple[Forecast, ...]
    withheld: tuple[Forecast, ...]
    broken: tuple[Forecast, ...]
    revised: tuple[Forecast, ...]
    states: dict[str, SealState]


@dataclass(frozen=True, slots=True)
class ForecastGroup:
    """Scored forecasts that may be averaged: of one sort, in one unit, made alike, by one maker where that is asked."""

    made: str
    kind: Kind
    unit: Wording
    maker: str
    entries: tuple[LedgerEntry, ...]


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
    shown = [r for r in rows if states[r.id] in ("unsealed", "intact")]
    resolved = [r for r in shown if r.resolved_on is not None]
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


def grouped(entries: Iterable[LedgerEntry], *, by_maker: bool) -> tuple[ForecastGroup, ...]:
    """Return entries in groups that may be averaged: forecasts made ahead first, chances before numbers."""
    found: dict[tuple[str, Kind, Wording, str], list[LedgerEntry]] = {}
    for entry in entries:
        unit = entry.row.unit if entry.kind == "number" else Wording()
        found.setdefault((entry.made, entry.kind, unit, entry.row.made_by if by_maker else ""), []).append(entry)
    return tuple(ForecastGroup(*key, tuple(there)) for key, there in sorted(found.items(), key=lambda item: tuple(map(str, item[0]))))


def _scored(row: Forecast) -> Sequence[LedgerEntry]:
    entries = []
    if row.probability is not None and row.came_true is not None:
        base = row.baseline_probability
        ours, theirs = (None if p is None else float(brier([p], [row.came_true])[0]) for p in (row.probability, base))
        entries.append(LedgerEntry(row=row, kind="chance", ours=ours, baseline=theirs))
    if row.result is not None and (row.value is not None or None not in (row.low, row.high)):
        result = row.result
        ours, theirs = (None if v is None else float(absolute_error([v], [result])[0]) for v in (row.value, row.baseline_value))
        entries.append(LedgerEntry(row=row, kind="number", ours=ours, baseline=theirs))
    return entries


def _due(case: Case, row: Forecast) -> dt.date:
    """Return the day on which the fact is expected: the forecast's own, else that of its vote, else the end of time."""
    if row.due is not None:
        return row.due.last
    votes = {r.id: r for r in case.dossier.rollcalls}
    voted_on = votes[row.rollcall].date if row.rollcall in votes else None
    return voted_on.last if voted_on else dt.date.max


AREA = "how-good-were-we"
_MOST = 3
"""Votes that are worked out anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Yes minus no on a vote, worked out today.

    Attributes
    ----------
    cut : date
        The day at whose end the rows were known that it rests on.
    margin, low, high : float
        With the interval; ``ranged`` says whether there is one [members].
    """

    cut: dt.date
    rollcall: Named
    margin: float
    low: float
    high: float
    ranged: bool


def beside(case: Case, ledger: Ledger, seed: int) -> Mapping[str, Beside]:
    """Return by forecast of a number what the product gives today for yes minus no on its vote; of the first three votes."""
    rollcalls = {row.id: row for row in case.dossier.rollcalls}
    relevant = [row for row in ledger.rows if row.rollcall in rollcalls and ledger.states[row.id] != "broken" and _is_number(row)]
    votes = list(dict.fromkeys(row.rollcall for row in relevant))[:_MOST]
    found = {one: given for one in votes if (given := _given(case, rollcalls[one], seed)) is not None}
    return {row.id: found[row.rollcall] for row in relevant if row.rollcall in found}


def of_beside(case: Case, ledger: Ledger, found: Mapping[str, Beside]) -> Iterator[Finding]:
    """Yield for each forecast what it said when it was made, and what the product gives today."""
    for number, row in enumerate(row for row in ledger.rows if row.id in found):
        now = found[row.id]
        form = f"{AREA}.beside" if row.made_on else f"{AREA}.beside-undated"
        values = {"question": row.question or row.id, "rollcall": now.rollcall, "cut": now.cut, "today": case.today}
        message = Message(form, made_on=row.made_on, then=_then(row), now=_now(now), **values)
        facts = (*_stated(row), _worked_out(now))
        yield Finding(id=f"beside-{number}", message=message, evidence=row.evidence, confidence="low", quantities=facts)


def _stated(row: Forecast) -> Iterator[Quantity]:
    """Yield what a forecast said when it was made: a fact of its row, which no later estimate changes."""
    stated = FactsOf(row.rollcall, on(row.made_on), f"forecast {row.id}")
    ranged = row.low is not None and row.high is not None
    yield stated("yes-minus-no", row.value, row.low, row.high, level=row.level or LEVEL if ranged else None)


def _worked_out(now: Beside) -> Quantity:
    """Return what the product gives today, from what was known at the end of a day."""
    ends = (now.low, now.high) if now.ranged else (None, None)
    return FactsOf(now.rollcall.id, now.cut.isoformat(), "estimate")("yes-minus-no", now.margin, *ends)


def _is_number(row: Forecast) -> bool:
    return row.value is not None or (row.low is not None and row.high is not None)


def _given(case: Case, rollcall: Any, seed: int) -> Beside | None:
    eve = today_of(case, rollcall)
    expected = eve.expected(seed=seed)
    if expected is None or expected.margin != expected.margin:
        return None
    n = len(eve.profile.actors)
    ranged = expected.low > -n or expected.high < n
    numbers = whole_members(expected)
    reach = {name: numbers[name] for name in ("margin", "low", "high")}
    return Beside(cut=eve.cut, rollcall=name_of(rollcall), ranged=ranged, **reach)


def _then(row: Forecast) -> Message:
    if row.low is None or row.high is None:
        return Message(f"{AREA}.number", value=row.value)
    return Message(f"{AREA}.number-in" if row.value is not None else f"{AREA}.range", value=row.value, low=row.low, high=row.high)


def _now(found: Beside) -> Message:
    form = f"{AREA}.number-in" if found.ranged else f"{AREA}.number"
    return Message(form, value=round(found.margin), low=round(found.low), high=round(found.high))
