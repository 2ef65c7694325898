"""The rules that hold between rows and between parts."""

from __future__ import annotations

import difflib
import hashlib
import itertools
import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from legation.dossier.column import Table
from legation.dossier.deadline import deadline_faults
from legation.dossier.kind import Day, Instant, Kind, Number, Reference, Word
from legation.dossier.parts.rules import cycles_of_bodies, every_rule
from legation.dossier.problem import Problem, problem
from legation.dossier.records import TABLES, Forecast, Round
from legation.dossier.steps import cycles
from legation.dossier.tables.cells import Place
from legation.dossier.tables.contents import Contents
from legation.dossier.tables.forum_steps import step_faults
from legation.dossier.tables.incident_rows import duty_faults, zone_faults
from legation.dossier.tables.signposts import signpost_faults
from legation.dossier.tables.votes import Votes

__all__ = ["ORDERED", "check", "names_of", "out_of_order"]

_CODES = {
    "actors": "unknown-actor",
    "evidence": "dangling-evidence",
    "issues": "unknown-issue",
    "rollcalls": "unknown-rollcall",
    "bodies": "unknown-body",
    "groups": "unknown-group",
    "objectives": "unknown-objective",
}
ORDERED = {
    "out-of-order": (
        ("low", "value", "high"),
        ("salience_low", "salience", "salience_high"),
        ("influence_low", "influence", "influence_high"),
    ),
    "ends-before-start": (("start", "end"), ("baseline_on", "target_on"), ("made_on", "resolved_on"), ("opened", "closed")),
}


def check(dossier: Contents, places: Mapping[str, Sequence[Place]], missing: frozenset[str] = frozenset()) -> list[Problem]:
    """Return every broken rule.

    Parameters
    ----------
    dossier : Contents
    places : mapping of str to sequence of (part, row)
        For each table, where each record stands.
    missing : frozenset of str
        Parts that could not be read: references to them are not judged.
    """
    names = names_of(dossier)
    known = {place: found for place, found in names.items() if f"{place}.csv" not in missing and f"{place}.toml" not in missing}
    problems: list[Problem] = []
    for name, table in TABLES.items():
        rows = getattr(dossier, name)
        where = places.get(name) or [(table.part, row) for row in range(2, len(rows) + 2)]
        if name == "votes":
            problems.extend(_votes(dossier.votes, where, known))
            continue
        if name == "evidence":
            problems.extend(_archived(dossier, where))
        if name == "forecasts":
            problems.extend(_forecast(dossier.forecasts, where))
        if name == "rounds":
            problems.extend(_rounds(dossier.rounds, where))
        if name == "forum_steps":
            problems.extend(step_faults(dossier.forum_steps, where))
        if name == "duties":
            problems.extend(duty_faults(dossier.duties, where))
        if name == "incident_log":
            problems.extend(zone_faults(dossier.incident_log, where))
        if name == "signposts":
            problems.extend(signpost_faults(dossier.signposts, where))
        problems.extend(_keys(table, rows, where))
        problems.extend(_references(table, rows, where, known))
        problems.extend(_cycles(rows, where))
        problems.extend(out_of_order(table, rows, where))
    problems.extend(_bodies(dossier, known))
    return problems


def _shown(place: Place) -> str:
    return f"{place[0]}:{place[1]}"


def names_of(dossier: Contents) -> dict[str, set[str]]:
    """Return by place what a reference may name: ids of rows, words that several share, bodies."""
    tables = {name: table for name, table in TABLES.items() if name != "votes"}
    names = {name: {getattr(row, table.word or "id") for row in getattr(dossier, name)} for name, table in tables.items()}
    names["bodies"] = {body.id for body in dossier.bodies}
    return names


def _keys(table: Table, rows: Sequence[Any], where: Sequence[Place]) -> Iterator[Problem]:
    if len(set(map(table.identity, rows))) == len(rows):
        return
    first: dict[str, Place] = {}
    for row, place in zip(rows, where, strict=True):
        identity = table.identity(row)
        if identity in first:
            yield problem(
                "duplicate-key",
                *place,
                "id" if row.id else table.unique[0],
                found=identity,
                first=_shown(first[identity]),
            )
        first.setdefault(identity, place)


