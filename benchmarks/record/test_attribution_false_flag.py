"""False flags, on published data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from legation.methods.attribution import attribute, calibrate, leave_one_out
from legation.sources import attack


@pytest.mark.slow
def test_on_marks_planted_in_reports_of_the_past(shared: Path) -> None:
    """Five techniques and two pieces of software of another group, in every sixth report of v15.1 left out."""
    k = calibrate(attack.read(shared / "data" / "cyber" / "attack_v15_1.json", campaigns=False))
    rng = np.random.default_rng(1)
    before, after, sure = [], [], []
    for one in leave_one_out(k)[::6]:
        fit = [g for g in sorted(k.groups) if g != one.group and len(k.groups[g]["techniques"]) >= 5 and len(k.groups[g]["software"]) >= 2]
        group = str(rng.choice(fit))
        planted = {
            part: [*one.observed[part], *rng.choice(sorted(k.groups[group][part]), many, replace=False).tolist()]
            for part, many in (("techniques", 5), ("software", 2))
        }
        before.append(sum(attribute(one.observed, k, exclude_sources=(one.report,)).false_flag.values()))
        found = attribute(planted, k, exclude_sources=(one.report,))
        after.append(found.false_flag[group])
        sure.append(found.probability[group] > 0.8)

    assert np.mean(before) <= 0.04
    assert np.mean(after) >= 3 * np.mean(before)
    assert np.mean(sure) == 0
