"""Relations and contacts of a dossier's actors: the ties a word can be passed on over, and when the next contact is due."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import Engagement, Relation, When, standing
from legation.figures.figure import Named
from legation.figures.kit.actor_marks import ActorNode, ActorTie
from legation.language import Message, Spoken
from legation.methods.stakeholders import Reach, reach
from legation.questions.actors.stakeholders import in_force
from legation.questions.base import inputs
from legation.questions.base.case import Case

__all__ = [
    "US",
    "ActorNetwork",
    "Contact",
    "WarmTie",
    "WarmTies",
    "actor_network",
    "contacts",
    "is_planned",
    "last_met",
    "named",
    "open_steps",
    "planned_contacts",
    "relations_in_force",
    "unclear",
    "warm_ties",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Our contacts with one actor.

    Attributes
    ----------
    last : When
        The latest contact.
    days : int
        Days from it to the day of knowing.
    channel : str
        ``meeting``, ``call``, ``note``, ``letter``, ``event``, ``online``, or empty.
    next_due : When or None
        The earliest due date that lies after the last contact; an earlier one was met by it.
    next_step : Spoken or str
        What is to be done then; ``next_row`` is the id of the row that says so.
    evidence : tuple of str
        Of the last contact.
    """

    last: When
    days: int
    channel: str
    next_due: When | None
    next_step: Spoken | str
    next_row: str
    evidence: tuple[str, ...]

    def is_overdue(self, day: dt.date) -> bool:
        """Whether the next contact was due before a day."""
        return self.next_due is not None and self.next_due.is_over(day)


def contacts(case: Case) -> Mapping[str, Contact]:
    """Return the contacts with each actor that we have had any with.

    A contact is a dated row of ``engagements`` whose channel is not ``other``: such a row may be a word in public rather than one to us.
    Steps that are due are read from every row, :func:`open_steps`.
    """
    steps = open_steps(case)
    return {actor: _contact(case, last, steps.get(actor, ())) for actor, last in last_met(case).items()}


def open_steps(case: Case) -> Mapping[str, tuple[Engagement, ...]]:
    """Return by actor the rows whose step is due after the last contact, the earliest first; an earlier one was met by it."""
    met = last_met(case)
    found: dict[str, list[Engagement]] = {}
    for row in standing(case.dossier.engagements):
        if row.due is not None and (row.actor not in met or row.due.last > _day(met[row.actor])):
            found.setdefault(row.actor, []).append(row)
    return {actor: tuple(sorted(rows, key=lambda row: (row.due.last if row.due else dt.date.max, row.id))) for actor, rows in found.items()}


def planned_contacts(case: Case, actor: str = "") -> tuple[Engagement, ...]:
    """Return the contacts that are planned, the earliest first: with one actor, or with all.

    A contact is planned where its day is the day of knowing or later and neither an answer nor words are written down.
    """
    rows = [row for row in standing(case.dossier.engagements) if actor in ("", row.actor) and is_planned(row, case.as_of)]
    return tuple(sorted(rows, key=lambda row: (_day(row), row.id)))


def is_planned(row: Engagement, day: dt.date) -> bool:
    """Whether a contact is still to be had on a day."""
    return row.date is not None and row.date.last >= day and row.is_unanswered


def unclear(case: Case) -> int:
    """Return how many rows of ``engagements`` are not counted as contacts: their channel is ``other``, or they bear no date."""
    return sum(row.channel == "other" or row.date is None for row in standing(case.dossier.engagements))


def last_met(case: Case) -> dict[str, Engagement]:
    """Return the latest contact with each actor."""
    met: dict[str, Engagement] = {}
    for row in standing(case.dossier.engagements):
        if row.date is not None and row.date.by(case.as_of) and row.channel != "other":
            last = met.get(row.actor)
            if last is None or (_day(row), row.id) > (_day(last), last.id):
                met[row.actor] = row
    return met


def _contact(case: Case, last: Engagement, steps: Sequence[Engagement]) -> Contact:
    first = steps[0] if steps else None
    return Contact(
        last=last.date or When(case.as_of.isoformat()),
        days=(case.as_of - _day(last)).days,
        channel=last.channel,
        next_due=first.due if first else None,
        next_step=first.next_step if first else "",
        next_row=first.id if first else "",
        evidence=last.evidence,
    )


def _day(row: Engagement) -> dt.date:
    return row.date.last if row.date else dt.date.min


