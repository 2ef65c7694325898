"""Workers that die by SIGKILL at chosen moments: ``python dying_workers.py LOG``, on the database of the environment.

The parent holds no connection; it forks workers until no run is left. In its first attempt a run kills its worker, at a moment that the
run's number chooses; later attempts go through.
"""

# ruff: noqa: E402 - Django is made ready first

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.runs import lease, worker
from legation.web.runs.models import Run

RUNS, WORKERS, MOMENTS = 30, 3, 6
LOG = Path(sys.argv[1])
store_output = lease._store
now = {}


def note(line: str) -> None:
    with LOG.open("a") as out:
        out.write(f"{line}\n")


def die(moment: int) -> None:
    run = now["run"]
    if run.attempts == 1 and run.pk % MOMENTS == moment:
        note(f"killed {run.pk} {moment}")
        os.kill(os.getpid(), signal.SIGKILL)


def making(run: Run, progress: object) -> list[lease.OutputFile]:
    now["run"] = run
    die(0)  # as soon as it is taken
    for step in range(6):
        progress(step, 6)
        if step == 3:
            die(1)  # in the middle, some time after the lease was renewed
        time.sleep(0.02)
    if run.pk % MOMENTS == 5 and f"stopped {run.pk}\n" not in LOG.read_text():
        note(f"stopped {run.pk}")
        os.kill(os.getpid(), signal.SIGTERM)  # asked to stop: gives the run back
        progress(6, 6)
    return [lease.OutputFile("answer.json", "application/json", f"{run.pk}".encode())]


def keep(key: str, made: list[lease.OutputFile]) -> None:
    die(4)  # the run is done, its result is not there
    store_output(key, made)
    die(2)  # everything is written, nothing is committed


def work() -> None:
    lease._store = keep
    one = worker.Worker(making, lease=dt.timedelta(seconds=2), pause=0.02, every=0.05)
    one.on_signals()
    once = one.once

    def then_die() -> bool:
        busy = once()
        if busy:
            die(3)  # committed, and nobody told
        return busy

    one.once = then_die
    one.run()


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    owner, dossier = Account.objects.create_user("a@example.org", name="A"), Dossier.objects.create(slug="d")
    common = {
        "dossier": dossier,
        "owner": owner,
        "revision": 1,
        "marking": "TLP:GREEN",
        "audience": "desk",
        "kind": "question",
        "lang": "en",
    }
    Run.objects.bulk_create([Run(**common, today=dt.date(2020, 1, 1), key=f"key-{n}") for n in range(RUNS)])
    connection.close()
    children: set[int] = set()
    until = time.monotonic() + 50
    while time.monotonic() < until:
        left = Run.objects.exclude(state__in=("done", "failed", "cancelled")).exists()
        connection.close()
        if not left:
            break
        while len(children) < WORKERS:
            pid = os.fork()
            if pid == 0:
                try:
                    work()
                finally:
                    os._exit(0)
            children.add(pid)
        time.sleep(0.05)
        while children and (pid := os.waitpid(-1, os.WNOHANG)[0]):
            children.discard(pid)
    for pid in children:
        os.kill(pid, signal.SIGTERM)
    for pid in children:
        os.waitpid(pid, 0)


main()
