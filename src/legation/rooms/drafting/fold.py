"""The one fold: events in their order become the state of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting import brackets, levels, proposals, saying, versions
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import (
    SCHEMES,
    Agreed,
    Asked,
    Broken,
    Brought,
    Closed,
    Confirmed,
    Event,
    Joined,
    Lapsed,
    Linked,
    Opened,
    Proposed,
    Referred,
    Reopened,
    Reserved,
    Stood,
    one_of,
    time_of,
)
from legation.rooms.drafting.state import State

__all__ = ["applied", "fold", "step"]

_TABLE = ("chair", "secretariat")
"""Who sits at the head of the table, and takes part in every room."""


def fold(log: Iterable[Event]) -> State:
    """Return the state of a room after its events.

    Parameters
    ----------
    log : iterable of Event
        The first an :class:`Opened`; times never fall.

    Raises
    ------
    BadValue
        For an event that cannot be taken: its number, what is allowed, what was found and what to do. Nothing of it is taken.

    Examples
    --------
    >>> from legation.rooms.drafting import Brought, Paragraph, Stood, view
    >>> text = (Paragraph(id="5", label="5", text="States report."),)
    >>> log = [Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="zero", paragraphs=text)]
    >>> log += [Proposed(at="2025-03-02", by="EU", id="b1", operation="insert", unit="5", start=1, end=1, text="shall")]
    >>> log += [Stood(at="2025-03-03", by="RUS", target="b1", stance="oppose")]
    >>> print(view(fold(log), "attributed"))
    5. States [shall (EU) – RUS oppose] report.
    """
    desk: Desk | None = None
    for number, event in enumerate(log, 1):
        desk = applied(desk, event, f"{number}")
    if desk is None:
        raise BadValue(Message("drafting-room.empty"))
    return desk.state()


def step(state: State | None, event: Event) -> State:
    """Return the state after one more event; the state given is not changed. ``None`` stands for the room before it is opened."""
    return applied(None if state is None else Desk(state), event, event.at).state()


def applied(desk: Desk | None, event: Event, place: str) -> Desk:
    """Take an event on a desk, which is changed, and return it; without one, open it."""
    time_of(event.at, f"{place}, at")
    if desk is None:
        if not isinstance(event, Opened):
            raise BadValue(Message("drafting-room.not-opened", place=place, found=type(event).__name__.lower()))
        one_of(event.bis, ("alternative", "new"), f"{place}, bis")
        one_of(event.scheme, SCHEMES, f"{place}, scheme")
        return Desk(State(settings=event, at=event.at))
    if isinstance(event, Opened):
        raise BadValue(Message("drafting-room.opened-twice", place=place))
    if event.at < desk.at[: len(event.at)]:
        raise BadValue(Message("drafting-room.out-of-order", place=place, found=event.at, before=desk.at))
    take = _TAKES.get(type(event))
    if take is None:
        raise BadValue(Message("drafting-room.unknown-event", place=place, found=type(event).__name__, allowed=tuple(sorted(_NAMES))))
    _check_takes_part(desk, event, place)
    desk.at = max(event.at, desk.at)
    desk.number += 1
    take(desk, event, place)
    return desk


def _check_takes_part(desk: Desk, event: Event, place: str) -> None:
    """Refuse what strangers do. A log in which nobody joined is one that somebody wrote from outside: it names no strangers."""
    if isinstance(event, Joined | Lapsed) or not desk.members:
        return
    there = {name for one in desk.members if one.holds(event.at) for name in (one.actor, one.group) if name} | set(_TABLE)
    named = event.proposers if isinstance(event, Proposed) else event.pending if isinstance(event, Agreed) else ()
    for name in (event.by, *named):
        if name not in there:
            raise BadValue(Message("drafting-room.stranger", place=place, found=name))


_TAKES: Mapping[type[Event], Callable[[Desk, Any, str], None]] = {
    Joined: saying.joined,
    Brought: versions.brought,
    Proposed: proposals.proposed,
    Stood: saying.stood,
    Closed: brackets.closed,
    Agreed: levels.agreed,
    Referred: levels.referred,
    Confirmed: levels.confirmed,
    Reopened: levels.reopened,
    Reserved: saying.reserved,
    Linked: levels.linked,
    Asked: levels.put_under_silence,
    Broken: levels.broken,
    Lapsed: levels.lapsed,
}
_NAMES = tuple(kind.__name__.lower() for kind in _TAKES)
