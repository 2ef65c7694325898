"""The worker: takes runs and computes them until it is told to stop, and tidies the site hourly.

It asks the table of runs what is to be done. Leases have to be looked at anyway, so the table is the only queue; a poll reads one
index and writes nothing. Each step of tidying is safe to repeat and to cut short.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import Error, connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from legation.errors import Cancelled, LegationError
from legation.language import LANGUAGES, Message, say
from legation.web.lessons.classes import delete_over
from legation.web.posts.reminding import remind_posts
from legation.web.runs import lakes, loading, monitoring, worker_alive
from legation.web.runs.lease import LEASE, POLL_SECONDS, LeasedRun, OutputFile, take_run
from legation.web.runs.models import Result, Run, StoredAnswer
from legation.web.runs.reminding import remind_moderators
from legation.web.stores.audit import trail
from legation.web.stores.drafts import storage
from legation.web.stores.people import store
from legation.web.stores.rooms.cutting import tidy_rooms

__all__ = [
    "Worker",
    "remove_orphans",
    "tidy",
]


_YOUNG = dt.timedelta(minutes=10)
_DAY = dt.timedelta(days=1)


def remove_orphans() -> int:
    """Remove the results of runs, dossiers and accounts that were removed, and answers of another day; return how many results.

    The key of an answer names the day of asking.
    """
    StoredAnswer.objects.filter(made__lt=timezone.now() - _DAY).delete()
    requested = Run.objects.filter(key=OuterRef("key"))
    old = Result.objects.filter(~Exists(requested), made__lt=timezone.now() - _YOUNG)
    return old.delete()[1].get("runs.Result", 0)


_TIDY_LOG = logging.getLogger("legation.housekeeping")


def tidy() -> dict[str, int]:
    """Remove what is over: results without runs, drafts, sessions, persons, links, old entries of trails, observations; let monitors run.

    Returns
    -------
    dict of str to int
        How many of each were removed, or asked for; -1 where a step failed, which the log says. The other steps go on.
    """
    now = timezone.now()
    steps: dict[str, Callable[[], int]] = {
        "results": remove_orphans,
        "drafts": partial(storage.sweep, now),
        "persons": partial(store.erase_overdue, now.date()),
        "rooms": partial(tidy_rooms, now),
        "classes": partial(delete_over, now.date()),
        "letters": partial(remind_moderators, now),
        "reminders": partial(remind_posts, now),
        "trail": trail.drop_old,
        "files": loading.sweep_incoming,
        "observations": lakes.expire_overdue,
        "monitors": monitoring.submit_due,
        "sessions": lambda: Session.objects.filter(expire_date__lt=now).delete()[0],
    }
    return {name: _step(name, step) for name, step in steps.items()}


def _step(name: str, step: Callable[[], int]) -> int:
    try:
        return step()
    except (Error, LegationError, OSError):
        _TIDY_LOG.exception("housekeeping: %s", name)
        return -1


_LOG = logging.getLogger("legation.runs")
PAUSE = 0.2
"""Seconds between two looks at the table."""
GRACE = 20.0
"""Seconds that a computation which should end may go on without a word before the whole process goes, to be started again."""
SWEEP = 3600.0
_JUMP = 86_400.0
"""A clock that is so much further than the time that went by was set [s]: what is over by it is looked at once more, a sweep later."""

Making = Callable[[Run, Callable[[int, int], None]], Sequence[OutputFile]]


class Worker:
    """Computes runs one after the other.

    Parameters
    ----------
    making : callable
        ``(run, progress) -> files``; what a run is.
    parent : int, optional
        The process that started this one: the worker stops when it is gone.
    rooms : bool, optional
        Pictures of live rooms alone, which nobody waits for behind a paper; or all but those.
    """

    def __init__(
        self,
        making: Making | None = None,
        *,
        parent: int = 0,
        rooms: bool | None = None,
        lease: dt.timedelta = LEASE,
        pause: float = PAUSE,
        every: float = POLL_SECONDS,
    ) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._making, self._parent, self._lease, self._pause, self._every = making, parent, lease, pause, every
        self._rooms = rooms
        self._stopping = False
        self._wake = threading.Event()
        self._leased: LeasedRun | None = None
        self._swept = -SWEEP
        self._clock = _moment()

    def run(self) -> None:
        """Work until :meth:`stop`."""
        self._making = self._making or _compute_files
        handle = worker_alive.hold(settings.DATA)
        threading.Thread(target=self._guard, name="guard", daemon=True).start()
        if self._making is _compute_files and not self._rooms:
            _warm_up()
        while not self._stopping:
            try:
                busy = self.once()
                if not busy and not self._rooms and time.monotonic() - self._swept >= SWEEP:
                    self._swept = time.monotonic()
                    self._tidy()
            except Error:
                _LOG.warning("the database did not answer; the worker waits for it")
                connection.close()
                busy = False
                self._wake.wait(1.0)
            if not busy and self._wake.wait(self._pause):
                self._wake.clear()
        connection.close()
        if handle is not None:
            os.close(handle)

    def stop(self) -> None:
        """End after giving back what is being computed."""
        self._stopping = True
        if self._leased is not None:
            self._leased.end("stopped")
        self._wake.set()

    def on_signals(self) -> None:
        """Stop on SIGTERM and SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def once(self) -> bool:
        """Take one run and compute it; False where there is none."""
        run = take_run(self.name, self._lease, rooms=self._rooms)
        if run is None:
            return False
        leased = self._leased = LeasedRun(run, self._lease)
        try:
            self._compute(leased)
        finally:
            self._leased = None
        return True

    def _compute(self, leased: LeasedRun) -> None:
        run = leased.run
        if Result.objects.filter(key=run.key).exists():
            leased.finish("done")
            return
        try:
            with leased.renewing(self._every):
                files = (self._making or _compute_files)(run, leased.progress)
        except Cancelled:
            self._ended(leased)
        except LegationError as error:
            leased.finish("failed", error={lang: say(error.message, lang) for lang in LANGUAGES})
        except Error:
            raise
        except MemoryError:
            _LOG.error("run %s had not enough memory", run.pk)
            leased.finish("failed", error={lang: say(Message("site.no-memory"), lang) for lang in LANGUAGES})
        except Exception:  # noqa: BLE001 - whatever it was, it is our own mistake: the log has it, the person gets a sentence
            _LOG.exception("run %s failed", run.pk)
            leased.finish("failed", error={lang: say(Message("runs.broken"), lang) for lang in LANGUAGES})
        else:
            if leased.end_reason == "cancelled":
                self._ended(leased)
            else:
                leased.finish("done", files)

    def _tidy(self) -> None:
        """Remove what is over, unless the clock was just set ahead: what it says is over would be gone for good when it is set back."""
        before, self._clock = self._clock, _moment()
        if (ahead := self._clock[0] - before[0] - (self._clock[1] - before[1])) > _JUMP:
            _TIDY_LOG.warning("the clock was set ahead by %d hours; what is over by it is removed in an hour", ahead // 3600)
            return
        tidy()

    def _ended(self, leased: LeasedRun) -> None:
        """Write the end of a run that ended before its time."""
        if leased.end_reason == "stopped":
            leased.release()
        elif leased.end_reason == "cancelled":
            leased.finish("cancelled")

    def _guard(self) -> None:
        """Let the process go when its parent is gone, or when a computation that should end says nothing for too long.

        Native code can be asked, but not made, to end. The run is not lost: it was cancelled, belongs to another, or is free after its
        lease.
        """
        while True:
            time.sleep(0.5)
            if self._parent and os.getppid() != self._parent and not self._stopping:
                self.stop()
            leased = self._leased
            if leased is not None and leased.ending_since is not None and time.monotonic() - leased.ending_since > GRACE:
                _LOG.error("run %s does not end; the worker goes", leased.run.pk)
                os._exit(70)


def _moment() -> tuple[float, float]:
    """Return the moment by the clock, which may be set, and by a count of seconds, which may not."""
    return time.time(), time.monotonic()


def _warm_up() -> None:
    from legation.web.runs.computation import warm_up

    warm_up()


def _compute_files(run: Run, progress: Callable[[int, int], None]) -> Sequence[OutputFile]:
    from legation.web.runs.computation import compute

    return compute(run, progress)
