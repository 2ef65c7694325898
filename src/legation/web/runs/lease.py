"""The lease of a run: one worker takes it, renews it, tells how far it is, and writes its end once.

A run is taken by one statement that names the state in which it was found: where another worker was quicker it changes nothing. A run
whose lease is over belonged to a worker that died; it is taken again, at most :data:`ATTEMPTS` times. While it is computed, a thread
renews the lease and reads whether the person has cancelled. All writing names worker and attempt: a worker that lost its lease
changes nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import Error, IntegrityError, connection, transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from legation.errors import Cancelled
from legation.language import LANGUAGES, Message, say
from legation.web.runs.models import Output, Result, Run

__all__ = [
    "ATTEMPTS",
    "LEASE",
    "POLL_SECONDS",
    "LeasedRun",
    "OutputFile",
    "take_run",
]


ATTEMPTS = 3
LEASE = dt.timedelta(seconds=30)
_TRIES = 20
_AHEAD = dt.timedelta(minutes=10)
"""Clocks of machines differ; a lease that is further ahead than this was written before the clock was set back, and nobody renews it."""


def take_run(worker: str, lease: dt.timedelta = LEASE, *, rooms: bool | None = None) -> Run | None:
    """Return a run that now belongs to a worker until its lease is over; None where nothing is to be done.

    The person whose last run began longest ago comes first, then the oldest run of that person. ``rooms``: pictures of live rooms alone,
    or all but those.
    """
    for _ in range(_TRIES):
        now = timezone.now()
        free = Q(state="waiting") | Q(state="running", lease_until__lt=now) | Q(state="running", lease_until__gt=now + lease + _AHEAD)
        if rooms is not None:
            free &= Q(kind="room") if rooms else ~Q(kind="room")
        turn = Run.objects.filter(owner=OuterRef("owner")).values("owner").annotate(last=Max("started")).values("last")
        waiting = Run.objects.filter(free).annotate(turn=Subquery(turn)).order_by(F("turn").asc(nulls_first=True), "pk").first()
        if waiting is None:
            return None
        same = Run.objects.filter(pk=waiting.pk, state=waiting.state, attempts=waiting.attempts, lease_until=waiting.lease_until)
        if waiting.cancel:
            same.update(state="cancelled", finished=now, worker="", lease_until=None)
        elif waiting.attempts >= ATTEMPTS:
            error = {lang: say(Message("runs.given-up", count=waiting.attempts), lang) for lang in LANGUAGES}
            same.update(state="failed", finished=now, worker="", lease_until=None, error=error)
        elif same.update(
            state="running", worker=worker, lease_until=now + lease, attempts=waiting.attempts + 1, started=now, done=0, total=0
        ):
            waiting.refresh_from_db()
            return waiting
    return None


_LOG = logging.getLogger("legation.runs")
POLL_SECONDS = 1.0
"""Seconds between two looks at the run; the lease itself is written when a third of it is over, or when the run is further."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that came of a run."""

    name: str
    media_type: str
    data: bytes
    lang: str = ""


class LeasedRun:
    """A run that a worker has taken."""

    def __init__(self, run: Run, lease: dt.timedelta = LEASE) -> None:
        self.run = run
        self.lease = lease
        self.end_reason = ""
        """Why it should end before its time: ``cancelled``, ``lease``, ``stopped``; empty while it should go on."""
        self.ending_since: float | None = None
        """When it was told to end, on the clock of the process."""
        self._steps = self._saved_steps = (0, 0)
        self._renewed = time.monotonic()
        self._over = threading.Event()

    @property
    def _mine(self) -> QuerySet[Run]:
        run = self.run
        return Run.objects.filter(pk=run.pk, state="running", worker=run.worker, attempts=run.attempts)

    def progress(self, done: int, total: int) -> None:
        """Be told how far the computation is; it ends here where it should.

        Raises
        ------
        Cancelled
            The person has cancelled, the worker stops, or another worker has the run.
        """
        self._steps = (max(0, int(done)), max(0, int(total)))
        if self.end_reason:
            raise Cancelled(Message("runs.cancelled"))

    def end(self, why: str) -> None:
        """Ask the computation to end at its next report."""
        if not self.end_reason:
            self.end_reason, self.ending_since = why, time.monotonic()

    def renew(self) -> None:
        """Renew the lease where it is time, tell how far the run is, and learn whether it should end."""
        steps, old = self._steps, time.monotonic() - self._renewed > self.lease.total_seconds() / 3
        if steps != self._saved_steps or old:
            renewed = self._mine.update(lease_until=timezone.now() + self.lease, done=steps[0], total=steps[1])
            self._saved_steps, self._renewed = steps, time.monotonic()
            if not renewed:
                self.end("lease")
        state = self._mine.values_list("cancel", flat=True).first()
        if state is None:
            self.end("lease")
        elif state:
            self.end("cancelled")

    @contextlib.contextmanager
    def renewing(self, every: float = POLL_SECONDS) -> Iterator[None]:
        """Look at the run again and again, beside what is computed within."""
        watcher = threading.Thread(target=self._watch, args=(every,), name=f"run-{self.run.pk}", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._over.set()
            watcher.join()

    def _watch(self, every: float) -> None:
        try:
            while not self._over.wait(every):
                try:
                    self.renew()
                except Error:  # the database is gone for a while: the lease tells, when it is back, whose the run is
                    _LOG.warning("run %s: the database did not answer", self.run.pk)
                    connection.close()
        finally:
            connection.close()

    def finish(self, state: str, files: Sequence[OutputFile] = (), error: Mapping[str, str] | None = None) -> bool:
        """Write how the run ended, with its result, in one transaction.

        Returns
        -------
        bool
            False where the run was no longer this worker's: then nothing was written.
        """
        done, total = self._steps
        if state == "done":
            done = total
        with transaction.atomic():
            ended = self._mine.update(
                state=state, finished=timezone.now(), lease_until=None, worker="", done=done, total=total, error=dict(error or {})
            )
            if ended and files:
                _store(self.run.key, files)
        return bool(ended)

    def release(self) -> bool:
        """Let another worker have the run at once; the attempt does not count."""
        return bool(self._mine.update(state="waiting", worker="", lease_until=None, attempts=self.run.attempts - 1, done=0, total=0))


def _store(key: str, files: Sequence[OutputFile]) -> None:
    """Write a result, unless the same was written by another run meanwhile."""
    try:
        with transaction.atomic():
            result = Result.objects.create(key=key)
            Output.objects.bulk_create(
                [Output(result=result, lang=m.lang, name=m.name, media_type=m.media_type, data=m.data) for m in files]
            )
    except IntegrityError:
        if not Result.objects.filter(key=key).exists():
            raise
