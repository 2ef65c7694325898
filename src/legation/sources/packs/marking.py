"""How high rows are marked that a dossier takes out of a record: as high as there, whatever the dossier has of what they rest on."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from legation.dossier.dossier import Dossier
from legation.dossier.parts.rules import Body, every_rule
from legation.dossier.records import MARKINGS
from legation.dossier.tables.votes import Votes
from legation.sources.packs.bodies import actors_of

__all__ = ["MarkingGuard"]

_BEARING = ("actors", "evidence", "issues", "rollcalls", "processes", "forum_steps")
"""Tables on whose rows others rest."""
_OPEN = (0, 0)


@dataclass(frozen=True, slots=True)
class MarkingGuard:
    """Which rows of a record a dossier has under a lower marking: what hangs on them, more people would see there than in the record.

    Attributes
    ----------
    levels : mapping of str to mapping of str to (int, int)
        Table -> id in the record -> how high the row is marked there, and in the dossier; a row that is new takes its marking along.
    least : int
        How high every row has to be marked, because the whole record is marked higher than the whole dossier; 0: nothing is asked.
    """

    levels: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    least: int = 0

    @classmethod
    def of(cls, record: Dossier, into: Dossier | None, own: Mapping[str, str]) -> MarkingGuard:
        r"""Return the guard of a record whose rows go into a dossier; ``own`` says under which other id it has an actor.

        >>> from legation.dossier import decode
        >>> note = b"id,title,marking\ns,Note,TLP:AMBER\n"
        >>> there = decode({"dossier.toml": b'id = "d"', "evidence.csv": note, "issues.csv": b"id,evidence\ni,s\n"})
        >>> guard = MarkingGuard.of(there, decode({"dossier.toml": b'id = "own"', "evidence.csv": b"id,title\ns,Note\n"}), {})
        >>> guard.raised(there.issues[0], "evidence", "s").marking, guard.raised(there.issues[0], "evidence", "other").marking
        ('TLP:AMBER', '')
        """
        if into is None:
            return cls()
        whole, target = _level(record.info), _level(into.info)
        levels: dict[str, dict[str, tuple[int, int]]] = {}
        for name in _BEARING:
            there = {row.id: max(target, _level(row)) for row in getattr(into, name)}
            before = {row.id: max(whole, _level(row)) for row in getattr(record, name)}
            ids = own if name == "actors" else {}
            levels[name] = {one: (level, there.get(ids.get(one, one), level)) for one, level in before.items()}
        return cls(levels, whole if whole > target else 0)

    def raised(self, row: Any, table: str, *names: str) -> Any:
        """Return a row marked as high as the rows of a table that it rests on are in the record, where the dossier has them lower."""
        found = (self.levels.get(table, {}).get(name, _OPEN) for name in names)
        return _at_least(row, max((before for before, after in found if before > after), default=0))

    def marked(self, rows: Iterable[Any]) -> tuple[Any, ...]:
        """Return rows marked as high as their sources, where the dossier has those lower, and as high as the whole record has to be."""
        return tuple(_at_least(self.raised(row, "evidence", *row.evidence), self.least) for row in rows)

    def without(self, votes: Votes) -> Votes:
        """Return the votes without those that more people would see."""
        actors, rollcalls = (self.levels.get(name, {}) for name in ("actors", "rollcalls"))
        if not len(votes) or not any(before > after for table in (actors, rollcalls) for before, after in table.values()):
            return votes
        actor = np.array([actors.get(name, _OPEN) for name in votes.actors], int)[votes.actor]
        rollcall = np.array([rollcalls.get(name, _OPEN) for name in votes.rollcalls], int)[votes.rollcall]
        before, after = np.maximum(actor, rollcall).T
        return votes.keep(after >= before)

    def may_be_named(self, row: Any, table: str, names: Iterable[str]) -> set[str]:
        """Return the rows of a table, by id, that a row may name where it goes: more people may not learn of them."""
        least = max(self.least, _level(row))
        levels = {name: self.levels.get(table, {}).get(name, _OPEN) for name in names}
        return {name for name, (before, after) in levels.items() if max(after, least) >= before}

    def may_come(self, bodies: Iterable[Body], there: Collection[str]) -> tuple[Body, ...]:
        """Return the bodies that may come. A body bears no marking: what one rests on may not be lower than in the record.

        A body whose rules name one that may not come, nor is in ``there``, the ids of those that the dossier has, stays away with it.
        """
        found = () if self.least else tuple(body for body in bodies if not self._opens(body))
        while True:
            known = {*there, *(body.id for body in found)}
            left = tuple(body for body in found if all(rule.body in known for rule in every_rule(body.rules) if rule.body))
            if left == found:
                return found
            found = left

    def _opens(self, body: Body) -> bool:
        """Whether a body rests on what more people would see there."""
        rests = {"evidence": [name for rule in every_rule(body.rules) for name in rule.evidence], "actors": list(actors_of(body))}
        found = (self.levels.get(table, {}).get(name, _OPEN) for table, names in rests.items() for name in names)
        return any(before > after for before, after in found)


def _level(row: Any) -> int:
    return MARKINGS.index(row.marking or MARKINGS[0])


def _at_least(row: Any, level: int) -> Any:
    return dataclasses.replace(row, marking=MARKINGS[level]) if level > _level(row) else row
