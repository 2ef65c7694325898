"""Pairs against their own past: the rate of false alarms is the one that is stated, and rises are found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.relations import escalation


@pytest.mark.parametrize(("mean", "size"), [(0.5, None), (5, None), (40, None), (10, 3.0), (60, 1.5)])
def test_false_alarms_come_at_most_at_the_stated_rate(mean, size):
    """Over 20,000 pairs as they were, Poisson or uneven (negative binomial), with a volume that moves."""
    rng = np.random.default_rng(7)
    total = rng.integers(8_000, 20_000, 24)
    rate = mean * total[None, :] / total.mean() * (1 if size is None else rng.gamma(size, 1 / size, (20_000, 24)))
    count = rng.poisson(np.broadcast_to(rate, (20_000, 24)))

    found = escalation(count[:, :-1], total[:-1], count[:, -1], int(total[-1]), false_alarms=0.05)

    assert found.alarm.mean() <= 0.05 + 0.012
    assert found.by_chance == pytest.approx(1000)


def test_a_rise_is_found():
    rng = np.random.default_rng(8)
    past, now = rng.poisson(20, (500, 23)), rng.poisson(50, 500)

    found = escalation(past, [10_000] * 23, now, 10_000)

    assert found.alarm.mean() > 0.98
    assert found.lasting.mean() > 0.98


def test_more_volume_is_no_escalation():
    rng = np.random.default_rng(9)
    past, now = rng.poisson(20, (2000, 23)), rng.poisson(60, 2000)

    assert escalation(past, [10_000] * 23, now, 30_000).alarm.mean() < 0.02


@given(st.integers(0, 2**32 - 1))
def test_the_bar_is_where_the_alarm_begins(seed):
    rng = np.random.default_rng(seed)
    past, now = rng.poisson(6, (8, 12)), rng.poisson(9, 8)

    found = escalation(past, rng.integers(900, 1100, 12), now, 1000)

    assert (found.alarm == (now > found.highest - 1e-9)).all()
    assert (found.lasting <= (found.p_value <= 0.05)).all()
    order = rng.permutation(8)
    again = escalation(past[order], [1000] * 12, now[order], 1000)
    assert again.p_value.tolist() == escalation(past, [1000] * 12, now, 1000).p_value[order].tolist()


def test_benjamini_and_hochberg():
    """Their own example, section 3.2 of the article: of fifteen p-values the first four are kept at 0.05."""
    from legation.methods.relations.escalation import _lasting

    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

    assert _lasting(np.array(published), 0.05).tolist() == [True] * 4 + [False] * 11


@pytest.mark.parametrize(
    "given_",
    [
        ([[1] * 5], [10] * 5, [1], 10),
        ([[1] * 6], [10] * 5 + [0], [1], 10),
        ([[1] * 6], [10] * 6, [1], 0),
        ([[1] * 6], [10] * 6, [1, 2], 10),
        ([[-1] * 6], [10] * 6, [1], 10),
        ([1] * 6, [10] * 6, [1], 10),
    ],
)
def test_what_cannot_be_compared_is_refused(given_):
    with pytest.raises(BadValue):
        escalation(*given_)
