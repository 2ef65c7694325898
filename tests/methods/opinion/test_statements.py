"""Statistics of statements: those of Polis by its published definitions, and lists chosen as it chooses them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import fisher_exact

from legation.errors import BadValue
from legation.methods.opinion import UNSEEN, bridging, consensus, divisive, representative, statements


def of_counts(*groups):
    """One statement, and for each group (agree, disagree, pass)."""
    votes = [[v] for group in groups for v, n in zip((1, -1, 0), group, strict=True) for _ in range(n)]
    return statements(votes, [g for g, group in enumerate(groups) for _ in range(sum(group))])


def test_a_worked_statement():
    """Statement 7 of brexit-consensus (Computational Democracy Project, CC BY 4.0), the exported groups: 6 of 92 and 53 of 75 agree."""
    s = of_counts((6, 77, 9), (53, 4, 18))
    assert (s.agree[:, 0].tolist(), s.disagree[:, 0].tolist(), s.seen[:, 0].tolist()) == ([6, 53], [77, 4], [92, 75])
    expected = {
        "share_agree": (0.074468085, 0.701298701),
        "z_agree": (-8.191918388, 3.670651742),
        "ratio_agree": (0.106185973, 9.417439703),
        "z_agree_against_rest": (-8.553909037, 8.553909037),
        "share_disagree": (0.829787234, 0.064935065),
        "z_disagree": (6.532795677, -7.570719218),
        "ratio_disagree": (12.778723404, 0.078255078),
        "z_disagree_against_rest": (9.998572743, -9.998572743),
    }
    for name, values in expected.items():
        assert getattr(s, name)[:, 0] == pytest.approx(values, abs=1e-9), name
    assert s.consensus_product[0] == pytest.approx(7 / 94 * 54 / 77)
    assert s.consensus_geometric[0] == pytest.approx(math.sqrt(7 / 94 * 54 / 77))
    assert s.consensus_minimum[0] == pytest.approx(7 / 94)


VOTES = arrays(np.int8, st.tuples(st.integers(1, 14), st.integers(1, 5)), elements=st.sampled_from([1, -1, 0, UNSEEN]))


@given(VOTES, st.data())
def test_all_cells_by_the_definitions(votes, data):
    group = data.draw(arrays(np.int64, len(votes), elements=st.integers(-1, min(2, len(votes) - 1))))
    s = statements(votes, group)
    k = max(int(group.max()) + 1, 0)
    assert s.agree.shape == (k, votes.shape[1])
    for g in range(k):
        for j in range(votes.shape[1]):
            own, rest = votes[group == g, j], votes[(group >= 0) & (group != g), j]
            a, n, b, m = (own == 1).sum(), (own != UNSEEN).sum(), (rest == 1).sum(), (rest != UNSEEN).sum()
            assert (s.agree[g, j], s.disagree[g, j], s.seen[g, j]) == (a, (own == -1).sum(), n)
            assert s.z_agree[g, j] == pytest.approx(2 * math.sqrt(n + 1) * ((a + 1) / (n + 1) - 0.5), abs=1e-9)
            h = (a + b + 2) / (n + m + 2)
            z = 0.0 if h == 1 else ((a + 1) / (n + 1) - (b + 1) / (m + 1)) / math.sqrt(h * (1 - h) * (1 / (n + 1) + 1 / (m + 1)))
            assert s.z_agree_against_rest[g, j] == pytest.approx(z, abs=1e-9)
            assert s.agree_low[g, j] <= (a / n if n else 0) + 1e-12
            assert s.agree_high[g, j] >= (a / n if n else 1) - 1e-12
    for j in range(votes.shape[1]):
        shares = [(s.agree[g, j] + 1) / (s.seen[g, j] + 2) for g in range(k)]
        if shares:
            assert s.consensus_product[j] == pytest.approx(math.prod(shares), abs=1e-9)
            assert s.consensus_minimum[j] == min(shares)


def test_negated_votes_change_sides():
    votes = np.random.default_rng(0).choice([1, -1, 0, UNSEEN], size=(40, 6)).astype(np.int8)
    group = np.arange(40) % 3
    one, other = statements(votes, group), statements(np.where(votes == UNSEEN, UNSEEN, -votes), group)
    assert np.array_equal(one.z_agree_against_rest, other.z_disagree_against_rest)
    assert np.array_equal(one.q_agree, other.q_disagree)


def test_discoveries_follow_from_exact_tests():
    s = of_counts((9, 1, 0), (2, 8, 1))
    chances = [fisher_exact([[9, 1], [2, 9]], alternative="greater").pvalue, fisher_exact([[2, 9], [9, 1]], alternative="greater").pvalue]
    assert s.q_agree[:, 0] == pytest.approx([2 * chances[0], chances[1]], abs=1e-12)


def test_wilson_interval_of_a_textbook_case():
    """81 of 263 at 90 %: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, gives .2553 to .3662 at 95 %."""
    s = of_counts((81, 182, 0))
    assert 0.2553 < s.agree_low[0, 0] < 81 / 263 < s.agree_high[0, 0] < 0.3662


def test_lists_leave_out_what_is_moderated():
    votes = [[1, -1, 1]] * 12 + [[-1, -1, 1]] * 12
    s = statements(votes, [0] * 12 + [1] * 12)
    assert [one.statement for one in divisive(s)] == [0]
    assert [(one.statement, one.agree) for one in bridging(s)] == [(1, False), (2, True)]
    out = [True, True, False]
    assert divisive(s, out) == ()
    assert [one.statement for one in bridging(s, out)] == [2]
    assert [one.statement for one in consensus(votes, out)] == [2]
    assert [(one.statement, one.agree) for one in representative(s, 1, [False, True, True])] == [(0, False)]


def test_one_group_has_nobody_to_differ_from():
    s = of_counts((5, 2, 1))
    assert divisive(s) == () == bridging(s)
    assert s.q_agree.tolist() == [[1.0]]


@pytest.mark.parametrize("group", [[0], [0.5, 1.0], [0, 99], [[0], [1]]])
def test_wrong_groups_are_told(group):
    with pytest.raises(BadValue, match=r"^group must be"):
        statements([[1], [0]], group)
    with pytest.raises(BadValue, match=r"^group must be 0 to 0 \(got 1"):
        representative(of_counts((1, 0, 0)), 1)
