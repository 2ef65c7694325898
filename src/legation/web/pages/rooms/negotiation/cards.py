"""From taps to points: a party says the order of its options, then which of two packages it would rather have, until its points are known.

Nothing of it is written down before the party has seen its points and says that they stand: what was tapped travels with the form.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from legation.methods.negotiation import Weights, elicit

__all__ = ["MOST", "Card", "Pair", "Ranking"]

MOST = 12
"""Pairs of cards that one is asked about at most."""
CHOSEN_FROM = 6_000
"""Pairs among which the next one is looked for: of 20 issues there are 90,000, and each tap would take ten seconds."""
SURE = 0.1
"""Width of the middle 90 % of a weight below which it is not asked about any more."""
DRAWS = 400
WHOLE = 100

Package = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards that are shown together: whole packages that differ on a few issues."""

    number: int
    first: Package
    second: Package

    @property
    def issues(self) -> tuple[int, ...]:
        """On which issues they differ."""
        return tuple(issue for issue, (one, other) in enumerate(zip(self.first, self.second, strict=True)) if one != other)


@dataclass(frozen=True, slots=True)
class Card:
    """How sure the points of an issue are: its best option counts for so many of 100, and from so many to so many fit the answers."""

    issue: int
    points: int
    low: int
    high: int


