"""Pages of the web fetched within a request: one at a time for a person, so many in an hour, and a few at a time for a worker.

So slow sites hold nobody else up, and nobody uses this site to call on others.
"""

from __future__ import annotations

import datetime as dt
import threading

from django.core.cache import cache

from legation.errors import NotAvailable
from legation.language import Message
from legation.sources.capture import Captured, capture_page, fetch

__all__ = ["page_at"]

HOURLY = 30
"""Pages that a person may have fetched in an hour."""
AT_ONCE = 3
"""Pages that a worker fetches at once; its other threads stay free."""
_BUSY_SECONDS = 90
_FETCHING = threading.BoundedSemaphore(AT_ONCE)


def page_at(url: str, person: int, day: dt.date) -> Captured:
    """Fetch and read a page because a person asks for it; it may take a minute.

    Raises
    ------
    NotAvailable
        Where one is being fetched for the person, too many were within the hour, or the worker fetches enough already.
    WrongUse, CannotRead
        Where the address may not be fetched, or the page does not come.
    """
    busy = f"evidence-fetch-{person}"
    if not cache.add(busy, 1, timeout=_BUSY_SECONDS):
        raise NotAvailable(Message("page-evidence.fetching-already"))
    try:
        if not _FETCHING.acquire(blocking=False):
            raise NotAvailable(Message("page-evidence.fetching-many"))
        try:
            _count(person)
            return capture_page(fetch(url), day=day)
        finally:
            _FETCHING.release()
    finally:
        cache.delete(busy)


def _count(person: int) -> None:
    key = f"evidence-fetched-{person}"
    cache.add(key, 0, timeout=3600)
    try:
        count = cache.incr(key)
    except ValueError:  # it expired between the two
        return
    if count > HOURLY:
        raise NotAvailable(Message("page-evidence.fetched-often", allowed=HOURLY))
