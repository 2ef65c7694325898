"""What works of a site at this moment: its process, its database, whether it can be written, and what its settings name, as its worker."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

from legation.web.site.errors import database_answers
from legation.web.site.optional_write import optional_write

__all__ = ["can_write", "condition"]

_REMEMBERED = 5.0
"""How long what was found of writing is answered again [s]: asking often writes no more often."""
_PATIENCE = 1000
_lock = threading.Lock()
_found: list[tuple[float, bool]] = []


def condition() -> dict[str, Any]:
    """Return what works: of the database, and of what ``settings.HEALTH_CHECKS`` names.

    Nothing here tells a stranger which release this is, who works here or how much. ``ok`` is whether pages can be read; where nothing can
    be written, or no worker is seen, that is for whoever looks after the site to notice: reading goes on.
    """
    checks = getattr(settings, "HEALTH_CHECKS", {})
    if not database_answers():
        return {"ok": False, "database": False, "writes": False} | dict.fromkeys(checks, False)
    return {"ok": True, "database": True, "writes": can_write()} | {name: import_string(check)() for name, check in checks.items()}


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
