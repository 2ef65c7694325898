"""Counts of packages against looking at every one; trades and standings likewise."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from methods.negotiation_domains import domains, every_package

from legation.errors import BadValue, Cancelled
from legation.methods.negotiation import Domain, acceptable, coalitions, standing, trades, zone
from legation.methods.negotiation.coalitions import _by_count, _enumerated
from legation.methods.rule import quota


def clears(domain: Domain, utilities, parties) -> bool:
    return all(utilities[party] >= domain.reservation[party] - 1e-9 for party in parties)


@given(domains(4, least=-2))
def test_the_zone_is_counted_exactly(domain: Domain) -> None:
    worth = every_package(domain)
    everyone = range(domain.parties)
    found = zone(domain)

    def count(parties) -> int:
        return sum(clears(domain, utilities, parties) for utilities in worth.values())

    assert found.packages == len(worth)
    assert found.acceptable == count(everyone)
    assert found.share == found.acceptable / found.packages
    assert found.by_party == tuple(count([party]) for party in everyone)
    assert found.without == tuple(count([other for other in everyone if other != party]) for party in everyone)


def test_counts_larger_than_sixty_four_bits() -> None:
    """Of 2^100 packages, those where the first party gets exactly 50 issues or more and the second 40 or more."""
    domain = Domain(scores=[[[1, 0], [0, 1]]] * 100, reservation=[50, 40])

    assert acceptable(domain) == sum(math.comb(100, k) for k in range(50, 61))
    assert acceptable(domain, [1]) == sum(math.comb(100, k) for k in range(61))
    assert acceptable(domain, []) == 2**100


def test_a_zone_past_its_limits_says_so() -> None:
    chance = np.random.default_rng(1)
    domain = Domain(scores=chance.random((30, 3, 4)), reservation=[15, 15, 15])

    with pytest.raises(BadValue, match="different sums"):
        zone(domain)
    with pytest.raises(BadValue, match="parties must be numbers 0 to 2"):
        acceptable(domain, [3])


@given(domains(4))
def test_coalitions_are_counted_exactly(domain: Domain) -> None:
    if domain.parties < 2:
        with pytest.raises(BadValue, match="2 to 12 parties"):
            coalitions(domain)
        return
    names = domain.party_names
    rule = quota(dict.fromkeys(names, 1), 2)
    found = coalitions(domain, rule)
    worth = every_package(domain)
    members = [some for size in range(2, domain.parties + 1) for some in itertools.combinations(range(domain.parties), size)]

    assert [row.members for row in found.coalitions] == members
    for row in found.coalitions:
        assert row.deals == sum(clears(domain, utilities, row.members) for utilities in worth.values())
        assert row.wins
        assert row.minimal == (len(row.members) == 2)
    supported = [sum(clears(domain, utilities, [party]) for party in range(domain.parties)) for utilities in worth.values()]
    assert found.carried == sum(count >= 2 for count in supported)
    codes = [tuple(party for party in range(domain.parties) if code >> party & 1) for code in range(1 << domain.parties)]
    assert _enumerated(domain, lambda *_: None) == _by_count(domain, codes, lambda *_: None)


def test_a_veto_makes_its_holder_needed() -> None:
    domain = Domain(scores=[[[1, 0], [1, 1], [1, 1]]], reservation=[1, 1, 1], party_names=["A", "B", "C"])
    found = coalitions(domain, quota({"A": 2, "B": 1, "C": 1}, 3))

    assert found.needed == (0,)
    assert [row.members for row in found.coalitions if row.minimal] == [(0, 1), (0, 2)]
    assert found.carried == 1
    with pytest.raises(BadValue, match="members of the rule"):
        coalitions(domain, quota({"X": 1, "Y": 1}, 2))


def test_unanimity_where_no_rule_is_given() -> None:
    found = coalitions(Domain(scores=[[[1, 0], [0, 1]]], reservation=[1, 1]))

    assert [(row.members, row.deals, row.wins) for row in found.coalitions] == [((0, 1), 0, True)]
    assert (found.carried, found.needed) == (0, ())


@given(domains(3))
def test_trades_are_all_improvements_on_two_issues(domain: Domain) -> None:
    worth = every_package(domain)
    start = tuple(size - 1 for size in domain.sizes)
    wanted = {
        package
        for package, utilities in worth.items()
        if sum(a != b for a, b in zip(package, start, strict=True)) == 2
        and all(a >= b for a, b in zip(utilities, worth[start], strict=True))
        and utilities != worth[start]
    }
    found = trades(domain, start, most=1000)

    assert {trade.package for trade in found} == wanted
    for trade in found:
        gains = [float(a - b) for a, b in zip(worth[trade.package], worth[start], strict=True)]
        assert trade.gains.tolist() == gains
        assert trade.parts.sum(axis=0).tolist() == gains
        assert trade.linked == bool((trade.parts < 0).any(axis=1).all())
        unlocked = [p for p in range(domain.parties) if clears(domain, worth[trade.package], [p]) and not clears(domain, worth[start], [p])]
        assert list(trade.unlocks) == unlocked
    ranks = [(-len(trade.unlocks), -trade.gains.min()) for trade in found]
    assert ranks == sorted(ranks)
    assert [trade.package for trade in trades(domain, start, most=1)] == [trade.package for trade in found[:1]]


@given(domains(3))
def test_standing_by_looking_at_every_package(domain: Domain) -> None:
    worth = every_package(domain)
    package = tuple(0 for _ in domain.sizes)
    own = worth[package]
    found = standing(domain, package)
    better = {other for other in worth.values() if other != own and all(a >= b for a, b in zip(other, own, strict=True))}

    assert found.on_frontier == (not better)
    assert found.rank == tuple(1 + sum(other[party] > own[party] for other in worth.values()) for party in range(domain.parties))
    assert found.rational == clears(domain, own, range(domain.parties))
    assert (found.distance < 1e-12) == found.on_frontier
    assert (found.gains >= 0).all()
    for row in found.better.tolist():
        assert worth[tuple(row)] in better


@pytest.mark.parametrize("call", [trades, standing])
def test_one_package_at_a_time(call) -> None:
    domain = Domain(scores=[[[1, 0]], [[0, 1]]])
    for wrong in ([0], [0, 2], [[0, 0], [0, 1]]):
        with pytest.raises(BadValue):
            call(domain, wrong)
    with pytest.raises(BadValue, match="most"):
        trades(domain, [0, 0], most=0)


def test_counting_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled(f"{done} of {total}")

    domain = Domain(scores=[[[1, 0], [0, 1]]] * 3, reservation=[1, 1])
    for call in (zone, coalitions):
        with pytest.raises(Cancelled):
            call(domain, progress=stop)
