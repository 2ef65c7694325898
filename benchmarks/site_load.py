"""The site under load: fifty people reading, twenty editing one dossier, and the server killed while they save."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.site_client import Heard, ask
from benchmarks.site_desk import SLUG
from benchmarks.site_form import Editor
from benchmarks.site_process import DATABASES, ROOT, SERVE, Site, desk, processor_time, serving, started

READERS, EDITORS, EACH = 50, 20, 5
WARM, SECONDS, ROUNDS = 4.0, 3.0, 3
KILLS, SAVES = 10, 200
_ROWS = """
import json, sys
import django
django.setup()
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
there = [row.id for dossier in Dossier.objects.filter(slug__in=sys.argv[1:]) for row in store.content(store.revision_of(dossier)).actors]
json.dump(there, sys.stdout)
"""


def rows(site: Site, *slugs: str) -> set[str]:
    """Return the actors of dossiers that are in the database, as a fresh process finds them."""
    command = [sys.executable, "-c", _ROWS, *slugs]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return set(json.loads(done.stdout))


def reading(site: Site) -> None:
    """Fifty people on the pages, each as often as any other, and on a bare page in turn: the machine is the same for both."""
    cookies = [site.cookie(number) for number in range(READERS)]
    with serving(site) as (port, process):
        pages = [page for page in site.pages if ask(port, [page], cookies[:1], 0.01).errors == 0]
        ask(port, pages, cookies, WARM)
        bare: list[tuple[Heard, float]] = []
        mixed: list[tuple[Heard, float]] = []
        for _ in range(ROUNDS):
            for paths, kept in ((["/bare"], bare), (pages, mixed)):
                before = processor_time(process)
                heard = ask(port, paths, cookies, SECONDS)
                kept.append((heard, 1000 * (processor_time(process) - before) / len(heard.times)))
    rates = [statistics.median(heard.per_second for heard, _ in kept) for kept in (bare, mixed)]
    costs = [statistics.median(cost for _, cost in kept) for kept in (bare, mixed)]
    late = statistics.median(heard.percentile(0.95) for heard, _ in mixed)
    errors = sum(heard.errors for heard, _ in mixed)
    print(f"  {READERS} people, {len(pages)} pages in turn        {rates[1]:7.0f} pages/s   p95 {late:5.0f} ms (limit 300)")
    print(f"    errors                              {errors:7d}           (limit 0)")
    print(f"    a bare page, signed in, one read    {rates[0]:7.0f} pages/s   ratio {rates[1] / rates[0]:.2f} (limit 0.50)")
    print(f"    processor time a page               {costs[1]:7.2f} ms, bare {costs[0]:.2f} ms, ratio {costs[0] / costs[1]:.2f}")
    every: dict[str, list[float]] = {}
    for heard, _ in mixed:
        for page, times in heard.by_path.items():
            every.setdefault(page, []).extend(times)
    middle = {page.removeprefix(f"/dossiers/{SLUG}") or page: 1000 * statistics.median(times) for page, times in every.items()}
    slow = sorted(middle, key=lambda page: -middle[page])[:5]
    print("    slowest: " + ", ".join(f"{page} {middle[page]:.0f} ms" for page in slow))


def editing(site: Site) -> None:
    """Twenty people who opened the dossier at the same moment and add rows of their own."""
    with serving(site) as (port, process):
        editors = [Editor(port, site.cookie(number), SLUG) for number in range(EDITORS)]

        def work(number: int) -> list[str]:
            names = [f"edited-{number}-{row}" for row in range(EACH)]
            return [name for name in names if editors[number].add(name)]

        begun, before = time.perf_counter(), processor_time(process)
        with ThreadPoolExecutor(EDITORS) as pool:
            saved = [name for names in pool.map(work, range(EDITORS)) for name in names]
        seconds, used = time.perf_counter() - begun, processor_time(process) - before
    lost = set(saved) - rows(site, SLUG)
    done = f"{len(saved)} of {EDITORS * EACH} saved in {seconds:.1f} s, processor {used:.1f} s"
    print(f"  {EDITORS} editors, {EACH} saves each              {done}")
    print(f"    lost                                {len(lost):7d}           (limit 0)")


def killing(site: Site) -> None:
    """The server killed in the middle of the last of many saves, again and again, each time on a dossier that begins empty."""
    chance = random.Random(1)
    saved: list[str] = []
    slugs = [f"small-{kill}" for kill in range(KILLS)]
    for slug in slugs:
        process, port = started(site, SERVE)
        editor = Editor(port, site.cookie(0), slug)
        for number in range(SAVES):
            name = f"{slug}-{number}"
            if number == SAVES - 1:
                threading.Timer(chance.uniform(0.0, 0.03), process.kill).start()
            with contextlib.suppress(OSError, http.client.HTTPException):
                if editor.add(name):
                    saved.append(name)
        process.wait()
    lost = set(saved) - rows(site, *slugs)
    print(f"  {KILLS} times kill -9 during {SAVES} saves     {len(saved)} were answered as saved   lost {len(lost)} (limit 0)")


def main() -> None:
    """Print the figures beside their limits."""
    for database in DATABASES:
        print(f"\nThe site on {database}")
        with desk(database) as site:
            reading(site)
            editing(site)
            killing(site)


if __name__ == "__main__":
    main()
