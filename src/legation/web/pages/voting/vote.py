"""One vote: what came of it or when it is, who voted what, its title through the years, both stages, two votes side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import Dossier as Content
from legation.dossier import RollCall, When
from legation.dossier.tables.labels import choice_word
from legation.language import Message, say
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import name_of, plain_title
from legation.questions.votes.result import VoteResult, result_of
from legation.questions.votes.series import of_title, other_stage
from legation.questions.votes.totals import otherwise_counted
from legation.questions.votes.vote_shift import Pair
from legation.web.forms.row_form import edit_href, home_of, may_change, record_href
from legation.web.pages.stakeholders.history import CitedSource, sources
from legation.web.pages.voting.vote_lines import VoteLine, vote_lines
from legation.web.pages.voting.vote_pictures import VotePicture, picture_on_page, rollcall_named, rollcall_or_404
from legation.web.pages.voting.voters import (
    CastGroup,
    Crossing,
    Move,
    Voter,
    crossing,
    meant_otherwise,
    named_voters,
    paired,
    voters_by_vote,
    without_a_vote,
)
from legation.web.site.as_of import AsOfPage, known_case, later_href, same_day
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["OneVote"]

_OFFERED = 30
"""Votes that are offered to be compared with."""


@dataclass(frozen=True, slots=True)
class VoteLink:
    """Where the work goes on: a question with this vote chosen, or a paper of it."""

    words: Message
    href: str


@dataclass(frozen=True, kw_only=True)
class OneVote(AsOfPage):
    """The page of a vote.

    Attributes
    ----------
    state : {"held", "ahead", "no-result"}
    rule : Message or None
        The rule with how far the yes are from what it asks for; of a vote ahead, the rule.
    counted : Message or None
        How the votes add up member by member, where that is not what was published.
    secret : bool
        Whether the ballot hides how a member votes: then nothing is said of any member, before it or after.
    seats, round : int or None
        Of an election.
    cast : list of CastGroup
        Who voted what; of a vote ahead, who declared what. ``name`` is what was searched for in it.
    series : list of VoteLine
        The votes on the title, oldest first, this one among them.
    stages : list of VoteLine
        In committee and in plenary on this text, where the dossier holds both.
    crossing : Crossing or None
        This vote beside another one; ``beside`` is what was chosen, and ``not_beside`` says why it is not there.
    """

    id: str
    symbol: Any
    state: str
    text: Any
    date: When | None
    day: dt.date
    body: Any
    stage: Any
    on: Any
    session: int | None
    secret: bool
    seats: int | None
    round: int | None
    candidates: list[Voter]
    issue: tuple[Any, str] | None
    note: Any
    marking: str
    yes: int | None
    no: int | None
    abstain: int | None
    absent: int | None
    rule: Message | None
    counted: Message | None
    picture: VotePicture | None
    cast: list[CastGroup]
    name: str
    found: int
    meant: list[Move]
    without: list[Voter]
    authors: list[Voter]
    sponsors: list[Voter]
    are_authors_known: bool
    series: list[VoteLine]
    stages: list[VoteLine]
    beside: str
    not_beside: Message | None
    offered: list[tuple[str, Any]]
    crossing: Crossing | None
    moved: VotePicture | None
    evidence: list[CitedSource]
    questions: list[VoteLink]
    papers: list[VoteLink]
    record: str
    file: str
    edit: str
    row_href: str
    source_href: str


@page("dossiers/<slug:slug>/votes/<path:rollcall>/vote", name="votes.one", template="pages/vote.html", cached=True)
def one(request: PageRequest, rollcall: str) -> OneVote:
    """Return a vote; ``?name=`` searches among its members, ``?with=`` lays another vote beside it."""
    row = rollcall_or_404(request, rollcall)
    case = known_case(request)
    result = result_of(case, row)
    series = of_title(case, row)
    counterpart = other_stage(case, row)
    chosen = request.query.get("with", "").strip()[:200]
    other = rollcall_named(case, chosen) if chosen else _default_beside(case, row, counterpart, series)
    pair = paired(case, row, other) if other is not None and other.id != row.id and not (row.is_secret or other.is_secret) else None
    name = request.query.get("name", "").strip()[:100]
    secret, text = row.is_secret, plain_title(row)
    cast = [] if secret else voters_by_vote(request, case, row, name)
    totals = result.totals
    here = request.href("votes.one", rollcall=row.id)
    both = sorted((row, counterpart), key=lambda one: one.stage != "committee") if counterpart is not None else []
    return OneVote(
        title=_headline(row, result, request.day),
        id=row.id,
        symbol=name_of(row),
        state=result.state,
        text=text if say(text, request.lang) != say(name_of(row), request.lang) else "",
        date=row.date,
        day=request.day,
        body=next((one.name or one.id for one in case.dossier.bodies if one.id == row.body), row.body),
        stage=choice_word("rollcalls", "stage", row.stage) if row.stage else "",
        on=choice_word("rollcalls", "on", row.on) if row.on else "",
        session=row.session,
        secret=secret,
        seats=row.seats,
        round=row.round,
        candidates=named_voters(request, case, row.candidates),
        issue=_issue(request, row),
        note=row.note or "",
        marking=row.marking,
        yes=totals.yes if totals else None,
        no=totals.no if totals else None,
        abstain=totals.abstain if totals else None,
        absent=result.absent if totals else None,
        rule=_rule(row, result),
        counted=otherwise_counted(result.counted, result.totals),
        picture=None if secret else picture_on_page(request, row, "seats"),
        cast=cast,
        name=name,
        found=sum(len(group.voters) for one in cast for group in one.groups),
        meant=[] if secret else meant_otherwise(request, case, row),
        without=without_a_vote(request, case, row),
        authors=named_voters(request, case, row.authors),
        sponsors=named_voters(request, case, row.co_authors if row.authors else row.sponsors),
        are_authors_known=bool(row.authors),
        series=vote_lines(request, case, series, here=row.id) if len(series) > 1 else [],
        stages=vote_lines(request, case, both, here=row.id),
        beside=chosen,
        not_beside=_why_not(row, chosen, other, pair),
        offered=_offered(request, case, row, counterpart, series) if not secret and inputs.is_held(case, row, by_member=True) else [],
        crossing=crossing(request, pair) if pair else None,
        moved=picture_on_page(request, row, "moved", other.id) if pair and other else None,
        evidence=sources(request, row.evidence),
        questions=_questions(request, row, result, pair),
        papers=_papers(request, row),
        record=record_href(request, "rollcalls", row.id),
        file=request.href("votes.file", rollcall=row.id) if request.may("export") and row.id in request.view.votes.rollcalls else "",
        edit=edit_href(request, "rollcalls", row.id, back=here) if may_change(request, "rollcalls") else "",
        row_href=request.href("rows.one", table="TABLE", row="ROW"),
        source_href=request.href("evidence.one", row="ROW"),
        later=_count(request.view, row.id) - _count(case.dossier, row.id),
        later_href=later_href(request),
    )


def _headline(row: RollCall, result: VoteResult, day: dt.date) -> Message:
    name = name_of(row)
    if result.state == "held" and row.is_secret:
        return Message("page-votes.headline.secret", rollcall=name)
    if result.state == "held":
        if result.totals is None:
            return Message("page-votes.headline.held-without-totals", rollcall=name)
        form = "held" if result.adopted is None else "adopted" if result.adopted else "not-adopted"
        return Message(f"page-votes.headline.{form}", rollcall=name, **result.totals._asdict())
    if result.state == "no-result":
        return Message("page-votes.headline.no-result", rollcall=name)
    if row.date is None:
        return Message("page-votes.headline.no-day", rollcall=name)
    days = (row.date.first - day).days
    if row.date.first != row.date.last:
        return Message("page-votes.headline.ahead-in", rollcall=name, date=row.date)
    return Message("page-votes.headline.ahead-days" if days > 0 else "page-votes.headline.today", rollcall=name, count=days)


def _rule(row: RollCall, result: VoteResult) -> Message | None:
    if result.rule is None:
        return None
    return result.sentence or Message("page-votes.rule", rule=result.rule.words, rollcall=name_of(row))


def _issue(request: PageRequest, row: RollCall) -> tuple[Any, str] | None:
    issue = next((one for one in request.known.issues if one.id == row.issue), None)
    return (issue.question or issue.id, home_of(request, "issues", issue.id)) if issue else None


def _count(view: Content, rollcall: str) -> int:
    """Return how many votes the dossier holds of a roll call."""
    votes = view.votes
    return int((votes.rollcall == votes.rollcalls.index(rollcall)).sum()) if rollcall in votes.rollcalls else 0


def _default_beside(case: Case, row: RollCall, counterpart: RollCall | None, series: tuple[RollCall, ...]) -> RollCall | None:
    """Return what a vote is laid beside where nothing is chosen: the other stage, else the vote before on the title, else the next."""
    at = series.index(row)
    order = [*([counterpart] if counterpart else []), *reversed(series[:at]), *series[at + 1 :]]
    return next((one for one in order if not one.is_secret and inputs.is_held(case, one, by_member=True)), None)


def _why_not(row: RollCall, chosen: str, other: RollCall | None, pair: Pair | None) -> Message | None:
    if not chosen or pair is not None or row.is_secret:
        return None
    if other is None:
        return Message("page-votes.no-such-vote", found=chosen)
    return Message("page-votes.same-vote") if other.id == row.id else Message("page-votes.not-by-member", rollcall=name_of(other))


def _offered(
    request: PageRequest, case: Case, row: RollCall, counterpart: RollCall | None, series: tuple[RollCall, ...]
) -> list[tuple[str, Any]]:
    """Return votes to be compared with: the other stage, those on the title, on the issue, then the others, the latest first."""
    recorded = inputs.profile(case).rollcalls[::-1]
    on_issue = [one for one in recorded if row.issue and one.issue == row.issue]
    order = [*([counterpart] if counterpart else []), *reversed(series), *on_issue, *recorded]
    there: dict[str, RollCall] = {}
    for one in order:
        if one.id != row.id and not one.is_secret and inputs.is_held(case, one, by_member=True) and len(there) < _OFFERED:
            there[one.id] = one
    return [
        (one.id, Message("page-votes.offered", rollcall=name_of(one), title=say(one.title, request.lang) or "—")) for one in there.values()
    ]


def _questions(request: PageRequest, row: RollCall, result: VoteResult, pair: Pair | None) -> list[VoteLink]:
    """Return the questions on this vote."""
    if not request.may("ask"):
        return []
    both = {"first": pair.first.id, "second": pair.second.id} if pair else {"second": row.id}
    wanted: list[tuple[str, Message, dict[str, str]]] = []
    if row.is_secret:
        wanted.append(("do-we-have-the-votes", Message("page-votes.promised"), {"rollcall": row.id}))
    elif result.state != "held":
        wanted.append(("do-we-have-the-votes", Message("do-we-have-the-votes.title"), {"rollcall": row.id}))
        wanted.append(("who-can-move", Message("who-can-move.title"), {"rollcall": row.id}))
        wanted.append(("who-is-missing", Message("who-is-missing.title"), {"rollcall": row.id}))
    else:
        wanted.append(("why-did-the-vote-shift", Message("why-did-the-vote-shift.title"), both))
        wanted.append(("do-we-have-the-votes", Message("page-votes.count-again"), {"rollcall": row.id}))
    return [
        VoteLink(words, same_day(request, f"{request.href('questions.one', question=question)}?{urlencode(given)}"))
        for question, words, given in wanted
    ]


def _papers(request: PageRequest, row: RollCall) -> list[VoteLink]:
    """Return the papers on this vote."""
    if not request.may("export"):
        return []
    papers = request.href("briefs")
    links = [
        VoteLink(Message("page-votes.tally-sheet"), f"{papers}?{urlencode({'kind': 'tally', 'rollcall': row.id})}#tally-rollcall"),
        VoteLink(
            Message("page-votes.room-sheet"), f"{papers}?{urlencode({'kind': 'tally', 'rollcall': row.id, 'sheet': 'room'})}#tally-rollcall"
        ),
        VoteLink(
            Message("page-votes.explanation"), f"{papers}?{urlencode({'kind': 'explanation', 'rollcall': row.id})}#explanation-rollcall"
        ),
    ]
    return links[:1] if row.is_secret else links
