"""The frontier against every package; the 65 given domains against their expected values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.negotiation_domains import domains, every_package, true_frontier

from legation.errors import BadValue, Cancelled
from legation.methods.negotiation import Domain, enumerated, frontier


@given(domains(5, least=-3))
def test_equal_to_looking_at_every_package(domain: Domain) -> None:
    found = frontier(domain)
    wanted = true_frontier(domain)

    assert [tuple(row) for row in found.utilities.tolist()] == [point for point, *_ in wanted]
    assert [tuple(row) for row in found.packages.tolist()] == [package for _, package, *_ in wanted]
    assert found.multiplicity.tolist() == [count for *_, count, _ in wanted]
    assert found.rational.tolist() == [rational for *_, rational in wanted]
    assert found.exact


@given(domains(3), st.randoms(use_true_random=False))
def test_permuting_parties_permutes_the_points(domain: Domain, chance) -> None:
    order = list(range(domain.parties))
    chance.shuffle(order)
    permuted = frontier(Domain(scores=[table[order] for table in domain.tables]))

    assert {tuple(row) for row in frontier(domain).utilities[:, order].tolist()} == {tuple(row) for row in permuted.utilities.tolist()}


@given(domains(4, least=-3))
def test_enumeration_agrees_where_utilities_add_up(domain: Domain) -> None:
    floor = np.where(np.isinf(domain.reservation), -1e9, domain.reservation)
    found = enumerated(lambda packages: domain.utilities(packages), domain.sizes, reservation=floor)
    wanted = frontier(domain)

    assert found.utilities.shape == wanted.utilities.shape
    assert np.abs(found.utilities - wanted.utilities).max() < 1e-9
    assert found.packages.tolist() == wanted.packages.tolist()
    assert found.multiplicity.tolist() == wanted.multiplicity.tolist()
    assert found.rational.tolist() == wanted.rational.tolist()


def test_enumeration_over_several_chunks_counts_on() -> None:
    found = enumerated(lambda packages: np.stack([packages.min(axis=1), -packages.min(axis=1)], axis=1), [60, 60, 60])

    assert found.utilities[:, 0].tolist() == list(range(59, -1, -1))
    assert found.multiplicity.sum() == 60**3
    assert found.packages[0].tolist() == [59, 59, 59]
    assert found.packages[-1].tolist() == [0, 0, 0]


def test_counts_and_packages_past_sixty_two_bits() -> None:
    """A hundred issues on which both options are alike to one party and opposed for none: every package ties."""
    alike = frontier(Domain(scores=[[[1, 1], [2, 2]]] * 100))
    apart = frontier(Domain(scores=[[[1, 0], [0, 1]]] * 100))

    assert alike.multiplicity.tolist() == [2**100]
    assert alike.packages.tolist() == [[0] * 100]
    assert apart.multiplicity.tolist() == [math.comb(100, k) for k in range(101)]
    assert apart.packages[1].tolist() == [0] * 99 + [1]
    assert apart.packages[99].tolist() == [0] + [1] * 99


def test_ties_of_thirds_are_one_point() -> None:
    found = frontier(Domain(scores=[[[1 / 3, 0], [0, 1 / 3]]] * 3))

    assert found.exact
    assert found.multiplicity.tolist() == [1, 3, 3, 1]


def test_scores_that_are_no_fractions_say_so() -> None:
    domain = Domain(scores=np.random.default_rng(3).random((3, 2, 4)))
    worth = np.array([[float(u) for u in point] for point in every_package(domain).values()])
    best = [u for u in worth if not any((v >= u).all() and (v > u).any() for v in worth)]
    found = frontier(domain)

    assert not found.exact
    assert np.abs(found.utilities - np.array(sorted(map(tuple, best), reverse=True))).max() < 1e-9


def test_a_limit_is_stated_and_progress_can_stop() -> None:
    domain = Domain(scores=[[[3**k, 0], [0, 3**k]] for k in range(12)])

    assert len(frontier(domain, limit=4096).utilities) == 4096
    with pytest.raises(BadValue, match=r"at most 4095 points.*best_deal"):
        frontier(domain, limit=4095)
    with pytest.raises(BadValue, match="limit"):
        frontier(domain, limit=0)

    def stop(done: int, total: int) -> None:
        raise Cancelled(f"{done} of {total}")

    with pytest.raises(Cancelled):
        frontier(domain, progress=stop)


@pytest.mark.parametrize("sizes", [[], [0], [2.0], [11, 10**6]])
def test_enumeration_refuses_sizes(sizes: list) -> None:
    with pytest.raises(BadValue, match="sizes"):
        enumerated(lambda packages: packages, sizes)


@pytest.mark.parametrize("worth", [lambda p: p[:, 0], lambda p: p[:-1], lambda p: np.full(p.shape, np.nan)])
def test_enumeration_refuses_utilities(worth) -> None:
    with pytest.raises(BadValue, match="utility"):
        enumerated(worth, [3, 3])
