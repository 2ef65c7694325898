"""How each member may vote on a roll call ahead, or stay away: one posterior over the four outcomes from all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from legation.methods.voting.evidence import Known, known_of
from legation.methods.voting.history import PastVotes, if_there
from legation.methods.voting.resemblance import Resemblance
from legation.methods.voting.shift import CommonShift, Sums, observed, shifted, softmax
from legation.methods.voting.signs import Fitted, fitted, signs_of_new, signs_of_title
from legation.methods.voting.votes import FloatArray, VoteArray

__all__ = ["Outlook", "foretold", "outlook"]

_DECLARED_PRESENT = 0.97
_KNOWING = 0.1
"""Variance of the shift of a new title on which a fair sample is declared."""
_NO_CHANCE = 0.001
"""Chance below which it is no chance that nobody of a fair sample casts a vote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A roll call ahead, member by member.

    Attributes
    ----------
    probability : ndarray, shape (n_actors, 3)
        Of yes, abstain and no, if the member is in the room.
    presence : ndarray, shape (n_actors,)
        Chance of being in the room.
    deviation : float
        Standard deviation of yes minus no [members].
    share : ndarray, shape (n_actors,)
        How yes minus no varies with this member's own, per standard deviation of its own [members].
    basis : tuple of str
        What it rests on; see :data:`~legation.methods.voting.evidence.BASIS`.
    resting : ndarray of bool, shape (n_actors,)
        Which members' chances rest on it: nothing is known of the others.
    """

    probability: FloatArray
    presence: FloatArray
    deviation: float
    share: FloatArray
    basis: tuple[str, ...]
    resting: np.ndarray

    @property
    def outcome(self) -> FloatArray:
        """Chances of absence, yes, abstention and no, shape (n_actors, 4)."""
        return if_there(self.presence, self.probability)

    def margin(self) -> float:
        """Return the expected yes minus no [members]."""
        return float((self.presence * (self.probability[:, 0] - self.probability[:, 2])).sum())


def outlook(votes: VoteArray, series: np.ndarray, said: VoteArray, model: Resemblance | None = None) -> Outlook:
    """Return the outlook from earlier votes and declared ones alone.

    Parameters
    ----------
    votes : ndarray of int8, shape (n_actors, n_rollcalls)
        Earlier roll calls, checked.
    series : ndarray of bool, shape (n_rollcalls,)
        Which of them were on the same title.
    said : ndarray of int8, shape (n_actors,)
        What is declared; 0 where nothing is.
    model : Resemblance, optional
        Learnt from ``votes``, where the caller has it already.
    """
    labels = np.where(series, -1, np.arange(votes.shape[1]))
    return foretold(PastVotes(votes, labels, model), -1, known_of(len(votes), said))


def foretold(past: PastVotes, title: int, known: Known, constants: Fitted | None = None) -> Outlook:
    """Return the outlook of a vote on a title from earlier votes and all that is known of it.

    On a title that was voted before, or a text named as alike, the chances rest on the signs of
    :mod:`~legation.methods.voting.signs`. On a new title they rest on texts like it, on totals or on what is declared; declared votes that
    could be a fair sample of the members speak for the others as :func:`~legation.methods.voting.before_the_vote` says, those that were
    no fair sample say less. Sponsorship and reports add to a member's own odds; totals shift everybody who is open. ``constants`` are those
    that the product ships with, unless a benchmark gives its own.
    """
    learnt = constants or fitted()
    series = past.votes[:, past.labels == title]
    repeated = series.shape[1] > 0 or known.like.shape[1] > 0
    shown = known.shown
    basis = _basis(known, repeated=series.shape[1] > 0)
    if repeated:
        weights = learnt.title
        odds = np.mean([weights.odds(signs_of_title(past, one, shown)) for one in _orders(series, known.like)], axis=0)
    elif known.totals is not None or known.similar is not None or not _fair(past, shown):
        weights = learnt.new
        odds = weights.odds(signs_of_new(past, shown, known.similar))
    else:
        return _plainly(past, known, shown, basis, learnt)
    odds = odds + _reported(known, learnt)
    free, declared = (shown == 0) & ~known.away, known.said > 0
    shift = weights.shift
    chances = shifted(odds, shift)
    chances[:, known.sponsors] = _sponsoring(chances[:, known.sponsors].mean(axis=0), learnt)
    if series.shape[1]:
        shift = observed(odds[free], shift, _last(series, free, learnt))
    if known.totals is not None:
        shift = observed(odds[free], shift, _open(known, chances[:, (shown > 0) & ~declared].mean(axis=0), learnt))
    chances[:, free] = shifted(odds[free], shift)
    chances[:, declared] = _certain(known.said[declared])
    return _stated(chances, _resting(past, known, series, shown), basis, known.away)


def _basis(known: Known, *, repeated: bool) -> tuple[str, ...]:
    there = {
        "declared": known.said.any(),
        "like": known.like.shape[1] > 0,
        "reported": known.reported.any(),
        "similar": known.similar is not None and not repeated and not known.like.shape[1],
        "sponsors": known.sponsors.any(),
        "title": repeated,
        "totals": known.totals is not None,
    }
    return tuple(part for part, is_there in there.items() if is_there)


def _orders(series: VoteArray, like: VoteArray) -> list[VoteArray]:
    """Return the votes on the title followed by those on texts named as alike, each of these last once: no one of them is the latest."""
    k = like.shape[1]
    return [np.hstack([series, np.roll(like, turn, axis=1)]) for turn in range(k)] or [series]


def _fair(past: PastVotes, shown: VoteArray) -> bool:
    """Whether the votes shown could be a fair sample of the members: none that lacks a vote which some of them are sure to cast.

    Who will abstain seldom says so, and a list of sponsors holds no noes.
    """
    rows = np.flatnonzero(shown)
    lacking = np.bincount(shown[rows], minlength=4)[1:] == 0
    chance_of_none = (1 - past.alike.mean(axis=0)) ** rows.size
    return not bool((lacking & (chance_of_none < _NO_CHANCE)).any())


def _plainly(past: PastVotes, known: Known, shown: VoteArray, basis: tuple[str, ...], learnt: Fitted) -> Outlook:
    """Return the outlook of a new title from a fair sample of declared votes, or from nothing."""
    probability = past.model.predict(shown)
    declared = known.said > 0
    probability[declared] = np.eye(3)[known.said[declared] - 1]
    there = np.where(declared, _DECLARED_PRESENT, past.lately)
    if known.sponsors.any() or known.reported.any():
        outcome = softmax(np.log(np.clip(if_there(there, probability), 1e-9, 1)) + _reported(known, learnt))
        outcome[known.sponsors] = _sponsoring(outcome[known.sponsors], learnt)
        worded = known.sponsors | (known.reported > 0)
        there = np.where(worded, 1 - outcome[:, 0], there)
        probability[worded] = (outcome[:, 1:] / np.clip(1 - outcome[:, :1], 1e-12, 1))[worded]
    spread = learnt.new.shift.spread if not shown.any() else _KNOWING * np.eye(3)
    chances = shifted(np.log(np.clip(if_there(there, probability), 1e-12, 1)), CommonShift(np.zeros(3), spread))
    if known.sponsors.any():
        chances[:, known.sponsors] = if_there(there, probability)[known.sponsors]
    chances[:, declared] = _certain(known.said[declared])
    outlook = _stated(chances, _resting(past, known, past.votes[:, :0], shown), basis, known.away)
    return replace(outlook, probability=probability, presence=np.where(known.away, 0.0, there))


def _reported(known: Known, learnt: Fitted) -> FloatArray:
    """Return the log odds that reports add to what they say, shape (n_actors, 4)."""
    return np.asarray(learnt.reported * np.eye(4)[known.reported] * (known.reported > 0)[:, None])


def _sponsoring(chances: FloatArray, learnt: Fitted) -> FloatArray:
    """Return the chances of sponsors, shape (n, 4): they vote as sponsors do, whatever they did before, and come more surely."""
    odds = np.log(np.clip(chances[:, 0], 1e-9, 1) / np.clip(1 - chances[:, 0], 1e-9, 1)) + learnt.sponsor[0]
    return if_there(1 / (1 + np.exp(odds)), np.repeat(softmax(learnt.sponsor[None, 1:]), len(odds), axis=0))


def _last(series: VoteArray, free: np.ndarray, learnt: Fitted) -> Sums:
    """Return the last totals on the title, of the members that are open, as a noisy observation."""
    last = series[free, -1]
    count = np.array([(last == code).sum() for code in (1, 2, 3)], np.float64)
    return Sums(count, _noise(count, len(last), learnt.last))


def _open(known: Known, worded: FloatArray, learnt: Fitted) -> Sums:
    """Return what the totals leave for the members that are open, some of those absent in committee having come.

    Taken out are those that declared, and those with the chances ``worded`` (n, 4) that sponsor or of whom others report.
    """
    totals = known.totals if known.totals is not None else np.zeros(3)
    own = np.array([(known.said == code).sum() for code in (1, 2, 3)], np.float64) + worded[:, 1:].sum(axis=0)
    n = len(known.said)
    rest = np.maximum(totals - own, 0)
    away = max(0.0, n - float(totals.sum()))
    came = learnt.coming * away * (rest + 0.5) / (rest + 0.5).sum()
    return Sums(rest + came, _noise(totals, n, learnt.committee))


def _noise(count: FloatArray, n: int, share: FloatArray) -> FloatArray:
    """Return the variance of sums about those before: so many times that of ``n`` members with these chances, each for itself."""
    chance = (count + 1) / (n + 4)
    return np.asarray(share * n * chance * (1 - chance))


def _certain(said: VoteArray) -> FloatArray:
    """Return the chances of members that declared, who vote as they said if they come."""
    return np.asarray(if_there(np.full(len(said), _DECLARED_PRESENT), np.eye(3)[said - 1]))


def _resting(past: PastVotes, known: Known, series: VoteArray, shown: VoteArray) -> np.ndarray:
    """Return whose chances rest on something: its own votes, words, or totals that bound everybody."""
    voted = (past.votes > 0).any(axis=1) | (series > 0).any(axis=1) | (known.like > 0).any(axis=1)
    return np.asarray(voted | (shown > 0) | known.away | (known.totals is not None))


def _stated(chances: FloatArray, resting: np.ndarray, basis: tuple[str, ...], away: np.ndarray) -> Outlook:
    """Return an outlook from the chances under equally likely shifts (n_points, n_actors, 4); who is ``away`` is not in the room."""
    if_it_came = chances.mean(axis=0)
    there = np.clip(1 - if_it_came[:, 0], 1e-12, 1)
    chances[:, away] = np.eye(4)[0]
    outcome = chances.mean(axis=0)
    lean = chances[..., 1] - chances[..., 3]
    own = outcome[:, 1] + outcome[:, 3] - (outcome[:, 1] - outcome[:, 3]) ** 2
    sums = lean.sum(axis=1)
    alone = (chances[..., 1] + chances[..., 3] - lean**2).mean(axis=0)
    together = ((lean - lean.mean(axis=0)) * (sums - sums.mean())[:, None]).mean(axis=0)
    variance = float(sums.var() + alone.sum())
    return Outlook(
        probability=if_it_came[:, 1:] / there[:, None],
        presence=np.where(away, 0.0, there),
        deviation=float(np.sqrt(variance)),
        share=np.where(own > 1e-12, (alone + together) / np.sqrt(np.maximum(own, 1e-12)), 0.0),
        basis=basis,
        resting=resting,
    )
