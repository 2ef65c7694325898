"""Who would sign: points after few cases, the order, replays and their ranges; what cannot be is refused."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.signing import DECLARED, TRAITS, Past, Replay, by_the_book, chances, order, replay, weigh

NAN = float("nan")
ROW = st.lists(st.sampled_from([0.0, 0.5, 1.0, NAN]), min_size=8, max_size=8)


def row(**traits: float) -> list[float]:
    return [traits.get(name, 0.0) for name in TRAITS]


def case(name: str = "c", **who: tuple[list[float], bool]) -> Past:
    return Past(name=name, candidates=tuple(who), traits=[r for r, _ in who.values()], signed=[s for _, s in who.values()])


CASE = case(A=(row(close=1, named=1), True), B=(row(close=1), True), C=(row(named=1), False), D=(row(), False), E=(row(), False))


def test_without_a_case_the_declared_points_stand() -> None:
    found = weigh([])

    assert dict(zip(TRAITS, found.value.tolist(), strict=True)) == dict(DECLARED)
    assert np.isnan(found.seen).all()


def test_one_case_moves_the_points_by_its_sixth() -> None:
    """By hand: both signers and no other of three were close, ln(2.5 * 3.5 / (0.5 * 0.5)) = 3.56, held at 3; (5 * 1.6 + 3) / 6."""
    found = weigh([CASE])

    assert found.seen[TRAITS.index("close")] == 3.0
    assert found.value[TRAITS.index("close")] == pytest.approx((5 * 1.6 + 3) / 6)
    assert found.seen[TRAITS.index("named")] == pytest.approx(math.log(1.5 * 2.5 / (1.5 * 1.5)))
    assert (found.cases, found.signers, found.others) == (1, 2, 3)


def test_a_case_counts_once_however_many_signed() -> None:
    """Twice the same candidates under other names in one case teach no more weight than one case has."""
    double = Past(
        name="d",
        candidates=(*CASE.candidates, *(f"{name}2" for name in CASE.candidates)),
        traits=np.vstack([CASE.traits, CASE.traits]),
        signed=np.concatenate([CASE.signed, CASE.signed]),
    )

    assert weigh([double]).value[TRAITS.index("close")] == weigh([CASE]).value[TRAITS.index("close")]


def test_a_case_may_weaken_a_hurdle_but_not_turn_it() -> None:
    found = weigh([case(f"c{k}", A=(row(hurdle=1), True), B=(row(), False), C=(row(), False)) for k in range(20)])

    assert found.seen[TRAITS.index("hurdle")] > 0
    assert found.value[TRAITS.index("hurdle")] == 0


def test_the_order_adds_what_lies_above_the_average() -> None:
    found = order(["X", "Y", "Z"], [row(close=1), row(close=0), row(close=NAN)], weigh([]))

    assert found.ranking == ("X", "Z", "Y")
    assert found.score.tolist() == pytest.approx([0.8, 0.0, -0.8])
    assert np.isnan(found.parts[1][TRAITS.index("close")])


@settings(deadline=None)
@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), ROW, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_list(who: dict[str, list[float]], random: Any) -> None:
    names = list(who)
    mixed = random.sample(names, len(names))
    weights = weigh([CASE])
    found, other = (order(given, [who[name] for name in given], weights) for given in (names, mixed))

    assert found.ranking == other.ranking
    assert found.score == pytest.approx(other.score)
    assert sorted(found.ranking) == sorted(names)


@settings(deadline=None)
@given(ROW, st.lists(ROW, min_size=1, max_size=8), st.sampled_from([name for name in TRAITS if name != "hurdle"]))
def test_a_better_trait_never_lowers_a_place(first: list[float], others: list[list[float]], name: str) -> None:
    weights = weigh([CASE])
    names = ["m", *(f"o{k}" for k in range(len(others)))]
    low, high = ([*first] for _ in range(2))
    low[TRAITS.index(name)], high[TRAITS.index(name)] = 0.0, 1.0
    before, after = (order(names, [own, *others], weights).ranking.index("m") for own in (low, high))

    assert after <= before


def test_a_replay_learns_from_the_others_only() -> None:
    alone = replay([CASE])[0]
    turned = case("t", A=(row(said=1), False), B=(row(), True))
    found = replay([CASE, turned])

    assert alone.ranking == order(CASE.candidates, CASE.traits, weigh([])).ranking
    assert found[0].ranking == order(CASE.candidates, CASE.traits, weigh([turned])).ranking
    assert found[0].signers == ("A", "B")
    assert found[0].among_first(2) == ("A", "B")
    assert found[0].among_first(2, apart=("A",)) == ("B",)


@settings(deadline=None)
@given(st.lists(st.lists(st.booleans(), max_size=30), max_size=5), st.sampled_from([(), (1,), (2, 5), (4, 8, 16)]))
def test_ranges_cover_every_place_and_never_rise(cases: list[list[bool]], edges: tuple[int, ...]) -> None:
    replays = []
    for number, signed in enumerate(cases):
        names = tuple(f"n{k}" for k in range(len(signed)))
        replays.append(Replay(name=str(number), ranking=names, signers=tuple(n for n, yes in zip(names, signed, strict=True) if yes)))
    bands = chances(replays, edges=edges)
    shares = [band.signed / band.of for band in bands if band.of]

    assert shares == sorted(shares, reverse=True)
    assert (bands[0].first, bands[-1].last) == (1, 0)
    assert all(a.last + 1 == b.first for a, b in itertools.pairwise(bands))
    assert sum(band.of for band in bands) == sum(map(len, cases))
    assert sum(band.signed for band in bands) == sum(map(sum, cases))
    assert all(0 <= band.low <= band.high <= 1 for band in bands)
    assert all(band.high - band.low > 0 for band in bands)


def test_without_a_case_every_chance_is_open() -> None:
    assert {(band.low, band.high) for band in chances([])} == {(0.0, 1.0)}


def test_the_simple_list() -> None:
    candidates = ["DNK", "USA", "AUT", "JPN", "AUS", "BEL"]

    assert by_the_book(candidates, ["USA", "GBR", "AUS"], ["DNK", "AUT", "BEL", "USA"]) == ("USA", "AUS", "AUT", "BEL", "DNK", "JPN")
    assert by_the_book(candidates, [], [], key=lambda name: name[::-1])[0] == "USA"
    assert by_the_book([], ["USA"], ["AUT"]) == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda: order(["X", "X"], [row(), row()], weigh([])),
        lambda: order(["X"], [[0.0] * 7], weigh([])),
        lambda: order(["X"], [row(hit=2)], weigh([])),
        lambda: order(["X"], [["much"] * 8], weigh([])),
        lambda: Past(name="a", candidates=("X",), traits=[row()], signed=[True, False]),
        lambda: weigh([], strength=0),
        lambda: weigh([], strength=NAN),
        lambda: weigh([], declared={"named": 1.0}),
        lambda: weigh([], declared={**DECLARED, "hit": NAN}),
        lambda: replay([CASE, CASE]),
        lambda: chances([], edges=(4, 4)),
        lambda: chances([], edges=(0,)),
        lambda: replay([CASE])[0].among_first(0),
    ],
)
def test_what_cannot_be_is_refused(call: Any) -> None:
    with pytest.raises(BadValue, match="must "):
        call()


def test_nobody_to_ask_is_an_empty_order() -> None:
    found = order([], [], weigh([]))

    assert found.ranking == ()
    assert found.parts.shape == (0, 8)


def test_arguments_are_not_changed() -> None:
    traits = np.array([row(close=1), row(hit=NAN)])
    kept = traits.copy()
    Past(name="a", candidates=("X", "Y"), traits=traits, signed=np.array([True, False])).traits[0] = 0.0
    order(["X", "Y"], traits, weigh([]))

    assert np.array_equal(traits, kept, equal_nan=True)
