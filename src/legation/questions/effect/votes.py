"""A measure in votes: the share of yes of those whom an activity was meant for, session by session."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from legation.dossier import standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.case import Case
from legation.questions.effect.measured import AREA, MOST_OTHERS, Measured, Spans
from legation.questions.inputs import profile
from legation.questions.standing_over_time.sessions import in_sessions, session_named

__all__ = ["votes_measured"]


def votes_measured(case: Case, date: dt.date, issue: str, audience: tuple[str, ...]) -> Measured:
    """Count yes votes of the audience on an issue, out of all votes cast, beside other members; without an audience, beside other issues.

    Votes of the session of the activity that were held before it are left out.
    """
    every = profile(case)
    rollcalls = [r for r in every.rollcalls if r.date is not None]
    sessions, by_year = in_sessions(rollcalls)
    first_after = min(
        (s for s, r in zip(sessions, rollcalls, strict=True) if s is not None and r.date and r.date.last >= date), default=None
    )
    kept = [
        place
        for place, (session, row) in enumerate(zip(sessions, rollcalls, strict=True))
        if session is not None and not (session == first_after and row.date is not None and row.date.last < date)
    ]
    on_issue = [place for place in kept if not issue or rollcalls[place].issue == issue]
    numbers = sorted({s for place in on_issue if (s := sessions[place]) is not None})
    if not numbers:
        raise NotAvailable(Message(f"{AREA}.no-votes", issue=issue))
    whole = list(range(numbers[0], numbers[-1] + 1))
    places = {r.id: at for at, r in enumerate(every.rollcalls)}
    votes = every.votes

    def series(members: list[int], chosen: list[int]) -> tuple[np.ndarray, np.ndarray]:
        yes, cast = np.zeros(len(whole)), np.zeros(len(whole))
        for place in chosen:
            column = votes[members, places[rollcalls[place].id]]
            at = (sessions[place] or 0) - whole[0]
            if 0 <= at < len(whole):
                yes[at] += float((column == 1).sum())
                cast[at] += float((column > 0).sum())
        return np.where(cast > 0, yes, np.nan), np.where(cast > 0, cast, np.nan)

    aimed = {member for name in audience for member in _members(case, name)}
    ours = [at for at, actor in enumerate(every.actors) if actor in aimed]
    others: list[tuple[Any, np.ndarray, np.ndarray]] = []
    if ours and len(ours) < len(every.actors):
        rest = [at for at in range(len(every.actors)) if at not in ours]
        weight = np.count_nonzero(votes[:, [places[rollcalls[place].id] for place in on_issue]][rest], axis=1)
        most = sorted(range(len(rest)), key=lambda k: (-weight[k], every.actors[rest[k]]))[:MOST_OTHERS]
        for k in sorted(most):
            count, total = series([rest[k]], on_issue)
            others.append((case.named(every.actors[rest[k]]), count, total))
        rest_said = Message(f"{AREA}.rest.members")
    else:
        ours = list(range(len(every.actors)))
        for other in sorted({r.issue for r in rollcalls if r.issue and r.issue != issue}):
            count, total = series(ours, [place for place in kept if rollcalls[place].issue == other])
            others.append((Message(f"{AREA}.quoted", words=other), count, total))
        rest_said = Message(f"{AREA}.rest.issues")
    count, total = series(ours, on_issue)
    at = len(whole) if first_after is None else sum(number < first_after for number in whole)
    question = next((row.question for row in standing(case.dossier.issues) if row.id == issue), issue)
    starts = tuple(dt.date(1900, 1, 1) + dt.timedelta(days=number) for number in range(len(whole)))  # places only: they are named below
    return Measured(
        kind="votes",
        what=Message(f"{AREA}.what.votes", issue=question, count=len(ours)),
        spans=Spans(starts=starts, until=starts[-1], at=at),
        names=tuple(session_named(number, by_year=by_year) for number in whole),
        count=count,
        total=total,
        others=tuple(others),
        rest=rest_said,
        unit="share",
        every="session",
    )


def _members(case: Case, name: str) -> set[str]:
    """Return the actors that an audience means: an actor, the members of a group, or those of a coalition."""
    rows = case.dossier
    groups = {row.actor for row in rows.groups if row.group == name} | {row.actor for row in rows.coalitions if row.coalition == name}
    return groups or {name}
