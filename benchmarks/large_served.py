"""A large dossier on a real server with its worker, on both databases: until the first page, pages over HTTP, a save and what follows.

One person at a time, so that what is measured is the page and not the others. Seconds and milliseconds of the clock: the load of the
machine stands beside them.

python -m benchmarks.large_served [ACTORS]
"""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.site_form import Editor
from benchmarks.site_process import DATABASES, desk, processor_time, serving

__all__ = ["main"]

ACTORS, LATER = 5_000, 5
WAITED = 900.0
"""How long a page may be asked for again while it is made ready [s]."""
PAGES = ("", "/actors", "/issues", "/evidence", "/engagement", "/search?q=agreement", "/questions", "/questions/who-stands-where")


@dataclass(frozen=True)
class Reader:
    """A person who reads a server."""

    port: int
    cookie: str

    def took(self, address: str) -> tuple[int, float]:
        """Ask once; return the status and the milliseconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAITED)
        begun = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, 1000 * (time.perf_counter() - begun)

    def until_ready(self, address: str) -> tuple[float, list[float]]:
        """Ask until a page is shown; return the seconds, and the milliseconds of each answer that asked to wait."""
        begun, told = time.perf_counter(), []
        while time.perf_counter() - begun < WAITED:
            status, ms = self.took(address)
            if status == 200:
                return time.perf_counter() - begun, told
            told.append(ms)
            time.sleep(1)
        raise RuntimeError(f"{address} is not ready after {WAITED:.0f} s: {status}")


def served(database: str, actors: int) -> None:
    """Print what the pages of a dossier take on a server."""
    slug = f"made-{actors}"
    with desk(database, bare=True, sizes=[actors]) as site, serving(site) as (port, process):
        reader = Reader(port, site.cookie(0))
        seconds, told = reader.until_ready(f"/dossiers/{slug}")
        print(f"\n{actors:,} actors on {database}; load {os.getloadavg()[0]:.1f}; a bare page {_median(reader, '/bare'):.0f} ms")
        wait = f"{len(told)} times asked to wait, each answered in {statistics.median(told):.0f} ms" if told else "nobody was asked to wait"
        print(f"  ready {seconds:.1f} s after the server answered ({processor_time(process):.1f} s of processor); {wait}")
        for page in PAGES:
            status, first = reader.took(f"/dossiers/{slug}{page}")
            later = _median(reader, f"/dossiers/{slug}{page}")
            print(f"  {page or '/':<30} first {first:>7,.0f} ms   later {later:>6,.0f} ms   {status if status != 200 else ''}")
        editor, begun = Editor(port, site.cookie(1), slug), time.perf_counter()
        saved = editor.add("saved-by-benchmark")
        print(f"  a save {time.perf_counter() - begun:.1f} s, {'saved' if saved else 'NOT saved'}", end="")
        seconds, told = reader.until_ready(f"/dossiers/{slug}")
        print(f"; the first page after it {seconds:.1f} s, {len(told)} times asked to wait")


def _median(reader: Reader, address: str) -> float:
    return statistics.median(reader.took(address)[1] for _ in range(LATER))


def main(arguments: Sequence[str] = ()) -> None:
    """Measure one size on each database."""
    for database in DATABASES:
        served(database, int(arguments[0]) if arguments else ACTORS)


if __name__ == "__main__":
    main(sys.argv[1:])
