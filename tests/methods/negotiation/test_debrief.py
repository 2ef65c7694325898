"""What talks that are over showed, beside the definitions written out: explicit loops in fractions, SciPy for the correlation."""

from __future__ import annotations

import itertools
import math
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.negotiation_domains import domains, every_package
from scipy.stats import spearmanr

from legation.errors import BadValue
from legation.methods.negotiation import Debrief, Domain, alternating_offers, coalitions, debrief, leak, solutions, standing
from legation.methods.rule import quota

Offers = list[tuple[float, int, tuple[int, ...]]]
TWO = Domain(scores=[[[6, 0], [0, 1]], [[0, 1], [6, 0]]])


@st.composite
def talks(draw: st.DrawFn, most_parties: int = 4) -> tuple[Domain, Offers, tuple[int, ...] | None, tuple[int, ...] | None]:
    domain = draw(domains(most_parties))
    package = st.tuples(*(st.integers(0, size - 1) for size in domain.sizes))
    times = sorted(draw(st.lists(st.floats(0, 1), max_size=8)))
    offers = [(when, draw(st.integers(0, domain.parties - 1)), draw(package)) for when in times]
    return domain, offers, draw(st.none() | package), draw(st.none() | package)


def true_logrolls(domain: Domain, before: tuple[int, ...], after: tuple[int, ...]) -> list[tuple]:
    """Each pair of parties and each ordered pair of issues, by the words of the definition."""
    found = []
    for a in range(domain.parties):
        for b in range(a + 1, domain.parties):
            for i in range(len(domain.sizes)):
                for k in range(len(domain.sizes)):
                    more = {
                        (party, issue): Fraction(domain.scores[issue][party][after[issue]])
                        - Fraction(domain.scores[issue][party][before[issue]])
                        for party in (a, b)
                        for issue in (i, k)
                    }
                    net = more[a, i] + more[a, k], more[b, i] + more[b, k]
                    exchanged = more[a, i] > 0 and more[a, k] < 0 and more[b, i] < 0 and more[b, k] > 0
                    if i != k and exchanged and min(net) > 0:
                        wide = [sum(Fraction(table[party].max() - table[party].min()) for table in domain.scores) for party in (a, b)]
                        found.append((-min(net[0] / wide[0], net[1] / wide[1]), a, b, i, k, *net))
    return sorted(found)


def listed(found: Debrief) -> list[tuple]:
    return [(-one.size, *one.parties, *one.issues, *one.gains) for one in found.logrolls]


@given(drawn=talks())
def test_logrolls_are_all_that_the_definition_names_in_its_order(drawn: tuple) -> None:
    domain, offers, deal, status_quo = drawn
    found = debrief(domain, offers, deal, status_quo=status_quo)
    before = status_quo if status_quo is not None else offers[0][2] if offers else None
    after = deal if deal is not None else offers[-1][2] if offers else None
    wanted = [] if before is None or after is None else true_logrolls(domain, before, after)

    assert (found.before, found.after) == (before, after)
    assert listed(found) == pytest.approx([tuple(map(float, one)) for one in wanted])


def test_logrolls_that_tie_go_by_parties_then_issues() -> None:
    """Three parties that each give one issue of three for another: sizes tie, and i may be the larger number."""
    scores = [[[0, 3], [3, 2], [0, 0]], [[1, 0], [0, 4], [1, 0]], [[0, 2], [0, 0], [1, 0]]]
    found = debrief(Domain(scores=scores), [(0, 0, (0, 0, 0)), (1, 1, (1, 1, 1))])

    assert [one[1:5] for one in listed(found)] == [(0, 1, 0, 1)]

    mirrored = debrief(Domain(scores=[scores[1], scores[0], scores[2]]), [(0, 0, (0, 0, 0)), (1, 1, (1, 1, 1))])

    assert [one[1:5] for one in listed(mirrored)] == [(0, 1, 1, 0)]

    alike = [[[0, 2], [2, 0], [0, 2], [2, 0]], [[1, 0], [0, 3], [1, 0], [0, 3]]]
    pairs = [one[1:3] for one in listed(debrief(Domain(scores=alike), [], (1, 1), status_quo=(0, 0)))]

    assert pairs == [(0, 1), (0, 3), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("offers", "deal", "status_quo", "count"),
    [
        ([], None, None, 0),
        ([], (0, 0), None, 0),
        ([], None, (1, 1), 0),
        ([], (0, 0), (1, 1), 1),
        ([(0, 0, (1, 1))], None, None, 0),
        ([(0, 0, (1, 1))], (0, 0), None, 1),
        ([(0, 0, (1, 1)), (1, 1, (0, 0))], None, None, 1),
        ([(0, 0, (1, 1)), (1, 1, (0, 0))], (1, 1), None, 0),
        ([(0, 0, (1, 1)), (1, 1, (0, 0))], None, (0, 0), 0),
    ],
)
def test_from_the_status_quo_or_the_first_offer_to_the_deal_or_the_last(
    offers: Offers, deal: object, status_quo: object, count: int
) -> None:
    assert len(debrief(TWO, offers, deal, status_quo=status_quo).logrolls) == count


