"""What is asked: between whom and when, and what the lake holds of it, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from legation.dossier import standing
from legation.dossier.kind import Text
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Lang, Message, country_name
from legation.methods.relations import Balance, Days, balance
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.observations import lake
from legation.questions.observations.days import Window, lost, window
from legation.questions.observations.events.expressions import coverage, pair_by_day, volume_by_day, within
from legation.questions.question import Option

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "AREA",
    "READABLE",
    "Country",
    "EventInputs",
    "read_inputs",
]

AREA = "what-is-happening-between"
DEFAULT_DAYS = {"month": 730, "week": 363}
"""Days examined where no first day is given."""
MOST = {"month": 9_750, "week": 2_230}
"""Days at most: 320 periods stay apart in the picture."""
LIKE = {"month": 3, "week": 4}
"""Last periods that are compared with as many before where no number is given: about a month, or a quarter."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Country:
    """A state that the dossier does not list, by its code."""

    iso3: str

    def in_language(self, lang: Lang) -> str:
        """Return its name; the code where it has none."""
        return country_name(self.iso3, lang) or self.iso3


@dataclass(frozen=True, kw_only=True, eq=False)
class EventInputs:
    """What was asked and what was counted for it.

    Attributes
    ----------
    case : Case
    first, second : str
        Alpha-3 codes; ``second`` is empty where everybody around the first is meant.
    events : ibis table
        The events of the window that had arrived by the case's date.
    sources : tuple of str
        Who coded them.
    seen : Window
    like : int
        How many of the last periods are now; as many before them are before. 0 where there is one period only: it is now.
    days : Days
        The pair on the days that were delivered.
    period : ndarray of int, shape (n_days delivered,)
    early, late : ndarray of bool, shape (n_days delivered,)
        The days of before, and of now.
    missing : ndarray of float, shape (n_periods,)
        Share of the period that was not received.
    by_class : ndarray of int, shape (2, 4)
        Stories before and now with an act of each class.
    acts, acted_on : tuple of int
        Stories before and now in which the first acts on the other, and the other way round.
    material : ndarray of float, shape (n_days,)
        Stories with an act of material conflict on each day of the window; nan where the day was not delivered.
    volume : ndarray of float, shape (n_days,)
        Stories of the source, the same way.
    balance : Balance
        By period.
    both : Balance
        Before and now.
    coverage : mapping of str to int
        What the rows do not say (:func:`legation.questions.observations.events.expressions.coverage`).
    actors : mapping of str to str
        The dossier's actors by their codes.
    """

    case: Case
    first: str
    second: str
    events: ir.Table
    sources: tuple[str, ...]
    seen: Window
    like: int
    days: Days
    period: npt.NDArray[np.int64]
    early: npt.NDArray[np.bool_]
    late: npt.NDArray[np.bool_]
    missing: Floats
    by_class: npt.NDArray[np.int64]
    acts: tuple[int, int]
    acted_on: tuple[int, int]
    material: Floats
    volume: Floats
    balance: Balance
    both: Balance
    coverage: Mapping[str, int]
    actors: Mapping[str, str]

    def named(self, iso3: str) -> Named:
        """Return a state as a reader knows it: by the dossier's name where it lists it."""
        return self.case.named(self.actors[iso3]) if iso3 in self.actors else Named(iso3, Country(iso3))

    @property
    def source(self) -> Any:
        """Who coded: the names of the sources, or "the source"."""
        names = tuple(_called(name) for name in self.sources if name)
        return names or Message(f"{AREA}.source")

    @property
    def whom(self) -> Message:
        """Between whom, as it stands in a sentence."""
        if self.second:
            return Message(f"{AREA}.pair", first=self.named(self.first), second=self.named(self.second))
        return Message(f"{AREA}.around", first=self.named(self.first))

    @property
    def split(self) -> dt.date:
        """The first day of now."""
        return self.seen.starts[len(self.seen.starts) - max(1, self.like)]

    @property
    def begin(self) -> dt.date:
        """The first day of before; that of now where there is no before."""
        return self.seen.starts[len(self.seen.starts) - max(1, 2 * self.like)]

    @property
    def now(self) -> dict[str, dt.date]:
        """The first and the last day of now, for a sentence."""
        return {"since": self.split, "until": self.seen.until}

    @property
    def before(self) -> dict[str, dt.date]:
        """The first and the last day of before, for a sentence."""
        return {"since": self.begin, "until": self.split - dt.timedelta(days=1)}

    @property
    def last(self) -> dict[str, dt.date]:
        """The first and the last day of the last period, for a sentence."""
        return {"since": self.seen.starts[-1], "until": self.seen.until}


