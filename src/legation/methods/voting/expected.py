"""The expected tally of a vote that has not been held, with the error that the same forecast made before."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.remainders import largest_remainders
from legation.methods.voting.outlook import outlook
from legation.methods.voting.votes import vote_column, vote_matrix

__all__ = ["Expected", "expected_tally"]

LEVEL = 0.8
"""The interval holds this share of the past errors."""
REPLAYED = 24
"""Latest roll calls on which the forecast is replayed, unless the caller says otherwise."""
FEW = 8
"""Fewer repeats than this, and other roll calls are replayed too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How each member may vote, and what that adds up to.

    Attributes
    ----------
    probability : ndarray, shape (n_actors, 3)
        Of yes, abstain and no, if the member is in the room.
    presence : ndarray, shape (n_actors,)
        Chance of being in the room: share of recent roll calls with a vote, drawn a little towards 0.9.
    yes, abstain, no, absent : float
        Expected members; they add up to n_actors.
    margin, low, high : float
        Yes minus no, with the range that held 80 % of the errors on the roll calls replayed [members]. Without history the range is
        everything that is possible.
    replayed, right : int
        Roll calls replayed, and on how many of them the forecast was on the right side (more yes than no, or not).
    """

    probability: npt.NDArray[np.float64]
    presence: npt.NDArray[np.float64]
    yes: float
    abstain: float
    no: float
    absent: float
    margin: float
    low: float
    high: float
    replayed: int
    right: int

    def whole(self) -> dict[str, int]:
        """Return yes, abstain, no and absent as whole members that add up to all of them (largest remainders, ties in that order)."""
        parts = ("yes", "abstain", "no", "absent")
        return dict(zip(parts, largest_remainders([max(0.0, float(getattr(self, part))) for part in parts]), strict=True))


def expected_tally(
    votes: npt.ArrayLike,
    declared: npt.ArrayLike,
    *,
    titles: npt.ArrayLike | None = None,
    title: int = -1,
    replay: int = REPLAYED,
    seed: int = 0,
    progress: Progress = silent,
) -> Expected:
    """Say how a vote may come out, from earlier votes and from what is declared, and how wrong such a forecast was before.

    Expected yes = sum over members of presence x probability of yes. On a title that was voted before, a member keeps its last vote on it
    with the chance that :func:`~legation.methods.voting.swing` gives; else, and for the rest, votes are as
    :func:`~legation.methods.voting.before_the_vote` says.

    The latest ``replay`` roll calls of the same sort (repeats of a title, or first votes on one) are forecast in the same way, each from
    the roll calls before it and from as many declared yes, abstentions and no: those of the members that the history makes surest to vote
    so, because the sure ones declare themselves first. The interval is the margin plus or minus the ceil((k + 1) 0.8)-th smallest of the
    k absolute errors there, per member (a split conformal interval, Lei et al. 2018, doi:10.1080/01621459.2017.1307116).

    Parameters
    ----------
    votes : array_like of int, shape (n_actors, n_rollcalls)
        Earlier roll calls, oldest first: 1 yes, 2 abstain, 3 no, 0 missing.
    declared : array_like of int, shape (n_actors,)
        0 where nothing is declared.
    titles : array_like of int, shape (n_rollcalls,), optional
        Roll calls with one number are repeats of one title; by default each has a title of its own.
    title : int
        The number of the title ahead; one that is not in ``titles`` is a new title.
    replay : int
        How many roll calls are replayed.
    seed : int
        Breaks ties between members that are equally sure.
    progress : callable, optional
        Told (done, total).

    Raises
    ------
    BadValue
        For shapes that do not fit.

    Notes
    -----
    Fewer than four replayed roll calls give no interval: ``low`` and ``high`` are then all that is possible. The interval knows the past:
    on a subject that breaks old alignments the error may be larger.

    Examples
    --------
    >>> told = expected_tally([[1, 1], [1, 1], [3, 3]], [0, 0, 0], titles=[0, 0], title=0)
    >>> bool(told.probability[0, 0] > 0.5), round(told.yes + told.abstain + told.no + told.absent, 6)
    (True, 3.0)
    """
    table = vote_matrix(votes)
    said = vote_column(declared, "declared", len(table))
    if replay < 0 or seed < 0:
        raise BadValue(f"replay, seed: allowed 0 or more, found {replay}, {seed}; leave them out for the defaults")
    labels = np.arange(table.shape[1]) if titles is None else np.asarray(titles, np.intp)
    if labels.shape != (table.shape[1],):
        raise BadValue(f"titles: allowed one number per roll call ({table.shape[1]},), found {labels.shape}; number the columns of votes")
    n = len(table)
    ahead = outlook(table, labels == title, said)
    probability, presence = ahead.probability, ahead.presence
    tried = _alike(labels, replay, repeated=bool((labels == title).any()))
    errors, right = _replay(table, labels, tried, np.bincount(said, minlength=4)[1:4], seed, progress)
    yes, abstain, no = (float((presence * probability[:, k]).sum()) for k in range(3))
    reach = _reach(errors) * n
    return Expected(
        probability=probability,
        presence=presence,
        yes=yes,
        abstain=abstain,
        no=no,
        absent=n - yes - abstain - no,
        margin=yes - no,
        low=max(-float(n), yes - no - reach),
        high=min(float(n), yes - no + reach),
        replayed=len(errors),
        right=right,
    )


def _reach(errors: npt.NDArray[np.float64]) -> float:
    """Return the half-width per member: the ceil((k + 1) 0.8)-th smallest of k absolute errors; all that is possible where k < 4."""
    rank = math.ceil((len(errors) + 1) * LEVEL)
    return float(np.sort(np.abs(errors))[rank - 1]) if rank <= len(errors) else 2.0


def _alike(labels: npt.NDArray[np.intp], replay: int, *, repeated: bool) -> list[int]:
    """Return the latest roll calls to replay: repeats of a title when the one ahead is a repeat; all where there are too few of those."""
    places = range(1, len(labels))
    repeats = [at for at in places if (labels[:at] == labels[at]).any()]
    return (repeats if repeated and len(repeats) >= FEW else list(places))[-replay:] if replay else []


def _replay(
    votes: npt.NDArray[np.int8],
    labels: npt.NDArray[np.intp],
    tried: list[int],
    known: npt.NDArray[np.intp],
    seed: int,
    progress: Progress,
) -> tuple[npt.NDArray[np.float64], int]:
    """Return the errors of the margin as shares of the members, and how often the side was right."""
    n = len(votes)
    rng = np.random.default_rng(seed)
    repeats = [at for at in tried if (labels[:at] == labels[at]).any()]
    as_repeats = len(repeats) == len(tried)
    errors: list[float] = []
    right = 0
    for done, at in enumerate(tried, start=1):
        actual, same = votes[:, at], labels[:at] == labels[at]
        history, series = (votes[:, :at], same) if as_repeats else (votes[:, :at][:, ~same], same[~same])
        if np.count_nonzero(actual) < 3 or not history.shape[1]:
            continue
        shown = _as_declared(history, series, actual, known, rng)
        expected = outlook(history, series, shown).margin()
        margin = float((actual == 1).sum() - (actual == 3).sum())
        errors.append((margin - expected) / n)
        right += (margin > 0) == (expected > 0)
        progress(done, len(tried))
    return np.array(errors, np.float64), right


def _as_declared(
    history: npt.NDArray[np.int8],
    series: npt.NDArray[np.bool_],
    actual: npt.NDArray[np.int8],
    known: npt.NDArray[np.intp],
    rng: np.random.Generator,
) -> npt.NDArray[np.int8]:
    """Return a roll call of which as many votes of each code are shown as are declared now, the surest first."""
    shown = np.zeros(len(actual), np.int8)
    if not known.any():
        return shown
    sure = outlook(history, series, shown).probability + rng.random((len(actual), 1)) * 1e-9
    for code, count in enumerate(known, start=1):
        cast = np.flatnonzero(actual == code)
        shown[cast[np.argsort(-sure[cast, code - 1], kind="stable")][: int(count)]] = code
    return shown
