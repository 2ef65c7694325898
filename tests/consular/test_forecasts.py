"""Replies expected: from three past waves on, never below what came, drills apart, and right four times of five."""

from __future__ import annotations

import pytest
from benchmarks.consular_waves import coverage

from legation.consular.forecasts import PastWave, replied_by
from legation.errors import BadValue

PAST = [PastWave(200, tuple(0.05 * n for n in range(count))) for count in (80, 100, 120, 90)]


def test_below_three_past_waves_nothing_is_said_and_drills_are_never_pooled() -> None:
    drills = [PastWave(wave.people, wave.hours, is_drill=True) for wave in PAST]

    assert replied_by(PAST[:2], 100, 10, 1, 6) is None
    assert replied_by([*PAST[:2], *drills], 100, 10, 1, 6) is None
    expected = replied_by([*PAST, *drills[:1]], 100, 10, 1, 6)
    assert expected is not None
    assert expected.waves == 4
    assert replied_by(drills, 100, 10, 1, 6, is_drill=True) is not None


def test_a_share_is_what_the_definition_says() -> None:
    past = [PastWave(1_000, (0.5,) * 200 + (5.0,) * 200)] * 3

    expected = replied_by(past, 1_000, 300, 1, 6)

    assert expected is not None
    assert expected.median == pytest.approx(0.3 + 0.7 * 0.25, abs=0.002)
    assert 0.3 <= expected.low < expected.median < expected.high <= 1


def test_waves_that_had_ended_give_what_has_come() -> None:
    expected = replied_by([PastWave(100, (0.5,) * 40)] * 3, 1_000, 300, 2, 6)

    assert expected is not None
    assert (expected.low, expected.median) == (0.3, 0.3)
    assert expected.high < 0.4
    everybody = replied_by(PAST, 50, 50, 2, 6)
    assert everybody is not None
    assert (everybody.low, everybody.high) == (1, 1)


def test_ranges_hold_in_about_four_crises_of_five() -> None:
    assert 0.72 <= coverage()[0] <= 0.88


@pytest.mark.parametrize(("people", "replied", "now", "hour"), [(0, 0, 1, 2), (5, 6, 1, 2), (5, -1, 1, 2), (5, 1, 3, 2)])
def test_counts_and_times_that_cannot_be_are_refused(people: int, replied: int, now: float, hour: float) -> None:
    with pytest.raises(BadValue, match="must be"):
        replied_by(PAST, people, replied, now, hour)
