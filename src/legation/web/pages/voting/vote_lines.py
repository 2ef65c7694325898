"""A vote in a line: its day, its name, its outcome and its totals, with a small bar; of lists, series and an actor's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier import RollCall, When
from legation.dossier.column import Wording, symbol
from legation.figures.figure import Named
from legation.language import Message
from legation.questions import Case
from legation.questions.votes.declarations import plain_title
from legation.questions.votes.result import outcome_of
from legation.questions.votes.totals import Totals, totals_known
from legation.web.forms.row_form import home_of
from legation.web.site.page import PageRequest

__all__ = ["OUTCOMES", "ListedVote", "VoteBar", "VoteLine", "lines_of", "vote_lines"]

BAR = 160.0
"""Width of a bar [px]."""
OUTCOMES = {
    "adopted": Message("page-votes.outcome.adopted"),
    "not-adopted": Message("page-votes.outcome.not-adopted"),
    "held": Message("page-votes.outcome.held"),
    "ahead": Message("page-votes.outcome.ahead"),
    "no-result": Message("page-votes.outcome.no-result"),
}
"""What came of a vote in one word; ``held``: no rule says what came of it."""


@dataclass(frozen=True, slots=True)
class VoteBar:
    """Yes, abstentions and no after each other, as parts of a bar [px]."""

    yes: str
    abstain_at: str
    abstain: str
    no_at: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLine:
    """A vote in a line.

    Attributes
    ----------
    outcome : str
        A key of :data:`OUTCOMES`; ``words`` says it.
    yes, no, abstain : int or None
        As published, else as counted.
    here : bool
        Whether it is the vote of the page.
    """

    id: str
    name: Any
    title: Any
    date: When | None
    stage: str
    on: str
    outcome: str
    words: Message
    yes: int | None
    no: int | None
    abstain: int | None
    href: str
    here: bool = False
    bar: VoteBar | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ListedVote:
    """What a line says of a vote, wherever it was read: worked out of a case, or written with the rows of a revision."""

    id: str
    symbol: str
    title: Wording
    date: When | None
    stage: str
    on: str
    outcome: str
    totals: Totals | None


def vote_lines(request: PageRequest, case: Case, rollcalls: Sequence[RollCall], *, here: str = "") -> list[VoteLine]:
    """Return votes as lines, in their order, as known on the case's day."""
    listed = [
        ListedVote(row.id, symbol(row), plain_title(row), row.date, row.stage, row.on, outcome_of(case, row, totals), totals)
        for row, totals in zip(rollcalls, totals_known(case, rollcalls), strict=True)
    ]
    return lines_of(request, listed, here=here)


def lines_of(request: PageRequest, votes: Sequence[ListedVote], *, here: str = "") -> list[VoteLine]:
    """Return votes as lines, in their order; their bars are parts of the longest."""
    most = max((sum(one.totals) for one in votes if one.totals is not None), default=0)
    return [_line(request, one, most, here=one.id == here) for one in votes]


def _line(request: PageRequest, vote: ListedVote, most: int, *, here: bool) -> VoteLine:
    totals = vote.totals
    return VoteLine(
        id=vote.id,
        name=Named(vote.id, vote.symbol) if vote.symbol else vote.title or vote.id,
        title=vote.title if vote.symbol not in ("", vote.title.text, vote.title.en, vote.title.fr) else "",
        date=vote.date,
        stage=vote.stage,
        on=vote.on,
        outcome=vote.outcome,
        words=OUTCOMES[vote.outcome],
        yes=totals.yes if totals else None,
        no=totals.no if totals else None,
        abstain=totals.abstain if totals else None,
        href=home_of(request, "rollcalls", vote.id),
        here=here,
        bar=_bar(totals, most) if totals and most else None,
    )


def _bar(totals: Totals, most: int) -> VoteBar:
    yes, abstain, no = (BAR * part / most for part in (totals.yes, totals.abstain, totals.no))
    return VoteBar(*(f"{place:.1f}" for place in (yes, yes, abstain, yes + abstain, no)))
