"""Visits to a site: each expression of the question on DuckDB within 3 s and 1 GB over ten million generated requests.

Requests have the shape of a mission's log: six of ten for styles, pictures and icons, a quarter by bots of fourteen families, some
thousands of pages in two languages, a year of days, a daily identifier for each visitor. Each measure runs in a process of its own, so that
its peak of memory is its own. ``python -m benchmarks.visits 2`` makes two million rows.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

__all__ = ["main"]

MILLION = 1_000_000
ROWS = 10
LIMITS = (3.0, 1000.0)
"""Seconds, MB."""
BATCH = 500_000
_BOTS = (
    "Googlebot", "Bingbot", "GPTBot", "ClaudeBot", "PerplexityBot", "Bytespider", "CCBot", "Amazonbot", "AhrefsBot", "SemrushBot",
    "YandexBot", "UptimeRobot", "curl", "other bot",
)  # fmt: skip


def made(rows: int) -> Iterator[Any]:
    """Yield Arrow tables of requests in the order of time; the same rows at every run."""
    import duckdb

    con = duckdb.connect()
    con.execute("SET threads = 2")
    bots = ", ".join(f"'{name}'" for name in _BOTS)
    for low in range(0, rows, BATCH):
        yield con.sql(
            f"""
            WITH drawn AS (
              SELECT i, hash(i) h, hash(i + 1000000007) g, hash(i + 77) q, hash((i // 8) + 5) v
              FROM range({low}, {min(low + BATCH, rows)}) r(i)
            ), named AS (
              SELECT *, v % 100 < 25 AS bot_, (pow((g % 1000003) / 1000003.0, 4) * 3000)::INT page, h % 100 < 60 AS asset_,
                i * 365 // {rows} AS day_
              FROM drawn
            )
            SELECT TIMESTAMP '2024-01-01' + to_seconds((i * 31536000.0 / {rows} + (h % 3000))::BIGINT) AS time,
              (v % 90 + 100)::VARCHAR || '.' || (v // 90 % 250)::VARCHAR || '.' || (v // 22500 % 250)::VARCHAR || '.0/24' AS address,
              CASE WHEN h % 50 = 0 THEN 'POST' ELSE 'GET' END AS method,
              CASE WHEN asset_ THEN '/static/' || (g % 90)::VARCHAR ||
                CASE WHEN g % 3 = 0 THEN '.css' WHEN g % 3 = 1 THEN '.js?v=3' ELSE '.png' END
                WHEN q % 100 < 6 THEN '/documents/rapport-' || page::VARCHAR || '.pdf'
                WHEN page = 0 THEN '/'
                ELSE CASE WHEN q % 3 = 0 THEN '/en/' ELSE '/fr/' END ||
                  CASE WHEN page % 40 = 1 THEN 'visa' ELSE 'actualites' END || '/' ||
                  page::VARCHAR ||
                  CASE WHEN q % 50 = 0 THEN '?utm_source=lettre&utm_campaign=campagne-' || (q % 7)::VARCHAR
                  WHEN q % 50 = 1 THEN '?q=' || (q % 100000)::VARCHAR ELSE '' END END AS path,
              CASE WHEN h % 40 = 1 THEN 404 WHEN h % 10 = 2 THEN 304 ELSE 200 END::INT AS status, (q % 90000)::BIGINT AS bytes,
              CASE WHEN asset_ OR q % 4 = 0 THEN 'https://www.mission.example/fr/' || (page // 3)::VARCHAR
                WHEN q % 4 = 1 THEN 'https://www.search.example/'
                WHEN q % 4 = 2 THEN 'https://site' || (pow(q % 1009, 2)::INT // 4000)::VARCHAR ||
                '.example/a' END AS referrer,
              CASE WHEN bot_ THEN 'A bot ' || (v % 14)::VARCHAR
                ELSE 'Mozilla/5.0 (a browser of its time) ' || (v % 400)::VARCHAR END AS agent,
              CASE WHEN bot_ THEN ([{bots}])[1 + (pow((v // 100 % 1009) / 1009.0, 2) * 14)::INT % 14] END AS bot,
              format('{{:016x}}', hash(v % 200000 + day_ * 1000003)) AS visitor
            FROM named
            """
        ).to_arrow_table()


def expressions() -> dict[str, Any]:
    """Return what is measured, by name."""
    from legation.questions.observations.site import expressions as site

    return dict(site.EXPRESSIONS)


def measured(path: str, name: str) -> dict[str, float]:
    """Return the seconds, of the clock and of all processors, the rows, and the peak of memory of one expression over a lake."""
    from legation.lake import Lake

    lake, ask = Lake(path, memory="650MB"), expressions()[name]
    rows, took, spent = 0, [], []
    for _ in range(3):
        begun, before = time.perf_counter(), time.process_time()
        rows = len(lake.to_arrow(ask(lake.table("requests"))))
        took.append(time.perf_counter() - begun)
        spent.append(time.process_time() - before)
    return {"seconds": median(took), "processor": median(spent), "rows": rows, "peak": _peak()}


def _peak() -> float:
    """Return the highest memory of this process since it began [MB]; the count of the system also knows what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(millions: int = ROWS) -> None:
    """Print the figures beside their limits."""
    from legation.lake import Lake

    print(f"\nVisits: each expression on {millions} M requests (load {os.getloadavg()[0]:.1f}; limits {LIMITS[0]:.0f} s, 1 GB)")
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        Lake(folder).append("requests", made(millions * MILLION), source="made")
        print(f"  made and imported at {millions * 1000 / (time.perf_counter() - begun):,.0f} thousand rows a second")
        for name in expressions():
            done = subprocess.run([sys.executable, "-m", "benchmarks.visits", folder, name], capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"  {name:<16} FAILED {done.stderr.strip().splitlines()[-1][:90]}")
                continue
            found = json.loads(done.stdout.splitlines()[-1])
            told = "fits" if found["seconds"] <= LIMITS[0] and found["peak"] <= LIMITS[1] else "OVER"
            figures = f"{found['seconds']:6.2f} s ({found['processor']:5.2f} s of processors)  {found['peak']:6,.0f} MB"
            print(f"  {name:<16} {figures}  {found['rows']:>7,} rows  {told}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measured(*sys.argv[1:3])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
