"""Consistent scenarios, on published data."""

from __future__ import annotations

import pytest
from methods.scenario.matrices import generated

from legation.methods.scenario import CrossImpactMatrix, balance, consistent

from .conftest import given_case


def test_the_generated_cases_of_the_reference() -> None:
    for case in given_case("cib_generated.json")["cases"]:
        m = generated(case["variants"], case["density"], case["seed"])
        assert m.array.sum() == case["matrix_checksum"]["sum"]
        for tolerance, key in enumerate(("consistent", "within_tolerance_1", "within_tolerance_2")):
            for search in ("propagation", "learning"):
                found = consistent(m, tolerance, search=search)
                assert (len(found.scenarios), found.count, found.complete, found.counted) == (case[key], case[key], True, True)
        assert consistent(m).total_impact.max() == case["max_tis_of_consistent"]


@pytest.mark.parametrize("name", ["CIB_global.json", "somewhereland.json"])
def test_the_published_models_of_the_reference(name: str) -> None:
    case = given_case(name)
    m = CrossImpactMatrix(
        descriptors=[one["name"] for one in case["descriptors"]],
        variants=[one["variants"] for one in case["descriptors"]],
        judgements=case["matrix"],
    )
    found = consistent(m)

    assert found.scenarios.tolist() == [one["z0"] for one in case["expected_consistent"]]
    assert found.total_impact.tolist() == [one["tis"] for one in case["expected_consistent"]]
    assert [balance(m, z).consistency_value for z in found.scenarios] == [one["consistency_value"] for one in case["expected_consistent"]]
    for tolerance in (1, 2):
        wanted = case.get(f"expected_count_tolerance_{tolerance}")
        assert wanted is None or consistent(m, tolerance).count == wanted
