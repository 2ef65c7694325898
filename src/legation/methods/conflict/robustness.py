"""How far an equilibrium hangs on preferences: some unknown, some strong, and the small change of a ranking that moves it.

**Unknown preference** (Li, Hipel, Kilgour and Fang 2004). Between two states a decision maker's preference may be unknown. There are four
readings, from the boldest to the most careful decision maker:

=========  =====================================  =========================================
reading    it would move to                       it is deterred by
=========  =====================================  =========================================
``a``      what it prefers or does not know       what it does not prefer, known to be so
``b``      what it prefers                        what it does not prefer, known to be so
``c``      what it prefers or does not know       what it does not prefer or does not know
``d``      what it prefers                        what it does not prefer or does not know
=========  =====================================  =========================================

The others' improvements in seq and sseq include what they do not know, in all four.

**Strength of preference** (Hamouda, Kilgour and Hipel 2004). States stand in grades, coarser than the ranks; a state of a lower grade is
*much* less preferred. A stable state is strongly stable where each improvement is answered by one that is much less preferred (smr, sseq:
and from which there is no move to what is not), weakly stable where not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.coalitions import Table, answered, fits, reached_by
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.stability import DEFAULT, Stability, best_by_one_move, read_notions, sanctions, stability, worst_answer
from legation.methods.conflict.statement import ranks_of_payoffs
from legation.methods.progress import Progress, silent

__all__ = [
    "READINGS",
    "Sensitivity",
    "Strength",
    "Swap",
    "sensitivity",
    "strength",
    "under_unknown",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Two states that change places in a ranking, and what comes of it.

    Attributes
    ----------
    decision_maker : str
    above, below : int
        Neighbours in its ranking as it stands: ``above`` is preferred, and no level lies between.
    gained, lost : dict of str to tuple of int
        By notion, equilibria that are new, and that are no more; notions without a change are left out.
    """

    decision_maker: str
    above: int
    below: int
    gained: dict[str, tuple[int, ...]]
    lost: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What swaps of neighbours change.

    Attributes
    ----------
    tried : int
        How many swaps there are; all of them were tried.
    swaps : tuple of Swap
        Those that change an equilibrium, by decision maker, then from the top of its ranking.
    """

    tried: int
    swaps: tuple[Swap, ...]


def sensitivity(g: GraphModel, notions: Sequence[str] = DEFAULT, *, most: int = 5000, progress: Progress = silent) -> Sensitivity:
    """Let any two states on neighbouring levels of a ranking change places, one pair at a time, and solve the model again.

    Parameters
    ----------
    most : int
        So many swaps at most: each is a model to solve.

    Raises
    ------
    BadValue
        Where there are more swaps, and for an unknown notion.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> found = sensitivity(g, ["nash"])
    >>> [(s.decision_maker, s.above, s.below, s.gained, s.lost) for s in found.swaps]
    [('A', 3, 2, {'nash': (2,)}, {'nash': (3,)}), ('B', 3, 1, {'nash': (1,)}, {'nash': (3,)})]
    """
    pairs = list(_neighbours(g, most))
    base = stability(g, notions)
    swaps = []
    for number, (i, above, below) in enumerate(pairs):
        progress(number, len(pairs))
        ranks = g.network.rank.copy()
        ranks[i, [above, below]] = ranks[i, [below, above]]
        new = stability(g.with_payoffs(list(ranks)), base.notions)
        gained = {n: tuple(sorted(set(new.equilibria[n]) - set(base.equilibria[n]))) for n in base.notions}
        lost = {n: tuple(sorted(set(base.equilibria[n]) - set(new.equilibria[n]))) for n in base.notions}
        if any(gained.values()) or any(lost.values()):
            swaps.append(
                Swap(
                    decision_maker=g.decision_makers[i],
                    above=above,
                    below=below,
                    gained={n: states for n, states in gained.items() if states},
                    lost={n: states for n, states in lost.items() if states},
                )
            )
    progress(len(pairs), len(pairs))
    return Sensitivity(tried=len(pairs), swaps=tuple(swaps))


def _neighbours(g: GraphModel, most: int) -> Iterator[tuple[int, int, int]]:
    """Give each pair of states on neighbouring levels: decision maker, upper, lower; BadValue where they are too many."""
    sizes = [np.bincount(rank).astype(np.int64) for rank in g.network.rank]
    total = sum(int((size[1:] * size[:-1]).sum()) for size in sizes)
    if total > most:
        raise BadValue(f"swaps must be {most} (got {total}); allow more by most, or rule out states that cannot be")
    for i, rank in enumerate(g.network.rank):
        for level in range(int(rank.max()), 0, -1):
            for above in np.flatnonzero(rank == level).tolist():
                for below in np.flatnonzero(rank == level - 1).tolist():
                    yield i, above, below


READINGS = ("a", "b", "c", "d")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strength:
    """How firmly states are stable, by notion.

    Attributes
    ----------
    strong, weak : dict of str to ndarray of bool, shape (n_decision_makers, n_states)
        What is stable is one of the two.
    strong_equilibria : dict of str to tuple of int
        Strongly stable for every decision maker.
    """

    strong: dict[str, npt.NDArray[np.bool_]]
    weak: dict[str, npt.NDArray[np.bool_]]
    strong_equilibria: dict[str, tuple[int, ...]]


def under_unknown(
    g: GraphModel, unknown: Mapping[str, Sequence[tuple[int | str, int | str]]], reading: str, notions: Sequence[str] = DEFAULT
) -> Stability:
    """Find the states that are stable where some preferences are unknown.

    Parameters
    ----------
    g : GraphModel
        Its payoffs count for all pairs of states but those in ``unknown``.
    unknown : mapping of str to sequence of pairs
        By decision maker, the pairs of states between which its preference is not known.
    reading : {"a", "b", "c", "d"}

    Raises
    ------
    BadValue
        For another reading, an unknown notion, decision maker or state, and more than 2,048 states.

    References
    ----------
    Li, K. W., Hipel, K. W., Kilgour, D. M. and Fang, L. (2004), Preference uncertainty in the graph model for conflict resolution, IEEE
    Transactions on Systems, Man, and Cybernetics A 34(4), doi:10.1109/TSMCA.2004.826282.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> [under_unknown(g, {"A": [("11", "01")]}, reading, ["nash"]).equilibria["nash"] for reading in "ab"]
    [(), (2, 3)]
    """
    fits(g)
    if reading not in READINGS:
        raise BadValue(f"reading must be {' | '.join(READINGS)} (got {reading!r}); see what each means")
    notions = read_notions(notions)
    doubt = _unknown_pairs(g, unknown)
    better = [(rank[None, :] > rank[:, None]) & ~open_ for rank, open_ in zip(g.network.rank, doubt, strict=True)]
    makers = range(len(g.decision_makers))
    moves = [reached_by(g, [i], improving=False) for i in makers]
    bold = GraphModel(
        decision_makers=g.decision_makers,
        moves=[moves[i] & (better[i] | doubt[i]) for i in makers],
        payoffs=[np.zeros(g.count) for _ in makers],
    )
    stable = {notion: np.ones((len(moves), g.count), np.bool_) for notion in notions}
    for i in makers:
        others = [j for j in makers if j != i]
        ways = {False: reached_by(g, others, improving=False), True: reached_by(bold, others, improving=False)}
        incentive = moves[i] & (better[i] | doubt[i] if reading in ("a", "c") else better[i])
        bad = ~better[i] if reading in ("c", "d") else ~better[i] & ~doubt[i]
        for notion in notions:
            if notion == "nash":
                stable[notion][i] = ~incentive.any(axis=1)
            else:
                own = moves[i] if notion in ("smr", "sseq") else None
                stable[notion][i] = answered(incentive, bad, ways[notion in ("seq", "sseq")], own)
    equilibria = {notion: tuple(np.flatnonzero(rows.all(axis=0)).tolist()) for notion, rows in stable.items()}
    return Stability(notions=notions, stable=stable, equilibria=equilibria)


def strength(g: GraphModel, grades: Mapping[str, npt.ArrayLike], notions: Sequence[str] = DEFAULT) -> Strength:
    """Tell strongly stable states from weakly stable ones.

    Parameters
    ----------
    grades : mapping of str to array_like, shape (n_states,)
        By decision maker, a number for each state, higher is better, that never falls where the payoff rises; between different numbers the
        preference is strong, between states of one number it is mild or none. Without grades all preferences are mild.
    notions : sequence of str
        ``nash`` needs no sanction: what is stable under it is strongly stable.

    Raises
    ------
    BadValue
        For grades that contradict the payoffs, an unknown decision maker or notion.

    References
    ----------
    Hamouda, L., Kilgour, D. M. and Hipel, K. W. (2004), Strength of preference in the graph model for conflict resolution, Group Decision
    and Negotiation 13(5), doi:10.1023/B:GRUP.0000045751.21207.35.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> found = strength(g, {"A": [2, 2, 1, 1], "B": [2, 2, 2, 2]}, ["gmr"])
    >>> found.strong["gmr"].tolist()
    [[True, True, False, True], [False, False, True, True]]
    """
    unknown = [name for name in grades if name not in g.decision_makers]
    if unknown:
        raise BadValue(f"grades must be decision makers {' | '.join(g.decision_makers)} (got {unknown[0]!r}); correct the name")
    plain = stability(g, notions)
    strong = {notion: rows.copy() for notion, rows in plain.stable.items()}
    tops = best_by_one_move(g)
    for i, name in enumerate(g.decision_makers):
        rank = g.network.rank[i]
        grade = ranks_of_payoffs(grades.get(name, np.zeros(g.count)), g.count, f"grades of {name}")
        at_level = np.zeros(int(rank.max()) + 1, np.int32)
        at_level[rank] = grade
        if (at_level[rank] != grade).any() or (np.diff(at_level) < 0).any():
            raise BadValue(f"grades of {name} must be numbers that never fall where the payoff rises (got others); correct them")
        for notion in plain.notions:
            if notion in ("nash", "sim"):
                continue
            value = at_level[tops[i]] if notion in ("smr", "sseq") else grade
            strong[notion][i] &= worst_answer(g, i, sanctions(g, i, value, tops, improving=notion in ("seq", "sseq"))) < grade
    for notion in plain.notions:
        if notion not in ("nash", "sim"):
            strong[notion] |= plain.stable[notion] & ~np.stack([top > rank for top, rank in zip(tops, g.network.rank, strict=True)])
    return Strength(
        strong=strong,
        weak={notion: rows & ~strong[notion] for notion, rows in plain.stable.items()},
        strong_equilibria={notion: tuple(np.flatnonzero(rows.all(axis=0)).tolist()) for notion, rows in strong.items()},
    )


def _unknown_pairs(g: GraphModel, unknown: Mapping[str, Sequence[tuple[int | str, int | str]]]) -> list[Table]:
    doubt = [np.zeros((g.count, g.count), np.bool_) for _ in g.decision_makers]
    for name, pairs in unknown.items():
        i = g.number(name)
        for one, other in pairs:
            a, b = g.state(one), g.state(other)
            if a == b:
                raise BadValue(f"unknown of {name} must be pairs of two states (got {one!r} twice); delete the pair")
            doubt[i][[a, b], [b, a]] = True
    return doubt
