"""The bodies that come with what a desk takes: with those that their rules name, and whom they count."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping

from legation.dossier.dossier import Dossier
from legation.dossier.parts.rules import Body, BodyRule, every_rule

__all__ = ["actors_of", "bodies_with_named", "groups_counted", "renamed", "sources_of"]


def bodies_with_named(record: Dossier, ids: Collection[str]) -> tuple[Body, ...]:
    r"""Return some bodies of a record with those that their rules name, to any depth, in the order of the record.

    >>> from legation.dossier import decode
    >>> rules = b'[[body]]\nid = "b"\n[[body.rule]]\nbody = "court"\n[[body]]\nid = "court"\n[[body]]\nid = "other"\n'
    >>> [body.id for body in bodies_with_named(decode({"dossier.toml": b'id = "d"', "bodies.toml": rules}), ("b",))]
    ['b', 'court']
    """
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


def groups_counted(bodies: Iterable[Body]) -> set[str]:
    """Return the groups whose members vote in some bodies, or under a rule of theirs."""
    return {name for body in bodies for name in (body.members, *(rule.members for rule in every_rule(body.rules))) if name}


def sources_of(bodies: Iterable[Body]) -> set[str]:
    """Return the evidence that the rules of some bodies, and the parts of those rules, rest on."""
    return {name for body in bodies for rule in every_rule(body.rules) for name in rule.evidence}


def actors_of(body: Body) -> Iterator[str]:
    """Yield the actors that a body names beside its members: in the order of its board, with a weight, with a veto."""
    yield from body.board_order
    for table in body.weights.values():
        yield from table
    for rule in every_rule(body.rules):
        yield from rule.veto


def renamed(body: Body, own: Mapping[str, str]) -> Body:
    """Return a body whose vetoes, weights and board name actors as a dossier calls them; ``own``: id in the record -> id there."""

    def rule(one: BodyRule) -> BodyRule:
        return dataclasses.replace(one, veto=tuple(own.get(name, name) for name in one.veto), parts=tuple(rule(part) for part in one.parts))

    weights = {name: {own.get(actor, actor): weight for actor, weight in table.items()} for name, table in body.weights.items()}
    order = tuple(own.get(name, name) for name in body.board_order)
    return dataclasses.replace(body, weights=weights, board_order=order, rules=tuple(rule(one) for one in body.rules), source=b"")
