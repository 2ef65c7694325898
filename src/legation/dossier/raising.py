"""A row marked higher hides its older versions too: else whoever may not see the newest would take the one before for what stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier.records import MARKINGS

__all__ = ["older_versions", "raised"]


def older_versions(rows: Mapping[str, Any], identity: str) -> Iterator[str]:
    """Yield the rows that a row supersedes, the newest first; a circle, which the rules forbid, ends."""
    seen = {identity}
    while (identity := rows[identity].supersedes) and identity in rows and identity not in seen:
        seen.add(identity)
        yield identity


def raised(rows: Mapping[str, Any], identity: str, marking: str, whole: str) -> dict[str, Any]:
    """Return the older versions of a row that are marked lower than ``marking``, marked with it.

    Parameters
    ----------
    rows : mapping of str to record
        The rows of a table by identity.
    marking : str
        The marking that the row gets; empty is that of the dossier, ``whole``.
    """

    def level(one: str) -> int:
        return MARKINGS.index(one or whole or MARKINGS[0])

    lower = [old for old in older_versions(rows, identity) if level(rows[old].marking) < level(marking)]
    return {old: dataclasses.replace(rows[old], marking=marking) for old in lower}
