"""Removing results that nobody has asked for any more: a result stays as long as one run has its key."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from legation.web.runs.models import Result, Run

__all__ = ["sweep"]

_YOUNG = dt.timedelta(minutes=10)


def sweep() -> int:
    """Remove the results of runs, dossiers and accounts that were removed; return how many there were."""
    asked_for = Run.objects.filter(key=OuterRef("key"))
    old = Result.objects.filter(~Exists(asked_for), made__lt=timezone.now() - _YOUNG)
    return old.delete()[1].get("runs.Result", 0)
