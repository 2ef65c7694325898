"""The first pages after a start: what they need is imported and read by a thread of its own, before somebody waits for it."""

from __future__ import annotations

import gc
import logging
import threading

from legation.errors import LegationError

__all__ = ["DOSSIERS", "begin", "warm"]

DOSSIERS = 12
"""So many dossiers are read, those that changed last; the others when somebody opens them."""
_log = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Warm up in the background."""
    thread = threading.Thread(target=_run, name="warm", daemon=True)
    thread.start()
    return thread


def warm() -> int:
    """Import every page, read the newest revisions as those see them who may, and start the drawing of figures.

    Returns
    -------
    int
        How many views of dossiers are ready.
    """
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - imports the pages
    from legation.figures import render
    from legation.web.access import as_held, sight_of
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier

    count = 0
    for dossier in Dossier.objects.filter(head__gt=0).order_by("-changed").prefetch_related("grants__account")[:DOSSIERS]:
        revision = store.newest(dossier)
        for sight in dict.fromkeys(sight_of(as_held(grant)) for grant in dossier.grants.all()):
            store.seen(revision, sight)
            count += 1
    render.start()
    return count


def _run() -> None:
    from django.db import DatabaseError, connections

    try:
        warm()
        gc.collect()
        gc.freeze()  # what is there now stays: looking through it again and again for what is not used would stop every page
    except (DatabaseError, LegationError):  # pages do without; what is wrong is told by the first of them
        _log.warning("What the first pages need could not be read.", exc_info=True)
    finally:
        connections.close_all()