def read_inputs(case: Case, options: Mapping[str, Any]) -> EventInputs:
    """Read what is asked of the lake.

    Raises
    ------
    NotAvailable
        Without a lake of events, without a state to look at, or where the lake holds nothing of that time; the sentence says what to add.
    """
    everything = lake.seen(case, "events")
    first = _state(case, options["first"], "first")
    second = _state(case, options["second"], "second") if options["second"] else ""
    if first == second:
        raise NotAvailable(Message(f"{AREA}.same-twice", first=case.named(options["first"])))
    received = lake.lake_of(case, "events").received("events")
    seen = _window(case, options)
    events = within(everything, seen.since, seen.until)
    volume = lake.columns(case, volume_by_day(events))
    if not volume["day"].size:
        raise NotAvailable(Message(f"{AREA}.nothing-then", since=seen.since, until=seen.until))
    pair = lake.columns(case, pair_by_day(events, first, second))
    total = seen.filled(volume["day"], volume["stories"])
    gaps = [(gap.first, gap.last) for gap in lake.gaps(case, "events", seen.since, seen.until)]
    share = lost(seen, gaps, len(received))
    delivered = (total > 0) | (share < 1)
    share[~delivered] = 1.0
    daily = {name: seen.filled(pair["day"], pair[name]) for name in pair if name != "day"}
    counts = {name: daily[name][delivered].astype(np.int64) for name in ("stories", "cooperation", "conflict", "scaled")}
    days = Days(**counts, goldstein=daily["goldstein"][delivered] / 1000, total=total[delivered].astype(np.int64))
    periods = len(seen.starts)
    like = min(options["last"] or LIKE[options["every"]], periods // 2)
    now = seen.period >= periods - max(1, like)
    before = ~now & (seen.period >= periods - 2 * like)
    either = (before | now)[delivered]
    return EventInputs(
        case=case,
        first=first,
        second=second,
        events=events,
        sources=tuple(sorted(received)),
        seen=seen,
        like=like,
        days=days,
        period=seen.period[delivered],
        early=before[delivered],
        late=now[delivered],
        missing=np.bincount(seen.period, share, periods) / np.bincount(seen.period, minlength=periods),
        by_class=np.array([[daily[f"quad{k}"][side].sum() for k in (1, 2, 3, 4)] for side in (before, now)]).astype(np.int64),
        acts=(int(daily["acts"][before].sum()), int(daily["acts"][now].sum())),
        acted_on=(int(daily["acted_on"][before].sum()), int(daily["acted_on"][now].sum())),
        material=np.where(delivered, daily["quad4"], np.nan),
        volume=np.where(delivered, total, np.nan),
        balance=balance(days, seen.period[delivered], periods, seed=options["seed"]),
        both=balance(days.only(either), now[delivered][either].astype(np.int64), 2, seed=options["seed"]),
        coverage={name: int(value[0]) for name, value in lake.columns(case, coverage(events)).items()},
        actors=_actors(case),
    )


def _actors(case: Case) -> dict[str, str]:
    rows = standing(case.dossier.actors)
    return {row.iso3: row.id for row in sorted(rows, key=lambda row: row.kind == "state") if row.iso3}


def _state(case: Case, actor: str | None, option: str) -> str:
    if not actor:
        raise NotAvailable(Message(f"{AREA}.choose", option=Option(option, Text()).label(AREA)))
    code = next((row.iso3 for row in standing(case.dossier.actors) if row.id == actor), "")
    if not code:
        raise NotAvailable(Message(f"{AREA}.no-code", actor=case.named(actor)))
    return code


def _window(case: Case, options: Mapping[str, Any]) -> Window:
    every = options["every"]
    _, since, until = lake.read_period(case, "events", options, lambda _, until: until - dt.timedelta(days=DEFAULT_DAYS[every]))
    return window(max(since, until - dt.timedelta(days=MOST[every])), until, every)


def _called(source: str) -> str:
    return source.upper() if len(source) <= 8 and source.isascii() else source


def _has_events(case: Case, options: Mapping[str, Any]) -> object:
    return _window(case, options)


def _has_code(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether an actor has the code of a state, by which events name it; the one that is asked about, where one is."""
    first = options["first"]
    return any(row.iso3 for row in standing(case.dossier.actors) if not first or row.id == first)


READABLE = (
    Condition(id="state", place="actors", check=_has_code, option="first"),
    Condition(id="events-by-then", place="lake:events", check=_has_events),
)
"""What it takes to read events between actors."""