@dataclass(frozen=True)
class Ranking:
    """What a party has tapped so far.

    Attributes
    ----------
    sizes : tuple of int
        How many options each issue has.
    orders : tuple of tuple of int
        By issue, the options from the best on; those that are left out are worth the same, the least. A last order that is not
        ``done`` waits for the next tap.
    answers : tuple of (int, bool)
        Numbers of pairs, and whether the first card was taken.
    done : int
        Issues whose order is whole.

    Examples
    --------
    >>> ranking = Ranking((2, 3, 2))
    >>> for tap in (0, 2, 0, 1):
    ...     ranking = ranking.tapped(tap)
    >>> ranking.orders, ranking.values
    (((0,), (2, 0), (1,)), ((1.0, 0.0), (0.5, 0.0, 1.0), (0.0, 1.0)))
    >>> pair = ranking.next_pair
    >>> pair.first, pair.second
    ((0, 1, 1), (1, 2, 1))
    >>> ranking.answered(True).answered(True).answered(True).points
    ((68, 0), (12, 0, 24), (0, 8))
    """

    sizes: tuple[int, ...]
    orders: tuple[Package, ...] = ()
    answers: tuple[tuple[int, bool], ...] = ()
    done: int = field(default=0)

    @property
    def issue(self) -> int | None:
        """The issue whose options are put in order now; None where all are."""
        return self.done if self.done < len(self.sizes) else None

    @property
    def order(self) -> Package:
        """The options of that issue that were tapped."""
        return self.orders[self.done] if self.done < len(self.orders) else ()

    def tapped(self, option: int) -> Ranking:
        """Return it after a tap on the next best option of an issue; what is none that waits changes nothing."""
        if self.issue is None or option in self.order or not 0 <= option < self.sizes[self.issue]:
            return self
        order = (*self.order, option)
        whole = len(order) >= self.sizes[self.issue] - 1
        return Ranking(self.sizes, (*self.orders[: self.done], order), self.answers, self.done + whole)

    def rest_equal(self) -> Ranking:
        """Return it where the options of an issue that are left are worth the same."""
        return self if self.issue is None else Ranking(self.sizes, (*self.orders[: self.done], self.order), self.answers, self.done + 1)

    def answered(self, is_first: bool) -> Ranking:  # noqa: FBT001 - the one thing that is answered
        """Return it after a tap on one of two cards."""
        pair = self.next_pair
        return self if pair is None else Ranking(self.sizes, self.orders, (*self.answers, (pair.number, is_first)), self.done)

    def back(self) -> Ranking:
        """Return it without the last tap."""
        if self.answers:
            return Ranking(self.sizes, self.orders, self.answers[:-1], self.done)
        if self.order:
            return Ranking(self.sizes, (*self.orders[: self.done], self.order[:-1]), (), self.done)
        if not self.done:
            return self
        return Ranking(self.sizes, (*self.orders[: self.done - 1], self.orders[self.done - 1][:-1]), (), self.done - 1)

    @cached_property
    def values(self) -> tuple[tuple[float, ...], ...]:
        """How good each option of each issue is, 0 to 1: evenly from the first of the order to what is left out."""
        found = []
        for order, size in zip(self.orders, self.sizes, strict=False):
            found.append(tuple(1 - order.index(one) / len(order) if one in order else 0.0 for one in range(size)))
        return tuple(found)

    @cached_property
    def _matter(self) -> tuple[int, ...]:
        """Return the issues on which one option is better than another."""
        return tuple(issue for issue, order in enumerate(self.orders) if order)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs that may be shown, those that differ on the fewest issues first."""
        ends = {issue: (self.orders[issue][0], _worst(self.orders[issue], self.sizes[issue])) for issue in self._matter}
        middle = [order[len(order) // 2] if order else 0 for order in self.orders]
        found: list[tuple[Package, Package]] = []

        def add(first: dict[int, int], second: dict[int, int]) -> None:
            found.append(tuple(tuple(chosen.get(one, middle[one]) for one in range(len(self.sizes))) for chosen in (first, second)))  # type: ignore[arg-type]

        for a, b in itertools.combinations(self._matter, 2):
            add({a: ends[a][0], b: ends[b][1]}, {a: ends[a][1], b: ends[b][0]})
        for a, b in itertools.permutations(self._matter, 2):
            for between in self.orders[a][1:]:
                if between != ends[a][1]:
                    add({a: ends[a][0], b: ends[b][1]}, {a: between, b: ends[b][0]})
        for a in self._matter:
            others = [one for one in self._matter if one != a]
            for several in itertools.chain(itertools.combinations(others, 2), itertools.combinations(others, 3)):
                if len(found) >= CHOSEN_FROM:
                    break
                for between in (*self.orders[a][1:], ends[a][1]):
                    down, up = ({one: ends[one][side] for one in several} for side in (1, 0))
                    add({a: ends[a][0]} | down, {a: between} | up)
        return tuple(Pair(number, *both) for number, both in enumerate(found))

    @cached_property
    def weights(self) -> Weights | None:
        """What the answers say of the weights of the issues that matter; None where there is nothing to compare."""
        if self.issue is not None or len(self._matter) < 2 or not self.answers:
            return None
        cards: list[list[float]] = []
        for number, is_first in self.answers:
            pair = self.pairs[number]
            both = (pair.first, pair.second) if is_first else (pair.second, pair.first)
            cards += [[self.values[issue][one[issue]] for issue in self._matter] for one in both]
        return elicit(cards, pairs=[(at, at + 1) for at in range(0, len(cards), 2)], draws=DRAWS)

    @cached_property
    def next_pair(self) -> Pair | None:
        """The pair whose answer tells most: that of which as many weights that fit say the one as the other; None where enough is known."""
        if self.issue is not None or len(self._matter) < 2 or len(self.answers) >= MOST:
            return None
        found = self.weights
        if found is not None and (found.high - found.low).max() <= SURE:
            return None
        sample = found.sample if found is not None else np.full((1, len(self._matter)), 1 / len(self._matter))
        gone = {number for number, _ in self.answers}
        left = [one for one in self.pairs if one.number not in gone]
        if not left:
            return None
        gains = np.array([self._gain(one) for one in left])
        share = (sample @ gains.T > 0).mean(axis=0) if found is not None else np.full(len(left), 0.5)
        best = int(np.abs(share - 0.5).round(6).argmin())
        return left[best] if found is None or 0 < share[best] < 1 else None

    def _gain(self, pair: Pair) -> list[float]:
        return [self.values[issue][pair.first[issue]] - self.values[issue][pair.second[issue]] for issue in self._matter]

    @property
    def is_enough(self) -> bool:
        """Whether points can be made of it: all orders are whole, and each issue that matters could have been compared once."""
        return self.issue is None and (len(self._matter) < 2 or len(self.answers) >= min(len(self._matter) - 1, len(self.pairs)))

    @property
    def contradicting(self) -> int:
        """How many answers do not fit the others, and were left out."""
        return len(self.weights.inconsistent) if self.weights is not None else 0

    @cached_property
    def points(self) -> tuple[tuple[int, ...], ...]:
        """Whole points of each option of each issue; the best of all issues are worth 100 together."""
        best = self._best
        return tuple(tuple(round(top * value) for value in row) for top, row in zip(best, self.values, strict=True))

    @property
    def _best(self) -> list[int]:
        """Return how many of 100 points the best option of each issue is worth: largest remainders."""
        shares = [0.0] * len(self.sizes)
        central = self.weights.central.tolist() if self.weights is not None else [1 / max(len(self._matter), 1)] * len(self._matter)
        for issue, weight in zip(self._matter, central, strict=True):
            shares[issue] = WHOLE * weight
        whole = [int(one) for one in shares]
        left = WHOLE - sum(whole) if self._matter else 0
        for issue in sorted(range(len(shares)), key=lambda one: (whole[one] - shares[one], one))[:left]:
            whole[issue] += 1
        return whole

    @property
    def sureness(self) -> list[Card]:
        """By issue, what its best option is worth, and between which points the middle 90 % of weights that fit lie."""
        best, found = self._best, self.weights
        ranges = {
            issue: (round(WHOLE * float(found.low[at])), round(WHOLE * float(found.high[at])))
            for at, issue in enumerate(self._matter)
            if found is not None
        }
        return [Card(issue, top, *ranges.get(issue, (top, top))) for issue, top in enumerate(best)]

    def written(self) -> str:
        """Return it as it travels with a form: orders, then answers."""
        orders = ";".join(",".join(map(str, order)) for order in self.orders)
        answers = ",".join(f"{number}{'a' if is_first else 'b'}" for number, is_first in self.answers)
        return f"{self.done}|{orders}|{answers}"

    @classmethod
    def read(cls, sizes: Sequence[int], text: str) -> Ranking:
        """Return what came with a form, as far as it is what :meth:`written` made: each tap is made again.

        Examples
        --------
        >>> ranking = Ranking((2, 2)).tapped(1).tapped(0).answered(False)
        >>> Ranking.read((2, 2), ranking.written()) == ranking, Ranking.read((2, 2), "x|9;;|<b>").done
        (True, 0)
        """
        found = cls(tuple(sizes))
        done, orders, answers = ([*text[:2_000].split("|"), "", "", ""])[:3]
        whole = int(done) if done.isascii() and done.isdecimal() and len(done) < 4 else 0
        for at, order in enumerate(orders.split(";")[: len(sizes)] if orders or whole else ()):
            for option in order.split(","):
                if option.isascii() and option.isdecimal() and len(option) < 4 and found.done == at:
                    found = found.tapped(int(option))
            if found.done == at and at < whole:
                found = found.rest_equal()
            if found.done == at:
                break
        said = [one for one in answers.split(",") if one[:-1].isascii() and one[:-1].isdecimal() and len(one) < 6 and one[-1] in "ab"]
        numbers = {one.number for one in found.pairs} if found.issue is None else set()
        tapped = [(int(one[:-1]), one[-1] == "a") for one in said[:MOST] if int(one[:-1]) in numbers]
        return cls(found.sizes, found.orders, tuple(dict(tapped).items()), found.done)


def _worst(order: Package, size: int) -> int:
    """Return the option that is worth the least: the first of those that were left out."""
    return next(one for one in range(size) if one not in order)
