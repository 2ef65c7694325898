"""The graph model of a conflict: who can move from which state to which, and who prefers what."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.network import Ints, Network, cells_of_matrix, cells_of_options, joined, with_ranks
from legation.methods.conflict.options import MOST_STATES, OptionForm, option_form
from legation.methods.conflict.statement import ranks_of_payoffs, ranks_of_ranking, ranks_of_statements

__all__ = ["GraphModel"]

_MOST_CELLS = 5 * 2**22
_MOST_IN_MATRIX = 20_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GraphModel:
    """A conflict of two decision makers or more (or of one, which is a choice).

    States are numbered from 0. In matrix form give ``moves`` and ``payoffs``; :meth:`from_options` makes the option form.

    Attributes
    ----------
    decision_makers : tuple of str
    moves : tuple of ndarray of bool, shape (n_states, n_states)
        For each decision maker, from row to column in one step; the diagonal is not looked at. Empty in option form, where moves follow
        from the options: a decision maker changes any of its own at once.
    payoffs : tuple of ndarray, shape (n_states,)
        For each decision maker, higher is better, equals are ties. Only their order counts.
    options : OptionForm or None
    network : Network
        The same moves in memory linear in states times decision makers, with the ranks.

    Raises
    ------
    BadValue
        For arrays of wrong shape or kind, numbers that are not finite, fewer than one state or decision maker, names that occur twice,
        more than 20,000 states in matrix form, more than 20,971,520 states times decision makers.

    References
    ----------
    Kilgour, D. M., Hipel, K. W. and Fang, L. (1987), The graph model for conflicts, Automatica 23(1), doi:10.1016/0005-1098(87)90117-8.
    Fang, L., Hipel, K. W. and Kilgour, D. M. (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, Wiley.

    Examples
    --------
    >>> stay_or_go = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> across = [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
    >>> g = GraphModel(decision_makers=["X", "Y"], moves=[stay_or_go, across], payoffs=[[3, 4, 1, 2], [3, 1, 4, 2]])
    >>> g.count, g.rank("X").tolist(), g.reachable("Y", 0)
    (4, [2, 3, 0, 1], (2,))
    """

    decision_makers: Sequence[str]
    moves: Sequence[npt.ArrayLike]
    payoffs: Sequence[npt.ArrayLike]
    options: OptionForm | None = None
    network: Network = field(init=False, repr=False)

    def __post_init__(self) -> None:
        makers = tuple(self.decision_makers)
        _check_names(makers)
        _check_lists(self.payoffs, makers)
        count = len(self.options.codes) if self.options else _states(self.moves, self.payoffs)
        if not count:
            raise BadValue("payoffs must be one state or more (got none); name the states that can be")
        if count * len(makers) > _MOST_CELLS:
            raise BadValue(
                f"states must be {_MOST_CELLS} states times decision makers (about 1 GB) (got {count} times {len(makers)}); rule out "
                "states that cannot be, or join options that go together"
            )
        ranks = np.stack([ranks_of_payoffs(p, count, f"payoffs of {m}") for p, m in zip(self.payoffs, makers, strict=True)])
        if self.options:
            form = self.options
            on, off = form.one_way("on_only"), form.one_way("off_only")
            cells = [cells_of_options(form.codes, form.own(number), on, off) for number in range(len(makers))]
            matrices: tuple[npt.NDArray[np.bool_], ...] = ()
        else:
            matrices = _matrices(self.moves, makers, count)
            cells = [cells_of_matrix(matrix) for matrix in matrices]
        for name, value in (
            ("decision_makers", makers),
            ("moves", matrices),
            ("payoffs", tuple(np.asarray(p) for p in self.payoffs)),
            ("network", joined(cells, ranks)),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def from_options(
        cls,
        options: Mapping[str, Sequence[str]],
        feasible: Sequence[str] | None = None,
        direction: Mapping[str, str] | None = None,
        rankings: Mapping[str, Sequence[str | Sequence[str]]] | None = None,
        statements: Mapping[str, Sequence[str]] | None = None,
        payoffs: Mapping[str, npt.ArrayLike] | None = None,
        rules: Sequence[str] = (),
    ) -> GraphModel:
        """Make a model in option form.

        Parameters
        ----------
        options : mapping of str to sequence of str
            By decision maker, one option or more. A state is a bit string: character k is the k-th option over all decision makers in the
            order given.
        feasible : sequence of str, optional
            The states that can be, which numbers them; left out, all combinations in the order of counting, the first option fastest.
        direction : mapping of str to {"both", "on_only", "off_only"}, optional
            Options that cannot be taken back, or cannot be taken again.
        rankings : mapping of str to sequence, optional
            By decision maker, all feasible states, the best first; an inner list holds equals.
        statements : mapping of str to sequence of str, optional
            By decision maker, the most important first (:mod:`~legation.methods.conflict.statement`); no limit to their number. One that
            contradicts another above it decides nothing.
        payoffs : mapping of str to array_like, optional
            By decision maker, one number for each feasible state. Each decision maker has one of the three.
        rules : sequence of str, optional
            Statements that every feasible state keeps, such as ``not (a and b)``; they thin out ``feasible`` and keep its order.

        Raises
        ------
        BadValue
            For what is wrong in any of them, also where no state is left, a decision maker has no option or no preference, or more than
            62 options or 4,194,304 states are given.

        Examples
        --------
        >>> g = GraphModel.from_options(
        ...     {"X": ["strike"], "Y": ["pay", "dismiss"]}, rules=["not (pay and dismiss)"], direction={"dismiss": "on_only"},
        ...     statements={"X": ["pay", "not strike"], "Y": ["not strike", "not pay", "not dismiss"]})
        >>> [g.name(s) for s in range(g.count)]
        ['000', '100', '010', '110', '001', '101']
        >>> [g.name(s) for s in g.reachable("Y", 0)], [g.name(s) for s in g.reachable("Y", 4)]
        (['010', '001'], [])
        >>> g.rank("X").tolist()
        [1, 0, 3, 2, 1, 0]
        """
        if not options:
            raise BadValue("options must be one decision maker or more (got none); say who can choose what")
        form = option_form(options, feasible, tuple(rules), direction or {})
        preferences = {"rankings": rankings or {}, "statements": statements or {}, "payoffs": payoffs or {}}
        return cls(decision_makers=tuple(options), moves=(), payoffs=_preferences(tuple(options), form, preferences), options=form)

    @property
    def count(self) -> int:
        """How many states there are."""
        return int(self.network.rank.shape[1])

    def number(self, decision_maker: str) -> int:
        """Return the number of a decision maker, from 0."""
        if decision_maker not in self.decision_makers:
            raise BadValue(f"decision maker must be {' | '.join(self.decision_makers)} (got {decision_maker!r}); correct the name")
        return tuple(self.decision_makers).index(decision_maker)

    def rank(self, decision_maker: str) -> Ints:
        """Return the rank of each state for a decision maker: 0 is worst, equals have equal ranks."""
        rank: Ints = self.network.rank[self.number(decision_maker)]
        return rank

    def reachable(self, decision_maker: str, state: int) -> tuple[int, ...]:
        """Return the states that a decision maker can move to, ascending."""
        return tuple(self.network.moves(self.number(decision_maker), self.state(state)))

    def improvements(self, decision_maker: str, state: int) -> tuple[int, ...]:
        """Return the states that a decision maker can move to and prefers, ascending."""
        return tuple(self.network.moves(self.number(decision_maker), self.state(state), better=True))

    def name(self, state: int) -> str:
        """Return a state as a bit string; in matrix form, as its number."""
        return self.options.name(state) if self.options else str(state)

    def state(self, given: int | str) -> int:
        """Return the number of a state that is given by its number or its bit string."""
        found = self.options.number(given) if self.options else None
        if found is not None:
            return found
        if isinstance(given, (int, np.integer)) and not isinstance(given, bool) and 0 <= given < self.count:
            return int(given)
        raise BadValue(f"state must be 0 to {self.count - 1}, or the bit string of a feasible state (got {given!r}); correct it")

    def with_payoffs(self, payoffs: Sequence[npt.ArrayLike]) -> GraphModel:
        """Return the same moves with other preferences; a list that is one of :attr:`payoffs` itself is not read again."""
        makers = tuple(self.decision_makers)
        _check_lists(payoffs, makers)
        ranks = [
            rank if given is known else ranks_of_payoffs(given, self.count, f"payoffs of {name}")
            for given, known, rank, name in zip(payoffs, self.payoffs, self.network.rank, makers, strict=True)
        ]
        made = copy.copy(self)
        object.__setattr__(made, "payoffs", tuple(np.asarray(p) for p in payoffs))
        object.__setattr__(made, "network", with_ranks(self.network, ranks))
        return made


def _check_lists(payoffs: Sequence[npt.ArrayLike], makers: tuple[str, ...]) -> None:
    if len(payoffs) != len(makers):
        raise BadValue(f"payoffs must be one list for each of {len(makers)} decision makers (got {len(payoffs)}); add what lacks")


def _check_names(makers: tuple[str, ...]) -> None:
    wrong = [name for name in makers if not isinstance(name, str) or not name.strip()]
    if not makers or wrong:
        raise BadValue(f"decision makers must be one name or more (got {wrong[0] if wrong else 'none'!r}); name each")
    if len(set(makers)) < len(makers):
        raise BadValue(f"decision makers must have each name once (got {', '.join(makers)}); name them apart")


def _states(moves: Sequence[npt.ArrayLike], payoffs: Sequence[npt.ArrayLike]) -> int:
    """Return how many states a model in matrix form has: as many as there are payoffs, of those that differ as many as there are moves."""
    lengths = [len(given) for given in payoffs if isinstance(given, Sized)]
    if not lengths:
        raise BadValue("payoffs must be one number for each state (got no list); give them by state")
    rows = [len(given) for given in moves[:1] if isinstance(given, Sized)]
    return rows[0] if rows and rows[0] in lengths else lengths[0]


def _matrices(moves: Sequence[npt.ArrayLike], makers: tuple[str, ...], count: int) -> tuple[npt.NDArray[np.bool_], ...]:
    if len(moves) != len(makers):
        raise BadValue(f"moves must be one matrix for each of {len(makers)} decision makers (got {len(moves)}); add what lacks")
    if count > _MOST_IN_MATRIX:
        raise BadValue(f"moves must be {_MOST_IN_MATRIX} states in matrix form (got {count}); give options, of which {MOST_STATES} fit")
    matrices = []
    for given, maker in zip(moves, makers, strict=True):
        try:
            matrix = np.asarray(given)
        except ValueError:
            raise BadValue(f"moves of {maker} must be a row of {count} states for each state (got rows of unequal length)") from None
        if matrix.shape != (count, count) or matrix.dtype.kind not in "biuf" or not np.isin(matrix, (0, 1)).all():
            raise BadValue(
                f"moves of {maker} must be true or false for each of {count} by {count} states (got {matrix.dtype.name} of shape "
                f"{matrix.shape}); give a row for each state"
            )
        matrix = matrix.astype(np.bool_)
        np.fill_diagonal(matrix, val=False)
        matrices.append(matrix)
    return tuple(matrices)


def _preferences(makers: tuple[str, ...], form: OptionForm, preferences: Mapping[str, Mapping[str, Any]]) -> list[npt.ArrayLike]:
    for kind, given in preferences.items():
        unknown = [name for name in given if name not in makers]
        if unknown:
            raise BadValue(f"{kind} must be decision makers {' | '.join(makers)} (got {unknown[0]!r}); correct the name")
    chosen = form.chosen() if preferences["statements"] else {}
    found: list[npt.ArrayLike] = []
    for maker in makers:
        kinds = [kind for kind, given in preferences.items() if maker in given]
        if len(kinds) != 1:
            shown = " and ".join(kinds) or "none"
            raise BadValue(f"preferences of {maker} must be one of rankings, statements, payoffs (got {shown}); give one")
        kind = kinds[0]
        given = preferences[kind][maker]
        place = f"{kind} of {maker}"
        if kind == "rankings":
            found.append(ranks_of_ranking(given, len(form.codes), form.number, form.name, place))
        elif kind == "statements":
            found.append(ranks_of_statements(given, chosen, place))
        else:
            found.append(given)
    return found
