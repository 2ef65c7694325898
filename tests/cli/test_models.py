"""Models of a dossier from the command line: matrices of other programs become models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load
from legation.dossier.models.scenario import SCENARIO
from legation.methods.scenario import CrossImpactMatrix
from legation.sources.tables import impact_matrix, scenariowizard
from legation.sources.tables.impact_matrix import model_of

MATRIX = CrossImpactMatrix(
    descriptors=["Les pourparlers", "Trust", "Trust!"],
    variants=[["on", "off"], ["high", "some", "low"], ["x", "y"]],
    judgements=[
        [0, 0, 2, 0, -2, 0, 0],
        [0, 0, -1, 0, 1, 0, 0],
        [1, -1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [-2, 2, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 0, 1],
    ],
    name="Five years",
)


@pytest.mark.parametrize(
    ("source", "module", "suffix"), [("scenariowizard", scenariowizard, "scw"), ("impact-matrix", impact_matrix, "csv")]
)
def test_a_matrix_becomes_a_model_with_the_same_judgements(source, module, suffix: str, tmp_path: Path, capsys) -> None:
    matter, file = tmp_path / "matter", tmp_path / f"five-years.{suffix}"
    module.write(MATRIX, file)
    assert main(["new", str(matter)]) == 0
    assert main(["import", source, str(file), "--into", str(matter), "--dry-run"]) == 0
    assert not load(matter).files
    assert main(["import", source, str(file), "--into", str(matter)]) == 0
    assert "7" in capsys.readouterr().out
    model = SCENARIO.read(load(matter).files["scenarios/five-years.toml"], "scenarios/five-years.toml")
    found = model.matrix("en")
    assert (list(found.descriptors), found.array.tolist()) == (list(MATRIX.descriptors), MATRIX.array.tolist())
    assert len({one.id for one in model.descriptors}) == 3
    assert main(["check", str(matter)]) == 0
    assert main(["ask", "what-futures-hold", str(matter)]) == 0
    assert main(["import", source, str(file), "--into", str(matter)]) == 0
    part = matter / "scenarios/five-years.toml"
    part.write_text(part.read_text("utf-8") + "\n# changed here\n", "utf-8")
    assert main(["import", source, str(file), "--into", str(matter)]) == 2
    assert "scenarios/five-years.toml" in capsys.readouterr().err


def test_a_matrix_beyond_what_a_dossier_holds_is_refused_and_nothing_is_saved(tmp_path: Path, capsys) -> None:
    names = [f"d{i}" for i in range(201)]
    large = CrossImpactMatrix(descriptors=names, variants=[["a", "b"]] * 201, judgements=[[0] * 402] * 402)
    matter = tmp_path / "matter"
    scenariowizard.write(large, tmp_path / "large.scw")
    assert main(["new", str(matter)]) == 0
    assert main(["import", "scenariowizard", str(tmp_path / "large.scw"), "--into", str(matter)]) != 0
    assert "200" in capsys.readouterr().err
    assert not load(matter).files


def test_the_model_of_a_matrix_is_written_and_read_the_same() -> None:
    model = model_of(MATRIX, "scenarios/m.toml")

    assert SCENARIO.read(SCENARIO.write(model), "scenarios/m.toml") == model


def test_a_conflict_is_written_as_the_set_up_of_an_exercise(tmp_path: Path, capsys) -> None:
    matter, out = tmp_path / "matter", tmp_path / "roles.json"
    assert main(["new", str(matter)]) == 0
    (matter / "conflicts").mkdir()
    assert main(["template", str(matter / "conflicts" / "breach.toml"), "--lang", "fr"]) == 0
    assert main(["export", str(matter), str(out), "--exercise", "breach", "--lang", "fr"]) == 0
    made = json.loads(out.read_text("utf-8"))
    assert (made["format"], made["version"], made["title"]) == ("legation-exercise", 1, "Une intrusion est découverte")
    assert all(state in made["states"] for role in made["role"] for goal in role["goal"] for state in goal["states"])
    assert made["start"] in made["states"]
    assert main(["export", str(matter), str(out), "--exercise", "other"]) == 2
    assert "breach" in capsys.readouterr().err
