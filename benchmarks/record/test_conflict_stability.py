"""Stability of conflicts, on published data."""

from __future__ import annotations

import json

import numpy as np

from legation.methods.conflict import NOTIONS, GraphModel, coalition_stability, stability


def test_the_given_conflicts(shared) -> None:
    for case in json.loads((shared / "data/conflict/gmcr_cases.json").read_text("utf-8"))["cases"]:
        options = {m["name"]: [case["options"][k]["name"] for k in m["options"]] for m in case["decision_makers"]}
        ways = {option["name"]: option["direction"] for option in case["options"]}
        rankings = {m["name"]: m["ranking"] for m in case["decision_makers"]}
        g = GraphModel.from_options(options, case["feasible_states"], ways, rankings)
        found = stability(g, NOTIONS)
        for notion, wanted in case["expected_equilibria"].items():
            assert [s + 1 for s in found.equilibria[notion.lower()]] == wanted, (case["name"], notion)
            rows = case["expected_stability"][notion]
            stable = {m: (np.flatnonzero(row) + 1).tolist() for m, row in zip(g.decision_makers, found.stable[notion.lower()], strict=True)}
            assert stable == rows, (case["name"], notion)
        for members, wanted in case.get("expected_coalition_nash", {}).items():
            held = coalition_stability(g, [members.split("+")], ["nash"]).equilibria["nash"]
            assert [s + 1 for s in held] == wanted


def test_the_given_games_of_two(shared) -> None:
    games = json.loads((shared / "data/conflict/two_by_two_40.json").read_text("utf-8"))["games"]
    for game in games:
        found = stability(GraphModel.from_options({"R": ["a"], "C": ["b"]}, payoffs={"R": game["row"], "C": game["col"]}), NOTIONS)
        assert {n.upper(): [s + 1 for s in states] for n, states in found.equilibria.items()} == game["equilibria"]
    assert len(games) == 40
