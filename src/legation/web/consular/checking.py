"""What is amiss in a house: lines of retention without a schedule, runs that were not made, copies of keys, rights of folders."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator

from django.conf import settings

from legation.language import Message
from legation.moment import written
from legation.web.consular.copies import LIFE, copies
from legation.web.consular.house import HOUSE, house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.links import has_random_id, link_fields, tables
from legation.web.consular.opening import keyring_path
from legation.web.consular.purging import due
from legation.web.consular.records.models import Event, Household, Person, Report
from legation.web.consular.retention import gaps, house_lines
from legation.web.consular.rotation import left_over
from legation.web.consular.run_clock import last_run
from legation.web.consular.vault import vault

__all__ = ["problems"]

_LATE = dt.timedelta(hours=2)
_FOLDERS = ("", "desk", "keys", "journal")
_OTHERS = 0o077
_DAYS_OF_A_YEAR = 365


def problems(now: dt.datetime) -> tuple[Message, ...]:
    """Return everything that somebody of the house must put right; nothing is changed."""
    return (*gaps(HOUSE.retention), *_lines(), *_runs(now), *_keys(), *_copies(now), *_folders())


def _lines() -> Iterator[Message]:
    """Yield records of a class without a line, and a trail that is stored for another time than its line says."""
    lines = house_lines()
    stored = {
        name for model in (Household, Person, Report) for name in model._base_manager.values_list("record_class", flat=True).distinct()
    }
    stored |= {"reply"} if Event.objects.exists() else set()
    for name in sorted(stored - lines.keys()):
        yield Message("desk-retention.class-without-line", record_class=name)
    if "audit" in lines:
        length = lines["audit"].period
        days = length.count * {"days": 1, "years": _DAYS_OF_A_YEAR}.get(length.unit, 0)
        if days != settings.AUDIT_DAYS:
            yield Message("desk-retention.audit-days", line=str(length), count=settings.AUDIT_DAYS)


def _runs(now: dt.datetime) -> Iterator[Message]:
    before = last_run(house_folder())
    waiting = sum(one.count for one in due(now))
    if waiting and before is None:
        yield Message("desk-retention.never-run", count=waiting)
    elif waiting and before is not None and before + _LATE < now:
        yield Message("desk-retention.not-run", count=waiting, last=written(before))
    unreadable = len(_subjects() - set(SubjectKey.objects.values_list("subject", flat=True)))
    if unreadable:
        yield Message("desk-retention.without-key", count=unreadable)


def _keys() -> Iterator[Message]:
    left = left_over(vault().keyring)
    if left:
        yield Message("desk-retention.rotation-unfinished", count=left)
    if house_folder().resolve() in keyring_path().resolve().parents:
        yield Message("desk.keyring-inside", path=str(keyring_path()), folder=str(house_folder()))


def _copies(now: dt.datetime) -> Iterator[Message]:
    for path, made in copies(house_folder()).items():
        if made + LIFE <= now:
            yield Message("desk-retention.old-copy", path=str(path))


def _folders() -> Iterator[Message]:
    for name in _FOLDERS:
        place = house_folder() / name
        if place.is_dir() and stat.S_IMODE(place.stat().st_mode) & _OTHERS:
            yield Message("desk-retention.open-folder", path=str(place))


def _subjects() -> set[str]:
    """Return the subjects of the records: people, households, crises, reports, and those that events name."""
    found = set[str]()
    for model in tables():
        names = {field.attname for field in model._meta.concrete_fields}
        if has_random_id(model) and {"record_class", "purge_at"} <= names:
            found |= set(model._base_manager.values_list("pk", flat=True))
        if model is Event and "subject" in link_fields(model):
            found |= set(model._base_manager.values_list("subject", flat=True))
    return found
