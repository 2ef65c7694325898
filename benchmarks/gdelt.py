"""Generated slices of GDELT brought into a lake, and only read, beside pandas reading the same columns.

    PYTHONPATH=src python -m benchmarks.gdelt [MILLIONS]

Bringing in is what ``legation observe events`` does: hash, read, codes turned into states, doubts, Parquet, manifest. Rows per second by
the clock depend on who else uses the machine; those by the processor's time, all threads together, do less so. The target is 500,000 rows a
second on two processors that are free: 4 s of processor per million rows.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

__all__ = ["main", "slices"]

MILLIONS = 10
A_FILE = 1_000_000
STATES = [
    "USA",
    "GBR",
    "FRA",
    "DEU",
    "CHN",
    "RUS",
    "UKR",
    "ISR",
    "IRN",
    "IND",
    "PAK",
    "TUR",
    "SYR",
    "BRA",
    "ZAF",
    "AUS",
    "CAN",
    "JPN",
    "KOR",
    "EUR",
    "AFR",
    "CHE",
]
PLACES = [
    "US",
    "UK",
    "FR",
    "GM",
    "CH",
    "RS",
    "UP",
    "IS",
    "IR",
    "IN",
    "PK",
    "TU",
    "SY",
    "BR",
    "SF",
    "AS",
    "CA",
    "JA",
    "KS",
    "SZ",
    "BO",
    "AU",
    "OS",
]
TYPES = ["GOV", "MIL", "COP", "BUS", "MED", "CVL", "OPP", "LEG", "JUD", "EDU"]


def slices(folder: Path, rows: int, seed: int = 0) -> list[Path]:
    """Write ``rows`` rows of 61 columns, shaped as GDELT's, in files of a million, and return their paths."""
    import pyarrow as pa
    from pyarrow import csv

    from legation.sources.names.event_codes import cameo_events

    chance = np.random.default_rng(seed)
    events = [event for event in cameo_events().values() if len(event.code) > 2 and event.goldstein is not None]
    codes = [[e.code for e in events], [e.code[:3] for e in events], [e.root for e in events], [str(e.quad) for e in events]]
    codes.append([str(e.goldstein) for e in events])
    paths = []
    for file, first in enumerate(range(0, rows, A_FILE)):
        count = min(A_FILE, rows - first)

        def some(values: list[str], empty: float = 0.0, count: int = count) -> pa.Array:
            at = pa.array(chance.integers(0, len(values), count).astype(np.int32), mask=chance.random(count) < empty)
            return pa.array(values).take(at)

        def numbers(low: float, high: float, digits: int, count: int = count) -> pa.Array:
            return pa.array(np.round(chance.uniform(low, high, count), digits))

        nothing = pa.nulls(count, pa.string())
        minute = 15 * file
        added = f"20191024{minute // 60 % 24:02d}{minute % 60:02d}00"
        event = pa.array(chance.integers(0, len(events), count).astype(np.int32))
        story = chance.integers(0, count // 3 + 1, count)
        url = pa.array(
            np.char.add(np.char.add("https://www.example.org/news/world/2019/10/24/a-story-of-the-day-", story.astype("U9")), ".html")
        )
        dates = ["20191024"] * 90 + ["20191023"] * 6 + ["20190924"] * 2 + ["20181024"] * 2
        place = [
            some(["1", "3", "4"]),
            some(["Kyiv, Kyyiv, Misto, Ukraine", "Geneva, Genève, Switzerland", "Paris, France"]),
            some(PLACES, 0.05),
        ]
        where = [
            *place,
            some(["UP12", "SZ07", "FRA8"]),
            nothing,
            numbers(-60, 75, 4),
            numbers(-180, 180, 4),
            some(["-1044367", "-2553123"]),
        ]
        actor = [
            [
                some(["USAGOV", "CHN", "RUSMIL"], 0.1),
                some(["UNITED STATES", "CHINA", "RUSSIA"], 0.1),
                some(STATES, 0.45),
                some(["UNO", "NAT"], 0.95),
            ]
            + [nothing] * 3
            + [some(TYPES, 0.7), nothing, nothing]
            for _ in range(2)
        ]
        columns = [
            pa.array(np.arange(first, first + count) + 881_990_832),
            some(dates),
            some(["201910"]),
            some(["2019"]),
            some(["2019.8055"]),
        ]
        columns += [*actor[0], *actor[1], some(["0", "1"]), *(pa.array(values).take(event) for values in codes)]
        columns += [
            some(["1", "2", "5", "10"]),
            some(["1", "2"]),
            some(["1", "2", "5", "10"]),
            numbers(-10, 10, 12),
            *where,
            *where,
            *where,
        ]
        columns += [some([added]), url]
        table = pa.table(columns, names=[str(at) for at in range(61)])
        path = folder / f"{added}.export.CSV"
        csv.write_csv(table, path, csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none"))
        paths.append(path)
    return paths


def most() -> float:
    """Return the most memory that this process has held [MB]; what ``getrusage`` says may be its parent's."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024


Measured = tuple[float, float, float, int, int]
"""Seconds, seconds of processor in all threads, peak of memory [MB], rows, bytes written."""


def warm() -> None:
    """Load or compile the kernels, and load pyarrow."""
    import pyarrow.parquet as pq

    from legation.sources.observations import gdelt

    with TemporaryDirectory() as folder:
        path = Path(folder, "20191024143000.export.CSV")
        path.write_text("\t" * 60 + "\n")
        gdelt.read_events(path)
        pq.write_table(gdelt.read_events(path).table, Path(folder, "a.parquet"))


def imported(folder: str) -> Measured:
    """Bring the slices into a new lake."""
    from legation.lake import Lake
    from legation.lake.intake import gather

    warm()
    with TemporaryDirectory() as place:
        begun, used = time.perf_counter(), time.process_time()
        rows = sum(one.rows for one in gather(Lake(place), "events", [folder]))
        took, worked = time.perf_counter() - begun, time.process_time() - used
        return took, worked, most(), rows, sum(path.stat().st_size for path in Path(place).rglob("*.parquet"))


def ours(folder: str) -> Measured:
    """Read the slices in pieces of a million rows, each dropped."""
    from legation.sources.observations import gdelt

    warm()
    begun, used, rows = time.perf_counter(), time.process_time(), 0
    for piece in gdelt.event_batches(folder):
        rows += piece.table.num_rows
    return time.perf_counter() - begun, time.process_time() - used, most(), rows, 0


def theirs(folder: str) -> Measured:
    """Read them with pandas: the columns read as they are, no code turned into a state and no day checked."""
    import pandas as pd

    from legation.sources.observations.gdelt.scanning import EVENTS

    at = [at for at, _ in EVENTS.columns.values()]
    begun, used, rows = time.perf_counter(), time.process_time(), 0
    for path in sorted(Path(folder).iterdir()):
        rows += len(
            pd.read_csv(path, sep="\t", header=None, usecols=at, dtype={26: "str"}, quoting=3, keep_default_na=False, na_values=[""])
        )
    return time.perf_counter() - begun, time.process_time() - used, most(), rows, 0


def main(millions: float = MILLIONS) -> None:
    """Print the figures."""
    print("\nGDELT: slices of events into a lake")
    with TemporaryDirectory() as folder:
        rows = int(millions * 1e6)
        paths = slices(Path(folder), rows)
        size = sum(path.stat().st_size for path in paths)
        print(f"  {rows:,} generated rows of 61 columns, {size / 1024**3:.1f} GB in {len(paths)} files; load {os.getloadavg()[0]:.1f}")
        for name, reader, times in (
            ("legation, into a lake", imported, 3),
            ("legation, read only", ours, 1),
            ("pandas.read_csv, same columns", theirs, 1),
        ):
            with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
                found = [pool.apply(reader, (folder,)) for _ in range(times)]
            took, used = (statistics.median(one[at] for one in found) for at in (0, 1))
            there = found[0][3]
            print(f"  {name + (', median of 3' if times == 3 else ', once'):44}{took:7.1f} s {there / took:>11,.0f} rows/s", end="")
            print(f"   processor {used:5.1f} s, {used / there * 1e6:.2f} s a million", end="")
            print(f"   peak {max(one[2] for one in found):,.0f} MB", end="")
            print(f"   {found[0][4] / there:.1f} bytes a row" if found[0][4] else "", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else MILLIONS)
