"""Where actors stand over the sessions of a body, from nothing but their votes, and which end of the line is which."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.voting.ideal.answer import IdealPoints, half_width
from legation.methods.voting.ideal.bootstrap import refit_errors
from legation.methods.voting.ideal.dimension import correct_votes, second, strength, without_dimension
from legation.methods.voting.ideal.fit import PRIORS, chains_of, fit
from legation.methods.voting.ideal.panel import STRONG, Panel, panel_of
from legation.methods.voting.ideal.start import first_items, warm_items, warm_points
from legation.methods.voting.votes import whole_number

__all__ = [
    "anchored",
    "ideal_points",
    "signs",
]


Floats = NDArray[np.float64]


def anchored(panel: Panel, anchors: tuple[Hashable, Hashable] | None) -> tuple[int, int] | None:
    """Return the places of the anchors, low and high."""
    if anchors is None:
        return None
    if not isinstance(anchors, tuple | list) or len(anchors) != 2 or anchors[0] == anchors[1]:
        raise BadValue(f"anchors must be two actors, (low, high) (got {anchors!r}); name two that stand apart")
    for name in anchors:
        if name not in panel.actors:
            raise BadValue(f"anchors must be actors among the votes (got {name!r}); write it as in actor")
    low, high = (panel.actors.index(name) for name in anchors)
    for at in (low, high):
        if panel.group[at] < 0:
            raise BadValue(f"anchors must be actors with contested votes (got {panel.actors[at]!r} without); name another")
    if panel.group[low] != panel.group[high]:
        raise BadValue(
            f"anchors must be actors that can be compared (got {anchors[0]!r} and {anchors[1]!r}, which no vote links); see bridges"
        )
    return low, high


def signs(panel: Panel, theta: Floats, anchors: tuple[int, int] | None) -> Floats:
    """Return 1 or -1 for each actor, the same throughout a group, shape (n_actors,)."""
    turn = np.ones(len(panel.actors))
    table = np.full(panel.votes.shape, np.nan)
    table[panel.point_actor, panel.point_session] = theta
    known = ~np.isnan(table)
    means = np.where(known, table, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    for group in range(int(panel.group.max()) + 1):
        inside = np.flatnonzero(panel.group == group)
        if anchors is not None and panel.group[anchors[0]] == group:
            low, high = anchors
            both = known[low] & known[high]
            apart = (table[high] - table[low])[both].mean() if both.any() else means[high] - means[low]
        else:
            apart = means[inside[np.argmax(np.abs(means[inside]))]]
        turn[inside] = -1.0 if apart < 0 else 1.0
    return turn


_NEAR, _NEAR_ENOUGH = 1e-6, 3e-4  # gain foreseen for each point at which a fit, and a refit for intervals, ends


def ideal_points(
    actor: ArrayLike,
    roll_call: ArrayLike,
    session: ArrayLike,
    value: ArrayLike,
    *,
    drift: float = 0.05,
    bridges: Mapping[Any, Any] | None = None,
    prior: Literal["stationary", "bsv"] = "stationary",
    anchors: tuple[Hashable, Hashable] | None = None,
    seed: int = 0,
    draws: int = 20,
    dimensions: Literal[1, 2] = 1,
    start: IdealPoints | None = None,
    progress: Progress = silent,
) -> IdealPoints:
    """Say where each actor stands in each session, on the one line that explains most of its votes.

    An actor at theta leans by z = b theta + e, e standard normal, on a roll call with slope b and cuts g1 <= g2: yes below g1, abstain
    between, no above g2. Slopes have the prior N(0, 1); on every roll call an actor at zero casts a twentieth of a vote of each kind
    beforehand.
    From one session to the next an actor moves little: see ``prior``. Points and roll calls maximise the penalised likelihood,
    with points held at mean 0 and standard deviation 1.

    Parameters
    ----------
    actor, roll_call, session, value : array_like, shape (n_votes,)
        One element a vote; names of one kind each, that sort in the order of time for sessions. ``value``: 1 yes, 2 abstain, 3 no. Absent
        actors have no row: an absence is no abstention. For a topic, give its rows only (a mask).
    drift : float
        Variance of the move from a session to the next, above 0 and at most 1; 1: sessions know nothing of each other. "bsv" ignores it.
    bridges : mapping, optional
        {roll call: the roll call it repeats}: both are one, with the same slope and cuts, which makes sessions comparable.
    prior : {"stationary", "bsv"}
        "stationary": each point is N(0, 1) before any vote, the next is N(r theta, drift) with r^2 = 1 - drift, k sessions later
        with r^k. "bsv": the authors', the next is N(theta, 0.5 n / (n + m)), n and m votes in the session and the one before; here
        past and future sessions both count, where the authors' sampler looks back only. Choose it where points are laid beside the
        published ones: over all sessions of the General Assembly it is nearer to their scale.
    anchors : tuple of two actors, optional
        (low, high): their means over common sessions, or over all where they share none, fix the sign. None: in each group the actor of
        largest absolute mean is positive.
    seed : int
        Of the bootstrap and of the strength of a second dimension; the points do not depend on it.
    draws : int
        Refits for the intervals, 10 or more; 0: none, low and high are nan.
    dimensions : {1, 2}
        2: also fit a second dimension to what the first leaves; the first stays as it is, and the second is uncorrelated with it.
    start : IdealPoints, optional
        An earlier answer, to begin from. After a new session the same answer comes in fewer steps: to within 0.02 in every point
        where the votes have one summit, as both searches end on a gain of less than a millionth a point.
    progress : callable
        Called as progress(done, draws + 1).

    Returns
    -------
    IdealPoints

    Raises
    ------
    BadValue
        Arrays of unequal length or empty; another value; an empty name; two votes of an actor on a roll call; a roll call in two
        sessions; one actor; fewer than two contested roll calls; bridges of which no roll call is among the votes; unknown anchors, or
        anchors that cannot be compared; a number off its range.

    Notes
    -----
    Unanimous roll calls say nothing of who stands where and are left out. The likelihood is concave in the points for given roll calls
    and the reverse; together it can have several summits, and the one above the first singular vector of the votes is found.
    Coverage of the intervals in simulation (nominal 0.90): ``benchmarks/ideal_points.py``; .87 to .93 also for single sessions and where
    the extremes are mostly absent, but there the farthest tenth is held by .75 to .88. They count that roll calls are estimated, that
    whole sessions may shift and that the prior draws points inward, but not that one line is too few, nor that the drift is another.
    Limits: a point says how an actor voted beside others on what was put to the vote, not what it thinks. Where ``group`` differs, or a
    second dimension is strong, do not compare. Few roll calls in common between sessions leave the scale to the prior.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), doi:10.1177/0022002715595700 (the model); Imai, Lo and Olmsted (2016),
    doi:10.1017/S000305541600037X (fast estimation, and why bootstrap); Liu and Nocedal (1989), doi:10.1007/BF01589116 (the search).

    Examples
    --------
    >>> votes = [("A", 1, 1), ("B", 1, 1), ("C", 1, 3), ("A", 2, 1), ("B", 2, 2), ("C", 2, 3), ("A", 3, 3), ("B", 3, 1), ("C", 3, 1)]
    >>> actor, roll_call, value = zip(*votes)
    >>> found = ideal_points(actor, roll_call, [2001] * 9, value, anchors=("A", "C"))
    >>> (found.theta[:, 0].round(1) + 0).tolist(), found.converged
    ([-1.2, 0.0, 1.2], True)
    """
    drift, draws = _checked(drift, prior, draws, dimensions)
    seed = whole_number(seed, "seed", 0)
    if start is not None and not isinstance(start, IdealPoints):
        raise BadValue(f"start must be an earlier answer of ideal_points (got {type(start).__name__}); leave it out")
    panel = panel_of(actor, roll_call, session, value, bridges)
    poles = anchored(panel, anchors)
    chains = chains_of(panel, prior, drift)
    size = panel.point_actor.size
    items = first_items(panel)
    theta = warm_points(panel, start)
    if start is not None:
        items = warm_items(panel, items, start)
    found = fit(panel, chains, theta, items, tolerance=_NEAR * size, progress=lambda *_: progress(0, draws + 1))
    half, errors = np.full(size, np.nan), np.empty((0, size))
    if draws:
        reported: Progress = lambda done, _: progress(done, draws + 1)  # noqa: E731
        errors = refit_errors(panel, chains, found, draws=draws, seed=seed, tolerance=_NEAR_ENOUGH * size, progress=reported)
        half = half_width(errors)
    strong = strength(panel, found, seed)
    other = second(panel, chains, found, _NEAR * size) if dimensions == 2 else None
    progress(draws + 1, draws + 1)

    turn = signs(panel, found.theta, poles)
    points, of_item = turn[panel.point_actor], _of_items(panel, turn)
    theta = found.theta * points
    slopes = other_theta = None
    if other is not None:
        other_turn = signs(panel, other.theta, None)
        other_theta = _table(panel, other.theta * other_turn[panel.point_actor])
        slopes = _by_roll_call(panel, other.slopes * np.column_stack((of_item, _of_items(panel, other_turn))))
    by_call = _by_roll_call(panel, found.items)
    warnings = {
        "second-dimension": bool(np.any(strong >= STRONG)),
        "disconnected": bool(panel.group.max() > 0),
        "not-converged": not found.converged,
        "unused-bridges": panel.unused_bridges > 0,
    }
    n_votes = panel.item_value.size
    return IdealPoints(
        actors=panel.actors,
        sessions=panel.sessions,
        roll_calls=panel.roll_calls,
        theta=_table(panel, theta),
        low=_table(panel, theta - half),
        high=_table(panel, theta + half),
        votes=panel.votes,
        discrimination=_by_roll_call(panel, found.items[:, 0] * of_item),
        yes_abstain=by_call[:, 1],
        abstain_no=by_call[:, 2],
        log_likelihood_per_vote=found.log_likelihood / n_votes,
        without_log_likelihood_per_vote=without_dimension(panel) / n_votes,
        correct=correct_votes(panel, found),
        contested_votes=n_votes,
        unanimous=int(np.sum(panel.item_of < 0)),
        objective=found.objective,
        converged=found.converged,
        prior=prior,
        drift=drift,
        draws=draws,
        errors=np.array([_table(panel, row * points) for row in errors]).reshape(draws, *panel.votes.shape),
        group=panel.group,
        unused_bridges=panel.unused_bridges,
        second_strength=strong,
        second=other_theta,
        second_slopes=slopes,
        second_log_likelihood_per_vote=None if other is None else other.log_likelihood / n_votes,
        warnings=tuple(name for name, holds in warnings.items() if holds),
    )


def _checked(drift: float, prior: str, draws: int, dimensions: int) -> tuple[float, int]:
    if isinstance(drift, bool) or not isinstance(drift, int | float | np.number) or not 0 < drift <= 1:
        raise BadValue(f"drift must be more than 0, at most 1 (got {drift!r}); 0.05 is a move of 0.22 a session")
    if prior not in PRIORS:
        raise BadValue(f"prior must be {', '.join(PRIORS)} (got {prior!r}); choose one of them")
    draws = whole_number(draws, "draws", 0)
    if 0 < draws < 10:
        raise BadValue(f"draws must be 0, or 10 and more (got {draws}); fewer say too little of an interval")
    if dimensions not in (1, 2):
        raise BadValue(f"dimensions must be 1, 2 (got {dimensions!r}); choose one of them")
    return float(drift), draws


def _table(panel: Panel, points: Floats) -> Floats:
    """Spread points over actors and sessions."""
    table = np.full(panel.votes.shape, np.nan)
    table[panel.point_actor, panel.point_session] = points
    return table


def _by_roll_call(panel: Panel, items: Floats) -> Floats:
    """Give each roll call what its item has; nan where it is unanimous."""
    found = items[np.maximum(panel.item_of, 0)]
    found[panel.item_of < 0] = np.nan
    return found


def _of_items(panel: Panel, turn: Floats) -> Floats:
    """Return the sign of each item: that of the group of whoever votes on it."""
    return turn[panel.point_actor[panel.item_point[panel.item_start[:-1]]]]
