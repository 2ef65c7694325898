"""The dossier at the day of a page: the positions and groups that are current, what was known then, and how much became known later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import TABLES, Position, in_force, standing
from legation.dossier import Dossier as Content
from legation.questions import Case
from legation.questions.base.inputs import group_name
from legation.web.access import AccessScope
from legation.web.site.page import Page, PageRequest, case_at

__all__ = [
    "AsOfPage",
    "groups_at",
    "known_case",
    "later",
    "later_count",
    "later_href",
    "positions_at",
    "same_day",
]


def positions_at(view: Content, day: dt.date) -> Mapping[tuple[str, str], tuple[Position, ...]]:
    """Return the current positions by actor and issue, newest first: what ``view.position_at`` gives for each pair, in one pass.

    Those of the day that was asked for last stay with the dossier, for several pages show them.
    """
    last: tuple[dt.date, Mapping[tuple[str, str], tuple[Position, ...]]] | None = view.__dict__.get("_positions_at")
    if last is None or last[0] != day:
        last = view.__dict__["_positions_at"] = day, _positions_at(view, day)
    return last[1]


def _positions_at(view: Content, day: dt.date) -> dict[tuple[str, str], tuple[Position, ...]]:
    begun = [p for p in view.positions if p.held_from is None or p.held_from.by(day)]
    gone = {(p.actor, p.issue, p.supersedes) for p in begun if p.supersedes}
    positions: dict[tuple[str, str], list[Position]] = {}
    for position in begun:
        if (position.actor, position.issue, position.id) not in gone:
            positions.setdefault((position.actor, position.issue), []).append(position)
    return {pair: tuple(sorted(rows, key=_age, reverse=True)) if len(rows) > 1 else (rows[0],) for pair, rows in positions.items()}


def groups_at(view: Content, day: dt.date) -> Mapping[str, tuple[Any, ...]]:
    """Return the groups of each actor at a day, by name, in the order of the part."""
    current: dict[str, dict[str, None]] = {}
    for row in standing(view.groups):
        if in_force(row, day):
            current.setdefault(row.actor, {})[row.group] = None
    named = {group: group_name(group) for groups in current.values() for group in groups}
    return {actor: tuple(named[group] for group in groups) for actor, groups in current.items()}


def _age(position: Position) -> tuple[dt.date, ...]:
    dates = (position.held_from, position.known_on, position.recorded)
    return tuple(date.last if date else dt.date.min for date in dates)


@dataclass(frozen=True, kw_only=True)
class AsOfPage(Page):
    """A page that shows what was known on its day: ``later`` rows became known after it; at ``later_href`` they are there."""

    later: int = 0
    later_href: str = ""


def known_case(request: PageRequest, scope: AccessScope | None = None) -> Case:
    """Return the dossier as it was known on the day of the page: ``?as_of=``, the dossier's own day, or today.

    Parameters
    ----------
    scope : AccessScope, optional
        Less than the person may see; without it all that they may.
    """
    return case_at(request.revision, scope or request.scope, request.today, request.day)


def later_count(request: PageRequest, case: Case, tables: Iterable[str]) -> int:
    """Return how many rows of some tables became known only after the day of the page, and so do not stand on it."""
    return sum(len(getattr(request.view, name)) - len(getattr(case.dossier, name)) for name in tables)


def later(request: PageRequest, *tables: str) -> dict[str, Any]:
    """Return for a :class:`AsOfPage` how many rows of some tables, or of all, became known only after its day, and where they are."""
    return {"later": later_count(request, known_case(request), tables or TABLES), "later_href": later_href(request)}


def same_day(request: PageRequest, address: str) -> str:
    """Return an address at the day that this page was asked for, where one was."""
    given = request.query.get("as_of", "")
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'as_of': given})}" if given else address


def later_href(request: PageRequest) -> str:
    """Return the address of the same page as of today."""
    query = {name: request.query[name] for name in request.query if name != "as_of"}
    return f"{request.http.path.removesuffix('.json')}?{urlencode({**query, 'as_of': request.today.isoformat()})}"
