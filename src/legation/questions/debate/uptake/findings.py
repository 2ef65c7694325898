"""What the counts of our phrases and the three measures say, as sentences: who used which words when, never who moved whom."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from legation.figures.figure import Named
from legation.language import Message
from legation.methods.debate import Portion
from legation.methods.share import LEVEL, share_interval
from legation.methods.text.uptake import Adopter
from legation.questions.answer import AnswerTable, Finding, first_of
from legation.questions.base.columns import Columns
from legation.questions.debate.uptake.counts import UptakeCounts
from legation.questions.debate.uptake.inputs import UptakeInputs
from legation.questions.debate.uptake.phrases import AREA

__all__ = [
    "PHRASES_SHOWN",
    "discovered_findings",
    "how_known",
    "measures_findings",
    "measures_missing",
    "measures_table",
    "phrase_findings",
    "uptake_finding",
]


PHRASES_SHOWN = 3
"""Phrases that are told in sentences; all are in the tables."""
_USERS_NAMED = 6
FALSE = 0.1
"""Share of false finds among the runs that are named."""


def uptake_finding(of: UptakeInputs) -> Finding:
    """Say how many of our phrases others used after us, and how many of those somebody used before."""
    taken = [one for one in of.counted if one.found.those("after")]
    before = [one for one in taken if one.found.those("before", "same-day")]
    first, last = of.span
    values = {"count": len(of.counted), "taken": len(taken), "before": len(before), "texts": len(of.heard), "first": first, "last": last}
    if not any(one.found.since for one in of.counted):
        used = sum(bool(one.others) for one in of.counted)
        return Finding(id="uptake", message=Message(f"{AREA}.uptake-undated", used=used, **values), confidence="low")
    message = Message(f"{AREA}.uptake", **values) if taken else Message(f"{AREA}.uptake-none", **values)
    return Finding(id="uptake", message=message, confidence="low", contrary=Message(f"{AREA}.no-influence") if taken else None)


def phrase_findings(of: UptakeInputs) -> Iterator[Finding]:
    """Say of the phrases with the most uptake who was first, who came before and after us, who of the targets, and how shares changed."""
    for one in of.counted[:PHRASES_SHOWN]:
        yield _first(of, one)
        if one.found.since and len(one.found.uses):
            yield from _around(of, one)
            yield from _targets(of, one)
            yield from _share(of, one)


def how_known(one: UptakeCounts) -> Message:
    """Return what tells the day on which we first said a phrase."""
    return {
        "given": Message(f"{AREA}.how.given"),
        "activity": Message(f"{AREA}.how.activity"),
        "message": Message(f"{AREA}.how.message"),
        "text": Message(f"{AREA}.how.text"),
    }.get(one.ours.how, Message(f"{AREA}.how.unknown"))


def _day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def _first(of: UptakeInputs, one: UptakeCounts) -> Finding:
    found = one.found
    first, last = of.span
    using = sum(period.using for period in found.periods)
    values = {"phrase": one.ours.name, "texts": using, "total": found.texts, "since": first, "until": last}
    if not using:
        message = Message(f"{AREA}.nobody", **values) if one.ours.quoted else Message(f"{AREA}.nobody-pieces", **values)
        return Finding(id=f"first:{one.ours.id}", message=message, confidence="moderate")
    if not found.first:
        return Finding(id=f"first:{one.ours.id}", message=Message(f"{AREA}.first-unnamed", **values), confidence="low")
    names = first_of([of.named(adopter.actor) for adopter in found.first], _USERS_NAMED)
    message = Message(f"{AREA}.first", count=len(found.first), actors=names, day=_day(found.first[0].day), **values)
    earliest = of.heard.days[found.uses.row[0]].astype(object)  # texts stand in the order of time
    unnamed = Message(f"{AREA}.first-earlier", day=earliest) if earliest < _day(found.first[0].day) else None
    evidence = of.evidence(*found.first)
    return Finding(id=f"first:{one.ours.id}", message=message, evidence=evidence, confidence="moderate", contrary=unnamed)


def _around(of: UptakeInputs, one: UptakeCounts) -> Iterator[Finding]:
    found = one.found
    values = {"phrase": one.ours.name, "since": _day(found.since), "how": how_known(one)}
    before, same, after = (found.those(when) for when in ("before", "same-day", "after"))
    if before or same:
        users = [_named_adopter(of, adopter) for adopter in (*before, *same)]
        message = Message(f"{AREA}.before", count=len(users), actors=first_of(users, _USERS_NAMED), same=len(same), **values)
        yield Finding(id=f"before:{one.ours.id}", message=message, evidence=of.evidence(*before, *same), confidence="moderate")
    else:
        message = Message(f"{AREA}.none-before", count=found.change.before_of, **values)
        yield Finding(id=f"before:{one.ours.id}", message=message, confidence="low", contrary=Message(f"{AREA}.held-only"))
    spoke = len(found.not_taken_up) + len(after)
    if after:
        users = [_named_adopter(of, adopter) for adopter in after]
        message = Message(f"{AREA}.after", count=len(users), actors=first_of(users, _USERS_NAMED), spoke=spoke, **values)
        contrary = Message(f"{AREA}.no-influence-before") if before or same else Message(f"{AREA}.no-influence")
        yield Finding(id=f"after:{one.ours.id}", message=message, evidence=of.evidence(*after), confidence="moderate", contrary=contrary)
    else:
        message = Message(f"{AREA}.none-after", count=spoke, unseen=len(found.could_not), **values)
        yield Finding(id=f"after:{one.ours.id}", message=message, confidence="low")


def _named_adopter(of: UptakeInputs, adopter: Adopter) -> Named:
    """Return an actor with the day of its first use and its texts."""
    values = {"actor": of.named(adopter.actor), "day": _day(adopter.day), "count": adopter.texts, "of": adopter.of}
    return Named(adopter.actor, Message(f"{AREA}.adopter", **values))


def _targets(of: UptakeInputs, one: UptakeCounts) -> Iterator[Finding]:
    reached = one.reached
    targets = one.ours.targets
    if not targets:
        return
    low, high = share_interval(len(reached.taken), len(reached.taken) + len(reached.without), LEVEL)
    values = {
        "phrase": one.ours.name,
        "count": len(targets),
        "since": _day(one.found.since),
        "taken": len(reached.taken),
        "without": len(reached.without),
        "earlier": len(reached.earlier),
        "unseen": len(reached.unseen),
    }
    if reached.taken:
        names = first_of([of.named(adopter.actor) for adopter in reached.taken], _USERS_NAMED)
        message = Message(f"{AREA}.targets", actors=names, low=low, high=high, **values)
    else:
        message = Message(f"{AREA}.targets-none", **values)
    yield Finding(id=f"targets:{one.ours.id}", message=message, evidence=of.evidence(*reached.taken), confidence="moderate")


def _share(of: UptakeInputs, one: UptakeCounts) -> Iterator[Finding]:
    moved = one.found.change
    if not moved.before_of or not moved.after_of:
        message = Message(
            f"{AREA}.one-side", phrase=one.ours.name, since=_day(one.found.since), before=moved.before_of, after=moved.after_of
        )
        yield Finding(id=f"share:{one.ours.id}", message=message, confidence="low")
        return
    ends = (*share_interval(moved.before, moved.before_of, LEVEL), *share_interval(moved.after, moved.after_of, LEVEL))
    values = {
        "phrase": one.ours.name,
        "since": _day(one.found.since),
        "before": moved.before,
        "before_of": moved.before_of,
        "after": moved.after,
        "count": moved.after_of,
        **dict(zip(("before_low", "before_high", "after_low", "after_high"), ends, strict=True)),
        "before_share": moved.before / moved.before_of,
        "after_share": moved.after / moved.after_of,
    }
    if moved.low > 1:
        message = Message(f"{AREA}.share-more", **values)
    elif moved.high < 1:
        message = Message(f"{AREA}.share-less", **values)
    else:
        message = Message(f"{AREA}.share-same", **values)
    few = Message(f"{AREA}.not-independent")
    yield Finding(id=f"share:{one.ours.id}", message=message, confidence="low", contrary=few)
    for at, beside in enumerate(one.found.beyond):
        if math.isnan(beside.ratio):
            continue
        control_values = {"phrase": one.ours.name, "control": beside.control, "ratio": beside.ratio, "low": beside.low, "high": beside.high}
        clear = beside.low > 1 or beside.high < 1
        message = Message(f"{AREA}.beyond", **control_values) if clear else Message(f"{AREA}.beyond-same", **control_values)
        yield Finding(id=f"beyond:{one.ours.id}:{at + 1}", message=message, confidence="low")


def discovered_findings(of: UptakeInputs) -> Iterator[Finding]:
    """Say which runs of our words, rare before, others used clearly more afterwards."""
    if of.discovered is None:
        return
    clear = [run for run in of.discovered.runs if run.q <= FALSE and run.low > 0]
    values = {"compared": of.discovered.compared, "false": FALSE}
    if clear:
        words = first_of([Named(run.words, Message(f"{AREA}.run", words=run.words, count=len(run.actors))) for run in clear], _USERS_NAMED)
        message = Message(f"{AREA}.discovered", count=len(clear), runs=words, **values)
        yield Finding(id="discovered", message=message, confidence="low", contrary=Message(f"{AREA}.many-compared"))
    elif of.discovered.compared:
        yield Finding(id="discovered", message=Message(f"{AREA}.discovered-none", count=of.discovered.compared, **values), confidence="low")


column = Columns(f"{AREA}.column.")

_TARGETS_NAMED = 8


def measures_findings(of: UptakeInputs) -> Iterator[Finding]:
    """Say what was measured for each objective."""
    for one in of.measures:
        about: dict[str, Any] = {"aim": of.aim(one.objective), "window": one.window}
        if one.agenda is not None:
            found = one.agenda
            values = {**_ends(found.taken_up), "otherwise": found.otherwise.count, "excess": found.excess * 100}
            message = Message(f"{AREA}.agenda", **values, excess_low=found.excess_low * 100, excess_high=found.excess_high * 100, **about)
            yield _measured(f"agenda:{one.objective}", message, found.cannot_say)
        if one.presence is not None:
            reached = one.presence
            values = {**_ends(reached.after), "before": reached.before.count, "change": reached.change * 100}
            values |= {"change_low": reached.change_low * 100, "change_high": reached.change_high * 100}
            if reached.gained:
                names = first_of([of.named(str(actor)) for actor in reached.gained], _TARGETS_NAMED)
                message = Message(f"{AREA}.presence-gained", actors=names, **values, **about)
            else:
                message = Message(f"{AREA}.presence", **values, **about)
            yield _measured(f"presence:{one.objective}", message, reached.cannot_say)
        if one.conversation is not None and one.conversation.answered.of:
            talk = one.conversation
            values = {**_ends(talk.answered), "both": talk.two_way.count, "depth": talk.depth, "voices": talk.voices}
            values |= {"depth_low": talk.depth_low, "depth_high": talk.depth_high, "loudest": talk.loudest}
            message = Message(f"{AREA}.conversation", **values, **about)
            yield _measured(f"conversation:{one.objective}", message, talk.cannot_say)


def measures_missing(of: UptakeInputs) -> Iterator[Message]:
    """Say what could not be measured, once for each reason, and what to add."""
    if not of.measures:
        yield Message(f"{AREA}.no-objective")
    reasons = {reason for one in of.measures for reason in one.reasons.values()}
    if "short" in reasons:
        yield Message(f"{AREA}.short", window=of.measures[0].window)
    if "no-thread" in reasons:
        yield Message(f"{AREA}.no-thread")
    if "ring" in reasons:
        yield Message(f"{AREA}.ring")


def measures_table(of: UptakeInputs) -> AnswerTable | None:
    """Return every measure with its count, interval and limits; None where there is none."""
    rows: list[tuple[Any, ...]] = []
    for one in of.measures:
        aim = of.aim(one.objective)
        if one.agenda is not None:
            cannot = _cannot(one.agenda.cannot_say)
            rows.append((aim, Message(f"{AREA}.measure.agenda"), *_cells(one.agenda.taken_up), cannot))
            rows.append((aim, Message(f"{AREA}.measure.otherwise"), *_cells(one.agenda.otherwise), cannot))
        if one.presence is not None:
            cannot = _cannot(one.presence.cannot_say)
            rows.append((aim, Message(f"{AREA}.measure.present-before"), *_cells(one.presence.before), cannot))
            rows.append((aim, Message(f"{AREA}.measure.present-after"), *_cells(one.presence.after), cannot))
        if one.conversation is not None:
            cannot = _cannot(one.conversation.cannot_say)
            rows.append((aim, Message(f"{AREA}.measure.answered"), *_cells(one.conversation.answered), cannot))
            rows.append((aim, Message(f"{AREA}.measure.two-way"), *_cells(one.conversation.two_way), cannot))
            if one.conversation.by_target is not None:
                rows.append((aim, Message(f"{AREA}.measure.by-target"), *_cells(one.conversation.by_target), cannot))
    if not rows:
        return None
    return AnswerTable(
        id="measures",
        title=Message(f"{AREA}.measures"),
        columns=(
            *column.text("objective", "measure"),
            *column.number("count", "of"),
            *column.share("share", "low", "high"),
            *column.text("cannot"),
        ),
        rows=tuple(rows),
    )


def _measured(identifier: str, message: Message, cannot: tuple[str, ...]) -> Finding:
    return Finding(id=identifier, message=message, confidence="low", contrary=Message(f"{AREA}.cannot", what=_cannot(cannot)))


def _cannot(codes: tuple[str, ...]) -> tuple[Message, ...]:
    words = {
        "cause": Message(f"{AREA}.unsaid.cause"),
        "approval": Message(f"{AREA}.unsaid.approval"),
        "private": Message(f"{AREA}.unsaid.private"),
        "read": Message(f"{AREA}.unsaid.read"),
        "list": Message(f"{AREA}.unsaid.list"),
        "tone": Message(f"{AREA}.unsaid.tone"),
        "machine": Message(f"{AREA}.unsaid.machine"),
    }
    return tuple(words[code] for code in codes)


def _ends(portion: Portion) -> dict[str, Any]:
    low, high = share_interval(portion.count, portion.of, LEVEL)
    return {"taken": portion.count, "count": portion.of, "low": low, "high": high}


def _cells(portion: Portion) -> tuple[Any, ...]:
    return portion.count, portion.of, portion.share if portion.of else None, *share_interval(portion.count, portion.of, LEVEL)
