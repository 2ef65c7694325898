"""Three hundred players in fifty rooms of six, and beside them the same in oTree: how soon pages come, and decisions are taken.

In one run, after each other: each server in a process of its own, so many pages asked a second whether or not the last ones have come, so
many decisions a second among them. In a room all listen to its stream; a decision is also timed to its arrival at each of the six.

python -m benchmarks.games_load
python -m benchmarks.games_load --seconds 5 --rooms 4 --pages 10 --only Legation
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import games_otree
from benchmarks.games_made import ISSUES, OPTIONS, SIDES
from benchmarks.rooms_client import PATIENCE, Answer, Line, Person
from benchmarks.site_process import ROOT, SERVE, Site, desk, serving, settled

ROOMS, PAGES, DECISIONS, SECONDS = 50, 100.0, 10.0, 60.0
LIMITS = {"pages": 300.0, "decisions": 150.0}
"""Within how many milliseconds 95 of 100 must have come."""


@dataclass
class Load:
    """What was asked, how long each took [s], and what did not come."""

    pages: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    async def run(self, page: Callable[[], Awaitable[str]], decide: Callable[[], Awaitable[str]], a_second: float, seconds: float) -> None:
        """Ask for so many pages a second, and for ten decisions, at their moments whatever has come."""
        begun, waiting = time.perf_counter(), set()
        times = [(number / a_second, self.pages, page) for number in range(int(a_second * seconds))]
        times += [(number / DECISIONS, self.decisions, decide) for number in range(int(DECISIONS * seconds))]
        for at, into, what in sorted(times, key=lambda one: one[0]):
            await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
            waiting.add(task := asyncio.ensure_future(self._timed(into, what)))
            task.add_done_callback(waiting.discard)
        await asyncio.gather(*waiting)
        self.seconds = time.perf_counter() - begun

    async def _timed(self, into: list[float], what: Callable[[], Awaitable[str]]) -> None:
        begun = time.perf_counter()
        try:
            wrong = await what()
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            wrong = type(error).__name__
        into.append(time.perf_counter() - begun)
        if wrong:
            self.failed[wrong] += 1

    def print(self, name: str, people: int, a_second: float) -> None:
        """Print the figures."""
        heard = f", heard by all six p95 {_share(self.arrivals):.0f}" if self.arrivals else ""
        print(
            f"  {name:10} {people} players, {a_second:.0f} pages a second asked, {len(self.pages) / self.seconds:.0f} came: "
            f"pages p95 {_share(self.pages):.0f} ms (limit {LIMITS['pages']:.0f}), decisions p95 {_share(self.decisions):.0f} ms "
            f"(limit {LIMITS['decisions']:.0f}){heard}; not as wanted: {dict(self.failed) or 0}; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def _share(times: Sequence[float]) -> float:
    ordered = sorted(times)
    return 1000 * ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


class Tables:
    """All players of all rooms, with what came to whom: what a :class:`Person` needs of those around it."""

    checks = False

    def __init__(self, port: int, rooms: list[dict[str, Any]]) -> None:
        self.port, self.chance = port, random.Random(30)
        self.people = [Person(self, room["id"], *seat) for room in rooms for seat in room["seats"]]  # type: ignore[arg-type]
        self.last_of = {room["id"]: room["seats"][-1][0] for room in rooms}
        self.came: dict[str, list[tuple[int, float]]] = {one.seat: [] for one in self.people}
        self.offers: dict[str, list[tuple[int, str]]] = {room["id"]: [] for room in rooms}
        self.sent: list[tuple[str, int, float]] = []
        self._number = 0

    def read(self, data: bytes) -> Any:  # noqa: ARG002 - as Person calls it
        """Return nothing of a message: when it came is what counts."""
        return {}

    def heard(self, person: Person, seen: Any, event: str, now: float) -> None:  # noqa: ARG002 - as Person calls it
        """Note up to which entry a player knows."""
        self.came[person.seat].append((int(person.last.rpartition(":")[2]), now))

    async def page(self) -> str:
        """Let somebody open the page of their seat."""
        person = self.chance.choice(self.people)
        answer = await person.line.ask("GET", f"/rooms/{person.room}/seat/", person.cookie)
        return "" if answer.status == 200 else f"page {answer.status}"

    async def decide(self) -> str:
        """Let somebody offer, or accept what another one offers; the last side accepts nothing, so that no room comes to an end."""
        self._number += 1
        person = self.chance.choice(self.people)
        own, last = self.offers[person.room], self.last_of[person.room]
        open_to = [number for number, by in own if by not in (person.seat, last)]
        if open_to and person.seat != last and self.chance.random() < 0.3:
            number = self.chance.choice(open_to)
            self.offers[person.room] = [one for one in own if one[0] != number]
            return await self._write(person, "accepted", {"offer": number})
        return await self._write(person, "offered", {"package": [self.chance.randrange(OPTIONS) for _ in range(ISSUES)]})

    async def _write(self, person: Person, kind: str, data: dict[str, Any]) -> str:
        body = json.dumps({"drafts": [{"kind": kind, "data": data, "key": f"{self._number:x}"}]}).encode()
        begun = time.perf_counter()
        answer = await person.line.ask("POST", f"/rooms/{person.room}/seat/entries", person.cookie, body)
        written = json.loads(answer.body)["written"][0] if answer.status == 200 else {"code": str(answer.status)}
        if "number" not in written:
            return f"{kind}: {written.get('code')}"
        self.sent.append((person.room, written["number"], begun))
        if kind == "offered":
            self.offers[person.room].append((written["number"], person.seat))
        return ""

    def arrivals(self) -> list[float]:
        """Return how long each decision took to each of the six who must hear of it; what never came counts as the patience."""
        found = []
        for room, number, begun in self.sent:
            for one in self.people:
                if one.room == room:
                    came = next((now for known, now in self.came[one.seat] if known >= number), begun + PATIENCE)
                    found.append(came - begun)
        return found

    async def run(self, load: Load, a_second: float, seconds: float) -> None:
        """Open all streams, warm the server up, and measure."""
        listening = []
        for at in range(0, len(self.people), 50):
            some = self.people[at : at + 50]
            listening += [asyncio.ensure_future(one.listen()) for one in some]
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(one.began.wait() for one in some))
        await Load().run(self.page, self.decide, a_second, min(10.0, seconds / 4))
        self.sent = []
        await load.run(self.page, self.decide, a_second, seconds)
        await asyncio.sleep(2.0)
        load.arrivals = self.arrivals()
        for one in self.people:
            one.cut()
            one.line.close()
        await asyncio.gather(*listening, return_exceptions=True)


class Participant:
    """A player of oTree on one connection; their page is where the last answer led."""

    def __init__(self, port: int, code: str) -> None:
        self.line, self.path, self.turn = Line(port), f"/InitializeParticipant/{code}", asyncio.Lock()

    async def get(self) -> str:
        """Open the page that the player is on."""
        answer = await self._followed(await self.line.ask("GET", self.path, ""))
        return "" if answer.status == 200 else f"page {answer.status}"

    async def decide(self, package: Sequence[int]) -> str:
        """Send a package by the form of the page, and open the page that it leads to."""
        async with self.turn:
            body = "&".join(f"i{place}={value}" for place, value in enumerate(package)).encode()
            answer = await self.line.ask("POST", self.path, "", body, "application/x-www-form-urlencoded")
            if answer.status not in (302, 303):
                return f"decision {answer.status}"
            self.path = _path(answer.location)
            return ""

    async def _followed(self, answer: Answer) -> Answer:
        for _ in range(5):
            if answer.status not in (302, 303, 307):
                break
            self.path = _path(answer.location)
            answer = await self.line.ask("GET", self.path, "")
        return answer


def _path(location: str) -> str:
    return re.sub(r"^https?://[^/]+", "", location)


async def _otree(port: int, codes: Sequence[str], load: Load, a_second: float, seconds: float) -> None:
    chance, people = random.Random(30), [Participant(port, code) for code in codes]
    for one in people:
        await one.get()

    async def page() -> str:
        return await chance.choice(people).get()

    async def decide() -> str:
        return await chance.choice(people).decide([chance.randrange(OPTIONS) for _ in range(ISSUES)])

    await Load().run(page, decide, a_second, min(10.0, seconds / 4))
    await load.run(page, decide, a_second, seconds)
    for one in people:
        one.line.close()


def legation(site: Site, rooms: int, a_second: float, seconds: float) -> None:
    """Print the figures of our rooms."""
    words = [sys.executable, "-m", "benchmarks.games_made", str(rooms)]
    done = subprocess.run(words, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    load = Load()
    with serving(site, SERVE) as (port, process):
        settled(process)
        asyncio.run(Tables(port, json.loads(done.stdout)).run(load, a_second, seconds))
    load.print("Legation", rooms * SIDES, a_second)


def otree(rooms: int, a_second: float, seconds: float) -> None:
    """Print the figures of oTree."""
    load = Load()
    with tempfile.TemporaryDirectory(prefix="legation-otree-") as name:
        folder = Path(name)
        program = games_otree.environment(folder)
        with games_otree.serving(folder, program) as (port, _):
            codes = games_otree.players(port, rooms * SIDES)
            asyncio.run(_otree(port, codes, load, a_second, seconds))
    load.print("oTree", rooms * SIDES, a_second)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.games_load")
    reader.add_argument("--seconds", type=float, default=SECONDS)
    reader.add_argument("--rooms", type=int, default=ROOMS)
    reader.add_argument("--pages", type=float, default=PAGES)
    reader.add_argument("--database", choices=("SQLite", "PostgreSQL"), default="SQLite")
    reader.add_argument("--only", choices=("Legation", "oTree"))
    chosen = reader.parse_args(arguments or [])
    print(f"\nGames: {chosen.rooms} rooms of {SIDES}, {chosen.seconds:.0f} s, {os.cpu_count()} cores, oTree {games_otree.VERSION}")
    if chosen.only != "oTree":
        with desk(chosen.database, bare=True) as site:
            legation(site, chosen.rooms, chosen.pages, chosen.seconds)
    if chosen.only != "Legation":
        otree(chosen.rooms, chosen.pages, chosen.seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
