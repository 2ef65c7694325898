"""From the last vote to the new map of a live room, and what pages take meanwhile: a real server, its worker of rooms, a long log.

``python -m benchmarks.live_map [PEOPLE STATEMENTS]``; 30,000 people on 800 statements without them. Five people who have not voted yet vote
on one statement, as often as there are some: then its counts change, and a new picture is due. Wanted: under 6 s from the last of these
votes to the new picture, and pages within 300 ms (95 of 100) meanwhile. The processor time of the worker stands beside the clock, for other
work on the machine does not change it. ``--one`` makes pictures of a room that is in memory, without a server.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.site_process import ROOT, desk, serving

LARGE = (30_000, 800)
ROUNDS, EACH = 8, 5
READERS = 4
BETWEEN = 0.4
"""Seconds between two pages of a reader."""
PATIENCE = 1_800.0


class Seat:
    """A browser of somebody who sits in the room."""

    def __init__(self, port: int, room: str, secret: str) -> None:
        self.port, self.room, self.cookies = port, room, {f"seat-{room}": secret}

    def ask(self, where: str, body: Any = None, patience: float = 60.0) -> tuple[int, str, float]:
        """Return status, text and seconds of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept-Language": "en"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers |= {"Content-Type": "application/json", "X-CSRFToken": self.token}
        begun = time.perf_counter()
        connection.request("GET" if body is None else "POST", f"/rooms/{self.room}/seat/{where}", data, headers)
        answer = connection.getresponse()
        text, took = answer.read().decode(), time.perf_counter() - begun
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                pair = value.partition(";")[0].partition("=")
                self.cookies[pair[0]] = pair[2]
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self.token = found[1]
        connection.close()
        return answer.status, text, took

    token = ""


def room_worker(server: subprocess.Popen[bytes]) -> int:
    """Return the process that makes the pictures of rooms."""
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if "--rooms" in (words := (place / "cmdline").read_bytes().decode().split("\0")) and str(server.pid) in words:
                return int(place.name)
    return 0


