"""How much likelier two people's votes are as copies than as votes of independent people of like mind."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import UNSEEN, VoteTable
from legation.methods.opinion.predict import predict_stance
from legation.methods.progress import Progress

__all__ = ["copied"]

Floats = npt.NDArray[np.float64]


def copied(
    table: VoteTable, rows: npt.NDArray[np.int64], slips: float, seed: int, progress: Progress
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return the logarithm of the ratio for each pair of rows, the smaller of both ways round, and their common statements.

    Where person i is a copy of k, i votes as k with chance ``1 - slips + slips q`` and otherwise as i would with chance ``slips q``, q
    being the chance that the model gives to i's vote. The ratio to q has mean 1 or less for independent people, which makes it an e-value.

    Parameters
    ----------
    table : VoteTable
    rows : ndarray of int, shape (k,)
    slips : float

    Returns
    -------
    (ndarray of float, shape (k, k), symmetric, nats; ndarray of int, shape (k, k))
    """
    part = table.rows(rows)
    value, who, what = part.value, part.participant.astype(np.int64), part.statement.astype(np.int64)
    chance = predict_stance(table, seed, (rows[who], what), progress=progress).probability.astype(np.float64)
    own = np.maximum(chance[np.arange(len(value)), value.astype(np.int64) + 1], 1e-6)
    matrix = part.matrix()
    gain = np.zeros(matrix.shape)
    gain[who, what] = np.log((1 - slips) / own + slips) - np.log(slips)
    seen = (matrix != UNSEEN).astype(np.float64)
    common = seen @ seen.T
    ratio = common * np.log(slips)
    for code in (-1, 0, 1):
        same = matrix == code
        ratio += (gain * same) @ same.T.astype(np.float64)
    return np.minimum(ratio, ratio.T), np.rint(common).astype(np.int64)
