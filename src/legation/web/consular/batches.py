"""Rows of many ids at once: found by one pass over a table, and deleted by statements that nothing but the database looks at.

Django asks of each deletion what else belongs to the rows, one statement after another. Whoever deletes here has found that before
(:func:`legation.web.consular.links.doomed`), and begins with the tables that point to others.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import connections, router, transaction
from django.db.models import Model

__all__ = ["chunks", "delete_rows", "values_there"]

_EACH = 400
"""So many ids in a statement: SQLite takes no statement with many more values."""
_TOGETHER = 50
"""So many statements in a transaction: what is written down to the disk is written once for all of them."""
_MANY = 2_000
"""From so many ids on a pass over the whole table is shorter than the statements that name them."""


def chunks(ids: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield ids in the portions that a statement takes.

    >>> [len(one) for one in chunks(map(str, range(900)))]
    [400, 400, 100]
    """
    every = sorted(ids)
    for at in range(0, len(every), _EACH):
        yield every[at : at + _EACH]


def values_there(model: type[Model], names: Sequence[str], ids: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the key of each row of a table of which one of some fields is among ids, with these fields; a row may come more than once.

    Parameters
    ----------
    names : sequence of str
        Fields that hold ids.
    ids : set of str
        Few are named in statements; for many the table is read once.
    """
    rows = model._base_manager.values_list("pk", *names)
    if len(ids) < _MANY:
        for name, part in itertools.product(names, [*chunks(ids)]):
            yield from rows.filter(**{f"{name}__in": part})
        return
    for row in rows.iterator(chunk_size=_MANY):
        if any(one in ids for one in row[1:]):
            yield row


def delete_rows(model: type[Model], name: str, values: Collection[Any]) -> None:
    """Delete the rows of a table of which a field has one of some values; nothing that points to them is looked for.

    Each transaction deletes some thousands: whoever is cut finds the rest where it was.
    """
    if not values:
        return
    database = router.db_for_write(model)
    connection = connections[database]
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    quoted = connection.ops.quote_name
    statement = f"DELETE FROM {quoted(model._meta.db_table)} WHERE {quoted(field.column)} IN "  # noqa: S608
    parts = chunks(values)
    while some := list(itertools.islice(parts, _TOGETHER)):
        with transaction.atomic(using=database), connection.cursor() as cursor:
            for part in some:
                cursor.execute(f"{statement}({', '.join(['%s'] * len(part))})", part)
