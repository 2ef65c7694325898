"""One process that tries one target for a while, under limits of time and memory; what it found is told by its end.

An input is named by ``SEED/TARGET/NUMBER`` and made from that name alone, so that each can be made again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import logging
import mmap
import os
import random
import re
import resource
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from fuzz.changes import changed
from fuzz.in_process import without_children
from fuzz.seeds import Seed, pool
from fuzz.target import Target

from legation.errors import DossierError, LegationError
from legation.language import LANGUAGES, Message, say

__all__ = [
    "GIB",
    "HANG",
    "LARGEST",
    "READ_BY",
    "Batch",
    "Found",
    "Turn",
    "accepted",
    "begun_of",
    "calibrated",
    "digest",
    "limited",
    "made",
    "run_batch",
    "scratch",
    "timed",
    "tried",
]

HANG = 10.0
"""Seconds of a processor after which an input hangs."""
GIB = 1024**3
_ADDRESSES = 3 * GIB
"""Room for addresses beside those of the process that forks: libraries take more of them than of memory."""
LARGEST = 16 * 1024**2
"""Bytes of an input."""
READ_BY = Path(__file__).with_name("read_by.json")
"""Which seeds readers read that have none of their own, by the names of :func:`digest`: ``python -m fuzz --calibrate`` writes it."""
UNFORESEEN = "broken-file.unforeseen"
"""The sentence of the boundary: what it stands for is an escape here."""
_INTERPRETER = re.compile(
    r"object has no attribute|'NoneType'|NoneType object|unsupported operand|codec can't|object is not|not supported between|Traceback|"
    r"list index|out of range for|invalid literal|\bErrno\b|Expecting (?:value|property|',')|to unpack|takes \d+ positional|must be str|"
    r"\bTypeError|\bValueError|\bKeyError|<class '| at 0x[0-9a-f]{9,}|recursion depth|line \d+ column \d+ \(char|\(<string>, line|Extra data|"
    r"File is not a zip|not well-formed|Document is empty|Start tag expected|Bad magic|Error -\d|could not convert|Unterminated|Invalid control"
)
"""What only the interpreter or a library says: a reader would not know what to do."""


class Hang(BaseException):
    """An input that took too long."""


@dataclass
class Found:
    """An input that a reader did not come to terms with.

    Attributes
    ----------
    target, number : str, int
    what : str
        ``KeyError in sources/misp/mapping.py:_tag``; ``hang``; ``memory``; ``words: ...``.
    """

    target: str
    number: int
    what: str


@dataclass
class Batch:
    """What a batch did."""

    target: str
    first: int
    tried: int = 0
    read: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    memory: int = 0
    found: list[Found] = field(default_factory=list)


def made(seed: str, target: Target, seeds: Sequence[Seed], number: int) -> Mapping[str, bytes]:
    """Return an input by its name, of at most :data:`LARGEST` bytes: what readers do with more is for tests of their limits."""
    chance = random.Random(f"{seed}/{target.id}/{number}")
    (begun,) = chance.choices(seeds, [1 / (2_000 + sum(map(len, one.values()))) for one in seeds])
    if number < len(seeds) and begun is seeds[number]:
        return begun
    while True:
        with contextlib.suppress(MemoryError):
            files = changed(chance, begun, _others(), target.only)
            if sum(map(len, files.values())) <= LARGEST:
                return files


_OTHERS: list[bytes] = []


def _others() -> list[bytes]:
    if not _OTHERS:
        _OTHERS.extend(sorted({data for one in pool() for data in one.values() if len(data) < 30_000}))
    return _OTHERS


def tried(target: Target, files: Mapping[str, bytes], folder: Path) -> str:
    """Give files to a reader; return what went wrong, empty where it read or refused them in order, and ``refused`` in the latter case."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target.read(files, folder)
    except LegationError as error:
        return _said(error) or "refused"
    except Hang:
        return "hang"
    except MemoryError:
        return "memory"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return _place(error)
    return ""


def _said(error: LegationError) -> str:
    """Return what is wrong with an error of ours: it cannot be said, or says the interpreter's words."""
    messages = [error.message, *getattr(error, "problems", ())[:50]]
    for message in messages:
        if isinstance(message, Message) and message.id == UNFORESEEN:
            return _place(error.__cause__ or error)
        for lang in LANGUAGES:
            try:
                text = message.in_language(lang) if hasattr(message, "in_language") else say(message, lang)
            except Exception as wrong:  # noqa: BLE001 - the same
                return f"unsaid: {_place(wrong)}"
            if _INTERPRETER.search(text):
                identity = getattr(message, "code", "") or getattr(message, "id", "")
                return f"words: {identity}"
    return (
        "" if isinstance(error, DossierError) or isinstance(error.message, Message) else f"words: {type(error).__name__} without a sentence"
    )


