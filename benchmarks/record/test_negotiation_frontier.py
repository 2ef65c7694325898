"""Frontiers of negotiations, on published data."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np

from legation.methods.negotiation import Domain, frontier


def given_domains(folder: Path) -> list[tuple[Domain, dict]]:
    stated = json.loads((folder / "negotiation_domains_58.json").read_text())["domains"]
    expected = json.loads((folder / "negotiation_expected_58.json").read_text())["expected"]
    found = []
    for domain, wanted in zip(stated, expected, strict=True):
        assert domain["domain"] == wanted["domain"]
        parties = domain["parties"]
        scores = [[party["scores"][issue] for party in parties] for issue in range(len(domain["issues"]))]
        floor = [party["reservation"] for party in parties]
        options = [issue["options"] for issue in domain["issues"]]
        found.append((Domain(scores=scores, reservation=floor, option_names=options), wanted))
    return found


def test_the_given_domains(shared: Path) -> None:
    for domain, wanted in given_domains(shared / "data/games"):
        found = frontier(domain)

        assert (len(found.utilities), found.rational.sum()) == (wanted["pareto_points"], wanted["pareto_points_rational"])
        if len(found.utilities) <= 400:
            assert np.abs(found.utilities[::-1] - np.array(sorted(wanted["pareto_utils"]))).max() < 1e-9
        assert np.abs(domain.utilities(found.packages) - found.utilities).max() < 1e-9


def test_the_generated_games(shared: Path) -> None:
    for game in json.loads((shared / "data/games/generated_additive.json").read_text())["games"]:
        found = frontier(Domain(scores=[np.array(table).T for table in game["scores_micro"]]))

        assert len(found.utilities) == game["pareto_points"]
        assert int(found.utilities.sum(axis=1).max()) == game["max_welfare_micro"]
        assert all(a > b for a, b in itertools.pairwise(map(tuple, found.utilities.tolist())))
