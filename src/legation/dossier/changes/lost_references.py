"""What a merge would break: names that one side took away and a row of the other needs, and cycles of supersession.

Nothing here depends on a choice: whatever *may* stand in the end is examined, so that no choice can break a reference without having been
asked about.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.changes.conflicts import SIDES, Conflict, Need
from legation.dossier.changes.three_way import JoinedPart, rows_of
from legation.dossier.dossier import Dossier
from legation.dossier.records import TABLES
from legation.dossier.tables.references import Name, content_name, names_of, part_of, references_of, without
from legation.dossier.tables.votes import Votes

__all__ = ["Broken", "find_broken"]

Row = tuple[str, str, Any]


@dataclass(slots=True)
class Broken:
    """What would break.

    Attributes
    ----------
    conflicts : list of Conflict
        Beyond those of single parts: names of groups and coalitions, and cycles.
    needed : dict of Name to list of Need
        Names at risk, with the rows that need them.
    cycles : dict of str to tuple of str
        By part, the rows that may come to supersede each other in a cycle.
    """

    parts: dict[str, JoinedPart]
    conflicts: list[Conflict] = field(default_factory=list)
    needed: dict[Name, list[Need]] = field(default_factory=dict)
    cycles: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def settle(self, conflict: Conflict, side: str) -> None:
        """Let one side of a conflict over a name or a cycle stand."""
        part = self.parts[conflict.part]
        state = part.mine if side == "mine" else part.theirs
        if conflict.name is None:
            for identity in self.cycles[conflict.part]:
                if identity in part.rows:
                    row = state.get(identity)
                    part.rows[identity] = dataclasses.replace(part.rows[identity], supersedes=row.supersedes if row is not None else "")
            return
        if any(conflict.name in names_of(part.name, identity, row) for identity, row in part.rows.items()):
            return
        place, word = conflict.name
        for identity, row in state.items():
            if conflict.name in names_of(part.name, identity, row):
                here = part.rows.get(identity)
                part.rows[identity] = row if here is None else dataclasses.replace(here, **{TABLES[place].word: word})

    def empty_references(self, base: Dossier) -> set[Name]:
        """Empty the references to what is gone, and take away what is about nothing else; return the names that are gone."""
        gone = {name for name in self.needed if name not in set(_names(self.parts, base, {name[0] for name in self.needed}))}
        known = set(gone)
        while known:
            places = {place for place, _ in gone}
            present = set(_names(self.parts, base, None))
            known = set()
            for part, identity, row in list(_final_rows(self.parts, base)):
                left = without(part, row, lambda names: any(n in gone for n in names) and not any(n in present for n in names), places)  # noqa: B023
                if left is row:
                    continue
                joined = self._part(part, base)
                if left is None:
                    del joined.rows[identity]
                    known |= set(names_of(part, identity, row))
                else:
                    joined.rows[identity] = left
            known -= gone | set(_names(self.parts, base, {place for place, _ in known}))
            gone |= known
        return gone

    def _part(self, name: str, base: Dossier) -> JoinedPart:
        """Return a part to be changed; one that neither side changed is begun with its rows."""
        if name not in self.parts:
            rows = rows_of(name, base)
            self.parts[name] = JoinedPart(name, rows, rows, rows, (), dict(rows))
        return self.parts[name]


def find_broken(parts: dict[str, JoinedPart], base: Dossier, votes: Callable[[], Votes]) -> Broken:
    """Return what the joined parts would break; conflicts of whole rows that others need are marked in the parts themselves."""
    broken = Broken(parts)
    _find_needed(broken, base, votes)
    for name, part in parts.items():
        cycle = _cycle(part) if name in TABLES and name != "votes" else ()
        if cycle:
            states = (
                tuple(f"{i} > {s[i].supersedes}" for i in cycle if i in s and s[i].supersedes) for s in (part.base, part.mine, part.theirs)
            )
            values = dict(zip(("base", *SIDES), states, strict=True))
            conflict = Conflict(part=name, row=" ".join(cycle), columns=("supersedes",), dossiers=part.dossiers, **values)  # type: ignore[arg-type]
            broken.conflicts.append(conflict)
            broken.cycles[name] = cycle
    return broken


def _find_needed(broken: Broken, base: Dossier, votes: Callable[[], Votes]) -> None:
    """Find the names at risk that are needed. A name that is asked about puts others at risk, so this goes on until no more are found."""
    parts = broken.parts
    given: dict[Name, list[tuple[str, str]]] = {}
    for part in parts.values():
        for identity in part.touched:
            for row in part.states(identity)[1:]:
                for name in _given(part.name, identity, row):
                    given.setdefault(name, []).append((part.name, identity))
    unsure: set[tuple[str, str]] = set()
    found = -1
    while found != len(broken.needed):
        found = len(broken.needed)
        present = set(_names(parts, base, None, unsure)) if given else set()
        lost = {name: carriers for name, carriers in given.items() if name not in present}
        if lost:
            _find_among(broken, base, votes, lost, present)
        unsure = {carrier for name in broken.needed for carrier in given[name]}
    for name in broken.needed:
        _ask(broken, name)


def _find_among(
    broken: Broken, base: Dossier, votes: Callable[[], Votes], lost: Mapping[Name, list[tuple[str, str]]], present: set[Name]
) -> None:
    parts = broken.parts
    places = {place for place, _ in lost}
    rows: list[Row] = [(p.name, i, row) for p in parts.values() for i, row in p.possible_rows()]
    rows += [(name, i, row) for name in _others(parts) for i, row in rows_of(name, base).items()]
    rows += [(p, i, row) for name in broken.needed for p, i in lost.get(name, ()) for row in parts[p].states(i)[1:] if row is not None]
    cast = votes() if places & {"actors", "rollcalls"} else Votes()
    for place, names in (("actors", cast.actors), ("rollcalls", cast.rollcalls)):
        _note(broken, [((place, name), Need("votes", "", place[:-1])) for name in names if (place, name) in lost])
    seen: set[Name] = set()
    while rows:
        _note_needs(broken, rows, lost, present, places)
        fresh = [name for name in broken.needed if name not in seen]
        seen.update(fresh)
        carriers = dict.fromkeys(carrier for name in fresh for carrier in lost.get(name, ()))
        rows = [(p, i, row) for p, i in carriers for row in parts[p].states(i)[1:] if row is not None]


def _note_needs(broken: Broken, rows: Iterable[Row], lost: Mapping[Name, Any], present: set[Name], places: set[str]) -> None:
    for part, identity, row in rows:
        for column, names in references_of(part, row, places):
            hit = next((name for name in names if name in lost), None)
            if hit and not any(name in present for name in names):
                _note(broken, [(hit, Need(part, identity, column))])


def _note(broken: Broken, needs: Iterable[tuple[Name, Need]]) -> None:
    for name, need in needs:
        if need not in broken.needed.setdefault(name, []):
            broken.needed[name].append(need)


def _ask(broken: Broken, name: Name) -> None:
    """Make a conflict of a name that is needed and at risk, or mark the one that is there."""
    part = broken.parts[part_of(name)]
    place, word = name
    needs = tuple(broken.needed[name])
    if place in TABLES and TABLES[place].word:
        has = [word if any(name in names_of(place, i, row) for i, row in s.items()) else None for s in (part.base, part.mine, part.theirs)]
        values = dict(zip(("base", *SIDES), has, strict=True))
        broken.conflicts.append(
            Conflict(part=place, row=word, columns=(TABLES[place].word,), name=name, needed_by=needs, dossiers=part.dossiers, **values)  # type: ignore[arg-type]
        )
        return
    identity = word.rpartition("#")[0] if place == "content" else word
    there = part.conflicts.get(identity)
    if not there:
        base, mine, theirs = part.states(identity)
        part.add(identity, base=base, mine=mine, theirs=theirs)
        there = part.conflicts[identity]
    there[0] = dataclasses.replace(there[0], needed_by=tuple(dict.fromkeys(there[0].needed_by + needs)))


def _cycle(part: JoinedPart) -> tuple[str, ...]:
    """Return the rows that may come to supersede each other in a cycle, in their order; none unless both changed links."""
    links: dict[str, set[str]] = {}
    fresh = [False, False]
    for identity in part.touched:
        before, *sides = (getattr(row, "supersedes", "") for row in part.states(identity))
        fresh = [known or bool(link and link != before) for known, link in zip(fresh, sides, strict=True)]
    if not all(fresh):
        return ()
    for identity in dict.fromkeys((*part.theirs, *part.mine)):
        rows = part.states(identity)[1:] if identity in part.touched else (part.rows.get(identity),)
        links[identity] = {row.supersedes for row in rows if row is not None and row.supersedes}
    size = -1
    while size != len(links):  # what nothing leads to, or what leads nowhere, is in no cycle
        size = len(links)
        led_to = set().union(*links.values()) if links else set()
        links = {i: to & links.keys() for i, to in links.items() if i in led_to and to & links.keys()}
    return tuple(links)


def _given(part: str, identity: str, row: Any) -> tuple[Name, ...]:
    """Return the names that a touched row gives; of a file its content, too."""
    names = names_of(part, identity, row)
    return (*names, content_name(identity, row)) if part == "files" and row is not None else names


def _names(
    parts: Mapping[str, JoinedPart], base: Dossier, places: set[str] | None, unsure: Collection[tuple[str, str]] = ()
) -> Iterator[Name]:
    """Yield the names that are sure to be given in some places: all but those that depend on an open conflict, or on an unsure row."""
    wanted = None if places is None else {part_of((place, "")) for place in places}
    for name, part in parts.items():
        if wanted is None or name in wanted:
            touched = set(part.touched)
            for identity, row in part.rows.items():
                if identity not in touched:
                    yield from names_of(name, identity, row)
                    continue
                rows = part.states(identity)[1:] if (name, identity) in unsure else part.possible(identity)
                yield from set.intersection(*(set(_given(name, identity, possible)) for possible in rows))
    for name in _others(parts):
        if wanted is None or name in wanted:
            for identity, row in rows_of(name, base).items():
                yield from names_of(name, identity, row)


def _final_rows(parts: Mapping[str, JoinedPart], base: Dossier) -> Iterator[Row]:
    for part in parts.values():
        yield from ((part.name, identity, row) for identity, row in part.rows.items())
    for name in _others(parts):
        yield from ((name, identity, row) for identity, row in rows_of(name, base).items())


def _others(parts: Mapping[str, JoinedPart]) -> list[str]:
    """Return the parts that neither side changed and that give or need names."""
    return [name for name in (*TABLES, "bodies.toml", "files") if name not in parts and name != "votes"]
