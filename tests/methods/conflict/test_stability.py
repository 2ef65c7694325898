"""Stability: published cases, laws, and the definitions word for word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.conflict.cases import ELMIRA, PRISONERS, Pair, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import DEFAULT, NOTIONS, GraphModel, coalition_stability, is_equilibrium, stability, why

SEEDS = st.integers(0, 1_000_000)
MAKERS = st.integers(2, 4)


def as_defined(pair: Pair, notion: str) -> list[list[bool]]:
    return [[pair.plain.stable(i, s, notion) for s in pair.plain.states] for i in pair.plain.makers]


def test_the_prisoners() -> None:
    found = stability(PRISONERS, NOTIONS)

    assert found.equilibria == {"nash": (0,), **dict.fromkeys(("gmr", "smr", "seq", "sseq", "sim"), (0, 3))}
    assert coalition_stability(PRISONERS, [PRISONERS.decision_makers], ["nash"]).equilibria["nash"] == (1, 2, 3)


def test_elmira() -> None:
    """Of the twelve states the four in which the plant is abandoned, delay under the insisting town, and acceptance of the modified order."""
    found = stability(ELMIRA, NOTIONS)
    held = [ELMIRA.state(s) for s in ("00010", "10010", "01001", "10101", "00011", "10011")]

    assert all(found.equilibria[notion] == tuple(sorted(held)) for notion in ("nash", "seq", "sseq", "sim"))
    assert found.equilibria["gmr"] == found.equilibria["smr"] == tuple(sorted([*held, ELMIRA.state("01000"), ELMIRA.state("10100")]))


@given(SEEDS, MAKERS)
def test_options_as_defined(seed: int, makers: int) -> None:
    pair = random_options(seed, makers)
    found = stability(pair.g, NOTIONS)

    for notion in NOTIONS:
        assert found.stable[notion].tolist() == as_defined(pair, notion), notion


@given(SEEDS, MAKERS)
def test_one_state_is_an_equilibrium_where_all_states_say_so(seed: int, makers: int) -> None:
    for g in (random_options(seed, makers).g, random_matrices(seed, makers).g):
        notions = NOTIONS if g.options else DEFAULT
        found = stability(g, notions)
        for notion in notions:
            assert tuple(s for s in range(g.count) if is_equilibrium(g, s, notion)) == found.equilibria[notion], notion


@given(SEEDS, MAKERS)
def test_other_preferences_give_the_model_that_is_made_with_them(seed: int, makers: int) -> None:
    for g in (random_options(seed, makers).g, random_matrices(seed, makers).g):
        drawn = np.random.default_rng(seed).integers(0, 4, g.count)
        payoffs = [drawn, *g.payoffs[1:]]
        other = g.with_payoffs(payoffs)
        whole = GraphModel(decision_makers=g.decision_makers, moves=g.moves, payoffs=payoffs, options=g.options)

        for name in ("rank", "cell", "order", "start", "end", "after_at", "after", "before_at", "before"):
            assert getattr(other.network, name).tolist() == getattr(whole.network, name).tolist(), name
        assert other.rank(g.decision_makers[0]).tolist() == np.unique(drawn, return_inverse=True)[1].tolist()


@given(SEEDS, MAKERS)
def test_matrices_as_defined(seed: int, makers: int) -> None:
    pair = random_matrices(seed, makers)
    found = stability(pair.g)

    for notion in DEFAULT:
        assert found.stable[notion].tolist() == as_defined(pair, notion), notion


@given(SEEDS)
def test_all_feasible_is_the_same_by_either_way(seed: int) -> None:
    draw = np.random.default_rng(seed)
    options = {"A": ["a", "b"], "B": ["c"], "C": ["d", "e"]}
    pay = {name: draw.integers(0, 20, 32) for name in options}
    whole = GraphModel.from_options(options, payoffs=pay)
    listed = GraphModel.from_options(options, [whole.name(s) for s in range(32)], payoffs=pay)
    one, other = stability(whole, NOTIONS), stability(listed, NOTIONS)

    assert whole.options.whole and not listed.options.whole
    assert all((one.stable[n] == other.stable[n]).all() for n in NOTIONS)


@given(SEEDS, MAKERS, st.booleans())
def test_the_laws(seed: int, makers: int, of_options: bool) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    stable = stability(pair.g).stable

    for strong, weak in (("nash", "seq"), ("seq", "gmr"), ("nash", "smr"), ("smr", "gmr"), ("sseq", "seq"), ("sseq", "smr")):
        assert not (stable[strong] & ~stable[weak]).any(), (strong, weak)


@given(SEEDS, st.randoms(use_true_random=False))
def test_names_and_units_do_not_matter(seed: int, random) -> None:
    g = random_matrices(seed, 3).g
    states, makers = list(range(g.count)), list(range(3))
    random.shuffle(states)
    random.shuffle(makers)
    moved = GraphModel(
        decision_makers=[g.decision_makers[i] for i in makers],
        moves=[g.moves[i][np.ix_(states, states)] for i in makers],
        payoffs=[np.exp(g.payoffs[i][states].astype(float)) * (i + 1) - 7 for i in makers],
    )
    one, other = stability(g).stable, stability(moved).stable

    assert all((one[n][np.ix_(makers, states)] == other[n]).all() for n in DEFAULT)


@given(SEEDS, MAKERS, st.randoms(use_true_random=False))
def test_the_order_of_options_does_not_matter(seed: int, makers: int, random) -> None:
    """Decision makers and their options in another order: every state keeps its verdicts, coalitions theirs."""
    g = random_options(seed, makers).g
    form = g.options
    order = list(range(makers))
    random.shuffle(order)
    own = {i: [k for k, owner in enumerate(form.owner) if owner == i] for i in order}
    for options in own.values():
        random.shuffle(options)
    columns = [k for options in own.values() for k in options]
    moved = GraphModel.from_options(
        {g.decision_makers[i]: [form.names[k] for k in options] for i, options in own.items()},
        ["".join(g.name(s)[k] for k in columns) for s in range(g.count)],
        dict(zip(form.names, form.direction, strict=True)),
        payoffs=dict(zip(g.decision_makers, g.payoffs, strict=True)),
    )
    one, other = stability(g, NOTIONS), stability(moved, NOTIONS)

    assert all((one.stable[n][order] == other.stable[n]).all() for n in NOTIONS) and one.equilibria == other.equilibria
    together, again = (coalition_stability(model, [g.decision_makers[:2]]) for model in (g, moved))
    assert all((together.stable[n] == again.stable[n]).all() for n in DEFAULT)


@given(SEEDS, MAKERS, st.booleans())
def test_reasons_agree_with_verdicts(seed: int, makers: int, of_options: bool) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    g, plain = pair.g, pair.plain
    notions = NOTIONS if of_options else DEFAULT
    found = stability(g, notions)
    for notion in notions:
        for i, name in enumerate(g.decision_makers):
            for s in plain.states:
                reason = why(g, found, name, s, notion)
                assert reason.stable == (not reason.open) == found.stable[notion][i, s]
                assert {one.improvement for one in reason.improvements} == plain.improves(i, s)
                for one in reason.improvements:
                    if one.sanction is None:
                        continue
                    assert plain.pay[i][one.sanction] <= plain.pay[i][s]
                    here, last = (s if notion == "sim" else one.improvement), None
                    for step in one.chain:
                        j = g.number(step.decision_maker)
                        assert j not in (i, last) and step.before == here
                        assert step.after in (plain.moves[j][here] if notion in ("gmr", "smr") else plain.improves(j, here))
                        here, last = (s if notion == "sim" else step.after), j
                    assert notion == "sim" or here == one.sanction


def test_chains_in_which_one_moves_again() -> None:
    """A moves, B, A again: without the second move of A there would be no sanction."""
    focal, a, b = np.zeros((5, 5), bool), np.zeros((5, 5), bool), np.zeros((5, 5), bool)
    focal[0, 1] = a[1, 2] = b[2, 3] = a[3, 4] = True
    g = GraphModel(decision_makers=["F", "A", "B"], moves=[focal, a, b], payoffs=[[1, 2, 2, 2, 0], [0, 0, 1, 0, 1], [0, 0, 0, 1, 0]])
    found = stability(g)

    assert found.stable["seq"][0, 0] and not found.stable["nash"][0, 0]
    assert [step.decision_maker for step in why(g, found, "F", 0, "seq").improvements[0].chain] == ["A", "B", "A"]


def test_many_one_way_options_of_one_decision_maker() -> None:
    names = [f"o{k}" for k in range(14)]
    draw = np.random.default_rng(4)
    bits = ["".join(map(str, row)) for row in {tuple(row) for row in draw.integers(0, 2, (60, 15)).tolist()}]
    pay = {"A": draw.integers(0, 9, len(bits)), "B": draw.integers(0, 9, len(bits))}
    g = GraphModel.from_options({"A": names, "B": ["p"]}, bits, dict.fromkeys(names, "on_only"), payoffs=pay)

    for s, here in enumerate(bits):
        up = [
            t
            for t, there in enumerate(bits)
            if t != s and there[14] == here[14] and all(x <= y for x, y in zip(here[:14], there[:14], strict=True))
        ]
        assert list(g.reachable("A", s)) == up


def test_one_alone_has_no_others() -> None:
    g = GraphModel.from_options({"A": ["a", "b"]}, payoffs={"A": [0, 3, 1, 3]})

    assert stability(g, NOTIONS).equilibria == dict.fromkeys(NOTIONS, (1, 3))


@pytest.mark.parametrize(("notions", "words"), [(["NASH"], "nash"), ([], "none"), (["sim"], "from_options")])
def test_what_cannot_be_asked_is_named(notions, words) -> None:
    g = random_matrices(1).g
    with pytest.raises(BadValue, match=words):
        stability(g, notions)
