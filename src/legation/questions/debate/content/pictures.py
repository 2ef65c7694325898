"""The pictures of the answer: who is heard, topics over time, bursts on a line of time."""

from __future__ import annotations

import itertools
import math

from legation.figures.figure import Figure
from legation.figures.kit.multiples import Course, Key, Panel, Reading, Spell, multiples
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.figures.rounding import round_step
from legation.language import Message
from legation.questions.debate.content.findings import FIRM, called, topic_name
from legation.questions.debate.content.inputs import AREA, DebateInputs, lang_name
from legation.questions.debate.content.speakers import Heard
from legation.questions.debate.content.topics import Subjects, Trend
from legation.questions.debate.share_course import MOST_PERIODS, PeriodShare, share_course

__all__ = ["bursts_picture", "topic_pictures", "voice_picture"]

_MOST, _MOST_VOICES = 8, 32
"""Topics or bursts of one picture, and actors of the one of who is heard."""


def voice_picture(of: DebateInputs) -> Figure | None:
    """Draw who is heard; None where nobody is."""
    shown = [one for one in of.voices.heard if one.voice[0] == one.voice[0]][: min(of.top, _MOST_VOICES)]
    if not shown:
        return None
    first = shown[0]
    values = {"matter": of.matter, "actor": of.named(first.actor), "share": first.voice[0], "low": first.voice[1], "high": first.voice[2]}
    over = (
        Message(f"{AREA}.over-outlets", count=of.voices.outlets)
        if of.voices.by_outlets
        else Message(f"{AREA}.over-texts", count=len(of.texts))
    )
    step = round_step(max(one.voice[2] for one in shown) / 4 or 0.25)
    ticks = [at * step for at in range(math.ceil(max(one.voice[2] for one in shown) / step - 1e-9) + 1)]
    return row_chart(
        [_voice(of, one) for one in shown],
        [Scale(high=min(ticks[-1], 1.0), ticks=tuple((tick, _tick(tick, step)) for tick in ticks))],
        id="voice",
        title=Message(f"{AREA}.voice-title-even", **values) if of.voices.even else Message(f"{AREA}.voice-title", **values),
        subtitle=Message(f"{AREA}.voice-subtitle", over=over, **of.span),
        alt=Message(f"{AREA}.voice-alt", count=len(shown), **values),
    )


def _tick(share: float, step: float) -> Message:
    return Message("figures.bands.fine-share" if step < 0.01 else "figures.bands.share", value=share)


def _voice(of: DebateInputs, one: Heard) -> Row:
    share, low, high = one.voice
    text = Message("debate.figure.value", share=share, low=low, high=high)
    item = Item(value=share, low=low, high=high, shape="circle", text=text)
    return Row(name=of.named(one.actor), items=(item,), row=of.case.actor_row(one.actor))


def topic_pictures(of: DebateInputs) -> list[Figure]:
    """Draw the firm topics over time, a figure for each language; none where no topic is firm or there is one period."""
    return [made for one in of.subjects if (made := _topics(of, one)) is not None]


def _topics(of: DebateInputs, one: Subjects) -> Figure | None:
    firm = [at for at, topic in enumerate(one.found.topics) if topic.stable][:_MOST]
    if not firm or not 1 < len(of.periods) <= MOST_PERIODS:
        return None
    names = [topic_name(one.terms[at]) for at in firm]
    courses = [share_course(name, _shares(of, one, at)) for name, at in zip(names, firm, strict=True)]
    panels = [Panel(name=course.name, share=True, courses=(course,)) for course in courses]
    values = {"language": lang_name(one.language), "count": len(firm), "first": topic_name(one.terms[firm[0]])}
    return multiples(
        panels,
        id=f"topics-{one.language}",
        key=[Key("interval", Message("debate.figure.interval"))],
        title=Message(f"{AREA}.topics-title", **values),
        subtitle=Message(f"{AREA}.topics-subtitle", texts=len(one.rows), **of.span, **values),
        alt=Message(f"{AREA}.topics-alt", topics=tuple(names), **of.span, **values),
    )


