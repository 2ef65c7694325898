"""A few statements that stand for everybody in proportion: the more people agree with one another, the more of the slate is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import heappushpop

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Votes, VoteTable, flags, vote_table

__all__ = ["Slate", "slate", "slate_stability"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SEARCHED = 8_000_000_000
"""Products of a weight and an approval that a search for the maximum may cost; beyond it the best slate found stands, unproven."""
STEP, PLACE = 60_000, 150
"""What each beginning of a slate costs beside its products, and each statement that may follow it, in such products."""
LARGEST = 40_000_000
"""Approvals of different people, at most, that a search holds in memory."""
EQUAL = 1e-9
"""Share of the total weight by which two scores must differ to be two."""
LEAST_SEEN = 1 / 3
"""Share of the people below whom a statement counts as seldom seen."""
DRAWS = 100
"""Resamples by which it is seen how far a slate hangs on who came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slate:
    """A slate of statements.

    Attributes
    ----------
    statements : tuple of int
        Ascending; fewer than were wanted where fewer are open.
    score : float
        ``sum_i w_i (1 + 1/2 + ... + 1/u_i)`` with ``u_i`` the statements of the slate with which person i agrees.
    proven : bool
        Whether no slate scores more: the search ended. Of equal ones it is then the lexicographically smallest.
    represented : bool
        Whether proportion holds (EJR+): no people of a share of l/k who agree with one further statement have each fewer than l of the
        slate.
    seldom_seen : tuple of int
        Those of the slate that fewer than a third of the people voted on: with them, not agreeing may be not having seen.
    """

    statements: tuple[int, ...]
    score: float
    proven: bool
    represented: bool
    seldom_seen: tuple[int, ...]


def slate(
    votes: Votes,
    k: int,
    moderated: npt.ArrayLike | None = None,
    copies: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
    seed: int = 0,
) -> Slate:
    """Return the slate of k statements that maximises proportional approval (PAV), with its guarantee checked.

    Who agrees with a statement approves of it; who passed, disagreed or has not seen it does not. Where the search for the maximum would
    cost too much, statements are taken one by one as each adds most, and exchanged one for one as long as that gains.

    Parameters
    ----------
    votes : array_like of int8, shape (n, m), or Ballots
    k : int, 1 or more
    moderated : array_like of bool, shape (m,), optional
        Statements taken out.
    copies : array_like of int, shape (m,), optional
        Statements with the same number are copies: at most one of them is taken, and one that is taken stands for all in the check.
    weights : array_like of float, shape (n,), optional
        How much each person counts, above 0; one each without it. Who has not voted counts for nothing.
    seed : int, 0 or more
        For the signature that methods share; nothing here is drawn.

    Raises
    ------
    BadValue
        For an argument of another shape or outside its range.

    References
    ----------
    Brill, M. and Peters, J. (2023), Robust and verifiable proportionality axioms for multiwinner voting, doi:10.1145/3580507.3597785.

    Examples
    --------
    Six of nine agree with 0, 1 and 2, three with 3: of three statements two are for the six, one for the three.

    >>> votes = [[1, 1, 1, -1]] * 6 + [[-1, -1, -1, 1]] * 3
    >>> found = slate(votes, 3)
    >>> found.statements, found.score, found.proven, found.represented
    ((0, 1, 3), 12.0, True, True)
    """
    _check_whole(k, seed)
    table = vote_table(votes)
    approvals = _approvals(table, moderated, copies, weights)
    size = approvals.room_for(k)
    chosen = _exchanged(approvals, _greedy(approvals, size))
    best, proven = _searched(approvals, chosen, size)
    seen = np.bincount(table.statement, minlength=table.shape[1])
    people = int((table.count > 0).sum())
    return Slate(
        statements=tuple(best),
        score=approvals.score(best),
        proven=proven,
        represented=_represents(approvals, best, k),
        seldom_seen=tuple(one for one in best if seen[one] < LEAST_SEEN * people),
    )


