"""``legation release``: a row is seen at its own marking once a second person confirmed it, until it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load

WHY = ["--function", "head of the desk", "--reason", "It was in the press"]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    parts = {
        "dossier.toml": 'id = "desk"\n',
        "actors.csv": "id,name,kind\nFRA,France,state\n",
        "issues.csv": "id,question_en\nrules,Should it bind?\n",
        "evidence.csv": "id,title,marking\ne,A talk,TLP:RED\n",
        "positions.csv": "id,actor,issue,value,evidence,marking\np,FRA,rules,50,e,TLP:GREEN\nopen,FRA,rules,50,,TLP:GREEN\n",
    }
    for name, text in parts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def seen(desk: Path) -> list[str]:
    return [row.id for row in load(desk).cleared("TLP:GREEN").positions]


def test_a_row_is_released_until_it_is_changed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert seen(desk) == ["open"]
    assert main(["release", str(desk), "positions.csv", "positions", "p", *WHY, "--lang", "en"]) == 0
    assert "p of positions.csv may be seen at TLP:GREEN" in capsys.readouterr().out
    assert seen(desk) == ["p", "open"]
    [row] = load(desk).releases
    assert (row.function, row.reason, row.marking) == (WHY[1], WHY[3], "TLP:GREEN")

    part = desk / "positions.csv"
    part.write_text(part.read_text("utf-8").replace("50", "60"), "utf-8")
    assert seen(desk) == ["open"]


@pytest.mark.parametrize("place", [("positions.csv", "positions", "open"), ("positions.csv", "positions", "no"), ("a.csv", "b", "c")])
def test_what_does_not_wait_is_not_released(desk: Path, place: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", str(desk), *place, *WHY, "--lang", "en"]) == 2
    assert "waits to be confirmed" in capsys.readouterr().err
    assert not (desk / "releases.csv").exists()


@pytest.mark.parametrize("said", [["--function", " ", "--reason", "x"], ["--function", "x", "--reason", ""]])
def test_a_release_says_as_what_and_why(desk: Path, said: list[str]) -> None:
    assert main(["release", str(desk), "positions.csv", "positions", "p", *said]) == 2
    assert not (desk / "releases.csv").exists()
