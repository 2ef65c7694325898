"""A text under negotiation under load: how soon all see what one proposes, a page of a section, a text of five hundred pages.

A room of 100 delegations, each with an open stream, over a text of 500 paragraphs to which 5,000 proposals were made. So many posts a
second are sent: 70 % stances, 20 % proposals, 10 % brackets that a chair closes. The time runs from the start of a post to its arrival at
each seat. The delegations are in this process, the server in its own.

python -m benchmarks.drafting_load                                  # all
python -m benchmarks.drafting_load --seconds 20 --rounds 1 --rates 10 --parts talk
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.drafting_client import Delegations
from benchmarks.rooms_client import Line, Person
from benchmarks.rooms_load import SERVERS, percentile, served, used
from benchmarks.site_process import ROOT, Site, desk

PARTS = ("talk", "page", "large")
DELEGATIONS, PARAGRAPHS, PROPOSALS = 100, 500, 5_000
RATES = (10.0, 50.0)
SECONDS, BEFORE, ROUNDS = 60.0, 10.0, 3
LIMIT, PAGE_LIMIT = 300.0, 1_000.0
"""Within how many milliseconds 95 of 100 must have seen it, and a page must be there."""
WATCHED = 5
"""Delegations of which all that came is laid beside what they are shown when they ask."""
PAGES = 500
A_PAGE = 10
"""Paragraphs of fifty words on a page."""
ASKED = 20
"""How often a page is asked for."""


def made(site: Site, *counts: int) -> dict[str, Any]:
    """Return a drafting room that was made in a site."""
    words = [sys.executable, "-m", "benchmarks.drafting_made", *map(str, counts)]
    done = subprocess.run(words, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


async def _talked(port: int, process: Any, room: dict[str, Any], rate: float, seconds: float) -> dict[str, float]:
    crowd = Delegations(port, [room], "", checks=True)
    begun = time.perf_counter()
    await crowd.open()
    opened = time.perf_counter() - begun
    for person in crowd.people[:WATCHED]:  # too large for a stream, whose page fetches it
        person.picture = await _picture(person)
    anew = sum(person.statuses["resync"] for person in crowd.people)
    await crowd.talk(rate, min(BEFORE, seconds / 2))
    crowd.forget()
    before, own = used(process), time.process_time()
    await crowd.talk(rate, seconds)
    server, client = (used(process) - before) / seconds, (time.process_time() - own) / seconds
    wrong = 0
    for person in crowd.people[:WATCHED]:
        wrong += not _same(await _picture(person), person.picture)
    count = {name: sum(person.statuses[name] for person in crowd.people) for name in ("disordered", "doubled", "resync")}
    count["resync"] -= anew
    await crowd.close()
    if crowd.refused or crowd.overtaken:
        print(f"      refused: {dict(crowd.refused)}, overtaken or not sent: {crowd.overtaken}")
    return {
        "p50": percentile(crowd.late, 0.5), "p95": percentile(crowd.late, 0.95), "p99": percentile(crowd.late, 0.99),
        "answered p95": percentile(crowd.answers, 0.95), "seen": len(crowd.late), "posts": len(crowd.answers), "lost": crowd.lost,
        "other pictures": wrong, "server": server, "client": client, "opened": opened, **count,
    }  # fmt: skip


async def _picture(person: Person) -> dict[str, Any]:
    """Return what somebody is shown who asks."""
    answer = await person.line.ask("GET", f"/rooms/{person.room}/seat/picture", person.cookie)
    return json.loads(answer.body)  # type: ignore[no-any-return]


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two pictures say the same, but for the order of rows, the number of the last entry, and the text, which no message says."""
    first, second = (
        {name: sorted(part, key=str) if isinstance(part, list) else part for name, part in each.items() if name not in ("number", "text")}
        for each in (one, other)
    )
    return first == second


def talk(site: Site, workers: int, name: str, rates: Sequence[float], seconds: float, rounds: int) -> None:
    """Print how soon all have seen what one sent, at several rates."""
    for rate in rates:
        _talk(site, workers, name, rate, seconds, rounds)


def _talk(site: Site, workers: int, name: str, rate: float, seconds: float, rounds: int) -> None:
    """Print medians of some rounds, each with a room of its own."""
    found = []
    for _ in range(rounds):
        room = made(site, DELEGATIONS, PARAGRAPHS, PROPOSALS)
        with served(site, workers) as (port, process):
            found.append(asyncio.run(_talked(port, process, room, rate, seconds)))
    one = {key: statistics.median(each[key] for each in found) for key in found[0]}
    worst = {key: max(each[key] for each in found) for key in ("lost", "doubled", "disordered", "other pictures", "resync")}
    print(
        f"  {name:24} {rate:.0f} posts/s: p50 {one['p50']:.0f}, p95 {one['p95']:.0f} (limit {LIMIT:.0f}), p99 {one['p99']:.0f} ms; "
        f"answered p95 {one['answered p95']:.0f} ms; {one['posts']:.0f} posts, seen {one['seen']:.0f} times; {DELEGATIONS} streams open in "
        f"{one['opened']:.1f} s\n      lost {worst['lost']:.0f}, doubled {worst['doubled']:.0f}, disordered {worst['disordered']:.0f}, "
        f"pictures that differ {worst['other pictures']:.0f}, sent anew {worst['resync']:.0f}; processors: server {one['server']:.2f}, "
        f"people {one['client']:.2f}; {_load()}",
        flush=True,
    )


