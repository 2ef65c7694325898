"""When the site was last saved: a file beside its data says the day, so that home can ask for a backup."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

__all__ = ["last_backup", "note_backup"]


def _place() -> Path:
    from django.conf import settings

    return Path(settings.DATA) / "last-backup"


def note_backup(day: dt.date) -> None:
    """Note that a backup was made; where the folder cannot be written, nothing is noted."""
    with contextlib.suppress(OSError):
        _place().write_text(day.isoformat(), "ascii")


def last_backup() -> dt.date | None:
    """Return the day of the last backup; None where none was noted."""
    try:
        return dt.date.fromisoformat(_place().read_text("ascii").strip())
    except (OSError, ValueError):
        return None
