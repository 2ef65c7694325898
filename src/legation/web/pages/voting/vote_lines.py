"""A vote in a line: its day, its name, its outcome and its totals, with a small bar; of lists, series and an actor's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier import RollCall, When
from legation.dossier.column import symbol
from legation.language import Message
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import name_of, plain_title
from legation.questions.votes.result import was_adopted
from legation.questions.votes.totals import Totals, totals_known
from legation.web.forms.row_form import home_of
from legation.web.site.page import PageRequest

__all__ = ["OUTCOMES", "VoteBar", "VoteLine", "outcome_of", "vote_lines"]

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


def vote_lines(request: PageRequest, case: Case, rollcalls: Sequence[RollCall], *, here: str = "") -> list[VoteLine]:
    """Return votes as lines, in their order, as known on the case's day."""
    totals = totals_known(case, rollcalls)
    most = max((sum(one) for one in totals if one is not None), default=0)
    return [_line(request, case, row, known, most, here=row.id == here) for row, known in zip(rollcalls, totals, strict=True)]


def _line(request: PageRequest, case: Case, row: RollCall, totals: Totals | None, most: int, *, here: bool) -> VoteLine:
    outcome = outcome_of(case, row, totals)
    has_symbol = bool(symbol(row))
    return VoteLine(
        id=row.id,
        name=name_of(row) if has_symbol else plain_title(row) or row.id,
        title=plain_title(row) or "" if has_symbol else "",
        date=row.date,
        stage=row.stage,
        on=row.on,
        outcome=outcome,
        words=OUTCOMES[outcome],
        yes=totals.yes if totals else None,
        no=totals.no if totals else None,
        abstain=totals.abstain if totals else None,
        href=home_of(request, "rollcalls", row.id),
        here=here,
        bar=_bar(totals, most) if totals and most else None,
    )


def outcome_of(case: Case, row: RollCall, totals: Totals | None) -> str:
    """Return what came of a vote, a key of :data:`OUTCOMES`."""
    if not inputs.is_held(case, row):
        return "no-result" if row.date is not None and row.date.is_over(case.as_of) else "ahead"
    adopted = was_adopted(case, row, totals)
    return "held" if adopted is None else "adopted" if adopted else "not-adopted"


def _bar(totals: Totals, most: int) -> VoteBar:
    yes, abstain, no = (BAR * part / most for part in (totals.yes, totals.abstain, totals.no))
    return VoteBar(*(f"{place:.1f}" for place in (yes, yes, abstain, yes + abstain, no)))
