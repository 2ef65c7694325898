"""The three measures as sentences and a table: each with its objective, what it counts, its interval, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from legation.language import Message
from legation.methods.debate import Portion
from legation.questions.answer import AnswerTable, Finding, first_of
from legation.questions.columns import Columns
from legation.questions.debate.uptake_asked import Asked
from legation.questions.debate.uptake_phrases import AREA

__all__ = ["measures_findings", "measures_missing", "measures_table"]

column = Columns(f"{AREA}.column.")

_NAMED = 8


def measures_findings(of: Asked) -> Iterator[Finding]:
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
                names = first_of([of.named(str(actor)) for actor in reached.gained], _NAMED)
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


def measures_missing(of: Asked) -> Iterator[Message]:
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


def measures_table(of: Asked) -> AnswerTable | None:
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
    return {"taken": portion.count, "count": portion.of, "low": portion.low, "high": portion.high}


def _cells(portion: Portion) -> tuple[Any, ...]:
    return portion.count, portion.of, portion.share if portion.of else None, portion.low, portion.high
