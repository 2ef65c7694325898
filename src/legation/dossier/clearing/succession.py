"""The ledger of a dossier from that of the state before it: a row added to forty thousand costs a row.

It is worked out anew wherever a change may reach rows that were not changed: where others name the changed row and it is open to others
or known from another day than before, where something was released, where a file changed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from legation.dossier.clearing.ledger import Index, Ledger, MarkedContents, level_of, needed_day, own_day
from legation.dossier.clearing.scope import ClearedNode, Key, table_nodes
from legation.dossier.records import TABLES
from legation.dossier.tables.few_rows import FEW

__all__ = ["succeed", "successor"]

_FIXED = ("names", "place", "own", "needs", "marks", "bears", "holds", "sources", "known", "since", "entered", "confirmed", "files")
"""What a row is to the others; the rest of it is its own."""
_Value = TypeVar("_Value", int, dt.date)


def succeed(after: MarkedContents, before: MarkedContents) -> None:
    """Give a dossier its ledger from that of the state before it, where that one was worked out and the change lets it."""
    if "ledger" in after.__dict__ or "ledger" not in before.__dict__:
        return
    ledger = successor(before.ledger, after)
    if ledger is not None:
        before.ledger.views_before.clear()
        ledger.views_before.update(before.ledger.views)
        after.__dict__["ledger"] = ledger


def successor(old: Ledger, dossier: MarkedContents) -> Ledger | None:
    """Return the ledger of a dossier by that of an earlier state; None where it must be worked out from all rows."""
    before: Any = old.dossier
    same = dossier.info.marking == before.info.marking and dossier.bodies == before.bodies and dossier.files == before.files
    if not same or dossier.releases or before.releases or not {"levels", "dated"} & old.__dict__.keys():
        return None
    nodes, origin, starts = _aligned(old, dossier)
    fresh = [number for number, one in enumerate(origin) if one < 0]
    if len(fresh) > FEW or len(old.nodes) - (len(nodes) - len(fresh)) > FEW:
        return None
    used = set(origin)
    gone = {number for number in range(len(old.nodes)) if number not in used}
    left = _matched(old, nodes, origin, fresh, gone)
    fresh = [number for number in fresh if origin[number] < 0]
    named = old.named_keys
    if any(not named.isdisjoint(node.names) for node in (*(nodes[n] for n in fresh), *(old.nodes[n] for n in left))):
        return None
    if any(place == "objects" for n in fresh for keys in nodes[n].marks for place, _ in keys) and not old.index.fixed:
        return None
    ledger = Ledger.of_nodes(dossier, nodes, starts, old)
    index = ledger.index = Index(nodes, old.index.fixed)
    ledger.named_keys = named.union(*map(_keys, (nodes[n] for n in fresh)))
    if "levels" in old.__dict__:
        ledger.levels = _filled(old.levels, origin, fresh, 0, lambda n, found: level_of(nodes[n], index, found, ledger.unmarked))
    days = _days(old, ledger, origin, fresh, left) if "dated" in old.__dict__ else None
    if days is not None:
        ledger.dated = days
    return ledger


def _aligned(old: Ledger, dossier: MarkedContents) -> tuple[list[ClearedNode], list[int], dict[str, int]]:
    """Return the nodes of a dossier, those of rows that stayed taken over; for each its number in the old ledger; where parts begin."""
    nodes: list[ClearedNode] = []
    origin: list[int] = []
    starts: dict[str, int] = {}
    for name, table in TABLES.items():
        starts[name] = len(nodes)
        begin, rows, then = old.starts[name], getattr(dossier, name), getattr(old.dossier, name)
        if name == "votes":
            continue
        if rows is then:
            nodes += old.nodes[begin : begin + len(rows)]
            origin += range(begin, begin + len(rows))
            continue
        numbers = {id(row): begin + at for at, row in enumerate(then)}
        for row in rows:
            number = numbers.get(id(row), -1)
            origin.append(number)
            nodes.append(old.nodes[number] if number >= 0 else next(table_nodes(name, table, (row,))))
    shift = len(nodes) - old.starts["bodies"]
    starts |= {name: start + shift for name, start in old.starts.items() if name not in TABLES}
    origin += range(old.starts["bodies"], len(old.nodes))
    for node in old.nodes[old.starts["bodies"] :]:
        nodes.append(dataclasses.replace(node, above=node.above + shift) if shift and node.above >= 0 else node)
    return nodes, origin, starts


def _matched(old: Ledger, nodes: Sequence[ClearedNode], origin: list[int], fresh: Sequence[int], gone: set[int]) -> list[int]:
    """Note of fresh nodes that are to others what stood in their place where they come from; return the old ones that are there no more."""
    then = {old.nodes[number].place: number for number in gone}
    left = set(gone)
    for number in fresh:
        before = then.get(nodes[number].place)
        if before is not None and all(getattr(nodes[number], name) == getattr(old.nodes[before], name) for name in _FIXED):
            origin[number] = before
            left.discard(before)
    return sorted(left)


def _keys(node: ClearedNode) -> Iterator[Key]:
    """Yield what a node names and depends on."""
    for one in (node.marks, node.needs, node.sources, *node.holds, *node.bears):
        for keys in one:
            yield from keys


def _filled(
    values: Sequence[_Value], origin: Sequence[int], fresh: Sequence[int], least: _Value, of: Callable[[int, list[_Value]], _Value]
) -> list[_Value]:
    """Return the values of the nodes that stayed, and what the fresh ones rise to: nobody else depends on those."""
    found = [values[one] if one >= 0 else least for one in origin]
    _rise(found, fresh, of)
    return found


def _rise(found: list[_Value], fresh: Sequence[int], of: Callable[[int, list[_Value]], _Value]) -> None:
    rising = True
    while rising:
        rising = False
        for number in fresh:
            value = of(number, found)
            if value > found[number]:
                found[number], rising = value, True


def _days(
    old: Ledger, ledger: Ledger, origin: Sequence[int], fresh: Sequence[int], left: Sequence[int]
) -> tuple[list[dt.date], list[dt.date], list[dt.date]] | None:
    """Return the days of the nodes by the same three steps as for all; None where a row is spoken of from another day than before."""
    nodes, index, (owns, spokens, days) = ledger.nodes, ledger.index, old.dated
    for number in left:
        spoken_of = {one for keys in old.nodes[number].needs for one in old.index.numbers(keys)}
        if any(spokens[one] != owns[one] and spokens[one] == owns[number] for one in spoken_of):
            return None
    own = _filled(owns, origin, fresh, dt.date.min, lambda n, found: own_day(nodes[n], index, found))
    spoken = [spokens[one] if one >= 0 else own[number] for number, one in enumerate(origin)]
    for number in fresh:
        for one in {one for keys in nodes[number].needs for one in index.numbers(keys)}:
            if nodes[one].known is None and nodes[one].since is None and own[number] < spoken[one]:
                if origin[one] >= 0:
                    return None
                spoken[one] = own[number]
    found = [days[one] if one >= 0 else spoken[number] for number, one in enumerate(origin)]
    _rise(found, fresh, lambda n, all_days: needed_day(nodes[n], index, all_days))
    return own, spoken, found
