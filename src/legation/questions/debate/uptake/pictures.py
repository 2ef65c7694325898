"""The pictures of uptake: who used our phrases when first, and their share of texts by period beside control phrases."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from legation.figures.figure import Figure
from legation.figures.kit.course import Dot, Sample
from legation.figures.kit.multiples import Course, Instant, Key, Panel, Reading, multiples
from legation.figures.mark import Mark
from legation.language import Message
from legation.methods.text.uptake.period import Period
from legation.questions.debate.share_course import MOST_PERIODS, PeriodShare, share_course
from legation.questions.debate.uptake.counts import UptakeCounts
from legation.questions.debate.uptake.inputs import UptakeInputs
from legation.questions.debate.uptake.phrases import AREA
from legation.questions.debate.uptake.tables import day_of

__all__ = ["adoption_picture", "shares_picture"]

_DRAWN = 4
"""Phrases in one picture."""


_DOTS: Mapping[str, Dot] = {"ours": "diamond", "before": "open", "same-day": "half", "after": "full", "unknown": "full"}
_FAR = 4.0
"""Times the highest end from which on a control phrase is told in words, not drawn."""


def adoption_picture(of: UptakeInputs) -> Figure | None:
    """Draw who used the phrases with the most uptake, and when first; None where nobody is known with a date."""
    shown = of.counted[:_DRAWN]
    if not any(one.found.adopters for one in shown):
        return None
    first, last = of.span
    dated = any(one.found.since for one in shown)
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
    return multiples(
        [_adopters(of, one) for one in shown if one.found.adopters],
        id="adoption",
        key=_key(dated=dated),
        notes=_notes(shown),
        title=title,
        subtitle=Message(f"{AREA}.adoption-subtitle", texts=len(of.heard), **values),
        alt=Message(f"{AREA}.adoption-alt", phrases=alt, **values),
    )


def _key(*, dated: bool) -> list[Key]:
    kinds: dict[Sample, Message] = {
        "diamond": Message("uptake.figure.ours"),
        "open": Message("uptake.figure.before"),
        "half": Message("uptake.figure.same-day"),
        "full": Message("uptake.figure.after") if dated else Message("uptake.figure.unknown"),
    }
    return [Key("instant", Message("uptake.figure.since")), *(Key(kind, words) for kind, words in kinds.items())]


def _notes(shown: Sequence[UptakeCounts]) -> list[Message]:
    bare = tuple(one.ours.name for one in shown if not one.found.adopters)
    notes = [Message("uptake.figure.nobody-with", phrases=bare)] if bare else []
    return [*notes, Message("uptake.figure.target")] if any(map(_targets, shown)) else notes


def _adopters(of: UptakeInputs, one: UptakeCounts) -> Panel:
    """Return how many had used a phrase by each day, with a dot for those of one day: before us, with us, after us."""
    since = day_of(one.found.since)
    targets = _targets(one)
    ranked = sorted(one.found.adopters, key=lambda used: (used.day, used.when != "ours", used.actor not in targets, used.actor))
    readings, count = [], 0
    for (iso, when), group in itertools.groupby(ranked, key=lambda used: (used.day, used.when)):
        together, day = list(group), dt.date.fromisoformat(iso)
        count += len(together)
        parts = tuple(
            Mark(
                label=of.named(used.actor),
                row=of.case.actor_row(used.actor),
                evidence=tuple(filter(None, (of.heard.evidence[used.row],))),
            )
            for used in together
        )
        alone = parts[0] if len(parts) == 1 else None
        crowd = Message("uptake.figure.crowd", count=len(together))
        readings.append(
            Reading(
                at=day,
                value=float(count),
                text=Message("figures.timeline.day", day=day),
                label=alone.label if alone else crowd,
                beside=alone.label if alone else crowd,
                bold=when == "ours" or any(used.actor in targets for used in together),
                dot=_DOTS[when],
                row=alone.row if alone else None,
                evidence=alone.evidence if alone else (),
                parts=() if alone else parts,
            )
        )
    course = Course(name=one.ours.name, readings=tuple(readings), form="steps", labelled=False, text=_counts(one))
    instants = (Instant(at=since),) if since else ()
    return Panel(name=one.ours.name, note=_counts(one), courses=(course,), instants=instants)


def _targets(one: UptakeCounts) -> tuple[str, ...]:
    """Return those whom we wanted to reach, where they are not all."""
    return tuple(one.ours.targets) if len(one.ours.targets) < len(one.found.adopters) else ()


def _counts(one: UptakeCounts) -> Message:
    found = one.found
    if not found.since:
        return Message("uptake.figure.users", count=len(found.adopters))
    before, same, after = (len(found.those(when)) for when in ("before", "same-day", "after"))
    return Message("uptake.figure.counts", before=before, same=same, after=after, since=day_of(found.since))


def shares_picture(of: UptakeInputs) -> Figure | None:
    """Draw the share of texts that use the phrases, by period; None where one period is all there is, or there are too many."""
    shown = [one for one in of.counted[:_DRAWN] if len(one.found.uses)]
    count = len(shown[0].found.periods) if shown else 0
    if not 2 <= count <= MOST_PERIODS:
        return None
    lead = shown[0]
    known = [period for period in lead.found.periods if period.texts]
    values = {"phrase": lead.ours.name, "first": known[0].share, "last": known[-1].share}
    values |= {"since": dt.date.fromisoformat(known[0].start), "until": dt.date.fromisoformat(known[-1].end)}
    return multiples(
        [_shares(one) for one in shown],
        id="shares",
        key=[
            Key("interval", Message("uptake.figure.interval")),
            Key("instant", Message("uptake.figure.since")),
            Key("behind", Message("uptake.figure.control")),
        ],
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


def _shares(one: UptakeCounts) -> Panel:
    """Return the shares of a phrase, on those of control phrases; what lies far above its scale is told in words."""
    own = max((period.high for period in one.found.periods if period.share > 0), default=0.0)
    courses, far = [], []
    for name, found in one.controls.items():
        known = [period.share for period in found.periods if period.share == period.share]
        if own and max(known, default=0.0) > _FAR * own:
            far.append(Message("uptake.figure.from-to", name=name, low=min(known), high=max(known)))
        else:
            courses.append(share_course(name, _periods(found.periods, ranged=False), tone="behind"))
    courses.append(share_course(one.ours.name, _periods(one.found.periods), labelled=bool(courses)))
    since = day_of(one.found.since)
    return Panel(
        name=one.ours.name,
        note=Message("uptake.figure.off-scale", names=tuple(far)) if far else "",
        share=True,
        courses=tuple(courses),
        instants=(Instant(at=since),) if since else (),
    )


def _periods(periods: Sequence[Period], *, ranged: bool = True) -> list[PeriodShare]:
    day = dt.date.fromisoformat
    return [(day(one.start), day(one.end), one.share, *((one.low, one.high) if ranged else (None, None))) for one in periods]


def _every(every: str) -> Message:
    return {
        "week": Message(f"{AREA}.every.week"),
        "month": Message(f"{AREA}.every.month"),
        "quarter": Message(f"{AREA}.every.quarter"),
        "year": Message(f"{AREA}.every.year"),
    }[every]
