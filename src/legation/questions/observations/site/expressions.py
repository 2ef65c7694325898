"""What stands behind ``who-reads-us``: expressions over the log of a site, the same on every engine, then tables and pictures.

Each of ``EXPRESSIONS`` takes a table of requests and returns an ordered table of whole numbers and texts.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from legation.questions.observations.site.links import broken_pages, downloads, marked_visits, own_hosts, referrers
from legation.questions.observations.site.pages import (
    by_language,
    demand_by_day,
    pages_by_day,
    pages_fitting,
    pages_read,
    visits_by_page,
    visits_to,
)
from legation.questions.observations.site.requests import coverage, entry_pages, visits_by_day, visits_by_network

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "EXPRESSIONS",
    "broken_pages",
    "by_language",
    "coverage",
    "demand_by_day",
    "downloads",
    "entry_pages",
    "marked_visits",
    "own_hosts",
    "pages_by_day",
    "pages_fitting",
    "pages_read",
    "referrers",
    "visits_by_day",
    "visits_by_network",
    "visits_by_page",
    "visits_to",
]


def _with(expression: Callable[..., ir.Table], *given: Any, **named: Any) -> Callable[[ir.Table], ir.Table]:
    @functools.wraps(expression)
    def narrowed(requests: ir.Table) -> ir.Table:
        return expression(requests, *given, **named)

    return narrowed


EXPRESSIONS: Mapping[str, Callable[[ir.Table], ir.Table]] = {
    "coverage": coverage,
    "visits-by-day": visits_by_day,
    "entry-pages": entry_pages,
    "visits-by-network": visits_by_network,
    "pages-read": _with(pages_read, ("GPTBot", "ClaudeBot")),
    "pages-by-day": _with(pages_by_day, ("/", "/fr/visa/1", "/en/visa/1")),
    "demand-by-day": _with(demand_by_day, ("*/visa*", "*/passport*", "/fr/*et?t*-*civil*")),
    "by-language": by_language,
    "referrers": _with(referrers, ("www.mission.example",)),
    "own-hosts": own_hosts,
    "marked-visits": marked_visits,
    "downloads": downloads,
    "broken-pages": broken_pages,
    "pages-fitting": _with(pages_fitting, ("*visa*", "*/documents/*.pdf")),
    "visits-to": _with(visits_to, ("/", "/fr/visa/1", "/documents/rapport-1.pdf")),
    "visits-by-page": visits_by_page,
}
"""Every expression with one example of its arguments, for tests that compare engines and for measures."""
