"""A network as plain data, for a page that draws it itself, searches it and steps through it by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legation.figures.network import arrangement
from legation.figures.network_marks import KIND_SHAPES, TIES, Node, Tie, colours
from legation.language import Lang, Message, collation_key, say

__all__ = ["network_data"]


def network_data(nodes: Sequence[Node], ties: Sequence[Tie], lang: Lang) -> dict[str, Any]:
    """Return what the picture of :func:`legation.figures.network.network` shows, as JSON values.

    Parameters
    ----------
    nodes, ties : sequence of Node, sequence of Tie
        As for the picture; places and marks are the same.
    lang : {"en", "fr"}

    Returns
    -------
    dict
        ``width`` and ``height`` [px]; ``nodes``: id, name, kind, kind_name, group, colour, shape (an SVG path of radius 1), ours, x and y
        [px], and neighbours (ids, from the right and clockwise), in the order of the names, which is the order of the tabulator key;
        ``ties``: source, target, kind, kind_name, dash, thick [px], arrow, colour.

    Examples
    --------
    >>> from legation.figures.figure import Named
    >>> pair = [Node(actor=Named("FRA", "France"), kind="state"), Node(actor=Named("ngo", "An association"), kind="ngo")]
    >>> found = network_data(pair, [Tie("FRA", "ngo", "funds")], "en")
    >>> [(node["name"], node["neighbours"]) for node in found["nodes"]]
    [('An association', ['FRA']), ('France', ['ngo'])]
    """
    laid, paint = arrangement(nodes, ties), colours(nodes)
    shown = [
        {
            "id": node.actor.id,
            "name": say(node.actor, lang),
            "kind": node.kind,
            "kind_name": say(Message(f"kind.{node.kind}"), lang),
            "group": say(node.group, lang) if node.group else "",
            "colour": paint[node.actor.id],
            "shape": KIND_SHAPES[node.kind],
            "ours": node.ours,
            "x": laid.places[node.actor.id][0],
            "y": laid.places[node.actor.id][1],
            "neighbours": list(laid.neighbours[node.actor.id]),
        }
        for node in nodes
    ]
    return {
        "width": laid.width,
        "height": laid.height,
        "nodes": sorted(shown, key=lambda node: (collation_key(str(node["name"])), str(node["id"]))),
        "ties": [
            {
                "source": tie.source,
                "target": tie.target,
                "kind": tie.kind,
                "kind_name": say(Message(f"network.tie.{tie.kind}"), lang),
                "dash": list(TIES[tie.kind].dash),
                "thick": TIES[tie.kind].thick,
                "arrow": TIES[tie.kind].arrow,
                "colour": TIES[tie.kind].colour,
            }
            for tie in sorted(set(ties), key=lambda t: (t.source, t.target, t.kind))
        ],
    }
