"""``make fuzz``: every reader is given changed files for a while; what it does not read or refuse in order is made small and kept.

One process a batch, one after the other. Prints by target the inputs tried, those that were read, what was found, the slowest input in
seconds of a processor, and the most memory. Ends with 1 where anything was found.

The same ``--seed`` gives the same inputs; ``--totals FILE`` goes on from where the last run of that seed ended, and adds to it.
``--sum FILE FILE`` prints what several runs of different seeds did together. Targets come first that lack the least time to :data:`FLOOR` inputs;
once each has as many, those that took the least time.
"""

from __future__ import annotations

import argparse
import fnmatch
import gc
import hashlib
import importlib
import json
import logging
import mmap
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz import batch as batches
from fuzz import small_dossiers
from fuzz.batch import HANG, Found, Turn
from fuzz.site_requests import database
from fuzz.small_dossiers import cut
from fuzz.smallest import KEPT, keep, smallest
from fuzz.target import Target
from fuzz.targets import targets

from legation.dossier.parts import kinds
from legation.kernel_cache import keep_kernels

_LOADED_ONCE = (
    "docx",
    "feedparser",
    "lxml.etree",
    "lxml.html",
    "numpy",
    "openpyxl",
    "pyarrow.csv",
    "pyarrow.parquet",
    "pypdf",
    "trafilatura",
)
"""Libraries that readers load when they read: each batch is a process, which would load them anew."""
FLOOR = 2_000
"""Inputs of each target before any gets more; ``--floor`` where several runs share them."""
_PATIENCE = 3 * HANG
"""Seconds of a processor without a new input after which a batch is killed: native code does not hear the clock."""


@dataclass
class Total:
    """What became of a target; ``on_code`` are the inputs tried on the ``code`` as it is."""

    tried: int = 0
    code: str = ""
    on_code: int = 0
    read: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    memory: int = 0
    found: dict[str, int] = field(default_factory=dict)


def main() -> int:
    """Run, print, and return the exit code."""
    given = _arguments()
    if given.sum:
        return _summed([_read_totals(path) for path in given.sum])
    chosen = [one for name, one in targets().items() if not given.only or any(fnmatch.fnmatch(name, only) for only in given.only)]
    if given.calibrate:
        return _calibrate(chosen)
    totals = _read_totals(given.totals)
    begun = time.monotonic()
    keep_kernels()
    for name in _LOADED_ONCE:
        importlib.import_module(name)
    if any(one.begun for one in chosen):
        logging.disable(logging.CRITICAL)
        database()
        for one in chosen:
            batches.begun_of(one)  # pages are opened once, not in each batch
    code = _code()
    gc.collect()
    gc.freeze()  # what was loaded is neither looked through nor copied again in each batch
    while (left := given.seconds - (time.monotonic() - begun)) > 0:
        turns = _turns(chosen, totals, given, left)
        for done in one_batch(turns, given.seed, time.monotonic() + left):
            total = totals.setdefault(done["target"], Total())
            for one in done.pop("found"):
                _note(total, Found(**one), given)
            _add(total, done, code)
        _write_totals(given.totals, totals)
    _print({one.id: totals[one.id] for one in chosen if one.id in totals}, time.monotonic() - begun)
    return 1 if any(totals[one.id].found for one in chosen if one.id in totals) else 0


def _arguments() -> Any:
    read = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    read.add_argument("--seconds", type=float, default=60)
    read.add_argument("--seed", default="0")
    read.add_argument("--only", nargs="*", default=[], help="patterns of targets")
    read.add_argument("--floor", type=int, default=FLOOR, help="inputs of each target before any gets more")
    read.add_argument("--inputs", type=int, default=1_000_000, help="inputs of a target in a batch")
    read.add_argument("--batch", type=float, default=0.0, help="seconds of a target in a batch; 0: the time by the targets")
    read.add_argument("--group", type=int, default=1_000, help="targets in a batch")
    read.add_argument("--totals", type=Path)
    read.add_argument("--sum", nargs="+", type=Path, default=[], help="totals to print together")
    read.add_argument("--found", type=Path, default=KEPT)
    read.add_argument("--no-keep", action="store_true")
    read.add_argument("--calibrate", action="store_true")
    return read.parse_args()


