"""Rules of live rooms: a room is an append-only log of entries, its state a fold of them.

A room knows no clock, no network and no chance: times stand in its entries. So it is replayed, audited, exported and simulated by the same
code that runs it.

======================================  ======================================================================
:class:`Entry`                          one entry of a log: numbered, chained by hashes, erasable
:func:`verify`                          the first entry that does not follow from those before it
:func:`read_log`, :func:`write_log`     a log as lines of JSON
:class:`RoomKind`, :func:`room_kinds`   what a kind of room declares; ours and those of other packages
:func:`begun`, :func:`replay`           the state of a room after its entries
:func:`seen_by`                         all that a seat may know
:func:`leaves`                          all that may leave the room
:func:`stamped`                         the time that an entry bears
:func:`cut`                             a log in which nobody can be found any more
:func:`log_outside`                     a log as a file that leaves the room
:func:`look_through`                    whether a log in a file is whole, in a sentence
:class:`Refused`                        why the rules do not take an entry
======================================  ======================================================================
"""

from __future__ import annotations

from legation.rooms.attribution import stamped
from legation.rooms.cut import cut
from legation.rooms.entry import Entry, canonical, read_log, verify, write_log
from legation.rooms.kinds import begun, leaves, replay, room_kinds, seen_by
from legation.rooms.outside import LogFile, log_outside, look_through
from legation.rooms.refused import CODES, Refused
from legation.rooms.state import ROLES, EntryKind, Field, RoomKind, RoomState, Seat

__all__ = [
    "CODES",
    "ROLES",
    "Entry",
    "EntryKind",
    "Field",
    "LogFile",
    "Refused",
    "RoomKind",
    "RoomState",
    "Seat",
    "begun",
    "canonical",
    "cut",
    "leaves",
    "log_outside",
    "look_through",
    "read_log",
    "replay",
    "room_kinds",
    "seen_by",
    "stamped",
    "verify",
    "write_log",
]
