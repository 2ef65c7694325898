"""Which rows of a model a reader may see on a day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, TypeVar

from legation.dossier.records import MARKINGS

__all__ = ["may_see", "seen_rows"]

_Row = TypeVar("_Row")


def may_see(marking: str, highest: str) -> bool:
    """Whether who may see up to one marking may see another; a word that is no marking is seen by nobody.

    >>> may_see("TLP:GREEN", "TLP:AMBER"), may_see("TLP:RED", "TLP:AMBER"), may_see("secret", "TLP:RED")
    (True, False, False)
    """
    return marking in MARKINGS and MARKINGS.index(marking) <= MARKINGS.index(highest)


def seen_rows(rows: tuple[_Row, ...], there: frozenset[str], as_of: dt.date, highest: str, unmarked: str) -> tuple[_Row, ...]:
    """Return the rows that were known on a day, are within a marking and keep a source, with only the sources that are there."""
    return tuple(_lean(row, there) for row in rows if _is_seen(row, there, as_of, highest, unmarked))


def _is_seen(row: Any, there: frozenset[str], as_of: dt.date, highest: str, unmarked: str) -> bool:
    dated = [getattr(row, name, None) for name in ("date", "known_on")]
    known = all(one is None or one.by(as_of) for one in dated)
    return known and may_see(row.marking or unmarked, highest) and (not row.evidence or not there.isdisjoint(row.evidence))


def _lean(row: Any, there: frozenset[str]) -> Any:
    return dataclasses.replace(row, evidence=tuple(one for one in row.evidence if one in there))