def _calibrate(chosen: list[Target]) -> int:
    """Write which seeds are read by the targets that have none of their own, and which small dossiers have a part of each kind."""
    small = {kind.id: cut(kind) for kind in kinds()}
    written = ",\n".join(f"{json.dumps(name)}: {json.dumps(one, separators=(',', ':'))}" for name, one in sorted(small.items()))
    small_dossiers.FILE.write_text(f"{{\n{written}\n}}\n", "utf-8")
    batches.limited()
    folder = batches.scratch()
    read = {one.id: sorted(map(batches.digest, batches.calibrated(one, folder))) for one in chosen if not one.seeds and one.begun is None}
    batches.READ_BY.write_text(json.dumps(read, indent=1, sort_keys=True) + "\n")
    for name, seeds in read.items():
        print(f"{name:60} {len(seeds)}")
    return 0


def _turns(chosen: list[Target], totals: dict[str, Total], given: Any, left: float) -> list[Turn]:
    """Return whose turn it is in the next batch: those first that are soonest at the floor, then those that took the least time."""
    of = {one.id: totals.get(one.id, Total()) for one in chosen}
    lacking = [one for one in chosen if of[one.id].tried < given.floor]
    if lacking:
        group = sorted(lacking, key=lambda one: _lacks(of[one.id], given.floor))[: given.group]
    else:
        group = sorted(chosen, key=lambda one: of[one.id].seconds)[: given.group]
    most = [min(given.inputs, given.floor - of[one.id].tried if lacking else given.inputs) for one in group]
    share = given.batch or left / len(group) * 0.9
    return [Turn(one, of[one.id].tried, count, share) for one, count in zip(group, most, strict=True)]


def _lacks(total: Total, floor: int) -> float:
    """Return the seconds in which a target is likely to have had so many inputs."""
    return (floor - total.tried) * total.seconds / total.tried if total.tried else 0.0


