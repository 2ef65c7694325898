"""Files of ScenarioWizard, on published data."""

from __future__ import annotations

from legation.methods.scenario import CrossImpactMatrix, attractors, consistent
from legation.sources.tables import scenariowizard
from legation.sources.tables.scenariowizard import read_solutions, solutions, write_solutions


def test_the_given_matrix_and_its_solutions_go_through_both_files(shared, tmp_path) -> None:
    import json

    case = json.loads((shared / "data/scenario/CIB_global.json").read_text("utf-8"))
    m = CrossImpactMatrix(
        descriptors=[d["name"] for d in case["descriptors"]],
        variants=[d["variants"] for d in case["descriptors"]],
        judgements=case["matrix"],
    )
    scenariowizard.write(m, tmp_path / "g.scw")
    again = scenariowizard.read(tmp_path / "g.scw")
    found = consistent(again)
    basins = {cycle[0]: basin for cycle, basin in zip(attractors(again).cycles, attractors(again).basins, strict=True) if len(cycle) == 1}
    write_solutions(solutions(again, found.scenarios, [basins[tuple(z)] for z in found.scenarios.tolist()]), tmp_path / "g.sl")
    read = read_solutions(tmp_path / "g.sl", again)
    listed = {
        (tuple(z + 1), w, c, t)
        for z, w, c, t in zip(read.scenarios.tolist() and read.scenarios, read.weight.tolist(), read.consistency_value.tolist(), read.total_impact.tolist(), strict=True)
    }  # fmt: skip

    assert listed == {(tuple(s["z_one_based"]), s["weight"], s["consistency_value"], s["tis"]) for s in case["scenariowizard_sl"]}
