"""The kinds of rooms, ours and those of other packages, and the one fold of their logs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from legation import moment
from legation.errors import WrongUse
from legation.extension import Group
from legation.language import Message
from legation.rooms.deliberation import DELIBERATION
from legation.rooms.drafting.kind import DRAFTING
from legation.rooms.entry import Entry
from legation.rooms.negotiation import NEGOTIATION
from legation.rooms.refused import Refused
from legation.rooms.state import CLOCK, EntryKind, RoomKind, RoomState

__all__ = ["GROUP", "OURS", "begun", "by_day", "is_cut", "leaves", "leaving_in", "replay", "room_kind", "room_kinds", "seen_by", "take"]

GROUP = Group(name="legation.rooms", of=RoomKind, title=Message("room.kind"), held_as="ROOM_KIND")
OURS: dict[str, RoomKind[Any]] = {DELIBERATION.id: DELIBERATION, DRAFTING.id: DRAFTING, NEGOTIATION.id: NEGOTIATION}


def room_kinds() -> dict[str, RoomKind[Any]]:
    """Return the kinds of rooms by their ids."""
    return GROUP.with_ours(OURS)


def room_kind(name: str) -> RoomKind[Any]:
    """Return a kind of room by its id.

    Raises
    ------
    WrongUse
        Where there is none.
    """
    found = OURS.get(name) or room_kinds().get(name)
    if found is None:
        raise WrongUse(Message("room.no-kind", found=name, allowed=tuple(room_kinds())))
    return found


def begun(kind: str, entry: Entry, leaving: frozenset[str] = frozenset(), dues: Mapping[str, Any] | None = None) -> RoomState:
    """Return the state of a room after its first entry; ``leaving`` are the seats that a later entry erases, ``dues`` what later ones say.

    Raises
    ------
    Refused
        Where it is not ``opened``, is not the first, or its settings are none that are allowed.
    """
    if entry.kind != "opened" or entry.number != 1 or entry.data is None:
        raise Refused("not-open", entry.number)
    state: RoomState = room_kind(kind).opened(entry)
    state.kind, state.leaving, state.dues = kind, leaving, dict(dues or {})
    _taken(state, entry)
    return state


def take(state: RoomState, entry: Entry) -> None:
    """Add an entry to the state of a room, which is changed.

    Raises
    ------
    Refused
        Where the rules do not take it: the state is as it was.
    """
    declared = room_kind(state.kind).entries.get(entry.kind)
    if declared is None:
        raise Refused("unknown", entry.number, field="kind", found=entry.kind)
    if entry.number != state.number + 1 or entry.at < state.at:
        raise Refused("conflict", entry.number)
    if (entry.by, entry.key) in state.keys:
        raise Refused("twice", entry.number, found=entry.key)
    if entry.data is None:
        if declared.take_erased is not None:
            declared.take_erased(state, entry)
    else:
        _check_role(state, entry, declared)
        declared.checked(entry, {})
        declared.take(state, entry)
    _taken(state, entry)


def replay(kind: str, entries: Iterable[Entry], until: int | str | dt.datetime | None = None) -> RoomState:
    """Return the state of a room after its entries.

    Parameters
    ----------
    kind : str
        ``deliberation``, ``drafting``, ``negotiation``, or the id of a kind that another package brings.
    entries : iterable of Entry
        The first is ``opened``. What an erased entry said counts for nothing; its place stays.
    until : int, str or datetime, optional
        The number, or the instant, of the last entry that counts; all of them without it.

    Raises
    ------
    Refused
        At the first entry that the rules do not take: its ``code`` and its ``number``.
    WrongUse
        For an unknown kind.
    """
    room_kind(kind)
    last = _until(until)
    log = list(entries)
    leaving, dues = leaving_in(log), _dues_in(log)
    state: RoomState | None = None
    for entry in log:
        if entry.number > last if isinstance(last, int) else entry.at > last:
            break
        state = _next(kind, state, entry, leaving, dues)
    if state is None:
        raise Refused("not-open", 0)
    return state


def by_day(kind: str, entries: Iterable[Entry], until: int | None = None) -> Iterator[tuple[str, RoomState]]:
    """Yield a room as it was at the end of each day on which something was written, ``YYYY-MM-DD`` in UTC; up to an entry by its number.

    The state is one, which goes on with the next day: whoever wants more of a day than it tells now takes it before.

    Raises
    ------
    Refused
        As :func:`replay` does.
    """
    log = list(entries)
    leaving, dues = leaving_in(log), _dues_in(log)
    state: RoomState | None = None
    for entry in log[:until]:
        if state is not None and entry.at[:10] != state.at[:10]:
            yield state.at[:10], state
        state = _next(kind, state, entry, leaving, dues)
    if state is not None:
        yield state.at[:10], state


def leaving_in(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the seats that an entry of a log erases."""
    return frozenset(str(entry.data["seat"]) for entry in entries if entry.kind == "erased" and entry.data and entry.data.get("seat"))