def used(process: int) -> float:
    """Return the processor time of a process [s]."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def reading(seats: Sequence[Seat]) -> Iterator[list[float]]:
    """Let some read all the time: the map, and the statement that is next; give the seconds that each page took."""
    took: list[float] = []
    over = threading.Event()

    def read(seat: Seat) -> None:
        while not over.wait(BETWEEN):
            for where in ("map", ""):
                status, _, seconds = seat.ask(where)
                assert status == 200, status
                took.append(seconds)

    threads = [threading.Thread(target=read, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    try:
        yield took
    finally:
        over.set()
        for thread in threads:
            thread.join()


def drawn(page: str) -> str:
    """Return what the map shows of how many people and votes."""
    found = re.search(r'<p class="quiet">([^<]*\d[^<]*)</p>', page)
    return found[1] if found is not None else ""


def main(people: int, statements: int) -> None:
    with desk("SQLite", bare=True) as site:
        begun = time.perf_counter()
        words = [sys.executable, "-m", "benchmarks.live_map_room", str(people), str(statements)]
        made = json.loads(subprocess.run(words, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
        print(
            f"{people} people, {statements} statements, {made['entries']} entries, written in {time.perf_counter() - begun:.0f} s",
            flush=True,
        )
        with serving(site) as (port, server):
            seats = [Seat(port, made["room"], f"secret{at}") for at in made["seated"]]
            watcher, begun = seats[0], time.perf_counter()
            _, page, took = watcher.ask("map", patience=PATIENCE)
            print(f"first page, the log read: {took:.0f} s", flush=True)
            while not drawn(page):
                time.sleep(1.0)
                _, page, _ = watcher.ask("map", patience=PATIENCE)
                assert time.perf_counter() - begun < PATIENCE
            print(f"first map: after {time.perf_counter() - begun:.0f} s: {drawn(page)}", flush=True)
            worker = room_worker(server)
            with reading(seats[1 : 1 + READERS]) as pages:
                time.sleep(15.0)
                waits, processor = [], []
                for turn in range(ROUNDS):
                    voters = [Seat(port, made["room"], f"secret{at}") for at in made["fresh"][turn * EACH :][:EACH]]
                    for voter in voters:
                        voter.ask("")
                    before, busy = drawn(watcher.ask("map")[1]), used(worker)
                    for voter in voters:
                        vote = {"kind": "voted", "data": {"statement": f"s{turn}", "value": 1}, "key": f"{turn:x}"}
                        status, text, _ = voter.ask("entries", {"drafts": [vote]})
                        assert status == 200, text
                    begun = time.perf_counter()
                    while drawn(watcher.ask("map")[1]) == before:
                        time.sleep(0.1)
                        assert time.perf_counter() - begun < PATIENCE
                    waits.append(time.perf_counter() - begun)
                    processor.append(used(worker) - busy)
                    print(f"  {waits[-1]:.1f} s, {processor[-1]:.1f} s of processor, load {os.getloadavg()[0]:.1f}", flush=True)
                    time.sleep(4.0)
            ordered = sorted(pages)
            middle, p95 = statistics.median(waits), ordered[int(len(ordered) * 0.95)]
            print(
                f"last vote to new map: median {middle:.1f} s, most {max(waits):.1f} s, {statistics.median(processor):.1f} s of processor"
            )
            print(f"pages meanwhile: {len(pages)}, median {1000 * statistics.median(pages):.0f} ms, p95 {1000 * p95:.0f} ms")


def one(people: int, statements: int) -> None:
    """Make three pictures of a room that is in memory, each after five more votes on a statement, and look once for what takes longer."""
    import numpy as np
    from benchmarks.opinion import planted

    from legation.rooms.deliberation import Deliberation, Statement
    from legation.rooms.deliberation.last_map import last_map, last_map_of
    from legation.rooms.deliberation.picture import Search, picture, searched, shown_votes, worked_out
    from legation.rooms.state import Seat

    cast, _ = planted(people, statements)
    settings = {"smallest": EACH, "inside": "anonymous", "safety": False}
    state = Deliberation(settings=settings, phase="vote")
    state.seats = {f"{at:012x}": Seat(id=f"{at:012x}", role="participant") for at in range(people + EACH)}
    names = list(state.seats)
    for j in range(statements):
        state.statements[f"s{j}"] = Statement(
            id=f"s{j}", number=j + 1, author="h", text="-", language="en", source="seed", second=False, verdict="in"
        )  # fmt: skip
    for row, column, value in zip(*(np.asarray(x).tolist() for x in (cast.participant, cast.statement, cast.value)), strict=True):
        state.statements[f"s{column}"].vote(names[row], value, EACH)
    before: dict[str, np.ndarray] = {}
    search = Search(copies=(), slate=None, statements=(), routing=None)
    for turn in range(3):
        begun, busy = time.perf_counter(), time.process_time()
        room = shown_votes(state)
        found = worked_out(room, search, *(last_map_of(before).among(room) if before else ()))
        before = last_map(room, found).arrays() if found is not None else {}
        seen = picture(room, found, search)
        took, processor = time.perf_counter() - begun, time.process_time() - busy
        print(f"picture of {seen['people']} people, {seen['votes']} votes: {took:.1f} s, {processor:.1f} s of processor", flush=True)
        for at in range(EACH):
            state.statements[f"s{turn}"].vote(names[people + at], 1, EACH)
    begun, busy = time.perf_counter(), time.process_time()
    searched(shown_votes(state))
    print(f"copies, slate, routing: {time.perf_counter() - begun:.1f} s, {time.process_time() - busy:.1f} s of processor", flush=True)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--one"]
    (one if "--one" in sys.argv else main)(*([int(word) for word in words[:2]] if len(words) > 1 else LARGE))
