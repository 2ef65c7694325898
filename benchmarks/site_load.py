"""The site under load: pages at first and at later views, fifty people reading while ten save, editors, and the server killed as they save.

Small and large made dossiers, both databases, beside a bare page of Django on the same server and beside datasette, in the same run. A
page that fails is counted and named, and its time stays in the figures. Each save is a new revision, so that what the site remembered is of
no use.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.site_client import Heard, ask
from benchmarks.site_datasette import VERSION, datasette
from benchmarks.site_desk import SLUG
from benchmarks.site_form import Editor
from benchmarks.site_process import DATABASES, ROOT, SERVE, Site, desk, processor_time, serving, settled, started

READERS, SAVERS, EDITORS, EACH = 50, 10, 20, 5
SIZES = (100, 5_000)
"""Actors of the small and of the large dossier."""
SECONDS, LATER = 20.0, 5
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
_COUNT = """
import sys
import django
django.setup()
from legation.web.dossiers.models import Revision
print(Revision.objects.filter(dossier__slug=sys.argv[1]).count())
"""


def rows(site: Site, *slugs: str) -> set[str]:
    """Return the actors of dossiers that are in the database, as a fresh process finds them."""
    command = [sys.executable, "-c", _ROWS, *slugs]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return set(json.loads(done.stdout))


def first_and_later(site: Site, title: str, pages: Sequence[str]) -> None:
    """Each page by one person: the first view since the server is ready, and later ones. A page that fails is counted and named."""
    cookie = site.cookie(0)
    with serving(site) as (port, process):
        print(f"    ready after {settled(process):.1f} s of processor; load {os.getloadavg()[0]:.1f}")
        first = ask(port, pages, [cookie], once=True)
        later = [ask(port, pages, [cookie], once=True) for _ in range(LATER)]
    again = Heard.of(later)
    _line(f"{title}, first view", first)
    _line(f"{title}, later views", again)
    slow = sorted(first.by_path, key=lambda page: -first.by_path[page][0])[:5]
    print("      slowest first: " + ", ".join(f"{_short(page)} {1000 * first.by_path[page][0]:.0f}" for page in slow))
    slow = sorted(again.by_path, key=lambda page: -statistics.median(again.by_path[page]))[:5]
    print("      slowest later: " + ", ".join(f"{_short(page)} {1000 * statistics.median(again.by_path[page]):.0f}" for page in slow))
    _failed(first, again)


def together(site: Site, title: str, slug: str, pages: Sequence[str], peer: Heard | None, seconds: float) -> None:
    """Fifty people read, alone and while ten people save; before and behind it a bare page by the same server, on the same machine."""
    cookies = [site.cookie(number) for number in range(READERS)]
    with serving(site) as (port, process):
        settled(process)
        ask(port, pages, cookies[:2], 2 * seconds)
        bare = ask(port, ["/bare"], cookies, seconds)
        alone = ask(port, pages, cookies, seconds)
        before = revisions(site, slug)
        saving = Saving(port, site, slug)
        used = processor_time(process)
        with saving:
            mixed = ask(port, pages, cookies, seconds)
        used = processor_time(process) - used
        bare = Heard.of([bare, ask(port, ["/bare"], cookies, seconds)])
    _line(f"{title}, {READERS} readers", alone, bare, peer)
    _line(f"{title}, {READERS} readers, {SAVERS} save", mixed, bare, peer)
    _line(f"{title}, the saves", saving.heard)
    _line("  a bare page of Django, signed in", bare)
    if peer is not None:
        _line(f"  datasette {VERSION}, its tables", peer)
    made = revisions(site, slug) - before
    done = len(saving.heard.times) - saving.heard.errors
    print(f"      {made} new revisions of {len(saving.heard.times)} saves, {done} answered as saved; lost {max(0, done - made)} (limit 0)")
    print(f"      while ten save: {used:.1f} s of processor for {len(mixed.times)} pages and {made} saves; load {os.getloadavg()[0]:.1f}")
    _failed(alone, mixed, bare, *([peer] if peer else []))


class Saving:
    """People who save as soon as they were answered, each save a new revision, until the block ends."""

    def __init__(self, port: int, site: Site, slug: str) -> None:
        self.heard, self._over = Heard(), threading.Event()
        self._editors = [Editor(port, site.cookie(number), slug) for number in range(SAVERS)]
        self._threads = [threading.Thread(target=self._save, args=(number,)) for number in range(SAVERS)]

    def __enter__(self) -> Saving:
        self._begun = time.perf_counter()
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for one in self._threads:
            one.join()
        self.heard.seconds = time.perf_counter() - self._begun

    def _save(self, number: int) -> None:
        row = 0
        while not self._over.is_set():
            begun, saved = time.perf_counter(), False
            with contextlib.suppress(OSError, http.client.HTTPException):
                saved = self._editors[number].add(f"saved-{number}-{row}-{int(begun)}")
            self.heard.times.append(time.perf_counter() - begun)
            self.heard.statuses[200 if saved else 0] += 1
            row += 1


def revisions(site: Site, slug: str) -> int:
    """Return how many revisions a dossier has in the database."""
    command = [sys.executable, "-c", _COUNT, slug]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return int(done.stdout)


def _line(title: str, heard: Heard, bare: Heard | None = None, peer: Heard | None = None) -> None:
    ratios = [f"{100 * heard.per_second / one.per_second:4.0f}% of {name}" for name, one in (("bare", bare), ("datasette", peer)) if one]
    figures = f"{heard.percentile(0.5):8.0f} {heard.percentile(0.95):8.0f} {heard.per_second:9.1f} {heard.errors:7d}"
    print(f"    {title:46}{figures}   {', '.join(ratios)}")


def _failed(*all_heard: Heard) -> None:
    """Name what failed: nothing is left out of the figures above."""
    failed = sum((heard.failed for heard in all_heard), Counter[tuple[str, int]]())
    for (page, status), count in failed.most_common(8):
        print(f"      FAILED {_short(page)}: {status or 'no answer'}, {count} times")


def _short(page: str) -> str:
    return re.sub(r"^/dossiers/[^/]+", "", page) or page


def loaded(sizes: Sequence[int], seconds: float) -> None:
    """A small and a large dossier on both databases, beside the peers, in one run."""
    from benchmarks.large_dossiers import parts

    for database in DATABASES:
        print(f"\nThe site on {database}" + " " * 24 + "median ms   p95 ms requests/s  failed   requests/s as a share")
        with desk(database, sizes=sizes) as site:
            for size in sizes:
                slug = f"made-{size}"
                first_and_later(site, f"{size:,} actors", site.made[slug])
                peer = None
                try:
                    with datasette(parts(size)) as (port, pages):
                        ask(port, pages, [""] * READERS, seconds / 2)
                        peer = ask(port, pages, [""] * READERS, seconds)
                except OSError as error:
                    print(f"    datasette could not be had: {str(error)[:120]}")
                together(site, f"{size:,} actors", slug, site.made[slug], peer, seconds)


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


def main(arguments: Sequence[str] = ()) -> None:
    """Print the figures beside their limits: ``python -m benchmarks.site_load [SIZE...] [--seconds N] [--load]``."""
    given = argparse.ArgumentParser()
    given.add_argument("sizes", nargs="*", type=int, default=[])
    given.add_argument("--seconds", type=float, default=SECONDS)
    given.add_argument("--load", action="store_true", help="without the editors and the kills")
    chosen = given.parse_args(list(arguments))
    loaded(chosen.sizes or SIZES, chosen.seconds)
    for database in () if chosen.load else DATABASES:
        print(f"\nThe site on {database}")
        with desk(database) as site:
            editing(site)
            killing(site)


if __name__ == "__main__":
    main(sys.argv[1:])