@given(drawn=talks())
def test_every_offer_and_then_the_deal_stand_as_each_does_by_itself(drawn: tuple) -> None:
    domain, offers, deal, status_quo = drawn
    found = debrief(domain, offers, deal, status_quo=status_quo)
    packages = [package for _, _, package in offers] + ([] if deal is None else [deal])

    assert len(found.standing) == len(packages)
    for one, package in zip(found.standing, packages, strict=True):
        alone = standing(domain, package)
        for name in ("rational", "on_frontier", "rank", "packages", "distance", "nearest"):
            assert getattr(one, name) == getattr(alone, name), name
        for name in ("utilities", "better", "gains"):
            assert getattr(one, name).tolist() == getattr(alone, name).tolist(), name
    alone = solutions(domain)
    for name in ("nash", "egalitarian", "kalai_smorodinsky", "min_spread"):
        assert getattr(found.solutions, name).packages.tolist() == getattr(alone, name).packages.tolist()


@given(drawn=talks())
def test_what_each_showed_is_of_its_own_offers(drawn: tuple) -> None:
    domain, offers, deal, _ = drawn
    found = debrief(domain, offers, deal)
    for party in range(domain.parties):
        own = [(when, package) for when, by, package in offers if by == party]
        low, high = domain.lowest[party], domain.highest[party]
        if not own or low == high:
            assert found.floor_shown[party] is None
        else:
            worth = [domain.utilities(package)[0, party] for _, package in own]
            alone = leak(worth, [when for when, _ in own], lowest=low, highest=high)
            assert (found.floor_shown[party].median, found.floor_shown[party].ceiling) == (alone.median, alone.ceiling)
            assert found.floor_shown[party].after_offer.tolist() == alone.after_offer.tolist()
        weight = [table[party].max() - table[party].min() for table in domain.scores]
        stayed = [
            np.mean([old[issue] == new[issue] for (_, old), (_, new) in itertools.pairwise(own)]) if len(own) > 1 else 0
            for issue in range(len(domain.sizes))
        ]
        shown = found.priorities_shown[party]
        if len(own) < 3 or len(set(weight)) == 1 or len(set(stayed)) == 1:
            assert math.isnan(shown)
        else:
            assert shown == pytest.approx(spearmanr(weight, stayed).statistic)
            assert -1 <= shown <= 1


@given(drawn=talks())
def test_claimed_created_and_who_was_offered_nothing(drawn: tuple) -> None:
    domain, offers, deal, status_quo = drawn
    found = debrief(domain, offers, deal, status_quo=status_quo)
    worth = every_package(domain)
    low, high = domain.disagreement.tolist(), domain.highest.tolist()
    for party in range(domain.parties):
        if deal is None or high[party] <= low[party]:
            assert math.isnan(found.claimed[party])
        else:
            assert found.claimed[party] == pytest.approx((worth[deal][party] - low[party]) / (high[party] - low[party]))
        now = low[party] if status_quo is None else worth[status_quo][party]
        reached = [
            worth[package][party] > now and worth[package][party] >= domain.reservation[party] for _, by, package in offers if by != party
        ]
        assert (party in found.never_offered) == (not any(reached))
    ranges = (domain.highest - domain.lowest).tolist()
    if deal is None or status_quo is None or not any(ranges):
        assert math.isnan(found.created)
    else:
        more = [(worth[deal][p] - worth[status_quo][p]) / wide for p, wide in enumerate(ranges) if wide]
        assert found.created == pytest.approx(min(more))


