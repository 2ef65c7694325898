"""A text becomes a tree, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterable

from legation.errors import BadValue
from legation.methods.drafting.attribution import ad_refs, following, trailing
from legation.methods.drafting.draft import Draft, matched, negotiated
from legation.methods.drafting.tree import MEANINGS, Node

__all__ = ["parse"]

Mark = tuple[int, int, str, int]
"""Start, end, kind, and the number of the pair that it speaks of; -1 for none."""


def parse(text: str, bis: str = "alternative", actors: Iterable[str] = ()) -> Draft:
    """Read a text under negotiation into its tree.

    Square brackets ``[]``, full-width ``［］`` and ``【】`` are brackets; ``[sic]`` and citations such as ``[1]`` are words. A sign without
    its other half is a problem and no bracket; the others are read as if it were a word. What is an attribution is said in
    ``attribution.py``, what are alternatives in ``brackets.py``, what is a label in ``tree.py``. An attribution at the end of a
    bracket is that bracket's, even where another bracket stands just before it. ``render(parse(text)) == text`` for every text.

    Parameters
    ----------
    text : str
        Anything: CRLF, NUL, lone surrogates are kept.
    bis : {"alternative", "new"}
        Whether ``OP3bis`` is another version of OP3, or a new paragraph after it.
    actors : iterable of str, optional
        Names that attributions may hold beside codes in capitals: ``Mexico``, ``African Group``. Large and small letters are alike.

    Raises
    ------
    BadValue
        For what is no text, and another meaning of *bis*.

    Limits
    ------
    A reading of signs, not of sense: two optional additions without a space between them, ``[urgent][full]``, are read as alternatives.

    Examples
    --------
    >>> draft = parse("5. States [shall][should] report [within 72 hours (EU, JPN)][and data – RUS delete].")
    >>> [(b.text, b.actors, b.verb, b.group) for b in draft.brackets][1:]
    [('should', (), '', 1), ('within 72 hours', ('EU', 'JPN'), '', 2), ('and data', ('RUS',), 'delete', 2)]
    >>> draft.units[0].label, parse("one [two").problems
    ('5', (Problem(position=4, what='unclosed'),))
    """
    if not isinstance(text, str):
        raise BadValue(f"text must be a text (got {type(text).__name__}); decode the file first")
    if bis not in MEANINGS:
        raise BadValue(f"bis must be {' or '.join(MEANINGS)} (got {bis!r}); say what bis means in this room")
    known = frozenset(name.upper() for name in actors)
    pairs, stray = matched(text)
    pairs = negotiated(text, pairs, known)
    return Draft(_nodes(text, pairs, stray, _marks(text, pairs, known)), bis, known)


def _marks(text: str, pairs: list[tuple[int, int]], known: frozenset[str]) -> list[Mark]:
    """Return attributions and statuses: at the end of brackets first, then after brackets, then of paragraphs."""
    last_inside = [opened + 1 for opened, _ in pairs]
    open_pairs: list[int] = []
    for number, (opened, closed) in enumerate(pairs):
        while open_pairs and pairs[open_pairs[-1]][1] < opened:
            open_pairs.pop()
        if open_pairs:
            last_inside[open_pairs[-1]] = closed + 1
        open_pairs.append(number)
    marks: dict[int, Mark] = {}
    for number, (_, closed) in enumerate(pairs):
        for start, end, kind in trailing(text, last_inside[number], closed, known):
            marks[start] = (start, end, kind, number)
    for number, (_, closed) in enumerate(pairs):
        if closed + 1 not in marks:
            for start, end, kind in following(text, closed + 1, known):
                marks[start] = (start, end, kind, number)
    taken = {end for _, end, kind, _ in marks.values() if kind == "status"}
    for start, end in ad_refs(text):
        if end not in taken:
            marks.setdefault(start, (start, end, "status", -1))
    return list(marks.values())


def _nodes(text: str, pairs: list[tuple[int, int]], stray: list[int], marks: list[Mark]) -> tuple[Node, ...]:
    events: list[tuple[int, int, int, str, int]] = []
    for number, (opened, closed) in enumerate(pairs):
        events += [(opened, 1, opened + 1, "open", number), (closed, 0, closed + 1, "close", number)]
    events += [(at, 1, at + 1, "stray", -1) for at in stray]
    events += [(start, 1, end, kind, owner) for start, end, kind, owner in marks]
    events.sort()
    nodes: list[Node] = []
    node_of: dict[int, int] = {}
    inside, at = [-1], 0
    for start, _, end, kind, number in events:
        if start < at:  # what a mark before it holds already, as in "(agreed ad ref))"
            continue
        if start > at:
            nodes.append(Node("plain", text[at:start], inside[-1]))
        at = end
        if kind == "close":
            inside.pop()
        elif kind == "open":
            node_of[number] = len(nodes)
            nodes.append(Node("bracket", text[start], inside[-1], text[pairs[number][1]]))
            inside.append(node_of[number])
        else:
            nodes.append(Node(kind, text[start:end], inside[-1], owner=node_of.get(number, -1)))
    if at < len(text):
        nodes.append(Node("plain", text[at:], -1))
    return tuple(nodes)
