"""Which rows come along because others supersede them, follow them or rest on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from legation.dossier.dossier import Dossier

__all__ = ["chains", "evidence_with_cited", "steps_with_followed"]


def chains(rows: Sequence[Any], ids: Collection[str]) -> set[str]:
    """Return some rows, by id, with those that they supersede, and those that supersede them."""
    older = {row.id: row.supersedes for row in rows if row.supersedes}
    newer: dict[str, list[str]] = {}
    for new, old in older.items():
        newer.setdefault(old, []).append(new)
    found, waiting = set(ids), list(ids)
    while waiting:
        one = waiting.pop()
        beside = {*newer.get(one, ()), *((older[one],) if one in older else ())} - found
        found |= beside
        waiting += beside
    return found


def steps_with_followed(rows: Sequence[Any], ids: Collection[str]) -> set[str]:
    """Return some steps, by id, with the steps that they follow, to the first."""
    after = {row.id: row.after for row in rows if row.after}
    found = chains(rows, ids)
    while more := {after[one] for one in found if one in after} - found:
        found |= chains(rows, more)
    return found & {row.id for row in rows}


def evidence_with_cited(record: Dossier, ids: Collection[str]) -> tuple[Any, ...]:
    r"""Return some evidence of a record with the evidence that it rests on.

    >>> from legation.dossier import decode
    >>> there = decode({"dossier.toml": b'id = "d"', "evidence.csv": b"id,evidence\nnote,letter\nletter,\nother,\n"})
    >>> [row.id for row in evidence_with_cited(there, {"note"})]
    ['note', 'letter']
    """
    rests = {row.id: row.evidence for row in record.evidence}
    found = chains(record.evidence, ids)
    while more := {name for one in found for name in rests.get(one, ())} - found:
        found |= chains(record.evidence, more)
    return tuple(row for row in record.evidence if row.id in found)
