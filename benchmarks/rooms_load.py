"""Live rooms under load: how soon what one sends reaches everyone, who is cut off and comes back, who joins, who only listens, the stop.

25 rooms of 20 seats, each with an open stream; 50 posts a second, of which 70 % are votes, 20 % statements and 10 % a moderator's. The
time runs from the start of a post to its arrival at each who must hear it (of a vote: the voter). The people are in this process, the
server in its own. On SQLite one process serves, on PostgreSQL one and two.

python -m benchmarks.rooms_load                                   # all: an hour
python -m benchmarks.rooms_load --seconds 30 --rounds 1 --parts talk cut
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.rooms_client import Crowd, join
from benchmarks.site_client import ask
from benchmarks.site_process import ROOT, SERVE, Site, desk, processor_time, serving, settled

SERVERS = {"SQLite": ("SQLite", 1), "PostgreSQL": ("PostgreSQL", 1), "PostgreSQL, two workers": ("PostgreSQL", 2)}
PARTS = ("talk", "cut", "large", "join", "idle", "stop")
SEATS, ROOMS, A_SECOND = 20, 25, 50.0
SECONDS, BEFORE, ROUNDS = 120.0, 20.0, 3
LIMITS = {"SQLite": (150.0, 400.0), "PostgreSQL": (225.0, 600.0)}
"""Within how many milliseconds 95 and 99 of 100 must have heard."""
CUT = 0.2
JOINING, WITHIN = 500, 10.0
IDLE, READERS = 1_000, 10
DEAF = 5
"""Streams that read nothing when the server is stopped."""
PAGES = ("/bare", "/dossiers/rooms/actors", "/dossiers/rooms/issues", "/dossiers/rooms/rooms")


def rooms(site: Site, count: int, people: int) -> list[dict[str, Any]]:
    """Return rooms that were made in a site."""
    words = [sys.executable, "-m", "benchmarks.rooms_made", str(count), str(people)]
    done = subprocess.run(words, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@contextlib.contextmanager
def served(site: Site, workers: int) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Give the port and the process of a server that is ready."""
    command = (*SERVE, "--workers", str(workers)) if workers > 1 else SERVE
    with serving(site, command) as (port, process):
        settled(process)
        yield port, process


