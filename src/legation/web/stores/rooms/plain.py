"""Rooms and seats as every page of a seat asks for them: one statement each, written out.

Django would write the same statement anew for each page, which costs several times as much as the database needs for the answer.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from legation.web.stores.rooms.models import Room, RoomSeat

__all__ = ["browser_seats", "room_there", "whole_room"]

_ROOM = tuple(field.attname for field in Room._meta.concrete_fields)
_TITLE, _NOTICE = _ROOM.index("title"), _ROOM.index("notice")
_WHOLE = f"SELECT {', '.join(_ROOM)} FROM {Room._meta.db_table} WHERE id = %s"  # noqa: S608 - our own table
_THERE = f"SELECT kind, number, hash FROM {Room._meta.db_table} WHERE id = %s"  # noqa: S608 - our own table
_SEATS = (
    f"SELECT s.id, s.seat, s.account_id, r.kind, r.number, r.hash FROM {RoomSeat._meta.db_table} s "  # noqa: S608 - our own tables
    f"JOIN {Room._meta.db_table} r ON r.id = s.room_id WHERE s.room_id = %s AND s.digest = %s"
)


def room_there(name: str) -> Room:
    """Return of which kind a room is, and its newest entry by number and hash; nothing else of it is read.

    Raises
    ------
    Room.DoesNotExist
    """
    found = _row(_THERE, name)
    return Room(id=name, kind=found[0], number=found[1], hash=found[2])


def whole_room(name: str, *, to_write: bool = False) -> Room:
    """Return a room with all that its row says; ``to_write`` takes the row until the transaction ends, where the database can.

    Raises
    ------
    Room.DoesNotExist
    """
    row = _row(f"{_WHOLE} FOR UPDATE" if to_write and connection.features.has_select_for_update else _WHOLE, name)
    for place in (_TITLE, _NOTICE):
        row[place] = json.loads(row[place]) if isinstance(row[place], str) else row[place]
    row[_ROOM.index("is_cut")] = bool(row[_ROOM.index("is_cut")])
    return Room.from_db(connection.alias, _ROOM, row)


def browser_seats(room: str, digest: str) -> list[RoomSeat]:
    """Return where a browser sits in a room, each seat with its room as it is now; what else the rows say is read where it is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, [room, digest])
        rows = cursor.fetchall()
    found = []
    for number, seat, account, kind, newest, last in rows:
        one = RoomSeat.from_db(connection.alias, ("id", "room_id", "seat", "account_id"), (number, room, seat, account))
        one.room = Room.from_db(connection.alias, ("id", "kind", "number", "hash"), (room, kind, newest, last))
        found.append(one)
    return found


def _row(statement: str, name: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [name])
        found = cursor.fetchone()
    if found is None:
        raise Room.DoesNotExist
    return list(found)
