"""Whether the worker of a site is seen to work."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from legation.web.runs.models import Run
from legation.web.runs.worker_alive import is_alive

__all__ = ["worker_seen"]

LATELY = dt.timedelta(minutes=2)


def worker_seen() -> bool:
    """Return whether runs are taken: not where the worker of this folder is gone, nor where a run waits for long and none is computed."""
    now = timezone.now()
    if Run.objects.filter(state="running", lease_until__gt=now).exists():
        return True
    return is_alive(settings.DATA) is not False and not Run.objects.filter(state="waiting", made__lt=now - LATELY).exists()
