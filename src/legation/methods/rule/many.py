"""A rule applied to many votes of the same members at once, exactly: what drawings of a vote are judged by."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.rule.tree import VOTES, AtLeast, Rule, Tally, Unless, members_of, of_everyone, tallies

__all__ = ["Counter", "counter"]

Bools = npt.NDArray[np.bool_]
_WORD = 2**62
_FLOAT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class _Leaf:
    """What each way of voting adds to a leaf, and to what its share is of; whole numbers, shape (n_members, n_codes)."""

    score: npt.NDArray[Any]
    base: npt.NDArray[np.bool_]
    needed: int
    share: bool
    strict: bool
    sign: int
    exact: bool

    def holds(self, total: npt.NDArray[Any], counted: npt.NDArray[np.int64]) -> Bools:
        """Whether the leaf holds, given its sums and of how many members its share is."""
        reached = total > self.needed if self.strict else total >= self.needed
        return np.asarray(reached & (counted > 0) if self.share else reached, bool)


@dataclass(frozen=True, slots=True, eq=False)
class Counter:
    """A rule made ready to count many votes; made by :func:`counter`."""

    rule: Rule
    leaves: tuple[_Leaf, ...]
    n: int
    codes: int

    def passed(self, votes: npt.ArrayLike) -> Bools:
        """Say of each row of votes, shape (n_votes, n_members), whether the rule holds, shape (n_votes,)."""
        cast = self._checked(votes)
        sums = (self._sums(leaf, cast) for leaf in self.leaves)
        return self._true(self.rule, iter([leaf.holds(*totals) for leaf, totals in zip(self.leaves, sums, strict=True)]))

    def passed_if(self, votes: npt.ArrayLike, code: int) -> Bools:
        """Say it of each row of votes with one member at a time turned to a vote, the others as they are: shape (n_votes, n_members)."""
        cast = self._checked(votes)
        everyone = np.arange(self.n)
        passed = []
        for leaf in self.leaves:
            total, counted = self._sums(leaf, cast)
            score = total[:, None] - leaf.score[everyone, cast] + leaf.score[:, code]
            base = counted[:, None] - leaf.base[everyone, cast] + leaf.base[:, code]
            passed.append(leaf.holds(score, base))
        return self._true(self.rule, iter(passed))

    def passed_along(self, votes: npt.ArrayLike, order: Sequence[int], code: int) -> Iterator[Bools]:
        """Yield whether the rule holds for each row of votes, as they are and after each member of an order turned to a vote as well."""
        cast = self._checked(votes)
        sums = [self._sums(leaf, cast) for leaf in self.leaves]
        for member in (None, *order):
            if member is not None:
                before = cast[:, member]
                sums = [
                    (
                        total - leaf.score[member, before] + leaf.score[member, code],
                        counted - leaf.base[member, before] + leaf.base[member, code],
                    )
                    for leaf, (total, counted) in zip(self.leaves, sums, strict=True)
                ]
                cast[:, member] = code
            yield self._true(self.rule, iter([leaf.holds(*totals) for leaf, totals in zip(self.leaves, sums, strict=True)]))

    def needed(self, votes: Sequence[int], turned: Mapping[int, int]) -> list[int]:
        """Return which members have to be turned for the rule to hold, which it does when all of ``turned`` are.

        Parameters
        ----------
        votes : sequence of int, shape (n_members,)
            As they are before.
        turned : mapping of int to int
            New votes by the place of the member. One after the other goes back where the rule holds all the same.
        """
        cast = self._checked([votes])
        own = cast[0].tolist()
        cast[0, [*turned]] = [*turned.values()]
        sums = [self._sums(leaf, cast) for leaf in self.leaves]
        left = []
        for member, new in turned.items():
            back = [
                (
                    total - leaf.score[member, new] + leaf.score[member, own[member]],
                    counted - leaf.base[member, new] + leaf.base[member, own[member]],
                )
                for leaf, (total, counted) in zip(self.leaves, sums, strict=True)
            ]
            if self._true(self.rule, iter([leaf.holds(*totals) for leaf, totals in zip(self.leaves, back, strict=True)]))[0]:
                sums = back
            else:
                left.append(member)
        return left

    def shift(self, votes: npt.ArrayLike, code: int) -> npt.NDArray[np.float64]:
        """Return how far turning each member to a vote moves the sums that the rule counts towards its holding, shape (n_members,).

        The mean over the rows of votes and the leaves, each by the most that its sum can change: above 0 where a turn helps though no
        outcome changes yet.
        """
        cast = self._checked(votes)
        everyone = np.arange(self.n)
        total = np.zeros(self.n)
        for leaf in self.leaves:
            change = (leaf.score[:, code] - leaf.score[everyone, cast]).mean(axis=0).astype(np.float64)
            span = float((leaf.score.max(axis=1) - leaf.score.min(axis=1)).sum())
            total += leaf.sign * change / span if span else 0.0
        return total / len(self.leaves)

    def _sums(self, leaf: _Leaf, cast: npt.NDArray[np.int8]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
        total: npt.NDArray[Any] = np.zeros(len(cast), leaf.score.dtype)
        counted = np.zeros(len(cast), np.int64)
        for code in range(self.codes):
            score, base = leaf.score[:, code], leaf.base[:, code]
            if not (score.any() or base.any()):
                continue
            there = (cast == code).astype(np.float64)
            # Such sums of floats are the whole numbers themselves, and many times as quick.
            total = total + ((there @ score.astype(np.float64)).astype(np.int64) if leaf.exact else (cast == code) @ score)
            counted += (there @ base.astype(np.float64)).astype(np.int64)
        return total, counted

    def _true(self, rule: Rule, values: Any) -> Bools:
        """Work the rule out from its leaves, taken from left to right."""
        if isinstance(rule, Tally):
            return np.asarray(next(values), bool)
        if isinstance(rule, AtLeast):
            return np.asarray(sum(self._true(part, values).astype(np.int64) for part in rule.parts) >= rule.count, bool)
        return ~self._true(rule.part, values)

    def _checked(self, votes: npt.ArrayLike) -> npt.NDArray[np.int8]:
        cast = np.asarray(votes)
        if cast.ndim != 2 or cast.shape[1] != self.n or cast.dtype.kind not in "iu":
            raise BadValue(f"votes must be whole numbers, a column for each of {self.n} members (got {cast.dtype} {cast.shape})")
        if cast.size and (cast.min() < 0 or cast.max() >= self.codes):
            raise BadValue(f"votes must be codes 0 to {self.codes - 1} (got {cast.min()} to {cast.max()}); recode them")
        return cast.astype(np.int8)


def counter(rule: Rule, members: Sequence[str], codes: Sequence[str] = VOTES) -> Counter:
    """Return a rule made ready to count votes of some members.

    Parameters
    ----------
    rule : Rule
        A share of whoever votes counts each of the members as one.
    members : sequence of str
        Whose votes the columns are; members of the rule that are not among them are absent.
    codes : sequence of str
        The vote that each code stands for.

    Raises
    ------
    BadValue
        For a vote that is none, and a member named twice or whom the rule does not know.

    Examples
    --------
    >>> from legation.methods.rule import share_of_voting
    >>> half = counter(share_of_voting("1/2", strict=True), "ABC", ("absent", "yes", "abstain", "no"))
    >>> half.passed([[1, 3, 1], [1, 3, 2]]).tolist()
    [True, False]
    >>> half.passed_if([[1, 3, 2]], 1).tolist()  # each in turn votes yes
    [[False, True, True]]
    """
    wrong = [word for word in codes if word not in VOTES]
    if wrong:
        raise BadValue(f"codes must be {' | '.join(VOTES)} (got {wrong[0]!r}); name the vote of each code")
    place = {name: at for at, name in enumerate(members)}
    if len(place) < len(members) or not place:
        raise BadValue(f"members must be each once, at least one (got {len(members)} of whom {len(place)} differ); correct the list")
    known = frozenset(place if of_everyone(rule) else members_of(rule))
    unknown = [name for name in members if name not in known]
    if unknown:
        raise BadValue(f"members must be members of the rule (got {unknown[0]!r}); the rule names {', '.join(members_of(rule)[:5])}...")
    leaves = tuple(_leaf(tally, sign, members, place, codes) for tally, sign in zip(tallies(rule), _signs(rule), strict=True))
    return Counter(rule, leaves, len(members), len(codes))


def _signs(rule: Rule, sign: int = 1) -> list[int]:
    """Return for each leaf, from left to right, 1 where more of it helps the rule to hold, else -1."""
    if isinstance(rule, Tally):
        return [sign]
    if isinstance(rule, Unless):
        return _signs(rule.part, -sign)
    return [one for part in rule.parts for one in _signs(part, sign)]


def _leaf(tally: Tally, sign: int, members: Sequence[str], place: dict[str, int], codes: Sequence[str]) -> _Leaf:
    weights = dict(tally.weights) if tally.weights is not None else dict.fromkeys(members, Fraction(1))
    away = sum((weight for name, weight in weights.items() if name not in place), Fraction(0)) * tally.score("absent")
    needed = (Fraction(0) if tally.of else tally.needed) - away
    own = [weights.get(name, Fraction(0)) for name in members]
    by_weight = {weight: [weight * tally.score(word) for word in codes] for weight in set(own)}  # mostly few weights of many members
    scale = math.lcm(needed.denominator, *(value.denominator for row in by_weight.values() for value in row))
    scaled = {weight: [int(value * scale) for value in row] for weight, row in by_weight.items()}
    whole = [scaled[weight] for weight in own]
    most = sum(max(map(abs, row)) for row in whole) + abs(int(needed * scale))
    base = np.outer([weight > 0 for weight in own], [word in tally.of for word in codes])
    score = np.array(whole, np.int64 if most < _WORD else object)
    return _Leaf(score, base, int(needed * scale), bool(tally.of), tally.strict, sign, most < _FLOAT)
