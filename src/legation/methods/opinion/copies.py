"""How much likelier the votes of a set of people are as copies of one hidden ballot than as votes of independent people."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.predict_check import chances, checked, named, set_aside, signatures
from legation.methods.opinion.predict_model import PredictionFit, fitted, placed
from legation.methods.progress import Progress

__all__ = ["HiddenBallot", "hidden_ballot"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

AT_RANDOM = 0.5
"""Of a copy's own votes the share that follow nobody's mind."""
LEAST_CHANCE = 0.01
"""No vote is taken to be rarer: a model's tail is not known better, and one odd vote is no sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenBallot:
    """Votes with the chances that a model gives them where everybody acts alone.

    A copy votes as a hidden ballot does with chance ``1 - slips``, and otherwise half the time as this person would alone, half the time
    at random. On one statement, with chance q_i(v) of person i to vote v, p(v) of the hidden ballot (the mean of the q_i) and
    ``r_i = slips (1 / 2 + 1 / (6 q_i(vote of i)))``, the ratio of the two explanations of a set's votes is

    ``sum over v of p(v) product over i of ((1 - slips) [i voted v] / q_i(v) + r_i)``,

    whose mean is 1 where people act alone: for a set that is named beforehand the product over statements is an e-value.

    Attributes
    ----------
    table : VoteTable
    chance : ndarray of float, shape (n_votes, 3)
        Of disagree, pass and agree for the person and statement of each vote.
    gain : ndarray of float, shape (n_votes,)
        Logarithm of the factor of a vote that is as the hidden ballot has it.
    slip : ndarray of float, shape (n_votes,)
        The same of a vote that is not.
    at_least : int
        Votes in common with a set that it takes to be of it.
    fit : Fit
        Of everybody.
    stretch : (float, float)
        As in :class:`~legation.methods.opinion.predict_check.Check`, of the first room fitted.
    """

    table: VoteTable
    chance: Floats
    gain: Floats
    slip: Floats
    at_least: int
    fit: PredictionFit
    stretch: tuple[float, float]

    def evidence(self, rows: Ints) -> float:
        """Return the logarithm [nats] of the ratio for all votes of some people taken together."""
        return float(self._ballot(rows)[1].sum())

    def gains(self, rows: Ints, *, whole: bool = False) -> Floats:
        """Return by how much each of ``rows`` raises the evidence of the others; with ``whole`` everybody, added to ``rows``.

        Who has too few votes in common with ``rows`` has minus infinity.
        """
        weight, total, count, at = self._ballot(rows)
        value = self.table.value.astype(np.int64) + 1
        what = self.table.statement[at].astype(np.int64)
        rest = weight[what] - self.slip[at, None]
        rest[np.arange(len(at)), value[at]] -= self.gain[at] - self.slip[at]
        own = total[what] - np.logaddexp.reduce(rest, axis=1)
        own[count[what] < 2] = 0.0
        length = self.table.count[rows]
        members = np.bincount(np.repeat(np.arange(len(rows)), length), own, minlength=len(rows))
        if not whole:
            return np.asarray(members, np.float64)
        share = np.exp(weight - total[:, None])[self.table.statement, value]
        added = np.log(share * np.exp(self.gain) + (1 - share) * np.exp(self.slip)) * (count > 0)[self.table.statement]
        everybody = np.bincount(self.table.participant, added, minlength=self.table.shape[0])
        common = np.bincount(self.table.participant, (count > 0)[self.table.statement], minlength=self.table.shape[0])
        everybody[common < self.at_least] = -np.inf
        everybody[rows] = members
        return np.asarray(everybody, np.float64)

    def smallest(self, rows: Ints, sizes: Ints, needed: Floats, each: Floats) -> Ints:
        """Return of how many equal ballots of each person the evidence would reach what is needed; 0 where no size does.

        ``sizes``: those that are tried, ascending; ``needed`` and ``each``: for each size, what all together and the last one must bring.
        """
        at, who = _votes_of(self.table, rows)
        chance = self.chance[at, self.table.value[at].astype(np.int64) + 1]
        own, other, slip = np.log(chance), np.log1p(-np.minimum(chance, 1 - 1e-9)), self.slip[at]
        found = np.zeros(len(rows), np.int64)
        for place, size in enumerate(sizes.tolist()):
            total, before = (
                np.bincount(who, np.logaddexp(own + k * self.gain[at], other + k * slip), minlength=len(rows)) for k in (size, size - 1)
            )
            seen = (found == 0) & (total >= needed[place]) & (total - before >= each[place])
            found[seen] = size
        return found

    def _ballot(self, rows: Ints) -> tuple[Floats, Floats, Ints, Ints]:
        """Return the log weight of each vote of the hidden ballot, its sum, people who voted, and the places of their votes."""
        m = self.table.shape[1]
        at, _ = _votes_of(self.table, rows)
        what, value = self.table.statement[at].astype(np.int64), self.table.value[at].astype(np.int64) + 1
        count = np.bincount(what, minlength=m)
        prior = np.stack([np.bincount(what, self.chance[at, v], minlength=m) for v in range(3)], axis=1)
        prior = np.where(count[:, None] > 0, prior / np.maximum(count, 1)[:, None], 1 / 3)
        weight: Floats = np.log(prior) + np.bincount(what, self.slip[at], minlength=m)[:, None]
        same = np.bincount(what * 3 + value, self.gain[at] - self.slip[at], minlength=3 * m).reshape(m, 3)
        weight += same
        total = np.asarray(np.logaddexp.reduce(weight, axis=1), np.float64)
        total[count == 0] = 0.0
        return weight, total, count, at


def hidden_ballot(
    table: VoteTable, kept: Ints, slips: float, seed: int, progress: Progress, before: HiddenBallot | None = None, at_least: int = 1
) -> HiddenBallot:
    """Return what weighs sets of people, the chances being those of the model of ``predict_stance`` fitted to ``kept`` alone.

    The others are placed afterwards by their own votes, among statements that learnt nothing from them. ``before`` is where to begin: what
    weighed sets of the same table, fitted to others of its people.
    """
    part = table.rows(kept)
    signature = signatures(part)
    order = np.lexsort((signature[1], -np.bincount(part.statement, minlength=part.shape[1])))
    if before is None:
        start, check = checked(part, order, set_aside(part, signature, seed), progress)
        stretch = check.stretch
    else:
        person, square = before.fit.person[kept], before.fit.person_square[kept]
        start, stretch = replace(before.fit, person=person, person_square=square), before.stretch
    fit = placed(fitted(part, order, start, progress), table)
    chance = np.empty((len(table.value), 3))
    for at, logits in named(fit, table.participant.astype(np.int64), table.statement.astype(np.int64)):
        chance[at] = np.maximum(chances(logits, stretch)[0], LEAST_CHANCE)
    own = chance[np.arange(len(chance)), table.value.astype(np.int64) + 1]
    slip = slips * ((1 - AT_RANDOM) + AT_RANDOM / 3 / own)
    return HiddenBallot(
        table=table, chance=chance, gain=np.log((1 - slips) / own + slip), slip=np.log(slip), at_least=at_least, fit=fit, stretch=stretch
    )  # fmt: skip


def _votes_of(table: VoteTable, rows: Ints) -> tuple[Ints, Ints]:
    """Return the places of the votes of some people, person by person, and which of them each belongs to."""
    count = table.count[rows]
    start = np.cumsum(count) - count
    at = np.repeat(table.start[rows] - start, count) + np.arange(count.sum())
    return at, np.repeat(np.arange(len(rows)), count)