@given(drawn=talks(), factor=st.sampled_from([2.0, 10.0, 0.25]))
def test_another_unit_of_points_changes_no_share(drawn: tuple, factor: float) -> None:
    domain, offers, deal, status_quo = drawn
    floors = [value * factor if math.isfinite(value) else None for value in domain.reservation.tolist()]
    other = Domain(scores=[table * factor for table in domain.tables], reservation=floors)
    one, two = (debrief(given, offers, deal, status_quo=status_quo) for given in (domain, other))

    assert [(a.parties, a.issues, pytest.approx(a.size)) for a in one.logrolls] == [(b.parties, b.issues, b.size) for b in two.logrolls]
    assert two.priorities_shown.tolist() == pytest.approx(one.priorities_shown.tolist(), nan_ok=True)
    assert two.claimed.tolist() == pytest.approx(one.claimed.tolist(), nan_ok=True)


def test_the_vote_under_a_rule() -> None:
    domain = Domain(scores=[[[2, 0, 1], [0, 2, 1], [0, 0, 2]]], reservation=[1, 1, 2], party_names=["A", "B", "C"])
    rule = quota({"A": 1, "B": 1, "C": 1}, 2)
    found = debrief(domain, [(0, 0, (0,)), (0.5, 1, (1,))], rule=rule)

    assert found.voting == coalitions(domain, rule)
    assert found.never_offered == (0, 1, 2)
    assert debrief(domain, [(0, 0, (2,))]).voting.needed == (0, 1, 2)
    assert debrief(Domain(scores=[[[1, 0]]]), []).voting is None
    with pytest.raises(BadValue, match="members of the rule"):
        debrief(domain, [], rule=quota({"X": 1}, 1))


def test_scores_that_are_no_whole_numbers_tie_all_the_same() -> None:
    """A gain of .1 + .2 - .3 is none."""
    domain = Domain(scores=[[[0.0, 0.3], [0.5, 0.0]], [[0.1 + 0.2, 0.0], [0.0, 0.6]]])

    assert debrief(domain, [], (1, 1), status_quo=(0, 0)).logrolls == ()


@pytest.mark.parametrize(
    ("offers", "more", "said"),
    [
        ("offers", {}, "one after the other"),
        (3, {}, "one after the other"),
        ([(0, 0)], {}, r"offer 1 must be \(time, party, package\)"),
        (["abc"], {}, "offer 1 must be"),
        ([(-0.1, 0, (0, 0))], {}, "time of offer 1 must be 0 to 1"),
        ([(math.nan, 0, (0, 0))], {}, "time of offer 1"),
        ([(True, 0, (0, 0))], {}, "time of offer 1"),
        ([(0.5, 0, (0, 0)), (0.4, 0, (0, 0))], {}, "time of offer 2 must be 0.5 or later"),
        ([(0, 2, (0, 0))], {}, "party of offer 1 must be 0 to 1"),
        ([(0, -1, (0, 0))], {}, "party of offer 1"),
        ([(0, 0.0, (0, 0))], {}, "party of offer 1"),
        ([(0, 0, (0, 2))], {}, "package of offer 1"),
        ([(0, 0, (0,))], {}, "package of offer 1"),
        ([(0, 0, [(0, 0), (1, 1)])], {}, "package of offer 1 must be one package"),
        ([(0, 0, [(0, 0), (1,)])], {}, "package of offer 1"),
        ([(0, 0, (0.0, 1.0))], {}, "package of offer 1"),
        ([(0, 0, "ab")], {}, "package of offer 1"),
        ([], {"deal": (9, 9)}, "deal must be"),
        ([], {"status_quo": (0,)}, "status_quo must be"),
        ([], {"limit": 1}, "frontier must be at most"),
    ],
)
def test_bad_calls_are_named(offers: object, more: dict, said: str) -> None:
    domain = Domain(scores=[[[6, 0], [0, 6]], [[0, 4], [5, 0]]])
    with pytest.raises(BadValue, match=said):
        debrief(domain, offers, **more)


def test_the_talks_of_six_parties_take_at_most_two_seconds() -> None:
    chance = np.random.default_rng(5)
    domain = Domain(scores=chance.integers(0, 30, (5, 6, 5)), reservation=[45] * 6)
    talks = alternating_offers(domain, ["boulware"] * 6, steps=50)
    offers = [(one.step / 50, one.party, one.package) for one in talks.moves if not one.agreed]
    debrief(domain, offers[:3])
    begun = time.process_time()
    found = debrief(domain, offers, talks.package, status_quo=(0,) * 5)

    assert len(found.standing) >= 150
    assert time.process_time() - begun < 2
