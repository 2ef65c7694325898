"""The history of an actor: groups, ties, interests, contacts and promises a line each, and a small picture of positions over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES, Position, When, in_force, standing
from legation.dossier.tables.labels import choice_word
from legation.figures.figure import Named
from legation.language import Lang, Message, say
from legation.questions.base.coalition_names import coalition_names
from legation.questions.base.inputs import group_name
from legation.web.forms.row_form import home_of
from legation.web.site.page import PageRequest

__all__ = [
    "ActorInterest",
    "ChartMark",
    "CitedSource",
    "DatedLine",
    "PositionChart",
    "chart",
    "commitments_of",
    "engagements_of",
    "judgement_of",
    "memberships_of",
    "sources",
    "ties_of",
]


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A piece of evidence, with its page."""

    id: str
    title: Any
    href: str


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A membership, a tie, an engagement or a promise in one line."""

    words: Any
    start: When | None
    end: When | None
    href: str
    now: bool = True
    note: Any = ""
    state: Any = ""


@dataclass(frozen=True, slots=True)
class ActorInterest:
    """An interest or a red line: who judged it, when, and whether evidence or assumption carries it."""

    issue: Any
    interest: Any
    red_line: Any
    needs: Any
    author: str
    recorded: When | None
    evidence: list[CitedSource]
    href: str


def sources(request: PageRequest, ids: Iterable[str]) -> list[CitedSource]:
    """Return pieces of evidence by their ids; those that the person may not see are not there."""
    wanted = dict.fromkeys(ids)
    known = request.known.rows_by("evidence")
    return [CitedSource(i, known[i][-1].title or i, home_of(request, "evidence", i)) for i in wanted if i in known]


def memberships_of(request: PageRequest, actor: str) -> list[DatedLine]:
    """Return the groups and coalitions of an actor, those of the day first."""

    def line(table: str, row: Any, words: Any, state: Any = "") -> DatedLine:
        href = home_of(request, table, TABLES[table].identity(row))
        return DatedLine(words, row.start, row.end, href, in_force(row, request.day), "", state)

    view = request.known
    groups = [line("groups", r, group_name(r.group)) for r in standing(view.groups) if r.actor == actor]
    names = coalition_names(view)
    tiers = [
        line("coalitions", r, names[r.coalition], choice_word("coalitions", "tier", r.tier) if r.tier else "")
        for r in standing(view.coalitions)
        if r.actor == actor
    ]
    return sorted(groups + tiers, key=lambda d: (not d.now, str(d.start or "")))


def ties_of(request: PageRequest, actor: str) -> list[DatedLine]:
    """Return the ties of an actor in either direction."""
    names = {a.id: Named(a.id, a.name or a.id, a.article_fr) for a in request.known.actors}
    rows = [r for r in standing(request.known.relations) if actor in (r.source, r.target)]
    return [
        DatedLine(
            Message(f"page-actors.tie.{r.kind or 'other'}", source=names.get(r.source, r.source), target=names.get(r.target, r.target)),
            r.start,
            r.end,
            home_of(request, "actors", r.target if r.source == actor else r.source),
            in_force(r, request.day),
            r.note or "",
        )
        for r in rows
    ]


def judgement_of(request: PageRequest, row: Any) -> ActorInterest:
    """Return an interest with its red line as a page shows it."""
    issue = next((i.question for i in request.known.issues if i.id == row.issue), row.issue)
    href = home_of(request, "interests", row.id)
    return ActorInterest(
        issue, row.interest or "", row.red_line or "", row.needs or "", row.author, row.recorded, sources(request, row.evidence), href
    )


def engagements_of(request: PageRequest, actor: str) -> list[DatedLine]:
    """Return our contacts with an actor, the latest first."""
    rows = [r for r in standing(request.known.engagements) if r.actor == actor]
    lines = [
        DatedLine(
            r.ask or (choice_word("engagements", "channel", r.channel) if r.channel else r.id),
            r.date,
            r.due,
            home_of(request, "engagements", r.id),
            now=True,
            note=r.words or r.next_step or "",
            state=choice_word("engagements", "answer", r.answer) if r.answer else "",
        )
        for r in rows
    ]
    return sorted(lines, key=lambda d: str(d.start or ""), reverse=True)


def commitments_of(request: PageRequest, actor: str) -> list[DatedLine]:
    """Return the promises between us and an actor."""
    rows = [r for r in standing(request.known.commitments) if r.actor == actor]
    return [
        DatedLine(
            r.promise or r.id,
            r.date,
            r.due,
            home_of(request, "commitments", r.id),
            now=r.kept in ("", "open"),
            note=choice_word("commitments", "direction", r.direction) if r.direction else "",
            state=choice_word("commitments", "kept", r.kept or "open"),
        )
        for r in rows
    ]


_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 624.0, 10.0, 126.0


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A position in the picture: from the day it is held (``x``) to the next one (``end``), its value and its range, and its words."""

    x: str
    end: str
    y: str
    low: str
    high: str
    height: str
    words: Message


@dataclass(frozen=True, slots=True)
class PositionChart:
    """The picture: marks in the order of time, and the years along the axis."""

    marks: tuple[ChartMark, ...]
    years: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]


def chart(positions: Sequence[Position], day: dt.date, lang: Lang) -> PositionChart | None:
    """Return the picture of positions that have a value and a date; None for fewer than two of them.

    Each is drawn from the day on which it is held until the next one, the last until ``day``.
    """
    rows = sorted(
        ((p.held_from.last, p.value, p) for p in positions if p.held_from and p.value is not None), key=lambda row: (row[0], row[2].id)
    )
    if len(rows) < 2:
        return None
    start, stop = rows[0][0], max(day, rows[-1][0])
    span = max((stop - start).days, 1)

    def across(date: dt.date) -> float:
        return _LEFT + (date - start).days / span * (_RIGHT - _LEFT)

    marks = []
    for number, (date, value, p) in enumerate(rows):
        end = rows[number + 1][0] if number + 1 < len(rows) else stop
        low, high = (value if n is None else n for n in (p.low, p.high))
        words = Message("page-actors.stood", value=value, low=p.low, high=p.high, since=p.held_from)
        marks.append(
            ChartMark(
                _px(across(date)),
                _px(max(across(end), across(date) + 3)),
                _px(_up(value)),
                _px(_up(low)),
                _px(_up(high)),
                _px(max(_up(low) - _up(high), 1)),
                words,
            )
        )
    step = max(1, -(-(stop.year - start.year + 1) // 10))
    years = [dt.date(year, 1, 1) for year in range(start.year + 1, stop.year + 1, step)]
    return PositionChart(
        tuple(marks),
        tuple((_px(across(day)), say(str(day.year), lang)) for day in years),
        tuple((_px(_up(level)), str(level)) for level in (0, 50, 100)),
    )


def _up(value: float) -> float:
    return _BOTTOM - value / 100 * (_BOTTOM - _TOP)


def _px(number: float) -> str:
    return f"{number:.1f}"
