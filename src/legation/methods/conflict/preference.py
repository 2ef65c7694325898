"""From what people say they prefer to ranks: 0 is the worst level, equals have equal ranks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.network import Ints
from legation.methods.conflict.statement import Statement, read_statement

__all__ = ["ranks_of_payoffs", "ranks_of_ranking", "ranks_of_statements", "read_for"]

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
