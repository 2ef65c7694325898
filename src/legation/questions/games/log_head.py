"""The beginning of the log of a game: what was negotiated, by whom, as the host opened it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message
from legation.rooms.entry import Entry

__all__ = ["opened_of"]

_NEEDED = frozenset({"session", "protocol", "issues", "sides"})


def opened_of(log: Sequence[Entry]) -> Mapping[str, Any]:
    """Return what the first entry of a game says.

    Raises
    ------
    NotAvailable
        Where the log is of no negotiation, or its beginning was erased.
    """
    first = log[0] if log else None
    if first is None or first.kind != "opened" or first.data is None or not set(first.data) >= _NEEDED:
        raise NotAvailable(Message("what-did-the-game-show.no-negotiation"))
    if not all(_is_listed(first.data[name]) for name in ("issues", "sides")) or not all(
        _is_listed(one.get("options")) for one in first.data["issues"]
    ):
        raise NotAvailable(Message("what-did-the-game-show.no-negotiation"))
    return first.data


def _is_listed(rows: Any) -> bool:
    """Whether something is a list of things with ids."""
    return (
        isinstance(rows, list | tuple) and bool(rows) and all(isinstance(one, Mapping) and isinstance(one.get("id"), str) for one in rows)
    )
