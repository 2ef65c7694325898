"""Negotiation domains as XML, on published data."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from legation.methods.negotiation import frontier, solutions, zone
from legation.sources import genius


def test_the_given_example(shared: Path) -> None:
    folder = shared / "data/games/genius_xml_example"
    wanted = json.loads((folder / "expected.json").read_text())
    found = genius.reading(folder / "summit_domain.xml", [folder / "summit_alba.xml", folder / "summit_boria.xml"])
    domain = found.domain

    assert found.doubts == ()
    assert (domain.reservation.tolist(), domain.discount.tolist()) == (wanted["reservation"], [0.9, 1])
    points = frontier(domain)
    named = [[domain.option_names[issue][option] for issue, option in enumerate(row)] for row in points.packages.tolist()]
    assert named == [point["outcome"] for point in wanted["pareto"]]
    assert np.abs(points.utilities - [point["utilities"] for point in wanted["pareto"]]).max() < 1e-9
    assert points.rational.sum() == wanted["pareto_rational"]
    assert (zone(domain).packages, zone(domain).acceptable) == (wanted["outcomes"], wanted["acceptable_to_both"])
    best = solutions(domain)
    assert best.disagreement.tolist() == wanted["disagreement"]
    for ours, theirs in (
        (best.nash, "nash"),
        (best.egalitarian, "kalai_egalitarian"),
        (best.kalai_smorodinsky, "ks_maxmin"),
        (best.min_spread, "ks_minspread"),
        (best.max_welfare, "max_welfare"),
    ):
        assert np.abs(ours.utilities - [wanted[theirs]["utilities"]]).max() < 1e-9