def _place(error: BaseException) -> str:
    """Return the kind of an error and the innermost function of ours that it came through."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/src/legation/" in frame.filename]
    at = ours[-1] if ours else None
    return (
        f"{type(error).__name__} in {at.filename.rpartition('/src/legation/')[2]}:{at.name}"
        if at
        else f"{type(error).__name__}: {error}"[:200]
    )


@contextlib.contextmanager
def _emptied(folder: Path) -> Any:
    yield folder
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            Path(entry.path).unlink()


def _own(field: int) -> int:
    """Return how many bytes this process has: of addresses (0), of memory (1)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[field]) * resource.getpagesize()


def limited() -> None:
    """Take the limits of a batch."""
    room = _own(0) + _ADDRESSES
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)

    def hang(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGPROF, hang)


def timed(target: Target, files: Mapping[str, bytes], folder: Path) -> str:
    """Give files to a reader, and end it where it hangs."""
    with _emptied(folder):
        signal.setitimer(signal.ITIMER_PROF, HANG)
        try:
            return tried(target, files, folder)
        except Hang:
            return "hang"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def scratch() -> Path:
    """Return an empty folder, in memory where there is one."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=shared if shared.is_dir() else None))


@functools.cache
def _read_by() -> Mapping[str, Sequence[str]]:
    return json.loads(READ_BY.read_text("utf-8")) if READ_BY.exists() else {}


def accepted(target: Target, folder: Path) -> list[Seed]:
    """Return the seeds of a target: its own, else those that it reads, by ``read_by.json`` or, of a new one, as it turns out."""
    if target.seeds:
        return list(target.seeds)
    if target.begun is not None:
        return begun_of(target)
    known = _read_by().get(target.id)
    if known:
        of = {digest(one): one for one in pool()}
        if found := [of[name] for name in known if name in of]:
            return found
    return calibrated(target, folder)


def begun_of(target: Target) -> list[Seed]:
    """Return the seeds that a target makes, once in a process."""
    if target.begun is not None and target.id not in _BEGUN:
        _BEGUN[target.id] = list(target.begun())
    return _BEGUN.get(target.id, [])


_BEGUN: dict[str, list[Seed]] = {}


def calibrated(target: Target, folder: Path) -> list[Seed]:
    """Return seeds that a target reads, of each kind of name one; where it reads none, those that it refuses in order."""
    ways = {True: dict[str, Seed](), False: dict[str, Seed]()}
    for one in sorted(pool(), key=lambda one: sum(map(len, one.values()))):
        kind = " ".join(sorted(name.rpartition(".")[2] for name in one))
        what = timed(target, one, folder) if sum(key.startswith(kind) for key in ways[True]) < 3 else "enough"
        if what in ("", "refused"):
            of = ways[not what]
            of[f"{kind} {len(of)}"] = one
    return list((ways[True] or ways[False]).values())[:40]


@dataclass
class Turn:
    """How long a target is tried in a batch."""

    target: Target
    first: int
    count: int
    seconds: float


def run_batch(turns: Sequence[Turn], seed: str, beat: mmap.mmap, into: Path, until: float = float("inf")) -> None:
    """Try inputs of targets, of each until there were ``count`` or its time is over; write a line for each to ``into`` as it ends.

    Targets whose turn has not come at ``until``, by the clock that only goes forward, are left out.
    """
    limited()
    folder = scratch()
    try:
        with into.open("w") as out, without_children():
            for at, turn in enumerate(turns):
                if time.monotonic() > until:
                    return
                beat[:16] = at.to_bytes(8, "little") + turn.first.to_bytes(8, "little")
                done = _turned(turn, seed, at, beat, folder)
                out.write(json.dumps(asdict(done)) + "\n")
                out.flush()
                if done.memory > GIB:
                    return
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _turned(turn: Turn, seed: str, at: int, beat: mmap.mmap, folder: Path) -> Batch:
    target, batch = turn.target, Batch(turn.target.id, turn.first)
    seeds = accepted(target, folder)
    with _emptied(folder):
        tried(target, seeds[0], folder)  # kernels are compiled at the first use, which is no fault of an input
    before, begun = _own(1), time.monotonic()  # what a first use costs is not taken from the time of the inputs
    for number in range(turn.first, turn.first + turn.count):
        beat[:16] = at.to_bytes(8, "little") + number.to_bytes(8, "little")
        files = made(seed, target, seeds, number)
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # the most memory is counted anew
        start = time.process_time()
        what = timed(target, files, folder)
        batch.tried += 1
        batch.read += not what
        batch.slowest = max(batch.slowest, time.process_time() - start)
        batch.memory = max(batch.memory, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before)
        if what not in ("", "refused"):
            batch.found.append(Found(target.id, number, what))
        if batch.memory > GIB:
            if what != "memory":
                batch.found.append(Found(target.id, number, "memory"))
            break
        if time.monotonic() - begun > turn.seconds:
            break
    batch.seconds = time.monotonic() - begun
    return batch


def digest(files: Mapping[str, bytes]) -> str:
    """Return a short name of files by what they hold."""
    return hashlib.sha256(b"\0".join(name.encode() + b"\0" + data for name, data in files.items())).hexdigest()[:10]
