"""The desk makes its runs of retention by itself: when it starts, and in the first minute of each hour."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import Error

from legation.errors import LegationError
from legation.language import Message
from legation.web.consular.people import known_people
from legation.web.consular.purging import purge
from legation.web.consular.vault import vault

__all__ = ["EVERY", "hourly", "last_fault", "run_once"]

EVERY = 30.0
"""After how many seconds the desk looks whether an hour has begun."""
_LOG = logging.getLogger(__name__)
_FAULTS: list[Message] = []
_HOURS: list[dt.datetime] = []


def hourly() -> None:
    """Make a run where none was made in this hour yet."""
    now = dt.datetime.now(dt.UTC)
    hour = now.replace(minute=0, second=0, microsecond=0)
    if [hour] != _HOURS and run_once(now):
        known_people()  # who was destroyed goes from the memory of the desk
        _HOURS[:] = [hour]


def run_once(now: dt.datetime) -> bool:
    """Make a run and return whether it was made; what stopped it is noted for the page of retention and for the log."""
    try:
        purge(now)
        vault().forget()  # what another process destroyed goes from the memory of this one
    except LegationError as error:
        _FAULTS[:] = [error.message if isinstance(error.message, Message) else Message("desk-retention.no-database")]
        _LOG.error("No run of retention: %s", error)
    except Error:
        _FAULTS[:] = [Message("desk-retention.no-database")]
        _LOG.error("No run of retention: the database does not take it.")
    else:
        _FAULTS.clear()
        return True
    return False


def last_fault() -> Message | None:
    """Return why the last run was not made; None where it was."""
    return _FAULTS[0] if _FAULTS else None
