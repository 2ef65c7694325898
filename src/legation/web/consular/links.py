"""Which rows of the desk belong to which: what goes with a subject, found by the fields of the tables themselves.

A table that is added later is found too: its rows go with what they point to (a foreign key that cascades) and with their ``subject``; an
event goes when all its people go, and with it the report that it stands for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model

from legation.web.consular.batches import chunks, values_there
from legation.web.consular.records.models import Event, Report

__all__ = ["doomed", "has_random_id", "link_fields", "tables"]

_OURS, _KEYS = "consular", "consular_keys"


@functools.cache
def tables() -> tuple[type[Model], ...]:
    """Return the tables of the desk's records, those first that point to others."""
    models = [model for one in apps.get_app_configs() if _is_ours(one.label) for model in one.get_models()]
    return tuple(sorted(models, key=lambda model: (-_depth(model), model._meta.db_table)))


@functools.cache
def link_fields(model: type[Model]) -> tuple[str, ...]:
    """Return the fields by which a row belongs to others: ``subject``, and foreign keys to records that cascade."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    keys = [one.attname for one in fields if _is_ours(one.related_model._meta.app_label) and one.remote_field.on_delete is CASCADE]
    return tuple(keys + [one.attname for one in model._meta.concrete_fields if one.attname == "subject" and _is_id(model)])


def _is_ours(label: str) -> bool:
    """Whether an application is one of the desk's records: the keys of subjects lie apart."""
    return label.startswith(_OURS) and label != _KEYS


def _is_id(model: type[Model]) -> bool:
    """Whether ``subject`` of a table is an id: the one of a text is what its e-mail is about."""
    return model._meta.get_field("subject").max_length == 32  # type: ignore[union-attr]


def has_random_id(model: type[Model]) -> bool:
    """Whether the rows of a table have ids of their own that say nothing; others are numbered."""
    return model._meta.pk is not None and model._meta.pk.get_internal_type() == "CharField"


def doomed(ids: Iterable[str], on_hold: frozenset[str] = frozenset()) -> dict[type[Model], set[Any]]:
    """Return the rows that go where some subjects go, by table: their own, what points to them, events of which all people go.

    Parameters
    ----------
    ids : iterable of str
        Of subjects: people, households, crises, reports; or of rows.
    on_hold : frozenset of str
        Subjects that must stay: no row of theirs goes, and nothing that such a row belongs to.
    """
    gone: dict[type[Model], set[Any]] = {model: set() for model in tables()}
    known: set[str] = set()
    fresh = set(ids) - on_hold
    while fresh:
        known |= fresh
        found: set[str] = set()
        for model, rows in gone.items():
            new = _pointing(model, fresh) - rows
            rows |= new
            found |= new if has_random_id(model) else set()
        fresh = found - known
    for model, rows in gone.items():
        rows |= {pk for pk, people in _people_of(model) if people and known.issuperset(people)}
    reports: set[str] = set()
    for part in chunks(gone[Event]):
        reports |= set(Event.objects.filter(pk__in=part).values_list("subject", flat=True))
    gone[Report] |= _pointing(Report, reports)  # what somebody else said of these people alone
    if on_hold:
        _spare(gone, on_hold)
    return {model: rows for model, rows in gone.items() if rows}


def _pointing(model: type[Model], ids: set[str]) -> set[Any]:
    """Return the rows of a table that are among some ids, or belong to one of them."""
    fields = [*(["pk"] if has_random_id(model) else []), *link_fields(model)]
    return {pk for pk, *_ in values_there(model, fields, ids)} if fields and ids else set()


def _people_of(model: type[Model]) -> Iterable[tuple[Any, Sequence[str]]]:
    """Yield the rows of a table that name people, with their ids."""
    if not any(field.attname == "people" for field in model._meta.concrete_fields):
        return ()
    return model._base_manager.values_list("pk", "people").iterator(chunk_size=2000)


def _spare(gone: dict[type[Model], set[Any]], on_hold: frozenset[str]) -> None:
    """Take from what goes the rows of subjects that must stay, and whatever these rows belong to."""
    stay = set(on_hold)
    for model in tables():  # those that point come first: what they point to is known when its turn comes
        fields = link_fields(model)
        for part in chunks(map(str, gone[model])) if has_random_id(model) else ():
            for pk, *links in model._base_manager.filter(pk__in=part).values_list("pk", *fields):
                if pk in stay or on_hold.intersection(filter(None, links)):
                    gone[model].discard(pk)
                    stay |= {one for one in links if one}
        for pk, people in _people_of(model):
            if pk in gone[model] and on_hold.intersection(people):
                gone[model].discard(pk)
                stay |= {one for one in model._base_manager.filter(pk=pk).values_list(*fields)[0] if one}


def _depth(model: type[Model]) -> int:
    """Return how many tables stand above one, by its foreign keys."""
    above = [
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and _is_ours(field.related_model._meta.app_label) and field.related_model is not model
    ]
    return 1 + max((_depth(one) for one in above), default=0)
