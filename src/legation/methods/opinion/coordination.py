"""Signs that votes were not cast by as many independent people as it seems: copies, and votes in step. Nothing is ever taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Ballots, Votes, VoteTable, vote_table
from legation.methods.opinion.copies import copied
from legation.methods.opinion.lockstep import in_step, pair_p_values
from legation.methods.progress import Progress, silent

__all__ = ["Alike", "Coordination", "clones", "coordinated"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

COPIES_RATE = 0.05
STEP_RATE = 0.01
"""Share of false alarms among the pairs named, at most, in expectation; e-values stay well below theirs."""
PAIRS_LIMIT = 5_000
"""Participants who are compared with each other at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Participants whose votes hang together more than chance and like minds explain: a sign to be looked into, not a finding of fault.

    Attributes
    ----------
    participants : ndarray of int, shape (k,)
        Rows, ascending; joined by pairs of which each is beyond chance.
    pairs : ndarray of int, shape (n_pairs, 2)
        The pairs, strongest first.
    evidence : ndarray of float, shape (n_pairs,)
        ``"copies"``: logarithm [nats] of how much likelier the votes are as copies than as votes of independent people of like mind.
        ``"in step"``: votes of the pair that were the same and within the time given.
    common : ndarray of int, shape (n_pairs,)
        Statements on which both voted.
    """

    participants: Ints
    pairs: Ints
    evidence: Floats
    common: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordination:
    """What a search for coordinated votes found.

    Attributes
    ----------
    sign : {"copies", "in step"}
    sets : tuple of Alike
        By falling size, ties by smallest row.
    rate : float
        False discovery rate held over the pairs, where honest people vote independently given their positions.
    compared : ndarray of int
        Rows that had votes enough to be compared.
    """

    sign: Literal["copies", "in step"]
    sets: tuple[Alike, ...]
    rate: float
    compared: Ints


def clones(
    votes: Votes, *, rate: float = COPIES_RATE, slips: float = 0.02, at_least: int = 10, seed: int = 0, progress: Progress = silent
) -> Coordination:
    """Return sets of participants whose votes are the same, or nearly so, beyond what chance and like minds explain.

    For each pair the votes on common statements are as likely as copies with a share of ``slips``, over as likely as the model of
    :func:`predict_stance` gives for the other's votes; the smaller of the two ratios, either way round, is an e-value, and pairs are
    named by the e-value form of Benjamini and Hochberg, which holds under any dependence. Two people who both say what everybody says are
    never named.

    Parameters
    ----------
    votes : array_like of int8, shape (n, m), or Ballots
    rate : float, in (0, 1)
    slips : float, in (0, 0.5)
        Share of a copy's votes that may differ.
    at_least : int
        Votes that a participant needs to be compared.
    seed : int
        As in :func:`predict_stance`.

    Raises
    ------
    BadValue
        For an argument outside its range, or more than 5,000 participants to be compared.

    Limits
    ------
    Honest people who follow one list of recommended votes, or share a desk, look the same. A clone with few votes, or of the commonest
    views, cannot be told from chance. The statement's shares and the positions are learnt from the same votes, clones among them, which
    makes the search milder. Look at the times before drawing any conclusion.

    References
    ----------
    Wang, R. and Ramdas, A. (2022), False discovery rate control with e-values, doi:10.1111/rssb.12489.

    Examples
    --------
    >>> import numpy as np
    >>> room = np.random.default_rng(0).choice([-1, 0, 1], (60, 40)).astype(np.int8)
    >>> room[7] = room[3]
    >>> [found.participants.tolist() for found in clones(room).sets]
    [[3, 7]]
    """
    _check_share("rate", rate, 1.0)
    _check_share("slips", slips, 0.5)
    table = vote_table(votes)
    compared = _compared(table, at_least)
    if len(compared) < 2:
        return Coordination(sign="copies", sets=(), rate=rate, compared=compared)
    evidence, common = copied(table, compared, slips, seed, progress)
    first, second = np.triu_indices(len(compared), 1)
    strength = evidence[first, second]
    order = np.argsort(-strength, kind="stable")
    bar = np.log(len(strength) / (rate * np.arange(1, len(strength) + 1)))
    passed = np.flatnonzero(strength[order] >= bar)
    named = order[: passed[-1] + 1] if len(passed) else order[:0]
    pairs = np.stack([first[named], second[named]], axis=1)
    sets = _joined(compared, pairs, strength[named], common[pairs[:, 0], pairs[:, 1]])
    return Coordination(sign="copies", sets=sets, rate=rate, compared=compared)


def coordinated(
    ballots: Ballots, *, within: float = 30.0, rate: float = STEP_RATE, at_least: int = 10, draws: int = 50, seed: int = 0,
    progress: Progress = silent,
) -> Coordination:  # fmt: skip
    """Return sets of participants who cast the same votes on the same statements at nearly the same time, more than chance explains.

    For each pair the votes are counted that are the same and at most ``within`` apart. Chance is drawn: people exchange the moments
    at which they came, and keep their votes and their own pace, so that a rush of visitors and a fixed order of statements are no sign.
    The p-values of the pairs are held to ``rate`` by Benjamini and Hochberg.

    Parameters
    ----------
    ballots : Ballots
        With ``time``, in the unit of ``within``.
    within : float
        Of the time's unit, above 0; 30 suits seconds.
    rate : float, in (0, 1)
    at_least : int
        Votes that a participant needs to be compared.
    draws : int
        How often the moments of coming are exchanged.
    seed : int

    Raises
    ------
    BadValue
        For ballots without times, or an argument outside its range.

    Limits
    ------
    A class or a meeting that votes together, honestly and aloud, is in step. Who is in step with a delay is not seen. If most
    participants are in step, so is chance. Times that a server rounds to minutes need a larger ``within``.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), doi:10.1111/j.2517-6161.1995.tb02031.x. Pacheco, D. et al. (2021), Uncovering coordinated
    networks on social media, doi:10.1609/icwsm.v15i1.18075.
    """
    _check_share("rate", rate, 1.0)
    if not (np.isfinite(within) and within > 0):
        raise BadValue(f"within: allowed above 0, in the unit of the times, found {within}; give 30 for seconds")
    if draws < 1:
        raise BadValue(f"draws: allowed 1 or more, found {draws}; give 50")
    if not isinstance(ballots, Ballots) or ballots.time is None:
        raise BadValue("ballots: allowed are Ballots with their time; votes without times cannot be in step")
    table = vote_table(ballots)
    compared = _compared(table, at_least)
    cast = in_step(ballots, table, compared)
    pairs, count, p_value, tests = pair_p_values(cast, within, draws, seed, progress)
    order = np.lexsort((-count, p_value))
    passed = np.flatnonzero(p_value[order] <= rate * np.arange(1, len(order) + 1) / max(tests, 1))
    named = order[: passed[-1] + 1] if len(passed) else order[:0]
    sets = _joined(compared, pairs[named], count[named].astype(np.float64), cast.common(pairs[named]))
    return Coordination(sign="in step", sets=sets, rate=rate, compared=compared)


def _compared(table: VoteTable, at_least: int) -> Ints:
    """Return the rows with votes enough."""
    if at_least < 2:
        raise BadValue(f"at_least: allowed 2 or more votes, found {at_least}; give 10")
    rows = np.flatnonzero(table.count >= at_least)
    if len(rows) > PAIRS_LIMIT:
        raise BadValue(
            f"votes: allowed {PAIRS_LIMIT:,} participants with {at_least} votes or more, found {len(rows):,}; raise at_least or give a part"
        )
    return rows


def _check_share(name: str, given: float, end: float) -> None:
    if not 0 < given < end:
        raise BadValue(f"{name}: allowed above 0 and below {end:g}, found {given}; give a share")


def _joined(compared: Ints, pairs: Ints, evidence: Floats, common: Ints) -> tuple[Alike, ...]:
    """Return the sets that pairs of places in ``compared`` join."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n = len(compared)
    _, label = connected_components(csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n)), directed=False)
    sets = []
    for one in np.unique(label[pairs[:, 0]]) if len(pairs) else ():
        inside = np.flatnonzero(label[pairs[:, 0]] == one)
        inside = inside[np.argsort(-evidence[inside], kind="stable")]
        sets.append(
            Alike(
                participants=compared[np.flatnonzero(label == one)],
                pairs=compared[pairs[inside]],
                evidence=evidence[inside],
                common=common[inside],
            )
        )
    return tuple(sorted(sets, key=lambda s: (-len(s.participants), s.participants[0])))
