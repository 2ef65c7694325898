"""Statements about options, as analysts write them, and the ranks that follow: ``not (strike and talk)``, ``strike if sanction``.

Grammar, from what binds least to what binds most; spaces and line ends only separate::

    statement = either , { "if" either | "iff" either }     from left to right
    either    = both , { "or" both }
    both      = one , { "and" one }
    one       = "not" one | "(" statement ")" | name

``a if b`` holds unless b holds and a does not; ``a iff b`` where both or neither holds. A name is an option's: bare where it is one
word (letters, digits, ``_ . -``) and none of the five words above, else in double or single quotes. Small and large letters of the five
words are alike. Nothing is ever run: a statement is read into a tree and counted over states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.network import Ints

__all__ = [
    "Statement",
    "ranks_of_payoffs",
    "ranks_of_ranking",
    "ranks_of_statements",
    "read_for",
    "read_statement",
]


Tree: TypeAlias = "tuple[str, ...] | tuple[str, Tree] | tuple[str, Tree, Tree]"
_WORDS = ("and", "or", "not", "if", "iff")
_TOKEN = re.compile(r"""\s*(?:(?P<paren>[()])|"(?P<double>[^"]+)"|'(?P<single>[^']+)'|(?P<word>[^\s()"']+))""")
_LONGEST = 4000
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that was read.

    Attributes
    ----------
    text : str
        As it was written.
    tree : tuple
        ``("name", option)``, ``("not", a)``, or ``(word, a, b)`` with and, or, if, iff.
    """

    text: str
    tree: Tree

    @property
    def names(self) -> tuple[str, ...]:
        """The options that it names, in the order of their first place."""
        found: list[str] = []
        left = [self.tree]
        while left:
            kind, *parts = left.pop()
            if kind == "name":
                found.append(str(parts[0]))
            else:
                left.extend(reversed(parts))  # type: ignore[arg-type]
        return tuple(dict.fromkeys(found))

    def holds(self, chosen: Mapping[str, npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
        """Return where it holds.

        Parameters
        ----------
        chosen : mapping of str to ndarray of bool
            By option, in which states it is taken; arrays of one shape.
        """
        return _holds(self.tree, chosen)


def read_statement(text: str) -> Statement:
    """Read a statement.

    Raises
    ------
    BadValue
        For a text that is none, one longer than 4,000 characters, and one nested deeper than 60 levels.

    Examples
    --------
    >>> read_statement("not (strike and talk)").tree
    ('not', ('and', ('name', 'strike'), ('name', 'talk')))
    >>> read_statement('"call a vote" if strike or talk').names
    ('call a vote', 'strike', 'talk')
    >>> import numpy as np
    >>> a, b = np.array([True, True, False, False]), np.array([True, False, True, False])
    >>> read_statement("a if b").holds({"a": a, "b": b}).tolist()
    [True, True, False, True]
    """
    if not isinstance(text, str) or not text.strip():
        raise BadValue(f"statement must be a text such as 'not (a and b)' (got {text!r}); write one or leave it out")
    if len(text) > _LONGEST:
        raise BadValue(f"statement must be {_LONGEST} characters (got {len(text)}); cut it into several")
    reader = _Reader(text, _tokens(text))
    tree = reader.statement(0)
    if reader.left:
        raise reader.wrong("the end, and, or, if, iff")
    return Statement(text, tree)


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return kind and text of each token: a parenthesis, one of the five words, or a name."""
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None:
            raise BadValue(f"statement {text!r} must be a closing quotation mark (got none); close the name that opens at {at + 1}")
        at = token.end()
        word = token["word"]
        if token["paren"]:
            found.append((token["paren"], token["paren"]))
        elif word and word.lower() in _WORDS:
            found.append((word.lower(), word))
        elif word and not re.fullmatch(r"[\w.-]+", word):
            raise BadValue(f"statement {text!r} must be names, and, or, not, if, iff, parentheses (got {word!r}); quote the name")
        else:
            found.append(("name", word or token["double"] or token["single"]))
    return found


class _Reader:
    """Tokens that are taken from the front."""

    __slots__ = ("left", "text")

    def __init__(self, text: str, tokens: list[tuple[str, str]]) -> None:
        self.text = text
        self.left = tokens[::-1]

    def wrong(self, allowed: str) -> BadValue:
        found = repr(self.left[-1][1]) if self.left else "the end"
        return BadValue(f"statement {self.text!r} must be {allowed} (got {found}); correct it there")

    def next_is(self, *kinds: str) -> bool:
        return bool(self.left) and self.left[-1][0] in kinds

    def statement(self, depth: int) -> Tree:
        tree = self._row(depth, ("or", "and"))
        while self.next_is("if", "iff"):
            depth += 1
            word = self.left.pop()[0]
            tree = (word, tree, self._row(depth, ("or", "and")))
        return tree

    def _row(self, depth: int, words: tuple[str, ...]) -> Tree:
        if not words:
            return self._one(depth)
        parts = [self._row(depth, words[1:])]
        while self.next_is(words[0]):
            self.left.pop()
            parts.append(self._row(depth, words[1:]))
        return _balanced(words[0], parts)

    def _one(self, depth: int) -> Tree:
        if depth > _DEEPEST:
            raise BadValue(f"statement must be {_DEEPEST} levels of parentheses, not and if (got more); cut it into several")
        if self.next_is("not"):
            self.left.pop()
            return ("not", self._one(depth + 1))
        if self.next_is("("):
            self.left.pop()
            tree = self.statement(depth + 1)
            if not self.next_is(")"):
                raise self.wrong("a closing parenthesis")
            self.left.pop()
            return tree
        if self.next_is("name"):
            return ("name", self.left.pop()[1])
        raise self.wrong("an option, not, or an opening parenthesis")


