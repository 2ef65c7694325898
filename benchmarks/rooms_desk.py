"""What the desk of live rooms takes: to read a long log when a server starts, and to write in many rooms at once.

``python -m benchmarks.rooms_desk [start] [turns]``; both without a word, on both databases. *start*: from a desk that knows nothing to what
all see of a room, of a log of some 10,000 and 100,000 entries, without a checkpoint and with one; clock and processor, least of three.
*turns*: sixteen who write votes for some seconds, each in a room of their own or all in one, where rooms wait for one another and where
they do not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

from benchmarks.site_process import DATABASES, ROOT, Site, desk

SIZES = ((400, 40), (1_500, 130))
"""People and statements: some 10,000 and 100,000 entries."""
TIMES = 3
WRITERS, SECONDS = 16, 6.0


def program(site: Site, *words: object) -> Any:
    """Return what a part says that runs in a process of the site."""
    command = [sys.executable, "-m", "benchmarks.rooms_desk", *map(str, words)]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def made(site: Site, people: int, statements: int) -> dict[str, Any]:
    """Return a room with a long log."""
    command = [sys.executable, "-m", "benchmarks.live_map_room", str(people), str(statements)]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def read(room: str) -> dict[str, float]:
    """Return what reading a room takes that is not known: of the whole, and of its parts."""
    import django

    django.setup()
    from legation.rooms import replay, seen_by
    from legation.web.rooms.desk import Desk
    from legation.web.stores.rooms import log
    from legation.web.stores.rooms.checkpoints import write_checkpoint
    from legation.web.stores.rooms.models import RoomCheckpoint

    parts = ("clock", "processor", "entries", "fold", "seen", "written", "again clock", "again")
    found: dict[str, list[float]] = {part: [] for part in parts}
    for _ in range(TIMES):
        begun, busy = time.perf_counter(), time.process_time()
        with Desk().reading(room) as live:
            state = live.state
        assert state is not None
        found["clock"].append(time.perf_counter() - begun)
        found["processor"].append(time.process_time() - busy)
        busy = time.process_time()
        entries = list(log.entries_after(room))
        found["entries"].append(time.process_time() - busy)
        busy = time.process_time()
        replay("deliberation", entries)
        found["fold"].append(time.process_time() - busy)
        busy = time.process_time()
        seen_by(state, None)
        found["seen"].append(time.process_time() - busy)
        busy = time.process_time()
        assert write_checkpoint(room, state)
        found["written"].append(time.process_time() - busy)
        begun, busy = time.perf_counter(), time.process_time()
        with Desk().reading(room) as live:
            assert live.state == state
        found["again clock"].append(time.perf_counter() - begun)
        found["again"].append(time.process_time() - busy)
        RoomCheckpoint.objects.all().delete()
    return {name: min(times) for name, times in found.items()} | {"number": float(state.number)}


def start(database: str) -> None:
    """Print what a server that starts takes until it knows a room."""
    for people, statements in SIZES:
        with desk(database, bare=True) as site:
            took = program(site, "read", made(site, people, statements)["room"])
            print(
                f"  {database:10} {took['number']:>9,.0f} entries: {took['clock']:.2f} s, {took['processor']:.2f} s of processor (rows and "
                f"entries {took['entries']:.2f}, fold {took['fold']:.2f}); from a checkpoint {took['again clock']:.2f} s, "
                f"{took['again']:.2f} s of processor, written in {took['written']:.2f}; what all see {1000 * took['seen']:.0f} ms",
                flush=True,
            )


def write(rooms: int, turns: int) -> dict[str, float]:
    """Return how many votes sixteen write in a second, and how long one takes."""
    import django

    django.setup()
    from django.db import connection

    from legation.web.accounts.models import Account
    from legation.web.dossiers.models import Dossier
    from legation.web.rooms import known_rooms, seats
    from legation.web.rooms.desk import Desk, Draft

    known_rooms.TURNS = turns
    writing, times, lock = Desk(), list[float](), threading.Lock()
    seats.DESK = writing
    dossier, host = Dossier.objects.order_by("pk").first(), Account.objects.order_by("pk").first()
    assert dossier is not None and host is not None
    there = []
    for _ in range(rooms):
        given = {"inside": "seat", "leaves": "chatham", "question": "What should come first?"}
        room = seats.open_room(dossier, host, "deliberation", given, title={}, notice={}).pk
        first = str(seats.seat_by_account(seats.Room.objects.get(pk=room), host, "host"))
        drafts = [Draft(kind="seated", data={"seat": f"p{at}", "role": "participant"}) for at in range(WRITERS)]
        drafts += [Draft(kind="stated", data={"statement": f"s{at}", "text": f"Seed {at}.", "source": "seed"}) for at in range(20)]
        writing.write(room, first, [*drafts, Draft(kind="phase", data={"phase": "vote"})])
        there.append(room)
    until = time.perf_counter() + SECONDS

    def one(at: int) -> None:
        own, number = [], 0
        while (begun := time.perf_counter()) < until:
            number += 1
            data = {"statement": f"s{number % 20}", "value": number % 3 - 1}
            (written,) = writing.write(there[at % rooms], f"p{at}", [Draft(kind="voted", data=data)])
            assert written.refused is None, written
            own.append(time.perf_counter() - begun)
        connection.close()
        with lock:
            times.extend(own)

    busy = time.process_time()
    threads = [threading.Thread(target=one, args=(at,)) for at in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(times)
    return {
        "a second": len(times) / SECONDS,
        "p50": 1000 * ordered[len(ordered) // 2],
        "p95": 1000 * ordered[int(0.95 * len(ordered))],
        "processor": (time.process_time() - busy) / SECONDS,
    }


def turns(database: str) -> None:
    """Print what rooms do to one another that are written in at once."""
    with desk(database, bare=True) as site:
        for rooms, count in ((1, 64), (WRITERS, 1), (WRITERS, 64)) if database == "PostgreSQL" else ((1, 64), (WRITERS, 64)):
            took = program(site, "write", rooms, count)
            waits = "one turn for all" if count == 1 or database == "SQLite" else "a turn for each room"
            print(
                f"  {database:10} {WRITERS} writers in {rooms:2} rooms, {waits:20}: {took['a second']:.0f} entries a second, p50 "
                f"{took['p50']:.1f}, p95 {took['p95']:.1f} ms, processor {took['processor']:.2f}",
                flush=True,
            )


def main(words: list[str]) -> None:
    """Print the parts that are named, or both."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"the desk of rooms; load {load}")
    for part in (start, turns):
        if not words or part.__name__ in words:
            for database in DATABASES:
                part(database)


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        json.dump(read(sys.argv[2]), sys.stdout)
    elif sys.argv[1:2] == ["write"]:
        json.dump(write(int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
    else:
        main(sys.argv[1:])
