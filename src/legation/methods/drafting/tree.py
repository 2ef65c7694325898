"""The tree of a text: its nodes in the order of the text, each with its parent, and the numbers of its paragraphs.

The tree is flat, so that ten thousand brackets in each other need no recursion.

::

    label  = ("PP" | "OP" | "Art." | "Article") number suffix*  |  number suffix* ("." | ")")  |  number suffix+
    suffix = bis | ter | quater | ... | alt [number]

A label stands at the beginning of a line; opening signs of brackets may stand before it. *bis* has two meanings: another version of the
paragraph (the Editorial Manual of the United Nations), or a new paragraph after it (rooms of the General Assembly and of conferences of
parties). *alt* is always another version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legation.errors import BadValue

__all__ = [
    "KINDS",
    "MEANINGS",
    "SUFFIXES",
    "Node",
    "NumberLabel",
    "labels",
    "placed",
    "spans",
    "written",
]


MEANINGS = ("alternative", "new")
SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "nonies", "decies")
_SUFFIX = rf"(?:[ .-]?(?:{'|'.join(SUFFIXES)}|alt\.? ?[0-9]{{0,2}})(?![^\W\d_]))"
_LABEL = re.compile(
    r"(?:\A|(?<=[\n\r\v\f\u2028\u2029]))(?P<before>[ \t\u00a0\ufeff]*(?:[\[［【][ \t]*)*)"
    r"(?P<label>(?:(?:(?P<series>PP|OP)[ \u00a0]?(?P<number>[0-9]{1,4})|"
    r"(?P<article>Article|Art\.?)[ \u00a0]?(?P<numeral>[0-9]{1,4}|[IVXLC]{1,7}))"
    rf"(?P<suffix>{_SUFFIX}*)(?![\w,])(?!\s+(?:of|du|de|to|and)\b))"
    rf"|(?:(?P<plain>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{0,4}})(?:(?P<suffixed>{_SUFFIX}+)|(?=[.)](?:\s|[\[［【\]］】]|\Z)))))",
    re.IGNORECASE,
)
_PART = re.compile(rf"({'|'.join(SUFFIXES)}|alt)\.? ?([0-9]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberLabel:
    """The number of a paragraph.

    Attributes
    ----------
    text : str
        As written, without the full stop after it.
    kind : {"PP", "OP", "Art", "other"}
        Preambular, operative, of an article, or a number alone.
    number : str
        The digits; of an article also a Roman number.
    suffixes : tuple of str
        ``bis``, ``alt``, ``alt2`` ... in small letters.
    line, start, end : int
        Where its line begins (with opening signs before it, without spaces), and the label itself, in code points.
    """

    text: str
    kind: str
    number: str
    suffixes: tuple[str, ...]
    line: int
    start: int
    end: int

    @property
    def key(self) -> str:
        """The label in one spelling: ``OP3bis``."""
        return f"{self.kind if self.kind != 'other' else ''}{self.number}{''.join(self.suffixes)}"

    def base(self, bis: str) -> str:
        """Return the key of the paragraph of which it is a version; its own where it is none.

        Examples
        --------
        >>> [label.base("alternative") for label in labels("OP3bis. One")], [label.base("new") for label in labels("OP3bis alt. One")]
        (['OP3'], ['OP3bis'])
        """
        suffixes = [] if bis == "alternative" else [s for s in self.suffixes if not s.startswith("alt")]
        return f"{self.kind if self.kind != 'other' else ''}{self.number}{''.join(suffixes)}"


def labels(text: str) -> Iterator[NumberLabel]:
    r"""Give the labels of a text in order.

    Examples
    --------
    >>> [(label.text, label.kind, label.key) for label in labels("PP5alt One\n[OP 3 bis. Two]\n8. Three")]
    [('PP5alt', 'PP', 'PP5alt'), ('OP 3 bis', 'OP', 'OP3bis'), ('8', 'other', '8')]
    """
    for found in _LABEL.finditer(text):
        before = found["before"]
        parts = _PART.findall(found["suffix"] or found["suffixed"] or "")
        yield NumberLabel(
            text=found["label"].rstrip(". "),
            kind="Art" if found["article"] else found["series"].upper() if found["series"] else "other",
            number=found["number"] or found["numeral"] or found["plain"],
            suffixes=tuple(f"{word.lower()}{number}" for word, number in parts),
            line=found.start() + len(before) - len(before.lstrip(" \t\u00a0\ufeff")),
            start=found.start("label"),
            end=found.start("label") + len(found["label"].rstrip(". ")),
        )


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
