"""The erasure journal: which random ids were destroyed, and when, in a file that lies outside every backup.

A backup that is older than an erasure still has what was erased. Whoever restores it passes over each id that stands here, before anybody
is served. A line is an id and a time; it names nobody, and the ids say nothing once their rows are gone.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from pathlib import Path

from legation.errors import CannotRead, CannotWrite
from legation.language import Message
from legation.system_words import system_words

__all__ = ["FILE", "add_erased", "erased_ids", "journal_length"]

FILE = Path("journal") / "erased.log"
_LINE = re.compile(r"([0-9a-f]{8,64}) (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)")


def add_erased(house: Path, ids: Iterable[str], at: dt.datetime) -> None:
    """Write ids into the journal of a house; they are on the disk when this returns.

    Raises
    ------
    CannotWrite
        Where they cannot be written: then nothing may be destroyed yet.
    """
    when = f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    text = "".join(f"{one} {when}\n" for one in ids)
    if not text:
        return
    path = house / FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as out:
            size = out.seek(0, os.SEEK_END)
            if size:
                out.seek(size - 1)
                text = text if out.read(1) == b"\n" else f"\n{text}"  # of a line that a power cut left unfinished
            out.write(text.encode("ascii"))
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise CannotWrite(Message("desk-retention.journal-not-written", path=str(path), why=system_words(error))) from error


def erased_ids(house: Path) -> dict[str, dt.datetime]:
    """Return what the journal of a house has: each id with the time at which it was destroyed; a line that was cut off is none.

    Raises
    ------
    CannotRead
        Where the journal is there and cannot be read.
    """
    return {found[1]: dt.datetime.fromisoformat(found[2]) for line in _lines(house) if (found := _LINE.fullmatch(line))}


def journal_length(house: Path) -> int:
    """Return how many whole lines the journal has: a backup notes it, so that an older journal is not taken for the one that it needs."""
    return sum(1 for line in _lines(house) if _LINE.fullmatch(line))


def _lines(house: Path) -> list[str]:
    path = house / FILE
    try:
        return path.read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CannotRead(Message("desk-retention.journal-not-read", path=str(path), why=system_words(error))) from error
