"""How likely a text passes, whose vote matters to that, and the shortest way to make it likely: from drawings of the vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.rule.many import Counter, counter
from legation.methods.rule.tree import Rule
from legation.methods.share import TEST, ends_of, share_interval

__all__ = ["Paths", "Step", "paths_to_pass"]

CODES = ("absent", "yes", "abstain", "no")
"""The votes that the codes 0, 1, 2, 3 stand for, unless the caller says otherwise."""
_ENOUGH = 30
"""Drawings of each kind without which a share says nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """A member that turns to our side, and the share of drawings with our outcome once it and those before it have."""

    member: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """What drawings of a vote say of its outcome.

    Attributes
    ----------
    probability : float
        Share of the drawings in which the text passes.
    low, high : float
        95 % interval of that share from the number of drawings alone (Wilson): how well it is computed, not how true the model is.
    margin, margin_low, margin_high : float
        Yes minus no [members]: mean of the drawings and the interval that holds the share ``level`` of them, as much left out on either
        side.
    level : float
    draws : int
    effect : dict of str to float
        By member: the share with which it passes when this member votes yes, less that when it votes no, everybody else as drawn; what
        talking to it could change at most.
    signal : dict of str to float
        By member: the share with which it passes among the drawings in which the member votes yes, less that among the others; what
        its announcement tells about the rest. nan where fewer than 30 drawings are of either kind.
    yes : dict of str to float
        By member: the share with which it passes when this member votes yes.
    path : tuple of Step
        Members turned to our side one by one, each the one that helps most after those before it (where nobody changes an outcome yet: who
        moves the count most), or in the order given; shorter than asked where the outcome is ours in every drawing, or nobody helps any
        more.
    aim : str
        ``adopt`` or ``defeat``: whose outcome the path raises.
    """

    probability: float
    low: float
    high: float
    margin: float
    margin_low: float
    margin_high: float
    level: float
    draws: int
    effect: dict[str, float]
    signal: dict[str, float]
    yes: dict[str, float]
    path: tuple[Step, ...]
    aim: str


def paths_to_pass(
    rule: Rule,
    members: Sequence[str],
    votes: npt.ArrayLike,
    *,
    aim: str = "adopt",
    steps: int = 8,
    open_to: Sequence[str] | None = None,
    in_order: bool = False,
    level: float = 0.9,
    codes: Sequence[str] = CODES,
) -> Paths:
    """Say with what probability a text passes under a rule, and who changes that.

    Parameters
    ----------
    rule : Rule
        Of real votes: an abstention is not a no unless the rule makes it one.
    members : sequence of str
        Whose votes the columns are.
    votes : array_like of int, shape (n_draws, n_members)
        Drawings of the whole vote, correlated as errors are: :func:`legation.methods.voting.draw_votes`. Independent ones give
        probabilities that are far too near to 0 or 1.
    aim : str
        ``adopt``, or ``defeat``: members are turned to no along the path.
    steps : int
        How long the path may be, 0 or more.
    open_to : sequence of str, optional
        Whom the path may turn; all where left out.
    in_order : bool
        Whether the path turns them in the order of ``open_to`` rather than who helps most first.
    level : float
        Of the interval of the margin, above 0 and below 1.
    codes : sequence of str
        The vote that each code stands for; ``yes`` and ``no`` among them.

    Raises
    ------
    BadValue
        For drawings that do not fit the members, an unknown aim or member, and numbers out of range.

    Notes
    -----
    Turning a member leaves the others as drawn: whom it would take along is not counted. The path is greedy; two members who only
    help together may be passed over (:func:`legation.methods.coalition.cheapest` is exact about counts).

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> found = paths_to_pass(share_of_members("ABC", "1/2", strict=True), "ABC", [[1, 1, 3], [1, 3, 3], [3, 1, 3], [3, 3, 3]])
    >>> found.probability, found.effect["A"], found.path[0]
    (0.25, 0.5, Step(member='C', probability=0.75))
    >>> rule = share_of_members("ABC", "1/2", strict=True)
    >>> [step.member for step in paths_to_pass(rule, "ABC", [[3, 3, 3]], open_to="BCA", in_order=True).path]
    ['B', 'C']
    """
    if aim not in ("adopt", "defeat"):
        raise BadValue(f"aim must be adopt | defeat (got {aim!r}); say which outcome is ours")
    if not (isinstance(level, (int, float)) and 0 < level < 1):
        raise BadValue(f"level must be above 0 and below 1 (got {level!r}); 0.9 is usual")
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise BadValue(f"steps must be a whole number, 0 or more (got {steps!r}); say how long the path may be")
    words = [*codes]
    if "yes" not in words or "no" not in words:
        raise BadValue(f"codes must be names of votes with yes and no among them (got {', '.join(words)}); name the vote of each code")
    names = [*members]
    unknown = [name for name in open_to or () if name not in set(names)]
    if unknown:
        raise BadValue(f"open_to must be members (got {unknown[0]!r}); the drawings are of {', '.join(names[:5])}...")
    count = counter(rule, names, words)
    cast = np.asarray(votes)
    passes = count.passed(cast)
    if not len(passes):
        raise BadValue("votes must be one drawing or more (got none); draw some")
    yes, no = words.index("yes"), words.index("no")
    with_yes, with_no = count.passed_if(cast, yes).mean(axis=0), count.passed_if(cast, no).mean(axis=0)
    margin = (cast == yes).sum(axis=1) - (cast == no).sum(axis=1)
    ends = np.quantile(margin, ends_of(level))
    low, high = share_interval(int(passes.sum()), len(passes), TEST)
    order = names if open_to is None else [*open_to]
    turned = set(order)
    allowed = np.array([name in turned for name in names])
    code = yes if aim == "adopt" else no
    return Paths(
        probability=float(passes.mean()),
        low=low,
        high=high,
        margin=float(margin.mean()),
        margin_low=float(ends[0]),
        margin_high=float(ends[1]),
        level=float(level),
        draws=len(passes),
        effect=dict(zip(names, (with_yes - with_no).tolist(), strict=True)),
        signal=dict(zip(names, _signal(cast == yes, passes), strict=True)),
        yes=dict(zip(names, with_yes.tolist(), strict=True)),
        path=_path_along(count, names, cast, order[:steps], code, adopt=aim == "adopt")
        if in_order
        else _path(count, names, cast, allowed, code, steps, adopt=aim == "adopt"),
        aim=aim,
    )


