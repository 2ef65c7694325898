"""A quick check that every row of a dossier was known on a day: it reads the days in the columns, and single rows where a day is later.

A row is known on its own days, on the first day of a source, or when what it needs was known: each is a day that stands in some row. Where
none of them is after the day of asking, every row was known on it. A command that asks of today what all may see then needs no ledger of
80,000 rows. A site needs that ledger in any case, because it shows one dossier to many readers: there the check is not made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from legation.dossier.clearing.ledger import Ledger
from legation.dossier.clearing.scope import ClearedNode, model_nodes, table_nodes
from legation.dossier.records import TABLES
from legation.dossier.tables.contents import Contents

__all__ = ["is_all_there"]


def is_all_there(ledger: Ledger, day: dt.date | None) -> bool:
    """Whether the columns show that each row of an opened dossier was known at the end of a day, whoever may see it; None: ever.

    False says that the rows have to be looked at, which may show the same.
    """
    dossier = ledger.dossier
    if dossier.late is None:
        return False
    of_models = [node for part, (_, model) in ledger.models.items() for node in model_nodes(part, model, 0)]
    if day is not None and (
        _later(of_models, day) or any(_later(_dated_after(dossier, name, day), day) for name in TABLES if name != "votes")
    ):
        return False
    rests = [column for node in of_models for column in _on_evidence(node)]
    there: Collection[str] = dossier.values_in("evidence", "id") if rests else ()
    return all(any(name in there for keys in column for place, name in keys if place == "evidence") for column in rests)


def _dated_after(dossier: Contents, name: str, day: dt.date) -> Iterable[ClearedNode]:
    """Return the rows of a table in which a day that may say when they were known is after a day."""
    table = TABLES[name]
    late = [column for column in table.known if any(when is not None and when.last > day for when in dossier.values_in(name, column))]
    if not late:
        return ()
    rows = (row for row in dossier.rows(name) if any((when := getattr(row, one)) is not None and when.last > day for one in late))
    return table_nodes(name, table, tuple(rows))


def _later(nodes: Iterable[ClearedNode], day: dt.date) -> bool:
    """Whether a row says itself that it was known after a day only: what is planned may be known before its day."""
    return any(when is not None and when > day for node in nodes for when in (node.known, node.since, node.entered))


def _on_evidence(node: ClearedNode) -> Iterable[Iterable[tuple[tuple[str, str], ...]]]:
    """Yield what a row of a model names together and needs one of, where that is evidence."""
    columns = [*node.bears, *node.holds, *([keys] for keys in node.needs)]
    return (column for column in columns if all(keys[0][0] == "evidence" for keys in column))
