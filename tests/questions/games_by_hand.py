"""The debrief of a game by its definitions alone: every package is looked at, and nothing of the program's methods is asked."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Sequence
from functools import cache

__all__ = ["all_worth", "better_than", "distance", "edge", "logrolls", "spearman", "worth"]

Scores = dict[str, list[list[int]]]


def worth(scores: Scores, package: Sequence[int]) -> tuple[int, ...]:
    """What a package is worth to each side."""
    return tuple(sum(table[option] for table, option in zip(rows, package, strict=True)) for rows in scores.values())


def all_worth(scores: Scores) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Every package with what it is worth."""
    sizes = [len(one) for one in next(iter(scores.values()))]
    return {package: worth(scores, package) for package in itertools.product(*map(range, sizes))}


def edge(scores: Scores) -> set[tuple[int, ...]]:
    """The points that no other dominates."""
    return _edge(repr(scores))


@cache
def _edge(scores: str) -> set[tuple[int, ...]]:
    points = set(all_worth(ast.literal_eval(scores)).values())
    return {one for one in points if not any(o != one and all(x >= y for x, y in zip(o, one, strict=True)) for o in points)}


def ranges(scores: Scores) -> list[int]:
    """By side, best package less worst."""
    return [sum(max(one) - min(one) for one in rows) or 1 for rows in scores.values()]


def distance(scores: Scores, package: Sequence[int]) -> float:
    """How far a package lies from the nearest point of the edge, in ranges."""
    here, spread = worth(scores, package), ranges(scores)
    return min(
        math.dist([x / r for x, r in zip(here, spread, strict=True)], [x / r for x, r in zip(one, spread, strict=True)])
        for one in edge(scores)
    )


def better_than(scores: Scores, package: Sequence[int]) -> set[tuple[int, ...]]:
    """The points of the edge at which nobody has less and somebody more."""
    here = worth(scores, package)
    return {one for one in edge(scores) if one != here and all(x >= y for x, y in zip(one, here, strict=True))}


def logrolls(scores: Scores, before: Sequence[int], after: Sequence[int]) -> list[tuple[float, int, int, int, int]]:
    """Exchanges from one package to another as (-size, a, b, i, k), in order."""
    rows, spread = list(scores.values()), ranges(scores)
    gain = [[table[y] - table[x] for table, x, y in zip(one, before, after, strict=True)] for one in rows]
    found = []
    for a, b in itertools.combinations(range(len(rows)), 2):
        for i, k in itertools.permutations(range(len(before)), 2):
            is_exchange = gain[a][i] > 0 > gain[a][k] and gain[b][k] > 0 > gain[b][i]
            nets = [gain[one][i] + gain[one][k] for one in (a, b)]
            if is_exchange and min(nets) > 0:
                found.append((-min(nets[0] / spread[a], nets[1] / spread[b]), a, b, i, k))
    return sorted(found)


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """The rank correlation with mean ranks; nan without variation."""

    def ranks(values: Sequence[float]) -> list[float]:
        return [sum(o < one for o in values) + (sum(o == one for o in values) + 1) / 2 for one in values]

    x, y = ranks(first), ranks(second)
    mx, my = sum(x) / len(x), sum(y) / len(y)
    top = sum((p - mx) * (q - my) for p, q in zip(x, y, strict=True))
    low = math.sqrt(sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y))
    return top / low if low else math.nan


def stood_still(packages: Sequence[Sequence[int]]) -> list[float]:
    """By issue, the share of consecutive packages that left it unchanged."""
    pairs = list(itertools.pairwise(packages))
    return [sum(p[issue] == q[issue] for p, q in pairs) / len(pairs) for issue in range(len(packages[0]))]
