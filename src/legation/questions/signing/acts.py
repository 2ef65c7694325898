"""Public attributions as a dossier holds them: a coalition for each incident.

Its core names a State or a group in public, its supporters support or condemn, its observers were hit or follow without having joined.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from legation.dossier import MemberOfCoalition, standing
from legation.questions.case import Case

__all__ = ["WEEK", "Act", "Attribution", "attribution", "attributions"]

WEEK = 7
"""Who speaks within so many days of the first speaks with it [days]."""
_SPOKE = ("core", "supporter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An actor's first word in a matter; ``day`` is the latest that its date may mean."""

    actor: str
    day: dt.date
    tier: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """An incident and who has spoken.

    Attributes
    ----------
    name : str
        The coalition.
    began : date or None
        The earliest date of any row: the incident, or the first word where nobody is entered as hit.
    hit : dict of str to tuple of str
        Observers, with the evidence.
    acts : tuple of Act
        By day, then as listed.
    opened : date or None
        The first day from which two or more speak within a week; the first word where nobody ever joined; None where nobody has spoken.
    first : str
        Who spoke on that day; of several the one listed first, of the core before others.
    """

    name: str
    began: dt.date | None
    hit: dict[str, tuple[str, ...]]
    acts: tuple[Act, ...]
    opened: dt.date | None
    first: str

    @property
    def is_joint(self) -> bool:
        """Whether two or more spoke together."""
        return self.opened is not None and len({a.actor for a in self.acts if 0 <= (a.day - self.opened).days <= WEEK}) > 1

    def lag(self, act: Act) -> int:
        """Return how long after the opening an actor spoke [days]; below 0 before it."""
        return (act.day - (self.opened or act.day)).days


def attributions(case: Case) -> tuple[Attribution, ...]:
    """Return every coalition as an attribution, the earliest first."""
    names = dict.fromkeys(row.coalition for row in case.dossier.coalitions)
    found = [attribution(case, name) for name in names]
    return tuple(sorted(found, key=lambda one: (one.began or dt.date.max, one.name)))


def attribution(case: Case, name: str) -> Attribution:
    """Return a coalition as an attribution, as known at the day of knowing."""
    rows = [row for row in standing(case.dossier.coalitions) if row.coalition == name and _begun(row, case.as_of)]
    acts: dict[str, Act] = {}
    for row in sorted((row for row in rows if row.tier in _SPOKE), key=_day):
        acts.setdefault(row.actor, Act(actor=row.actor, day=_day(row), tier=row.tier, evidence=row.evidence))
    spoken = tuple(acts.values())
    opened = _opened(spoken)
    on_the_day = sorted((act for act in spoken if act.day == opened), key=lambda act: act.tier != "core")
    return Attribution(
        name=name,
        began=min((row.start.first for row in rows if row.start), default=None),
        hit={row.actor: row.evidence for row in rows if row.tier == "observer"},
        acts=spoken,
        opened=opened,
        first=on_the_day[0].actor if on_the_day else "",
    )


def _begun(row: MemberOfCoalition, day: dt.date) -> bool:
    return row.start is None or row.start.first <= day


def _day(row: MemberOfCoalition) -> dt.date:
    known = row.start or row.known_on
    return known.last if known else dt.date.min


def _opened(acts: Sequence[Act]) -> dt.date | None:
    for act in acts:
        if any(other.actor != act.actor and 0 <= (other.day - act.day).days <= WEEK for other in acts):
            return act.day
    return acts[0].day if acts else None
