"""Matrices to try things on, and what a definition-level reading of the literature gives on them: slow, short, and on its own."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
from hypothesis import strategies as st

from legation.methods.scenario import CrossImpactMatrix, Fix, Forbid, Imply


def matrix(sizes, judgements) -> CrossImpactMatrix:
    return CrossImpactMatrix(
        descriptors=[f"D{i}" for i in range(len(sizes))],
        variants=[[f"v{k}" for k in range(size)] for size in sizes],
        judgements=judgements,
    )


def generated(sizes, density: float, seed: int) -> CrossImpactMatrix:
    """Return the matrix that the generator of the reference gives."""
    rng = np.random.default_rng(seed)
    at = np.cumsum([0, *sizes])
    found = np.zeros((at[-1], at[-1]), int)
    for i, j in itertools.product(range(len(sizes)), repeat=2):
        if i != j and rng.random() < density:
            found[at[i] : at[i + 1], at[j] : at[j + 1]] = rng.integers(-3, 4, (sizes[i], sizes[j]))
    return matrix(sizes, found)


@st.composite
def any_matrix(draw, most: int = 5, own: bool = True) -> CrossImpactMatrix:
    """Draw mixed numbers of variants and blocks, own blocks among them, of which many are empty."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=most))
    density = draw(st.sampled_from([0.2, 0.5, 1.0]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    at = np.cumsum([0, *sizes])
    found = np.zeros((at[-1], at[-1]), int)
    for i, j in itertools.product(range(len(sizes)), repeat=2):
        if rng.random() < density and (i != j or (own and rng.random() < 0.3)):
            found[at[i] : at[i + 1], at[j] : at[j + 1]] = rng.integers(-3, 4, (sizes[i], sizes[j]))
    return matrix(sizes, found)


@st.composite
def some_constraints(draw, m: CrossImpactMatrix):
    def variant(at):
        return at, draw(st.integers(0, m.sizes[at] - 1))

    found = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["fix", "forbid", "imply"])) if len(m.sizes) > 1 else "fix"
        i, j = draw(st.permutations(range(len(m.sizes))))[:2] if len(m.sizes) > 1 else (0, 0)
        several = draw(st.lists(st.integers(0, m.sizes[j] - 1), min_size=1, max_size=m.sizes[j]))
        found.append(
            Fix(j, several) if kind == "fix" else Forbid(variant(i), variant(j)) if kind == "forbid" else Imply(variant(i), j, several)
        )
    return found


def everything(m: CrossImpactMatrix):
    return itertools.product(*map(range, m.sizes))


def balances(m: CrossImpactMatrix, z) -> list[list[int]]:
    J, at = np.asarray(m.judgements), m.offsets
    return [[sum(int(J[at[i] + z[i], at[j] + v]) for i in range(len(z))) for v in range(m.sizes[j])] for j in range(len(z))]


def lacks(m: CrossImpactMatrix, z) -> list[int]:
    return [max(scores) - scores[z[j]] for j, scores in enumerate(balances(m, z))]


def kept_to(z, constraints) -> bool:
    for one in constraints:
        if isinstance(one, Fix) and z[one.descriptor] not in one.variants:
            return False
        if isinstance(one, Forbid) and z[one.first[0]] == one.first[1] and z[one.second[0]] == one.second[1]:
            return False
        if isinstance(one, Imply) and z[one.first[0]] == one.first[1] and z[one.descriptor] not in one.variants:
            return False
    return True


def brute_force(m: CrossImpactMatrix, tolerance: int = 0, constraints=()) -> list[list[int]]:
    return [list(z) for z in everything(m) if max(lacks(m, z)) <= tolerance and kept_to(z, constraints)]


def next_of(m: CrossImpactMatrix, z, rule: str, ties: str):
    def best(j, state):
        scores = balances(m, state)[j]
        return state[j] if ties == "keep" and scores[state[j]] == max(scores) else scores.index(max(scores))

    if rule == "global":
        return tuple(best(j, z) for j in range(len(z)))
    state = list(z)
    if rule == "sequential":
        for j in range(len(z)):
            state[j] = best(j, tuple(state))
        return tuple(state)
    gaps = lacks(m, z)
    if max(gaps) > 0:
        j = gaps.index(max(gaps))
        scores = balances(m, z)[j]
        state[j] = scores.index(max(scores))
    return tuple(state)


def brute_basins(m: CrossImpactMatrix, rule: str, ties: str) -> list[tuple[int, tuple]]:
    after = {z: next_of(m, z, rule, ties) for z in everything(m)}
    basins: Counter = Counter()
    for z in after:
        for _ in range(math.prod(m.sizes)):
            z = after[z]
        cycle = [z]
        while after[cycle[-1]] != z:
            cycle.append(after[cycle[-1]])
        at = cycle.index(min(cycle))
        basins[tuple(cycle[at:] + cycle[:at])] += 1
    return sorted(((count, cycle) for cycle, count in basins.items()), key=lambda one: (-one[0], one[1]))
