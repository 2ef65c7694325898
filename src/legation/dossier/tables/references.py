"""Which names a row gives to others, and which names it needs: the references of a dossier in one form.

A name is a place and a word: ``("actors", "FRA")``, ``("groups", "eu")``, ``("files", "files/a.pdf")``. The content of a file is a name,
too, ``("content", "files/a.pdf#<sha256>")``: evidence that records a fingerprint needs the file as it was.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeAlias

from legation.dossier.kind import Reference
from legation.dossier.parts.rules import BodyRule, every_rule
from legation.dossier.records import TABLES

__all__ = ["Name", "content_name", "named_by", "names_of", "part_of", "places_of", "references_of", "without"]

Name: TypeAlias = tuple[str, str]


def part_of(name: Name) -> str:
    """Return the part in which a name is given."""
    place, _ = name
    return {"bodies": "bodies.toml", "content": "files"}.get(place, place.removesuffix(".id"))


def places_of(part: str, column: str) -> tuple[str, ...]:
    """Return the tables whose rows a column names; none where it names no rows, or older rows of its own table.

    >>> places_of("positions", "evidence"), places_of("positions", "supersedes"), places_of("positions", "value")
    (('evidence',), (), ())
    """
    found = _references(part).get(column)
    return tuple(place for place in found.to if place in TABLES) if found else ()


def named_by(place: str) -> tuple[str, ...]:
    """Return the tables whose rows name rows of a table, in the order of the tables.

    >>> named_by("objectives")
    ('activities', 'indicators', 'assumptions', 'messages', 'threats', 'signposts', 'challenges')
    """
    return tuple(name for name in TABLES if any(place in kind.to for kind in _references(name).values()))


def content_name(file: str, data: bytes) -> Name:
    """Return the name of a file's content."""
    return "content", f"{file}#{hashlib.sha256(data).hexdigest()}"


def names_of(part: str, identity: str, row: Any) -> tuple[Name, ...]:
    """Return the names that a row gives; nothing gives none."""
    if row is None:
        return ()
    if part in ("bodies.toml", "files"):
        return ((part.removesuffix(".toml"), identity),)
    if part not in TABLES or part == "votes":
        return ()
    own = ((_own(part), row.id),) if row.id else ()
    word = TABLES[part].word
    return (*own, (part, getattr(row, word))) if word else own


def references_of(part: str, row: Any, places: Collection[str]) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """Yield each reference of a row that may lead to one of some places: its column, and the names of which one must be there."""
    if part == "bodies.toml":
        if row.members:
            yield "members", (("groups", row.members),)
        for rule in every_rule(row.rules):
            yield from (("rules", (("evidence", target),)) for target in rule.evidence)
            yield from (("rules", (("actors", actor),)) for actor in rule.veto)
            yield from (("rules", ((place, name),)) for place, name in (("groups", rule.members), ("bodies", rule.body)) if name)
        yield from (("board_order", (("actors", actor),)) for actor in row.board_order)
        yield from (("weights", (("actors", actor),)) for weights in row.weights.values() for actor in weights)
        return
    for column, kind in _references(part).items():
        value = getattr(row, column)
        if not value:
            continue
        to = [_own(part) if place == "same" else place for place in kind.to]
        if any(place in places for place in to):
            for target in value if kind.many else (value,):
                yield column, tuple((place, target) for place in to)
    if part == "evidence" and row.part:
        yield "part", (("files", row.part),)
        if row.sha256:
            yield "sha256", (("content", f"{row.part}#{row.sha256}"),)


def _own(part: str) -> str:
    """Return the place of a table's ids, which for memberships are not the names of their groups."""
    return f"{part}.id" if TABLES[part].word else part


def _references(part: str) -> Mapping[str, Reference]:
    return TABLES[part].references if part in TABLES else {}


def without(part: str, row: Any, absent: Callable[[tuple[Name, ...]], bool], places: Collection[str]) -> Any:
    """Return the row without the references that are absent; None where it is about something that is."""
    lost: dict[str, list[str]] = {}
    for column, names in references_of(part, row, places):
        if absent(names):
            lost.setdefault(column, []).append(names[0][1])
    if not lost:
        return row
    if any(column in lost for column in (TABLES[part].about if part in TABLES else ())):
        return None
    changes: dict[str, Any] = {}
    for column, targets in lost.items():
        value = getattr(row, column)
        if column == "rules":
            changes[column] = tuple(left for rule in value if (left := _rule_without(rule, absent)) is not None)
        else:
            changes[column] = tuple(v for v in value if v not in targets) if isinstance(value, tuple) else ""
    if part == "evidence" and {"part", "sha256"} & changes.keys():
        changes |= {"part": "", "sha256": ""}
    return dataclasses.replace(row, **changes)


def _rule_without(rule: BodyRule, absent: Callable[[tuple[Name, ...]], bool]) -> BodyRule | None:
    """Return a rule without the sources and vetoes that are absent; None where those who vote under it, or under a part of it, are."""
    if any(absent(((place, name),)) for place, name in (("groups", rule.members), ("bodies", rule.body)) if name):
        return None
    parts = [_rule_without(part, absent) for part in rule.parts]
    if None in parts:
        return None
    return dataclasses.replace(
        rule,
        evidence=tuple(one for one in rule.evidence if not absent((("evidence", one),))),
        veto=tuple(one for one in rule.veto if not absent((("actors", one),))),
        parts=tuple(part for part in parts if part is not None),
    )
