"""Where the reading of a long log begins: the state of a room after an entry, so that a server that starts does not read all before it.

It follows from the log, and counts only as long as it does: the entry has the hash that it had, and the rules are those that made it. What
somebody takes along who leaves is in none: it goes with the first of them, and is made anew of what is left.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import zlib
from pathlib import Path

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

import legation.rooms
from legation.rooms import RoomState, begun
from legation.rooms.kinds import OURS
from legation.rooms.plain_state import is_plain, state_from, state_plain
from legation.version import VERSION
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomCheckpoint, RoomEntry

__all__ = ["EVERY", "SHARE", "is_due", "last_checkpoint", "write_checkpoint"]

EVERY = 10_000
"""Entries from one to the next."""
SHARE = 0.1
"""By how much a longer log has grown before there is a next one: it takes a second or two where votes are a million."""
_LOG = logging.getLogger("legation.rooms")


def is_due(room: str, number: int) -> bool:
    """Whether so much is new since the last one that a log of so many entries gets another."""
    if number < EVERY:
        return False
    last = RoomCheckpoint.objects.filter(room_id=room).values_list("number", flat=True).first() or 0
    return number - last >= max(EVERY, int(SHARE * last))


def write_checkpoint(room: str, state: RoomState) -> bool:
    """Write the state of a room, in the place of the last one; not where it has lost something since, or its kind does not let it.

    Of a kind that another package brings nobody can say here which code its rules are.
    """
    if state.kind not in OURS or not is_plain(type(state)):
        return False
    data = zlib.compress(json.dumps(state_plain(state), ensure_ascii=False, separators=(",", ":")).encode(), 1)
    version = _version()
    sign = _sign(room, state.number, state.hash, version, data)
    made = {"number": state.number, "hash": state.hash, "version": version, "sign": sign, "data": data}
    with transaction.atomic():
        there = Room.objects.select_for_update().filter(pk=room).exists()
        if not there or not _stands(room, state.number, state.hash):
            return False
        if RoomEntry.objects.filter(room_id=room, number__gt=state.number, kind="erased").exists():
            return False
        RoomCheckpoint.objects.update_or_create(room_id=room, defaults=made)
    return True


def last_checkpoint(room: str, kind: str) -> RoomState | None:
    """Return the state at which the reading of a room's log may begin; None where there is none, or it does not count any more."""
    found = RoomCheckpoint.objects.filter(room_id=room).first()
    if found is None:
        return None
    data = bytes(found.data)
    whole = constant_time_compare(found.sign, _sign(room, found.number, found.hash, found.version, data))
    if not whole or found.version != _version() or not _stands(room, found.number, found.hash):
        return None
    try:
        first = begun(kind, next(log.entries_after(room)))
        state = state_from(type(first), json.loads(zlib.decompress(data)))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        _LOG.exception("a room is read from its first entry: what was written of it could not be read")
        return None
    return state


def _stands(room: str, number: int, newest: str) -> bool:
    """Whether the log is still the one that had a hash at an entry."""
    return RoomEntry.objects.filter(room_id=room, number=number, hash=newest).exists()


def _sign(room: str, number: int, newest: str, version: str, data: bytes) -> str:
    """Return what nobody can make who may write in the database and does not know the site's key."""
    what = f"{room} {number} {newest} {version} {hashlib.sha256(data).hexdigest()}"
    return salted_hmac("legation.rooms.checkpoint", what, algorithm="sha256").hexdigest()


@functools.cache
def _version() -> str:
    """Return what changes when anything of the rules of our kinds does: the release, and the hash of their code."""
    found = hashlib.sha256(VERSION.encode())
    for path in sorted(Path(legation.rooms.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
