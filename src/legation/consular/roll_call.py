"""The roll call of a crisis: what is known of each person, of each household, and who is without news.

It is a fold of events, in the order of their times and ids: the same for any order in which they arrived, and however often.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from legation.errors import BadValue
from legation.language import Message

__all__ = ["STATUSES", "UNACCOUNTED", "URGENCY", "Event", "Kind", "RollCall", "roll_call"]

Kind = Literal["asked", "failed", "reply", "third_party", "officer"]
URGENCY = ("injured", "need_help", "want_out", "safe", "left")
"""What a person may be, the most urgent first."""
UNACCOUNTED = ("unreachable", "asked", "not_asked")
"""What a person is of whom nothing is known."""
STATUSES = (*URGENCY, *UNACCOUNTED)
_KINDS = frozenset(get_args(Kind))
_RANK = {status: rank for rank, status in enumerate(URGENCY)}
_UNKNOWN = len(URGENCY)
_LEFT_BY_OFFICER = {_RANK["injured"], _RANK["need_help"]}
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a crisis.

    Attributes
    ----------
    id : str
        Its own; a second event with it is the same one, repeated.
    at : datetime
        When, with its distance from UTC.
    kind : str
        ``asked``: a message was handed over. ``failed``: it did not arrive. ``reply``: somebody answered. ``third_party``: somebody said so
        of others, as a warden or a caller. ``officer``: an officer decided.
    people : collection of str
        The ids of whom it is about.
    status : str
        What a reply, a third party or an officer says: one of :data:`URGENCY`. Of an officer, empty: what stood is withdrawn.
    channel : str
        The way to one contact by which was asked: of two numbers each is its own.
    trusted : bool
        Whether a reply came by the person's own link, or with their code from the number to which it was sent.
    """

    id: str
    at: dt.datetime
    kind: Kind
    people: Collection[str]
    status: str = ""
    channel: str = ""
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class RollCall:
    """What is known after some events.

    Attributes
    ----------
    status : dict of str to str
        Of each person one of :data:`STATUSES`.
    households : dict of str to str
        Of each household ``injured`` or ``need_help`` where a member is, else ``unaccounted`` while one is, else its most urgent status.
    counts : dict of str to int
        How many people have each status, zeros too.
    to_confirm : frozenset of str
        People of whom a reply says what only an officer may set.
    reported : frozenset of str
        People of whom a third party or a reply that is not trusted said something; it set nothing.
    unaccounted : frozenset of str
        People without news: ``unreachable``, ``asked`` and ``not_asked``.
    """

    status: dict[str, str]
    households: dict[str, str]
    counts: dict[str, int]
    to_confirm: frozenset[str]
    reported: frozenset[str]
    unaccounted: frozenset[str]


@dataclass(slots=True)
class _State:
    rank: dict[str, int] = field(default_factory=dict)
    by_officer: set[str] = field(default_factory=set)
    to_confirm: set[str] = field(default_factory=set)
    reported: set[str] = field(default_factory=set)
    sent: dict[str, set[str]] = field(default_factory=dict)
    failed: dict[str, set[str]] = field(default_factory=dict)


