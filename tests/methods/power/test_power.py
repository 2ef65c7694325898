"""Power indices against published figures, full enumeration of random rules, and the properties that the theory promises."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.power import (
    all_of,
    any_of,
    at_least,
    banzhaf,
    coleman,
    deegan_packel,
    holler,
    johnston,
    merged,
    minimal_winning,
    no_objection,
    quota,
    shapley_shubik,
    unless_no_from,
)
from legation.methods.power import index as sampling
from legation.methods.power.index import _orders, _sampled
from legation.methods.power.layers import diagram_of
from legation.methods.power.weighted import exact_values, swings, values
from legation.methods.rule import share_of_members, share_of_voting
from legation.methods.rule.game import game_of
from legation.methods.rule.tree import holds

from .cases import CASES, ELECTORAL_COLLEGE_1996, EU_28


def weighted(weights, needed):
    return quota({f"m{number:03}": weight for number, weight in enumerate(weights)}, needed)


@pytest.mark.parametrize("name", CASES)
def test_published_bodies(name: str) -> None:
    case = CASES[name]
    rule = weighted(case["weights"], case["quota"])
    found = banzhaf(rule)

    assert list(found.swings.values()) == case["swings"]
    assert found.winning == case["winning"]
    assert list(found.absolute.values()) == pytest.approx([s / 2 ** (len(case["weights"]) - 1) for s in case["swings"]], abs=1e-12)
    assert math.fsum(found.normalised.values()) == pytest.approx(1, abs=1e-12)
    assert list(shapley_shubik(rule).exact.values()) == [Fraction(value) for value in case["shapley_shubik"]]
    assert len(minimal_winning(rule)) == case["minimal"]
    assert coleman(rule).act == float(case["act"])
    for index, key in ((johnston, "johnston"), (deegan_packel, "deegan_packel"), (holler, "holler")):
        assert list(index(rule).exact.values()) == [Fraction(value) for value in case[key]]


def test_the_electoral_college_of_1996() -> None:
    rule = weighted(ELECTORAL_COLLEGE_1996, 270)

    assert list(banzhaf(rule).absolute.values())[:3] == pytest.approx(
        [0.4664541346829614, 0.25958612004997317, 0.2512143267270046], abs=1e-12
    )
    found = shapley_shubik(rule)
    assert list(found.value.values())[:3] == pytest.approx([0.10812540951779513, 0.06296832700852449, 0.06093272191760149], abs=1e-12)
    assert sum(found.exact.values()) == 1


def test_the_council_of_28_with_its_clause() -> None:
    people = {f"m{number:02}": count for number, count in enumerate(EU_28)}
    rule = any_of(all_of(at_least(16, people), quota(people, 333_763_100)), at_least(25, people))
    found, value = banzhaf(rule), shapley_shubik(rule)

    assert (found.absolute["m00"], found.absolute["m27"]) == pytest.approx((0.02993607521057129, 0.17020191252231598), abs=1e-12)
    assert (value.value["m00"], value.value["m27"]) == pytest.approx((0.00883986193482761, 0.14645588268787893), abs=1e-12)
    assert math.fsum(value.value.values()) == pytest.approx(1, abs=1e-12)


def test_the_security_council_is_the_same_by_its_words_and_by_weights() -> None:
    five, ten = [f"p{k}" for k in range(5)], [f"e{k}" for k in range(10)]
    words = unless_no_from(at_least(9, [*five, *ten]), five)

    assert list(banzhaf(words).swings.values()) == CASES["security-council"]["swings"]
    assert banzhaf(words).reduction == "abstention_as_no"
    free = banzhaf(words, reduction="no_as_abstention")  # who is not in favour abstains: no veto
    assert len(set(free.swings.values())) == 1 and free.reduction == "no_as_abstention"


def test_counts_do_not_overflow() -> None:
    rule = weighted([1] * 200, 101)
    found = banzhaf(rule)

    assert found.swings["m000"] == math.comb(199, 100)
    assert found.winning == sum(math.comb(200, k) for k in range(101, 201))
    assert shapley_shubik(rule).value["m199"] == pytest.approx(1 / 200, abs=1e-14)
    three = all_of(at_least(100, [f"a{k}" for k in range(150)]), quota({f"b{k}": 1 for k in range(80)}, 41))
    assert banzhaf(three).swings["a0"] == math.comb(149, 99) * sum(math.comb(80, k) for k in range(41, 81))


def test_weights_that_are_no_whole_numbers() -> None:
    rule = quota({"A": 0.5, "B": 0.3, "C": "1/5"}, 0.6)

    assert banzhaf(rule).swings == {"A": 3, "B": 1, "C": 1}


def test_weights_of_many_digits_are_counted_exactly_and_beyond_that_drawn() -> None:
    """Scaled to whole numbers they are far above a machine word, and no table has a place for each sum."""
    drawn = np.random.default_rng(4).random(60).tolist()
    few = quota({f"m{number}": weight for number, weight in enumerate(drawn[:9])}, 2.5)
    members, wins = everything(few)
    found = banzhaf(few)

    assert found.winning == sum(wins.values())
    assert found.swings["m0"] == sum(won and "m0" in some and not wins[some - {"m0"}] for some, won in wins.items())
    assert sum(shapley_shubik(few).exact.values()) == 1
    assert sum(johnston(few).exact.values()) == 1
    two = all_of(few, quota(dict.fromkeys(members, 1), 5))
    assert banzhaf(two).winning == sum(won and len(some) >= 5 for some, won in wins.items())
    many = banzhaf(quota({f"m{number}": weight for number, weight in enumerate(drawn)}, sum(drawn) * 0.6))
    assert many.interval is not None and "drawn" in many.method


def everything(rule):
    members = tuple(banzhaf(rule).swings)
    sets = [frozenset(some) for size in range(len(members) + 1) for some in itertools.combinations(members, size)]
    return members, {some: holds(rule, {name: "yes" if name in some else "no" for name in members}) for some in sets}


names = st.sampled_from("ABCDEFG")


@st.composite
def rules(draw, depth: int = 3):
    if depth == 0 or draw(st.booleans()):
        some = draw(st.lists(names, min_size=1, max_size=7, unique=True))
        weights = dict(zip(some, draw(st.lists(st.integers(0, 9), min_size=len(some), max_size=len(some))), strict=True))
        weights[some[0]] += 1
        return quota(weights, draw(st.integers(1, sum(weights.values()))))
    parts = draw(st.lists(rules(depth=depth - 1), min_size=1, max_size=3))
    return at_least(draw(st.integers(1, len(parts))), parts)


@given(rules())
def test_random_rules_equal_full_enumeration(rule) -> None:
    members, wins = everything(rule)
    n = len(members)
    found, value = banzhaf(rule), shapley_shubik(rule)
    minimal = {some for some, won in wins.items() if won and not any(wins[some - {name}] for name in some)}

    assert found.winning == sum(wins.values())
    assert {frozenset(some) for some in minimal_winning(rule)} == minimal
    game = game_of(rule)
    floats = values(game.weights[0], game.needed[0], -(-n // 2)) if len(game.needed) == 1 else diagram_of(game).values(-(-n // 2))
    for number, name in enumerate(members):
        decisive = [some for some, won in wins.items() if won and name in some and not wins[some - {name}]]
        shapley = sum((Fraction(1, n * math.comb(n - 1, len(some) - 1)) for some in decisive), Fraction(0))
        assert found.swings[name] == len(decisive)
        assert value.exact[name] == shapley
        assert floats[number] == pytest.approx(float(shapley), abs=1e-12)
        assert holler(rule).exact[name] == Fraction(sum(name in some for some in minimal), sum(map(len, minimal)))
        assert deegan_packel(rule).exact[name] == sum((Fraction(1, len(some)) for some in minimal if name in some), Fraction(0)) / len(
            minimal
        )


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9).filter(any), st.data())
def test_one_criterion_counted_by_weight_equals_the_diagram(weights, data) -> None:
    needed = data.draw(st.integers(1, sum(weights)))
    game = game_of(all_of(weighted(weights, needed)))
    diagram = diagram_of(game)

    assert diagram is not None
    assert swings(game.weights[0], game.needed[0]) == diagram.swings()
    n = len(weights)
    by_heads = [
        sum((Fraction(count, n * math.comb(n - 1, heads)) for heads, count in enumerate(row)), Fraction(0)) for row in diagram.by_heads()
    ]
    assert exact_values(game.weights[0], game.needed[0]) == by_heads


@given(rules())
def test_what_the_theory_promises(rule) -> None:
    members, wins = everything(rule)
    value = shapley_shubik(rule)

    assert sum(value.exact.values()) == 1
    for name in members:
        dummy = not any(won and name in some and not wins[some - {name}] for some, won in wins.items())
        assert (value.exact[name] == 0) == dummy == (banzhaf(rule).swings[name] == 0)
    for first, second in itertools.combinations(members, 2):
        swap = {first: second, second: first}
        if all(won == wins[frozenset(swap.get(name, name) for name in some)] for some, won in wins.items()):
            assert value.exact[first] == value.exact[second]


@given(st.integers(1, 30))
def test_unanimity_shares_equally(n: int) -> None:
    found = shapley_shubik(no_objection([f"m{k}" for k in range(n)]))

    assert set(found.exact.values()) == {Fraction(1, n)}


@given(st.lists(st.integers(1, 9), min_size=3, max_size=7), st.data())
def test_a_bloc_is_a_member_with_the_weights_together(weights, data) -> None:
    needed = data.draw(st.integers(1, sum(weights)))
    together = banzhaf(merged(weighted(weights, needed), {"bloc": ["m000", "m001"]})).swings
    by_hand = banzhaf(quota({"bloc": weights[0] + weights[1], **{f"m{k:03}": w for k, w in enumerate(weights) if k > 1}}, needed)).swings

    assert together == by_hand


def test_drawing_comes_near_the_count_and_says_how_near() -> None:
    rule = weighted(CASES["eu-1995"]["weights"], 62)
    game, counted, value = game_of(rule), banzhaf(rule), shapley_shubik(rule)
    drawn, orders = _sampled(game, 1), _orders(game, 1)

    assert drawn.interval is not None and orders.interval is not None
    assert sum(low <= counted.absolute[name] <= high for name, (low, high) in drawn.interval.items()) >= 13
    assert sum(low <= value.value[name] <= high for name, (low, high) in orders.interval.items()) >= 13
    assert max(high - low for low, high in drawn.interval.values()) < 0.01
    assert str(sampling.ORDERS) in orders.method and _orders(game, 1) == orders


def test_a_list_that_is_cut_says_so() -> None:
    rule = weighted([1] * 12, 6)

    assert (len(minimal_winning(rule, 10)), minimal_winning(rule, 10).complete) == (10, False)
    assert (len(minimal_winning(rule, 924)), minimal_winning(rule, 924).complete) == (924, True)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: banzhaf(share_of_voting("1/2", strict=True)), "share_of_voting(..., members)"),
        (lambda: banzhaf(any_of("A", share_of_voting("1/2", ["A", "B"])), reduction="abstain"), "abstention_as_no"),  # type: ignore[arg-type]
        (lambda: banzhaf(unless_no_from(quota({"A": 1}, 1), "A").parts[1], reduction="no_as_abstention"), "every one wins"),
        (lambda: merged(quota({"A": 1, "B": 1}, 2), {"X": ["C"]}), "got 'C'"),
        (lambda: merged(quota({"A": 1, "B": 1, "C": 1}, 2), {"A": ["B", "C"]}), "bloc A"),
        (lambda: merged(quota({"A": 1, "B": 1}, 2), {"X": ["A"], "Y": ["A"]}), "bloc Y"),
        (lambda: johnston(weighted([1] * 23, 12)), "up to 22"),
        (lambda: minimal_winning(weighted([1, 1], 1), 0), "1 or more"),
    ],
)
def test_what_cannot_be_is_named(make, words) -> None:
    with pytest.raises(BadValue) as error:
        make()

    assert words in str(error.value)


def test_fewer_nodes_than_are_exact_give_the_same_digits() -> None:
    weights = np.random.default_rng(3).integers(1, 60, 400).tolist()

    for share in (0.5, 0.7, 0.95):
        needed = int(share * sum(weights)) + 1
        assert values(weights, needed, 160) == pytest.approx(values(weights, needed, 200), abs=1e-14)


def test_one_member_decides_alone() -> None:
    rule = share_of_members(["A"], 1)

    assert banzhaf(rule).swings == {"A": 1}
    assert shapley_shubik(rule).exact == {"A": 1}


def test_a_thousand_members() -> None:
    weights = np.random.default_rng(5).integers(1, 100, 1000).tolist()
    found = banzhaf(weighted(weights, sum(weights) // 2 + 1))

    assert found.method == "exact counts by weight"
    heaviest, lightest = max(weights), min(weights)
    assert found.swings[f"m{weights.index(heaviest):03}"] > found.swings[f"m{weights.index(lightest):03}"] > 0
    assert 0 < found.winning < 2**999 * 2
