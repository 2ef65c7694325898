"""The pictures of uptake: who used our phrases when first, and their share of texts by period beside control phrases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from legation.figures.adoption import Adoption, FirstUse, adoption
from legation.figures.figure import Figure
from legation.figures.period_shares import MOST_PERIODS, PeriodShare, ShareRow, period_shares
from legation.language import Message
from legation.methods.text.uptake.period import Period
from legation.questions.debate.uptake.counts import UptakeCounts
from legation.questions.debate.uptake.inputs import UptakeInputs
from legation.questions.debate.uptake.phrases import AREA
from legation.questions.debate.uptake.tables import day_of

__all__ = ["adoption_picture", "shares_picture"]

_DRAWN = 4
"""Phrases in one picture."""


def adoption_picture(of: UptakeInputs) -> Figure:
    """Draw who used the phrases with the most uptake, and when first."""
    shown = of.counted[:_DRAWN]
    first, last = of.span
    phrases = [
        Adoption(
            name=one.ours.name,
            since=day_of(one.found.since),
            uses=tuple(
                FirstUse(
                    actor=of.named(used.actor),
                    day=dt.date.fromisoformat(used.day),
                    when=used.when,
                    target=used.actor in one.ours.targets and len(one.ours.targets) < len(one.found.adopters),
                )
                for used in one.found.adopters
            ),
        )
        for one in shown
    ]
    lead = shown[0]
    after, before = len(lead.found.those("after")), len(lead.found.those("before", "same-day"))
    values = {"phrase": lead.ours.name, "since": first, "until": last}
    if not lead.found.since:
        title = Message(f"{AREA}.adoption-title-undated", count=len(lead.others), **values)
    elif after:
        title = Message(f"{AREA}.adoption-title", count=after, before=before, **values)
    else:
        title = Message(f"{AREA}.adoption-title-none", **values)
    alt = tuple(
        Message(
            f"{AREA}.adoption-alt-one",
            phrase=one.ours.name,
            count=len(one.others),
            before=len(one.found.those("before", "same-day")),
            after=len(one.found.those("after")),
        )
        for one in shown
    )
    return adoption(
        phrases,
        first=first,
        last=last,
        title=title,
        subtitle=Message(f"{AREA}.adoption-subtitle", texts=len(of.heard), **values),
        alt=Message(f"{AREA}.adoption-alt", phrases=alt, **values),
    )


def shares_picture(of: UptakeInputs) -> Figure | None:
    """Draw the share of texts that use the phrases, by period; None where one period is all there is, or there are too many."""
    shown = [one for one in of.counted[:_DRAWN] if len(one.found.uses)]
    count = len(shown[0].found.periods) if shown else 0
    if not 2 <= count <= MOST_PERIODS:
        return None
    rows = [
        ShareRow(
            name=one.ours.name,
            since=day_of(one.found.since),
            periods=_shares(one.found.periods),
            beside=tuple((name, _shares(found.periods)) for name, found in one.controls.items()),
        )
        for one in shown
    ]
    lead = shown[0]
    known = [period for period in lead.found.periods if period.texts]
    values = {"phrase": lead.ours.name, "first": known[0].share, "last": known[-1].share}
    values |= {"since": dt.date.fromisoformat(known[0].start), "until": dt.date.fromisoformat(known[-1].end)}
    return period_shares(
        rows,
        title=_shares_title(lead, values),
        subtitle=Message(f"{AREA}.shares-subtitle", every=_every(of.every), texts=len(of.heard)),
        alt=Message(f"{AREA}.shares-alt", count=count, controls=len(lead.controls), **values),
    )


def _shares_title(one: UptakeCounts, values: Mapping[str, Any]) -> Message:
    """Return what the interval of the change says; without one, where the share begins and ends."""
    moved = one.found.change
    if not moved.before_of or not moved.after_of:
        return Message(f"{AREA}.shares-title", **values)
    shares = {"phrase": one.ours.name, "before": moved.before / moved.before_of, "after": moved.after / moved.after_of}
    if moved.low > 1:
        return Message(f"{AREA}.shares-title-more", **shares)
    return Message(f"{AREA}.shares-title-less", **shares) if moved.high < 1 else Message(f"{AREA}.shares-title-same", **shares)


def _shares(periods: Sequence[Period]) -> tuple[PeriodShare, ...]:
    return tuple(
        PeriodShare(start=dt.date.fromisoformat(one.start), end=dt.date.fromisoformat(one.end), share=one.share, low=one.low, high=one.high)
        for one in periods
    )


def _every(every: str) -> Message:
    return {
        "week": Message(f"{AREA}.every.week"),
        "month": Message(f"{AREA}.every.month"),
        "quarter": Message(f"{AREA}.every.quarter"),
        "year": Message(f"{AREA}.every.year"),
    }[every]
