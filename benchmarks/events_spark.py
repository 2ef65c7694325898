"""The questions on events asked of ten million rows by DuckDB and by Spark: equal rows, floating numbers to 1e-9 of their size.

``python -m benchmarks.events_spark [MILLIONS]``. Spark runs on this machine, on all its processors; what starts it is not counted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from typing import Any

from benchmarks.cluster import same
from benchmarks.events import EXPRESSIONS, JUDGED, MILLION, made

__all__ = ["main"]


def main(millions: int = JUDGED) -> None:
    """Print how long each engine takes, and whether the rows are equal."""
    from legation.lake import Lake
    from legation.questions.observations.events import expressions

    print(f"\nEvents on both engines: {millions} million generated rows (load {os.getloadavg()[0]:.1f})")
    with tempfile.TemporaryDirectory() as folder:
        rows = millions * MILLION
        Lake(folder).append("events", made(0, rows, rows), source="made")
        lakes = {"duckdb": Lake(folder), "spark": Lake(folder, engine="spark")}
        lakes["spark"].to_arrow(lakes["spark"].table("events").count().as_table())
        wrong = 0
        for name, expression in EXPRESSIONS.items():
            found: dict[str, Any] = {}
            took: dict[str, float] = {}
            for engine, lake in lakes.items():
                begun = time.perf_counter()
                found[engine] = lake.to_arrow(expression(expressions, lake.table("events"))).to_pylist()
                took[engine] = time.perf_counter() - begun
            differs = same(found["duckdb"], found["spark"])
            wrong += bool(differs)
            told = f"differs: {differs}" if differs else f"{len(found['duckdb']):,} rows, equal"
            print(f"  {name:<18} DuckDB {took['duckdb']:6.2f} s   Spark {took['spark']:6.2f} s   {told}")
        print(f"  {len(EXPRESSIONS) - wrong} of {len(EXPRESSIONS)} expressions equal")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else JUDGED)
