"""A round of démarches under load: 240 reports of 120 posts in ten minutes, 60 of them within ten seconds, every fifth sent again.

The posts are in this process, the server in its own. A report that is sent again bears the key of the first, and goes out while the first
may still be on its way. Then the rows of the dossier are laid beside what was sent.

python -m benchmarks.daily_round                                    # both databases: 22 minutes
python -m benchmarks.daily_round --seconds 60 --servers SQLite      # the same reports in one minute
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from benchmarks.rooms_client import TOKEN, Line
from benchmarks.rooms_load import SERVERS, percentile, served
from benchmarks.site_process import ROOT, Site, desk

REPORTS, AT_ONCE, WITHIN, AGAIN = 240, 60, 10.0, 0.2
SECONDS = 600.0
LIMIT = 2_000.0
"""Within how many milliseconds 95 of 100 reports must be answered."""
AFTER = 3.0
"""After how many seconds a report that had no answer goes out again."""
LOOKING = 4.0
"""After how many seconds an open page asks for a new version of the instruction."""


def told(site: Site, *words: str) -> dict[str, Any]:
    """Return what the program beside this one says of a site."""
    command = [sys.executable, "-m", "benchmarks.daily_round_made", *words]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def moments(seconds: float, chance: random.Random) -> list[float]:
    """Return when each report goes out [s]: a quarter of them within ten seconds in the middle, the others over the whole time."""
    middle = seconds / 2
    return sorted(
        [*(middle + chance.uniform(0, WITHIN) for _ in range(AT_ONCE)), *(chance.uniform(0, seconds) for _ in range(REPORTS - AT_ONCE))]
    )


async def reported(port: int, posts: Sequence[dict[str, Any]], seconds: float) -> tuple[list[float], list[float], Counter[int]]:
    """Send the reports; return how long each was on its way, how long a look for a new version took, and the answers by status."""
    chance, begun = random.Random(27), time.perf_counter()
    lines, times, looks, statuses = {post["id"]: Line(port) for post in posts}, list[float](), list[float](), Counter[int]()

    async def send(number: int, at: float, line: Line) -> None:
        post = posts[number % len(posts)]
        actor = post["targets"][number // len(posts) % 2]
        sent = {
            "key": f"{number:032x}", "reached": "yes", "answer": chance.choice(("yes", "no", "abstain")), "level": "mission",
            "form": "said", "version": "1", "words": f"Report {number}", "csrfmiddlewaretoken": TOKEN,
        }  # fmt: skip
        await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
        started = time.perf_counter()
        where, cookie = f"/posts/{post['id']}/to/{actor}/report", f"post-{post['id']}={post['secret']}"
        body = urlencode(sent).encode()
        while True:  # as the page does: what had no answer waits and goes out again under its key
            try:
                answer = await line.ask("POST", where, cookie, body, "application/x-www-form-urlencoded")
                break
            except (TimeoutError, OSError):
                statuses[0] += 1
                line.close()
                await asyncio.sleep(AFTER)
        times.append(time.perf_counter() - started)
        statuses[answer.status] += 1

    async def look(post: dict[str, Any]) -> None:
        line, cookie = Line(port), f"post-{post['id']}={post['secret']}"
        await asyncio.sleep(chance.uniform(0, LOOKING))
        while time.perf_counter() - begun < seconds:
            started = time.perf_counter()
            with contextlib.suppress(TimeoutError, OSError):
                await line.ask("GET", f"/posts/{post['id']}/now", cookie)
            looks.append(time.perf_counter() - started)
            await asyncio.sleep(LOOKING)
        line.close()

    going = [look(post) for post in posts[::4]]
    for number, at in enumerate(moments(seconds, chance)):
        going.append(send(number, at, lines[posts[number % len(posts)]["id"]]))
        if chance.random() < AGAIN:
            going.append(send(number, at + chance.uniform(0, 1), Line(port)))
    await asyncio.gather(*going)
    return times, looks, statuses


def measure(name: str, seconds: float) -> None:
    """Print the figures of one server."""
    database, workers = SERVERS[name]
    with desk(database, bare=True) as site:
        made = told(site)
        with served(site, workers) as (port, _):
            times, looks, statuses = asyncio.run(reported(port, made["posts"], seconds))
        found = told(site, "--count")
    lost = REPORTS - len([words for words in found["words"] if words.startswith("Report ")])
    print(
        f"  {name:24} {REPORTS} reports sent {len(times)} times in {seconds:.0f} s: lost {lost}, doubled {found['doubled']}; "
        f"p50 {percentile(times, 0.5):.0f}, p95 {percentile(times, 0.95):.0f} (limit {LIMIT:.0f}), last {percentile(times, 1.0):.0f} ms; "
        f"{len(looks)} looks for a new version, p95 {percentile(looks, 0.95):.0f} ms; answers {dict(statuses)}",
        flush=True,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.daily_round")
    reader.add_argument("--seconds", type=float, default=SECONDS)
    reader.add_argument("--servers", nargs="*", choices=list(SERVERS), default=["SQLite", "PostgreSQL"])
    asked = reader.parse_args(arguments or [])
    print(f"\nA round of démarches: {REPORTS} reports, {AT_ONCE} of them within {WITHIN:.0f} s, {AGAIN:.0%} sent again")
    for name in asked.servers:
        measure(name, asked.seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