US = "~us"
"""Who we are where no actor of the dossier is named; no id of a row can be this."""
_BOTH_WAYS = {"speaks_for", "ally", "funds", "member_of", "advises"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmTie:
    """A tie that can be used from ``source`` to ``target``.

    Attributes
    ----------
    kind : str
        The kind of the relation, or ``contact``.
    cost : int
        1, or 2 for a contact of ours that has gone cold.
    since : When or None
        Start of the relation, or date of the last contact.
    evidence : tuple of str
    """

    source: str
    target: str
    kind: str
    cost: int
    since: When | None
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class WarmTies:
    """The actors and every tie between them that can carry a word.

    Attributes
    ----------
    actors : tuple of str
        Ids in order; ``US`` first where no actor is named as ourselves.
    ties : tuple of WarmTie
    """

    actors: tuple[str, ...]
    ties: tuple[WarmTie, ...]

    def reach(self, origin: str) -> Reach:
        """Return all shortest paths from an actor."""
        number = {name: i for i, name in enumerate(self.actors)}
        source, target = ([number[name] for name in names] for names in ([t.source for t in self.ties], [t.target for t in self.ties]))
        return reach(len(self.actors), source, target, [t.cost for t in self.ties], origin=number[origin])

    @functools.cached_property
    def cheapest(self) -> Mapping[tuple[str, str], tuple[WarmTie, ...]]:
        """The ties of least cost from each actor to each other, in the order of their kinds."""
        found: dict[tuple[str, str], list[WarmTie]] = {}
        for tie in sorted(self.ties, key=lambda t: (t.cost, t.kind, str(t.since or ""))):
            there = found.setdefault((tie.source, tie.target), [])
            if not there or there[0].cost == tie.cost:
                there.append(tie)
        return {pair: tuple(ties) for pair, ties in found.items()}


def warm_ties(case: Case, us: str | None, days: int) -> WarmTies:
    """Return the ties at the day of knowing.

    Parameters
    ----------
    us : str or None
        The actor that we are; None: we stand beside the dossier's actors, tied by our engagements alone.
    days : int
        A contact of ours so many days ago, or fewer, is warm [days].
    """
    there = [row.id for row in standing(case.dossier.actors) if not (row.end and row.end.by(case.as_of))]
    ourselves = us or US
    known = {*there, ourselves}
    ties = [tie for row in relations_in_force(case) for tie in _of_relation(row)]
    ties += [tie for actor, contact in contacts(case).items() if actor != ourselves for tie in _of_contact(ourselves, actor, contact, days)]
    among = tuple(tie for tie in ties if tie.source in known and tie.target in known)
    return WarmTies(tuple(sorted(there)) if us else (US, *sorted(there)), among)


def relations_in_force(case: Case) -> Sequence[Relation]:
    """Return the relations that hold at the day of knowing."""
    return [row for row in standing(case.dossier.relations) if in_force(case, row.start, row.end)]


def named(case: Case, actor: str) -> Named:
    """Return an actor as a reader knows it; ourselves as such."""
    return Named(US, Message("who-can-reach.us")) if actor == US else case.named(actor)


def _of_relation(row: Relation) -> list[WarmTie]:
    if row.kind != "reaches" and row.kind not in _BOTH_WAYS:
        return []
    there = WarmTie(source=row.source, target=row.target, kind=row.kind, cost=1, since=row.start, evidence=row.evidence)
    back = WarmTie(source=row.target, target=row.source, kind=row.kind, cost=1, since=row.start, evidence=row.evidence)
    return [there, back] if row.kind in _BOTH_WAYS else [there]


def _of_contact(us: str, actor: str, contact: Contact, days: int) -> list[WarmTie]:
    cost = 1 if contact.days <= days else 2
    ends = ((us, actor), (actor, us))
    return [WarmTie(source=a, target=b, kind="contact", cost=cost, since=contact.last, evidence=contact.evidence) for a, b in ends]


LARGEST = 200
"""A network of more actors is shown without the furthest of them."""


@dataclass(frozen=True, slots=True)
class ActorNetwork:
    """What is shown of a network.

    Attributes
    ----------
    nodes : tuple of ActorNode
        In the order of their ids.
    ties : tuple of ActorTie
        Rivals and the like too, which carry no word.
    left : int
        How many further actors have ties and are not among the nodes.
    """

    nodes: tuple[ActorNode, ...]
    ties: tuple[ActorTie, ...]
    left: int


def actor_network(
    case: Case, found: WarmTies, ours: str, *, keep: Collection[str] = (), far: Mapping[str, int] | None = None, largest: int = LARGEST
) -> ActorNetwork:
    """Return the actors that have any tie, the nearest first where they are too many.

    Parameters
    ----------
    found : WarmTies
        From :func:`legation.questions.actors.contacts.warm_ties`: who is there, and our contacts.
    ours : str
        The actor that is marked as where we stand.
    keep : collection of str
        Actors that are shown in any case.
    far : mapping of str to int
        How far each actor is; who is not named is furthest.
    """
    there = set(found.actors)
    rows = [
        ActorTie(row.source, row.target, row.kind or "other", ("relations", row.id) if row.id else None, row.evidence)
        for row in relations_in_force(case)
    ]
    us = US if US in there else ours
    rows += [ActorTie(t.source, t.target, t.kind, None, t.evidence) for t in found.ties if t.kind == "contact" and t.source == us]
    ties = {(tie.source, tie.target, tie.kind): tie for tie in rows[::-1] if tie.source in there and tie.target in there}
    rows = list(ties.values())[::-1]
    tied = {end for tie in rows for end in (tie.source, tie.target)} | (set(keep) & there)
    distance = far or {}
    ranked = sorted(tied, key=lambda name: (name not in keep, distance.get(name, len(there) * 3), name))
    chosen = sorted(ranked[:largest])
    shown = set(chosen)
    groups, kinds = inputs.group_of(case, chosen), {row.id: row.kind for row in standing(case.dossier.actors)}
    nodes = (
        ActorNode(actor=named(case, name), kind=kinds.get(name, "other"), group=groups.get(name), ours=name == ours) for name in chosen
    )
    lines = (tie for tie in rows if tie.source in shown and tie.target in shown)
    return ActorNetwork(tuple(nodes), tuple(lines), len(tied) - len(shown))
