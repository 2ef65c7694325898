"""Whether the site works: ``/health``, for the program that watches it. It is asked without signing in, and by any name of the machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

__all__ = ["ADDRESS", "Health", "condition"]

ADDRESS = "/health"
LATELY = dt.timedelta(minutes=2)


class Health:
    """Answers ``/health`` before anything else looks at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or hand on."""
        if request.path != ADDRESS:
            return self.get_response(request)
        found = condition()
        response = JsonResponse(found, status=200 if found["ok"] else 503)
        response["Cache-Control"] = "no-store"
        return response


def condition() -> dict[str, Any]:
    """Return what works.

    Nothing here tells a stranger which release this is, who works here or how much. ``ok`` is whether pages can be answered; a worker that
    has not been seen makes runs wait, and is for whoever looks after the site to notice.
    """
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except (DatabaseError, InterfaceError):
        return {"ok": False, "database": False, "worker": False}
    return {"ok": True, "database": True, "worker": _worker_seen()}


def _worker_seen() -> bool:
    """Whether runs are taken: false where one has waited for long and none is being computed."""
    from django.utils import timezone

    from legation.web.runs.models import Run

    now = timezone.now()
    if not Run.objects.filter(state="waiting", made__lt=now - LATELY).exists():
        return True
    return Run.objects.filter(state="running", lease_until__gt=now).exists()
