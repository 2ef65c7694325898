"""The one fold: events in their order become the state of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting import brackets, proposals
from legation.rooms.drafting import proposals as proposing
from legation.rooms.drafting.brackets import Desk
from legation.rooms.drafting.event import (
    LEVELS,
    SCHEMES,
    STANCES,
    Agreed,
    Asked,
    Broken,
    Brought,
    Closed,
    Event,
    Joined,
    Lapsed,
    Linked,
    Opened,
    Proposed,
    Reopened,
    Reserved,
    Stood,
    known,
    one_of,
    time_of,
)
from legation.rooms.drafting.state import Membership, Package, Silence, Stance, State, print_of

__all__ = ["fold", "step"]


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
        desk = _applied(desk, event, f"{number}")
    if desk is None:
        raise BadValue(Message("drafting-room.empty"))
    return desk.state()


def step(state: State | None, event: Event) -> State:
    """Return the state after one more event; the state given is not changed. ``None`` stands for the room before it is opened."""
    return _applied(None if state is None else Desk(state), event, event.at).state()


def _applied(desk: Desk | None, event: Event, place: str) -> Desk:
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
    desk.at = max(event.at, desk.at)
    take(desk, event, place)
    return desk


def _joined(desk: Desk, event: Joined, place: str) -> None:
    for name, day in (("start", event.start), ("end", event.end)):
        if day:
            time_of(day, f"{place}, {name}")
    desk.members.append(Membership(event.actor, event.group, event.start, event.end))


def _stood(desk: Desk, event: Stood, place: str) -> None:
    one_of(event.stance, STANCES, f"{place}, stance")
    targets = {**desk.brackets, **desk.units}
    known(event.target, targets, f"{place}, target")
    if event.conditional_on:
        known(event.conditional_on, {**targets, **desk.packages}, f"{place}, conditional_on")
    bracket = desk.brackets.get(event.target)
    words = desk.units[bracket.unit].words[bracket.start : bracket.end] if bracket else desk.units[event.target].words
    stance = Stance(event.by, event.target, event.stance, event.at, event.public, event.conditional_on, print_of(words), event.evidence)
    desk.stances[event.by, event.target] = stance


def _agreed(desk: Desk, event: Agreed, place: str) -> None:
    one_of(event.level, LEVELS, f"{place}, level")
    unit = desk.units[known(event.unit, desk.units, f"{place}, unit")]
    open_brackets = [one.id for one in desk.over(event.unit)]
    if open_brackets and LEVELS.index(event.level) > LEVELS.index("bracketed"):
        raise BadValue(
            Message("drafting-room.still-bracketed", place=place, unit=event.unit, level=event.level, brackets=tuple(open_brackets))
        )
    if LEVELS.index(event.level) < LEVELS.index(unit.level) and unit.level in LEVELS[3:]:
        raise BadValue(Message("drafting-room.lower-level", place=place, unit=event.unit, level=event.level, found=unit.level))
    desk.units[event.unit] = replace(unit, level=event.level, pending=event.pending)


def _reopened(desk: Desk, event: Reopened, place: str) -> None:
    known(event.unit, desk.units, f"{place}, unit")
    proposing.reopen(desk, event.unit, event.reason or "reopened")


def _reserved(desk: Desk, event: Reserved, place: str) -> None:
    known(event.unit, desk.units, f"{place}, unit")
    desk.reservations.append((event.by, event.unit, event.text, event.at))


def _linked(desk: Desk, event: Linked, place: str) -> None:
    for target in event.targets:
        known(target, {**desk.brackets, **desk.units}, f"{place}, targets")
    desk.packages[event.id] = Package(event.id, event.targets)


def _open_silence(desk: Desk, event: Asked, place: str) -> None:
    time_of(event.deadline, f"{place}, deadline")
    one_of(event.level, LEVELS, f"{place}, level")
    if event.deadline <= event.at[: len(event.deadline)]:
        raise BadValue(Message("drafting-room.early-deadline", place=place, deadline=event.deadline, at=event.at))
    for unit in event.units:
        known(unit, desk.units, f"{place}, units")
    if event.id in desk.silences:
        raise BadValue(Message("drafting-room.twice", place=place, found=event.id))
    desk.silences[event.id] = Silence(event.id, event.units, event.at, event.deadline, event.level)


def _broken(desk: Desk, event: Broken, place: str) -> None:
    silence = desk.silences[known(event.id, desk.silences, f"{place}, id")]
    if silence.ended or silence.deadline < event.at[: len(silence.deadline)]:
        raise BadValue(Message("drafting-room.late", place=place, found=event.at, deadline=silence.deadline, id=event.id))
    for unit in event.units:
        known(unit, dict.fromkeys(silence.units), f"{place}, units")
    added = tuple((event.by, unit, event.at) for unit in event.units or silence.units)
    desk.silences[event.id] = replace(silence, broken=(*silence.broken, *added))


def _lapsed(desk: Desk, event: Lapsed, place: str) -> None:
    silence = desk.silences[known(event.id, desk.silences, f"{place}, id")]
    if silence.ended or event.at[: len(silence.deadline)] < silence.deadline:
        raise BadValue(Message("drafting-room.not-yet", place=place, found=event.at, deadline=silence.deadline, id=event.id))
    desk.silences[event.id] = replace(silence, ended=event.at)
    if not desk.settings.silence_accepts:
        return
    broken = {unit for _, unit, _ in silence.broken}
    for name in silence.units:
        unit = desk.units.get(name)
        if unit is not None and name not in broken and not desk.over(name) and LEVELS.index(unit.level) < LEVELS.index(silence.level):
            desk.units[name] = replace(unit, level=silence.level, pending=())


_TAKES: Mapping[type[Event], Callable[[Desk, Any, str], None]] = {
    Joined: _joined,
    Brought: proposals.brought,
    Proposed: proposing.proposed,
    Stood: _stood,
    Closed: brackets.closed,
    Agreed: _agreed,
    Reopened: _reopened,
    Reserved: _reserved,
    Linked: _linked,
    Asked: _open_silence,
    Broken: _broken,
    Lapsed: _lapsed,
}
_NAMES = tuple(kind.__name__.lower() for kind in _TAKES)
