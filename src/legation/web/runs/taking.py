"""Taking runs, one at a time, so that no two workers hold the same and no person waits behind all the runs of another.

A run is taken by one statement that names the state in which it was found: where another worker was quicker it changes nothing. A run whose
lease is over belonged to a worker that died; it is taken again, at most :data:`ATTEMPTS` times.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from legation.language import LANGUAGES, Message, say
from legation.web.runs.models import Run

__all__ = ["ATTEMPTS", "LEASE", "take"]

ATTEMPTS = 3
LEASE = dt.timedelta(seconds=30)
_TRIES = 20


def take(worker: str, lease: dt.timedelta = LEASE) -> Run | None:
    """Return a run that now belongs to a worker until its lease is over; None where nothing is to be done.

    The person whose last run began longest ago comes first, then the oldest run of that person.
    """
    for _ in range(_TRIES):
        now = timezone.now()
        free = Q(state="waiting") | Q(state="running", lease_until__lt=now)
        turn = Run.objects.filter(owner=OuterRef("owner")).values("owner").annotate(last=Max("started")).values("last")
        found = Run.objects.filter(free).annotate(turn=Subquery(turn)).order_by(F("turn").asc(nulls_first=True), "pk").first()
        if found is None:
            return None
        same = Run.objects.filter(pk=found.pk, state=found.state, attempts=found.attempts, lease_until=found.lease_until)
        if found.cancel:
            same.update(state="cancelled", finished=now, worker="", lease_until=None)
        elif found.attempts >= ATTEMPTS:
            error = {lang: say(Message("runs.given-up", count=found.attempts), lang) for lang in LANGUAGES}
            same.update(state="failed", finished=now, worker="", lease_until=None, error=error)
        elif same.update(
            state="running", worker=worker, lease_until=now + lease, attempts=found.attempts + 1, started=now, done=0, total=0
        ):
            found.refresh_from_db()
            return found
    return None
