"""An access log read, beside GoAccess with two jobs on the same file in the same run; totals compared.

    PYTHONPATH=src python -m benchmarks.access_log             # a million lines, under a minute
    PYTHONPATH=src python -m benchmarks.access_log 2000000

The lines have the shape of a real log of May 2015 where the developer data are beside the repository, else of made lines: paths, referrers
and agents as often as there, addresses drawn anew. Some lines are cut off. Each figure is the median of three runs; the kernel is warm, and
what compiling costs the first time is said. On a busy machine read the figures by time of the processor.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).parents[2] / "shared/data/analysis/weblogs/apache_combined_lines_1_5000.log.gz"
LINES = 1_000_000
CUT_OFF = 1_000
"""One line in so many is cut off in its request."""
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/604.1",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/8.5.0",
)


def ends() -> list[str]:
    """Return what stands behind the time of a line, one for each line of the sample."""
    if SAMPLE.is_file():
        text = gzip.decompress(SAMPLE.read_bytes()).decode("utf-8", "replace")
        return [line.split("] ", 1)[1] for line in text.splitlines()]
    chance = np.random.default_rng(0)
    pages = chance.zipf(1.4, 5_000) % 2_000
    return [
        f'"GET /page/{page}?lang=fr HTTP/1.1" {chance.choice([200, 304])} {chance.integers(200, 400_000)} "-" "{chance.choice(_AGENTS)}"'
        for page in pages
    ]


def write(place: Path, lines: int) -> None:
    """Write a log of so many lines; the same at each run."""
    chance = np.random.default_rng(8)
    tails = ends()
    which = chance.integers(0, len(tails), lines)
    who = (chance.zipf(1.3, lines) * 2_654_435_761) % 2**32
    seconds = np.sort(chance.integers(0, 27 * 86_400, lines))
    with place.open("w", encoding="utf-8") as file:
        for row, (tail, address, at) in enumerate(zip(which.tolist(), who.tolist(), seconds.tolist(), strict=True)):
            octets = f"{(address >> 24) % 223 + 1}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"
            day, rest = divmod(at, 86_400)
            moment = f"{day + 1:02}/May/2015:{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02} +0000"
            text = f"{octets} - - [{moment}] {tails[tail]}"
            file.write(f"{text[: text.index(chr(34)) + 3] if row % CUT_OFF == CUT_OFF - 1 else text}\n")


_OURS = """
import json, resource, sys, time
import pyarrow.compute as pc
from legation.sources import access_log
from benchmarks.access_log import warm
warm()
begun, worked = time.perf_counter(), time.process_time()
requests = size = failed = bots = 0
if sys.argv[2] == "read":
    found = [access_log.read(sys.argv[1])]
else:
    found = access_log.batches(sys.argv[1])
for one in found:
    requests += len(one.table)
    size += pc.sum(one.table["bytes"]).as_py() or 0
    failed += len(one.unplaced)
    bots += len(one.table) - one.table["bot"].null_count
took = time.perf_counter() - begun
worked = time.process_time() - worked
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"took": took, "worked": worked, "requests": requests, "bytes": size, "failed": failed, "bots": bots, "peak": peak}))
"""


def warm() -> None:
    """Load or compile the kernels."""
    from legation.sources.observations import access_log

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "access.log"
        place.write_text(f'203.0.113.9 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5 "-" "{_AGENTS[0]}"\n')
        access_log.read(place)


def ours(place: Path, way: str) -> dict[str, float]:
    """Read the log in a process of its own: whole, or in batches."""
    done = subprocess.run([sys.executable, "-c", _OURS, str(place), way], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def goaccess(place: Path) -> dict[str, float]:
    """Read the log with GoAccess, two jobs."""
    report = place.with_name("report.json")
    command = [
        shutil.which("goaccess") or "goaccess",
        str(place),
        "--log-format=COMBINED",
        "--jobs=2",
        "--no-global-config",
        "-o",
        str(report),
    ]
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True, env={**os.environ, "TZ": "UTC"})
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    general = json.loads(report.read_text("utf-8", "replace"))["general"]
    totals = {"requests": general["valid_requests"], "bytes": general["bandwidth"], "failed": general["failed_requests"]}
    return {"took": took, "worked": worked, **totals}


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else LINES
    begun = time.perf_counter()
    warm()
    print(f"\nAccess log: {lines:,} lines, kernels ready in {time.perf_counter() - begun:.1f} s (compiled once for a machine)")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "access.log"
        write(place, lines)
        print(f"  {place.stat().st_size / 1e6:.0f} MB, {'the shape of a real log' if SAMPLE.is_file() else 'made lines'}")
        ways = {"read": lambda: ours(place, "read"), "batches": lambda: ours(place, "batches")}
        if shutil.which("goaccess"):
            ways["GoAccess, two jobs"] = lambda: goaccess(place)
        rounds = {name: [] for name in ways}
        for _ in range(3):
            for name, way in ways.items():
                rounds[name].append(way())
        shown(lines, {name: (statistics.median(one["took"] for one in each), each[0]) for name, each in rounds.items()})


def shown(lines: int, found: dict[str, tuple[float, dict[str, float]]]) -> None:
    """Print the table, how many times as fast as GoAccess we are, and whether the totals are equal."""
    for name, (took, one) in found.items():
        peak = f", {one['peak']:,.0f} MB" if "peak" in one else ""
        speed = f"{lines / took:>10,.0f} lines/s, {lines / one['worked']:,.0f} for each second of a processor{peak}"
        print(f"  {name:20}{speed}; requests {one['requests']:,} bytes {one['bytes']:,} failed {one['failed']:,}")
    if "GoAccess, two jobs" not in found:
        print("  goaccess is not on this machine: apt-get install goaccess")
        return
    took, theirs = found["GoAccess, two jobs"]
    for name in ("read", "batches"):
        mine, one = found[name]
        equal = all(one[total] == theirs[total] for total in ("requests", "bytes", "failed"))
        less = theirs["worked"] / one["worked"]
        print(
            f"  {name}: {took / mine:.1f} times as fast, {less:.1f} times by time of the processor; totals {'equal' if equal else 'DIFFER'}"
        )


if __name__ == "__main__":
    main()