async def _asked(port: int, room: dict[str, Any], wheres: Sequence[str]) -> dict[str, list[tuple[float, int]]]:
    """Return for some addresses below a seat how long each took, and how many bytes came."""
    seat, secret = room["seats"][0]
    line, found = Line(port), {}
    cookie = f"seat-{room['id']}={secret}"
    for where in wheres:
        for _ in range(ASKED):
            begun = time.perf_counter()
            answer = await line.ask("GET", f"/rooms/{room['id']}/seat/{where}", cookie)
            if answer.status != 200:
                raise RuntimeError(f"{where}: {answer.status}, {seat}")
            found.setdefault(where, []).append((1000 * (time.perf_counter() - begun), len(answer.body)))
    line.close()
    return found


def _print_pages(name: str, what: str, found: dict[str, list[tuple[float, int]]]) -> None:
    for where, times in found.items():
        rest = sorted(time for time, _ in times[1:])
        print(
            f"  {name:24} {what}, /{where or 'seat'}: first {times[0][0]:.0f} ms (limit {PAGE_LIMIT:.0f}), then median "
            f"{statistics.median(rest):.0f}, last {rest[-1]:.0f} ms; {times[0][1] / 1000:.0f} kB; {_load()}",
            flush=True,
        )


def page(site: Site, workers: int, name: str, wheres: Sequence[str]) -> None:
    """Print how long the page of a section takes: the first is of a server that has not read the room yet."""
    room = made(site, DELEGATIONS, PARAGRAPHS, PROPOSALS)
    with served(site, workers) as (port, _):
        _print_pages(name, f"{PARAGRAPHS} paragraphs, {PROPOSALS} proposals", asyncio.run(_asked(port, room, wheres)))


def large(site: Site, workers: int, name: str, wheres: Sequence[str]) -> None:
    """Print how long a text of five hundred pages takes to come in, and its first section to be there."""
    room = made(site, 3, PAGES * A_PAGE, 0, 50)
    with served(site, workers) as (port, _):
        found = asyncio.run(_asked(port, room, wheres))
        opened = asyncio.run(_first(port, room))
    print(f"  {name:24} {PAGES} pages of {A_PAGE} paragraphs: brought in {room['brought']:.1f} s; a stream speaks after {opened:.1f} s")
    _print_pages(name, f"{PAGES} pages", found)


async def _first(port: int, room: dict[str, Any]) -> float:
    """Return how long a stream takes to its first picture, or to the word that the page fetches what is too large for it [s]."""
    crowd = Delegations(port, [room], "", checks=True)
    person: Person = crowd.people[0]
    begun = time.perf_counter()
    listening = asyncio.ensure_future(person.listen())
    async with asyncio.timeout(60):
        while not person.picture and not person.statuses["resync"]:
            await asyncio.sleep(0.005)
    took = time.perf_counter() - begun
    person.cut()
    await listening
    person.line.close()
    return took


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.drafting_load")
    reader.add_argument("--seconds", type=float, default=SECONDS)
    reader.add_argument("--rounds", type=int, default=ROUNDS)
    reader.add_argument("--rates", type=float, nargs="*", default=RATES)
    reader.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    reader.add_argument("--servers", nargs="*", choices=list(SERVERS), default=list(SERVERS))
    reader.add_argument("--pages", nargs="*", default=["", "picture"], help="addresses below a seat")
    asked = reader.parse_args(arguments or [])
    print(f"\nA text under negotiation: {DELEGATIONS} delegations, {PARAGRAPHS} paragraphs, {PROPOSALS} proposals; {_load()}")
    measured: dict[str, Callable[[Site, int, str], None]] = {
        "talk": lambda *one: talk(*one, asked.rates, asked.seconds, asked.rounds),
        "page": lambda *one: page(*one, asked.pages),
        "large": lambda *one: large(*one, asked.pages),
    }
    for name in asked.servers:
        database, workers = SERVERS[name]
        with desk(database, bare=True) as site:
            for part in asked.parts:
                measured[part](site, workers, name)


if __name__ == "__main__":
    main(sys.argv[1:])
