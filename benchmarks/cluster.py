"""The same questions on a cluster of Spark as on DuckDB: a master and two workers on this machine, one processor and 1 GB each.

Every expression and the questions on events are asked of one generated lake by both engines; rows must be equal, floating numbers to 1e-9.
Then the workers are stopped amid a question: it must end with a sentence. Whatever happens, all that was started is stopped.

``python -m benchmarks.cluster [THOUSANDS]``: rows of events; 50 by default.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["cluster", "main", "same"]

THOUSANDS = 50
TOLERANCE = 1e-9
WORKERS = 2
LONG = 20_000_000_000
"""Products of rows of a question that is still being answered when the workers are stopped."""
STARTED = 60.0
"""Seconds in which master and workers must be there."""
NAMES = {"AAX": "USA", "ABX": "RUS", "ACX": "CHN"}
QUESTIONS = (("what-is-happening-between", "--first", "usa", "--second", "rus"),)
DOSSIER = {
    "dossier.toml": 'id = "two-states"\n',
    "actors.csv": "id,name,kind,iso3\nusa,United States,state,USA\nrus,Russia,state,RUS\nchn,China,state,CHN\n",
}


@contextlib.contextmanager
def cluster(folder: Path, workers: int = WORKERS) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a master and its workers of the jars that pyspark brings; give the master's address and the workers; stop them all."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "512m",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "PYSPARK_PYTHON": sys.executable,
    }
    started: list[subprocess.Popen[bytes]] = []
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever ends this ends what it started

    def start(name: str, kind: str, *words: str) -> Path:
        log = folder / f"{name}.log"
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}", "--host", "127.0.0.1", "--webui-port", "0", *words]
        with log.open("wb") as out:
            started.append(subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT, cwd=folder))
        return log

    try:
        _await(start("master", "master.Master", "--port", str(port)), "I have been elected leader")
        size = ("--cores", "1", "--memory", "1g")
        logs = [start(f"worker{k}", "worker.Worker", *size, "--work-dir", str(folder / f"work{k}"), address) for k in range(workers)]
        for log in logs:
            _await(log, "Successfully registered with master")
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        signal.signal(signal.SIGTERM, before)


def _await(log: Path, words: str) -> None:
    end = time.monotonic() + STARTED
    while words not in log.read_text("utf-8", "replace"):
        if time.monotonic() > end:
            raise TimeoutError(f"{log.stem} does not start: {log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.2)


def filled(folder: Path, thousands: int) -> Path:
    """Make a lake of events, texts and requests, and return its folder."""
    import pyarrow as pa
    from benchmarks import events, visits

    from legation.lake import Lake

    lake, rows = Lake(folder), thousands * 1000

    def states() -> Iterator[Any]:
        for table in events.made(0, rows, rows):
            for name in ("actor1", "actor2"):
                at = table.column_names.index(name)
                codes = table[name].to_pylist()
                table = table.set_column(at, name, pa.array([NAMES.get(code, code) for code in codes], pa.string()))
            yield table

    lake.append("events", states(), source="made")
    lake.append("requests", visits.made(rows), source="made")
    lake.append("texts", _texts(max(1000, rows // 20)), source="made")
    return folder


def _texts(count: int) -> Any:
    import numpy as np
    import pyarrow as pa

    from legation.sources.observations.tables import TABLES

    draw = np.random.default_rng(0)
    said = (
        "L'État agit pour la paix du cyberespace.",
        "Cyber et paix : les États parlent.",
        "Norms of responsible behaviour.",
        "Œuvre commune.",
    )
    at = draw.integers(0, len(said), (2, count))
    columns = {
        "id": [f"t{k}" for k in range(count)],
        "time": np.datetime64("2018-01-01", "us") + draw.integers(0, 730 * 96, count) * np.timedelta64(900, "s"),
        "kind": ["article"] * count,
        "outlet": [f"paper{k % 40}.example" for k in range(count)],
        "actor": [("FRA", "USA", None)[k % 3] for k in range(count)],
        "language": [("fr", "en", None)[k] for k in draw.integers(0, 3, count)],
        "title": [said[k] for k in at[0]],
        "text": [f"{said[k]} {j}" for j, k in enumerate(at[1])],
    }
    schema = TABLES["texts"].schema
    arrays = [pa.array(columns.get(f.name, [None] * count), pa.timestamp("us") if f.name == "time" else f.type) for f in schema]
    return pa.table([a.cast(f.type) for a, f in zip(arrays, schema, strict=True)], schema=schema)


def same(one: Any, other: Any) -> str:
    """Return where two values differ, or nothing: floating numbers may by 1e-9 of their size."""
    if isinstance(one, float) and isinstance(other, (int, float)):
        return "" if math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-12) or (one != one and other != other) else f"{one} != {other}"
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return f"{sorted(one)} != {sorted(other)}"
        return next((f"{key}: {found}" for key in one if (found := same(one[key], other[key]))), "")
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{len(one)} != {len(other)} rows"
        return next((f"[{at}] {found}" for at, (a, b) in enumerate(zip(one, other, strict=True)) if (found := same(a, b))), "")
    return "" if one == other else f"{one!r} != {other!r}"


def _expressions(path: Path) -> int:
    """Ask every expression of both engines; return how many differ."""
    from legation.lake import Lake
    from legation.questions.observations.expressions import expressions

    lakes, wrong = {"duckdb": Lake(path), "spark": Lake(path, engine="spark")}, 0
    lakes["spark"].to_arrow(lakes["spark"].table("events").count().as_table())  # starts the session
    for one in expressions():
        found, took = {}, {}
        for engine, lake in lakes.items():
            begun = time.perf_counter()
            found[engine] = lake.to_arrow(one.of(lake.table(one.table)))
            took[engine] = time.perf_counter() - begun
        duck, spark = found["duckdb"], found["spark"]
        differ = "other columns" if duck.schema != spark.schema else same(duck.to_pydict(), spark.to_pydict())
        wrong += bool(differ)
        print(f"  {one.name:34} {took['duckdb']:7.2f} s {took['spark']:7.2f} s {len(duck):>7,} rows  {differ or 'equal'}", flush=True)
    return wrong


def _questions(dossier: Path, lake: Path, address: str) -> int:
    """Ask the questions on events by the command, once with each engine; return how many differ."""
    wrong = 0
    for words in QUESTIONS:
        said, took = {}, {}
        for engine in ("duckdb", "spark"):
            given = os.environ | {"LEGATION_ENGINE": engine, "LEGATION_SPARK_MASTER": address}
            command = [sys.executable, "-m", "legation", "ask", words[0], str(dossier), *words[1:], "--json", "--lake", str(lake)]
            begun = time.perf_counter()
            done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
            took[engine] = time.perf_counter() - begun
            said[engine] = json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr[-600:]}
        differ = said["duckdb"].get("failed") or same(said["duckdb"], said["spark"])
        wrong += bool(differ)
        print(f"  {' '.join(words):60} {took['duckdb']:6.1f} s {took['spark']:6.1f} s  {differ or 'equal'}", flush=True)
    return wrong


def _left_alone(path: Path, workers: list[subprocess.Popen[bytes]]) -> int:
    """Stop the workers amid a question: Spark waits for others without end, the lake does not. Return 1 where it came to its end before."""
    import ibis

    from legation.errors import NotAvailable
    from legation.lake import Lake

    lake = Lake(path, engine="spark")
    a, b, c = (lake.table("events").select(**{name: "goldstein"}) for name in "abc")
    rows = int(lake.to_arrow(a.count().as_table()).column(0)[0].as_py())
    long = a.cross_join(b).cross_join(c.limit(-(-LONG // rows**2))).aggregate(sum=(ibis._.a * ibis._.b * ibis._.c).sum())

    def stop() -> None:
        time.sleep(4)
        for worker in workers:
            worker.terminate()

    threading.Thread(target=stop, daemon=True).start()
    begun = time.perf_counter()
    try:
        lake.to_arrow(long)
    except NotAvailable as error:
        print(f"  workers stopped amid a question: after {time.perf_counter() - begun:.0f} s “{error}”")
        return 0
    print("  workers stopped amid a question: it was answered all the same, so that nothing is shown")
    return 1


def main(thousands: int = THOUSANDS) -> int:
    """Print the figures; return how many answers were not equal, and 1 more where no question was cut short."""
    print(f"\nSpark on a cluster of {WORKERS} workers beside DuckDB: {thousands},000 events (load {os.getloadavg()[0]:.1f})")
    if shutil.which("java") is None:
        print("  no Java here")
        return 0
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("LEGATION_SPARK_PARTITIONS", str(WORKERS))
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        lake = filled(folder / "lake", thousands)
        dossier = folder / "dossier"
        dossier.mkdir()
        for name, text in DOSSIER.items():
            (dossier / name).write_text(text)
        begun = time.perf_counter()
        with cluster(folder) as (address, workers):
            print(f"  {address}: there after {time.perf_counter() - begun:.1f} s")
            os.environ["LEGATION_SPARK_MASTER"] = address
            os.environ["LEGATION_SPARK_WAIT"] = "10"
            wrong = _questions(dossier, lake, address) + _expressions(lake)
            ran = [len(set(re.findall(r"Asked to launch executor (\S+)", (folder / f"worker{k}.log").read_text()))) for k in range(WORKERS)]
            print(f"  executors that the workers ran: {ran}")
            missed = _left_alone(lake, workers)
    print(f"  {'all equal' if not wrong else f'{wrong} NOT EQUAL'}")
    return wrong + missed


if __name__ == "__main__":
    sys.exit(min(1, main(int(sys.argv[1]) if len(sys.argv) > 1 else THOUSANDS)))
