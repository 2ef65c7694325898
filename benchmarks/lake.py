"""Events brought into one lake million by million, up to fifty: whether the rate and the memory stay as the lake grows.

Each million is a file of its own, hashed, read, mapped, written and listed as ``legation observe events`` does it, in a process of its own,
so that its peak of memory is its own. The questions over such lakes are measured by ``benchmarks.events``, Spark beside DuckDB by
``benchmarks.cluster``. ``python -m benchmarks.lake [MILLIONS]``: 50 by default.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.gdelt import most, slices
from benchmarks.growth import plotted

__all__ = ["main"]

MILLIONS = 50
WANTED = 500_000
"""Rows a second, on two processors that are free."""


def brought(lake: str, file: str) -> dict[str, float]:
    """Return the seconds, of the clock and of all processors, the rows and the peak of memory [MB] of one import."""
    from legation.lake import Lake
    from legation.lake.intake import gather

    begun, used = time.perf_counter(), time.process_time()
    (done,) = gather(Lake(lake), "events", [file])
    return {"seconds": time.perf_counter() - begun, "processor": time.process_time() - used, "rows": done.rows, "peak": most()}


def _child(lake: Path, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.lake", str(lake), str(file)]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]))


def main(millions: int = MILLIONS) -> None:
    """Print the figures by size of the lake, and draw how they grow."""
    print(f"\nA lake that grows: events by the million (load {os.getloadavg()[0]:.1f}; wanted {WANTED:,} rows/s on two free processors)")
    drawn: list[tuple[str, float, float, bool]] = []
    with tempfile.TemporaryDirectory() as kept:
        folder, lake = Path(kept), Path(kept) / "lake"
        (made,) = slices(folder, 1_000_000)
        content = made.read_bytes()
        made.unlink()
        row = content[: content.index(b"\n") + 1]
        found: list[dict[str, float]] = []
        for size in range(1, millions + 1):
            file = folder / f"2019{1 + (size - 1) // 28 % 12:02d}{1 + (size - 1) % 28:02d}143000.export.CSV"
            file.write_bytes(content + row * size)  # the same rows and some more: another content
            found.append(_child(lake, file))
            file.unlink()
            drawn += [("clock", size * 1e6, found[-1]["seconds"], True), ("processors", size * 1e6, found[-1]["processor"], True)]
            if size in (1, 2, 5) or size % 10 == 0 or size == millions:
                last = found[-5:]
                took, used = median(one["seconds"] for one in last), median(one["processor"] for one in last)
                bytes_ = sum(one.stat().st_size for one in lake.rglob("*.parquet")) / sum(one["rows"] for one in found)
                rates = f"{last[-1]['rows'] / took:10,.0f} rows/s   {used:5.2f} s of processors a million: {2e6 / used:,.0f} rows/s on two"
                print(f"  {size:>3} M {rates}   peak {max(one['peak'] for one in last):,.0f} MB   {bytes_:.0f} bytes a row", flush=True)
    plotted("lake", "One million events brought into a lake", "rows there", drawn)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(brought(*sys.argv[1:3])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else MILLIONS)
