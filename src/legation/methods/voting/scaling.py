"""Classical scaling: who stands near whom, as points in a plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Scaling", "classical_scaling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """Points whose distances stand for disagreement.

    Attributes
    ----------
    coordinates : ndarray, shape (n_actors, 2)
        nan for an actor that cannot be placed: it shares no roll call with anybody. The first axis carries the most variance; signs are
        set so that on each axis the point farthest from the middle is positive (ties: the lowest row).
    stress : float
        Kruskal's stress-1 of the picture, 0 (exact) and up; above about 0.2 the plane misleads. nan for fewer than two points.
    shares : ndarray, shape (2,)
        Share of the positive variance that each axis carries, in [0, 1].
    filled : int
        Pairs without a common vote, set to the mean disagreement [pairs].
    """

    coordinates: npt.NDArray[np.float64]
    stress: float
    shares: npt.NDArray[np.float64]
    filled: int


def classical_scaling(agreement: npt.ArrayLike) -> Scaling:
    """Place actors in a plane, as far apart as they disagree (1 minus agreement).

    The matrix of squared distances is doubly centred and its two leading eigenvectors are scaled by the roots of their eigenvalues.

    Parameters
    ----------
    agreement : array_like, shape (n_actors, n_actors)
        Symmetric, in [0, 1]; nan where two actors share no roll call.

    Raises
    ------
    BadValue
        For a matrix that is not square, not symmetric, or outside 0 to 1.

    References
    ----------
    Torgerson 1952, doi:10.1007/BF02288916; stress: Kruskal 1964, doi:10.1007/BF02289565.

    Examples
    --------
    >>> agree = [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    >>> place = classical_scaling(agree)
    >>> place.coordinates[:, 0].round(3).tolist(), round(place.stress, 6)
    ([-0.333, -0.333, 0.667], 0.0)
    """
    score = np.asarray(agreement, np.float64)
    if score.ndim != 2 or score.shape[0] != score.shape[1]:
        raise BadValue(f"agreement must be a square matrix (got shape {score.shape}); give the scores of all pairs")
    known_pairs = score[np.isfinite(score)]
    if known_pairs.size and (known_pairs.min() < 0 or known_pairs.max() > 1 or not np.allclose(score, score.T, equal_nan=True)):
        raise BadValue("agreement must be a symmetric matrix of scores from 0 to 1, nan where not known; give the scores of agreement()")
    n = len(score)
    off = ~np.eye(n, dtype=bool)
    known = np.isfinite(score) & off
    there = known.any(axis=1)
    coordinates = np.full((n, 2), np.nan)
    if there.sum() == 1 or (n == 1 and not there.any()):
        there = there | (n == 1)
        coordinates[there] = 0.0
    if there.sum() < 2:
        return Scaling(coordinates=coordinates, stress=float("nan"), shares=np.zeros(2), filled=0)
    distance = 1.0 - score[np.ix_(there, there)]
    gaps = ~np.isfinite(distance)
    np.fill_diagonal(gaps, val=False)
    distance[gaps] = distance[~gaps & ~np.eye(len(distance), dtype=bool)].mean()
    np.fill_diagonal(distance, 0.0)
    distance = (distance + distance.T) / 2
    points, shares = _points(distance)
    drawn = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
    total = float((distance**2).sum())
    coordinates[there] = points
    return Scaling(
        coordinates=coordinates,
        stress=float(np.sqrt(((distance - drawn) ** 2).sum() / total)) if total > 0 else 0.0,
        shares=shares,
        filled=int(gaps.sum()) // 2,
    )


def _points(distance: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    squared = distance**2
    centred = -0.5 * (squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean())
    values, vectors = np.linalg.eigh((centred + centred.T) / 2)
    positive = np.clip(values, 0.0, None)
    points = np.zeros((len(distance), 2))
    shares = np.zeros(2)
    for axis in range(min(2, len(values))):
        column = vectors[:, -1 - axis] * np.sqrt(positive[-1 - axis])
        far = np.abs(column).round(9)
        points[:, axis] = column if column[int(far.argmax())] >= 0 else -column
        shares[axis] = positive[-1 - axis] / positive.sum() if positive.sum() > 0 else 0.0
    return points, shares