def roll_call(people: Iterable[str], households: Mapping[str, str], events: Iterable[Event]) -> RollCall:
    """Return what is known of people after events.

    1. A trusted reply sets the status of the people it covers; the latest wins.
    2. ``injured`` and ``need_help`` are left only by an officer: a milder reply leaves them and puts the person into ``to_confirm``.
    3. An officer sets anything and clears ``to_confirm``; a later trusted reply overrides it only if more urgent, else the person goes into
       ``to_confirm``.
    4. Replies that are not trusted and third parties set nothing: the person stands in ``reported``.
    5. Without a status: ``unreachable`` if every channel that was asked has failed, ``asked`` if any was, else ``not_asked``.
    6. A household shows the status of its most urgent member who needs help; else ``unaccounted``; else its most urgent.

    Parameters
    ----------
    people : iterable of str
        Ids of whom is called, each counted once.
    households : mapping of str to str
        The household of a person, of those who have one.
    events : iterable of Event
        In any order. Of several with one id the earliest counts, and of those at one time the first by its content.

    Returns
    -------
    RollCall

    Raises
    ------
    BadValue
        For a person of an event or a household who is not among the people (the sentence names them), a time without its distance from
        UTC, an unknown kind, a trusted reply or an officer's event with a status that is none.

    Examples
    --------
    >>> at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    >>> call = roll_call(["a", "b", "c"], {"a": "x", "b": "x"}, [
    ...     Event("1", at, "asked", ["a", "b"], channel="sms"),
    ...     Event("2", at + dt.timedelta(minutes=4), "reply", ["a"], "need_help", trusted=True),
    ...     Event("3", at + dt.timedelta(minutes=9), "reply", ["a"], "safe", trusted=True),
    ... ])
    >>> call.status, call.households, sorted(call.to_confirm), sorted(call.unaccounted)
    ({'a': 'need_help', 'b': 'asked', 'c': 'not_asked'}, {'x': 'need_help'}, ['a'], ['b', 'c'])
    """
    ids = dict.fromkeys(people)
    _check_known(ids, households, "consular.roll-call.household")
    state = _State()
    for event in _in_order(events):
        _check_known(ids, event.people, "consular.roll-call.event", event.id)
        _take(state, event)
    status = {person: _status(state, person) for person in ids}
    counts = dict.fromkeys(STATUSES, 0)
    for one in status.values():
        counts[one] += 1
    return RollCall(
        status=status,
        households=_of_households(status, households),
        counts=counts,
        to_confirm=frozenset(state.to_confirm),
        reported=frozenset(state.reported),
        unaccounted=frozenset(person for person, one in status.items() if one in UNACCOUNTED),
    )


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Return each event once, in the order of time and id."""
    by_id: dict[str, Event] = {}
    for event in events:
        _check(event)
        other = by_id.get(event.id)
        if other is None or (other != event and _content(event) < _content(other)):
            by_id[event.id] = event
    return sorted(by_id.values(), key=lambda event: (event.at, event.id))


def _content(event: Event) -> tuple[dt.datetime, str, list[str], str, str, bool]:
    return event.at, event.kind, sorted(event.people), event.status, event.channel, event.trusted


def _check(event: Event) -> None:
    if not isinstance(event.at, dt.datetime) or event.at.utcoffset() is None:
        raise BadValue(Message("consular.roll-call.time", id=str(event.id), found=str(event.at)))
    if event.kind not in _KINDS:
        raise BadValue(Message("consular.roll-call.kind", id=str(event.id), found=str(event.kind), allowed=get_args(Kind)))
    if isinstance(event.people, str):
        raise BadValue(Message("consular.roll-call.people", id=str(event.id), found=event.people))
    sets = event.kind == "officer" or (event.kind == "reply" and event.trusted)
    if sets and event.status not in _RANK and (event.status or event.kind == "reply"):
        raise BadValue(Message("consular.roll-call.status", id=str(event.id), found=str(event.status), allowed=URGENCY))


def _check_known(ids: Mapping[str, None], others: Collection[str], sentence: str, event: str = "") -> None:
    if ids.keys() >= set(others):
        return
    unknown = sorted({str(one) for one in others if one not in ids})
    raise BadValue(Message(sentence, id=str(event), count=len(unknown), found=tuple(unknown[:_MOST_NAMED])))


def _take(state: _State, event: Event) -> None:
    match event.kind:
        case "asked" | "failed":
            ways = state.sent if event.kind == "asked" else state.failed
            for person in event.people:
                ways.setdefault(person, set()).add(event.channel)
        case "officer":
            for person in event.people:
                state.rank[person] = _RANK.get(event.status, _UNKNOWN)
                state.by_officer.add(person)
                state.to_confirm.discard(person)
        case "reply" if event.trusted:
            for person in event.people:
                _reply(state, person, _RANK[event.status])
        case _:
            state.reported.update(event.people)


def _reply(state: _State, person: str, rank: int) -> None:
    before = state.rank.get(person, _UNKNOWN)
    if rank < before:
        state.rank[person] = rank
        state.by_officer.discard(person)
    elif person in state.by_officer or (before in _LEFT_BY_OFFICER and rank > before):
        state.to_confirm.add(person)
    else:
        state.rank[person] = rank


def _status(state: _State, person: str) -> str:
    rank = state.rank.get(person, _UNKNOWN)
    if rank < _UNKNOWN:
        return URGENCY[rank]
    sent = state.sent.get(person)
    if not sent:
        return "not_asked"
    return "unreachable" if sent <= state.failed.get(person, set()) else "asked"


def _of_households(status: Mapping[str, str], households: Mapping[str, str]) -> dict[str, str]:
    lowest: dict[str, int] = {}
    has_unaccounted = set()
    for person, household in households.items():
        rank = _RANK.get(status[person], _UNKNOWN)
        lowest[household] = min(lowest.get(household, _UNKNOWN), rank)
        if rank == _UNKNOWN:
            has_unaccounted.add(household)
    return {
        household: "unaccounted" if household in has_unaccounted and rank not in _LEFT_BY_OFFICER else URGENCY[rank]
        for household, rank in lowest.items()
    }
