"""What the reports of a round add up to at a moment: one place for each capital, what partners claim, whom to call next at which level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from legation.dossier import Engagement
from legation.questions.actors.rounds.log import Approach, RoundLog
from legation.questions.base.case import Case
from legation.questions.votes.declared import RollUp, roll_up
from legation.questions.votes.replies import answers_in, day_at

__all__ = ["LADDER", "Call", "Tally", "calls", "tally_of"]

LADDER = ("mission", "ministry", "minister", "head")
"""Levels from the nearest to the highest: whoever gave no answer is called one step above those who were spoken to."""
_OPEN = ("undecided", "leaning", "asked", "not_reached")
"""Places of capitals that have not answered yet."""
_ORDER = ("silent", "leaning", "undecided", "tried")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Where every capital of a round stands.

    Attributes
    ----------
    rolled : RollUp
        By what was answered to us; what a partner tells is a leaning at most.
    reports : mapping of str to Engagement
        By the id of the reply that it is, those that count.
    claims : tuple of Engagement
        Answers that partners tell: their claims, the oldest first.
    """

    rolled: RollUp
    reports: Mapping[str, Engagement]
    claims: tuple[Engagement, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The capitals, in the order of the round."""
        return tuple(self.rolled.place)

    def at(self, *places: str) -> tuple[str, ...]:
        """Return the capitals that stand in any of some places."""
        return tuple(actor for actor, place in self.rolled.place.items() if place in places)

    def behind(self, actor: str) -> tuple[Engagement, ...]:
        """Return the reports on which a capital's place rests."""
        return tuple(self.reports[one] for one in self.rolled.standing.get(actor, ()) if one in self.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A capital to call next.

    Attributes
    ----------
    actor : str
    level : str
        One step above the highest level that was spoken to.
    why : {"silent", "leaning", "undecided", "tried"}
    approach : Approach or None
        The one that stands so; None where nobody was given the capital.
    since : datetime or None
        From when it stands so.
    """

    actor: str
    level: str
    why: str
    approach: Approach | None
    since: dt.datetime | None


def tally_of(case: Case, log: RoundLog) -> Tally:
    """Return where every capital of a round stands at the moment of its log; reports kept apart do not count."""
    there = {row.group for row in case.dossier.groups}
    spoken = {row.id: row.level == "group" and row.actor in there for row in log.counted}
    words = list(answers_in(case, log.counted, lambda row: spoken[row.id]))
    members = tuple(dict.fromkeys((*log.targets, *(row.actor for row, _ in words if not spoken[row.id]))))
    groups = {row.actor: case.dossier.members(row.actor, day_at(log.at)) for row, _ in words if spoken[row.id]}
    rolled = roll_up((word.own for _, word in words), members, groups, log.at.isoformat())
    claims = tuple(row for row, _ in words if row.partner and row.answer not in ("", "none"))
    return Tally(rolled=rolled, reports={word.reply.id: row for row, word in words}, claims=claims)


def calls(log: RoundLog, tally: Tally) -> tuple[Call, ...]:
    """Return whom to call next: the silent capitals first, then those that lean, hesitate, or were not reached; nobody who has answered."""
    found = []
    for actor in tally.at(*_OPEN):
        own = [one for one in log.approaches if one.actor == actor and not one.is_closed]
        place = tally.rolled.place[actor]
        silent = [one for one in own if one.progress.they_are_silent]
        if place == "asked" and not silent:
            continue  # it was asked and has time left
        why = "silent" if silent else {"leaning": "leaning", "undecided": "undecided"}.get(place, "tried")
        rows = [row for row in tally.reports.values() if row.actor == actor]
        spoken = [row for row in rows if row.reached is not False]
        last = max(own, key=lambda one: (one.progress.since is not None, one.progress.since or log.at), default=None)
        found.append(
            Call(
                actor=actor,
                level=_above(spoken),
                why=why,
                approach=last,
                since=min((one.progress.since for one in silent if one.progress.since), default=last.progress.since if last else None),
            )
        )
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.why), one.since or log.at, one.actor)))


def _above(rows: Iterable[Engagement]) -> str:
    """Return the level one step above the highest that was spoken to; the ministry where nobody was."""
    heights = [LADDER.index(row.level) for row in rows if row.level in LADDER]
    return LADDER[min(max(heights) + 1, len(LADDER) - 1)] if heights else "ministry"
