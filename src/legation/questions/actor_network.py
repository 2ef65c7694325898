"""The network of a dossier's actors: relations in force and our contacts, as the nodes and ties that a picture or a page draws."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from legation.dossier import standing
from legation.figures.network_marks import Node, Tie
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.warm_ties import US, WarmTies, named, relations_in_force

__all__ = ["ActorNetwork", "actor_network"]

LARGEST = 200
"""A network of more actors is shown without the furthest of them."""


@dataclass(frozen=True, slots=True)
class ActorNetwork:
    """What is shown of a network.

    Attributes
    ----------
    nodes : tuple of Node
        In the order of their ids.
    ties : tuple of Tie
        Rivals and the like too, which carry no word.
    left : int
        How many further actors have ties and are not among the nodes.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left: int


def actor_network(
    case: Case, found: WarmTies, ours: str, *, keep: Collection[str] = (), far: Mapping[str, int] | None = None, largest: int = LARGEST
) -> ActorNetwork:
    """Return the actors that have any tie, the nearest first where they are too many.

    Parameters
    ----------
    found : WarmTies
        From :func:`legation.questions.warm_ties.warm_ties`: who is there, and our contacts.
    ours : str
        The actor that is marked as where we stand.
    keep : collection of str
        Actors that are shown in any case.
    far : mapping of str to int
        How far each actor is; who is not named is furthest.
    """
    there = set(found.actors)
    rows = [(row.source, row.target, row.kind) for row in relations_in_force(case)]
    us = US if US in there else ours
    rows += [(tie.source, tie.target, tie.kind) for tie in found.ties if tie.kind == "contact" and tie.source == us]
    rows = [row for row in dict.fromkeys(rows) if row[0] in there and row[1] in there]
    tied = {end for row in rows for end in row[:2]} | (set(keep) & there)
    distance = far or {}
    ranked = sorted(tied, key=lambda name: (name not in keep, distance.get(name, len(there) * 3), name))
    chosen = sorted(ranked[:largest])
    shown = set(chosen)
    groups, kinds = inputs.group_of(case, chosen), {row.id: row.kind for row in standing(case.dossier.actors)}
    nodes = (Node(actor=named(case, name), kind=kinds.get(name, "other"), group=groups.get(name), ours=name == ours) for name in chosen)
    ties = (Tie(*row) for row in rows if row[0] in shown and row[1] in shown)
    return ActorNetwork(tuple(nodes), tuple(ties), len(tied) - len(shown))
