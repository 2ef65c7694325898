"""What is wrong with an installation: each check says that a thing works, or what is wrong and what to do. It mends nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from legation.broken_file import what_is_wrong
from legation.errors import LegationError, NotAvailable
from legation.language import Message
from legation.system_words import system_words
from legation.web.serving.database import database_errors, must_be_there, place_of, set_up_there
from legation.web.site.environment import folder_named

__all__ = ["CHECKS", "Found", "examine"]

State = Literal["good", "note", "wrong"]
_Seen = Iterator[tuple[State, Message]]
LEAST_FREE, LITTLE_FREE = 256, 2048
"""Below so many MB that are free a disk is as good as full, or should be looked at."""
OFF_SECONDS = 60
OLD_BACKUP_DAYS = 7
_ANSWERS_WITHIN = 5.0
_MB = 1024**2


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: of what, how it is, and the sentence with the remedy."""

    check: str
    state: State
    message: object


def examine(checks: Mapping[str, Callable[[], _Seen]] | None = None) -> list[Found]:
    """Examine the site of the environment and return what was found, in the order in which to mend it.

    A check whose ground is missing is left out: without a database nothing is said of its tables.

    Parameters
    ----------
    checks : mapping, optional
        What is looked at, in the order of what rests on what: some of :data:`CHECKS`, and those of a site of another kind. By default all
        of a site of dossiers.
    """
    found: list[Found] = []
    for check, look in (CHECKS if checks is None else checks).items():
        try:
            found += [Found(check, state, message) for state, message in look()]
        except (LegationError, OSError) as error:
            found.append(Found(check, "wrong", error.message if isinstance(error, LegationError) else _refused(error)))
            if check in _GROUND:
                break
    return found


def _refused(error: OSError) -> Message:
    """Return what is wrong where the system does not let this account look."""
    return Message("site.no-folder", path=str(error.filename or folder_named()), why=what_is_wrong(error))


def _settings() -> _Seen:
    if not (folder_named() / "secret-key").exists():  # to load the settings would make one
        raise NotAvailable(Message("site.none", place=str(folder_named())))
    set_up_there()
    yield "good", Message("doctor.settings-good")


def _folder() -> _Seen:
    folder = _data()
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
            file.flush()
    except OSError as error:
        yield "wrong", Message("doctor.folder-wrong", path=str(folder), why=system_words(error))
    else:
        yield "good", Message("doctor.folder-good", path=str(folder))
    with contextlib.suppress(OSError):
        mode = folder.stat().st_mode & 0o777
        if mode & 0o077:
            yield "note", Message("doctor.folder-open", path=str(folder), mode=f"{mode:o}")


def _disk() -> _Seen:
    places = {place.stat().st_dev: place for place in (Path(tempfile.gettempdir()), _data())}
    for place in places.values():
        free = shutil.disk_usage(place).free // _MB
        if free < LITTLE_FREE:
            yield "wrong" if free < LEAST_FREE else "note", Message("doctor.disk-little", path=str(place), free=free)
        else:
            yield "good", Message("doctor.disk-good", path=str(place), free=free)


def _database() -> _Seen:
    from django.db import connection

    with database_errors():
        if connection.vendor == "sqlite" and not Path(place_of()).exists():  # asking SQLite would make an empty one
            raise NotAvailable(Message("site.none", place=place_of()))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)" if connection.vendor == "sqlite" else "SELECT 'ok'")
            said = str(cursor.fetchone()[0])
    if said != "ok":
        yield "wrong", Message("doctor.database-broken", place=place_of(), why=said.splitlines()[-1])
        return
    yield "good", Message("doctor.database-good", place=place_of())


def _tables() -> _Seen:
    with database_errors():
        must_be_there()
    yield "good", Message("doctor.tables-good")


def _counts() -> _Seen:
    from django.core.cache import cache
    from django.db import Error

    mark = f"{time.time():.3f}"
    try:
        cache.set("doctor", mark, 60)
        same = cache.get("doctor") == mark
        cache.delete("doctor")
    except Error as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        yield "wrong", Message("doctor.counts-wrong", place=place_of(), why=why)
        return
    if same:
        yield "good", Message("doctor.counts-good")
    else:
        yield "wrong", Message("doctor.counts-wrong", place=place_of(), why="cache")


def _assets() -> _Seen:
    import legation.briefing
    from legation.web.serving.static import must_be_fetched

    must_be_fetched()
    folder = Path(legation.briefing.__file__).parent / "fonts"
    if any(folder.glob("*.ttf")):
        yield "good", Message("doctor.assets-good")
    else:
        yield "wrong", Message("doctor.fonts-missing", path=str(folder))


def _worker() -> _Seen:
    from legation.web.runs.worker_alive import is_alive
    from legation.web.runs.worker_seen import worker_seen

    alive = is_alive(_data())
    with database_errors():
        taken = worker_seen()
    if alive is False:
        yield "wrong", Message("doctor.worker-gone")
    elif not taken:
        yield "wrong", Message("doctor.worker-stuck")
    elif alive is None:
        yield "note", Message("doctor.worker-unknown")
    else:
        yield "good", Message("doctor.worker-good")


def _clock() -> _Seen:
    from django.db import connection

    from legation.web.dossiers.models import Revision

    good = True
    with database_errors():
        last = Revision.objects.order_by("-made").values_list("made", flat=True).first()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT now()")
                off = abs((cursor.fetchone()[0] - _now()).total_seconds())
            if off > OFF_SECONDS:
                good = False
                yield "wrong", Message("doctor.clock-off", seconds=round(off))
    if last is not None and last > _now() + dt.timedelta(seconds=OFF_SECONDS):
        good = False
        yield "wrong", Message("doctor.clock-back", day=last.date(), today=_now().date())
    if good:
        yield "good", Message("doctor.clock-good", day=_now().date())


def _mail() -> _Seen:
    from django.conf import settings

    if not settings.EMAIL_HOST:
        yield "note", Message("doctor.mail-folder", path=str(settings.EMAIL_FILE_PATH))
        return
    host, port = settings.EMAIL_HOST, int(settings.EMAIL_PORT)
    try:
        socket.create_connection((host, port), _ANSWERS_WITHIN).close()
    except OSError as error:
        yield "wrong", Message("doctor.mail-gone", host=host, port=str(port), why=system_words(error))
    else:
        yield "good", Message("doctor.mail-good", host=host)


def _backup() -> _Seen:
    from legation.web.serving.last_backup import last_backup

    day = last_backup()
    if day is None:
        yield "note", Message("doctor.backup-none")
    elif (_now().date() - day).days > OLD_BACKUP_DAYS:
        yield "note", Message("doctor.backup-old", day=day)
    else:
        yield "good", Message("doctor.backup-good", day=day)


CHECKS: dict[str, Callable[[], _Seen]] = {
    "settings": _settings,
    "folder": _folder,
    "disk": _disk,
    "database": _database,
    "tables": _tables,
    "counts": _counts,
    "assets": _assets,
    "worker": _worker,
    "clock": _clock,
    "mail": _mail,
    "backup": _backup,
}
"""What is looked at, in the order of what rests on what."""
_GROUND = frozenset({"settings", "database", "tables"})
"""Checks without which those that follow mean nothing."""


def _data() -> Path:
    from django.conf import settings

    return Path(settings.DATA)


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()
