"""The tree of a text: its nodes in the order of the text, each with its parent.

The tree is flat, so that ten thousand brackets in each other need no recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from legation.errors import BadValue

__all__ = ["KINDS", "Node", "placed", "spans", "written"]

KINDS = ("plain", "bracket", "attribution", "status", "stray")
"""Words; a pair of signs and what they hold; who said it; how far it is agreed; a sign without its other half."""


class Node(NamedTuple):
    """One piece of a text.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    text : str
        What is written; of a bracket its opening sign.
    parent : int
        Number of the bracket node that holds it; -1 for none.
    closing : str
        Of a bracket the closing sign, which stands after everything that it holds.
    owner : int
        Of an attribution or a status, the number of the bracket node that it speaks of; -1 for none.
    """

    kind: str
    text: str
    parent: int = -1
    closing: str = ""
    owner: int = -1


def placed(nodes: Sequence[Node]) -> Iterator[tuple[int, str]]:
    """Give the pieces of the text in order, each with the number of its node; a bracket comes twice.

    Raises
    ------
    BadValue
        Where a parent is no open bracket: the nodes are no tree.
    """
    inside: list[int] = []
    for number, node in enumerate(nodes):
        while inside and inside[-1] != node.parent:
            left = inside.pop()
            yield left, nodes[left].closing
        if node.parent != (inside[-1] if inside else -1):
            raise BadValue(f"nodes[{number}].parent must be -1 or a bracket still open there (got {node.parent}); order nodes as the text")
        yield number, node.text
        if node.kind == "bracket":
            inside.append(number)
    while inside:
        left = inside.pop()
        yield left, nodes[left].closing


def spans(nodes: Sequence[Node]) -> list[tuple[int, int]]:
    """Return start and end of each node in the written text, in code points; of a bracket with its signs and what they hold."""
    start, end, at = [0] * len(nodes), [0] * len(nodes), 0
    inside: list[int] = []
    for number, node in enumerate(nodes):
        while inside and inside[-1] != node.parent:
            left = inside.pop()
            at += len(nodes[left].closing)
            end[left] = at
        start[number] = at
        at += len(node.text)
        end[number] = at
        if node.kind == "bracket":
            inside.append(number)
    while inside:
        left = inside.pop()
        at += len(nodes[left].closing)
        end[left] = at
    return list(zip(start, end, strict=True))


def written(nodes: Sequence[Node], said: Callable[[int, str], str] | None = None) -> str:
    """Return the text of the nodes.

    Parameters
    ----------
    said : callable, optional
        What to write in place of a piece, from the number of its node and the piece.
    """
    pieces = placed(nodes)
    return "".join(piece for _, piece in pieces) if said is None else "".join(said(number, piece) for number, piece in pieces)
