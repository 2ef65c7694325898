"""A live room whose log is long, written straight into the database of a site: ``python -m benchmarks.live_map_room PEOPLE STATEMENTS``.

It says where the room is, and who has not voted yet.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import secrets
import sys
from collections.abc import Iterator
from typing import Any

import django
import numpy as np

FRESH = 60
"""People who have not voted yet."""
LOT = 20_000
AT = "2026-03-02T09:00:00.000Z"


def entries(cast: Any, host: str, seats: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the log: the room, its seats and statements, and the votes in an order in which everybody comes and goes.

    Each as number, by, kind, key, before, body, hash, data, salt: what :class:`legation.rooms.Entry` makes, without its checks.
    """
    from legation.rooms.entry import FIRST, canonical

    last, number = FIRST, 0

    def entry(by: str, kind: str, data: dict[str, Any]) -> tuple[Any, ...]:
        nonlocal last, number
        number += 1
        salt, before = os.urandom(16), last
        body = hashlib.sha256(salt + _plain(data)).hexdigest()
        last = hashlib.sha256(_plain([number, AT, by, kind, str(number), body, before])).hexdigest()
        return number, by, kind, str(number), before, body, last, json.dumps(data), salt.hex()

    settings = {"inside": "anonymous", "leaves": "chatham", "question": "What should come first?", "moderation": "before"}
    assert _plain(settings) == canonical(settings)
    yield entry(host, "opened", settings)
    for seat in seats:
        yield entry(host, "seated", {"seat": seat, "role": "participant"})
    for j in range(cast.shape[1]):
        yield entry(host, "stated", {"statement": f"s{j}", "text": f"Statement {j} says one thing.", "language": "en", "source": "seed"})
    yield entry(host, "phase", {"phase": "vote"})
    participant, statement, value = (np.asarray(one).tolist() for one in (cast.participant, cast.statement, cast.value))
    for at in np.random.default_rng(1).permutation(len(value)).tolist():
        yield entry(seats[participant[at]], "voted", {"statement": f"s{statement[at]}", "value": value[at]})


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def main(people: int, statements: int) -> None:
    django.setup()
    from benchmarks.opinion import planted
    from django.db import connection, transaction

    from legation.web.accounts.models import Account
    from legation.web.dossiers.models import Dossier
    from legation.web.rooms.browser import Browser
    from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomSeat

    dossier = Dossier.objects.order_by("pk").first()
    account = Account.objects.order_by("pk").first()
    assert dossier is not None
    cast, _ = planted(people, statements)
    host, seats = secrets.token_hex(6), [secrets.token_hex(6) for _ in range(people + FRESH)]
    room = Room.objects.create(
        id=secrets.token_hex(8), dossier=dossier, kind="deliberation", title={"fr": "Forum", "en": "Forum"}, phase="vote"
    )
    RoomSeat.objects.create(room=room, seat=host, account=account, role="host")
    known = [*range(20), *range(people, people + FRESH)]
    RoomSeat.objects.bulk_create(RoomSeat(room=room, seat=seats[at], digest=Browser(f"secret{at}").digest) for at in known)
    columns = 'room_id, number, at, "by", kind, "key", "before", body, hash, id'
    into = f"INSERT INTO {RoomEntry._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * 10)})"
    saying = f"INSERT INTO {RoomContent._meta.db_table} (entry_id, data, salt) VALUES (%s, %s, %s)"
    log, last = entries(cast, host, seats), tuple[Any, ...]()
    while lot := list(itertools.islice(log, LOT)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(into, [(room.pk, one[0], AT, *one[1:7], one[0]) for one in lot])
            cursor.executemany(saying, [(one[0], one[7], one[8]) for one in lot])
        last = lot[-1]
    room.number, room.at, room.hash = last[0], AT, last[6]
    room.save()
    print(json.dumps({"room": room.pk, "fresh": known[20:], "seated": known[:20], "entries": last[0]}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
