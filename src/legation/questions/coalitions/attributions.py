"""Public attributions as a dossier holds them, a coalition for each incident, and their line of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from legation.dossier import MemberOfCoalition, standing
from legation.figures.figure import Figure
from legation.figures.kit.timeline import Happening, Lane, timeline
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.base.coalition_names import coalition_named
from legation.questions.base.happenings import KINDS

__all__ = [
    "WEEK",
    "Act",
    "JointAttribution",
    "answers_in_time",
    "attribution",
    "attributions",
]


WEEK = 7
"""Who speaks within so many days of the first speaks with it [days]."""
_SPOKE = {"core": "core", "early": "supporter", "supporter": "supporter"}
"""The places whose actors have spoken, and as what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An actor's first word in a matter; ``day`` is the latest that its date may mean."""

    actor: str
    day: dt.date
    tier: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAttribution:
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


def attributions(case: Case) -> tuple[JointAttribution, ...]:
    """Return every coalition as an attribution, the earliest first."""
    names = dict.fromkeys(row.coalition for row in case.dossier.coalitions)
    found = [attribution(case, name) for name in names]
    return tuple(sorted(found, key=lambda one: (one.began or dt.date.max, one.name)))


def attribution(case: Case, name: str) -> JointAttribution:
    """Return a coalition as an attribution, as known at the day of knowing."""
    rows = [row for row in standing(case.dossier.coalitions) if row.coalition == name and _begun(row, case.as_of)]
    acts: dict[str, Act] = {}
    for row in sorted((row for row in rows if row.tier in _SPOKE), key=_day):
        acts.setdefault(row.actor, Act(actor=row.actor, day=_day(row), tier=_SPOKE[row.tier], evidence=row.evidence))
    spoken = tuple(acts.values())
    opened = _opened(spoken)
    on_the_day = sorted((act for act in spoken if act.day == opened), key=lambda act: act.tier != "core")
    return JointAttribution(
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


AREA = "who-would-sign"


def answers_in_time(case: Case, matter: JointAttribution) -> tuple[Figure, ...]:
    """Return the timeline; none where no date of the matter is known."""
    began = matter.began
    if began is None:
        return ()
    called = coalition_named(case.dossier, matter.name)
    incident = Happening(name=Message(f"{AREA}.began", coalition=called), first=began, kind="incident")
    heard = [
        Happening(
            name=Message(f"{AREA}.heard.{act.tier}", actor=case.named(act.actor), days=(act.day - began).days),
            first=act.day,
            kind="word",
            row=case.actor_row(act.actor),
            evidence=act.evidence,
        )
        for act in matter.acts
    ]
    done = [
        Happening(
            name=Message(f"{AREA}.done", what=row.title, days=(row.date.last - began).days),
            first=row.date.first,
            last=row.date.last,
            when=row.date,
            kind="activity",
            row=("activities", row.id),
            evidence=row.evidence,
        )
        for row in standing(case.dossier.activities)
        if row.date and row.status == "done" and began <= row.date.first and row.date.last <= case.as_of
    ]
    lanes = [Lane(happenings=(incident,))]
    lanes += [
        Lane(name=name, happenings=tuple(those))
        for name, those in ((Message(f"{AREA}.lane-heard"), heard), (Message(f"{AREA}.lane-done"), done))
        if those
    ]
    last = max(matter.acts, key=lambda act: act.day, default=None)
    values = {"count": len(matter.acts), "coalition": called, "days": (last.day - began).days if last else 0}
    title = Message(f"{AREA}.figure-title" if last else f"{AREA}.figure-nobody", **values)
    return (
        timeline(
            lanes,
            KINDS,
            as_of=case.as_of,
            id="answers",
            title=title,
            subtitle=Message(f"{AREA}.figure-subtitle", began=began, as_of=case.as_of),
            alt=Message(f"{AREA}.figure-alt", finding=title, items=1 + len(heard) + len(done)),
        ),
    )
