"""Signs that votes were not cast by as many independent people as it seems. Nobody is taken out; copies may count as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Ballots, Votes, VoteTable, vote_table
from legation.methods.opinion.copies import HiddenBallot
from legation.methods.opinion.copy_pairs import likeness, lockstep_votes, pair_p_values
from legation.methods.opinion.copy_sets import copied_sets, smallest_seen
from legation.methods.progress import Progress, silent

__all__ = [
    "Alike",
    "Coordination",
    "clones",
    "coordinated",
    "counted_once",
]


Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

COPIES_RATE = 0.05
STEP_RATE = 0.01
"""Share of false alarms among those named, at most, in expectation."""
STEP_LIMIT, COPIES_LIMIT = 5_000, 50_000
"""Participants who can be compared at once."""
ALL_PAIRS = 200
"""People of a set up to whom all its pairs are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Participants whose votes hang together more than chance and like minds explain: a sign to be looked into, not a finding of fault.

    Attributes
    ----------
    participants : ndarray of int, shape (k,)
        Rows, ascending.
    pairs : ndarray of int, shape (n_pairs, 2)
        The pairs, strongest first. Of copies all of a set, each with the one of the strongest sign alone where there are more than 200.
    evidence : ndarray of float, shape (n_pairs,)
        ``"copies"``: logarithm [nats] of how much likelier the votes are as copies than as votes of independent people of like mind.
        ``"in step"``: votes of the pair that were the same and within the time given.
    common : ndarray of int, shape (n_pairs,)
        Statements on which both voted.
    log_evidence : float
        ``"copies"``: the same logarithm for all of the set taken together; ``"in step"``: nan.
    """

    participants: Ints
    pairs: Ints
    evidence: Floats
    common: Ints
    log_evidence: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordination:
    """What a search for coordinated votes found.

    Attributes
    ----------
    sign : {"copies", "in step"}
    sets : tuple of Alike
        By falling size, ties by smallest row.
    rate : float
        Share of false alarms held, where honest people vote independently given their positions: of copies among the people of a set, of
        lockstep votes among the pairs.
    compared : ndarray of int
        Rows that had votes enough to be compared.
    smallest : ndarray of int, shape (n_compared,)
        ``"copies"``: for each of ``compared``, how many equal ballots like this one, itself among them, it would take to be named; 0 where
        no number would do. Empty for ``"in step"``.
    """

    sign: Literal["copies", "in step"]
    sets: tuple[Alike, ...]
    rate: float
    compared: Ints
    smallest: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def smallest_typical(self) -> int:
        """The smallest set that would have been seen of at least half of those compared; 0 where there is none."""
        return self.smallest_of(0.5)

    def smallest_of(self, share: float) -> int:
        """Return the size from which a set of equal ballots would have been seen, whoever of this share of those compared was copied.

        0 where no size would do.
        """
        if not len(self.smallest):
            return 0
        size = np.sort(np.where(self.smallest > 0, self.smallest, np.iinfo(np.int64).max))
        reached = int(size[max(int(np.ceil(share * len(size))) - 1, 0)])
        return reached if reached < np.iinfo(np.int64).max else 0


def clones(
    votes: Votes, *, rate: float = COPIES_RATE, slips: float = 0.05, at_least: int = 10, seed: int = 0, progress: Progress = silent
) -> Coordination:
    """Return sets of participants whose votes are the same, or nearly so, beyond what chance and like minds explain.

    Candidates are people who differ on no more of their common statements than copies with so many ``slips`` do; all pairs are compared,
    above 5,000 people those that hashing brings together. The model of :func:`predict_stance` is fitted to the room with one of each
    candidate set kept, so that copies teach it no more than one voter does, and everybody is placed by their own votes. The votes of a set
    together are then weighed as copies of one hidden ballot against votes of independent people (an e-value for each set): they must
    outweigh the number of possible sets of that size. Named are as many of a set as keep the chance of acting alone, which each has by its
    own votes and the size of the set, at ``rate`` on average, and nobody of whom it is over one in ten. Whoever may be a copy with a
    chance of ``rate`` stays out of the fit, what is not carried goes back into the room, and the rest is weighed anew, each set at last
    alone. Two people who both say what everybody says are never named.

    Parameters
    ----------
    votes : array_like of int8, shape (n, m), or Ballots
    rate : float, in (0, 1)
    slips : float, in (0, 0.5)
        Share of a copy's votes that are its own.
    at_least : int
        Votes that a participant needs to be compared.
    seed : int
        As in :func:`predict_stance`; also of the hashes.

    Raises
    ------
    BadValue
        For an argument outside its range, or more than 50,000 participants to be compared.

    Limits
    ------
    Honest people who follow one list of recommended votes, or share a desk, look the same. Few copies of the commonest views cannot be
    told from chance: ``smallest`` says how many it takes. A set of more than half of those compared is taken for the room. Where half of
    the others have a tenth of them near, beyond what the statements' shares explain, the room votes in camps: nobody is named, and
    ``smallest`` is 0. Look at the times before drawing any conclusion.

    References
    ----------
    Sets: Wang, R. and Ramdas, A. (2022), False discovery rate control with e-values, doi:10.1111/rssb.12489. Members: Efron, B. et al.
    (2001), Empirical Bayes analysis of a microarray experiment, doi:10.1198/016214501753382129.

    Examples
    --------
    >>> import numpy as np
    >>> room = np.random.default_rng(0).choice([-1, 0, 1], (60, 40)).astype(np.int8)
    >>> room[7] = room[3]
    >>> found = clones(room)
    >>> [one.participants.tolist() for one in found.sets], found.smallest_typical
    ([[3, 7]], 2)
    """
    _check_share("rate", rate, 1.0)
    _check_share("slips", slips, 0.5)
    table = vote_table(votes)
    compared = _compared(table, at_least, COPIES_LIMIT)
    if len(compared) < 2:
        return Coordination(sign="copies", sets=(), rate=rate, compared=compared, smallest=np.zeros(len(compared), np.int64))
    found = copied_sets(table.rows(compared), rate, slips, at_least, seed, progress)
    alike = tuple(sorted((_alike(found.model, one, compared) for one in found.sets), key=_by_size))
    return Coordination(sign="copies", sets=alike, rate=rate, compared=compared, smallest=smallest_seen(found, rate))


def _alike(model: HiddenBallot, members: Ints, compared: Ints) -> Alike:
    """Return a set with its pairs."""
    first, second = np.triu_indices(len(members), 1)
    if len(members) > ALL_PAIRS:
        middle = int(model.gains(members).argmax())
        others = np.delete(np.arange(len(members)), middle)
        first, second = np.minimum(middle, others), np.maximum(middle, others)
    pairs = np.stack([members[first], members[second]], axis=1)
    evidence = np.array([model.evidence(pair) for pair in pairs])
    order = np.argsort(-evidence, kind="stable")
    return Alike(
        participants=compared[members],
        pairs=compared[pairs[order]],
        evidence=evidence[order],
        common=likeness(model.table, pairs[order]),
        log_evidence=model.evidence(members),
    )


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
    A class or a meeting that votes together, honestly and aloud, votes in lockstep. Lockstep with a delay is not seen. If most
    participants vote in lockstep, so does chance. Times that a server rounds to minutes need a larger ``within``.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), doi:10.1111/j.2517-6161.1995.tb02031.x. Pacheco, D. et al. (2021), Uncovering coordinated
    networks on social media, doi:10.1609/icwsm.v15i1.18075.
    """
    _check_share("rate", rate, 1.0)
    if not (np.isfinite(within) and within > 0):
        raise BadValue(f"within must be above 0, in the unit of the times (got {within}); give 30 for seconds")
    if draws < 1:
        raise BadValue(f"draws must be 1 or more (got {draws}); give 50")
    if not isinstance(ballots, Ballots) or ballots.time is None:
        raise BadValue("ballots must be Ballots with their time; votes without times cannot be in step")
    table = vote_table(ballots)
    compared = _compared(table, at_least, STEP_LIMIT)
    cast = lockstep_votes(ballots, table, compared)
    pairs, count, p_value, tests = pair_p_values(cast, within, draws, seed, progress)
    order = np.lexsort((-count, p_value))
    passed = np.flatnonzero(p_value[order] <= rate * np.arange(1, len(order) + 1) / max(tests, 1))
    named = order[: passed[-1] + 1] if len(passed) else order[:0]
    sets = _joined(compared, pairs[named], count[named].astype(np.float64), cast.common(pairs[named]))
    return Coordination(sign="in step", sets=sets, rate=rate, compared=compared)


