"""What stands at a day, for pages that show many actors at once: positions by actor and issue, and memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation.dossier import Dossier as Content
from legation.dossier import Position, in_force, standing
from legation.questions.inputs import group_name

__all__ = ["groups_at", "positions_at"]


def positions_at(view: Content, day: dt.date) -> dict[tuple[str, str], tuple[Position, ...]]:
    """Return the standing positions by actor and issue, newest first: what ``view.position_at`` gives for each pair, in one pass."""
    held = [p for p in view.positions if p.held_from is None or p.held_from.by(day)]
    gone = {(p.actor, p.issue, p.supersedes) for p in held if p.supersedes}
    found: dict[tuple[str, str], list[Position]] = {}
    for position in held:
        if (position.actor, position.issue, position.id) not in gone:
            found.setdefault((position.actor, position.issue), []).append(position)
    return {pair: tuple(sorted(rows, key=_age, reverse=True)) for pair, rows in found.items()}


def groups_at(view: Content, day: dt.date) -> Mapping[str, tuple[Any, ...]]:
    """Return the groups of each actor at a day, by name, in the order of the part."""
    found: dict[str, dict[str, None]] = {}
    for row in standing(view.groups):
        if in_force(row, day):
            found.setdefault(row.actor, {})[row.group] = None
    named = {group: group_name(group) for groups in found.values() for group in groups}
    return {actor: tuple(named[group] for group in groups) for actor, groups in found.items()}


def _age(position: Position) -> tuple[dt.date, ...]:
    dates = (position.held_from, position.known_on, position.recorded)
    return tuple(date.last if date else dt.date.min for date in dates)
