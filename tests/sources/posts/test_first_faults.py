"""Faults of one kind: each is told or counted, whatever their number."""

from __future__ import annotations

import pytest

from legation.sources.observations.posts.repository import FAULTS_LIMIT, FirstFaults
from legation.sources.observed import Fault


@pytest.mark.parametrize("count", [0, 1, FAULTS_LIMIT - 1, FAULTS_LIMIT, FAULTS_LIMIT + 1, 3 * FAULTS_LIMIT])
def test_each_is_told_or_counted(count: int) -> None:
    told: list[tuple[Fault, int]] = []
    faults = FirstFaults("repo.car", "posts-more-missing", lambda fault, rows: told.append((fault, rows)))
    for number in range(1, count + 1):
        faults.add(number, "posts-missing", 2)
    faults.end()

    one_by_one = [fault.row for fault, _ in told if fault.code == "posts-missing"]
    assert one_by_one == list(range(1, min(count, FAULTS_LIMIT) + 1))
    assert sum(rows for _, rows in told) == 2 * count
    assert [(fault.row, fault.found) for fault, _ in told[len(one_by_one) :]] == (
        [(FAULTS_LIMIT + 1, str(count - FAULTS_LIMIT))] if count > FAULTS_LIMIT else []
    )
