"""Destroying subjects: noted in the erasure journal, then their keys go, then their rows and indexes, and the bytes of all of them.

The order is what makes it safe to be cut at any step. What stands in the journal is destroyed, whatever is still there: :func:`finish` ends
what a power cut left, and is asked at each start and by each run of retention.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import DatabaseError, IntegrityError, connections
from django.db.models import Model

from legation.web.consular.batches import chunks, delete_rows, values_there
from legation.web.consular.databases import KEYS
from legation.web.consular.erasures import add_erased, erased_ids
from legation.web.consular.house import house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.links import doomed, has_random_id, link_fields, tables
from legation.web.consular.vault import forget_in_vault
from legation.web.stores import overwriting

__all__ = ["LISTS", "destroy", "finish", "overwrite", "shred", "without"]

LISTS = ("people", "households")
"""Fields that list ids of others."""


def shred(ids: Iterable[str], now: dt.datetime, on_hold: frozenset[str] = frozenset()) -> dict[type[Model], set[Any]]:
    """Destroy subjects, and return the rows that went, by table.

    Parameters
    ----------
    ids : iterable of str
        People, households, crises, reports.
    now : datetime
        What the journal notes.
    on_hold : frozenset of str
        Subjects that stay, with their rows and whatever these belong to.

    Raises
    ------
    CannotWrite
        Where the journal cannot be written: then nothing is destroyed.
    """
    rows = doomed(set(ids) - on_hold, on_hold)
    destroy(rows, now)
    return rows


def destroy(rows: Mapping[type[Model], set[Any]], now: dt.datetime) -> None:
    """Destroy the rows that :func:`legation.web.consular.links.doomed` found, and the keys of those that are subjects."""
    gone = {pk for model, pks in rows.items() if has_random_id(model) for pk in pks}
    if gone:
        add_erased(house_folder(), sorted(gone), now)
        _destroy(gone)
    for model, pks in rows.items():
        if not has_random_id(model):  # numbered rows: those of the destroyed went with them, others go by their number
            delete_rows(model, "pk", pks)
    if rows:
        overwrite()


def finish() -> int:
    """Destroy what stands in the journal and is still there, or is there again; return how many keys and rows went."""
    erased = erased_ids(house_folder()).keys()
    if not erased:
        return 0
    there = set(SubjectKey.objects.values_list("subject", flat=True)) & erased
    for model in tables():
        if has_random_id(model):
            there |= set(model._base_manager.values_list("pk", flat=True)) & erased
        for name in link_fields(model):
            there |= set(model._base_manager.values_list(name, flat=True)) & erased
        for name in _lists(model):
            there |= {one for ids in model._base_manager.values_list(name, flat=True) for one in ids} & erased
    if there:
        _destroy(there)
        overwrite()
    return len(there)


def overwrite() -> bool:
    """Let the bytes of what was destroyed go from the files of both databases; return whether they have gone."""
    done = overwriting.overwrite(*tables())
    if connections[KEYS].in_atomic_block:  # there is nothing to do yet
        return False
    with connections[KEYS].cursor() as cursor:
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return bool(cursor.fetchone()[0] == 0) and done
        except DatabaseError:  # somebody is reading: the next run comes by again
            return False


def _destroy(ids: set[str]) -> None:
    """Let keys go, then rows and what belongs to them, then the ids from lists in rows that stay."""
    _delete_keys(ids)
    newcomers = _delete_rows(ids)
    _clean_lists(ids)
    if newcomers:
        _destroy(newcomers)


def _delete_keys(ids: set[str]) -> None:
    delete_rows(SubjectKey, "pk", ids)
    forget_in_vault(ids)


def _delete_rows(ids: set[str]) -> set[str]:
    """Delete the rows of ids, and return the ids of those that came to them meanwhile: these are in the journal too."""
    newcomers: set[str] = set()
    for model in tables():  # those first that point to others
        names = [*(["pk"] if has_random_id(model) else []), *link_fields(model)]
        rows = {pk for pk, *_ in values_there(model, names, ids)} if names else set()
        if has_random_id(model) and (new := rows - ids):
            add_erased(house_folder(), sorted(new), dt.datetime.now(dt.UTC))
            newcomers |= new
        try:
            delete_rows(model, "pk", rows)
        except IntegrityError:  # something that points to them came meanwhile: it goes with them
            for part in chunks(rows):
                model._base_manager.filter(pk__in=part).delete()
    return newcomers


def _clean_lists(ids: set[str]) -> None:
    for model in tables():
        for field in _lists(model):
            _take_from_lists(model, field, ids)


def _lists(model: type[Model]) -> list[str]:
    """Return the fields of a table that list ids."""
    return [field.attname for field in model._meta.concrete_fields if field.attname in LISTS]


def _take_from_lists(model: type[Model], field: str, ids: set[str]) -> None:
    for pk, before in model._base_manager.values_list("pk", field).iterator(chunk_size=2000):
        if not ids.isdisjoint(before):
            model._base_manager.filter(pk=pk).update(**{field: without(field, before, ids)})


def without(field: str, listed: Sequence[str], ids: Collection[str]) -> list[str]:
    """Return a list without ids that were destroyed. A list of households leaves "" in their places, so that the numbers on paper stay.

    >>> without("people", ["a", "b", "c"], {"b"}), without("households", ["a", "b", "c"], {"b"})
    (['a', 'c'], ['a', '', 'c'])
    """
    return ["" if one in ids else one for one in listed] if field == "households" else [one for one in listed if one not in ids]
