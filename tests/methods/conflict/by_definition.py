"""The definitions of the graph model, word for word, over sets: slow, and with no code of the method's."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass
class Conflict:
    """``moves[i][s]`` is the set of states that i can move to; ``pay[i][s]`` its payoff."""

    moves: list[list[set[int]]]
    pay: list[list[float]]
    bits: list[str] | None = None
    owner: list[int] | None = None

    @property
    def makers(self) -> range:
        return range(len(self.pay))

    @property
    def states(self) -> range:
        return range(len(self.pay[0]))

    def improves(self, i: int, s: int) -> set[int]:
        return {t for t in self.moves[i][s] if self.pay[i][t] > self.pay[i][s]}

    def led(self, s: int, movers: Iterable[int], way: Callable[[int, int], set[int]]) -> set[int]:
        """All ends of chains s -> ... of one move or more, nobody twice in a row: by enlarging the set of (end, last mover)."""
        pairs = {(t, j) for j in movers for t in way(j, s)}
        while True:
            more = {(t, j) for x, last in pairs for j in movers if j != last for t in way(j, x)}
            if more <= pairs:
                return {t for t, _ in pairs}
            pairs |= more

    def stable(self, i: int, s: int, notion: str) -> bool:
        pay = self.pay[i]
        if notion == "nash":
            return not self.improves(i, s)
        if notion == "sim":
            return all(self.spoilt(i, s, x) for x in self.improves(i, s))
        others = [j for j in self.makers if j != i]
        way = self.improves if notion in ("seq", "sseq") else (lambda j, x: self.moves[j][x])
        return all(
            any(
                pay[y] <= pay[s] and (notion in ("gmr", "seq") or all(pay[z] <= pay[s] for z in self.moves[i][y]))
                for y in self.led(x, others, way)
            )
            for x in self.improves(i, s)
        )

    def spoilt(self, i: int, s: int, x: int) -> bool:
        """Whether improvements of the others, made from s at the same time as x, give a state no better than s."""
        others = [j for j in self.makers if j != i]
        for some in (c for size in range(1, len(others) + 1) for c in itertools.combinations(others, size)):
            for targets in itertools.product(*(self.improves(j, s) for j in some)):
                made = list(self.bits[x])
                for j, t in zip(some, targets, strict=True):
                    for k, owner in enumerate(self.owner):
                        if owner == j:
                            made[k] = self.bits[t][k]
                if "".join(made) in self.bits and self.pay[i][self.bits.index("".join(made))] <= self.pay[i][s]:
                    return True
        return False

    def coalition_stable(self, members: tuple[int, ...], s: int, notion: str) -> bool:
        every = lambda j, x: self.moves[j][x]  # noqa: E731
        better = {t for t in self.led(s, members, every) if all(self.pay[i][t] > self.pay[i][s] for i in members)}
        if notion == "nash":
            return not better
        deters = lambda y: any(self.pay[i][y] <= self.pay[i][s] for i in members)  # noqa: E731
        others = [j for j in self.makers if j not in members]
        way = self.improves if notion in ("seq", "sseq") else every
        return all(
            any(
                deters(y) and (notion in ("gmr", "seq") or all(deters(z) for z in self.led(y, members, every)))
                for y in self.led(x, others, way)
            )
            for x in better
        )


def of_options(owner: list[int], direction: list[str], bits: list[str], pay: list[list[float]]) -> Conflict:
    """A conflict in option form: one may change any of one's own options at once, where both states are feasible and the ways allow it."""

    def may(i: int, a: str, b: str) -> bool:
        changed = [k for k in range(len(owner)) if a[k] != b[k]]
        allowed = {"both": "01", "on_only": "0", "off_only": "1"}
        return bool(changed) and all(owner[k] == i and a[k] in allowed[direction[k]] for k in changed)

    makers = range(max(owner) + 1)
    moves = [[{t for t, b in enumerate(bits) if may(i, a, b)} for a in bits] for i in makers]
    return Conflict(moves, pay, bits, owner)
