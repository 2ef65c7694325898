"""Whether the time of a page tells that there are hidden rows: three dossiers on one server, two of them equal, one with many hidden rows.

A reader who may not see these rows asks for each page of the three in turn, 200 times. The difference of the medians between the equal
ones is the noise; that to the third must lie within it, or within a share of the page that nobody could tell over a network. What is read
for the first time after a change takes longer with more rows, whoever asks, and is not what is measured: each page is asked for thrice
before.

It is measured by the processor, that of the database included, and by the clock. On a busy machine the clock alone tells little: a page
that loses its turn waits for those of all others. Two pages go through the table of rows in the database, in which the hidden ones stand
too: the search and the list of evidence.
"""

from __future__ import annotations

import contextlib
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from benchmarks.site_process import DATABASES, ROOT, Site, desk, serving

TIMES, HIDDEN, FIRST = 200, 2_000, 3
NAMES = ("plain", "twin", "hidden")
PAGES = (
    "",
    "/actors",
    "/positions",
    "/evidence",
    "/issues",
    "/votes",
    "/actors/map",
    "/questions",
    "/search?q=norms",
    "/rows/positions.json",
)
AGAIN = 20
"""After so many turns the processes of the database are looked for again: its server ends some and begins others."""
SHARE = 0.05
"""Of the median of a page: below it a difference counts as none."""
MEASURES = ("processor", "clock")


class Difference(NamedTuple):
    """What was measured of a page: the median of the plain dossier, the noise, and how much more the one with hidden rows takes [ms]."""

    page: str
    plain: float
    equal: float
    hidden: float


def processes(site: Site, server: int) -> list[int]:
    """Return the server and the processes of its database."""
    found = [server]
    for one in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended
            if (one / "comm").read_text().startswith("postgres") and (one / "cwd").resolve().is_relative_to(site.folder.resolve()):
                found.append(int(one.name))
    return found


def spent(there: Iterable[int]) -> dict[int, float]:
    """Return the processor time that processes have had, by process [ms]: nothing of one that has ended."""
    found = {}
    for process in there:
        with contextlib.suppress(OSError):
            found[process] = 1000 * time.clock_gettime((~process << 3) | 2)  # the system's clock of another process
    return found


def differences(site: Site) -> dict[str, list[Difference]]:
    """Return by measure what was found of each page."""
    words = [sys.executable, "-m", "benchmarks.site_hidden", str(HIDDEN), *NAMES]
    subprocess.run(words, env=site.environment, cwd=ROOT, check=True)
    found: dict[str, list[Difference]] = {measure: [] for measure in MEASURES}
    with serving(site) as (port, server):
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        for page in PAGES:
            taken = _taken(site, connection, server.pid, page)
            for measure, times in zip(MEASURES, taken, strict=True):
                plain, twin, hidden = (statistics.median(times[name]) for name in NAMES)
                found[measure].append(Difference(page or "/", plain, abs(plain - twin), hidden - (plain + twin) / 2))
    return found


def _taken(site: Site, connection: HTTPConnection, server: int, page: str) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Ask for a page of each dossier in turn; return by dossier what each answer took of the processor and by the clock [ms]."""
    chance = random.Random(page)
    processor: dict[str, list[float]] = {name: [] for name in NAMES}
    clock: dict[str, list[float]] = {name: [] for name in NAMES}
    there: list[int] = []
    for turn in range(TIMES + FIRST):
        if turn % AGAIN == FIRST:
            there = processes(site, server)
        for name in chance.sample(NAMES, len(NAMES)):
            before, begun = spent(there), time.perf_counter()
            connection.request("GET", f"/dossiers/{name}{page}", headers={"Cookie": site.cookie(0)})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{name}{page}: {answer.status}")
            took, after = 1000 * (time.perf_counter() - begun), spent(there)
            if turn >= FIRST:
                clock[name].append(took)
                processor[name].append(sum(after[process] - before[process] for process in after))
    return processor, clock


def main() -> None:
    """Print the differences, the largest first, beside the noise of two equal dossiers."""
    for database in DATABASES:
        with desk(database, bare=True) as site:
            by_measure = differences(site)
        print(f"\nHidden rows and time on {database}: {HIDDEN:,} hidden actors, positions and sources; medians of {TIMES} requests a page")
        for measure, found in by_measure.items():
            noise = max(one.equal for one in found)
            over = [one.page for one in found if abs(one.hidden) > max(noise, SHARE * one.plain)]
            print(f"  {f'by the {measure}':24}{'median ms':>10}{'equal ms':>10}{'hidden ms':>10}")
            for one in sorted(found, key=lambda one: -abs(one.hidden)):
                print(f"  {one.page:24}{one.plain:10.2f}{one.equal:10.2f}{one.hidden:+10.2f}")
            print(f"  {len(over)} of {len(found)} pages over the noise of two equal dossiers, {noise:.2f} ms, and 5% of the page (limit 0)")
            print(json.dumps({"database": database, "measure": measure, "noise": round(noise, 3), "over": over}))


if __name__ == "__main__":
    main()
