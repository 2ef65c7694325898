"""The folders of drills: each goes, whole, when the line of its class says so; nobody in it is real."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from legation.web.consular.house import HOUSE
from legation.web.consular.retention import stored_until

__all__ = ["DECLARED", "drop_old_drills"]

DECLARED = "drill.toml"


def drop_old_drills(folder: Path, now: dt.datetime) -> int:
    """Delete the drills that were closed long enough ago, each with its keyring; return how many."""
    count = 0
    for drill, closed in _closed(folder):
        if stored_until("drill", closed, HOUSE.posts[0]) <= now:
            shutil.rmtree(drill)
            drill.with_name(f"{drill.name}.keyring").unlink(missing_ok=True)
            count += 1
    return count


def _closed(folder: Path) -> Iterator[tuple[Path, dt.datetime]]:
    """Yield each drill of a folder with when it was closed; one that is open, or whose declaration cannot be read, stays."""
    for path in sorted(folder.glob(f"*/{DECLARED}")):
        try:
            closed = tomllib.loads(path.read_text("utf-8")).get("closed")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        if isinstance(closed, dt.datetime) and closed.tzinfo is not None:
            yield path.parent, closed
