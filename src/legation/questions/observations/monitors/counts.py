"""The series of a monitor: period by period what is counted, out of how many, and which periods the lake did not receive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.questions.base.case import Case
from legation.questions.observations import lake
from legation.questions.observations.days import DAY, lost_share
from legation.questions.observations.monitors.expressions import crawled_by_day, list_texts, texts_by_day
from legation.questions.observations.site.pages import pages_fitting, visits_to
from legation.sources.observations.tables import observation_table

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor

__all__ = ["MISSING", "MonitorSeries", "complete_until", "count_series", "families_of", "lost_days", "paths_of", "texts_with"]

MISSING = 0.1
"""Share of a period that was not received from which the period counts as missing."""
_PATHS = 5_000
"""Different pages of one monitor at most."""
_TOGETHER = 20_000
"""Texts that are held at once."""
_EPOCH = dt.date(1970, 1, 1)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MonitorSeries:
    """Periods from a day on, without a gap between them; the last is the last that is whole.

    Attributes
    ----------
    begins : date
    days : int
        Of a period.
    count : ndarray of float, shape (n_periods,)
        nan where missing.
    total : ndarray of float, shape (n_periods,), or None
        Out of how many; None where there is no upper end.
    """

    begins: dt.date
    days: int
    count: Floats
    total: Floats | None

    def __len__(self) -> int:
        return len(self.count)

    def first(self, period: int) -> dt.date:
        """Return the first day of a period."""
        return self.begins + dt.timedelta(days=period * self.days)

    def last(self, period: int) -> dt.date:
        """Return the last day of a period."""
        return self.first(period + 1) - dt.timedelta(days=1)


def count_series(case: Case, monitor: Monitor, since: dt.date, progress: Progress = silent) -> MonitorSeries:
    """Count what a monitor watches, from a day on up to the last whole period.

    Raises
    ------
    NotAvailable
        Without a lake with that table, or for pages that are too many.
    """
    until = complete_until(case, monitor.table)
    periods = max(0, (until - since).days + 1) // monitor.days
    last = since + dt.timedelta(days=periods * monitor.days - 1)
    if periods == 0:
        return MonitorSeries(begins=since, days=monitor.days, count=np.empty(0), total=None if monitor.table == "requests" else np.empty(0))
    count, total = _daily(case, monitor, since, last, progress)
    by_period = [None if one is None else one.reshape(periods, monitor.days).sum(axis=1) for one in (count, total)]
    share = lost_days(case, monitor.table, since, last).reshape(periods, monitor.days).mean(axis=1)
    whole, of = by_period
    if whole is None:
        raise AssertionError(monitor.what)
    whole = np.where(share > MISSING, np.nan, whole)
    return MonitorSeries(begins=since, days=monitor.days, count=whole, total=of)


def complete_until(case: Case, table: str) -> dt.date:
    """Return the last day of which everything has arrived: of a log or of texts, the day before the last one that is held."""
    if table == "texts":
        read = lake.columns(case, texts_by_day(lake.lake_of(case, "texts").table("texts")))["day"]  # also those after the date: it is over
        return min(case.as_of, _EPOCH + dt.timedelta(days=int(read.max()) - 1)) if read.size else dt.date.min
    received = lake.lake_of(case, table).received(table)
    every = _every(table) % DAY  # a slice of a day is the last one that is held
    ends = [(until + dt.timedelta(seconds=every)).date() for _, until, _ in received.values()]
    return min(case.as_of, max(ends, default=dt.date.min + dt.timedelta(days=1)) - dt.timedelta(days=1))


def lost_days(case: Case, table: str, since: dt.date, until: dt.date) -> Floats:
    """Return for each day the share of the expected slices that was not received, over all sources; before the first of all, 1."""
    days = (until - since).days + 1
    if table == "texts":
        return np.zeros(days)
    received = lake.lake_of(case, table).received(table)
    gaps = ((gap.first, gap.last) for gap in lake.gaps(case, table, since, until))
    share = lost_share(since, days, gaps, _every(table), len(received))
    first = min((start for start, _, _ in received.values()), default=None)
    if first is not None:
        begin = dt.datetime.combine(since, dt.time(), dt.UTC)
        share = np.maximum(share, lost_share(since, days, [(begin, first)], 0, 1))
    return share


def _every(table: str) -> int:
    """Return the seconds of a slice of a table."""
    defined = observation_table(table)
    return defined.every or DAY if defined is not None else DAY


def _daily(case: Case, monitor: Monitor, since: dt.date, until: dt.date, progress: Progress) -> tuple[Floats, Floats | None]:
    """Return the counts of each day, and out of how many."""

    def filled(table: dict[str, npt.NDArray[Any]], name: str) -> Floats:
        made = np.zeros((until - since).days + 1)
        at = table["day"].astype(np.int64) - (since - _EPOCH).days
        inside = (at >= 0) & (at < len(made))
        np.add.at(made, at[inside], table[name][inside].astype(np.float64))
        return made

    seen = lake.seen(case, monitor.table)
    match monitor.what:
        case "pair":
            from legation.dossier.models.monitor import ACTS
            from legation.questions.observations.events.expressions import pair_by_day, volume_by_day, within

            events = within(seen, since, until)
            quads = ACTS[monitor.acts]
            name = f"quad{quads[0]}" if len(quads) == 1 else monitor.acts
            pair = lake.columns(case, pair_by_day(events, monitor.first, monitor.second))
            return filled(pair, name), filled(lake.columns(case, volume_by_day(events)), "stories")
        case "pages":
            found = paths_of(case, monitor.pages)
            return (filled(lake.columns(case, visits_to(seen, found)), "visits") if found else filled({"day": np.empty(0)}, "day")), None
        case "bots":
            return filled(lake.columns(case, crawled_by_day(seen, families_of(monitor.bots))), "requests"), None
        case _:
            total = filled(lake.columns(case, texts_by_day(seen)), "texts")
            days = [row["day"] for row in texts_with(case, monitor, since, until, progress)]
            return filled({"day": np.array(days, np.int64), "one": np.ones(len(days))}, "one"), total


def texts_with(case: Case, monitor: Monitor, since: dt.date, until: dt.date, progress: Progress = silent) -> list[dict[str, Any]]:
    """Return the texts of some days in which the words of a monitor stand: ``day``, ``id``, ``outlet``, ``title``, ``url``, ``actor``."""
    from legation.methods.text.plain import plain
    from legation.methods.text.uptake import phrase
    from legation.methods.text.uptake.phrase import places

    forms = [phrase(word) for word in monitor.words]
    wanted = [phrase(*monitor.words)] if monitor.what == "phrase" else forms
    least = 1 if monitor.what == "phrase" else monitor.least
    texts = lake.seen(case, "texts")
    found = []
    whole = max((until - since).days + 1, 1)
    for first, last in _stretches(case, since, until):
        for row in lake.rows(case, list_texts(texts, first, last)).to_pylist():
            letters = plain(f"{row['title'] or ''}\n{row.pop('text')}")
            if sum(bool(places(letters, one)) for one in wanted) >= least:
                found.append(row)
        progress((last - since).days + 1, whole)
    return found


def _stretches(case: Case, since: dt.date, until: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return stretches of days of so many texts each: all of them may be more than fit into memory."""
    table = lake.columns(case, texts_by_day(lake.seen(case, "texts")))
    texts = dict(zip(table["day"].tolist(), table["texts"].tolist(), strict=True))
    made: list[tuple[dt.date, dt.date]] = []
    count = 0
    for offset in range((until - since).days + 1):
        day = since + dt.timedelta(days=offset)
        there = texts.get((day - _EPOCH).days, 0)
        if made and count + there <= _TOGETHER:
            made[-1], count = (made[-1][0], day), count + there
        else:
            made.append((day, day))
            count = there
    return made


def paths_of(case: Case, patterns: Sequence[str], *, most: int = _PATHS) -> tuple[str, ...]:
    """Return the pages and files that persons read and that patterns mean, with ``*`` for any signs; letters are compared without case.

    Raises
    ------
    NotAvailable
        For more than ``most`` of them.
    """
    rows = lake.columns(case, pages_fitting(lake.seen(case, "requests"), patterns))
    found = tuple(sorted(map(str, rows["page"])))
    if len(found) > most:
        raise NotAvailable(Message("watching.too-many-pages", count=len(found), most=most))
    return found


def families_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return families of programs, given by their names or by their kind.

    >>> families_of(["GPTBot"]), "GPTBot" in families_of(["ai"])
    (('GPTBot',), True)
    """
    from legation.dossier.tables.bots import families

    return tuple(sorted({family for family, kind in families().items() if family in names or kind in names}))
