"""kill -9 of the worker in 25 of 30 runs, SIGTERM in the others, on a real database: no run is lost, none has effect twice."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from postgresql import database_of

RUNS = 30


def rows_of(where: str, folder: Path, sql: str) -> list[tuple]:
    if where == "sqlite":
        with sqlite3.connect(folder / "legation.sqlite3") as database:
            found = database.execute(sql).fetchall()
        database.close()
        return found
    import psycopg

    with psycopg.connect(where) as database:
        return database.execute(sql).fetchall()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_killed_worker_loses_and_doubles_nothing(engine: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LEGATION_", "DJANGO_"))}
    with contextlib.ExitStack() as open_there:
        where = "sqlite" if engine == "sqlite" else open_there.enter_context(database_of())
        environment |= {"LEGATION_DATA": str(tmp_path), "LEGATION_DATABASE_URL": "" if where == "sqlite" else where}
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("dying_workers.py")), str(log)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        runs = rows_of(where, tmp_path, "select id, state, attempts, key, worker from runs_run order by id")
        outputs = rows_of(where, tmp_path, "select r.key, o.data from runs_result r join runs_output o on o.result_id = r.key")

    killed = Counter(int(line.split()[2]) for line in log.read_text().splitlines() if line.startswith("killed"))
    assert killed == {0: 5, 1: 5, 2: 5, 3: 5, 4: 5}
    assert Counter(state for _, state, *_ in runs) == {"done": RUNS}
    assert sorted((key, bytes(data).decode()) for key, data in outputs) == sorted((key, str(number)) for number, _, _, key, _ in runs)
    for number, _, attempts, _, worker in runs:
        assert worker == ""
        assert attempts >= (2 if number % 6 in (0, 1, 2, 4) else 1)
