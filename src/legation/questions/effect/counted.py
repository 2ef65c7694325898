"""Measures in logs and events: visits to pages, and stories of a pair of states."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import standing
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.questions import observing
from legation.questions.case import Case
from legation.questions.effect.measured import AREA, MISSING, MOST_OTHERS, Measured, Spans, anchored, nearest
from legation.questions.observed_days import between
from legation.questions.site.people import visits_by_page, visits_to
from legation.questions.watching.counted import complete_until, lost_days, paths_of

__all__ = ["pages_measured", "pair_measured"]

_EPOCH = dt.date(1970, 1, 1)
Floats = npt.NDArray[np.float64]


def pages_measured(case: Case, date: dt.date, pages: str, controls: str, every: str, since: dt.date | None) -> Measured:
    """Count visits by people to some pages, beside other pages of the site: those that are named, or the ones visited about as often."""
    patterns = [one.strip() for one in pages.split(";") if one.strip()]
    spans = _spans(case, "requests", date, every, since)
    seen = observing.seen(case, "requests")
    found = paths_of(case, patterns)
    if not found:
        raise NotAvailable(Message(f"{AREA}.no-page", pages=tuple(patterns)))
    lost = _lost(case, "requests", spans)

    def visits(paths: tuple[str, ...]) -> Floats:
        return _by_span(observing.columns(case, visits_to(seen, paths)), "visits", spans, lost)

    count = visits(found)
    others: list[tuple[Any, tuple[str, ...]]] = []
    named = [one.strip() for one in controls.split(";") if one.strip()]
    if named:
        others = [(one, paths_of(case, [one])) for one in named[:MOST_OTHERS]]
        others = [(one, paths) for one, paths in others if paths and not set(paths) & set(found)]
    elif spans.at:
        last = spans.starts[spans.at] - dt.timedelta(days=1) if spans.at < len(spans) else spans.until
        before = between(seen, "time", spans.starts[0], last)
        table = observing.columns(case, visits_by_page(before, most=2_000))
        sizes = zip(map(str, table["page"]), map(float, table["visits"]), strict=True)
        rest = [(page, n) for page, n in sizes if page not in set(found) and n >= spans.at]
        own = float(np.nansum(count[: spans.at]))
        others = [(rest[place][0], (rest[place][0],)) for place in nearest([n for _, n in rest], own)]
    return Measured(
        kind="pages",
        what=Message(f"{AREA}.what.pages", pages=tuple(patterns)),
        spans=spans,
        count=count,
        total=None,
        others=tuple((name, visits(paths), None) for name, paths in others),
        rest=Message(f"{AREA}.rest.pages"),
        unit="count",
        every=every,
        notes=(Message(f"{AREA}.visits-are"),),
        lacking=_gaps(lost),
    )


def pair_measured(case: Case, date: dt.date, first: str, second: str, acts: str, every: str, since: dt.date | None) -> Measured:
    """Count stories of conflict, or of cooperation, of a pair among all stories, beside other pairs of either of the two."""
    from legation.questions.events.asked import Country
    from legation.questions.events.pairs import pair_by_day, partners_by_day
    from legation.questions.events.stories import within
    from legation.questions.events.volume import volume_by_day

    codes = {row.id: row.iso3 for row in standing(case.dossier.actors)}
    one, two = codes.get(first, ""), codes.get(second, "")
    if not one or not two or one == two:
        raise NotAvailable(Message(f"{AREA}.no-pair", first=case.named(first), second=case.named(second)))
    spans = _spans(case, "events", date, every, since)
    events = within(observing.seen(case, "events"), spans.starts[0], spans.until)
    lost = _lost(case, "events", spans)
    total = _by_span(observing.columns(case, volume_by_day(events)), "stories", spans, lost)
    own = _by_span(observing.columns(case, pair_by_day(events, one, two)), acts, spans, lost)
    by_code = {iso3: case.named(actor) for actor, iso3 in codes.items() if iso3}
    pairs: list[tuple[Any, Floats]] = []
    for centre, other in ((one, two), (two, one)):
        table = observing.columns(case, partners_by_day(events, centre))
        for partner in sorted(set(map(str, table["other"])) - {other}):
            rows = table["other"].astype(str) == partner
            series = _by_span({name: value[rows] for name, value in table.items() if name != "other"}, acts, spans, lost)
            names = tuple(by_code.get(code) or Named(code, Country(code)) for code in (centre, partner))
            pairs.append((Message(f"{AREA}.pair", first=names[0], second=names[1]), series))
    before = [float(np.nansum(series[: spans.at])) for _, series in pairs]
    busy = [place for place, size in enumerate(before) if size >= spans.at / 2]
    chosen = [busy[place] for place in nearest([before[place] for place in busy], float(np.nansum(own[: spans.at])))]
    values = {"first": case.named(first), "second": case.named(second)}
    return Measured(
        kind="pair",
        what=Message(f"{AREA}.what.conflict", **values) if acts == "conflict" else Message(f"{AREA}.what.cooperation", **values),
        spans=spans,
        count=own,
        total=total,
        others=tuple((pairs[place][0], pairs[place][1], total) for place in chosen),
        rest=Message(f"{AREA}.rest.pairs"),
        unit="thousand",
        every=every,
        notes=(Message(f"{AREA}.coded-only"),),
        lacking=_gaps(lost),
    )


def _spans(case: Case, table: str, date: dt.date, every: str, since: dt.date | None) -> Spans:
    received = observing.lake_of(case, table).received(table)
    begin = min((first.date() for first, _, _ in received.values()), default=case.as_of)
    end = complete_until(case, table)
    made = anchored(date, every, max(begin, since) if since else begin, end)
    if not len(made):
        raise NotAvailable(Message(f"{AREA}.no-period", date=date, since=begin, until=end))
    return made


def _lost(case: Case, table: str, spans: Spans) -> Floats:
    """Return for each period the share of it that was not received."""
    share = lost_days(case, table, spans.starts[0], spans.until)
    offset = [(start - spans.starts[0]).days for start in spans.starts]
    return np.array([share[a:b].mean() for a, b in zip(offset, [*offset[1:], len(share)], strict=True)])


def _by_span(table: dict[str, npt.NDArray[Any]], name: str, spans: Spans, lost: Floats) -> Floats:
    """Return the sums of a daily column in each period; nan where the period was not received."""
    days = table["day"].astype("int64").astype("datetime64[D]")
    at = spans.of(days)
    inside = at >= 0
    made = np.bincount(at[inside], weights=table[name][inside].astype(np.float64), minlength=len(spans))
    return np.where(lost > MISSING, np.nan, made)


def _gaps(lost: Floats) -> tuple[Message, ...]:
    count = int((lost > MISSING).sum())
    return (Message(f"{AREA}.gaps", count=count),) if count else ()
