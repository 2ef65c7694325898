"""Planted marks: against plain loops over the definition, and what has to move when marks of another group are put in."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.attribution.records import SOFTWARE, TECHNIQUES, knowledge

from legation.methods.attribution import Item, Knowledge, attribute
from legation.methods.attribution.false_flag import USUAL, surplus, told_apart
from legation.methods.attribution.item import claims
from legation.methods.attribution.posterior import Case, case

ITEMS = st.lists(
    st.builds(Item, st.just("technique"), st.sampled_from(TECHNIQUES), st.sampled_from("ab"), costly=st.booleans())
    | st.builds(Item, st.just("software"), st.sampled_from(SOFTWARE), st.sampled_from("ab"), costly=st.booleans()),
    max_size=10,
)


def others(found: Case, k: Knowledge, some: list[int], group: int) -> float:
    """Return everybody else's mean likelihood over the group's, on some claims, as a logarithm, by plain loops."""
    said = [0.0] * (len(found.log_prior))
    for at in some:
        size = sum(found.cluster[other] == found.cluster[at] for other in some)
        for actor in range(len(said) - 1):
            said[actor] += found.log_ratio[at, actor] / (1 + (size - 1) * k.rho) * 3 / k.temperature + found.likeness[at, actor]
    rest = [actor for actor in range(len(said)) if actor != group]
    prior = [math.exp(found.log_prior[actor]) for actor in rest]
    mean = sum(p * math.exp(said[actor]) for p, actor in zip(prior, rest, strict=True)) / sum(prior)
    return math.log(mean) - said[group]


@given(knowledge(), ITEMS)
def test_the_surplus_is_that_of_plain_loops(k: Knowledge, items: list[Item]) -> None:
    kept = claims(items)
    found = case(kept, k)
    for group, value in enumerate(surplus(found, kept, k)):
        flag = [at for at, claim in enumerate(kept) if found.held[at, group] and not claim.costly]
        if not flag:
            assert value == -math.inf
            continue
        rest = [at for at, claim in enumerate(kept) if claim.costly or (claim.kind == "technique" and at not in flag)]
        every = [at for at, claim in enumerate(kept) if claim.costly or claim.kind == "technique"]
        expected = others(found, k, rest, group) - max(-2.0, others(found, k, every, group)) / 4 - USUAL
        software = any(kept[at].kind == "software" for at in flag)
        assert value == pytest.approx(expected if software else min(expected, 0.0), abs=1e-9)


def two_groups() -> Knowledge:
    record = {f"G{g}": {"techniques": {f"T{g}{n}": ["old"] for n in range(9)}, "software": {f"S10{g}0": ["old"]}} for g in range(9)}
    return Knowledge(groups=record)


def share(k: Knowledge, group: str, techniques: list[str], software: list[str]) -> float:
    """Return the chance that marks of a group were planted, given that it is that or the group itself."""
    found = attribute({"techniques": techniques, "software": software}, k)
    return found.false_flag[group] / (found.false_flag[group] + found.probability[group])


def test_the_flag_rises_with_what_another_group_explains() -> None:
    k = two_groups()
    tools = [f"T3{n}" for n in range(3)]
    shares = [share(k, "G3", [*tools, *(f"T4{n}" for n in range(many))], ["S1030"]) for many in (0, 2, 4, 8)]

    assert shares == sorted(shares)
    assert shares[0] <= k.false_flag < 10 * k.false_flag < shares[-1]


def test_a_group_falls_behind_where_its_tools_are_all_it_has() -> None:
    k = two_groups()
    rest = [f"T4{n}" for n in range(8)]
    honest = attribute({"techniques": [f"T3{n}" for n in range(8)], "software": ["S1030"]}, k)
    made = attribute({"techniques": rest, "software": ["S1030"]}, k)

    assert honest.ranking[0] == "G3"
    assert made.ranking[0] == "G4"
    assert made.false_flag["G3"] > made.probability["G3"]
    assert made.false_flag["G4"] < made.probability["G4"]


SHARES = st.lists(st.tuples(st.floats(1e-6, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6)


@settings(deadline=None)
@given(SHARES)
def test_planted_marks_get_their_share_of_what_was_said_in_full(rows: list[tuple[float, float, float]]) -> None:
    """Each by plain loops; nothing is lost, nobody gains by it, and where nothing was capped the group's own chance is split."""
    fit, full, share = (np.array(column) for column in zip(*rows, strict=True))
    fit, full = fit / fit.sum() * 0.7, full * 0.7
    own, flown = told_apart(fit, full, share)
    raw = [(min(f, (1 - s) * max(f, u)), s * max(f, u)) for f, u, s in zip(fit, full, share, strict=True)]
    scale = 0.7 / sum(a + b for a, b in raw)
    one, two = told_apart(fit, np.zeros(len(fit)), share)

    assert own == pytest.approx([a * scale for a, _ in raw])
    assert flown == pytest.approx([b * scale for _, b in raw])
    assert own.sum() + flown.sum() == pytest.approx(0.7)
    assert (own <= fit + 1e-12).all()
    assert one == pytest.approx(fit * (1 - share))
    assert two == pytest.approx(fit * share)


def test_what_the_cap_takes_goes_to_the_false_flag() -> None:
    k = two_groups()
    rest = [f"T4{n}" for n in range(8)]
    cheap = [Item("technique", name, "a") for name in rest] + [Item("software", "S1030", "a")]
    made = attribute(cheap, k)
    costly = attribute([replace(item, costly=item.kind == "software") for item in cheap], k)

    assert made.false_flag["G3"] > made.fit["G3"]
    assert made.planted_share["G3"] > 0.9
    assert made.ranking[0] == "G4"
    assert made.unlisted == pytest.approx(1 - sum(made.fit.values()))
    assert costly.planted_share["G3"] == 0
    assert costly.probability["G3"] > made.probability["G3"]


def test_techniques_alone_are_no_flag() -> None:
    k = two_groups()
    both = [f"T{g}{n}" for g in (3, 4) for n in range(4)]

    assert 0 < share(k, "G3", both, []) <= k.false_flag + 1e-12
    assert attribute({"techniques": both}, replace(k, false_flag=0.0)).false_flag["G3"] == 0


def test_nobody_planted_it_where_nobody_else_could() -> None:
    k = two_groups()
    observed = {"techniques": ["T30", *(f"T4{n}" for n in range(8))], "software": ["S1030"]}
    found = attribute(observed, k, prior={"G3": 1.0, "unlisted": 0.0})

    assert found.false_flag["G3"] == 0
    assert found.probability["G3"] == pytest.approx(1 - k.floor)
