"""Which statements to show somebody next, so that few answers say much and no statement is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Votes, VoteTable, flags, numbers, vote_table
from legation.methods.opinion.predict_check import part
from legation.methods.opinion.predict_model import PredictionFit, fitted, placed
from legation.methods.opinion.projection import principal_axes

__all__ = ["Routing", "Rule", "extremity", "next_statements", "priority", "routing", "routing_of"]

Rule = Literal["information", "polis"]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FITTED = ("column", "column_square", "variance", "leaning_variance")
META = 49.0
"""Priority of a statement about the conversation itself, as Polis has it."""
SHARE = 0.2
"""Of the votes that each statement would have were all shown alike: what it gets at the least."""


def extremity(votes: Votes, moderated: npt.ArrayLike | None = None) -> Floats:
    """Return how far from the middle a person stands who agrees with one statement and saw no other, as Polis measures it.

    ``E_j = sqrt(m) |1 - mean_j| |axis_j|`` with the two leading principal components of the votes about their means; a statement that is
    moderated out counts as passed by all, and has 0.

    Parameters
    ----------
    votes : array_like of int8, shape (n, m), or Ballots
    moderated : array_like of bool, shape (m,), optional

    Returns
    -------
    ndarray, shape (m,)
        Not negative. Unlike the groups it depends on which answer is called agree.
    """
    table = vote_table(votes)
    out = flags("moderated", moderated, table.shape[1])
    axes, _, _ = principal_axes(replace(table, value=np.where(out[table.statement], np.int8(0), table.value)), np.ones(table.shape[0]))
    reach = np.sqrt(table.shape[1]) * np.abs(1 - axes.mean) * np.hypot(axes.axis[:, 0], axes.axis[:, 1])
    return np.asarray(np.where(out, 0.0, reach), np.float64)


def priority(
    votes: Votes,
    *,
    extremity: npt.ArrayLike | None = None,
    moderated: npt.ArrayLike | None = None,
    meta: npt.ArrayLike | None = None,
) -> Floats:
    """Return the weight with which Polis draws each statement.

    With A agreeing, D disagreeing and S seeing it, ``a = (A + 1) / (S + 2)``, ``p = (S - A - D + 1) / (S + 2)``, E its extremity:
    ``priority = ((1 - p) (E + 1) a (1 + 8 * 2 ** (-S / 5))) ** 2``.

    Parameters
    ----------
    votes : array_like of int8, shape (n, m), or Ballots
    extremity : array_like of float, shape (m,), optional
        Without it, :func:`extremity` of the votes.
    moderated, meta : array_like of bool, shape (m,), optional
        Statements taken out, with weight 0; statements about the conversation, with weight 49.

    Returns
    -------
    ndarray, shape (m,)

    References
    ----------
    Small, C. et al. (2021), Polis: Scaling deliberation by mapping high dimensional opinion spaces, doi:10.6035/recerca.5516.

    Examples
    --------
    >>> priority([[1, -1], [1, 0]], extremity=[0, 0]).round(3).tolist()
    [15.784, 0.779]
    """
    table = vote_table(votes)
    m = table.shape[1]
    out, about = flags("moderated", moderated, m), flags("meta", meta, m)
    reach = _extremity(table, out) if extremity is None else _reach(extremity, m)
    seen = np.bincount(table.statement, minlength=m)
    agree = np.bincount(table.statement, table.value == 1, minlength=m)
    passed = np.bincount(table.statement, table.value == 0, minlength=m)
    importance = (1 - (passed + 1) / (seen + 2)) * (reach + 1) * (agree + 1) / (seen + 2)
    weight = (importance * (1 + 8 * 2.0 ** (-seen / 5))) ** 2
    return np.asarray(np.where(out, 0.0, np.where(about, META, weight)), np.float64)


_extremity = extremity


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """What :func:`routing` found out about a conversation, from which everybody's next statements follow.

    Attributes
    ----------
    rule : str
    seen : ndarray of int, shape (m,)
        Votes on each statement, passes counted.
    owed : ndarray of float, shape (m,)
        Votes that a statement lacks to its least share; above 0 it goes before all others.
    weight : ndarray of float, shape (m,)
        Priority as Polis has it; 0 for what is moderated out.
    """

    rule: Rule
    seen: Ints
    owed: Floats
    weight: Floats
    _open: npt.NDArray[np.bool_]
    _votes: VoteTable
    _fit: PredictionFit | None
    _share: float

    def placing(self, votes: Votes, seen: npt.ArrayLike | None = None) -> Routing:
        """Return the same for other people, newcomers among them, who are placed by their votes among statements that stay as they are.

        Nothing is fitted anew: that takes a millisecond or two for one person.

        Parameters
        ----------
        votes : array_like of int8, shape (n, m), or Ballots
            Of those other people, on the same statements.
        seen : array_like of int, shape (m,), optional
            Votes on each statement by now, by which it is seen which lack votes; without it, those of before.

        Examples
        --------
        >>> room = [[1, 1, -1, -1], [-1, -1, 1, 1]] * 9
        >>> routing(room).placing([[1, -128, -128, 1]]).next(0, 4).tolist()
        [2, 1]
        """
        table = vote_table(votes)
        m = len(self.seen)
        if table.shape[1] != m:
            raise BadValue(f"votes must be on the same {m} statements (got {table.shape[1]}); make the routing anew")
        now = self.seen if seen is None else numbers("seen", seen, length=m)
        known = part(table, self._open[table.statement])
        return replace(
            self,
            seen=now,
            owed=_owed(now, self._open, self._share),
            _votes=table,
            _fit=None if self._fit is None else placed(self._fit, known),
        )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return it without its people, for another process: :func:`routing_of` makes it whole, :meth:`placing` lets people in."""
        found = {"seen": self.seen, "owed": self.owed, "weight": self.weight, "open": self._open, "share": np.array(self._share)}
        fit = self._fit
        return found if fit is None else found | {name: getattr(fit, name) for name in _FITTED}

    def gain(self, participant: int) -> Floats:
        """Return what this person's answer to each statement is expected to say, in nats, shape (m,); nan under the rule of Polis.

        Half the logarithm of one plus information times variance of the logit, for "no side", and for "which side" times the chance that
        one is taken: what person and statement are uncertain about counts alike.
        """
        self._check(participant)
        if self._fit is None:
            return np.full(len(self.seen), np.nan)
        rows = slice(participant, participant + 1)
        (side, side_variance), (none, none_variance) = (
            (mean[0], variance[0]) for mean, variance in (self._fit.block(rows, kind) for kind in range(2))
        )
        agree, passing = 1 / (1 + np.exp(-side)), 1 / (1 + np.exp(-none))
        gain = np.log1p(passing * (1 - passing) * none_variance) + (1 - passing) * np.log1p(agree * (1 - agree) * side_variance)
        return np.asarray(gain / 2, np.float64)

    def next(self, participant: int, n: int = 1, seed: int = 0) -> Ints:
        """Return up to n statements that this person has not seen, first things first; fewer where fewer are left."""
        self._check(participant)
        if n < 1:
            raise BadValue(f"n must be 1 or more statements (got {n}); ask for one")
        if seed < 0:
            raise BadValue(f"seed must be 0 or more (got {seed}); give 0")
        left = self._open.copy()
        left[self._votes.statement[self._votes.start[participant] : self._votes.start[participant + 1]]] = False
        rng = np.random.default_rng([seed, participant])
        lot = rng.random(len(left))
        if self._fit is None:
            merit = np.log(np.where(left, lot, 1.0)) / np.where(self.weight > 0, self.weight, 1.0)
        else:
            merit = self.gain(participant)
        order = np.lexsort((lot, -merit, -np.maximum(self.owed, 0.0)))
        return order[left[order]][:n].astype(np.int64)

    def _check(self, participant: int) -> None:
        if not 0 <= participant < self._votes.shape[0]:
            raise BadValue(f"participant must be 0 to {self._votes.shape[0] - 1} (got {participant}); add a row for a newcomer")


