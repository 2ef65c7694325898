"""A rehearsal in which simulated players sit at all sides, from its first entry to its end: the log that the rules took, step by step.

The instants are those at which the players act, so that an hour of play takes a moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from legation.rooms.entry import FIRST, Entry
from legation.rooms.kinds import begun, seen_by, take
from legation.rooms.negotiation.bots import acts_at, bots_of, ends_at, key_of_move, move_on
from legation.rooms.negotiation.state import Negotiation
from legation.rooms.state import CLOCK

__all__ = ["play_through"]

BEGINS = "2026-03-02T09:00:00.000Z"


class _Log:
    """A log that grows."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.chance = np.random.default_rng(int(settings["seed"]))
        self.entries: list[Entry] = []
        self.state: Any = None
        self.add("host", "opened", dict(settings), BEGINS)

    def add(self, by: str, kind: str, data: Mapping[str, Any], at: str, key: str = "") -> None:
        number = len(self.entries) + 1
        before = self.entries[-1].hash if self.entries else FIRST
        salt = self.chance.bytes(16).hex()
        entry = Entry(number=number, at=at, by=by, kind=kind, key=key or f"{number}", data=data, salt=salt, before=before)
        if self.state is None:
            self.state = begun("negotiation", entry)
        else:
            take(self.state, entry)
        self.entries.append(entry)


def play_through(settings: Mapping[str, Any], styles: Mapping[str, str]) -> tuple[list[Entry], Negotiation]:
    """Return the log of a rehearsal that simulated players play by themselves, and the room at its end.

    Parameters
    ----------
    settings : mapping
        What ``opened`` says, with a ``deadline`` after 2026-03-02T09:00Z or none; with ``minutes`` and no deadline it ends after these.
    styles : mapping of str to str
        By side.

    Raises
    ------
    Refused
        Where the settings do not fit.
    """
    log = _Log(settings)
    state: Negotiation = log.state
    for side in state.sides:
        log.add("host", "seated", {"seat": f"bot-{side}", "role": "delegate", "side": side, "bot": styles[side]}, BEGINS)
    seats = list(bots_of(state))
    due = {seat: acts_at(state, seat, BEGINS) for seat in seats}
    ends, seen = ends_at(state), dict[str, Any]()
    while not state.deal:
        (at, offers), seat = min((when, seat) for seat, when in due.items())
        if at > ends:
            break
        if seat not in seen or seen[seat]["number"] != state.number:
            seen[seat] = seen_by(state, seat)
        found = move_on(seen[seat], state, seat, at, offers=offers)
        if found is not None:
            log.add(seat, found.kind, found.data, max(at, state.at), key_of_move(state, seat))
        for other in seats if found is not None and found.kind == "offered" else (seat,):
            due[other] = acts_at(state, other, at)
    if state.deadline and not state.deal:
        log.add(CLOCK, "due", state.falls_due, ends, "due:deadline")
    else:
        log.add("host", "phase", {"phase": "closed"}, max(ends if not state.deal else state.at, state.at))
    log.add("host", "revealed", {}, state.at)
    return log.entries, state
