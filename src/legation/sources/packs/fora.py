"""What a desk takes of a record of fora: the fora that it names, who decides there and by which rules, their steps, who may do what.

Whatever a row rests on comes with it: the steps that a step follows, the bodies that a rule names, the members that it counts, its sources.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier.dossier import Dossier, standing
from legation.dossier.parts.rules import Body, BodyRule, every_rule
from legation.dossier.problem import Problem
from legation.dossier.records import MARKINGS, MemberOfGroup, Process
from legation.errors import WrongUse
from legation.language import Message, fold
from legation.sources.reading import notice

__all__ = ["ALL_FORA", "ForaRows", "fora_found", "fora_rows", "other_bodies"]

ALL_FORA = "all"
"""The word for every forum of a record."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForaRows:
    """The rows that some fora need.

    Attributes
    ----------
    tables : mapping of str to tuple of records
    bodies : tuple of Body
    fora : tuple of Process
        Those that were named, as they stand.
    members : int
        How many actors the bodies and their rules count, and those with a seat.
    """

    tables: Mapping[str, tuple[Any, ...]]
    bodies: tuple[Body, ...]
    fora: tuple[Process, ...]
    members: int = 0


def fora_found(outline: Dossier, names: Iterable[str]) -> tuple[Process, ...]:
    r"""Return the fora of a record that are named, in its order.

    A name is an id, the beginning of ids, or words of the name of a forum in either language; ``all`` means every one. An id that is there
    means that forum alone.

    Raises
    ------
    WrongUse
        For a name that means none, with the ids that there are.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> there = decode({"dossier.toml": b'id = "d"', "processes.csv": b"id,forum\nitu-pp,ITU Conference\nitu-council,Council\nigf,IGF\n"})
    >>> [row.id for row in fora_found(there, ("itu", "IGF"))]
    ['itu-pp', 'itu-council', 'igf']
    >>> fora_found(there, ("moon",))
    Traceback (most recent call last):
    ...
    legation.errors.WrongUse: There is no forum “moon” in it. Fora: itu-pp | itu-council | igf; a word of their names does as well.
    """
    rows = standing(outline.processes)
    found: set[str] = set()
    for name in names:
        meant = [row.id for row in rows if _means(name, row, exact=True)] or [row.id for row in rows if _means(name, row)]
        if not meant:
            raise WrongUse(Message("packs.no-forum", found=name[:80], allowed=" | ".join(row.id for row in rows) or "—"))
        found |= set(meant)
    return tuple(row for row in rows if row.id in found)


def fora_rows(
    record: Dossier, chosen: Sequence[Process], into: Dossier | None, own: Mapping[str, str], *, with_bodies: bool = True
) -> ForaRows:
    """Return the rows that some fora of a record need, members called as ``into`` calls them.

    Parameters
    ----------
    record : Dossier
    chosen : sequence of Process
    into : Dossier or None
        Where they go: what it has under a lower marking raises the marking of what rests on it, and of the bodies, which bear none, those
        that rest on such a row are left out.
    own : mapping of str to str
        Id of an actor in the record -> under which other id ``into`` has it.
    with_bodies : bool
        Whether the bodies may come: they bear no marking of their own.
    """
    fora = _chains(record.processes, {row.id for row in chosen})
    steps = _with_followed(record.forum_steps, {row.id for row in record.forum_steps if row.forum in fora})
    fora |= _chains(record.processes, {row.forum for row in record.forum_steps if row.id in steps})
    processes = tuple(row for row in record.processes if row.id in fora)
    lower = _Lower.of(record, into, own)
    named = {row.body for row in processes} if with_bodies else set()
    bodies = tuple(body for body in _bodies(record, named) if not lower.opens_body(body))
    counted = {body.members for body in bodies} | {rule.members for body in bodies for rule in every_rule(body.rules)}
    seats = {name for row in processes for name in row.seats}
    groups = tuple(row for row in record.groups if row.group in counted | seats)
    members = {row.actor for row in groups} | seats | {name for body in bodies for name in _actors_of(body)}
    actors = {row.id: row for row in record.actors if row.id in members}
    there = into if into is not None else record.with_fields(groups=(), actors=(), bodies=(), coalitions=())
    known = {(row.group, row.actor) for row in there.groups}
    known_names = {*actors, *(row.group for row in groups), *(row.id for row in there.actors)}
    known_names |= {row.group for row in there.groups} | {row.coalition for row in there.coalitions}
    known_bodies = {body.id for body in (*bodies, *there.bodies)}

    def process(row: Process) -> Process:
        seated = tuple(own.get(name, name) for name in row.seats if name in known_names)
        row = lower.raised(row, "actors", *row.seats)
        return dataclasses.replace(row, seats=seated, body=row.body if row.body in known_bodies else "")

    def membership(row: MemberOfGroup) -> MemberOfGroup:
        return dataclasses.replace(row, actor=own.get(row.actor, row.actor))

    tables: dict[str, tuple[Any, ...]] = {
        "actors": tuple(row for row in actors.values() if own.get(row.id, row.id) == row.id),
        "groups": tuple(
            one for row in groups if ((one := membership(lower.raised(row, "actors", row.actor))).group, one.actor) not in known
        ),
        "processes": tuple(process(row) for row in processes),
        "forum_steps": tuple(
            lower.raised(lower.raised(row, "processes", row.forum), "forum_steps", row.after)
            for row in record.forum_steps
            if row.id in steps
        ),
        "forum_access": tuple(lower.raised(row, "processes", row.forum) for row in record.forum_access if row.forum in fora),
    }
    tables = {name: tuple(lower.raised(row, "evidence", *row.evidence) for row in rows) for name, rows in tables.items()}
    cited = {name for rows in tables.values() for row in rows for name in row.evidence}
    cited |= {name for body in bodies for rule in every_rule(body.rules) for name in rule.evidence}
    tables["evidence"] = tuple(row for row in record.evidence if row.id in _with_cited(record, cited))
    return ForaRows(tables=tables, bodies=tuple(_renamed(body, own) for body in bodies), fora=tuple(chosen), members=len(actors))


