"""What the counts say of topics and time: which topics are firm, what burst, where the level moved, what rose or fell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from legation.figures.figure import Named
from legation.language import Message
from legation.methods.series import Burst
from legation.questions.answer import Finding
from legation.questions.debate.said_asked import AREA, Asked, tongue
from legation.questions.debate.said_series import Course
from legation.questions.debate.said_topics import Moved, Subjects

__all__ = ["FIRM", "called", "course_findings", "topic_findings", "topic_name"]

FIRM = 0.05
"""Share of even series with as heavy a burst, up to which one is told."""
_SHOWN = 5
_WORDS = 4


def topic_name(terms: tuple[str, ...]) -> Message:
    """Return what a topic is called: the first words that mark it."""
    return Message(f"{AREA}.topic-name", terms=" · ".join(terms[:_WORDS]))


def called(of: Asked, course: Course) -> Message:
    """Return what a course is called in a sentence."""
    return topic_name(course.terms) if course.terms else of.matter


def topic_findings(of: Asked) -> Iterator[Finding]:
    """Say which topics come back, for each language, and which rose or fell."""
    for one in of.subjects:
        firm = [at for at, topic in enumerate(one.found.topics) if topic.stable]
        loose = len(one.found.topics) - len(firm)
        values = {"language": tongue(one.language), "texts": len(one.rows), "passages": one.passages, "basis": of.basis(one.rows)}
        evidence = of.evidence(one.rows)
        if firm:
            shown = tuple(Message(f"{AREA}.topic-of", topic=topic_name(one.terms[at]), share=float(one.share[at])) for at in firm[:_SHOWN])
            message = Message(f"{AREA}.topics", count=len(firm), topics=shown, **values)
            contrary = Message(f"{AREA}.topics-loose", count=loose) if loose else None
            yield Finding(id=f"topics-{one.language}", message=message, evidence=evidence, confidence="moderate", contrary=contrary)
            yield from _moved(of, one, firm)
        else:
            message = Message(f"{AREA}.topics-none", count=loose, **values)
            yield Finding(id=f"topics-{one.language}", message=message, evidence=evidence, confidence="low")


def _moved(of: Asked, one: Subjects, firm: list[int]) -> Iterator[Finding]:
    for at in firm:
        moved = one.moved[at]
        if moved is None or not moved.sure:
            continue
        values = {"topic": topic_name(one.terms[at]), "split": of.split, "count": len(one.found.topics), **_ends(moved)}
        message = Message(f"{AREA}.topic-rose", **values) if moved.difference > 0 else Message(f"{AREA}.topic-fell", **values)
        yield Finding(id=f"topic-{one.language}-{at + 1}", message=message, evidence=of.evidence(one.about(at)), confidence="moderate")


def _ends(moved: Moved) -> dict[str, float]:
    low, high = sorted((abs(moved.low), abs(moved.high)))
    return {"before": moved.before, "now": moved.now, "low": low * 100, "high": high * 100}


def course_findings(of: Asked) -> Iterator[Finding]:
    """Say what burst, where the level moved for good, and whether the matter takes more room than before."""
    firm = [(course, burst) for course in of.courses for burst in course.bursts.found if burst.chance <= FIRM]
    for number, (course, burst) in enumerate(sorted(firm, key=lambda pair: -pair[1].weight)[:_SHOWN], start=1):
        yield _burst(of, course, burst, number)
    if of.courses and not firm:
        rate = max(course.bursts.false_alarm_rate for course in of.courses)
        every = of.evidence(row for course in of.courses for row in course.rows)
        message = Message(f"{AREA}.no-burst", count=len(of.courses), rate=rate)
        yield Finding(id="burst", message=message, evidence=every, confidence="low")
    for number, course in enumerate(of.courses, start=1):
        if course.changes is not None:
            for at, change in enumerate(course.changes.changes, start=1):
                values = {
                    "matter": called(of, course),
                    "low": of.periods.starts[change.low],
                    "high": of.periods.starts[change.high],
                    "before": change.before,
                    "after": change.after,
                    "rate": course.changes.false_alarm_rate,
                }
                message = (
                    Message(f"{AREA}.level-rose", **values) if change.after > change.before else Message(f"{AREA}.level-fell", **values)
                )
                yield Finding(id=f"level-{number}-{at}", message=message, evidence=of.evidence(course.rows), confidence="low")
        if not course.terms:
            yield from _share(of, course)


def _burst(of: Asked, course: Course, burst: Burst, number: int) -> Finding:
    start, end = of.periods.starts[burst.start], of.periods.ends[burst.end]
    days = of.kept.days
    rows = [row for row in course.rows if start <= days[row].astype(dt.date) <= end]
    values = {"since": start, "until": end, "share": burst.share, "base": course.bursts.base, "chance": burst.chance}
    message = Message(f"{AREA}.burst", matter=called(of, course), count=round(burst.count), of=round(burst.total), **values)
    return Finding(id=f"burst-{number}", message=message, evidence=of.evidence(rows), confidence="moderate")


def _share(of: Asked, course: Course) -> Iterator[Finding]:
    if course.share is None or course.difference is None:
        return
    (before, *_), (now, *_) = course.share
    gap, low, high = course.difference
    values = {"matter": of.matter, "split": of.split, "before": before, "now": now, "low": low * 100, "high": high * 100}
    if low > 0:
        message = Message(f"{AREA}.matter-rose", **values)
    elif high < 0:
        message = Message(f"{AREA}.matter-fell", **{**values, "low": -high * 100, "high": -low * 100})
    else:
        message = Message(f"{AREA}.matter-same", **values)
    sure = low > 0 or high < 0
    yield Finding(id="moved", message=message, evidence=of.evidence(course.rows), confidence="moderate" if sure and gap else "low")


def language_named(lang: str) -> Named:
    """Return a language as a cell of a table."""
    return Named(lang or "—", tongue(lang))