def _dues_in(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return what each ``due`` of a log says, by what fell due."""
    return {str(entry.data["what"]): entry.data for entry in entries if entry.kind == "due" and entry.data}


def is_cut(first: Entry) -> bool:
    """Whether a room goes on from another, of which the cut has taken out what was said to few."""
    return bool((first.data or {}).get("branch"))


def _next(kind: str, state: RoomState | None, entry: Entry, leaving: frozenset[str], dues: Mapping[str, Any]) -> RoomState:
    if state is None:
        return begun(kind, entry, leaving, dues if leaving or is_cut(entry) else None)
    take(state, entry)
    return state


def seen_by(state: RoomState, seat: str | None) -> dict[str, Any]:
    """Return all that a seat may know of a room, as plain data; ``None`` is a projector, which all can see.

    Raises
    ------
    Refused
        ``unknown`` for a seat that is not in the room, ``no-role`` for one that was removed.
    """
    if seat is not None:
        found = state.seats.get(seat)
        if found is None:
            raise Refused("unknown", state.number, field="seat", found=seat)
        if found.removed:
            raise Refused("no-role", state.number)
        if found.role == "projector":
            seat = None
    return {"phase": state.phase, "number": state.number} | room_kind(state.kind).seen_by(state, seat)


def leaves(state: RoomState) -> dict[str, Any] | None:
    """Return what may leave a room, as plain data, and None where nothing may.

    A report, an export and what goes back to the dossier say nothing else of a room. Its settings say whether those who spoke are named,
    stand by their organisation, or not at all.
    """
    if state.settings["leaves"] == "nothing":
        return None
    settings = {name: state.settings[name] for name in ("inside", "leaves", "smallest", "safety")}
    return settings | {"phase": state.phase, "day": state.at[:10]} | room_kind(state.kind).leaves(state)


def _check_role(state: RoomState, entry: Entry, declared: EntryKind[Any]) -> None:
    roles, seat = declared.roles, state.seats.get(entry.by)
    if entry.by == CLOCK:
        allowed = CLOCK in roles
    elif seat is None:  # what such a seat had of its own is gone, and a host does not leave
        allowed = entry.by in state.leaving and not declared.leaves_with_author and (not roles or not {"host", CLOCK}.issuperset(roles))
    elif seat.removed:  # that of it which is left is still its own to take back
        allowed = entry.kind == "erased" and not seat.erased and (entry.data or {}).get("seat") == entry.by
    else:
        allowed = not roles or seat.role in roles
    if not allowed:
        raise Refused("no-role", entry.number)


def _taken(state: RoomState, entry: Entry) -> None:
    state.keys.add((entry.by, entry.key))
    state.number, state.at, state.hash = entry.number, entry.at, entry.hash


def _until(until: int | str | dt.datetime | None) -> int | str:
    if until is None:
        return "9999"
    if isinstance(until, int):
        return until
    return moment.written(moment.parse(until) if isinstance(until, str) else until)
