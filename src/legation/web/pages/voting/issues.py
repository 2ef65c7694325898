"""Issues: what actors disagree about, on which scale, who stands where, and where positions contradict each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from legation.dossier import Dossier as Content
from legation.dossier import Issue, Position, When, contradict, standing
from legation.language import Message, collation_key, say
from legation.web.forms.row_form import add_href, edit_href, home_of, may_change
from legation.web.pages.stakeholders.actor import PositionEntry, position_entry
from legation.web.pages.stakeholders.history import sources
from legation.web.runs.pictures import inline_answer
from legation.web.site.as_of import AsOfPage, later, later_href, positions_at, same_day
from legation.web.site.listing import paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["Issues", "OneIssue"]

PAGE = 200
"""Positions on a page of who stands where."""
_SPLITS = 50
_ROLLCALLS = 40
_BINS = 20
_TALL = 44.0


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """How many positions lie in a step of five points: a bar of a small picture."""

    x: str
    y: str
    height: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """An issue with what is known of it: actors with a position, in which third of the scale, contradictions, roll calls."""

    id: str
    question: Any
    low: Any
    high: Any
    cyberspace: bool | None
    body: Any
    href: str
    actors: int
    thirds: tuple[int, int, int]
    unknown: int
    contradictions: int
    rollcalls: int
    newest: When | None
    words: Message
    bars: list[HistogramBar] = field(default_factory=list, repr=False)


@dataclass(frozen=True, kw_only=True)
class Issues(AsOfPage):
    """Every issue of the dossier."""

    rows: list[IssueRow]
    day: dt.date
    add: str


@dataclass(frozen=True, slots=True)
class PositionedActor:
    """An actor with a position that stands."""

    name: Any
    href: str
    stand: PositionEntry


@dataclass(frozen=True, slots=True)
class SplitPosition:
    """Two positions of one actor that cannot both be right, the newer first."""

    name: Any
    href: str
    newer: PositionEntry
    older: PositionEntry


@dataclass(frozen=True, slots=True)
class IssueRollCall:
    """A roll call on the issue."""

    date: When | None
    symbol: str
    title: Any
    href: str


@dataclass(frozen=True, kw_only=True)
class OneIssue(AsOfPage):
    """An issue: its scale, its figure, who stands where, the contradictions, the roll calls."""

    issue: IssueRow
    day: dt.date
    figure: str
    alt: Any
    holders: list[PositionedActor]
    count: int
    number: int
    pages: int
    previous: str
    next: str
    splits: list[SplitPosition]
    split_count: int
    rollcalls: list[IssueRollCall]
    evidence: list[Any]
    edit: str
    add: str
    grid: str
    matters: str


@page("dossiers/<slug:slug>/issues", name="issues", template="pages/issues.html", cached=True, tables=("issues",))
def issues(request: PageRequest) -> Issues:
    """Return the issues."""
    positions = positions_at(request.known, request.day)
    return Issues(
        title=Message("web.place.issues"),
        rows=[_row(request, issue, _of(positions, issue.id)) for issue in standing(request.known.issues)],
        day=request.day,
        add=add_href(request, "issues", back=request.href("issues")) if may_change(request, "issues") else "",
        **later(request, "issues", "positions", "rollcalls"),
    )


@page("dossiers/<slug:slug>/issues/<path:issue>/stand", name="issues.one", template="pages/issue.html", cached=True)
def one(request: PageRequest, issue: str) -> OneIssue:
    """Return who stands where on an issue."""
    view = request.known
    row = next((i for i in reversed(view.issues) if i.id == issue), None)
    if row is None:
        raise Http404
    positions = _of(positions_at(view, request.day), issue)
    names = {a.id: a.name or a.id for a in view.actors}
    order = sorted(positions, key=lambda a: (-_value(positions[a][0]), collation_key(say(names.get(a, a), request.lang))))
    rows = [(actor, position) for actor in order for position in positions[actor]]
    shown = paging(request.query.get("page"), len(rows), PAGE)
    splits = _splits(positions)
    answer = inline_answer(request, "who-stands-where", issue=issue) if positions and row in standing(view.issues) else None
    day = {"as_of": request.query["as_of"]} if request.query.get("as_of") else {}
    here = request.href("issues.one", issue=issue)
    address = f"{request.href('drawn', question='who-stands-where')}?{urlencode({'issue': issue, **day, 'revision': request.dossier.head})}"
    return OneIssue(
        title=row.question or row.id,
        issue=_row(request, row, positions),
        day=request.day,
        figure=address if answer and answer.figures else "",
        alt=answer.figures[0].alt if answer and answer.figures else "",
        holders=[
            PositionedActor(names.get(a, a), home_of(request, "actors", a), position_entry(request, p, now=True)) for a, p in shown.of(rows)
        ],
        count=len(rows),
        number=shown.number,
        pages=shown.pages,
        **shown.around(lambda number: same_day(request, f"{here}?{urlencode({'page': number})}")),
        splits=[_split(request, names, *split) for split in splits[:_SPLITS]],
        split_count=len(splits),
        rollcalls=[
            IssueRollCall(r.date, r.symbol or r.id, r.title, home_of(request, "rollcalls", r.id))
            for r in sorted(standing(view.rollcalls), key=lambda r: str(r.date or ""), reverse=True)
            if r.issue == issue
        ][:_ROLLCALLS],
        evidence=sources(request, row.evidence),
        edit=edit_href(request, "issues", issue, back=here) if may_change(request, "issues") else "",
        add=add_href(request, "positions", back=here, issue=issue) if may_change(request, "positions") else "",
        grid=request.href("positions") + f"?{urlencode({'issue': issue})}",
        matters=request.href("actors.grid") + f"?{urlencode({'issue': issue})}",
        later=_count(request.view, issue) - _count(view, issue),
        later_href=later_href(request),
    )


def _count(view: Content, issue: str) -> int:
    """Return how many positions and roll calls are on an issue."""
    return sum(p.issue == issue for p in view.positions) + sum(r.issue == issue for r in view.rollcalls)


def _of(positions: Mapping[tuple[str, str], tuple[Position, ...]], issue: str) -> dict[str, tuple[Position, ...]]:
    return {actor: rows for (actor, on), rows in positions.items() if on == issue}


def _value(position: Position) -> float:
    return -1.0 if position.value is None else position.value


def _row(request: PageRequest, issue: Issue, positions: Mapping[str, Sequence[Position]]) -> IssueRow:
    values = [rows[0].value for rows in positions.values()]
    known = [v for v in values if v is not None]
    low, high = sum(v <= 33 for v in known), sum(v >= 67 for v in known)
    thirds = low, len(known) - low - high, high
    body = next((b.name for b in request.known.bodies if b.id == issue.body), issue.body)
    dates = [p.held_from for rows in positions.values() for p in rows if p.held_from is not None]
    return IssueRow(
        id=issue.id,
        question=issue.question or issue.id,
        low=(issue.low or "0") if issue.low or issue.high else "",
        high=issue.high or "100",
        cyberspace=issue.cyberspace,
        body=body,
        href=home_of(request, "issues", issue.id),
        actors=len(positions),
        thirds=thirds,
        unknown=len(values) - len(known),
        contradictions=sum(len(_pairs(rows)) for rows in positions.values()),
        rollcalls=sum(r.issue == issue.id for r in standing(request.known.rollcalls)),
        newest=max(dates, default=None),
        words=Message("page-issues.spread", count=len(known), low=thirds[0], between=thirds[1], high=thirds[2]),
        bars=_bars(known),
    )


def _bars(values: Sequence[float]) -> list[HistogramBar]:
    """Return the picture of values: twenty steps of five points, the fullest step as high as the picture."""
    counts = [0] * _BINS
    for value in values:
        counts[min(int(value / 100 * _BINS), _BINS - 1)] += 1
    most = max(counts, default=0)
    bars = []
    for step, count in enumerate(counts):
        tall = _TALL * count / most if most else 0.0
        if count:
            bars.append(HistogramBar(f"{step * 16 + 1}", f"{48 - tall:.1f}", f"{tall:.1f}", count))
    return bars


def _pairs(rows: Sequence[Position]) -> list[tuple[Position, Position]]:
    return [(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :] if contradict(a, b)]


def _splits(positions: Mapping[str, Sequence[Position]]) -> list[tuple[str, Position, Position]]:
    """Return the actors with positions that cannot both be right, each with the two."""
    return [(actor, newer, older) for actor, rows in positions.items() for newer, older in _pairs(rows)]


def _split(request: PageRequest, names: Mapping[str, Any], actor: str, newer: Position, older: Position) -> SplitPosition:
    return SplitPosition(
        names.get(actor, actor),
        home_of(request, "actors", actor),
        position_entry(request, newer, now=True),
        position_entry(request, older, now=True),
    )
