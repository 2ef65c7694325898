"""The pictures of the answer: who is heard, topics over time, bursts on a line of time."""

from __future__ import annotations

from legation.figures.burst_line import MOST as MOST_ROWS
from legation.figures.burst_line import BurstRow, Column, Moved, Stretch, burst_line
from legation.figures.figure import Figure
from legation.figures.period_shares import MOST as MOST_TOPICS
from legation.figures.period_shares import MOST_PERIODS, PeriodShare, ShareRow, period_shares
from legation.figures.voice_shares import MOST as MOST_VOICES
from legation.figures.voice_shares import Voice, voice_shares
from legation.language import Message
from legation.questions.debate.content.findings import FIRM, called, topic_name
from legation.questions.debate.content.inputs import AREA, DebateInputs, lang_name
from legation.questions.debate.content.topics import Subjects, Trend

__all__ = ["bursts_picture", "topic_pictures", "voice_picture"]


def voice_picture(of: DebateInputs) -> Figure | None:
    """Draw who is heard; None where nobody is."""
    shown = [one for one in of.voices.heard if one.voice[0] == one.voice[0]][: min(of.top, MOST_VOICES)]
    if not shown:
        return None
    first = shown[0]
    values = {"matter": of.matter, "actor": of.named(first.actor), "share": first.voice[0], "low": first.voice[1], "high": first.voice[2]}
    over = (
        Message(f"{AREA}.over-outlets", count=of.voices.outlets)
        if of.voices.by_outlets
        else Message(f"{AREA}.over-texts", count=len(of.texts))
    )
    return voice_shares(
        [Voice(name=of.named(one.actor), share=one.voice) for one in shown],
        title=Message(f"{AREA}.voice-title-even", **values) if of.voices.even else Message(f"{AREA}.voice-title", **values),
        subtitle=Message(f"{AREA}.voice-subtitle", over=over, **of.span),
        alt=Message(f"{AREA}.voice-alt", count=len(shown), **values),
    )


def topic_pictures(of: DebateInputs) -> list[Figure]:
    """Draw the firm topics over time, a figure for each language; none where no topic is firm or there is one period."""
    return [made for one in of.subjects if (made := _topics(of, one)) is not None]


def _topics(of: DebateInputs, one: Subjects) -> Figure | None:
    firm = [at for at, topic in enumerate(one.found.topics) if topic.stable][:MOST_TOPICS]
    if not firm or not 1 < len(of.periods) <= MOST_PERIODS:
        return None
    rows = [ShareRow(name=topic_name(one.terms[at]), since=None, periods=_shares(of, one, at)) for at in firm]
    values = {"language": lang_name(one.language), "count": len(firm), "first": topic_name(one.terms[firm[0]])}
    return period_shares(
        rows,
        id=f"topics-{one.language}",
        title=Message(f"{AREA}.topics-title", **values),
        subtitle=Message(f"{AREA}.topics-subtitle", texts=len(one.rows), **of.span, **values),
        alt=Message(f"{AREA}.topics-alt", topics=tuple(row.name for row in rows), **of.span, **values),
    )


def _shares(of: DebateInputs, one: Subjects, topic: int) -> tuple[PeriodShare, ...]:
    ends = one.by_period[:, topic].tolist()
    days = zip(of.periods.starts, of.periods.ends, strict=True)
    return tuple(
        PeriodShare(start=start, end=end, share=share, low=low, high=high)
        for (start, end), (share, low, high) in zip(days, ends, strict=True)
    )


def bursts_picture(of: DebateInputs) -> Figure | None:
    """Draw the matter and the topics that burst or moved; None where there are fewer than two periods, or nothing is counted."""
    drawn = [course for course in of.courses if not course.terms or course.bursts.found or (course.changes and course.changes.changes)]
    drawn = drawn[:MOST_ROWS]
    if not drawn or len(of.periods) < 2:
        return None
    rows = [_row(of, course) for course in drawn]
    firm = sum(burst.firm for row in rows for burst in row.bursts)
    moves = sum(len(row.moves) for row in rows)
    values = {"count": firm, "moves": moves, "matter": of.matter, **of.span}
    if firm:
        title = Message(f"{AREA}.bursts-title", **values)
    else:
        title = Message(f"{AREA}.bursts-title-moves", count=moves) if moves else Message(f"{AREA}.bursts-title-none", **values)
    return burst_line(
        rows,
        title=title,
        subtitle=_every(of),
        alt=Message(f"{AREA}.bursts-alt", rows=tuple(row.name for row in rows), **values),
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


def _row(of: DebateInputs, course: Trend) -> BurstRow:
    starts, ends = of.periods.starts, of.periods.ends
    shares = [float(count / total) if total else float("nan") for count, total in zip(course.count, course.total, strict=True)]
    changes = course.changes.changes if course.changes else ()
    return BurstRow(
        name=called(of, course),
        columns=tuple(Column(start=starts[at], end=ends[at], share=share) for at, share in enumerate(shares)),
        bursts=tuple(Stretch(start=starts[one.start], end=ends[one.end], firm=one.chance <= FIRM) for one in course.bursts.found),
        moves=tuple(
            Moved(at=starts[one.at], low=starts[one.low], high=starts[one.high], before=one.before, after=one.after) for one in changes
        ),
    )
