"""Warming a site of dossiers up: what the first pages need is imported and read before somebody waits for it."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import logging
import threading
import time

from legation.errors import LegationError
from legation.rooms import Refused, seen_by

__all__ = ["DOSSIERS", "ROOMS", "begin_warming", "warm", "warm_daily"]

DOSSIERS, ROOMS = 12, 4
"""So many dossiers and open rooms are read, those that changed last; the others when somebody opens them."""
_log = logging.getLogger(__name__)


def begin_warming() -> threading.Thread:
    """Warm up in the background."""
    thread = threading.Thread(target=_warm_and_freeze, name="warm", daemon=True)
    thread.start()
    return thread


def warm() -> int:
    """Import every page and question, and read the newest revisions as those see them who may, known on the day of their pages.

    Returns
    -------
    int
        How many views of dossiers are ready.
    """
    from django.urls import reverse

    reverse("home")  # imports the pages, and makes what every address is written from
    from legation.questions.base.registry import question_index
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier
    from legation.web.dossiers.preparation import prepare

    latest = Dossier.objects.filter(head__gt=0).order_by("-changed").prefetch_related("grants__account")[:DOSSIERS]
    count = sum(prepare(dossier, store.newest(dossier)) for dossier in latest)
    _read_rooms()
    question_index()
    return count


def _read_rooms() -> None:
    """Read the rooms that sit: the first page after a start is as soon there as any."""
    from legation.web.rooms.desk import DESK
    from legation.web.stores.rooms.models import Room

    for name in Room.objects.exclude(phase="closed").filter(number__gt=0).order_by("-at").values_list("pk", flat=True)[:ROOMS]:
        with contextlib.suppress(Refused, Room.DoesNotExist), DESK.reading(name) as live:  # its own page tells what is wrong
            if live.state is not None:
                seen_by(live.state, None)


def _warm_and_freeze() -> None:
    from django.db import DatabaseError, connections

    try:
        warm()
        gc.unfreeze()  # of the day before: what has gone out of use since is collected
        gc.collect()
        gc.freeze()  # what is there now stays: looking through it again and again for what is not used would stop every page
    except (DatabaseError, LegationError):  # pages do without; what is wrong is told by the first of them
        _log.warning("What the first pages need could not be read.", exc_info=True)
    finally:
        connections.close_all()


def warm_daily() -> None:
    """Warm up again on each day that begins, in the background."""
    threading.Thread(target=_warm_daily, name="warm-daily", daemon=True).start()


def _warm_daily() -> None:
    """Warm up again soon after each day begins, for pages show what is known on their day."""
    while True:
        now = dt.datetime.now(dt.UTC)
        tomorrow = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), dt.UTC)
        time.sleep((tomorrow - now).total_seconds() + 1)
        try:
            _warm_and_freeze()
        except Exception:  # noqa: BLE001 - the next day is another one
            _log.exception("What the first pages of the day need could not be made.")
