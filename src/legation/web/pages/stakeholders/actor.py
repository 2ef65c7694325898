"""One actor: its dated history of positions, votes, groups, ties, interests, contacts and promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.http import Http404

from legation.dossier import TABLES, VOTES, Issue, Position, When, contradict, standing
from legation.dossier import Dossier as Content
from legation.dossier.tables.labels import choice_word
from legation.figures.theme import VOTE_LETTERS
from legation.language import Message
from legation.questions.base.case import Case, grounds
from legation.questions.coalitions.agreements import Likeness, ends_of
from legation.questions.votes.voting_record import IssueRecord, voting_record
from legation.web.forms.row_form import add_href, edit_href, home_of, may_change, record_href
from legation.web.pages.stakeholders.history import (
    ActorInterest,
    CitedSource,
    DatedLine,
    PositionChart,
    chart,
    commitments_of,
    engagements_of,
    judgement_of,
    memberships_of,
    sources,
    ties_of,
)
from legation.web.site.as_of import AsOfPage, known_case, later_href, same_day
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["OneActor", "PositionEntry", "position_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionEntry:
    """A position of the history.

    Attributes
    ----------
    standing : bool
        Whether it stands at the day of the page; a superseded one is shown with what took its place.
    x, low_x, high_x : str
        Where value and range lie on a bar of 160 px; empty where they are not known.
    """

    id: str
    href: str
    since: When | None
    low: float | None
    value: float | None
    high: float | None
    salience: float | None
    influence: float | None
    basis: Any
    confidence: str
    note: Any
    evidence: list[CitedSource]
    standing: bool
    newer: str
    x: str = field(default="", repr=False)
    low_x: str = field(default="", repr=False)
    high_x: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueHistory:
    """What an actor held on an issue, newest first; ``split`` says whether positions that stand contradict each other."""

    id: str
    question: Any
    href: str
    low: Any
    high: Any
    stands: list[PositionEntry]
    split: bool
    add: str
    chart: PositionChart | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CastVote:
    """How an actor stood in a roll call; ``letter`` as papers have it, ``style`` its colour."""

    date: When | None
    symbol: str
    title: Any
    vote: Any
    intent: Any
    letter: str
    style: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueVotes:
    """How an actor votes on an issue, or on everything: ``issue`` is empty.

    Attributes
    ----------
    with_most, of : int
        How often it voted as most did, of how many votes in which one way had the most.
    """

    issue: Any
    href: str
    yes: int
    no: int
    abstain: int
    with_most: int
    of: int
    last: CastVote


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingPartner:
    """Another actor, and how often it votes as this one: a share with its interval, over so many common votes."""

    name: Any
    href: str
    share: float
    low: float
    high: float
    common: int


@dataclass(frozen=True, kw_only=True)
class ActorVoting:
    """How an actor votes, and with whom."""

    whole: IssueVotes
    issues: list[IssueVotes]
    nearest: list[VotingPartner]
    farthest: list[VotingPartner]
    alike: str


@dataclass(frozen=True, kw_only=True)
class OneActor(AsOfPage):
    """The page of an actor."""

    id: str
    kind: Any
    level: Any
    iso3: str
    start: When | None
    end: When | None
    status_note: Any
    marking: str
    day: dt.date
    issues: list[IssueHistory]
    votes: list[CastVote]
    voting: ActorVoting | None
    tally: list[tuple[str, str, int]]
    groups: list[DatedLine]
    ties: list[DatedLine]
    evidenced: list[ActorInterest]
    assumed: list[ActorInterest]
    engagements: list[DatedLine]
    commitments: list[DatedLine]
    row: str
    edit: str
    kit: str
    meeting: str
    adds: dict[str, str]


@page("dossiers/<slug:slug>/actors/<path:actor>/history", name="actors.one", template="pages/actor.html", cached=True)
def one(request: PageRequest, actor: str) -> OneActor:
    """Return everything that the dossier holds of an actor."""
    view = request.known
    row = next((a for a in reversed(view.actors) if a.id == actor), None)
    if row is None:
        raise Http404
    back = request.href("actors.one", actor=actor)
    case = known_case(request)
    judgements = [(grounds(case, r.evidence), judgement_of(request, r)) for r in standing(view.interests) if r.actor == actor]
    votes = _votes(request, actor)
    letters = [(v.letter, v.style) for v in votes]
    kit, meeting = (f"{request.href('briefs')}?{urlencode({'kind': kind, 'actor': actor})}#{kind}-actor" for kind in ("kit", "meeting"))
    return OneActor(
        title=row.name or row.id,
        id=row.id,
        kind=choice_word("actors", "kind", row.kind),
        level=Message(f"level.{row.level}") if row.level else "",
        iso3=row.iso3,
        start=row.start,
        end=row.end,
        status_note=row.status_note or "",
        marking=row.marking,
        day=request.day,
        issues=_issues(request, actor, back),
        votes=votes,
        voting=_voting(request, case, actor, {v.href: v for v in votes}),
        tally=[(letter, style, letters.count((letter, style))) for letter, style in sorted(set(letters), key=_in_order)],
        groups=memberships_of(request, actor),
        ties=ties_of(request, actor),
        evidenced=[j for ground, j in judgements if ground == "evidenced"],
        assumed=[j for ground, j in judgements if ground == "assumed"],
        engagements=engagements_of(request, actor),
        commitments=commitments_of(request, actor),
        row=record_href(request, "actors", actor),
        edit=edit_href(request, "actors", actor, back=back) if may_change(request, "actors") else "",
        kit=kit,
        meeting=meeting,
        adds={t: add_href(request, t, back=back, actor=actor) for t in _ADDED if may_change(request, t)},
        later=_count(request.view, actor) - _count(view, actor),
        later_href=later_href(request),
    )


_ABOUT = {name: columns for name, table in TABLES.items() if name != "votes" and (columns := table.about_in("actors"))}
"""The tables whose rows are about actors, and by which columns; votes are counted apart."""


def _count(view: Content, actor: str) -> int:
    """Return how many rows speak of an actor, votes among them."""
    named = sum(actor in [getattr(row, one) for one in columns] for name, columns in _ABOUT.items() for row in getattr(view, name))
    votes = view.votes
    return named + (int(np.count_nonzero(votes.actor == votes.actors.index(actor))) if actor in votes.actors else 0)


_ADDED = ("positions", "groups", "interests", "engagements", "commitments")
_STYLE = {"yes": "yes", "abstain": "abstain", "no": "no"}


def _in_order(letter: tuple[str, str]) -> tuple[int, str]:
    """Order votes as they are counted: for, withheld, against, then who was not there."""
    return (*_STYLE, "absent").index(letter[1]), letter[0]


def position_entry(request: PageRequest, p: Position, *, now: bool, newer: str = "") -> PositionEntry:
    """Return a position as a line of a history."""
    low, value, high = (None if n is None else f"{8 + n * 1.44:.1f}" for n in (p.low, p.value, p.high))
    return PositionEntry(
        id=p.id,
        href=home_of(request, "positions", p.id),
        since=p.held_from,
        low=p.low,
        value=p.value,
        high=p.high,
        salience=p.salience,
        influence=p.influence,
        basis=choice_word("positions", "basis", p.basis) if p.basis else "",
        confidence=p.confidence,
        note=p.note or "",
        evidence=sources(request, p.evidence),
        standing=now,
        newer=newer,
        x=value or "",
        low_x=low or "",
        high_x=high or "",
    )


def _issues(request: PageRequest, actor: str, back: str) -> list[IssueHistory]:
    view = request.known
    mine = [p for p in view.positions if p.actor == actor]
    newer = {p.supersedes: p.id for p in mine if p.supersedes}
    issues = {issue.id: issue for issue in view.issues}
    histories = []
    for name in dict.fromkeys((*(i.id for i in standing(view.issues)), *(p.issue for p in mine))):
        rows = sorted((p for p in mine if p.issue == name), key=lambda p: (str(p.held_from or ""), str(p.recorded or "")), reverse=True)
        now = view.position_at(actor, name, request.day)
        there = {p.id for p in now}
        issue = issues.get(name, Issue(id=name))
        histories.append(
            IssueHistory(
                id=name,
                question=issue.question or name,
                href=home_of(request, "issues", name),
                low=(issue.low or "0") if issue.low or issue.high else "",
                high=issue.high or "100",
                stands=[position_entry(request, p, now=p.id in there, newer=newer.get(p.id, "")) for p in rows],
                split=_split(now),
                add=add_href(request, "positions", back=back, actor=actor, issue=name) if may_change(request, "positions") else "",
                chart=chart([p for p in rows if p.value is not None and p.held_from is not None], request.day, request.lang),
            )
        )
    return sorted(histories, key=lambda issue: not issue.stands)


def _split(now: Sequence[Position]) -> bool:
    return any(contradict(a, b) for i, a in enumerate(now) for b in now[i + 1 :])


_PARTNERS = 5


def _voting(request: PageRequest, case: Case, actor: str, cast: Mapping[str, CastVote]) -> ActorVoting | None:
    """Return how an actor votes, issue by issue, and with whom; None where it cast no vote."""
    record = voting_record(case, actor)
    if record is None:
        return None
    questions = {one.id: one.question or one.id for one in request.known.issues}

    def line(one: IssueRecord) -> IssueVotes:
        return IssueVotes(
            issue=questions.get(one.issue, one.issue),
            href=home_of(request, "issues", one.issue) if one.issue else "",
            yes=one.yes,
            no=one.no,
            abstain=one.abstain,
            with_most=one.with_most,
            of=one.of,
            last=cast[home_of(request, "rollcalls", one.last.id)],
        )

    def partner(one: Likeness) -> VotingPartner:
        return VotingPartner(
            name=case.named(one.actor),
            href=home_of(request, "actors", one.actor),
            share=one.score,
            low=one.low,
            high=one.high,
            common=one.common,
        )

    nearest, farthest = ends_of(case, actor, _PARTNERS)
    alike = f"{request.href('questions.one', question='who-votes-alike')}?{urlencode({'actor': actor})}"
    return ActorVoting(
        whole=line(record.whole),
        issues=[line(one) for one in record.issues],
        nearest=[partner(one) for one in nearest],
        farthest=[partner(one) for one in farthest],
        alike=same_day(request, alike) if request.may("ask") else "",
    )


def _votes(request: PageRequest, actor: str) -> list[CastVote]:
    """Return every vote of an actor, the latest first; of a secret ballot nobody knows any."""
    votes = request.known.votes
    if actor not in votes.actors:
        return []
    letters = VOTE_LETTERS[request.lang]
    rollcalls = {r.id: r for r in request.known.rollcalls}
    ballots = []
    for i in np.flatnonzero(votes.actor == votes.actors.index(actor)).tolist():
        rollcall, word = rollcalls.get(votes.rollcalls[votes.rollcall[i]]), VOTES[votes.vote[i]]
        if rollcall is None or rollcall.is_secret:
            continue
        intent = Message(f"vote.{VOTES[votes.intent[i]]}") if votes.intent[i] else ""
        href = home_of(request, "rollcalls", rollcall.id)
        style = _STYLE.get(word, "absent")
        ballots.append(
            CastVote(
                rollcall.date,
                rollcall.symbol or rollcall.id,
                rollcall.title,
                Message(f"vote.{word}"),
                intent,
                letters.get(word, "–"),
                style,
                href,
            )
        )
    return sorted(ballots, key=lambda cast: (str(cast.date or ""), cast.symbol), reverse=True)
