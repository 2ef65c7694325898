"""Who speaks for a group: the actor that has its id or its name, and which groups an actor belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from legation.dossier import Actor, in_force, standing
from legation.language import LANGUAGES, fold, say
from legation.questions.base import inputs
from legation.questions.base.case import Case

__all__ = ["groups_by_member", "speaker_of"]


def speaker_of(case: Case, group: str) -> str:
    r"""Return the actor that a group is: by its id, else by its name in any language; the group itself where there is none.

    Parameters
    ----------
    case : Case
    group : str
        Its id.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> rows = {"dossier.toml": b'id = "x"', "actors.csv": b"id,name\nunion,European Union\nFRA,\n"}
    >>> rows["groups.csv"] = b"group,actor\neu,FRA\n"
    >>> speaker_of(Case(dossier=decode(rows), today=dt.date(2026, 12, 1)), "eu")
    'union'
    """
    if case.actor_row(group):
        return group
    name = inputs.group_name(group).name
    called = {fold(say(name, lang)) for lang in LANGUAGES}
    there = case.once(("actors-by-name",), lambda: {fold(name): row.id for row in case.dossier.actors for name in _names(row) if name})
    return next((there[one] for one in sorted(called) if one in there and there[one] != group), group)


def groups_by_member(case: Case) -> Mapping[str, tuple[str, ...]]:
    """Return by actor the groups of the table that it belongs to at the day of knowing."""
    return case.once(("groups-by-member",), lambda: _by_member(case))


def _by_member(case: Case) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in standing(case.dossier.groups):
        if in_force(row, case.as_of):
            found.setdefault(row.actor, {})[row.group] = None
    return {actor: tuple(groups) for actor, groups in found.items()}


def _names(row: Actor) -> tuple[str, ...]:
    return row.name.text, row.name.en, row.name.fr
