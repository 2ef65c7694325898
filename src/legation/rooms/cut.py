"""The cut: some time after its end a room is written anew, so that nobody in it can be found any more.

Seats get new random numbers, times become days, keys and salts are other ones, deadlines are gone. Entries stand in their order and say the
same, so that the room comes to the same figures; its first entry names the log from which it was made, by the hash that was published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from legation.errors import WrongUse
from legation.language import Message
from legation.rooms.entry import FIRST, Entry
from legation.rooms.kinds import replay, room_kind
from legation.rooms.state import CLOCK, taken_before

__all__ = ["cut"]


def cut(kind: str, room: str, entries: Iterable[Entry], token: Callable[[int], str]) -> tuple[Entry, ...]:
    """Return the log of a room that is closed without what leads to anybody.

    Parameters
    ----------
    kind, room : str
        The kind of the room, and its id.
    token : callable
        How many bytes -> random ones in hex: ``secrets.token_hex``.

    Raises
    ------
    WrongUse
        While the room is open.
    Refused
        Where the log does not follow the rules.
    """
    old = tuple(entries)
    with taken_before():
        state = replay(kind, old)
    if state.phase != "closed":
        raise WrongUse(Message("room.cut-open"))
    named = (
        {entry.by for entry in old} | set(state.seats) | {str(entry.data["seat"]) for entry in old if entry.data and entry.data.get("seat")}
    )
    seats = {name: token(6) for name in sorted(named - {CLOCK})}
    host = seats[old[0].by]
    declared = room_kind(kind)
    with taken_before():
        numbered = declared.ordered(old) if declared.ordered is not None else {}
    made: list[Entry] = []
    for entry in old:
        what, data = (entry.kind, None) if entry.data is None else declared.timeless(entry)
        if entry.data is not None and entry.number in numbered:
            data = (data or {}) | numbered[entry.number]
        if data is not None:
            data = data | {name: _renamed(data[name], seats) for name in declared.naming if name in data}
        if entry.number == 1 and data is not None:
            data = data | {"branch": [room, state.number, state.hash]}
        made.append(
            Entry(
                number=entry.number,
                at=f"{entry.at[:10]}T00:00:00.000Z",
                by=host if entry.by == CLOCK else seats[entry.by],
                kind=what,
                key=f"{entry.number}",
                data=data,
                salt=None if data is None else token(16),
                before=made[-1].hash if made else FIRST,
                body=token(32) if data is None else "",
            )
        )
    return tuple(made)


def _renamed(value: Any, seats: Mapping[str, str]) -> Any:
    """Return a field with other numbers in place of seats; what names an organisation stays."""
    return [seats.get(one, one) for one in value] if isinstance(value, list) else seats.get(value, value)
