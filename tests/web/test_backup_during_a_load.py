"""A backup that is taken while files are loaded: what its database says was loaded is what its lakes hold, and the load ends in words."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from .sites import ROOT, prepared

pytestmark = pytest.mark.slow
_SCRIPT = """
import datetime as dt, os, shutil, sys, threading
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
from django.conf import settings
from django.db import connection
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.runs import loading, worker
from legation.web.runs.models import Run
from legation.web.serving import backup
from legation.web.stores.observations.models import LoadedFile

LINE = '203.0.113.{n} - - [{day:02}/May/2024:12:{n:02}:03 +0200] "GET /{n} HTTP/1.1" 200 5120 "-" "Mozilla/5.0 Firefox/125.0"\\n'
out = Path(sys.argv[1])

def submit(day, *names):
    lines = {name: "".join(LINE.format(n=n, day=day + at) for n in range(40)).encode() for at, name in enumerate(names)}
    part = loading.LoadPart(kind="requests", files={f"{name}.log": [data] for name, data in lines.items()}, source=f"day {day}")
    return loading.submit_load(Dossier.objects.get(), Account.objects.order_by("pk").first(), "en", [part])

def work():
    one = worker.Worker(lease=dt.timedelta(seconds=30), pause=0.02, every=0.05)
    while one.once():
        pass
    connection.close()

submit(1, "first")
work()

# a whole load ends between the moment of the database and that of the lakes, if it may
submit(3, "a", "b")
linked = backup.lake_files
def meanwhile(data):
    loader.start()
    loader.join(1.5)
    return linked(data)
loader = threading.Thread(target=work)
backup.lake_files = meanwhile
backup.backup(out / "between.zip")
backup.lake_files = linked
loader.join()

# and one stands between two of its own steps: it is in the lake, and not noted yet
create = LoadedFile.objects.create
def noting(**row):
    if row["name"] == "d.log":
        backup.backup(out / "step.zip")
        raise SystemExit  # the worker dies
    return create(**row)
LoadedFile.objects.create = noting
submit(6, "c", "d", "e")
try:
    work()
except SystemExit:
    LoadedFile.objects.create = create

# a site that is restored from it is in this state: nobody renews the lease, and the files of no load are there
shutil.rmtree(settings.DATA / "incoming")
Run.objects.filter(state="running").update(lease_until="2020-01-01T00:00:00Z")
work()
"""


def loaded(files: list[dict[str, Any]], manifest: Path) -> tuple[Counter[str], Counter[str]]:
    """Return what is loaded by the database, and what is by the lake: rows by file."""
    noted = Counter({f"{row['source']} {row['name']}": row["rows"] for row in files})
    with closing(sqlite3.connect(manifest)) as lake:
        return noted, Counter({f"{source} {name}": rows for source, name, rows in lake.execute("SELECT source, origin, rows FROM held")})


def in_backup(path: Path, folder: Path) -> tuple[Counter[str], Counter[str]]:
    with zipfile.ZipFile(path) as archive:
        columns = json.loads(archive.read("manifest.json"))["tables"]["observations_loadedfile"]["columns"]
        lines = archive.read("rows/observations_loadedfile.jsonl").splitlines()
        manifest = folder / "manifest.sqlite"
        manifest.write_bytes(archive.read("lakes/small/manifest.sqlite"))
    return loaded([dict(zip(columns, json.loads(line), strict=True)) for line in lines], manifest)


def test_what_the_database_of_a_backup_says_was_loaded_is_in_its_lake(tmp_path: Path) -> None:
    with prepared(tmp_path / "site", postgresql=False) as environment:
        words = [sys.executable, "-c", _SCRIPT, str(tmp_path)]
        done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr[-3000:]

        noted, there = in_backup(tmp_path / "between.zip", tmp_path)
        assert noted == there == {"day 1 first.log": 40}

        noted, there = in_backup(tmp_path / "step.zip", tmp_path)
        days = {"day 1 first.log", "day 3 a.log", "day 3 b.log", "day 6 c.log"}
        assert noted == dict.fromkeys(days, 40)
        assert there == dict.fromkeys({*days, "day 6 d.log"}, 40)

        data = Path(environment["LEGATION_DATA"])
        with closing(sqlite3.connect(data / "legation.sqlite3")) as database:
            database.row_factory = sqlite3.Row
            files = [dict(row) for row in database.execute("SELECT source, name, rows FROM observations_loadedfile")]
            (last,) = database.execute("SELECT state, error FROM runs_run WHERE kind = 'load' ORDER BY id DESC LIMIT 1")
        noted, there = loaded(files, data / "lakes" / "small" / "manifest.sqlite")
        assert noted == there == dict.fromkeys({*days, "day 6 d.log"}, 40)
        assert (last["state"], json.loads(last["error"])["en"]) == ("failed", "The files are no longer there. Send them again.")
