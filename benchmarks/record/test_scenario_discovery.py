"""Scenario discovery, on published data."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from legation.methods.scenario.discovery import prim

from .conftest import SCENARIOS


def test_the_toy_case_of_the_reference() -> None:
    path = SCENARIOS / "prim_toy_2000x5.csv"
    if not path.exists():
        pytest.skip("the published data (../shared) are not on this machine")
    with path.open(encoding="utf-8") as file:
        rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]])
    found = prim(rows[:, :5], rows[:, 5])
    at = found.first(0.9)

    assert at is not None and 0.87 <= found.coverage[at] <= 0.92 and found.n_restricted[at] == 2
    assert found.limits[at, 0, 0] == pytest.approx(0.6, abs=0.02) and found.limits[at, 1, 1] == pytest.approx(0.43, abs=0.03)
    assert rows[:, 5].sum() == 358
