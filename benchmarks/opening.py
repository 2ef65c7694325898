"""How long a command on a large dossier takes from its start to its answer: plainly, with columns kept, and beside peers on the same rows.

Each line is a process of its own, started anew, the lines in turn; seconds of the processor and of the clock, the median of the runs.
The peers only read: pandas and pyarrow every CSV of the folder, SQLite every row of a database that was made of them before. None of
them checks a row, clears it for a reader or dates it, so they are what reading alone costs.

python -m benchmarks.opening          # 5,000 actors, 50,000 positions, 20,000 sources, 427,000 votes
python -m benchmarks.opening 1000     # another size
"""

from __future__ import annotations

import csv
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.large_dossiers import write

__all__ = ["LIMIT", "RUNS", "main", "measured"]

RUNS = 5
SMALL = Path(__file__).parents[1] / "examples" / "notpetya-2017"
LIMIT = 1.0
"""Seconds of the processor in which a command opens a dossier of 5,000 actors, columns kept."""
_PANDAS = "import glob, pandas, sys\nfor p in glob.glob(sys.argv[1] + '/*.csv'): pandas.read_csv(p, dtype=str, keep_default_na=False)"
_ARROW = "import glob, sys\nfrom pyarrow import csv\nfor p in glob.glob(sys.argv[1] + '/*.csv'): csv.read_csv(p)"
_SQLITE = """
import sqlite3, sys
base = sqlite3.connect(sys.argv[1])
for (name,) in base.execute("select name from sqlite_master").fetchall(): base.execute(f'select * from "{name}"').fetchall()
"""
_OPENED = """
import datetime, sys
from legation.cli.questions import case_of
from pathlib import Path
case_of(Path(sys.argv[1]), datetime.date.today().isoformat()).dossier.hash
"""


def measured(actors: int, runs: int = RUNS) -> dict[str, tuple[float, float]]:
    """Return for each line the seconds of the processor and of the clock, the medians."""
    with tempfile.TemporaryDirectory() as there:
        place, base, kept = Path(there, "dossier"), Path(there, "rows.sqlite"), Path(there, "kept")
        place.mkdir()
        write(place, actors)
        _database(place, base)
        ask = ("-m", "legation", "ask", "what-is-due", str(place))
        lines: dict[str, tuple[tuple[str, ...], str]] = {
            "opened": (("-c", _OPENED, str(place)), ""),
            "opened, columns kept": (("-c", _OPENED, str(place)), str(kept)),
            "legation ask what-is-due": (ask, ""),
            "legation ask what-is-due, columns kept": (ask, str(kept)),
            "the same question on a small dossier": ((*ask[:-1], str(SMALL)), ""),
            "pandas: every table": (("-c", _PANDAS, str(place)), ""),
            "pyarrow: every table": (("-c", _ARROW, str(place)), ""),
            "sqlite3: every row of a database": (("-c", _SQLITE, str(base)), ""),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in lines}
        for turn in range(runs + 1):
            for name, line in lines.items():
                times = _run(*line)
                found[name] += [times] if turn else []  # the first fills caches, ours and the system's
    return {
        name: (statistics.median(cpu for cpu, _ in times), statistics.median(wall for _, wall in times)) for name, times in found.items()
    }


def _database(place: Path, base: Path) -> None:
    """Write every table of a dossier into a database, as texts."""
    with sqlite3.connect(base) as out:
        for path in sorted(place.glob("*.csv")):
            header, *rows = csv.reader(path.read_text("utf-8").splitlines())
            out.execute(f'create table "{path.stem}" ({", ".join(f"{name!r}" for name in header)})')
            out.executemany(f'insert into "{path.stem}" values ({", ".join("?" * len(header))})', rows)


def _run(words: Sequence[str], kept: str) -> tuple[float, float]:
    """Return the seconds of the processor and of the clock that a process takes."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=os.environ | {"LEGATION_CACHE": kept})
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the times, the limit beside what it is set for."""
    actors = int((arguments or ["5000"])[0])
    print(f"\nA command on a dossier of {actors:,} actors, until its answer [s]   (limit {LIMIT:.1f} of the processor, opened by columns)")
    print(f"  {'':42}{'processor':>10}{'clock':>8}")
    for name, (cpu, wall) in measured(actors).items():
        print(f"  {name:42}{cpu:10.2f}{wall:8.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
