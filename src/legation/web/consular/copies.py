"""Copies of the keys of subjects: each is known, is deleted after seven days, and is refused from then on.

Once the last copy of a key is gone, no backup of the desk can be read for its subject. A copy on a medium that is not there is deleted when
the medium is back; it is refused by its age all the same.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path

from legation.errors import CannotWrite
from legation.language import Message
from legation.moment import written
from legation.system_words import system_words

__all__ = ["FILE", "LIFE", "copies", "drop_old_copies", "note_copy"]

LIFE = dt.timedelta(days=7)
"""How long a copy of the keys may be used."""
FILE = Path("journal") / "key-copies.log"


def note_copy(house: Path, path: Path, made: dt.datetime) -> None:
    """Note where a copy of the keys is about to be written.

    Raises
    ------
    CannotWrite
        Where it cannot be noted: then no copy may be made.
    """
    _write(house, {**copies(house), path.absolute(): made})


def copies(house: Path) -> dict[Path, dt.datetime]:
    """Return the copies that are known, each with when it was made, whether its medium is there or not."""
    found = {}
    with contextlib.suppress(FileNotFoundError):
        for line in (house / FILE).read_text("utf-8").splitlines():
            made, _, path = line.partition(" ")
            with contextlib.suppress(ValueError):
                found[Path(path)] = dt.datetime.fromisoformat(made)
    return found


def drop_old_copies(house: Path, now: dt.datetime) -> int:
    """Delete the copies that are older than seven days; return how many went. One whose folder is not there stays known."""
    every = copies(house)
    count, left = 0, dict(every)
    for path, made in every.items():
        if made + LIFE > now or not path.parent.is_dir():
            continue
        with contextlib.suppress(OSError):
            if path.exists():
                path.unlink()
                count += 1
            del left[path]
    if left != every:
        _write(house, left)
    return count


def _write(house: Path, known: dict[Path, dt.datetime]) -> None:
    path = house / FILE
    beside = path.with_name(f".key-copies.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_text("".join(f"{written(made)} {one}\n" for one, made in known.items()), "utf-8")
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(Message("desk-retention.journal-not-written", path=str(path), why=system_words(error))) from error
