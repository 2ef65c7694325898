"""The dossier of a page as it was known on the day of the page, and how much of it became known later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import TABLES
from legation.questions import Case
from legation.web.access import Sight
from legation.web.asked import Asked
from legation.web.dossiers.cases import case_at
from legation.web.site.page import Page

__all__ = ["KnownPage", "known", "later", "later_count", "later_href", "same_day"]


@dataclass(frozen=True, kw_only=True)
class KnownPage(Page):
    """A page that shows what was known on its day: ``later`` rows became known after it; at ``later_href`` they are there."""

    later: int = 0
    later_href: str = ""


def known(asked: Asked, sight: Sight | None = None) -> Case:
    """Return the dossier as it was known on the day of the page: ``?as_of=``, the dossier's own day, or today.

    Parameters
    ----------
    sight : Sight, optional
        Less than the person may see; without it all that they may.
    """
    return case_at(asked.revision, sight or asked.sight, asked.today, asked.day)


def later_count(asked: Asked, case: Case, tables: Iterable[str]) -> int:
    """Return how many rows of some tables became known only after the day of the page, and so do not stand on it."""
    return sum(len(getattr(asked.view, name)) - len(getattr(case.dossier, name)) for name in tables)


def later(asked: Asked, *tables: str) -> dict[str, Any]:
    """Return for a :class:`KnownPage` how many rows of some tables, or of all, became known only after its day, and where they are."""
    return {"later": later_count(asked, known(asked), tables or TABLES), "later_href": later_href(asked)}


def same_day(asked: Asked, address: str) -> str:
    """Return an address at the day that this page was asked for, where one was."""
    given = asked.query.get("as_of", "")
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'as_of': given})}" if given else address


def later_href(asked: Asked) -> str:
    """Return the address of the same page as of today."""
    query = {name: asked.query[name] for name in asked.query if name != "as_of"}
    return f"{asked.request.path.removesuffix('.json')}?{urlencode({**query, 'as_of': asked.today.isoformat()})}"
