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
from legation.dossier.parts.rules import Body
from legation.dossier.problem import Problem
from legation.dossier.records import Actor, ForumStep, MemberOfGroup, Process
from legation.errors import WrongUse
from legation.language import Message, fold
from legation.sources.packs.bodies import actors_of, bodies_with_named, groups_counted, renamed, sources_of
from legation.sources.packs.chains import chains, evidence_with_cited, steps_with_followed
from legation.sources.packs.marking import MarkingGuard
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


def fora_rows(record: Dossier, chosen: Sequence[Process], into: Dossier | None, own: Mapping[str, str], guard: MarkingGuard) -> ForaRows:
    """Return the rows that some fora of a record need, members called as ``into`` calls them.

    Parameters
    ----------
    record : Dossier
    chosen : sequence of Process
    into : Dossier or None
        Where they go.
    own : mapping of str to str
        Id of an actor in the record -> under which other id ``into`` has it.
    guard : MarkingGuard
        What ``into`` has under a lower marking raises the marking of what rests on it; bodies, which bear none, are left out.
    """
    there = into if into is not None else record.with_fields(groups=(), actors=(), bodies=(), coalitions=())
    processes, steps = _fora_and_steps(record, chosen)
    fora = {row.id for row in processes}
    bodies = guard.may_come(bodies_with_named(record, {row.body for row in processes}), {body.id for body in there.bodies})
    seats = {name for row in processes for name in row.seats}
    groups = tuple(row for row in record.groups if row.group in groups_counted(bodies) | seats)
    members = {row.actor for row in groups} | seats | {name for body in bodies for name in actors_of(body)}
    actors = tuple(row for row in record.actors if row.id in members)
    seated = _seats_known(there, actors, groups)
    known_bodies = {body.id for body in (*bodies, *there.bodies)}
    rows: dict[str, Iterable[Any]] = {
        "actors": (row for row in actors if own.get(row.id, row.id) == row.id),
        "groups": _memberships(there, groups, own, guard),
        "processes": (_process(row, own, seated, known_bodies, guard) for row in processes),
        "forum_steps": (guard.raised(guard.raised(row, "processes", row.forum), "forum_steps", row.after) for row in steps),
        "forum_access": (guard.raised(row, "processes", row.forum) for row in record.forum_access if row.forum in fora),
    }
    tables = {name: guard.marked(found) for name, found in rows.items()}
    cited = {name for found in tables.values() for row in found for name in row.evidence}
    tables["evidence"] = guard.marked(evidence_with_cited(record, cited | sources_of(bodies)))
    return ForaRows(tables=tables, bodies=tuple(renamed(body, own) for body in bodies), fora=tuple(chosen), members=len(actors))


def _fora_and_steps(record: Dossier, chosen: Iterable[Process]) -> tuple[tuple[Process, ...], tuple[ForumStep, ...]]:
    """Return some fora with their steps, the steps that these follow, and the fora of those."""
    fora = chains(record.processes, {row.id for row in chosen})
    steps = steps_with_followed(record.forum_steps, {row.id for row in record.forum_steps if row.forum in fora})
    fora |= chains(record.processes, {row.forum for row in record.forum_steps if row.id in steps})
    return tuple(row for row in record.processes if row.id in fora), tuple(row for row in record.forum_steps if row.id in steps)


def _seats_known(there: Dossier, actors: Iterable[Actor], groups: Iterable[MemberOfGroup]) -> set[str]:
    """Return the names that a seat may have: of actors, groups and coalitions that come or are there."""
    come = {*(row.id for row in actors), *(row.group for row in groups)}
    return come | {row.id for row in there.actors} | {row.group for row in there.groups} | {row.coalition for row in there.coalitions}


def _memberships(there: Dossier, groups: Iterable[MemberOfGroup], own: Mapping[str, str], guard: MarkingGuard) -> Iterator[MemberOfGroup]:
    """Yield the memberships that a dossier does not have, of members as it calls them."""
    known = {(row.group, row.actor) for row in there.groups}
    for row in groups:
        actor = own.get(row.actor, row.actor)
        if (row.group, actor) not in known:
            yield dataclasses.replace(guard.raised(row, "actors", row.actor), actor=actor)


def _process(row: Process, own: Mapping[str, str], seats: Collection[str], bodies: Collection[str], guard: MarkingGuard) -> Process:
    """Return a forum whose seats and body are those that come or are there."""
    seated = tuple(own.get(name, name) for name in row.seats if name in seats)
    body = row.body if row.body in bodies else ""
    raised: Process = guard.raised(row, "actors", *row.seats)
    return dataclasses.replace(raised, seats=seated, body=body)


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