def _references(table: Table, rows: Sequence[Any], where: Sequence[Place], known: Mapping[str, set[str]]) -> Iterator[Problem]:
    own = {row.id for row in rows}
    for column in table.columns:
        kind = column.kind
        if not isinstance(kind, Reference) or isinstance(kind, Word):
            continue
        places = [own if place == "same" else known.get(place) for place in kind.to]
        if any(place is None for place in places):
            continue
        there = set().union(*(place for place in places if place is not None))
        named = set(map(operator.attrgetter(column.name), rows))
        if there.issuperset(itertools.chain.from_iterable(named) if kind.many else named - {""}):
            continue
        for row, place in zip(rows, where, strict=True):
            value = getattr(row, column.name)
            if not value:
                continue
            for target in value if kind.many else (value,):
                if target not in there:
                    yield _unknown(*place, column.name, kind.to, target, there)


def _unknown(part: str, row: int | None, column: str, to: Sequence[str], target: str, there: set[str]) -> Problem:
    close = difflib.get_close_matches(target, there, 1, 0.7) if len(there) < 5000 else []
    code = (
        "dangling-supersedes" if column == "supersedes" else _CODES.get(to[0], "unknown-reference") if len(to) == 1 else "unknown-reference"
    )
    allowed = " | ".join(
        f"{place}.csv: id" if place not in ("same", "bodies") else {"same": f"{part}: id", "bodies": "bodies.toml: id"}[place]
        for place in to
    )
    return problem(code, part, row, column, allowed=allowed, found=target, close=close[0] if close else "—")


def _cycles(rows: Sequence[Any], where: Sequence[Place]) -> Iterator[Problem]:
    """Report each cycle of supersession once, at its first row."""
    if not rows or not hasattr(rows[0], "supersedes"):
        return
    place_of = dict(zip((row.id for row in rows), where, strict=True))
    for cycle in cycles({row.id: row.supersedes for row in rows if row.supersedes}):
        part, row = min(place_of[identity] for identity in cycle)
        yield problem("cycle-of-supersession", part, row, "supersedes", found=" > ".join((*cycle, cycle[0])))


def out_of_order(table: Table, rows: Sequence[Any], where: Sequence[tuple[str, int | None]]) -> Iterator[Problem]:
    """Yield the cells of rows that stand in the wrong order: a low end above a high one, an end before its beginning."""
    columns = {c.name: c.kind for c in table.columns}
    for code, groups in ORDERED.items():
        for group in (
            g for g in groups if set(g) <= columns.keys() and all(isinstance(columns[name], (Number, Day, Instant)) for name in g)
        ):
            values_of = operator.attrgetter(*group)
            is_wrong = {values: any(_disorder(group, values, columns)) for values in set(map(values_of, rows))}
            for row, place in zip(rows, where, strict=True) if any(is_wrong.values()) else ():
                for before, low, after, high in _disorder(group, values_of(row), columns):
                    yield problem(code, *place, after, allowed=f">= {before} = {low}", found=high)


def _disorder(group: Sequence[str], values: Sequence[Any], columns: Mapping[str, Kind]) -> Iterator[tuple[str, Any, str, Any]]:
    """Yield the columns, of some that rise, of which the later one holds less: both with what they hold."""
    given = [(name, value) for name, value in zip(group, values, strict=True) if value is not None]
    for (before, low), (after, high) in itertools.pairwise(given):
        if high < low and not (isinstance(columns[after], Day) and low.first <= high.last):
            yield before, low, after, high


