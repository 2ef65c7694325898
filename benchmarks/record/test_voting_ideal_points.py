"""Ideal points, on published data."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from legation.methods.voting import ideal_points


@pytest.mark.slow
def test_beside_the_published_points(shared: Path) -> None:
    """Origin: Bailey, Strezhnev and Voeten, ideal points of sessions 1-72, and their matches of identical resolutions."""
    pq = pytest.importorskip("pyarrow.parquet")
    folder = shared / "data" / "analysis"
    calls = pq.read_table(folder / "unga" / "un_roll_calls_s1_72.parquet", columns=["rcid", "session"])
    votes = pq.read_table(folder / "unga" / "un_votes_s1_72.parquet")
    session = dict(zip(calls["rcid"].to_pylist(), calls["session"].to_pylist(), strict=True))
    call = votes["rcid"].to_numpy()
    with (folder / "idealpoints" / "matches_s1_72.csv").open(encoding="utf-8") as lines:
        bridges = {int(row["rcid2"]): int(row["rcid1"]) for row in csv.DictReader(lines)}
    found = ideal_points(
        votes["country"].to_pylist(), call, [session[at] for at in call.tolist()], votes["vote"].to_numpy(), bridges=bridges, draws=0,
        anchors=("Russia", "United States"),
    )  # fmt: skip
    with (folder / "idealpoints" / "ideal_points_all_s1_72_latin1.csv").open(encoding="latin-1") as lines:
        published = {(row["Countryname"], int(row["session"])): float(row["IdealPoint"]) for row in csv.DictReader(lines)}
    theirs = np.array([[published.get((name, at), np.nan) for at in found.sessions] for name in found.actors])
    agreed = {}
    for column, at in enumerate(found.sessions):
        both = ~np.isnan(theirs[:, column]) & ~np.isnan(found.theta[:, column])
        if both.sum() > 5:  # they leave out session 19
            agreed[at] = np.corrcoef(theirs[both, column], found.theta[both, column])[0, 1]

    assert found.log_likelihood_per_vote >= -0.25 and found.correct >= 0.9
    assert len(agreed) == 71 and np.median(list(agreed.values())) >= 0.98
    assert min(agreed[at] for at in agreed if at >= 40) >= 0.95
    assert set(found.strong_second) & {26, 27, 28, 29}, "East and West against colonies and their rulers"
