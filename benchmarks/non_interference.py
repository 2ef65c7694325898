"""Whether the time of a page tells that there are hidden rows: three dossiers on one server, two of them equal, one with many hidden rows.

A reader who may not see these rows asks for each page of the three in turn, 200 times. The difference of the medians between the equal
ones is the noise; that to the third must lie within it, or within a share of the page that nobody could tell over a network. What is read
for the first time after a change takes longer with more rows, whoever asks, and is not what is measured: each page is asked for thrice
before.

Two pages go through the table of rows in the database, in which the hidden ones stand too, and were over the noise when this was
written: the
search and the list of evidence.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
from http.client import HTTPConnection
from time import perf_counter

from benchmarks.site_process import DATABASES, ROOT, Site, desk, serving

TIMES, HIDDEN = 200, 2_000
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
SHARE = 0.05
"""Of the median of a page: below it a difference counts as none."""


def differences(site: Site) -> list[tuple[str, float, float, float]]:
    """Return for each page the median of the plain dossier, the noise and the difference [ms]."""
    words = [sys.executable, "-m", "benchmarks.site_hidden", str(HIDDEN), *NAMES]
    subprocess.run(words, env=site.environment, cwd=ROOT, check=True)
    found = []
    chance = random.Random(1)
    with serving(site) as (port, _):
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        for page in PAGES:
            times: dict[str, list[float]] = {name: [] for name in NAMES}
            sizes: dict[str, set[int]] = {name: set() for name in NAMES}
            for time in range(TIMES + 3):
                for name in chance.sample(NAMES, len(NAMES)):
                    begun = perf_counter()
                    connection.request("GET", f"/dossiers/{name}{page}", headers={"Cookie": site.cookie(0)})
                    answer = connection.getresponse()
                    body = answer.read()
                    if answer.status != 200:
                        raise RuntimeError(f"{name}{page}: {answer.status}")
                    sizes[name].add(len(body))
                    if time >= 3:
                        times[name].append(1000 * (perf_counter() - begun))
            plain, twin, hidden = (statistics.median(times[name]) for name in NAMES)
            found.append((page or "/", plain, abs(plain - twin), hidden - (plain + twin) / 2))
    return found


def main() -> None:
    """Print the differences, the largest first, beside the noise of two equal dossiers."""
    for database in DATABASES:
        with desk(database, bare=True) as site:
            found = differences(site)
        noise = max(one[2] for one in found)
        over = [one for one in found if abs(one[3]) > max(noise, SHARE * one[1])]
        print(f"\nHidden rows and time on {database}: {HIDDEN:,} hidden actors, positions and sources; medians of {TIMES} requests a page")
        print(f"  {'page':24}{'median ms':>10}{'equal ms':>10}{'hidden ms':>10}")
        for page, plain, equal, difference in sorted(found, key=lambda one: -abs(one[3])):
            print(f"  {page:24}{plain:10.2f}{equal:10.2f}{difference:+10.2f}")
        print(f"  {len(over)} of {len(found)} pages over the noise of two equal dossiers, {noise:.2f} ms, and 5% of the page (limit 0)")
        print(json.dumps({"database": database, "noise": round(noise, 3), "over": [one[0] for one in over]}))


if __name__ == "__main__":
    main()
