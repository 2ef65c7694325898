"""What works of a site at this moment: its process, its database, whether it can be written, its worker."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache

from legation.web.runs.worker_alive import is_alive
from legation.web.site.errors import database_answers
from legation.web.site.optional_write import optional_write

__all__ = ["can_write", "condition", "worker_seen"]

LATELY = dt.timedelta(minutes=2)
_REMEMBERED = 5.0
"""How long what was found of writing is answered again [s]: asking often writes no more often."""
_PATIENCE = 1000
_lock = threading.Lock()
_found: list[tuple[float, bool]] = []


def condition() -> dict[str, Any]:
    """Return what works.

    Nothing here tells a stranger which release this is, who works here or how much. ``ok`` is whether pages can be read; where nothing can
    be written, or no worker is seen, that is for whoever looks after the site to notice: reading goes on.
    """
    if not database_answers():
        return {"ok": False, "database": False, "writes": False, "worker": False}
    return {"ok": True, "database": True, "writes": can_write(), "worker": worker_seen()}


def can_write() -> bool:
    """Return whether the database took a row just now."""
    with _lock:
        if _found and time.monotonic() - _found[0][0] < _REMEMBERED:
            return _found[0][1]
        writes = optional_write(_write, otherwise=False, patience=_PATIENCE)
        _found[:] = [(time.monotonic(), writes)]
        return writes


def _write() -> bool:
    cache.set("health", 1, 60)
    return True


def worker_seen() -> bool:
    """Return whether runs are taken: not where the worker of this folder is gone, nor where a run waits for long and none is computed."""
    from django.utils import timezone

    from legation.web.runs.models import Run

    now = timezone.now()
    if Run.objects.filter(state="running", lease_until__gt=now).exists():
        return True
    return is_alive(settings.DATA) is not False and not Run.objects.filter(state="waiting", made__lt=now - LATELY).exists()
