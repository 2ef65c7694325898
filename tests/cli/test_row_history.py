"""``legation history``: who wrote a row, when and why, of a table and of a model, in both languages and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legation.cli import main

TABLE = """id,actor,issue,value,supersedes,author,recorded,reason
p1,FRA,norms,60,,desk,2019-01,first
p2,FRA,norms,75,p1,chief,2020-01,new note
"""
FRAMES = (
    '[debate]\ntitle = "Cables"\nauthor = "the desk"\n[[frame]]\nid = "rights"\nname_en = "Rights"\nname_fr = "Droits"\nmeaning = "M"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "dossier.toml": 'id = "x"\n',
        "actors.csv": "id,name\nFRA,France\n",
        "issues.csv": "id,question\nnorms,Norms?\n",
        "positions.csv": TABLE,
        "debates/x.frames.toml": FRAMES,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str, code: int = 0) -> str:
    monkeypatch.setenv("COLUMNS", "300")
    assert main(["history", *words]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def test_a_row_is_told_with_those_that_it_supersedes(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = printed(capsys, monkeypatch, str(folder), "positions.csv", "positions", "p2")
    data = json.loads(printed(capsys, monkeypatch, str(folder), "positions.csv", "positions", "p2", "--json"))

    assert shown.index("chief") < shown.index("desk")
    assert "new note" in shown
    assert [(one["by"], one["when"], one["why"]) for one in data["items"]] == [
        ("chief", "2020-01", "new note"),
        ("desk", "2019-01", "first"),
    ]
    assert data["items"][0]["fields"] == [{"field": "value", "before": "60", "now": "75"}]


def test_a_row_of_a_model_is_told_in_the_readers_language(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = printed(capsys, monkeypatch, str(folder), "debates/x.frames.toml", "frame", "rights", "--lang", "fr")

    assert "cadrage" in shown
    assert "Droits" in shown
    assert "the desk" in shown


def test_what_is_not_there_is_said(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("positions.csv", "positions", "p9"), ("debates/x.frames.toml", "colour", "x"), ("debates/z.frames.toml", "frame", "x")):
        assert words[-1 if words[1] != "colour" else 1] in printed(capsys, monkeypatch, str(folder), *words, code=2)


def test_a_row_that_is_not_there_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    example = str(Path(__file__).parents[2] / "examples/un-ict-2018")

    assert main(["history", example, "conflicts/attribution-crisis.toml", "maker", "nobody", "--lang", "fr"]) == 2
    assert "n’a pas de ligne nobody. Ses lignes\xa0: attributing, accused" in capsys.readouterr().err
    assert main(["history", example, "positions.csv", "positions", "--lang", "fr"]) == 2
    assert "USA:oewg-track:2018-12-05" in capsys.readouterr().err
