"""The compiled sweeps of :func:`legation.methods.opinion.predict.predict_stance`: people given statements, statements given people.

A vote is two binary answers: whether a side is taken, and which. Each statement is therefore two columns, one of each kind (0 which side,
1 no side). With K = dimensions + 1, column c answers g . h_c + a_k where g = (1, position) belongs to the person, h_c = (intercept,
loading) to the column, and a_k is the person's own leaning for columns of kind k. Only first and second moments are passed on:

``column`` (c, K), ``column_square`` (c, K, K): mean of h and of h h'. ``person`` (n, K + 2): mean of (1, position, a_0, a_1);
``person_square`` (n, K + 2, K + 2): mean of its outer product.

The bound of the logistic is that of Jaakkola and Jordan (2000), doi:10.1023/A:1008932416310: a vote weighs
tanh(x / 2) / (2 x), where x is the root of the mean square of the logit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["sweep_columns", "sweep_people"]


@kernel(inline="always")
def _weight(person_square: Any, column: Any, column_square: Any, kind: int) -> Any:
    """Return how much one vote weighs, from the mean square of its logit."""
    size = len(column)
    square = person_square[size + kind, size + kind]
    for a in range(size):
        square += 2 * column[a] * person_square[a, size + kind] + column_square[a, a] * person_square[a, a]
        for b in range(a):
            square += 2 * column_square[a, b] * person_square[a, b]
    root = np.sqrt(max(square, 1e-12))
    return np.tanh(root / 2) / (2 * root)


@kernel
def sweep_people(
    start: Any, voted: Any, answer: Any, n_statements: int, column: Any, column_square: Any, leaning: Any, person: Any, person_square: Any,
) -> None:  # fmt: skip
    """Bring every person up to the columns; ``leaning`` (2,): prior precision of a_0 and a_1; the last two are changed in place."""
    size = column.shape[1]
    dims = size - 1
    precision, right = np.empty((dims + 2, dims + 2)), np.empty(dims + 2)
    square, cross, pull = np.empty((size, size)), np.empty((2, size)), np.empty(size)
    for i in range(len(start) - 1):
        square[:], cross[:], pull[:], precision[:], right[:] = 0.0, 0.0, 0.0, 0.0, 0.0
        for e in range(start[i], start[i + 1]):
            c = voted[e]
            k = 1 if c >= n_statements else 0
            w = _weight(person_square[i], column[c], column_square[c], k)
            half = answer[e] - 0.5
            precision[dims + k, dims + k] += w
            right[dims + k] += half
            for a in range(size):
                cross[k, a] += w * column[c, a]
                pull[a] += half * column[c, a]
                for b in range(a + 1):
                    square[a, b] += w * column_square[c, a, b]
        for a in range(dims):
            right[a] = pull[a + 1] - square[a + 1, 0]
            for b in range(a + 1):
                precision[a, b] = precision[b, a] = square[a + 1, b + 1]
            precision[a, a] += 1.0
            for k in range(2):
                precision[a, dims + k] = precision[dims + k, a] = cross[k, a + 1]
        for k in range(2):
            right[dims + k] -= cross[k, 0]
            precision[dims + k, dims + k] += leaning[k]
        spread = np.linalg.inv(precision)
        mean = spread @ right
        person[i, 0] = 1.0
        person[i, 1:] = mean
        for a in range(size + 2):
            for b in range(size + 2):
                person_square[i, a, b] = person[i, a] * person[i, b] + (spread[a - 1, b - 1] if a and b else 0.0)


@kernel
def sweep_columns(
    start: Any, voter: Any, answer: Any, n_statements: int, person: Any, person_square: Any, centre: Any, tight: Any,
    column: Any, column_square: Any,
) -> None:  # fmt: skip
    """Bring every column up to the people; ``centre``, ``tight`` (2, K): prior mean and precision by kind; the last two change in place."""
    size = column.shape[1]
    precision, right = np.empty((size, size)), np.empty(size)
    for c in range(len(start) - 1):
        k = 1 if c >= n_statements else 0
        precision[:] = 0.0
        for a in range(size):
            precision[a, a] = tight[k, a]
            right[a] = tight[k, a] * centre[k, a]
        for e in range(start[c], start[c + 1]):
            i = voter[e]
            w = _weight(person_square[i], column[c], column_square[c], k)
            half = answer[e] - 0.5
            for a in range(size):
                right[a] += half * person[i, a] - w * person_square[i, a, size + k]
                for b in range(a + 1):
                    precision[a, b] += w * person_square[i, a, b]
        for a in range(size):
            for b in range(a):
                precision[b, a] = precision[a, b]
        spread = np.linalg.inv(precision)
        column[c] = spread @ right
        for a in range(size):
            for b in range(size):
                column_square[c, a, b] = column[c, a] * column[c, b] + spread[a, b]