def family(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that serve: the first, or those that it started to."""
    found = [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    workers = [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    return workers or [process.pid]


def used(process: subprocess.Popen[bytes]) -> float:
    """Return the processor time of what serves [s]."""
    return sum(processor_time(_Numbered(one)) for one in family(process))  # type: ignore[arg-type]


class _Numbered:
    def __init__(self, pid: int) -> None:
        self.pid = pid


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time within which a share came [ms]."""
    ordered = sorted(times)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


async def talked(site: Site, port: int, process: Any, made: list[dict[str, Any]], seconds: float, cuts: float) -> dict[str, float]:
    """Let all people of some rooms talk; return the figures."""
    crowd = Crowd(port, made, site.cookie(0), checks=cuts > 0)
    await crowd.open()
    await crowd.talk(A_SECOND, min(BEFORE, seconds / 4))
    crowd.forget()
    before, own = used(process), time.process_time()
    await crowd.talk(A_SECOND, seconds, cuts=cuts)
    server, client = (used(process) - before) / seconds, (time.process_time() - own) / seconds
    wrong = 0
    if cuts:
        for person in crowd.people:
            answer = await person.line.ask("GET", f"/rooms/{person.room}/seat/picture", person.cookie)
            wrong += not _same(json.loads(answer.body), person.picture)
    count = {name: sum(person.statuses[name] for person in crowd.people) for name in ("disordered", "doubled", "state", "resync", "end")}
    await crowd.close()
    if crowd.refused:
        print(f"      refused: {dict(crowd.refused)}")
    return {
        "p50": percentile(crowd.late, 0.5), "p95": percentile(crowd.late, 0.95), "p99": percentile(crowd.late, 0.99),
        "answered p95": percentile(crowd.answers, 0.95), "heard": len(crowd.late), "posts": len(crowd.answers), "lost": crowd.lost,
        "other pictures": wrong, "server": server, "client": client, **count,
    }  # fmt: skip


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two pictures say the same; the number of the last entry is nobody's who hears nothing of it."""
    first, second = ({**each, "statements": sorted(each["statements"], key=str), "number": 0} for each in (one, other))
    return first == second


def talk(site: Site, workers: int, name: str, count: int, seconds: float, rounds: int, cuts: float = 0.0) -> None:
    """Print how soon people heard, medians of some rounds with rooms of their own."""
    found = []
    for _ in range(rounds):
        made = rooms(site, count, SEATS)
        with served(site, workers) as (port, process):
            found.append(asyncio.run(talked(site, port, process, made, seconds, cuts)))
    one = {key: statistics.median(each[key] for each in found) for key in found[0]}
    worst = {key: max(each[key] for each in found) for key in ("lost", "doubled", "disordered", "other pictures")}
    first, second = LIMITS[name.partition(",")[0]]
    limits = f" (limits {first:.0f}, {second:.0f})" if count == ROOMS and not cuts else ""
    print(
        f"  {name:24} {count * SEATS} seats{f', {cuts:.0%} cut' if cuts else ''}: p50 {one['p50']:.0f}, p95 {one['p95']:.0f}, "
        f"p99 {one['p99']:.0f} ms{limits}; posts answered p95 {one['answered p95']:.0f} ms; {one['posts']:.0f} posts, "
        f"heard {one['heard']:.0f} times\n"
        f"      lost {worst['lost']:.0f}, doubled {worst['doubled']:.0f}, disordered {worst['disordered']:.0f}, pictures that differ "
        f"{worst['other pictures']:.0f} (limits 0); processors: server {one['server']:.2f}, people {one['client']:.2f}; {_load()}",
        flush=True,
    )


async def _joined(port: int, codes: Sequence[str]) -> list[float]:
    tasks = [join(port, codes[at % len(codes)], WITHIN * at / JOINING) for at in range(JOINING)]
    return await asyncio.gather(*tasks)


def joining(site: Site, workers: int, name: str, rounds: int) -> None:
    """Print how long five hundred people take from a link to the first statement who come within ten seconds."""
    found = []
    for _ in range(rounds):
        codes = [room["code"] for room in rooms(site, ROOMS, 0)]
        with served(site, workers) as (port, _):
            times = asyncio.run(_joined(port, codes))
        found.append((percentile(times, 0.5), percentile(times, 0.95), percentile(times, 1.0)))
    middle = [statistics.median(one[at] for one in found) for at in range(3)]
    print(
        f"  {name:24} {JOINING} join within {WITHIN:.0f} s: p50 {middle[0]:.0f}, p95 {middle[1]:.0f} (limit 1000), "
        f"last {middle[2]:.0f} ms; {_load()}",
        flush=True,
    )


def _held(process: subprocess.Popen[bytes]) -> tuple[int, int, float]:
    """Return the threads of what serves, its open files but connections of browsers, and its memory [MB]."""
    threads = handles = 0
    memory = 0.0
    for one in family(process):
        threads += len(list(Path(f"/proc/{one}/task").iterdir()))
        for fd in Path(f"/proc/{one}/fd").iterdir():
            with contextlib.suppress(OSError):
                handles += not str(fd.readlink()).startswith("socket:")
        status = Path(f"/proc/{one}/status").read_text().splitlines()
        memory += int(next(line for line in status if line.startswith("VmRSS")).split()[1]) / 1024
    return threads, handles, memory


def _connections(site: Site) -> int:
    """Return the connections to PostgreSQL; 0 on SQLite."""
    if "LEGATION_DATABASE_URL" not in site.environment:
        return 0
    import psycopg

    with psycopg.connect(site.environment["LEGATION_DATABASE_URL"]) as one:
        found = one.execute("SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL").fetchone()
    return found[0] if found else 0


async def _idle(site: Site, port: int, process: Any, made: list[dict[str, Any]], seconds: float) -> None:
    cookies = [site.cookie(0)] * READERS
    loop, heard = asyncio.get_running_loop(), []

    def reading() -> Any:
        return loop.run_in_executor(None, ask, port, PAGES, cookies, seconds)

    warm = Crowd(port, [{**made[0], "seats": made[0]["seats"][:8]}], site.cookie(0))
    await warm.open()
    await reading()
    before = (*_held(process), _connections(site))
    first = await reading()
    crowd = Crowd(port, [{**made[0], "seats": made[0]["seats"][8:]}, *made[1:]], site.cookie(0))
    begun = time.perf_counter()
    await crowd.open()
    opened = time.perf_counter() - begun
    with_streams = (*_held(process), _connections(site))
    heard = await reading()
    after = (*_held(process), _connections(site))
    await crowd.close()
    await warm.close()
    again = await reading()
    without = statistics.mean((first.percentile(0.95), again.percentile(0.95)))
    print(
        f"      {len(crowd.people) + 8} streams opened in {opened:.1f} s: threads {before[0]} -> {with_streams[0]} -> {after[0]}, "
        f"files {before[1]} -> {with_streams[1]} -> {after[1]}, database {before[3]} -> {with_streams[3]} -> {after[3]}, "
        f"memory {after[2] - before[2]:+.0f} MB\n"
        f"      pages' p95 {first.percentile(0.95):.0f} ms without, {heard.percentile(0.95):.0f} with, {again.percentile(0.95):.0f} again "
        f"without: {heard.percentile(0.95) / without:.2f} (limit 1.2); {first.errors + heard.errors + again.errors} failed "
        f"{dict(heard.failed) or ''}; {_load()}",
        flush=True,
    )


def idle(site: Site, workers: int, name: str, seconds: float) -> None:
    """Print what a thousand streams hold that hear nothing, and what pages take beside them."""
    made = rooms(site, IDLE // SEATS, SEATS)
    with served(site, workers) as (port, process):
        print(f"  {name}")
        asyncio.run(_idle(site, port, process, made, seconds))


async def _opened(crowd: Crowd, process: subprocess.Popen[bytes]) -> tuple[float, int]:
    await crowd.open()
    deaf = [socket.create_connection(("127.0.0.1", crowd.port)) for _ in range(DEAF)]
    for one, person in zip(deaf, crowd.people, strict=False):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        one.send(f"GET /live/events HTTP/1.1\r\nHost: localhost:{crowd.port}\r\nCookie: {person.ticket}\r\n\r\n".encode())
    await asyncio.sleep(1.0)
    begun = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    await asyncio.get_running_loop().run_in_executor(None, process.wait)
    took = time.perf_counter() - begun
    await crowd.close()
    return took, sum(person.statuses["end"] for person in crowd.people)


def stop(site: Site, workers: int, name: str, rounds: int) -> None:
    """Print how long the server takes to stop with five hundred streams open, of which some read nothing."""
    found = []
    for _ in range(rounds):
        made = rooms(site, ROOMS, SEATS)
        with served(site, workers) as (port, process):
            found.append(asyncio.run(_opened(Crowd(port, made, site.cookie(0)), process)))
    took, ended = (statistics.median(one[at] for one in found) for at in range(2))
    print(
        f"  {name:24} stopped in {took:.2f} s (limit 2) with {ROOMS * SEATS} streams open; {ended:.0f} were given its end; {_load()}",
        flush=True,
    )


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.rooms_load")
    reader.add_argument("--seconds", type=float, default=SECONDS)
    reader.add_argument("--rounds", type=int, default=ROUNDS)
    reader.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    reader.add_argument("--servers", nargs="*", choices=list(SERVERS), default=list(SERVERS))
    asked = reader.parse_args(arguments or [])
    print(f"\nRooms: {ROOMS} of {SEATS} seats, {A_SECOND:.0f} posts a second for {asked.seconds:.0f} s, {os.cpu_count()} cores, {_load()}")
    measured: dict[str, Callable[[Site, int, str], None]] = {
        "talk": lambda *one: talk(*one, ROOMS, asked.seconds, asked.rounds),
        "cut": lambda *one: talk(*one, ROOMS, asked.seconds, asked.rounds, CUT),
        "large": lambda *one: talk(*one, 2 * ROOMS, asked.seconds, 1),
        "join": lambda *one: joining(*one, asked.rounds),
        "idle": lambda *one: idle(*one, min(asked.seconds, 20.0)),
        "stop": lambda *one: stop(*one, asked.rounds),
    }
    for name in asked.servers:
        database, workers = SERVERS[name]
        with desk(database, bare=True) as site:
            for part in asked.parts:
                measured[part](site, workers, name)


if __name__ == "__main__":
    main(sys.argv[1:])
