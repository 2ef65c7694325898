"""Solutions against their definitions on every package, and against the given domains; lotteries and the search beside them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from methods.negotiation_domains import domains, true_frontier

from legation.errors import BadValue, Cancelled
from legation.methods.negotiation import CONCEPTS, Domain, best_deal, best_lottery, solutions

NAMES = {
    "nash": "nash",
    "kalai_egalitarian": "egalitarian",
    "ks_maxmin": "kalai_smorodinsky",
    "ks_minspread": "min_spread",
    "max_welfare": "max_welfare",
}


@given(domains(4))
def test_equal_to_the_definitions(domain: Domain) -> None:
    found = solutions(domain)
    rational = [point for point, _, _, fine in true_frontier(domain) if fine]
    low, high = domain.disagreement.tolist(), domain.highest.tolist()
    able = [party for party in range(domain.parties) if high[party] - low[party] > 1e-9]

    def share(point, party):
        return (point[party] - low[party]) / (high[party] - low[party])

    rules = {
        "nash": lambda p: math.prod(max(u - d, 0) for u, d in zip(p, low, strict=True)),
        "egalitarian": lambda p: min(u - d for u, d in zip(p, low, strict=True)),
        "kalai_smorodinsky": lambda p: min((share(p, i) for i in able), default=0),
        "min_spread": lambda p: min((share(p, i) for i in able), default=0) - max((share(p, i) for i in able), default=0),
        "max_welfare": sum,
    }
    for name, rule in rules.items():
        values = [float(rule(point)) for point in rational]
        wanted = [point for point, value in zip(rational, values, strict=True) if value >= max(values) - 1e-9]
        solution = getattr(found, name)

        assert [tuple(row) for row in solution.utilities.tolist()] == wanted, name
        assert len(solution.packages) == len(solution.multiplicity) == len(wanted)
        if wanted:
            assert solution.value == pytest.approx(abs(max(values)) if name == "min_spread" else max(values))
        else:
            assert math.isnan(solution.value)


def test_no_rational_deal_gives_none() -> None:
    found = solutions(Domain(scores=[[[1, 0], [0, 1]]], reservation=[0.6, 0.6]))

    assert found.rational == 0
    for name in NAMES.values():
        assert getattr(found, name).utilities.shape == (0, 2)
        assert getattr(found, name).packages.shape == (0, 1)


def test_a_party_that_can_gain_nothing_does_not_decide_shares() -> None:
    found = solutions(Domain(scores=[[[1, 0, 0.6], [0, 1, 0.6], [2, 2, 2]]]))

    assert found.kalai_smorodinsky.utilities.tolist() == [[0.6, 0.6, 2.0]]
    assert found.nash.value == 0
    assert len(found.nash.utilities) == 3


def test_products_of_no_gain_tie_whatever_the_rounding() -> None:
    issues = [[[0.5, 0.3], [0.8, 0.9], [0.1, 0.5], [0.4, 0.3], [0.3, 0.3]], [[0.7, 0.6], [0.0, 0.8], [0.6, 0.5], [0.2, 0.5], [0.3, 0.8]]]
    found = solutions(Domain(scores=issues))
    assert found.nash.value == 0
    assert found.nash.packages.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_shares_at_the_ends_tie_for_scores_that_no_unit_fits() -> None:
    found = solutions(Domain(scores=[[[0.000374853112543359, 0.0005115864665805952], [0.000298385537798957, -0.0014415863081284348]]]))
    assert found.min_spread.packages.tolist() == [[1], [0]]


def test_many_small_gains_do_not_tie() -> None:
    """Products of nine small gains differ by less than 1e-9 and still have an order."""
    found = solutions(Domain(scores=[[[0.11, 0.1, 0.0]] + [[0.1, 0.11, 0.0]] + [[0.1, 0.1, 0.0]] * 6 + [[0.1, 0.05, 0.0]]]))

    assert found.nash.packages.tolist() == [[0]]


@given(domains(4))
def test_the_search_agrees_with_the_frontier(domain: Domain) -> None:
    listed = solutions(domain)
    for concept in CONCEPTS:
        found, wanted = best_deal(domain, concept), getattr(listed, concept)
        if not len(wanted.utilities):
            assert (found.package, found.proven) == (None, True)
            continue
        assert found.proven
        if concept == "egalitarian" or (domain.highest - domain.disagreement > 1e-9).all():
            assert found.value == pytest.approx(wanted.value, rel=2e-9, abs=2e-9)
            assert found.utilities.tolist() in wanted.utilities.tolist()
            assert found.bound >= found.value


@given(domains(3))
def test_a_lottery_is_at_least_as_good_as_any_deal(domain: Domain) -> None:
    listed = solutions(domain)
    for concept in CONCEPTS:
        found, wanted = best_lottery(domain, concept), getattr(listed, concept)
        if not len(wanted.utilities):
            continue
        assert found.probability.sum() == pytest.approx(1)
        assert (found.utilities >= domain.reservation - 1e-6).all()
        assert found.utilities.tolist() == pytest.approx((found.probability @ domain.utilities(found.packages)).tolist())
        if concept == "egalitarian" or (domain.highest - domain.disagreement > 1e-9).all():
            assert found.value >= wanted.value * (1 - 1e-7) - 1e-7
            assert found.bound - found.value <= 1e-6 * max(1.0, found.bound)


def test_a_lottery_where_no_deal_is_rational() -> None:
    domain = Domain(scores=[[[1, 0], [0, 1]]], reservation=[0.4, 0.4])
    found = best_lottery(domain)

    assert len(solutions(domain).nash.utilities) == 0
    assert found.probability.round(6).tolist() == [0.5, 0.5]
    assert found.below.all()
    assert len(best_lottery(Domain(scores=[[[1, 0], [0, 1]]], reservation=[0.6, 0.6])).packages) == 0


def test_a_search_cut_short_says_how_far_it_may_be() -> None:
    chance = np.random.default_rng(5)
    domain = Domain(scores=chance.random((14, 6, 6)))
    short, long = best_deal(domain, nodes=40), best_deal(domain)

    assert not short.proven
    assert short.bound >= long.value >= short.value * (1 - 1e-12)
    assert long.proven
    with pytest.raises(BadValue, match="nodes"):
        best_deal(domain, nodes=0)
    with pytest.raises(BadValue, match="concept"):
        best_deal(domain, "fair")

    def stop(done: int, total: int) -> None:
        raise Cancelled(f"{done} of {total}")

    with pytest.raises(Cancelled):
        best_deal(domain, progress=stop)
