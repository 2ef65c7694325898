"""The handover pack: the people, organisations and models of a matter that a successor takes over.

It holds no natural person: an actor appears by its name, our own side by role. Persons are put in only where the caller gives them.

All of it follows from the declaration of the kind, so that a kind of another package is listed as one of ours.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Commitment, Dossier, Evidence, When, Wording, standing
from legation.dossier.column import label
from legation.dossier.parts import ModelKind, kind_of
from legation.dossier.parts.form import form_of, walk
from legation.errors import DossierError
from legation.language import Lang, Message, collation_key, say
from legation.methods.stakeholders import Reach
from legation.questions import Case
from legation.questions.actors.contacts import US, WarmTies, contacts, named, warm_ties
from legation.questions.base.inputs import group_name
from legation.questions.incident.statement.whitewash import withheld_messages
from legation.questions.strategy.dates import Dated, deadlines

__all__ = [
    "SHOWN",
    "Acquaintance",
    "Dealt",
    "KeyMessage",
    "Pack",
    "Promised",
    "TakenOver",
    "models_taken_over",
    "pack",
]


SHOWN = 3
"""Tables of a model whose rows are counted: its largest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """A model, as its successor finds it.

    Attributes
    ----------
    part : str
        ``scenarios/year.toml``.
    title : object
        What the model is called.
    rows : tuple of (Message, int)
        Its largest tables, each by what it holds, with the number of its rows.
    of : int
        Rows of all tables.
    bare : int
        Rows that name no evidence, nor does a row above them: what rests on judgement alone.
    last : When or None
        The latest day of its head and its rows.
    by : tuple of str
        Who made it, by name or function, as it says itself.
    is_readable : bool
        Whether it could be read; of one that could not, nothing more is known.
    """

    part: str
    kind: Message
    title: Any
    rows: tuple[tuple[Message, int], ...] = ()
    of: int = 0
    bare: int = 0
    last: When | None = None
    by: tuple[str, ...] = ()
    is_readable: bool = True


def models_taken_over(dossier: Dossier) -> tuple[TakenOver, ...]:
    """Return every model of a dossier, of whatever kind, by the name of its part.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> from legation.dossier.models.frames import FRAMES
    >>> part = FRAMES.template("en").encode()
    >>> found = models_taken_over(decode({"dossier.toml": b'id = "x"', "debates/one.frames.toml": part}))
    >>> [(one.part, one.of, one.is_readable) for one in found]
    [('debates/one.frames.toml', 1, True)]
    """
    kinds = ((name, kind_of(name)) for name in sorted(dossier.files))
    return tuple(_taken_over(kind, name, dossier.files[name]) for name, kind in kinds if isinstance(kind, ModelKind))


def _taken_over(kind: ModelKind[Any], name: str, data: bytes) -> TakenOver:
    try:
        model = kind.read(data, name)
    except DossierError:
        return TakenOver(part=name, kind=kind.title, title=name, is_readable=False)
    count: Counter[str] = Counter()
    sourced: dict[int, bool] = {}
    for table, _, row, above in walk(model):
        count[table] += 1
        sourced[id(row)] = _has_source(row) or sourced.get(id(above), False)
    records = (model, *(row for _, _, row, _ in walk(model)))
    days = [day for record in records for day in _days(record)]
    return TakenOver(
        part=name,
        kind=kind.title,
        title=_Titled(model),
        rows=tuple((kind.about(table), rows) for table, rows in count.most_common(SHOWN)),
        of=count.total(),
        bare=sum(not has for has in sourced.values()),
        last=max(days, key=lambda day: (day.last, day.first), default=None),
        by=tuple(dict.fromkeys(one for record in records for one in _authors(record))),
    )


class _Titled:
    """A model as a reader calls it: by its title, else by its name."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def in_language(self, lang: Lang) -> str:
        return label(self._model, lang)


def _has_source(row: Any) -> bool:
    """Whether a row names evidence itself."""
    return any(
        to == ("evidence",)
        for column in form_of(type(row)).columns
        if (value := column.of(row))
        for to, _ in column.kind.targets(value, row)
    )


def _days(record: Any) -> Iterator[When]:
    """Yield the days on which a record says that it was known or made."""
    values = (getattr(record, name) for name in form_of(type(record)).known)
    yield from (value for value in values if isinstance(value, When))


def _authors(record: Any) -> Iterator[str]:
    yield from (str(value) for column in form_of(type(record)).columns if column.role == "author" and (value := column.of(record)))


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
    by : tuple of Wording
        Who led on our side, by role.
    way : tuple
        The actors of a shortest warm path to it, itself last; empty where there is none. One entry: we reach it ourselves.
    """

    actor: Any
    id: str
    kind: str
    by: tuple[Wording, ...]
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
class KeyMessage:
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
    messages: tuple[KeyMessage, ...]
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
    withheld = withheld_messages(case)
    messages = tuple(
        KeyMessage(
            audience=tuple(_audience(case, row.audience)),
            text="" if row.id in withheld else row.text,
            withheld=withheld.get(row.id),
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
    led: dict[str, dict[Wording, None]] = {}
    for row in standing(dossier.engagements):
        led.setdefault(row.actor, {}).update({row.by: None} if row.by else {})
    spoken = {i for row in standing(dossier.messages) for i in row.audience}
    ties = warm_ties(case, None, WARM_DAYS)
    reached = ties.reach(US)
    dealt = []
    for actor in sorted({*met, *owed, *(i for i in spoken if i in there)} & there.keys()):
        contact = met.get(actor)
        dealt.append(
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
    return tuple(sorted(dealt, key=lambda one: (one.next_due is None, str(one.next_due or ""), collation_key(say(one.actor, "en")))))


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
