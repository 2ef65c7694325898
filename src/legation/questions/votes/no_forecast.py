"""What is said of a vote of which there is no forecast: what is missing, what past first votes came to, and who voted like whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from legation.dossier import RollCall
from legation.language import Message
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, GROUP, SPEAKERS
from legation.questions.base.inputs import CODES, VotingProfile
from legation.questions.base.quantities import FactsOf, Quantity, on
from legation.questions.votes.declarations import name_of, past_votes, titled
from legation.questions.votes.estimate import Estimate
from legation.questions.votes.facts import words_of

__all__ = ["FirstVotes", "first_votes", "gap_facts", "likeness_table", "no_forecast", "of_silence"]

AREA = "vote-known"
LEAST = 8
"""Past first votes from which their range is told."""
_TAIL = 10
"""One in so many is left out at each end of the range."""
_BEGUN = dt.timedelta(days=300)
"""How long a dossier has held a body's votes before a title that it has not held yet counts as new."""
_YES, _NO = CODES.index("yes"), CODES.index("no")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstVotes:
    """Past first votes on a title.

    Attributes
    ----------
    rollcalls : tuple of RollCall
    low, high : int
        Yes minus no of the lowest and the highest of those in the range [members].
    covered : int
        How many of them the range holds.
    """

    rollcalls: tuple[RollCall, ...]
    low: int
    high: int
    covered: int


def no_forecast(made: Estimate) -> Message:
    """Return that there is no forecast, and what the dossier lacks for one."""
    undeclared = int((made.known.said == 0).sum())
    gaps = []
    if not inputs.same_title(made.ahead, made.profile.rollcalls):
        gaps.append(Message(f"{AREA}.gap-title"))
    if made.totals is None and not made.known.on_text:
        gaps.append(Message(f"{AREA}.gap-totals"))
    if undeclared:
        gaps.append(Message(f"{AREA}.gap-declared", count=undeclared, of=len(made.members)))
    gaps.append(Message(f"{AREA}.gap-history", count=len(made.profile.rollcalls)))
    return Message(f"{AREA}.no-forecast", rollcall=titled(made.ahead), gaps=tuple(gaps))


def gap_facts(case: Case, made: Estimate) -> tuple[Quantity, ...]:
    """Return the numbers of :func:`no_forecast`."""
    undeclared = int((made.known.said == 0).sum())
    known = words_of(case, made.ahead)
    return (*known.counts(undeclared=undeclared, members=len(made.members)), known("votes-held", len(made.profile.rollcalls), unit="cases"))


def of_silence(case: Case, made: Estimate, *, id: str = "goal") -> Iterator[Finding]:  # noqa: A002 - the field of a finding
    """Yield that there is no forecast, and what past first votes of the body came to where there are enough of them."""
    yield Finding(id=id, message=no_forecast(made), evidence=made.ahead.evidence, confidence="high", quantities=gap_facts(case, made))
    found = None if inputs.same_title(made.ahead, made.profile.rollcalls) else first_votes(case, made.ahead, made.profile)
    if found:
        count = len(found.rollcalls)
        message = Message(
            f"{AREA}.first-votes", count=count, low=found.low, high=found.high, held=found.covered, share=found.covered / count
        )
        evidence = joined_evidence(row.evidence for row in found.rollcalls)
        firsts = FactsOf(f"first votes of {made.ahead.body or 'the body'}", on(case.as_of), "record")
        facts = (
            *firsts.counts("cases", firsts=count, held=found.covered),
            firsts("yes-minus-no", None, found.low, found.high, level=found.covered / count),
            firsts("held-share", found.covered / count, unit="share"),
        )
        yield Finding(id="first-votes", message=message, evidence=evidence, confidence="low", quantities=facts)


def first_votes(case: Case, ahead: RollCall, profile: VotingProfile) -> FirstVotes | None:
    """Return what past first votes of the same body came to; None for fewer than :data:`LEAST` of them.

    A title counts as new where the dossier had held votes of the body for :data:`_BEGUN` and none on it: of the titles with which a
    dossier begins nobody can tell.
    """
    body = inputs.body_of(case, ahead)
    stage = ahead.stage or "plenary"
    rows = [row for row in profile.rollcalls if (row.stage or "plenary") == stage and inputs.body_of(case, row) == body and row.date]
    if not rows:
        return None
    numbers, days = inputs.title_numbers(rows), [row.date.first for row in rows if row.date]
    firsts = [
        row
        for at, row in enumerate(rows)
        if numbers[at] not in numbers[:at] and days[at] - days[0] >= _BEGUN and row.on not in ("amendment", "paragraph", "motion")
    ]
    if len(firsts) < LEAST:
        return None
    votes = inputs.ballots(case, profile.actors, [row.id for row in firsts])
    margins = np.sort((votes == _YES).sum(axis=0) - (votes == _NO).sum(axis=0))
    tail = len(firsts) // _TAIL
    low, high = int(margins[tail]), int(margins[len(firsts) - 1 - tail])
    covered = int(((margins >= low) & (margins <= high)).sum())
    return FirstVotes(rollcalls=tuple(firsts), low=low, high=high, covered=covered)


def likeness_table(case: Case, made: Estimate) -> AnswerTable | None:
    """Return the members that have not answered in the order in which they voted like those for the text; None where nobody can tell.

    Those for it are the sponsors and whoever said yes; those against it, whoever said no. Where nobody has said anything, the last vote on
    the title or the issue orders them. An order only: no number stands in it.
    """
    leaning = _leaning(case, made)
    if leaning is None:
        return None
    groups, contacts = inputs.group_of(case, made.members), inputs.speakers(case)
    answered = made.known.places.answered
    free = [i for i, member in enumerate(made.members) if member not in answered and np.isfinite(leaning[i])]
    free.sort(key=lambda i: (-round(float(leaning[i]), 9), i))
    if not free:
        return None
    rows = tuple(
        (case.named(made.members[i]), groups.get(made.members[i], ""), case.names(contacts.get(made.members[i], ()))) for i in free
    )
    columns = (ACTOR, GROUP, SPEAKERS)
    return AnswerTable(id="likeness", title=Message(f"{AREA}.likeness", rollcall=name_of(made.ahead)), columns=columns, rows=rows)


def _leaning(case: Case, made: Estimate) -> np.ndarray | None:
    """Return how much nearer each member voted to those for the text than to those against; nan where it never voted."""
    said, votes = made.known.said, made.profile.votes.astype(float)
    if not said.any():
        last = past_votes(case, made.ahead, made.profile)[1].astype(float)
        return -np.where(last > 0, last, np.nan) if last.any() else None
    votes[votes == 0] = np.nan
    near = np.zeros(len(made.members))
    for side, sign in ((_YES, 1.0), (_NO, -1.0)):
        if (said == side).any():
            near += sign * _agreement(votes, votes[said == side])
    return near


def _agreement(votes: np.ndarray, camp: np.ndarray) -> np.ndarray:
    """Return how near each member voted to the mean of a camp, 1 at most, shape (n_members,); nan without a vote in common."""
    there = np.isfinite(camp)
    count = there.sum(axis=0)
    mean = np.where(count > 0, np.where(there, camp, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
    far = np.abs(votes - mean) / 2
    both = np.isfinite(far)
    shared = both.sum(axis=1)
    total = np.where(both, far, 0).sum(axis=1)
    return np.where(shared > 0, 1 - total / np.maximum(shared, 1), np.nan)
