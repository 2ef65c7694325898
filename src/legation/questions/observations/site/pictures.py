"""The pictures of the answer: who reads week by week, the pages that are read most, and the crawlers for artificial intelligence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from legation.figures.figure import Figure, Named
from legation.figures.side_by_side import PairBar, side_by_side
from legation.figures.theme import BLOC_COLOURS
from legation.figures.weeks import MOST_WEEKS, WeekRow, weeks
from legation.language import Message, Spoken
from legation.methods.visits import count_interval
from legation.questions.observations.site.audience import Audience
from legation.questions.observations.site.findings import shift_of
from legation.questions.observations.site.inputs import AREA, SiteInputs
from legation.questions.observations.site.readers import GROUPS, group_name, in_group, plain

__all__ = ["pictures"]

_FAMILIES = 8
_PAGES = 15
_FILL: Mapping[str, str] = {"people": BLOC_COLOURS[0], "ai": BLOC_COLOURS[2], "search": BLOC_COLOURS[1], "other": BLOC_COLOURS[3]}


def pictures(of: SiteInputs, found: Audience) -> tuple[Figure, ...]:
    """Return every picture that has something to show."""
    made = [_who(of)]
    if found.pages["page"].size:
        made.append(_pages(of, found))
    crawlers = _crawlers(of)
    return (*made, crawlers) if crawlers is not None else tuple(made)


def _who(of: SiteInputs) -> Figure:
    rows = [
        _row(of, group, group_name(group), _FILL[group], of.total(of.visits, in_group(of.visits, group)))
        for group in GROUPS
        if group == "people" or in_group(of.visits, group)
    ]
    people, bots = (int(np.nansum(of.total(of.visits, kinds)[of.now])) for kinds in ([""], in_group(of.visits, "ai", "search", "other")))
    return weeks(
        rows,
        of.seen.starts[-MOST_WEEKS:],
        _shares(of),
        since=of.since if of.earlier < of.since else None,
        id="weeks",
        title=shift_of(of),
        subtitle=Message(f"{AREA}.weeks-subtitle", since=of.seen.since, until=of.until),
        alt=Message(f"{AREA}.weeks-alt", count=len(rows), people=people, bots=bots, **of.span),
    )


def _pages(of: SiteInputs, found: Audience) -> Figure:
    bars = [
        PairBar(name=Named(str(page), plain(page)), left=int(people), right=int(bots), part=int(ai))
        for page, people, bots, ai in zip(*(found.pages[name][:_PAGES] for name in ("page", "people", "bots", "ai")), strict=True)
    ]
    return side_by_side(
        bars,
        left=group_name("people"),
        right=Message(f"{AREA}.group.bots"),
        part=Message(f"{AREA}.of-these-ai"),
        id="pages",
        title=Message(f"{AREA}.pages-title", page=bars[0].name, count=bars[0].left),
        subtitle=Message(f"{AREA}.pages-subtitle", **of.span),
        alt=Message(f"{AREA}.pages-alt", count=len(bars), page=bars[0].name, people=bars[0].left, bots=bars[0].right),
    )


def _crawlers(of: SiteInputs) -> Figure | None:
    totals = {family: float(np.nansum(of.pages[family][of.now])) for family in in_group(of.pages, "ai")}
    ranked = sorted((one for one in totals if totals[one]), key=lambda one: (-totals[one], one))
    if not ranked:
        return None
    rows = [_row(of, family, family, _FILL["ai"], of.pages[family]) for family in ranked[:_FAMILIES]]
    if len(ranked) > _FAMILIES:
        rest = ranked[_FAMILIES:]
        rows.append(_row(of, "rest", Message(f"{AREA}.rest", count=len(rest)), _FILL["other"], of.total(of.pages, rest)))
    return weeks(
        rows,
        of.seen.starts[-MOST_WEEKS:],
        _shares(of),
        since=of.since if of.earlier < of.since else None,
        id="crawlers",
        title=Message(f"{AREA}.crawlers-title", family=ranked[0], count=len(ranked), pages=int(totals[ranked[0]])),
        subtitle=Message(f"{AREA}.crawlers-subtitle", since=of.seen.since, until=of.until),
        alt=Message(f"{AREA}.crawlers-alt", count=len(rows), family=ranked[0], pages=int(totals[ranked[0]]), **of.span),
    )


def _row(of: SiteInputs, identifier: str, name: Spoken | str, fill: str, daily: npt.NDArray[np.float64]) -> WeekRow:
    values = []
    for at in range(len(of.seen.starts)):
        known = daily[of.seen.period == at]
        known = known[~np.isnan(known)]
        count = float(known.sum())
        values.append((count, *count_interval(count)) if known.size else None)
    total = int(np.nansum(daily[of.now]))
    spoken = Named(identifier, name) if isinstance(name, str) else name
    return WeekRow(id=identifier, name=spoken, fill=fill, values=tuple(values[-MOST_WEEKS:]), note=Message(f"{AREA}.row-note", count=total))


def _shares(of: SiteInputs) -> list[float]:
    return [float(of.share[of.seen.period == at].mean()) for at in range(len(of.seen.starts))][-MOST_WEEKS:]