def _code() -> str:
    """Return a short name of the code that is tried."""
    import legation

    found = hashlib.sha256()
    for path in sorted(Path(legation.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:10]


def _note(total: Total, one: Found, given: Any) -> None:
    """Count a finding; the first of its kind is made small and kept."""
    if one.what not in total.found and not given.no_keep:
        where = keep(one.target, one.what, made_small(targets()[one.target], given.seed, one), given.found)
        print(f"FOUND {one.target} {given.seed}/{one.number}: {one.what} -> {where.name}", flush=True)
    total.found[one.what] = total.found.get(one.what, 0) + 1


def one_batch(turns: list[Turn], seed: str, until: float = float("inf")) -> Iterator[dict[str, Any]]:
    """Run a batch in a process of its own, and give what became of each target; where it was killed, the input at which that was."""
    beat = mmap.mmap(-1, 16)
    beat[:16] = bytes(16)
    with tempfile.NamedTemporaryFile(prefix="fuzz-") as out:
        child = os.fork()
        if not child:
            code = 70
            try:
                batches.run_batch(turns, seed, beat, Path(out.name), until)
                code = 0
            except BaseException:  # noqa: BLE001 - said, and the batch is lost
                traceback.print_exc()
            finally:
                os._exit(code)
        ended = _waited(child, beat)
        done = [json.loads(line) for line in Path(out.name).read_text().splitlines()]
    yield from done
    if ended:
        at, number = int.from_bytes(beat[:8], "little"), int.from_bytes(beat[8:16], "little")
        turn = turns[at]
        found = {"target": turn.target.id, "number": number, "what": ended}
        yield {
            "target": turn.target.id,
            "tried": max(1, number - turn.first + 1),
            "read": 0,
            "seconds": 0.0,
            "slowest": 0.0,
            "memory": 0,
            "found": [found],
        }


def _waited(child: int, beat: mmap.mmap) -> str:
    """Wait for a process; kill it where it does not go on. Return how it ended, empty where all was well."""
    last, since, pause = beat[:16], _processor(child), 0.002
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return f"ended by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "ended" if os.WEXITSTATUS(status) else ""
        time.sleep(pause)
        pause = min(0.2, pause * 1.5)
        if beat[:16] != last:
            last, since = beat[:16], _processor(child)
        elif _processor(child) - since > _PATIENCE:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "hang"


def _processor(child: int) -> float:
    """Return the seconds of a processor that a process took."""
    fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def made_small(target: Target, seed: str, one: Found) -> dict[str, bytes]:
    """Return the smallest files that are still what was found, worked out in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(read)
            batches.limited()
            folder = batches.scratch()
            files = batches.made(seed, target, batches.accepted(target, folder), one.number)
            with os.fdopen(write, "wb") as out:
                out.write(_packed(files))
                out.flush()
                if not one.what.startswith(("hang", "memory", "ended")):
                    out.write(_packed(smallest(files, lambda less: batches.timed(target, less, folder) == one.what)))
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        lines = told.read().splitlines()
    os.waitpid(child, 0)
    return {name: bytes.fromhex(data) for name, data in json.loads(lines[-1]).items()} if lines else {}


def _packed(files: Any) -> bytes:
    return json.dumps({name: data.hex() for name, data in files.items()}).encode() + b"\n"


def _add(total: Total, done: dict[str, Any], code: str = "") -> None:
    total.tried += done["tried"]
    total.on_code = done["tried"] + (total.on_code if total.code == code else 0)
    total.code = code
    total.read += done["read"]
    total.seconds += done["seconds"]
    total.slowest = max(total.slowest, done["slowest"])
    total.memory = max(total.memory, done["memory"])


def _read_totals(path: Path | None) -> dict[str, Total]:
    return {name: Total(**one) for name, one in json.loads(path.read_text()).items()} if path and path.exists() else {}


def _summed(runs: list[dict[str, Total]]) -> int:
    together: dict[str, Total] = {}
    latest = _code()
    for run in runs:
        for name, one in run.items():
            total = together.setdefault(name, Total(code=latest))
            total.on_code += one.on_code if one.code == latest else 0
            total.tried, total.read, total.seconds = total.tried + one.tried, total.read + one.read, total.seconds + one.seconds
            total.slowest, total.memory = max(total.slowest, one.slowest), max(total.memory, one.memory)
            for what, count in one.found.items():
                total.found[what] = total.found.get(what, 0) + count
    _print(together, 0)
    counts = sorted(one.tried for one in together.values())
    print(
        f"inputs of a target: {counts[0]:,}, {counts[len(counts) // 2]:,} (median), {counts[-1]:,}; {sum(one < FLOOR for one in counts)} below {FLOOR:,}"
    )
    return 1 if any(one.found for one in together.values()) else 0


def _write_totals(path: Path | None, totals: dict[str, Total]) -> None:
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({name: vars(one) for name, one in totals.items()}, indent=1))


def _print(totals: dict[str, Total], seconds: float) -> None:
    print(f"{'target':55} {'inputs':>9} {'on this':>9} {'read':>8} {'found':>6} {'slowest s':>9} {'MiB':>5}")
    for name, one in sorted(totals.items()):
        print(
            f"{name:55} {one.tried:9,} {one.on_code:9,} {one.read:8,} {sum(one.found.values()):6} {one.slowest:9.2f} {one.memory // 2**20:5}"
        )
    kinds = [what for one in totals.values() for what in one.found]
    hangs, memory = (sum(what.startswith(kind) for what in kinds) for kind in ("hang", "memory"))
    computed = sum(one.seconds for one in totals.values())
    print(
        f"{len(totals)} targets, {sum(one.tried for one in totals.values()):,} inputs "
        f"({sum(one.on_code for one in totals.values()):,} on this code), {computed / 3600:.2f} h "
        f"({seconds:.0f} s now): {len(kinds) - hangs - memory} escapes, {hangs} hangs, {memory} over 1 GiB"
    )
    for name, one in sorted(totals.items()):
        for what, count in one.found.items():
            print(f"  {name}: {what} ({count})")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_settings")
    import django

    django.setup()
    sys.exit(main())
