"""Which parts of a dossier are open to a guest: those that rest on a table that is shared with them."""

from __future__ import annotations

from legation.dossier.records import TABLES
from legation.web.asked import Asked
from legation.web.site.page import ROUTES

__all__ = ["is_shared", "rests_on_shared", "tables_of"]


def tables_of(*chapters: str) -> tuple[str, ...]:
    """Return the tables of some chapters, in the order of the tables."""
    return tuple(name for name, table in TABLES.items() if table.chapter in chapters)


def is_shared(asked: Asked, table: str) -> bool:
    """Whether the person may see rows of a table at all."""
    return asked.sight.tables is None or table in asked.sight.tables


def rests_on_shared(asked: Asked, route: str) -> bool:
    """Whether a page may have something to show: an empty one of a table that is not shared would say that the dossier holds nothing."""
    declared = (ROUTES[name].rests for name in (route, route.partition(".")[0]) if name in ROUTES)
    tables = next(filter(None, declared), ())
    return not tables or any(is_shared(asked, table) for table in tables)
