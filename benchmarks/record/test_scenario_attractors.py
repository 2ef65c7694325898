"""Attractors of scenarios, on published data."""

from __future__ import annotations

from methods.scenario.matrices import generated

from legation.methods.scenario import CrossImpactMatrix, attractors

from .conftest import given_case


def published(name: str):
    case = given_case(name)
    names = [one["name"] for one in case["descriptors"]], [one["variants"] for one in case["descriptors"]]
    return case, CrossImpactMatrix(descriptors=names[0], variants=names[1], judgements=case["matrix"])


def test_the_attractors_that_scenariowizard_printed() -> None:
    case, m = published("CIB_global.json")

    for rule, key in (
        ("global", "expected_attractors_global_tie_keep_current"),
        ("incremental", "expected_attractors_incremental_first_max"),
    ):
        found = attractors(m, rule)
        wanted = [(one["basin"], tuple(map(tuple, one["cycle"]))) for one in case[key]]
        assert list(zip(found.basins, found.cycles, strict=True)) == wanted
        assert found.exact and found.complete and found.count == len(wanted)
    weights = {tuple(k - 1 for k in one["z_one_based"]): one["weight"] for one in case["scenariowizard_sl"]}
    assert {cycle[0]: basin for cycle, basin in zip(attractors(m).cycles, attractors(m).basins, strict=True) if len(cycle) == 1} == weights


def test_the_generated_cases_of_the_reference() -> None:
    for case in given_case("cib_generated.json")["cases"]:
        m = generated(case["variants"], case["density"], case["seed"])
        found, one_by_one = attractors(m), attractors(m, "incremental")
        assert found.basins[:12] == case["basins"] and sum(found.basins) == case["basin_sum"] == m.n_scenarios
        assert (found.count, sum(len(cycle) > 1 for cycle in found.cycles)) == (case["attractors"], case["cycles"])
        assert one_by_one.basins[:12] == case["incremental_basins"] and one_by_one.count == case["incremental_attractors"]
