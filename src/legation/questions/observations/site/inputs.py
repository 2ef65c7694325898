"""What is asked of the log: the days, those that were received, and visits and pages by day, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.visits import RateChange, rate_change
from legation.questions.base.case import Case
from legation.questions.observations import lake
from legation.questions.observations.days import DAY, Window, lost_share, window
from legation.questions.observations.site.links import own_hosts
from legation.questions.observations.site.requests import coverage, visits_by_day, within

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from legation.lake import Gap

__all__ = ["AREA", "SiteInputs", "missing_days", "read_inputs"]

AREA = "who-reads-us"
DEFAULT_DAYS, SHOWN = 91, 371
"""Days that are examined where no first day is given, and that the picture goes back."""
SHORT = 14
"""Days of a log that is too short to be cut in two: all of it is examined."""
_OWN = 0.1
"""Share of the requests for parts of pages from which a host counts as our own."""

Floats = npt.NDArray[np.float64]
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteInputs:
    """What was asked and what was counted for it.

    Attributes
    ----------
    case : Case
    requests : ibis table
        Those from ``since`` to ``until``.
    everything : ibis table
        Those of the whole time that the picture shows.
    since, until : date
        Both included.
    earlier : date
        From this day to ``since`` is before; ``since`` itself where nothing is known of before.
    seen : Window
        The weeks of the picture, counted back from ``until``.
    share : ndarray of float, shape (n_days,)
        Of the sources of the log, how many lack a day, 0 to 1.
    identified : bool
        Whether every row has the daily identifier of its visitor.
    visits, pages : mapping of str to ndarray of float, shape (n_days,)
        By family of programs; empty: persons. nan where no source has the day.
    coverage : mapping of str to int
    own : tuple of str
        Hosts of the site itself; empty where they could not be told.
    sources : int
    top : int
    """

    case: Case
    requests: ir.Table
    everything: ir.Table
    since: dt.date
    until: dt.date
    earlier: dt.date
    seen: Window
    share: Floats
    identified: bool
    visits: Mapping[str, Floats]
    pages: Mapping[str, Floats]
    coverage: Mapping[str, int]
    own: tuple[str, ...]
    sources: int
    top: int

    def days(self, first: dt.date, last: dt.date) -> slice:
        """Return where the days from a day to a day stand, both included."""
        return slice(max(0, (first - self.seen.since).days), max(0, (last - self.seen.since).days + 1))

    @property
    def now(self) -> slice:
        """The days that are asked about."""
        return self.days(self.since, self.until)

    @property
    def before(self) -> slice:
        """The days before them that they are compared with."""
        return self.days(self.earlier, self.since - dt.timedelta(days=1))

    @property
    def span(self) -> dict[str, dt.date]:
        """The first and the last day, for a sentence."""
        return {"since": self.since, "until": self.until}

    @property
    def nothing(self) -> Floats:
        """A count of 0 for each day; nan where no source has it."""
        return np.where(self.share >= 1, np.nan, 0.0)

    def total(self, by: Mapping[str, Floats], kinds: Iterable[str]) -> Floats:
        """Return the sum of some families, day by day."""
        return sum((by[kind] for kind in kinds if kind in by), self.nothing)

    def change(self, daily: Floats, level: float = 0.95) -> RateChange | None:
        """Compare now with before; days that one of several sources lacks are in neither."""
        whole = np.where(self.share > 0, np.nan, daily)
        return rate_change(whole[self.before], whole[self.now], level=level)


def read_inputs(case: Case, options: Mapping[str, Any]) -> SiteInputs:
    """Read what is asked of the lake.

    Raises
    ------
    NotAvailable
        Without a log, or where it holds nothing of that time.
    """
    log = lake.seen(case, "requests")
    received = lake.lake_of(case, "requests").received("requests")
    begins, since, until = lake.read_period(case, "requests", options, _default_since)
    earlier = max(begins, since - ((until - since) + dt.timedelta(days=1)))
    seen = window(max(begins, min(earlier, until - dt.timedelta(days=SHOWN - 1))), until, "week")
    missing = missing_days(seen, lake.gaps(case, "requests", seen.since, until), len(received))
    everything = within(log, seen.since, until)
    requests = within(log, since, until)
    said = {name: int(value[0]) for name, value in lake.columns(case, coverage(requests)).items()}
    if not said["rows"]:
        raise NotAvailable(Message(f"{AREA}.nothing-then", since=since, until=until))
    identified = not int(lake.columns(case, coverage(everything))["no_visitor"][0])
    counts = lake.columns(case, visits_by_day(everything, identified=identified))
    by = {
        name: {
            kind: np.where(missing >= 1, np.nan, seen.filled(counts["day"][counts["kind"] == kind], counts[name][counts["kind"] == kind]))
            for kind in np.unique(counts["kind"].astype(str)).tolist()
        }
        for name in ("visits", "pages")
    }
    return SiteInputs(
        case=case,
        requests=requests,
        everything=everything,
        since=max(since, seen.since),
        until=until,
        earlier=max(earlier, seen.since),
        seen=seen,
        share=missing,
        identified=identified,
        visits=by["visits"],
        pages=by["pages"],
        coverage=said,
        own=_own(case, everything, options["site"]),
        sources=len(received),
        top=options["top"],
    )


def _default_since(begins: dt.date, until: dt.date) -> dt.date:
    """Return the first day where none is given: half of a log, so that the other half is before."""
    length = (until - begins).days + 1
    return until - dt.timedelta(days=min(DEFAULT_DAYS, length // 2 if length >= SHORT else length) - 1)


def missing_days(seen: Window, gaps: Iterable[Gap], sources: int) -> Floats:
    """Return for each day the share of the sources that lack it, 0 to 1."""
    return lost_share(seen.since, len(seen), ((gap.first, gap.last) for gap in gaps), DAY, sources)


def _own(case: Case, requests: ir.Table, given: str) -> tuple[str, ...]:
    """Return the site's own hosts: those given, else those whose pages ask for most of the parts of pages."""
    named = [one.strip().lower().removeprefix("https://").removeprefix("http://").strip("/") for one in given.split(";") if one.strip()]
    if not named:
        found = lake.columns(case, own_hosts(requests))
        total = int(found["parts"].sum())
        named = [str(host) for host, parts in zip(found["host"], found["parts"], strict=True) if parts >= _OWN * total]
    bare = {host.removeprefix("www.") for host in named}
    return tuple(sorted({*named, *bare, *(f"www.{host}" for host in bare)}))