def other_bodies(there: Iterable[Body], come: Iterable[Body]) -> tuple[Problem, ...]:
    """Return a notice for each body that a dossier has with other members, weights or rules than those that come; the dossier's stands."""
    known = {body.id: body for body in there}
    differing = (one for one in come if one.id in known and _decides(known[one.id]) != _decides(one))
    return tuple(notice("body-differs", "bodies.toml", None, "body", found=one.id, name=one.name or one.id) for one in differing)


def _decides(body: Body) -> tuple[Any, ...]:
    return body.members, dict(body.weights), body.rules


def _means(name: str, row: Process, *, exact: bool = False) -> bool:
    plain = fold(name).strip()
    if exact or not plain:
        return bool(plain) and plain == fold(row.id)
    words = " ".join(_WORD.findall(plain))
    texts = (" ".join(_WORD.findall(fold(text))) for text in (row.forum.text, row.forum.en, row.forum.fr))
    is_named = bool(words) and any(f" {words} " in f" {text} " for text in texts)
    return plain == ALL_FORA or fold(row.id).startswith(plain) or is_named


def _chains(rows: Sequence[Any], ids: Collection[str]) -> set[str]:
    """Return some rows with those that they supersede, and those that supersede them."""
    older = {row.id: row.supersedes for row in rows if row.supersedes}
    newer: dict[str, list[str]] = {}
    for new, old in older.items():
        newer.setdefault(old, []).append(new)
    found, waiting = set(ids), list(ids)
    while waiting:
        one = waiting.pop()
        beside = {*newer.get(one, ()), *((older[one],) if one in older else ())} - found
        found |= beside
        waiting += beside
    return found


def _with_followed(rows: Sequence[Any], ids: Collection[str]) -> set[str]:
    """Return some steps with the steps that they follow, to the first."""
    after = {row.id: row.after for row in rows if row.after}
    found = _chains(rows, ids)
    while more := {after[one] for one in found if one in after} - found:
        found |= _chains(rows, more)
    return found & {row.id for row in rows}


def _with_cited(record: Dossier, ids: set[str]) -> set[str]:
    """Return some evidence with the evidence that it rests on."""
    rests = {row.id: row.evidence for row in record.evidence}
    found = _chains(record.evidence, ids)
    while more := {name for one in found for name in rests.get(one, ())} - found:
        found |= _chains(record.evidence, more)
    return found


def _bodies(record: Dossier, ids: Collection[str]) -> tuple[Body, ...]:
    """Return some bodies with those that their rules name, to any depth, in the order of the record."""
    by_id = {body.id: body for body in record.bodies}
    found: set[str] = set()
    waiting = [one for one in ids if one in by_id]
    while waiting:
        one = waiting.pop()
        if one in found or one not in by_id:
            continue
        found.add(one)
        waiting += [rule.body for rule in every_rule(by_id[one].rules) if rule.body]
    return tuple(body for body in record.bodies if body.id in found)


def _actors_of(body: Body) -> Iterator[str]:
    """Yield the actors that a body names beside its members."""
    yield from body.board_order
    for table in body.weights.values():
        yield from table
    for rule in every_rule(body.rules):
        yield from rule.veto


def _renamed(body: Body, own: Mapping[str, str]) -> Body:
    """Return a body whose vetoes, weights and board name actors as a dossier calls them."""

    def rule(one: BodyRule) -> BodyRule:
        return dataclasses.replace(one, veto=tuple(own.get(name, name) for name in one.veto), parts=tuple(rule(part) for part in one.parts))

    weights = {name: {own.get(actor, actor): weight for actor, weight in table.items()} for name, table in body.weights.items()}
    order = tuple(own.get(name, name) for name in body.board_order)
    return dataclasses.replace(body, weights=weights, board_order=order, rules=tuple(rule(one) for one in body.rules), source=b"")


@dataclass(frozen=True, slots=True)
class _Lower:
    """Which rows of a record a dossier has under a lower marking, by table and id: how high they are marked in the record."""

    rows: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, record: Dossier, into: Dossier | None, own: Mapping[str, str]) -> _Lower:
        if into is None:
            return cls({})
        found: dict[tuple[str, str], int] = {}
        for name in ("actors", "evidence", "processes", "forum_steps"):
            there = {row.id: _rank(row, into) for row in getattr(into, name)}
            levels = ((row.id, _rank(row, record)) for row in getattr(record, name))
            found |= {
                (name, one): level for one, level in levels if level > there.get(own.get(one, one) if name == "actors" else one, level)
            }
        return cls(found)

    def raised(self, row: Any, table: str, *names: str) -> Any:
        """Return a row marked as high as what it rests on is marked in the record, where the dossier has that lower."""
        least = max((self.rows.get((table, name), 0) for name in names), default=0)
        own = MARKINGS.index(row.marking or MARKINGS[0])
        return dataclasses.replace(row, marking=MARKINGS[least]) if least > own else row

    def opens_body(self, body: Body) -> bool:
        """Whether a rule of a body rests on what more people would see there."""
        sources = (("evidence", name) for rule in every_rule(body.rules) for name in rule.evidence)
        return any(one in self.rows for one in (*sources, *(("actors", name) for name in _actors_of(body))))


def _rank(row: Any, dossier: Dossier) -> int:
    return max(MARKINGS.index(one or MARKINGS[0]) for one in (row.marking, dossier.info.marking))