def _by_size(one: Alike) -> tuple[int, int]:
    return -len(one.participants), int(one.participants[0])


def _compared(table: VoteTable, at_least: int, limit: int) -> Ints:
    """Return the rows with votes enough."""
    if at_least < 2:
        raise BadValue(f"at_least must be 2 or more votes (got {at_least}); give 10")
    rows = np.flatnonzero(table.count >= at_least)
    if len(rows) > limit:
        raise BadValue(
            f"votes must be {limit:,} participants with {at_least} votes or more (got {len(rows):,}); raise at_least or give a part"
        )
    return rows


def _check_share(name: str, given: float, end: float) -> None:
    if not 0 < given < end:
        raise BadValue(f"{name} must be above 0 and below {end:g} (got {given}); give a share")


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
    return tuple(sorted(sets, key=_by_size))


def counted_once(people: int, sets: Sequence[Alike]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return how much each person weighs on the map, and who stands for themselves in counts: everybody, and the first of each set.

    Parameters
    ----------
    people : int
    sets : sequence of Alike
        Of :func:`~legation.methods.opinion.clones`, disjoint.

    Returns
    -------
    (ndarray of float, shape (people,); ndarray of bool, shape (people,))
        The weights, for ``map_opinion``: those of a set sum to 1. The counts, for ``statements``: give the others the group -1.

    Examples
    --------
    >>> votes = np.random.default_rng(0).choice([-1, 0, 1], (60, 40)).astype(np.int8)
    >>> votes[7] = votes[3]
    >>> from legation.methods.opinion import clones
    >>> weight, counted = counted_once(60, clones(votes).sets)
    >>> weight[[3, 7, 8]].tolist(), counted[[3, 7, 8]].tolist()
    ([0.5, 0.5, 1.0], [True, False, True])
    """
    weight, counted = np.ones(people), np.ones(people, bool)
    for one in sets:
        weight[one.participants] = 1 / len(one.participants)
        counted[one.participants[1:]] = False
    return weight, counted
