"""Workers that die by SIGKILL while they load observations: ``python dying_loads.py LOG``, on the site of the environment.

For each moment there is a load of two files; in its first attempt it kills its worker at that moment of its second file. The parent holds no
connection and forks workers until no run is left.
"""

# ruff: noqa: E402 - Django is made ready first

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"

import django

django.setup()

from django.db import connection

from legation.lake.manifest import Manifest, StagedManifest
from legation.lake.partition import Writing
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.runs import loading, worker
from legation.web.runs.loading import LoadPart, submit_load
from legation.web.runs.models import Run
from legation.web.stores.observations.models import LoadedFile

MOMENTS = ("written", "moved", "listed", "noted", "ended")
LINES = 40
LOG = Path(sys.argv[1])
LINE = '203.0.113.{n} - - [{day:02}/May/2024:12:{n:02}:03 +0200] "GET /{name} HTTP/1.1" 200 5120 "-" "Mozilla/5.0 Firefox/125.0"\n'
now: dict[str, Any] = {}


def die(moment: str) -> None:
    """Kill this worker where it is the moment of the run that it has, in its first attempt and its second file."""
    run = now.get("run")
    if run is not None and run.attempts == 1 and now["file"] == "b" and run.options["parts"][0]["source"] == moment:
        with LOG.open("a") as out:
            out.write(f"{moment}\n")
        os.kill(os.getpid(), signal.SIGKILL)


def after(of: Any, name: str, moment: str, *, before: bool = False) -> None:
    """Let a method die at a moment behind, or before, what it does."""
    real = getattr(of, name)

    def dying(*given: Any, **named: Any) -> Any:
        if before:
            die(moment)
        done = real(*given, **named)
        die(moment)
        return done

    setattr(of, name, dying)


def work() -> None:
    after(Writing, "_put", "written")
    after(Writing, "finish", "moved")
    after(Manifest, "add", "listed")
    after(StagedManifest, "commit", "listed")
    after(LoadedFile.objects, "create", "noted")
    real, rmtree = loading._load_one, shutil.rmtree

    def one(run: Run, number: int, name: str, *more: Any) -> None:
        now.update(run=run, file=name[0])
        real(run, number, name, *more)

    def removed(*given: Any, **named: Any) -> None:
        rmtree(*given, **named)
        if "incoming" in str(given[0]):
            die("ended")

    loading._load_one = one
    shutil.rmtree = removed
    busy = worker.Worker(lease=dt.timedelta(seconds=1), pause=0.02, every=0.05)
    while busy.once() or Run.objects.filter(state__in=("waiting", "running")).exists():
        time.sleep(0.02)


def main() -> None:
    owner, dossier = Account.objects.order_by("pk").first(), Dossier.objects.get()
    assert owner is not None
    for day, moment in enumerate(MOMENTS, start=1):
        files = {
            f"{name}.log": ["".join(LINE.format(n=n, day=day, name=f"{name}{n}") for n in range(LINES)).encode(), b"no line of a log\n"]
            for name in ("a", "b")
        }
        submit_load(dossier, owner, "en", [LoadPart(kind="requests", files=files, source=moment)])
    connection.close()
    until = time.monotonic() + 200
    while time.monotonic() < until:
        left = Run.objects.filter(state__in=("waiting", "running")).exists()
        connection.close()
        if not left:
            break
        pid = os.fork()
        if pid == 0:
            try:
                work()
            finally:
                os._exit(0)
        os.waitpid(pid, 0)


main()