def routing(
    votes: Votes,
    *,
    rule: Rule = "information",
    share: float = SHARE,
    extremity: npt.ArrayLike | None = None,
    moderated: npt.ArrayLike | None = None,
    meta: npt.ArrayLike | None = None,
) -> Routing:
    """Return what decides who is shown what next.

    ``"information"`` takes the statement whose answer is expected to say most about what the model of :func:`predict_stance` is unsure of
    (as in Bayesian active learning by disagreement); ``"polis"`` draws without replacement, with :func:`priority` as weights. Before
    either, statements come that have less than their least share of the votes.

    Parameters
    ----------
    votes : array_like of int8, shape (n, m), or Ballots
        A newcomer is a row of UNSEEN.
    rule : {"information", "polis"}
    share : float, in [0, 0.5]
        With T votes on m open statements none falls below ``share * T / m - 1`` votes while those who come have not seen it; 0 turns this
        off, and ``"polis"`` is then the original.
    extremity, moderated, meta
        As in :func:`priority`.

    Limits
    ------
    Nobody's answer is foreseen as certain, and the next answer only is examined, not a whole sitting. Renew it as votes come in: all
    who ask the same routing before any answer have the same picture. Who comes between two is placed by :meth:`Routing.placing`.

    References
    ----------
    Houlsby, N. et al. (2011), Bayesian active learning for classification and preference learning, arXiv:1112.5745.

    Examples
    --------
    >>> import numpy as np
    >>> room = np.ones((6, 4), np.int8)
    >>> room[5] = -128
    >>> room[:5, 3] = -128
    >>> routing(room).next(5).tolist()
    [3]
    """
    if rule not in ("information", "polis"):
        raise BadValue(f"rule must be information and polis (got {rule!r}); choose one")
    if not 0 <= share <= 0.5:
        raise BadValue(f"share must be 0 to 0.5 of an even share (got {share}); give 0.2")
    table = vote_table(votes)
    m = table.shape[1]
    out = flags("moderated", moderated, m)
    weight = priority(table, extremity=extremity, moderated=out, meta=meta)
    seen = np.bincount(table.statement, minlength=m)
    fit = fitted(part(table, ~out[table.statement]), np.argsort(-seen, kind="stable")) if rule == "information" else None
    return Routing(rule=rule, seen=seen, owed=_owed(seen, ~out, share), weight=weight, _open=~out, _votes=table, _fit=fit, _share=share)


