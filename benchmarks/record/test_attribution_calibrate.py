"""Calibration of attributions, on published data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from legation.methods.attribution import attribute, calibrate, leave_one_out, unlisted_share
from legation.sources import attack


@pytest.mark.slow
def test_on_reports_of_the_past(shared: Path) -> None:
    """Leave one report out on v15.1: 295 incidents of 75 groups, as the reference counts; ahead of tempered naive Bayes (.41, .58)."""
    k = calibrate(attack.read(shared / "data" / "cyber" / "attack_v15_1.json", campaigns=False))
    incidents = leave_one_out(k)
    assert (len(incidents), len({one.group for one in incidents}), k.incidents) == (295, 75, 295)

    first = third = false = 0
    listed, absent = [], []
    for one in incidents[::3]:
        found = attribute(one.observed, k, exclude_sources=(one.report,))
        gone = replace(k, groups={name: record for name, record in k.groups.items() if name != one.group})
        without = attribute(one.observed, gone, exclude_sources=(one.report,))
        first += found.ranking[0] == one.group
        third += one.group in found.ranking[:3]
        false += max(without.probability.values()) > 0.8
        listed.append(found.unlisted)
        absent.append(without.unlisted)
    n = len(listed)

    assert first / n >= 0.45
    assert third / n >= 0.58
    assert false / n <= 0.05
    assert sum((a > b) + (a == b) / 2 for a in absent for b in listed) / n**2 >= 0.70


def test_the_share_of_unlisted_incidents(shared: Path) -> None:
    """31 of the 54 reports that arrived with v12.1 to v15.1 were of groups not listed before."""
    history = shared / "data" / "cyber" / "attack_release_history_to_v15_1.json"
    releases = [attack.read(history, release=name).groups for name in ("v11.2", "v12.1", "v13.1", "v14.1", "v15.1")]
    found = unlisted_share(releases)

    assert (found.new, found.of) == (31, 54)
    assert found.low < 31 / 54 < found.high
    assert 0.5 < found.share < 31 / 54