def _votes(votes: Votes, where: Sequence[Place], known: Mapping[str, set[str]]) -> Iterator[Problem]:
    for column, names, codes in (("actor", votes.actors, votes.actor), ("rollcall", votes.rollcalls, votes.rollcall)):
        there = known.get(f"{column}s")
        for position, name in enumerate(names if there is not None else ()):
            if name not in (there or ()):
                for i in (codes == position).nonzero()[0]:
                    yield _unknown(*where[int(i)], column, (f"{column}s",), name, there or set())
    pairs = votes.actor.astype(np.int64) * len(votes.rollcalls) + votes.rollcall
    in_order = np.sort(pairs)
    if not (in_order[1:] == in_order[:-1]).any():
        return
    first: dict[tuple[int, int], int] = {}
    for i, pair in enumerate(zip(votes.actor.tolist(), votes.rollcall.tolist(), strict=True)):
        if pair in first:
            found = f"{votes.rollcalls[pair[1]]}:{votes.actors[pair[0]]}"
            yield problem("duplicate-key", *where[i], "actor", found=found, first=_shown(where[first[pair]]))
        first.setdefault(pair, i)


def _bodies(dossier: Contents, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    for at, body in enumerate(dossier.bodies, start=1):
        if body.members and "groups" in known and body.members not in known["groups"]:
            yield _unknown("bodies.toml", None, f"body {at}.members", ("groups",), body.members, known["groups"])
        named = [
            *((f"weights.{name}", "actors", actor) for name, weights in body.weights.items() for actor in weights),
            *(("board_order", "actors", actor) for actor in body.board_order),
            *(("rule.veto", "actors", actor) for rule in every_rule(body.rules) for actor in rule.veto),
            *(("rule.evidence", "evidence", target) for rule in every_rule(body.rules) for target in rule.evidence),
            *(("rule.members", "groups", rule.members) for rule in every_rule(body.rules) if rule.members),
            *(("rule.body", "bodies", rule.body) for rule in every_rule(body.rules) if rule.body),
        ]
        for column, place, target in named:
            if place in known and target not in known[place]:
                yield _unknown("bodies.toml", None, f"body {at}.{column}", (place,), target, known[place])
    numbers = {body.id: at for at, body in enumerate(dossier.bodies, start=1)}
    for cycle in cycles_of_bodies(dossier.bodies):
        yield problem("bodies-in-cycle", "bodies.toml", None, f"body {numbers[cycle[0]]}.rule.body", found=" > ".join(cycle))


def _forecast(rows: Sequence[Forecast], where: Sequence[Place]) -> Iterator[Problem]:
    """Report a level that is no level, a resolution without its day, and a salt without the seal that it opens.

    A seal that does not fit is no fault here: the dossier loads, and whoever asks is told
    (:func:`legation.dossier.tables.forecasts.seal_states`).
    """
    for row, place in zip(rows, where, strict=True):
        if row.level in (0, 1):
            yield problem("out-of-range", *place, "level", allowed="0 < level < 1", found=row.level)
        settled = row.resolution or row.came_true is not None or row.result is not None or row.resolution_evidence
        if settled and row.resolved_on is None:
            yield problem("resolution-undated", *place, "resolved_on", allowed="YYYY-MM-DD")
        if row.salt and not row.seal:
            yield problem("salt-without-seal", *place, "seal", allowed="sha256: [0-9a-f]{64}")


def _rounds(rows: Sequence[Round], where: Sequence[Place]) -> Iterator[Problem]:
    """Report a deadline without its zone, and a time that the clocks there never show, or show twice."""
    for row, place in zip(rows, where, strict=True):
        for fault in deadline_faults(row.deadline, row.zone):
            yield problem(fault.code, *place, "zone" if fault.in_zone else "deadline", allowed=fault.allowed, found=fault.found)


def _archived(dossier: Contents, where: Sequence[Place]) -> Iterator[Problem]:
    for row, place in zip(dossier.evidence, where, strict=True):
        if not row.part:
            continue
        data = dossier.files.get(row.part)
        if data is None:
            yield problem("archive-missing", *place, "part", allowed="files/...", found=row.part)
        elif row.sha256 and hashlib.sha256(data).hexdigest() != row.sha256:
            yield problem("archive-changed", *place, "sha256", allowed=hashlib.sha256(data).hexdigest(), found=row.sha256)
