"""What a site does by itself, hourly: it lets go of what nobody may or need keep. Each step is safe to repeat and to cut short."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.contrib.sessions.models import Session
from django.db import Error
from django.utils import timezone

from legation.web.audit import trail
from legation.web.drafts import keeping
from legation.web.people import retention
from legation.web.runs.sweeping import sweep

__all__ = ["tidy"]

_LOG = logging.getLogger("legation.housekeeping")


def tidy() -> dict[str, int]:
    """Remove results without runs, expired drafts and sessions, persons past their retention date, old entries of the trail.

    Returns
    -------
    dict of str to int
        How many of each were removed; -1 where a step failed, which the log says. The other steps go on.
    """
    now = timezone.now()
    steps: dict[str, Callable[[], int]] = {
        "results": sweep,
        "drafts": partial(keeping.sweep, now),
        "persons": partial(retention.erase_overdue, now.date()),
        "trail": trail.drop_old,
        "sessions": lambda: Session.objects.filter(expire_date__lt=now).delete()[0],
    }
    return {name: _done(name, step) for name, step in steps.items()}


def _done(name: str, step: Callable[[], int]) -> int:
    try:
        return step()
    except Error:
        _LOG.exception("housekeeping: %s", name)
        return -1