def slate_stability(
    votes: Votes,
    k: int,
    moderated: npt.ArrayLike | None = None,
    copies: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Floats:
    """Return of how many resamples of the people each statement is in the slate: how far it hangs on who came.

    People are drawn with replacement, as many as there are, and a slate is made of them as :func:`slate` makes one, without the search
    for the maximum.

    Parameters
    ----------
    votes, k, moderated, copies, weights
        As in :func:`slate`.
    seed : int, 0 or more
    draws : int, 1 or more

    Returns
    -------
    ndarray of float, shape (m,)
        In [0, 1].
    """
    if type(draws) is not int or draws < 1:
        raise BadValue(f"draws must be 1 or more (got {draws}); give 100")
    _check_whole(k, seed)
    approvals = _approvals(vote_table(votes), moderated, copies, weights)
    voted = np.flatnonzero(approvals.weight)
    rng, times_in = np.random.default_rng(seed), np.zeros(len(approvals.open))
    for _ in range(draws):
        times = np.bincount(rng.choice(voted, len(voted)), minlength=len(approvals.weight)) if len(voted) else 0
        drawn = replace(approvals, weight=approvals.weight * times)
        times_in[_exchanged(drawn, _greedy(drawn, drawn.room_for(k)))] += 1
    return times_in / draws


@dataclass(frozen=True, slots=True, kw_only=True)
class _Approvals:
    """Who agrees with what: pairs of person and statement, the weight of each person, what is open, and what is a copy of what."""

    person: Ints
    statement: Ints
    weight: Floats
    open: npt.NDArray[np.bool_]
    copy_of: Ints

    @property
    def total(self) -> float:
        return float(self.weight.sum())

    def room_for(self, k: int) -> int:
        """Return of how many statements a slate can be: of those that are open one for each set of copies."""
        return min(k, len(set(self.copy_of[self.open].tolist())))

    def agreed(self, chosen: list[int]) -> Ints:
        """Return with how many of a slate each person agrees."""
        taken = np.zeros(len(self.open), np.bool_)
        taken[chosen] = True
        return np.bincount(self.person[taken[self.statement]], minlength=len(self.weight))

    def score(self, chosen: list[int]) -> float:
        harmonic = np.concatenate(([0.0], np.cumsum(1 / np.arange(1, len(chosen) + 1))))
        return float(self.weight @ harmonic[self.agreed(chosen)])

    def gains(self, agreed: Ints) -> Floats:
        """Return by how much each statement would raise the score of a slate."""
        gains = np.bincount(self.statement, (self.weight / (agreed + 1))[self.person], minlength=len(self.open))
        return np.asarray(gains, np.float64)

    def left(self, chosen: list[int]) -> npt.NDArray[np.bool_]:
        """Return the open statements that are neither in a slate nor copies of one that is."""
        return self.open & ~np.isin(self.copy_of, self.copy_of[chosen])

    def merged(self) -> _Approvals:
        """Return the same with people who agree with the same open statements as one, without those who agree with none."""
        use = self.open[self.statement]
        person, statement = self.person[use], self.statement[use]
        order = np.lexsort((statement, person))
        person, statement = person[order], statement[order]
        who, start = np.unique(person, return_index=True)
        kinds: dict[bytes, int] = {}
        parts = np.split(statement, start[1:]) if len(start) else []
        of = np.array([kinds.setdefault(part.tobytes(), len(kinds)) for part in parts], np.int64)
        _, first = np.unique(of, return_index=True)
        length = np.diff(np.append(start, len(person)))
        keep = np.isin(np.repeat(np.arange(len(who)), length), first)
        return _Approvals(
            person=np.repeat(of, length)[keep],
            statement=statement[keep],
            weight=np.asarray(np.bincount(of, self.weight[who]), np.float64),
            open=self.open,
            copy_of=self.copy_of,
        )


def _approvals(
    table: VoteTable, moderated: npt.ArrayLike | None, copies: npt.ArrayLike | None, weights: npt.ArrayLike | None
) -> _Approvals:
    n, m = table.shape
    given = np.ones(n) if weights is None else np.asarray(weights, np.float64)
    if given.shape != (n,) or not (np.isfinite(given) & (given > 0)).all():
        raise BadValue(f"weights must be {n} numbers above 0, one for each person (got shape {given.shape}); give 1 to whoever counts once")
    of = np.arange(m) if copies is None else np.asarray(copies)
    if of.shape != (m,) or of.dtype.kind not in "iu":
        raise BadValue(f"copies must be {m} whole numbers, one for each statement (got shape {of.shape}); copies have the same number")
    agree = table.value == 1
    return _Approvals(
        person=table.participant[agree].astype(np.int64),
        statement=table.statement[agree].astype(np.int64),
        weight=np.where(table.count > 0, given, 0.0),
        open=~flags("moderated", moderated, m),
        copy_of=of.astype(np.int64),
    )


def _check_whole(k: int, seed: int) -> None:
    if type(k) is not int or k < 1:
        raise BadValue(f"k must be 1 or more statements (got {k}); ask for one")
    if type(seed) is not int or seed < 0:
        raise BadValue(f"seed must be 0 or more (got {seed}); give 0")


def _greedy(approvals: _Approvals, size: int) -> list[int]:
    chosen: list[int] = []
    for _ in range(size):
        gains = np.where(approvals.left(chosen), approvals.gains(approvals.agreed(chosen)), -1.0)
        chosen.append(_first_best(gains, EQUAL * approvals.total))
    return sorted(chosen)


def _exchanged(approvals: _Approvals, chosen: list[int]) -> list[int]:
    """Return a slate that no exchange of one statement for another raises."""
    tie = EQUAL * approvals.total
    score, still = approvals.score(chosen), 0
    while chosen and still < len(chosen):
        rest = chosen[1:]
        gains = np.where(approvals.left(rest), approvals.gains(approvals.agreed(rest)), -1.0)
        best = _first_best(gains, tie)
        exchanged = approvals.score([*rest, best])
        still = 0 if exchanged > score + tie else still + 1
        chosen, score = ([*rest, best], exchanged) if still == 0 else ([*rest, chosen[0]], score)
    return sorted(chosen)


def _first_best(gains: Floats, tie: float) -> int:
    return int(np.flatnonzero(gains >= gains.max() - tie)[0])


def _searched(approvals: _Approvals, known: list[int], size: int) -> tuple[list[int], bool]:
    """Return the lexicographically smallest slate of the largest score, and whether the search ended; else the slate that was known.

    Slates are built in lexicographic order; a beginning is left where even the gains of the best statements that may follow, which only
    fall as others are added, do not reach the best score.
    """
    few = approvals.merged()
    budget = SEARCHED // (len(few.weight) * len(few.open) + PLACE * len(few.open) + STEP)
    if budget < 2 * size or len(few.weight) * len(few.open) > LARGEST:
        return known, size == 0
    agrees = np.zeros((len(few.weight), len(few.open)), np.float64)
    agrees[few.person, few.statement] = 1.0
    search = _Search(agrees=agrees, weight=few.weight, copy_of=few.copy_of, size=size, tie=EQUAL * approvals.total)
    search.best, search.score, search.budget = known, approvals.score(known), budget
    search.extend([], few.open.copy(), np.zeros(len(few.weight)), 0.0)
    return (search.best, True) if search.budget > 0 else (known, False)


@dataclass(slots=True, kw_only=True)
class _Search:
    agrees: Floats
    weight: Floats
    copy_of: Ints
    size: int
    tie: float
    best: list[int] | None = None
    score: float = 0.0
    budget: int = 0
    settled: bool = False

    @property
    def _needed(self) -> float:
        return self.score + self.tie if self.settled else self.score - self.tie

    def extend(self, chosen: list[int], left: npt.NDArray[np.bool_], agreed: Floats, score: float) -> None:
        """Try every slate that begins with ``chosen``; ``settled`` is whether ``best`` was reached in this order and only more will do."""
        if len(chosen) == self.size:
            if score > self.score + self.tie or (not self.settled and score > self.score - self.tie):
                self.best, self.score, self.settled = list(chosen), max(score, self.score), True
            return
        self.budget -= 1
        if self.budget <= 0:
            return
        gains = (self.weight / (agreed + 1)) @ self.agrees
        for one, bound in self._worth(left, gains, self.size - len(chosen), self._needed - score):
            if score + bound <= self._needed:
                continue
            further = left & (self.copy_of != self.copy_of[one])
            further[: one + 1] = False
            self.extend([*chosen, one], further, agreed + self.agrees[:, one], score + float(gains[one]))

    def _worth(self, left: npt.NDArray[np.bool_], gains: Floats, size: int, more: float) -> Iterator[tuple[int, float]]:
        """Yield each statement that may come next, ascending, with the most that it and those after it can add, where that is ``more``."""
        places = np.flatnonzero(left)
        worth = gains[places]
        if size > len(places):
            return
        if size == 1:
            for at in np.flatnonzero(worth > more).tolist():
                yield int(places[at]), float(worth[at])
            return
        if np.partition(worth, len(worth) - size)[-size:].sum() <= more - self.tie:
            return
        listed = worth.tolist()
        best = sorted(listed[len(listed) - size + 1 :])
        after, bounds = sum(best), [-np.inf] * (size - 1)
        for gain in reversed(listed[: len(listed) - size + 1]):
            bounds.append(gain + after)
            after += gain - heappushpop(best, gain)
        yield from ((one, bound) for one, bound in zip(places.tolist(), reversed(bounds), strict=True) if bound > more)


def _represents(approvals: _Approvals, chosen: list[int], k: int) -> bool:
    """Return whether EJR+ holds."""
    agreed = np.minimum(approvals.agreed(chosen), k)
    m = len(approvals.open)
    by_level = np.bincount(approvals.statement * (k + 1) + agreed[approvals.person], approvals.weight[approvals.person], m * (k + 1))
    fewer = np.cumsum(by_level.reshape(m, k + 1), axis=1)[:, :k]
    claim = np.arange(1, k + 1) * approvals.total / k
    fails = ((fewer > 0) & (fewer >= claim - EQUAL * approvals.total)).any(axis=1)
    return not (fails & approvals.left(chosen)).any()