def _shares(of: DebateInputs, one: Subjects, topic: int) -> list[PeriodShare]:
    return [
        (start, end, float(share), float(low), float(high))
        for start, end, (share, low, high) in zip(of.periods.starts, of.periods.ends, one.by_period[:, topic].tolist(), strict=True)
    ]


def bursts_picture(of: DebateInputs) -> Figure | None:
    """Draw the matter and the topics that burst or moved; None where there are fewer than two periods, or nothing is counted."""
    drawn = [course for course in of.courses if not course.terms or course.bursts.found or (course.changes and course.changes.changes)]
    drawn = drawn[:_MOST]
    if not drawn or len(of.periods) < 2:
        return None
    panels = [_panel(of, course) for course in drawn]
    spells = [spell.kind for panel in panels for spell in panel.spells]
    firm, moves = spells.count("frame"), spells.count("foot")
    values = {"count": firm, "moves": moves, "matter": of.matter, **of.span}
    if firm:
        title = Message(f"{AREA}.bursts-title", **values)
    else:
        title = Message(f"{AREA}.bursts-title-moves", count=moves) if moves else Message(f"{AREA}.bursts-title-none", **values)
    return multiples(
        panels,
        id="bursts",
        key=_KEY,
        title=title,
        subtitle=_every(of),
        alt=Message(f"{AREA}.bursts-alt", rows=tuple(panel.name for panel in panels), **values),
    )


def _every(of: DebateInputs) -> Message:
    match of.periods.every:
        case "week":
            return Message(f"{AREA}.by-week", **of.span)
        case "month":
            return Message(f"{AREA}.by-month", **of.span)
        case "quarter":
            return Message(f"{AREA}.by-quarter", **of.span)
    return Message(f"{AREA}.by-year", **of.span)


_KEY = (
    Key("course", Message("debate.figure.columns")),
    Key("missing", Message("debate.figure.unknown")),
    Key("frame", Message("debate.figure.burst")),
    Key("dashed-frame", Message("debate.figure.burst-weak")),
    Key("foot", Message("debate.figure.move")),
)


def _panel(of: DebateInputs, course: Trend) -> Panel:
    """Return shares as columns, bursts framed, and levels as steps with the days between which each moved."""
    starts, ends, name = of.periods.starts, of.periods.ends, called(of, course)
    shares = [float(count / total) if total else float("nan") for count, total in zip(course.count, course.total, strict=True)]
    columns = [(start, end, share, None, None) for start, end, share in zip(starts, ends, shares, strict=True)]
    courses = [share_course(name, columns, form="bar", labelled=False)]
    spells = [Spell(at=start, until=end, kind="missing") for start, end, share, _, _ in columns if share != share]
    for burst in course.bursts.found:
        first, last = starts[burst.start], ends[burst.end]
        kind, label = ("frame", "burst") if burst.chance <= FIRM else ("dashed-frame", "burst-weak")
        days = Message("figures.bands.days", start=first, end=last)
        spells.append(Spell(at=first, until=last, kind=kind, label=Message(f"debate.figure.{label}"), text=days))  # type: ignore[arg-type]  # one of the two
    changes = course.changes.changes if course.changes else ()
    for move in changes:
        days = Message("figures.bands.days", start=starts[move.low], end=starts[move.high])
        spells.append(Spell(at=starts[move.low], until=starts[move.high], kind="foot", label=Message("debate.figure.move"), text=days))
    if changes:
        edges = [0, *(move.at for move in changes), len(shares)]
        levels = [changes[0].before, *(move.after for move in changes)]
        steps = tuple(
            Reading(at=starts[at], until=ends[at], value=levels[part] if shares[at] == shares[at] else None)
            for part, (begin, end) in enumerate(itertools.pairwise(edges))
            for at in range(begin, end)
        )
        courses.append(Course(name=Message("debate.figure.level"), readings=steps, form="steps", labelled=False))
    return Panel(name=name, share=True, courses=tuple(courses), spells=tuple(spells))