def routing_of(arrays: Mapping[str, npt.NDArray[Any]]) -> Routing:
    """Return a routing from :meth:`Routing.arrays`; it knows nobody until somebody is placed.

    Examples
    --------
    >>> room = [[1, 1, -1, -1], [-1, -1, 1, 1]] * 9
    >>> routing_of(routing(room).arrays()).placing([[1, -128, -128, 1]]).next(0, 4).tolist()
    [2, 1]
    """
    fit, m = None, len(arrays["seen"])
    if "column" in arrays:
        width = arrays["column"].shape[1] + 2
        fitted_arrays = {name: arrays[name] for name in _FITTED}
        nobody, square = np.zeros((0, width)), np.zeros((0, width, width))
        fit = PredictionFit(person=nobody, person_square=square, sweeps=0, converged=True, **fitted_arrays)
    nothing = VoteTable(start=np.zeros(1, np.int64), statement=np.zeros(0, np.int32), value=np.zeros(0, np.int8), shape=(0, m))
    return Routing(
        rule="information" if fit is not None else "polis",
        seen=arrays["seen"],
        owed=arrays["owed"],
        weight=arrays["weight"],
        _open=arrays["open"],
        _votes=nothing,
        _fit=fit,
        _share=float(arrays["share"]),
    )


def _owed(seen: Ints, is_open: npt.NDArray[np.bool_], share: float) -> Floats:
    """Return how many votes each statement lacks to its least share."""
    return np.where(is_open, share * seen[is_open].sum() / max(int(is_open.sum()), 1) - seen, 0.0)


def next_statements(
    votes: Votes,
    participant: int,
    n: int = 1,
    *,
    rule: Rule = "information",
    seed: int = 0,
    share: float = SHARE,
    extremity: npt.ArrayLike | None = None,
    moderated: npt.ArrayLike | None = None,
    meta: npt.ArrayLike | None = None,
) -> Ints:
    """Return up to n statements to show one person next: :func:`routing` and :meth:`Routing.next` in one.

    Examples
    --------
    >>> next_statements([[1, 1, -128], [1, -1, 0]], participant=0, n=5).tolist()
    [2]
    """
    found = routing(votes, rule=rule, share=share, extremity=extremity, moderated=moderated, meta=meta)
    return found.next(participant, n, seed)


def _reach(extremity: npt.ArrayLike, m: int) -> Floats:
    given = np.asarray(extremity, np.float64)
    if given.shape != (m,) or not (np.isfinite(given) & (given >= 0)).all():
        raise BadValue(f"extremity must be {m} numbers of 0 or more, one for each statement (got shape {given.shape}); see extremity()")
    return given
