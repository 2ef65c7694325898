"""The roll call ahead, drawn many times: correlated, because errors about members who vote alike go the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.voting.evidence import known_of
from legation.methods.voting.history import past_votes
from legation.methods.voting.outlook import foretold
from legation.methods.voting.shocks import Lean, assembly_spreads, drawn, lean_of, matched, spreads_of, unmoved
from legation.methods.voting.titles import titled
from legation.methods.voting.votes import FloatArray, IntArray, VoteArray, vote_matrix, whole_number

__all__ = ["VoteDraws", "draw_votes"]

_EIGHTY = 1.2815515655446004
"""Standard deviations within which 80 % of a normal variable lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteDraws:
    """A roll call ahead as it may come out.

    Attributes
    ----------
    votes : ndarray of int8, shape (n_draws, n_actors)
        1 yes, 2 abstain, 3 no, 0 absent.
    probability : ndarray, shape (n_actors, 3)
        Of yes, abstain and no, if the member is in the room: what the draws keep for each member.
    presence : ndarray, shape (n_actors,)
        Chance of being in the room.
    common, bloc, coming, error : float
        Spreads of what moves everybody, each bloc, everybody's presence, and everybody beyond its chances; see
        :class:`~legation.methods.voting.shocks.Spreads`.
    blocs : ndarray of int, shape (n_actors,)
    replayed : int
        Past roll calls from which the spreads are estimated; 0: too few, or more than declared votes is known, and the usual ones of the
        General Assembly are taken, or the draws are independent.
    independent : bool
    """

    votes: VoteArray
    probability: FloatArray
    presence: FloatArray
    common: float
    bloc: float
    coming: float
    error: float
    blocs: IntArray
    replayed: int
    independent: bool

    def margin(self) -> IntArray:
        """Return yes minus no of each draw [members], shape (n_draws,)."""
        return np.asarray((self.votes == 1).sum(axis=1) - (self.votes == 3).sum(axis=1), np.intp)


def draw_votes(
    votes: npt.ArrayLike,
    declared: npt.ArrayLike,
    *,
    titles: npt.ArrayLike | Sequence[str] | None = None,
    title: int | str = -1,
    totals: Mapping[str, int] | None = None,
    sponsors: npt.ArrayLike | None = None,
    reported: npt.ArrayLike | None = None,
    like: npt.ArrayLike = (),
    away: npt.ArrayLike | None = None,
    blocs: npt.ArrayLike | None = None,
    draws: int = 4000,
    independent: bool = False,
    reach: float = 0.0,
    seed: int = 0,
    progress: Progress = silent,
) -> VoteDraws:
    """Draw a roll call ahead from earlier roll calls and from what is declared.

    Each member's chances are those of :func:`~legation.methods.voting.tally.expected_tally`, from the same arguments. What the members
    have in common comes from history: the mix of earlier roll calls that the declared votes leave open, a shock to all, one to each bloc,
    and one to presence. On a new title of which declared votes are all that is known, their sizes are estimated by forecasting the later
    half of history from the earlier (:mod:`legation.methods.voting.shocks`); else they make the sum as unsure as the forecast is.

    Parameters
    ----------
    votes : array_like of int, shape (n_actors, n_rollcalls)
        Earlier roll calls, oldest first: 1 yes, 2 abstain, 3 no, 0 missing. n_rollcalls may be 0.
    declared : array_like of int, shape (n_actors,)
        0 where nothing is declared.
    titles, title, totals, sponsors, reported, like, away
        As in :func:`~legation.methods.voting.tally.expected_tally`.
    blocs : array_like of int, shape (n_actors,), optional
        Bloc of each member, from 0; found in the votes where left out.
    draws : int
        1 or more.
    independent : bool
        Draw each member for itself. Intervals are then far too narrow: see the notes.
    reach : float
        Half of the range that held 80 % of a forecast's past errors [members], as :func:`~legation.methods.voting.tally.expected_tally`
        gives it: 80 % of the drawings then lie as far from the middle. 0: they are left as history makes them.
    seed : int
        0 or more.
    progress : callable, optional
        Told (done, total).

    Raises
    ------
    BadValue
        For another code or shape, and a number out of range.

    Notes
    -----
    Coverage: forecast from the three sessions before and 20 declared votes drawn at random, the 90 % interval of the margin held 91 % of
    the 661 contested roll calls of sessions 60 to 72 of the General Assembly (77 to 98 % by session), at a width of 53 of some 190 members;
    drawn independently 41 %, at 18 (``python -m benchmarks.paths``).
    Limits: declarations are taken for a fair sample of the members (``reach`` makes up for what else an error was due to); a subject that
    breaks old alignments may fall outside; whether a declared word is kept is not drawn.

    References
    ----------
    Nelsen (2006) on copulas, doi:10.1007/0-387-28678-0.

    Examples
    --------
    >>> found = draw_votes([[1, 1, 3, 3], [1, 1, 3, 3], [3, 3, 1, 1]], [1, 0, 0], draws=1000)
    >>> found.votes.shape, bool(((found.votes[:, 0] == 1) | (found.votes[:, 0] == 0)).all())
    ((1000, 3), True)
    """
    table = vote_matrix(votes)
    n, m = table.shape
    count = whole_number(draws, "draws", 1)
    rng = np.random.default_rng(whole_number(seed, "seed", 0))
    if isinstance(titles, np.ndarray) or not isinstance(title, str):
        _numbers(titles, "titles", m, "roll call", np.arange(m))
    names = titled(titles, title, m)
    known = known_of(n, declared, totals=totals, sponsors=sponsors, reported=reported, like=like, away=away)
    if not (isinstance(reach, (int, float)) and 0 <= reach < float("inf")):
        raise BadValue(f"reach must be a number of members, 0 or more (got {reach!r}); leave it out where no error is known")
    groups = None if blocs is None else _numbers(blocs, "blocs", n, "actor", None)
    past = past_votes(table, names.labels)
    known = replace(known, similar=names.similar(past))
    ahead = foretold(past, names.title, known)
    lean = lean_of(past.model, known.shown)
    if independent:
        spreads, lean = unmoved(n), Lean(np.zeros((n, 0)), np.ones(n))
    elif set(ahead.basis) <= {"declared"}:
        count_known = int(np.count_nonzero(known.shown))
        spreads = spreads_of(table, names.labels, count_known, repeated=False, rng=rng, blocs=groups, progress=progress)
        spreads = matched(spreads, ahead, lean, reach, rng) if reach else spreads
    else:
        spreads = matched(assembly_spreads(table, groups), ahead, lean, reach or _EIGHTY * ahead.deviation, rng)
    return VoteDraws(
        votes=drawn(ahead, lean, spreads, count, rng),
        probability=ahead.probability,
        presence=ahead.presence,
        common=spreads.common,
        bloc=spreads.bloc,
        coming=spreads.presence,
        error=spreads.error,
        blocs=spreads.blocs,
        replayed=spreads.replayed,
        independent=independent,
    )


def _numbers(values: npt.ArrayLike | None, name: str, length: int, what: str, otherwise: IntArray | None) -> IntArray:
    """Return whole numbers, 0 or more, one for each."""
    if values is None and otherwise is not None:
        return otherwise
    found = np.asarray(values)
    if found.shape != (length,) or found.dtype.kind not in "iu" or (length and found.min() < 0):
        raise BadValue(f"{name} must be a whole number from 0 for each {what} ({length},) (got {found.shape} {found.dtype}); number them")
    return found.astype(np.intp)
