"""Which parts of a dossier are open to a guest: those that rest on a table that is shared with them."""

from __future__ import annotations

from legation.web.asked import Asked

__all__ = ["is_shared", "rests_on_shared"]

_AIMS = ("objectives", "activities", "indicators", "assumptions", "messages")
_TALKS = ("engagements", "commitments")
_DATED = (*_AIMS, *_TALKS, "processes", "rollcalls")
_RESTS = {
    "actors": ("actors",),
    "actors.groups": ("groups",),
    "actors.grid": ("positions",),
    "actors.map": ("relations",),
    "issues": ("issues",),
    "positions": ("positions",),
    "evidence": ("evidence",),
    "coalitions": ("coalitions",),
    "strategy": _AIMS,
    "strategy.calendar": _DATED,
    "strategy.timeline": _DATED,
    "engagement": _TALKS,
}
"""Routes, or the places that they belong to, with the tables that they show."""


def is_shared(asked: Asked, table: str) -> bool:
    """Whether the person may see rows of a table at all."""
    return asked.sight.tables is None or table in asked.sight.tables


def rests_on_shared(asked: Asked, route: str) -> bool:
    """Whether a page may have something to show: an empty one of a table that is not shared would say that the dossier holds nothing."""
    tables = _RESTS.get(route) or _RESTS.get(route.partition(".")[0])
    return tables is None or any(is_shared(asked, table) for table in tables)
