"""kill -9 of the worker at five moments of a load, on a real site: nothing is half in, nothing is in twice, and all is said as it was."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from legation.lake import Lake

from .sites import prepared

MOMENTS = ("written", "moved", "listed", "noted", "ended")


def test_a_worker_that_is_killed_while_it_loads_leaves_whole_files_and_says_what_they_are(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with prepared(tmp_path / "site", postgresql=False) as environment:
        script = str(Path(__file__).with_name("dying_loads.py"))
        done = subprocess.run([sys.executable, script, str(log)], env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        data = Path(environment["LEGATION_DATA"])
        with closing(sqlite3.connect(data / "legation.sqlite3")) as database:
            runs = database.execute("SELECT state, attempts, error FROM runs_run WHERE kind = 'load' ORDER BY id").fetchall()
            query = "SELECT source, name, rows, rejected, was_there, why FROM observations_loadedfile ORDER BY id"
            noted = database.execute(query).fetchall()
        lake = Lake(data / "lakes" / "small")

        assert sorted(log.read_text().split()) == sorted(MOMENTS)
        assert [(state, attempts) for state, attempts, _ in runs] == [("done", 2)] * len(MOMENTS), runs
        assert sorted(noted) == sorted((moment, f"{name}.log", 40, 1, 0, json.dumps({})) for moment in MOMENTS for name in ("a", "b"))
        for moment in MOMENTS:
            rows = lake.to_arrow(lake.table("requests", source=moment).select("path")).to_pylist()
            assert sorted(row["path"] for row in rows) == sorted(f"/{name}{n}" for name in ("a", "b") for n in range(40))
        assert list((data / "incoming" / "small").glob("*")) == []