def _signal(favour: npt.NDArray[np.bool_], passes: npt.NDArray[np.bool_]) -> list[float]:
    there = favour.sum(axis=0)
    away = len(favour) - there
    with_it = passes.astype(np.int64) @ favour
    without = passes.sum() - with_it
    known = (there >= _ENOUGH) & (away >= _ENOUGH)
    return list(np.where(known, with_it / np.maximum(there, 1) - without / np.maximum(away, 1), np.nan).tolist())


def _path(
    count: Counter,
    names: Sequence[str],
    votes: npt.NDArray[np.int8],
    allowed: npt.NDArray[np.bool_],
    code: int,
    steps: int,
    *,
    adopt: bool,
) -> tuple[Step, ...]:
    """Turn, one by one, the member that raises the share of our outcome most; in a tie, who moves the count most; then the first."""
    cast, left = votes.copy(), allowed.copy()
    found: list[Step] = []
    ours = count.passed(cast).mean() if adopt else 1 - count.passed(cast).mean()
    while len(found) < steps and ours < 1 and left.any():
        passed = count.passed_if(cast, code).mean(axis=0)
        gains = np.where(left, passed if adopt else 1 - passed, -1.0)
        moves = np.where(gains == gains.max(), count.shift(cast, code) * (1 if adopt else -1), -np.inf)
        best = int(moves.argmax())
        if gains[best] < ours or (gains[best] == ours and moves[best] <= 0):
            break
        ours = gains[best]
        cast[:, best], left[best] = code, False
        found.append(Step(names[best], float(ours)))
    return tuple(found)


def _path_along(
    count: Counter, names: Sequence[str], votes: npt.NDArray[np.int8], order: Sequence[str], code: int, *, adopt: bool
) -> tuple[Step, ...]:
    """Turn the members of an order one by one, until the outcome is ours in every drawing."""
    place = {name: at for at, name in enumerate(names)}
    found: list[Step] = []
    shares = (float(passes.mean()) for passes in count.passed_along(votes, [place[name] for name in order], code))
    ours = (share if adopt else 1 - share for share in shares)
    before = next(ours)
    for name in order:
        if before >= 1:
            break
        before = next(ours)
        found.append(Step(name, before))
    return tuple(found)
