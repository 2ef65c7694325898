"""Network: things tied to each other, near each other where they are tied, or column by column by their distance from a start."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence

from legation.errors import BadValue
from legation.figures.figure import Figure
from legation.figures.kit.network_sheet import draw
from legation.figures.kit.nodes import Head, Key, Network, Node, Stroke, Tie
from legation.language import Message, Spoken

__all__ = ["Head", "Key", "Node", "Stroke", "Tie", "network"]


def network(
    nodes: Sequence[Node],
    ties: Sequence[Tie],
    *,
    columns: Sequence[Head] = (),
    key: Sequence[Key] = (),
    notes: Sequence[Spoken | str] = (),
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw things and their ties; a way through them is a band, and who is not on it is paler.

    Names stand beside their things where they have room, off the lines if they can; whose name finds no place is said below. Of more than
    200 things those with the most ties are drawn.

    Parameters
    ----------
    nodes : sequence of Node
        At least one.
    ties : sequence of Tie
        Several between the same two are drawn side by side.
    columns : sequence of Head
        What stands over the columns, for things that say theirs; none: things stand near those that they are tied to.
    key : sequence of Key
        What shapes, strokes and colours mean.
    notes : sequence of Spoken or str
        Below.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Without a node, with two of one id, for a tie to one that is not there or to itself, and for a column that has no head.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> pair = [Node(id="FRA", name="France", row=("actors", "FRA")), Node(id="ngo", name="An association")]
    >>> figure = network(pair, [Tie("FRA", "ngo", Stroke(), words="funds")], id="network", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"]) for mark in figure.records("en")]
    [('France – An association', 'funds'), ('France', ''), ('An association', '')]
    """
    if not nodes:
        raise BadValue(Message("figures.empty"))
    there = Counter(node.id for node in nodes)
    for name in (*(end for tie in ties for end in (tie.source, tie.target)), *there):
        if there[name] != 1:
            raise BadValue(Message("figures.network.bad-node", node=name, count=there[name]))
    if any(tie.source == tie.target for tie in ties) or (columns and any(not 0 <= node.column < len(columns) for node in nodes)):
        raise BadValue(Message("figures.network.bad-tie", columns=len(columns)))
    drawn = Network.of(nodes, ties, columns, key, notes)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=tuple(drawn.marks()), spec=functools.partial(draw, drawn))
