"""What a row says, as a hash; and how far a second person confirmed its marking, for just that."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from legation.dossier.clearing.scope import ClearedNode, Place
from legation.dossier.records import MARKINGS, Release

__all__ = ["confirm", "fingerprint", "places_of"]

_NOT_SAID = frozenset({"author", "recorded", "reason"})
"""Columns of which a change is no change of what the row says."""


def confirm(releases: Iterable[Release], nodes: Sequence[ClearedNode]) -> None:
    """Note on each row how far its own marking was confirmed: for just what the row says, and for just that marking.

    It holds while what the row cites is marked no higher than it was then.
    """
    found: dict[Place, list[Release]] = {}
    for one in releases:
        found.setdefault((one.part, one.table, one.row), []).append(one)
    if found:
        for node in nodes:
            if node.own is not None and node.place in found:
                said = (MARKINGS[node.own], fingerprint(node))
                node.confirmed = max((_reach(one) for one in found[node.place] if (one.marking, one.content) == said), default=-1)


def _reach(release: Release) -> int:
    """Return up to which place in ``MARKINGS`` a release holds: nothing is stricter than the last; of one that does not say, any."""
    return len(MARKINGS) if release.cited in ("", MARKINGS[-1]) else MARKINGS.index(release.cited)


def fingerprint(node: ClearedNode) -> str:
    """Return the SHA-256 of what a row says, its sources included: a row that was changed since must be confirmed again."""
    said = {name: str(value) for name, value in _values(node.row) if name not in _NOT_SAID}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _values(row: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((one.name, getattr(row, one.name)) for one in dataclasses.fields(row))


def places_of(node: ClearedNode) -> tuple[Place, ...]:
    """Return where a row stands; of one without an id in a model also where one of the same words stands."""
    part, table, _ = node.place
    if not table or node.names:
        return (node.place,)
    return node.place, (part, table, fingerprint(node))
