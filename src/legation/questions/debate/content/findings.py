"""What the counts say, as sentences: how much is there, who is heard, how the matter is put, which topics are firm, what rose or fell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

from legation.figures.figure import Named
from legation.language import Message
from legation.methods.series import Burst
from legation.methods.share import TEST, share_interval
from legation.methods.text.frames import FrameShare, Skill
from legation.questions.answer import Finding
from legation.questions.debate.content.inputs import AREA, DebateInputs, lang_name
from legation.questions.debate.content.speakers import NOBODY, Behalf, Heard, Share
from legation.questions.debate.content.topics import Subjects, TopicShift, Trend

__all__ = [
    "FIRM",
    "behalf_findings",
    "called",
    "course_findings",
    "coverage_finding",
    "frame_findings",
    "topic_findings",
    "topic_name",
    "voice_findings",
]


_VOICES_SHOWN = 3
_PAIRS = 5
_FEW_OWN = 5
"""Texts of its own from which an actor is named for giving the matter much room."""


def coverage_finding(of: DebateInputs) -> Finding:
    """Say how many texts are held, of whom, where and in which languages."""
    texts, rows = of.texts, range(len(of.texts))
    counts = Counter(texts.languages)
    ranked = sorted(counts, key=lambda lang: (not lang, -counts[lang], lang))
    values = {
        **of.span,
        "count": len(texts),
        "actors": len({actor for actor in texts.actors if actor}),
        "outlets": len({outlet for outlet in texts.outlets if outlet}),
        "languages": tuple(Message(f"{AREA}.in-language", language=lang_name(lang), count=counts[lang]) for lang in ranked[:4]),
        "basis": of.basis(rows),
    }
    duplicates = len(of.said) - len(texts)
    contrary = Message(f"{AREA}.folded", count=duplicates) if duplicates else None
    if of.topic:
        total = max(round(float(of.volume.texts.sum())), len(texts))
        low, high = share_interval(len(texts), total, TEST)
        message = Message(f"{AREA}.held-on", topic=of.topic, total=total, share=len(texts) / total, low=low, high=high, **values)
    else:
        message = Message(f"{AREA}.held", **values)
    return Finding(id="held", message=message, evidence=of.evidence(rows), confidence="high", contrary=contrary)


def voice_findings(of: DebateInputs) -> Iterator[Finding]:
    """Say who is heard most, who gave the matter the greatest part of its own words, and who is heard more or less than before."""
    voices = [one for one in of.voices.heard if one.voice[0] == one.voice[0]]
    if not voices:
        return
    first = voices[0]
    shown = tuple(_voiced(of, one, one.voice) for one in voices[:_VOICES_SHOWN])
    rows = [at for at, actor in enumerate(of.texts.actors) if actor in {one.actor for one in voices[:_VOICES_SHOWN]}]
    values = {"matter": of.matter, "actors": shown, "count": len(of.voices.heard), "outlets": of.voices.outlets}
    if of.voices.even:
        message = Message(f"{AREA}.voice-even", level=of.voices.level, highest=first.voice[0], **values)
        every = range(len(of.texts))
        yield Finding(id="voice", message=message, evidence=of.evidence(every), confidence="low")
    elif of.voices.by_outlets:
        contrary = Message(f"{AREA}.few-outlets", count=of.voices.outlets) if of.voices.few else None
        yield Finding(
            id="voice", message=Message(f"{AREA}.voice", **values), evidence=of.evidence(rows), confidence="low", contrary=contrary
        )
    else:
        yield Finding(id="voice", message=Message(f"{AREA}.voice-one", **values), evidence=of.evidence(rows), confidence="low")
    if of.topic:
        yield from _own(of)
    if of.now:
        yield from _voices_moved(of, voices)


def _own(of: DebateInputs) -> Iterator[Finding]:
    spoke = [one for one in of.voices.heard if one.own >= _FEW_OWN and one.spoken]
    spoke.sort(key=lambda one: (-one.of_own[1], one.actor))
    if spoke:
        shown = tuple(
            Message(f"{AREA}.own-of", actor=of.named(one.actor), count=one.spoken, of=one.own, low=one.of_own[1], high=one.of_own[2])
            for one in spoke[:_VOICES_SHOWN]
        )
        rows = [at for at, actor in enumerate(of.texts.actors) if actor in {one.actor for one in spoke[:_VOICES_SHOWN]}]
        message = Message(f"{AREA}.own", topic=of.topic, actors=shown)
        yield Finding(id="own", message=message, evidence=of.evidence(rows), confidence="moderate")


def _voices_moved(of: DebateInputs, voices: list[Heard]) -> Iterator[Finding]:
    more = [one for one in voices if one.now[1] > one.before[2]]
    less = [one for one in voices if one.now[2] < one.before[1]]
    values = {"split": of.split}
    for found, name in ((more, "more"), (less, "less")):
        if found:
            shown = tuple(
                Message(f"{AREA}.heard-move", actor=of.named(one.actor), before=one.before[0], now=one.now[0])
                for one in found[:_VOICES_SHOWN]
            )
            rows = [at for at, actor in enumerate(of.texts.actors) if actor in {one.actor for one in found[:_VOICES_SHOWN]}]
            message = (
                Message(f"{AREA}.heard-more", actors=shown, **values)
                if name == "more"
                else Message(f"{AREA}.heard-less", actors=shown, **values)
            )
            yield Finding(id=f"heard-{name}", message=message, evidence=of.evidence(rows), confidence="low")


def _voiced(of: DebateInputs, one: Heard, ends: Share) -> Message:
    return Message(f"{AREA}.voice-of", actor=of.named(one.actor), share=ends[0], low=ends[1], high=ends[2])


def behalf_findings(of: DebateInputs) -> Iterator[Finding]:
    """Say who speaks for whom, and who joins whose statement."""
    named = [one for one in of.behalf if one.principal not in NOBODY]
    speaks, joins = [one for one in named if not one.joins], [one for one in named if one.joins]
    contrary = Message(f"{AREA}.wording-only")
    if speaks:
        message = Message(f"{AREA}.speaks-for", count=len(speaks), pairs=_pairs(of, speaks))
        yield Finding(id="speaks-for", message=message, evidence=_evidence(of, speaks), confidence="low", contrary=contrary)
    if joins:
        message = Message(f"{AREA}.joins", count=len(joins), pairs=_pairs(of, joins))
        yield Finding(id="joins", message=message, evidence=_evidence(of, joins), confidence="low", contrary=contrary)


def _pairs(of: DebateInputs, pairs: list[Behalf]) -> tuple[Message, ...]:
    return tuple(
        Message(f"{AREA}.pair", speaker=of.named(one.speaker), principal=of.named(one.principal), count=len(one.texts))
        for one in pairs[:_PAIRS]
    )


def _evidence(of: DebateInputs, pairs: list[Behalf]) -> tuple[str, ...]:
    return of.evidence(row for one in pairs[:_PAIRS] for row in one.texts)


def frame_findings(of: DebateInputs) -> Iterator[Finding]:
    """Say how much of what is read puts the matter in each frame, and how well that is read."""
    if of.framed is None:
        return
    for given, share, skill in zip(of.framed.given, of.framed.shares, of.framed.skill, strict=True):
        doubt = share.doubtful / share.texts if share.texts else 0.0
        values = {"frame": given.name, "count": share.texts, "texts": of.framed.texts, "doubt": doubt, **_skill(skill)}
        message = _framed(share, values)
        evidence = tuple(item for item in given.evidence if item in {row.id for row in of.case.dossier.evidence})
        yield Finding(
            id=f"frame-{given.id}",
            message=message,
            evidence=evidence or of.evidence(range(len(of.texts))),
            confidence="low",
            contrary=Message(f"{AREA}.frame-made-up") if of.framed.model.illustration else None,
        )


def _framed(share: FrameShare, values: Mapping[str, object]) -> Message:
    if share.share is None:
        return Message(f"{AREA}.frame-blurred", **values)
    return Message(f"{AREA}.frame", share=share.share, low=share.low, high=share.high, **values)


def _skill(skill: Skill) -> dict[str, float | int]:
    return {"precision": skill.precision, "recall": skill.recall, "examples": skill.examples, "others": skill.others}


FIRM = 0.05
"""Share of even series with as heavy a burst, up to which one is told."""
_TOPICS_SHOWN = 5
_WORDS = 4


def topic_name(terms: tuple[str, ...]) -> Message:
    """Return what a topic is called: the first words that mark it."""
    return Message(f"{AREA}.topic-name", terms=" · ".join(terms[:_WORDS]))


def called(of: DebateInputs, course: Trend) -> Message:
    """Return what a course is called in a sentence."""
    return topic_name(course.terms) if course.terms else of.matter


def topic_findings(of: DebateInputs) -> Iterator[Finding]:
    """Say which topics come back, for each language, and which rose or fell."""
    for one in of.subjects:
        firm = [at for at, topic in enumerate(one.found.topics) if topic.stable]
        loose = len(one.found.topics) - len(firm)
        values = {"language": lang_name(one.language), "texts": len(one.rows), "passages": one.passages, "basis": of.basis(one.rows)}
        evidence = of.evidence(one.rows)
        if firm:
            shown = tuple(
                Message(f"{AREA}.topic-of", topic=topic_name(one.terms[at]), share=float(one.share[at])) for at in firm[:_TOPICS_SHOWN]
            )
            message = Message(f"{AREA}.topics", count=len(firm), topics=shown, **values)
            contrary = Message(f"{AREA}.topics-loose", count=loose) if loose else None
            yield Finding(id=f"topics-{one.language}", message=message, evidence=evidence, confidence="moderate", contrary=contrary)
            yield from _topics_moved(of, one, firm)
        else:
            message = Message(f"{AREA}.topics-none", count=loose, **values)
            yield Finding(id=f"topics-{one.language}", message=message, evidence=evidence, confidence="low")


def _topics_moved(of: DebateInputs, one: Subjects, firm: list[int]) -> Iterator[Finding]:
    for at in firm:
        moved = one.moved[at]
        if moved is None or not moved.sure:
            continue
        values = {"topic": topic_name(one.terms[at]), "split": of.split, "count": len(one.found.topics), **_ends(moved)}
        message = Message(f"{AREA}.topic-rose", **values) if moved.difference > 0 else Message(f"{AREA}.topic-fell", **values)
        yield Finding(id=f"topic-{one.language}-{at + 1}", message=message, evidence=of.evidence(one.about(at)), confidence="moderate")


def _ends(moved: TopicShift) -> dict[str, float]:
    low, high = sorted((abs(moved.low), abs(moved.high)))
    return {"before": moved.before, "now": moved.now, "low": low * 100, "high": high * 100}


def course_findings(of: DebateInputs) -> Iterator[Finding]:
    """Say what burst, where the level moved for good, and whether the matter takes more room than before."""
    firm = [(course, burst) for course in of.courses for burst in course.bursts.found if burst.chance <= FIRM]
    for number, (course, burst) in enumerate(sorted(firm, key=lambda pair: -pair[1].weight)[:_TOPICS_SHOWN], start=1):
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


def _burst(of: DebateInputs, course: Trend, burst: Burst, number: int) -> Finding:
    start, end = of.periods.starts[burst.start], of.periods.ends[burst.end]
    days = of.texts.days
    rows = [row for row in course.rows if start <= days[row].astype(dt.date) <= end]
    values = {"since": start, "until": end, "share": burst.share, "base": course.bursts.base, "chance": burst.chance}
    message = Message(f"{AREA}.burst", matter=called(of, course), count=round(burst.count), of=round(burst.total), **values)
    return Finding(id=f"burst-{number}", message=message, evidence=of.evidence(rows), confidence="moderate")


def _share(of: DebateInputs, course: Trend) -> Iterator[Finding]:
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
    return Named(lang or "—", lang_name(lang))
