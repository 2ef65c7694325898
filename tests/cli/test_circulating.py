"""``legation circulation``: what it says apart from the papers that it writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from legation.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "cable-statement-2026"


def test_names_that_look_alike_are_said_before_the_list_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["circulation", str(EXAMPLE), "--out", str(tmp_path / "paper"), "--formats", "csv"]) == 0
    assert capsys.readouterr().err == ""

    own = tmp_path / "own"
    shutil.copytree(EXAMPLE, own)
    actors = own / "actors.csv"
    actors.write_text(actors.read_text("utf-8").replace("Palmora,Palmora", "VESCARY,VESCARY", 1), "utf-8")
    assert main(["circulation", str(own), "--out", str(tmp_path / "paper"), "--formats", "csv"]) == 0
    assert "“Vescary” and “VESCARY” (only case, accents, spaces or punctuation differ)" in capsys.readouterr().err
