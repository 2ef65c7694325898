"""Questions on events: each expression on DuckDB within 3 s and 1 GB over ten million rows, pandas beside it, growth to fifty million.

Generated rows have the shape of GDELT's: 48 and 50 of a hundred actors unknown, 2.3 rows to a story, addresses of a hundred signs, two
years. Each measure runs in a process of its own, so that its peak of memory is its own; the first run warms the files, the second counts.
``python -m benchmarks.events 10`` stops at ten million rows.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.growth import plotted

__all__ = ["EXPRESSIONS", "JUDGED", "MILLION", "made", "main"]

MILLION = 1_000_000
SIZES = (1, 2, 5, 10, 20, 50)
"""Millions of rows; each lake goes on from the one before."""
JUDGED = 10
LIMITS = (3.0, 1000.0)
"""Seconds, MB."""
BATCH = 500_000
FIRST, SECOND = "AAX", "AEX"
SPLIT = dt.date(2019, 12, 1)
EXPRESSIONS = {
    "volume by day": lambda e, t: e.volume_by_day(t),
    "coverage": lambda e, t: e.coverage(t),
    "a pair by day": lambda e, t: e.pair_by_day(t, FIRST, SECOND),
    "one state by day": lambda e, t: e.pair_by_day(t, FIRST),
    "partners by day": lambda e, t: e.partners_by_day(t, FIRST),
    "a circle of 12": lambda e, t: e.circle(t, SPLIT, [f"A{chr(65 + k)}X" for k in range(12)]),
    "all pairs": lambda e, t: e.circle(t, SPLIT),
    "stories to read": lambda e, t: e.top_stories(t, FIRST, SECOND),
}


def made(begin: int, end: int, whole: int) -> Iterator[Any]:
    """Yield Arrow tables of rows ``begin`` to ``end`` of ``whole``, in the order of arrival; the same rows at every run."""
    import duckdb

    con = duckdb.connect()
    con.execute("SET threads = 2")
    for low in range(begin, end, BATCH):
        high = min(low + BATCH, end)
        yield con.sql(
            f"""
            WITH drawn AS (
              SELECT i, (i * 0.43)::BIGINT story, hash(i) h, hash(i + 1000000007) g, hash(i + 77) q FROM range({low}, {high}) r(i)
            ), named AS (
              SELECT *, (pow((h % 1000003) / 1000003.0, 3) * 199)::INT a, (pow((g % 1000003) / 1000003.0, 3) * 199)::INT b FROM drawn
            )
            SELECT DATE '2018-01-01' + (i * 730 // {whole})::INT AS date,
              TIMESTAMP '2018-01-01' + to_seconds(((i * 70080 // {whole}) * 900)::BIGINT) AS added,
              CASE WHEN (h // 7) % 100 < 52 THEN chr(65 + a // 26) || chr(65 + a % 26) || 'X' END AS actor1,
              CASE WHEN (g // 7) % 100 < 50 THEN chr(65 + b // 26) || chr(65 + b % 26) || 'X' END AS actor2,
              CASE WHEN h % 5 = 0 THEN 'GOV' END AS actor1_group, NULL::VARCHAR AS actor2_group,
              '0' || (1 + q % 9)::VARCHAR || (q % 4)::VARCHAR AS code,
              (CASE WHEN q % 100 < 59 THEN 1 WHEN q % 100 < 71 THEN 2 WHEN q % 100 < 85 THEN 3 ELSE 4 END)::TINYINT AS quad,
              ((((q // 100) % 201)::INT - 100) / 10.0)::DOUBLE AS goldstein, (1 + (q // 3) % 20)::INT AS mentions,
              CASE WHEN h % 3 = 0 THEN 'USA' END AS place, (h % 100) / 10.0::DOUBLE AS lat, (g % 100) / 10.0::DOUBLE AS lon,
              'https://www.outlet' || (hash(story) % 4000)::VARCHAR || '.example.com/news/world/2018/' || story::VARCHAR
                || '-a-headline-of-some-length-' || (hash(story + 5) % 100000007)::VARCHAR AS url
            FROM named
            """
        ).to_arrow_table()


def measured(path: str, name: str) -> dict[str, float]:
    """Return the seconds, of one thread and of all, the rows, and the peak of memory of one expression over a lake."""
    from legation.lake import Lake
    from legation.questions.observations.events import expressions

    lake = Lake(path, memory="650MB")
    run = lambda: lake.to_arrow(EXPRESSIONS[name](expressions, lake.table("events")))  # noqa: E731 - timed twice
    return _timed(run)


def by_pandas(path: str, name: str) -> dict[str, float]:
    """Return the same of pandas, reading the columns that it needs."""
    import pandas as pd

    files = sorted(Path(path).rglob("*.parquet"))

    def read(*columns: str) -> Any:
        return pd.concat([pd.read_parquet(file, columns=list(columns)) for file in files], ignore_index=True)

    def volume() -> Any:
        rows = read("added", "url")
        return rows.assign(day=rows.added.dt.floor("D")).groupby("day").url.nunique()

    def pair() -> Any:
        rows = read("actor1", "actor2", "added", "quad", "goldstein", "url")
        rows = rows[rows.actor1.isin([FIRST, SECOND]) & rows.actor2.isin([FIRST, SECOND]) & (rows.actor1 != rows.actor2)]
        rows = rows.assign(good=rows.quad <= 2, bad=rows.quad >= 3)
        told = rows.groupby("url").agg(added=("added", "min"), good=("good", "max"), bad=("bad", "max"), goldstein=("goldstein", "mean"))
        sums = {"stories": ("good", "size"), "good": ("good", "sum"), "bad": ("bad", "sum"), "goldstein": ("goldstein", "sum")}
        return told.assign(day=told.added.dt.floor("D")).groupby("day").agg(**sums)

    def pairs() -> Any:
        rows = read("actor1", "actor2", "added", "quad", "url")
        rows = rows[rows.actor1.notna() & rows.actor2.notna() & (rows.actor1 != rows.actor2)]
        rows = rows.assign(late=rows.added >= pd.Timestamp(SPLIT), good=rows.quad <= 2, bad=rows.quad >= 3)
        told = rows.groupby(["actor1", "actor2", "late", "url"])[["good", "bad"]].max().reset_index()
        return told.groupby(["actor1", "actor2", "late"]).agg(stories=("url", "size"), good=("good", "sum"), bad=("bad", "sum"))

    return _timed({"volume by day": volume, "a pair by day": pair, "all pairs": pairs}[name])


def _timed(run: Callable[[], Any]) -> dict[str, float]:
    rows, took, spent = 0, [], []
    for _ in range(3):
        begun, before = time.perf_counter(), time.process_time()
        rows = len(run())
        took.append(time.perf_counter() - begun)
        spent.append(time.process_time() - before)
    return {"seconds": median(took), "processor": median(spent), "rows": rows, "peak": _peak()}


def _peak() -> float:
    """Return the highest memory of this process since it began [MB]; the count of the system also knows what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(kind: str, path: str, name: str) -> dict[str, float]:
    """Return a measure from a process of its own."""
    made_by = subprocess.run([sys.executable, "-m", "benchmarks.events", kind, path, name], capture_output=True, text=True, check=False)
    if made_by.returncode:
        return {"seconds": float("nan"), "processor": float("nan"), "rows": 0, "peak": float("nan")}
    return dict(json.loads(made_by.stdout.splitlines()[-1]))


def main(most: int = SIZES[-1]) -> None:
    """Print the figures beside their limits, and draw how they grow."""
    from legation.lake import Lake

    load = os.getloadavg()[0]
    print(f"\nEvents: each expression of the question, on generated rows (load {load:.1f}; limits at {JUDGED} M rows: 3 s, 1 GB)")
    drawn: list[tuple[str, float, float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        lake, there = Lake(folder), 0
        for size in [size for size in SIZES if size <= most]:
            begun = time.perf_counter()
            lake.append("events", made(there, size * MILLION, SIZES[-1] * MILLION if most > JUDGED else most * MILLION), source="made")
            took = time.perf_counter() - begun
            there, added = size * MILLION, size * MILLION - there
            print(f"  {size:>3} M rows (made and imported at {added / took / 1000:,.0f} thousand a second)")
            for name in EXPRESSIONS:
                found = child("duckdb", folder, name)
                drawn.append((name, there, found["seconds"], True))
                _told(name, "DuckDB", found, judged=size == JUDGED)
                if size == JUDGED and name in ("volume by day", "a pair by day", "all pairs"):
                    _told(name, "pandas", child("pandas", folder, name), judged=False)
    plotted("events", "Questions on events", "rows", drawn)


def _told(name: str, engine: str, found: dict[str, float], *, judged: bool) -> None:
    fits = found["seconds"] <= LIMITS[0] and found["peak"] <= LIMITS[1]
    told = ("  fits" if fits else "  OVER") if judged else ""
    figures = f"{found['seconds']:6.2f} s ({found['processor']:5.2f} s of processors)  {found['peak']:6,.0f} MB  {found['rows']:>7,} rows"
    print(f"      {name:<18} {engine:<7} {figures}{told}")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        print(json.dumps({"duckdb": measured, "pandas": by_pandas}[sys.argv[1]](*sys.argv[2:4])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1])
