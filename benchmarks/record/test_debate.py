"""Speeches of the general debate, on published data."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.sources.observations.texts import debate_batches

SPEECHES = Path(__file__).parents[3] / "shared/data/analysis/ungdc/ungdc_2013_2019_1200.parquet"


@pytest.mark.skipif(not SPEECHES.exists(), reason="the given speeches are not here")
def test_the_given_speeches() -> None:
    found = next(debate_batches(SPEECHES, size=150))

    assert (found.table.num_rows, len(found.unplaced), found.origin.read) == (150, 0, 150)
    assert set(found.table["language"].to_pylist()) == {"en"}
    assert {time.year for time in found.table["time"].to_pylist()} <= set(range(2013, 2020))
    assert None not in found.table["actor"].to_pylist()
