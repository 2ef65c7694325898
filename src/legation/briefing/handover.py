"""The handover pack: what a successor needs to go on with the people and organisations of a matter.

It holds no natural person: an actor appears by its name, our own side by role. Persons are put in only where the caller gives them.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefing.models_taken_over import TakenOver, models_taken_over
from legation.dossier import Commitment, Evidence, When, standing
from legation.language import collation_key, say
from legation.methods.stakeholders import Reach
from legation.questions import Case
from legation.questions.contacts import contacts
from legation.questions.dates import Dated, deadlines
from legation.questions.inputs import group_name
from legation.questions.statement.messages import withheld_messages
from legation.questions.warm_ties import US, WarmTies, named, warm_ties

__all__ = ["Acquaintance", "Dealt", "Pack", "Promised", "Told", "pack"]

WARM_DAYS = 180
"""A contact of ours so many days ago, or fewer, is warm [days]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """A natural person, given by whoever may see people: for which actor, in which function, how to reach them."""

    actor: str
    name: str
    function: str
    organisation: str
    contact: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """An actor that we deal with.

    Attributes
    ----------
    by : tuple of str
        Who led on our side, by role.
    way : tuple
        The actors of a shortest warm path to it, itself last; empty where there is none. One entry: we reach it ourselves.
    """

    actor: Any
    id: str
    kind: str
    by: tuple[str, ...]
    last: When | None
    channel: str
    next_due: When | None
    next_step: Any
    is_late: bool
    promises: int
    way: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """An open promise."""

    actor: Any
    given: bool
    promise: Any
    date: When | None
    due: When | None
    is_late: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What to say to an audience, what not to say, and the interest that it appeals to.

    Attributes
    ----------
    withheld : Message or None
        Why the text is not handed over, where it moves blame from the firm that was hit; ``text`` is empty then.
    """

    audience: tuple[Any, ...]
    text: Any
    avoid: Any
    interest: Any
    evidence: tuple[str, ...]
    withheld: Any = None


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything of a handover, before it has a language.

    Attributes
    ----------
    files : tuple of Evidence
        The sources that are archived with the dossier or have an address.
    models : tuple of TakenOver
        Scenarios, negotiations and other models, by their parts.
    hash : str
        Of the dossier that it was made of.
    """

    actors: tuple[Dealt, ...]
    promises: tuple[Promised, ...]
    due: tuple[Dated, ...]
    messages: tuple[Told, ...]
    people: tuple[Acquaintance, ...]
    files: tuple[Evidence, ...]
    models: tuple[TakenOver, ...]
    hash: str


def pack(case: Case, people: Sequence[Acquaintance] = ()) -> Pack:
    """Gather what a successor needs, as it was known on the day of the case.

    Parameters
    ----------
    people : sequence of Acquaintance
        Natural persons to be named: only those whom the reader may see and asked for.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> found = pack(Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=dt.date(2019, 1, 1)))
    >>> found.actors, found.people
    ((), ())
    """
    case = _without_mandate(case)
    dossier = case.dossier
    interests = {row.id: row.interest for row in dossier.interests}
    held = withheld_messages(case)
    messages = tuple(
        Told(
            audience=tuple(_audience(case, row.audience)),
            text="" if row.id in held else row.text,
            withheld=held.get(row.id),
            avoid=row.avoid,
            interest=interests.get(row.interest, ""),
            evidence=row.evidence,
        )
        for row in standing(dossier.messages)
    )
    return Pack(
        actors=_dealt(case),
        promises=tuple(_promised(case, row) for row in sorted(_open(case), key=_by_date)),
        due=deadlines(case),
        messages=messages,
        people=tuple(sorted(people, key=lambda p: (collation_key(say(case.named(p.actor), "en")), collation_key(p.name)))),
        files=tuple(row for row in standing(dossier.evidence) if row.part or row.url),
        models=models_taken_over(dossier),
        hash=dossier.hash,
    )


def _without_mandate(case: Case) -> Case:
    """Return the case without our own aims and limits: they are handed over by word of mouth."""
    if case.dossier.mandate is None:
        return case
    dossier = dataclasses.replace(case.dossier, mandate=None)
    return Case(dossier=dossier, today=case.today, as_of=case.as_of, later=dossier)


def _dealt(case: Case) -> tuple[Dealt, ...]:
    """Return the actors that we met, promised something, or have words for; those with something due first."""
    dossier = case.dossier
    there = {row.id: row for row in standing(dossier.actors)}
    met, owed = contacts(case), Counter(row.actor for row in _open(case))
    led: dict[str, dict[str, None]] = {}
    for row in standing(dossier.engagements):
        led.setdefault(row.actor, {}).update({row.by: None} if row.by else {})
    spoken = {i for row in standing(dossier.messages) for i in row.audience}
    ties = warm_ties(case, None, WARM_DAYS)
    reached = ties.reach(US)
    found = []
    for actor in sorted({*met, *owed, *(i for i in spoken if i in there)} & there.keys()):
        contact = met.get(actor)
        found.append(
            Dealt(
                actor=case.named(actor),
                id=actor,
                kind=there[actor].kind,
                by=tuple(led.get(actor, ())),
                last=contact.last if contact else None,
                channel=contact.channel if contact else "",
                next_due=contact.next_due if contact else None,
                next_step=contact.next_step if contact else "",
                is_late=contact.is_overdue(case.as_of) if contact else False,
                promises=owed[actor],
                way=_way(case, ties, reached, actor),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.next_due is None, str(one.next_due or ""), collation_key(say(one.actor, "en")))))


def _way(case: Case, ties: WarmTies, reached: Reach, actor: str) -> tuple[Any, ...]:
    if actor not in ties.actors:
        return ()
    paths = reached.paths(ties.actors.index(actor), 1)
    return tuple(named(case, ties.actors[i]) for i in paths[0][1:]) if paths else ()


def _open(case: Case) -> list[Commitment]:
    return [row for row in standing(case.dossier.commitments) if row.kept in ("", "open")]


def _by_date(row: Commitment) -> tuple[bool, str, str]:
    return row.due is None, str(row.due or ""), row.id


def _promised(case: Case, row: Commitment) -> Promised:
    vote = next((r for r in case.dossier.rollcalls if r.id == row.rollcall), None)
    return Promised(
        actor=case.named(row.actor),
        given=row.direction == "given",
        promise=row.promise or (vote and (vote.symbol or vote.title)) or row.id,
        date=row.date,
        due=row.due,
        is_late=row.due is not None and row.due.is_over(case.as_of),
        evidence=row.evidence,
    )


def _audience(case: Case, ids: Iterable[str]) -> Iterable[Any]:
    actors = {row.id for row in case.dossier.actors}
    return (case.named(i) if i in actors else group_name(i) for i in ids)