def _balanced(word: str, parts: list[Tree]) -> Tree:
    """Join parts by a word that may be grouped at will, so that a long row gives no deep tree."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return (word, _balanced(word, parts[:half]), _balanced(word, parts[half:]))


def _holds(tree: Tree, chosen: Mapping[str, npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
    match tree:
        case ("name", str(name)):
            return chosen[name]
        case ("not", part):
            return ~_holds(part, chosen)  # type: ignore[arg-type]
        case (word, one, other):
            a, b = _holds(one, chosen), _holds(other, chosen)  # type: ignore[arg-type]
            return a & b if word == "and" else a | b if word == "or" else a | ~b if word == "if" else a == b
    raise AssertionError(tree)


_AT_ONCE = 40
"""Statements counted in one whole number before the levels are numbered anew: no number of statements is too many."""


def ranks_of_payoffs(payoffs: npt.ArrayLike, count: int, place: str) -> Ints:
    """Return the ranks of payoffs, one for each state; higher is better.

    >>> ranks_of_payoffs([2.5, -1, 2.5, 9], 4, "X").tolist()
    [1, 0, 1, 2]
    """
    values = _values(payoffs)
    whole = values.dtype.kind == "O" and all(type(value) is int for value in values.flat)
    if not (whole or values.dtype.kind in "biuf") or values.shape != (count,):
        raise BadValue(f"{place} must be one number for each of {count} states (got {_shown(values)}); give the payoffs in their order")
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise BadValue(f"{place} must be finite numbers (got {values[~np.isfinite(values)][0]}); say what is preferred to what")
    return np.unique(values, return_inverse=True)[1].reshape(count).astype(np.int32)


def ranks_of_ranking(
    ranking: Sequence[str | Sequence[str]], count: int, number: Callable[[str], int | None], name_of: Callable[[int], str], place: str
) -> Ints:
    """Return the ranks of a list of states, the best first; an inner list holds equals.

    Parameters
    ----------
    number : callable
        The number of a state by its bit string; None for what is no feasible state.
    name_of : callable
        The bit string of a state.

    >>> names = ["00", "10", "01", "11"]
    >>> ranks_of_ranking([["11"], ["00", "10"], "01"], 4, names.index, names.__getitem__, "X").tolist()
    [1, 1, 0, 2]
    """
    rank = np.full(count, -1, np.int32)
    for level, equals in enumerate(reversed(ranking)):
        if not isinstance(equals, (str, list, tuple)) or not equals:
            raise BadValue(f"{place} must be states as bit strings, equals in an inner list (got {equals!r}); correct it")
        for name in [equals] if isinstance(equals, str) else equals:
            state = number(name)
            if state is None:
                raise BadValue(f"{place} must be feasible states (got {name!r}); correct it, or add it to the feasible states")
            if rank[state] >= 0:
                raise BadValue(f"{place} must have each state once (got {name!r} twice); delete one")
            rank[state] = level
    missing = np.flatnonzero(rank < 0)
    if len(missing):
        first = ", ".join(map(name_of, missing[:5].tolist()))
        raise BadValue(f"{place} must have every feasible state (got {len(missing)} missing ({first})); rank them, ties in an inner list")
    return np.unique(rank, return_inverse=True)[1].astype(np.int32)


def ranks_of_statements(statements: Sequence[str], chosen: Mapping[str, npt.NDArray[np.bool_]], place: str) -> Ints:
    """Return the ranks by statements, the most important first: the first on which two states differ decides.

    This is the order of the sum of 2^(k - j) over the statements j = 1..k that hold (Peng, Hipel and Fang 1997, option prioritising), exact
    for any number of statements.

    >>> a, b = np.array([False, True, False, True]), np.array([False, False, True, True])
    >>> ranks_of_statements(["not b", "a"], {"a": a, "b": b}, "X").tolist()
    [2, 3, 0, 1]
    """
    count = len(next(iter(chosen.values())))
    score, bits = np.zeros(count, np.int64), 0
    for number, text in enumerate(statements, start=1):
        if bits == _AT_ONCE:
            score, bits = np.unique(score, return_inverse=True)[1].astype(np.int64), 24
        score = 2 * score + read_for(text, chosen, f"{place} {number}").holds(chosen)
        bits += 1
    return np.unique(score, return_inverse=True)[1].astype(np.int32)


def read_for(text: str, known: Mapping[str, object], place: str) -> Statement:
    """Read a statement all of whose names are known."""
    try:
        statement = read_statement(text)
    except BadValue as error:
        raise BadValue(f"{place}: {error}") from error
    unknown = [name for name in statement.names if name not in known]
    if unknown:
        raise BadValue(
            f"{place} must be options {', '.join(known)} (got {unknown[0]!r}); correct the name, or quote names of several words"
        )
    return statement


def _values(payoffs: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return payoffs as an array; whole numbers of any size stay exact."""
    values = np.asarray(payoffs)
    if values.dtype.kind == "f" and isinstance(payoffs, Sequence) and all(type(value) is int for value in payoffs):
        return np.asarray(payoffs, dtype=object)
    return values


def _shown(values: npt.NDArray[np.generic]) -> str:
    return f"{values.dtype.name} of shape {values.shape}"
