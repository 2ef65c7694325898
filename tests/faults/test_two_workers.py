"""Two workers on one queue of loads, papers and questions, on both databases: each is done once, by one of them."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from faults.branches import Branches
from web.sites import prepared

LOADS, QUESTIONS = 8, 8
_SUBMIT = f"""
import datetime as dt
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.runs.loading import LoadPart, submit_load
from legation.web.runs.models import Run
line = '203.0.113.{{n}} - - [{{day:02}}/May/2024:12:{{n:02}}:03 +0200] "GET /{{n}} HTTP/1.1" 200 5120 "-" "Mozilla/5.0 Firefox/125.0"\\n'
dossier, owner = Dossier.objects.get(), Account.objects.order_by("pk").first()
for day in range(1, {LOADS} + 1):
    data = "".join(line.format(n=n, day=day) for n in range(40)).encode()
    submit_load(dossier, owner, "en", [LoadPart(kind="requests", files={{f"{{day}}.log": [data]}}, source=f"day {{day}}")])
common = dict(dossier=dossier, owner=owner, revision=1, marking="TLP:RED", audience="owner", kind="question", question="who-stands-where")
for number in range({QUESTIONS}):
    Run.objects.create(**common, options={{"seed": number}}, today=dt.date(2020, 1, 1), lang="en", key=f"{{number:064x}}")
print("0")
"""
_FOUND = """
from collections import Counter
from legation.web.runs.lakes import lakes_there
from legation.web.runs.models import Result, Run
from legation.web.stores.observations.models import LoadedFile
(lake,) = list(lakes_there()) or [None]
print(json.dumps({
    "runs": sorted(Run.objects.values_list("kind", "state", "attempts")),
    "open": Run.objects.filter(state__in=("waiting", "running")).count(),
    "noted": sorted(LoadedFile.objects.values_list("source", "rows", "was_there")),
    "held": sorted((one.source, one.rows) for one in lake.held("requests")) if lake else [],
    "results": Counter(Result.objects.values_list("key", flat=True)),
}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_each_run_is_done_once(database: str, tmp_path: Path) -> None:
    if not os.environ.get("LEGATION_KILLS"):
        pytest.skip("part of make faults")
    with prepared(tmp_path, postgresql=database == "PostgreSQL", own_server=True) as environment, Branches(environment, tmp_path) as site:
        assert site.ask(_SUBMIT) == 0
        workers = [site.begin("worker"), site.begin("worker")]
        until = time.monotonic() + 300
        while site.ask(_FOUND)["open"] and time.monotonic() < until:
            time.sleep(0.5)
        found = site.ask(_FOUND)
        for worker in workers:
            worker.kill()
            worker.wait()
    sys.stdout.write(f"\n{database}: {len(found['runs'])} runs, {len(found['noted'])} files\n")

    assert found["runs"] == sorted([["load", "done", 1]] * LOADS + [["question", "done", 1]] * QUESTIONS)
    assert found["noted"] == sorted([f"day {day}", 40, False] for day in range(1, LOADS + 1))
    assert found["held"] == sorted([f"day {day}", 40] for day in range(1, LOADS + 1))
    assert sorted(found["results"].values()) == [1] * QUESTIONS
