"""The findings of a drill as a page and a paper print them: each with what was true and what was known at that time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from legation.consular.drill_score import DrillScore, Finding
from legation.language import Message
from legation.web.consular.drills.declared import Drill

__all__ = ["KINDS", "Line", "Part", "findings", "headlines", "minutes_after"]

KINDS = ("wrongly-safe", "found-late", "reports-lost")
"""The findings that have a person, the gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding.

    Attributes
    ----------
    minutes, until : int or None
        When it was, and when it was put right [minutes of a real clock after the start]; None: not before the close.
    """

    person: str
    minutes: int
    true: Message
    known: Message
    until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The findings of a kind, by time; ``has_until``: whether they can be put right, as a call that nobody followed up cannot."""

    kind: str
    title: Message
    has_until: bool
    lines: tuple[Line, ...]


def findings(drill: Drill, score: DrillScore, names: dict[str, str]) -> tuple[Part, ...]:
    """Return the findings that have a person, by kind."""
    return tuple(
        Part(
            kind=kind,
            title=Message(f"desk-drill.kind.{kind}"),
            has_until=kind != "reports-lost",
            lines=tuple(_line(drill, one, names.get(one.person, "")) for one in found),
        )
        for kind, found in zip(KINDS, (score.wrongly_safe, score.found_late, score.reports_lost), strict=True)
    )


def _line(drill: Drill, one: Finding, name: str) -> Line:
    return Line(
        person=name,
        minutes=minutes_after(drill, one.at) or 0,
        true=Message(f"desk-drill.status.{one.true}"),
        known=Message(f"desk-drill.status.{one.known}"),
        until=minutes_after(drill, one.until),
    )


def minutes_after(drill: Drill, at: dt.datetime | None) -> int | None:
    """Return the whole minutes from the start of a drill to an instant; None where one of them is missing."""
    if drill.started is None or at is None:
        return None
    return int((at - drill.started).total_seconds() // 60)


def headlines(drill: Drill, score: DrillScore) -> Iterator[Message]:
    """Yield what the score says in sentences: the first wave, then the three counts, each of how many."""
    if score.first_wave_minutes is None:
        yield Message("desk-drill.no-wave")
    else:
        yield Message("desk-drill.first-wave", count=round(score.first_wave_minutes))
    yield Message("desk-drill.wrongly-safe", count=len(score.wrongly_safe), total=score.in_need)
    late = round(drill.late.total_seconds() / 60)
    yield Message("desk-drill.found-late", count=len(score.found_late), total=score.in_need, late=late)
    if score.reports:
        yield Message("desk-drill.reports-lost", count=len(score.reports_lost), total=score.reports)
