"""How one actor votes: on each issue, how often yes, no and abstaining, and how often as most did; and its last votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from legation.dossier import RollCall
from legation.methods.voting.votes import ABSTAIN, MISSING, NO, YES
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import IntArray

__all__ = ["IssueRecord", "VotingRecord", "most_common", "voting_record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord:
    """Votes of an actor on an issue.

    Attributes
    ----------
    issue : str
        Its id; empty: votes on no issue of the dossier.
    yes, no, abstain : int
    with_most, of : int
        How often it voted as most of those that voted did, of how many votes in which one way had the most.
    last : RollCall
    last_vote : int
        1 yes, 2 abstain, 3 no.
    """

    issue: str
    yes: int
    no: int
    abstain: int
    with_most: int
    of: int
    last: RollCall
    last_vote: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingRecord:
    """How an actor votes: on everything, and issue by issue, that with most votes first."""

    whole: IssueRecord
    issues: tuple[IssueRecord, ...]


def voting_record(case: Case, actor: str) -> VotingRecord | None:
    r"""Return how an actor votes, on record on the case's day; None where it cast no vote.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> d = decode({
    ...     "dossier.toml": b'id = "d"',
    ...     "actors.csv": b"id\nA\nB\nC\n",
    ...     "rollcalls.csv": b"id,date\nr1,2018\nr2,2019\n",
    ...     "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nA,r2,no\nB,r2,yes\nC,r2,yes\n",
    ... })
    >>> found = voting_record(Case(dossier=d, today=dt.date(2026, 1, 1)), "A")
    >>> found.whole.yes, found.whole.no, found.whole.with_most, found.whole.of, found.whole.last.id
    (1, 1, 1, 2, 'r2')
    """
    profile = inputs.profile(case)
    if actor in profile.actors:
        own = profile.votes[profile.actors.index(actor)]
    else:
        own = inputs.ballots(case, [actor], [row.id for row in profile.rollcalls])[0]
    most = case.once(("most common votes",), lambda: most_common(profile.votes))
    cast = np.flatnonzero(own != MISSING)
    if not len(cast):
        return None
    by_issue: dict[str, list[int]] = {}
    for at in cast.tolist():
        by_issue.setdefault(profile.rollcalls[at].issue, []).append(at)
    issues = [_record(issue, there, own, most, profile.rollcalls) for issue, there in by_issue.items() if issue]
    return VotingRecord(
        whole=_record("", cast.tolist(), own, most, profile.rollcalls),
        issues=tuple(sorted(issues, key=lambda one: (-(one.yes + one.no + one.abstain), one.issue))),
    )


def most_common(votes: IntArray) -> IntArray:
    """Return how most of those that voted did in each roll call: 1 yes, 2 abstain, 3 no; 0 where two ways had as many.

    >>> most_common(np.array([[1, 1, 0], [1, 3, 0], [3, 2, 0]], np.int8)).tolist()
    [1, 0, 0]
    """
    counts = np.stack([(votes == code).sum(axis=0) for code in (YES, ABSTAIN, NO)])
    best = counts.max(axis=0)
    single = ((counts == best).sum(axis=0) == 1) & (best > 0)
    return np.where(single, counts.argmax(axis=0) + 1, 0).astype(np.int8)


def _record(issue: str, there: Sequence[int], own: IntArray, most: IntArray, rollcalls: Sequence[RollCall]) -> IssueRecord:
    votes, others = own[list(there)], most[list(there)]
    last = there[-1]
    return IssueRecord(
        issue=issue,
        yes=int((votes == YES).sum()),
        no=int((votes == NO).sum()),
        abstain=int((votes == ABSTAIN).sum()),
        with_most=int((votes == others).sum()),
        of=int((others > 0).sum()),
        last=rollcalls[last],
        last_vote=int(own[last]),
    )
