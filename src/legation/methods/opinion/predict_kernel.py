"""The compiled sweeps of :func:`legation.methods.opinion.predict.predict_stance`: people given statements, statements given people.

A vote is two binary answers: whether a side is taken, and which. Each statement is therefore two columns, one of each kind (0 which side,
1 no side). With K = dimensions + 1, column c answers g . h_c + a_k where g = (1, position) belongs to the person, h_c = (intercept,
loading) to the column, and a_k is the person's own leaning for columns of kind k. Only first and second moments are passed on:

``column`` (c, K), ``column_square`` (c, K, K): mean of h and of h h'. ``person`` (n, K + 2): mean of (1, position, a_0, a_1);
``person_square`` (n, K + 2, K + 2): mean of its outer product.

Both sweeps go through the votes in an order that scatters the other side over memory. What a vote needs of it is therefore laid side by
side first: the lower triangle of the second moments, the diagonal's first column at its head (of a person: the first moments, as its g
begins with 1), then what goes with the leaning, or the first moments of a column.

The bound of the logistic is that of Jaakkola and Jordan (2000), doi:10.1023/A:1008932416310: a vote weighs
tanh(x / 2) / (2 x), where x is the root of the mean square of the logit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["sweep_columns", "sweep_people"]


@kernel
def _triangle(size: int) -> Any:
    """Return rows and columns of a lower triangle, its first column first, shape (2, size (size + 1) / 2)."""
    at = np.empty((2, size * (size + 1) // 2), np.int64)
    t = 0
    for b in range(size):
        for a in range(b, size):
            at[0, t], at[1, t] = a, b
            t += 1
    return at


@kernel
def _laid(square: Any, beside: Any, at: Any, times: float) -> Any:
    """Return of each one the triangle of its second moments and what goes beside; ``times`` what stands off the diagonal."""
    n, size, length = len(square), beside.shape[1], at.shape[1]
    laid = np.empty((n, length + size))
    for i in range(n):
        for t in range(length):
            laid[i, t] = square[i, at[0, t], at[1, t]] * (1.0 if at[0, t] == at[1, t] else times)
        for a in range(size):
            laid[i, length + a] = times * beside[i, a]
    return laid


@kernel(fastmath={"reassoc", "contract"})
def _weight(one: Any, other: Any, rest: float) -> Any:
    """Return how much one vote weighs, from the mean square of its logit, which is the product of two rows and a rest."""
    square = rest
    for t in range(len(one)):
        square += one[t] * other[t]
    root = np.sqrt(max(square, 1e-12))
    return np.tanh(root / 2) / (2 * root)


@kernel
def sweep_people(
    start: Any, voted: Any, answer: Any, n_statements: int, column: Any, column_square: Any, leaning: Any, person: Any, person_square: Any,
) -> None:  # fmt: skip
    """Bring every person up to the columns; ``leaning`` (2,): prior precision of a_0 and a_1; the last two are changed in place."""
    size = column.shape[1]
    at = _triangle(size)
    laid, length = _laid(column_square, column, at, 1.0), at.shape[1]
    own = (_laid(person_square, person_square[:, :size, size], at, 2.0), _laid(person_square, person_square[:, :size, size + 1], at, 2.0))
    weighed, pull, total, right = np.empty((2, length + size)), np.empty(size), np.empty(2), np.empty(2)
    for i in range(len(start) - 1):
        weighed[:], pull[:], total[:], right[:] = 0.0, 0.0, 0.0, 0.0
        for e in range(start[i], start[i + 1]):
            c = voted[e]
            k = 1 if c >= n_statements else 0
            of, half = laid[c], answer[e] - 0.5
            w = _weight(of, own[k][i], person_square[i, size + k, size + k])
            total[k] += w
            right[k] += half
            for t in range(length + size):
                weighed[k, t] += w * of[t]
            for a in range(size):
                pull[a] += half * of[length + a]
        _place(weighed, pull, total + leaning, right, at, person[i], person_square[i])


@kernel
def _place(weighed: Any, pull: Any, tight: Any, right: Any, at: Any, person: Any, person_square: Any) -> None:
    """Bring a person up to the weighed sums over their votes."""
    size, length = len(pull), at.shape[1]
    dims = size - 1
    precision, side = np.zeros((dims + 2, dims + 2)), np.empty(dims + 2)
    side[:dims], side[dims:] = pull[1:], right
    for t in range(length):
        a, b = at[0, t] - 1, at[1, t] - 1
        square = weighed[0, t] + weighed[1, t]
        if b >= 0:
            precision[a, b] = precision[b, a] = square
        elif a >= 0:
            side[a] -= square
    for a in range(dims):
        precision[a, a] += 1.0
        for k in range(2):
            precision[a, dims + k] = precision[dims + k, a] = weighed[k, length + a + 1]
    for k in range(2):
        side[dims + k] -= weighed[k, length]
        precision[dims + k, dims + k] = tight[k]
    spread = np.linalg.inv(precision)
    person[0] = 1.0
    person[1:] = spread @ side
    for a in range(size + 2):
        for b in range(size + 2):
            person_square[a, b] = person[a] * person[b] + (spread[a - 1, b - 1] if a and b else 0.0)


@kernel
def sweep_columns(
    start: Any, voter: Any, answer: Any, n_statements: int, person_square: Any, centre: Any, tight: Any, column: Any, column_square: Any,
) -> None:  # fmt: skip
    """Bring every column up to the people; ``centre``, ``tight`` (2, K): prior mean and precision by kind; the last two change in place."""
    size = column.shape[1]
    at = _triangle(size)
    own, length = _laid(column_square, column, at, 2.0), at.shape[1]
    laid = (_laid(person_square, person_square[:, :size, size], at, 1.0), _laid(person_square, person_square[:, :size, size + 1], at, 1.0))
    rest = (person_square[:, size, size].copy(), person_square[:, size + 1, size + 1].copy())
    weighed, pull = np.empty(length + size), np.empty(size)
    precision = np.empty((size, size))
    for c in range(len(start) - 1):
        k = 1 if c >= n_statements else 0
        weighed[:], pull[:] = 0.0, 0.0
        for e in range(start[c], start[c + 1]):
            i = voter[e]
            of, half = laid[k][i], answer[e] - 0.5
            w = _weight(of, own[c], rest[k][i])
            for t in range(length + size):
                weighed[t] += w * of[t]
            for a in range(size):
                pull[a] += half * of[a]
        for t in range(length):
            precision[at[0, t], at[1, t]] = precision[at[1, t], at[0, t]] = weighed[t]
        for a in range(size):
            precision[a, a] += tight[k, a]
        spread = np.linalg.inv(precision)
        column[c] = spread @ (tight[k] * centre[k] + pull - weighed[length:])
        for a in range(size):
            for b in range(size):
                column_square[c, a, b] = column[c, a] * column[c, b] + spread[a, b]
