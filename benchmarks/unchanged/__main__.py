"""``python -m benchmarks.unchanged record DIR`` and ``compare BEFORE AFTER``: the command."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from benchmarks.unchanged.comparison import Difference, compare

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PARTS = ("pages", "answers", "papers", "exports")
"""What is recorded of an example; what takes longest comes first."""
PROCESSES = 2
SHOWN = 200
"""So many differences are printed."""


def main(words: list[str] | None = None) -> int:
    """Run the command; exit code 1 where something differs or could not be recorded, 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.unchanged", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="write down what the examples give")
    record.add_argument("folder", type=Path, metavar="DIR", help="must not be there yet, or empty")
    record.add_argument("--only", action="append", metavar="EXAMPLE", help="these examples (may be given several times)")
    record.add_argument("--part", action="append", choices=PARTS, help="these parts (may be given several times)")
    record.add_argument("--examples", type=Path, default=EXAMPLES, metavar="DIR", help="a folder of dossiers (default: examples)")
    record.add_argument("--processes", type=int, default=PROCESSES, choices=range(1, PROCESSES + 1), metavar=f"1..{PROCESSES}")
    comparing = commands.add_parser("compare", help="say what differs between two records")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    one = commands.add_parser("one", help="record one part of one example in this process (what `record` starts)")
    one.add_argument("example", type=Path)
    one.add_argument("part", choices=PARTS)
    one.add_argument("folder", type=Path)
    given = parser.parse_args(words)
    if given.command == "compare":
        return _compare(given.before, given.after)
    if given.command == "one":
        return _one(given.example.absolute(), given.part, given.folder.absolute())
    there = sorted(folder.name for folder in given.examples.iterdir() if (folder / "dossier.toml").is_file())
    for name in given.only or ():
        if name not in there:
            parser.error(f"--only must be {' | '.join(there)} (got {name})")
    if given.folder.is_dir() and any(given.folder.iterdir()):
        parser.error(f"DIR must be a new or an empty folder (got {given.folder})")
    return _record(given.folder, given.examples, given.only or there, given.part or list(PARTS), given.processes)


def _compare(before: Path, after: Path) -> int:
    try:
        found = compare(before, after)
    except NotADirectoryError as error:
        print(error, file=sys.stderr)
        return 2
    for title, differences in (("differs", found.differences), ("text of an error (may change)", found.errors)):
        _print(title, differences)
    counted = f"{len(found.differences)} differences, {len(found.errors)} texts of errors changed"
    print(f"{found.size:,} bytes in {found.files:,} files compared: {counted}.")
    return 1 if found.differences else 0


def _print(title: str, differences: tuple[Difference, ...]) -> None:
    for one in differences[:SHOWN]:
        print(f"{title}: {one.file}: {one.where}")
    if len(differences) > SHOWN:
        print(f"... and {len(differences) - SHOWN} more")


def _record(folder: Path, examples: Path, names: list[str], parts: list[str], processes: int) -> int:
    """Record each part of each example in a process of its own, so that none sees what another left in memory."""
    start, jobs = time.monotonic(), [(name, part) for part in parts for name in names]
    failed = 0
    with ThreadPoolExecutor(processes) as pool:
        running = {pool.submit(_started, examples / name, part, folder): (name, part) for name, part in jobs}
        for done, job in enumerate(as_completed(running), 1):
            code, seconds, said = job.result()
            failed += code != 0
            print(f"{done}/{len(jobs)} {' '.join(running[job])}: {seconds:.0f} s{f', exit code {code}' if code else ''}", flush=True)
            if code:
                print(said, file=sys.stderr, flush=True)
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{size:,} bytes in {len(files):,} files, {time.monotonic() - start:.0f} s.")
    return 1 if failed else 0


def _started(example: Path, part: str, folder: Path) -> tuple[int, float, str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("LEGATION_", "DJANGO_"))},
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "COLUMNS": "200",
        "TZ": "UTC",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)]),
    }
    begun = time.monotonic()
    words = [sys.executable, "-m", "benchmarks.unchanged", "one", str(example.absolute()), part, str(folder.absolute())]
    done = subprocess.run(words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, time.monotonic() - begun, done.stdout[-4000:]


def _one(example: Path, part: str, folder: Path) -> int:
    """Record one part of one example; the example is copied to a place of one name, so that no path tells where it lay."""
    from benchmarks.unchanged import pages, surfaces
    from benchmarks.unchanged.clock import stop_the_clock
    from benchmarks.unchanged.written import Written

    with tempfile.TemporaryDirectory(prefix="legation-unchanged-") as place:
        to = Written(folder / example.name / part, folder / example.name / "errors" / part, (place,))
        copied = Path(place) / example.name
        shutil.copytree(example, copied)
        stop_the_clock()
        recorders = {"answers": surfaces.answers, "exports": surfaces.exports, "papers": surfaces.papers, "pages": pages.pages}
        recorders[part](copied, to, Path(place))
    return 0


if __name__ == "__main__":
    sys.exit(main())
