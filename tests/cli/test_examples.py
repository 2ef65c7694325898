"""``legation examples``: what came with the package is listed and copied, and papers say when their fonts did not come."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.briefing.layout import typefaces
from legation.cli import main, papers
from legation.dossier import load
from legation.example_folder import example_folders

ROOT = Path(__file__).parents[2]


def test_each_example_is_listed_by_name_and_title_in_either_language(capsys: pytest.CaptureFixture[str]) -> None:
    titles = []
    for lang in ("en", "fr"):
        assert main(["examples", "--lang", lang]) == 0
        lines = dict(line.split("\t") for line in capsys.readouterr().out.splitlines())
        assert list(lines) == sorted(folder.parent.name for folder in (ROOT / "examples").glob("*/dossier.toml"))
        titles.append(lines["brexit-consensus-2017"])
    assert titles[0] != titles[1]


def test_a_copy_is_whole_and_stands_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "examples"
    assert main(["examples", "brexit-consensus-2017", "--out", str(out), "--lang", "en"]) == 0

    source = ROOT / "examples" / "brexit-consensus-2017"
    copied = {path.relative_to(out / source.name): path.read_bytes() for path in (out / source.name).rglob("*") if path.is_file()}
    assert copied == {path.relative_to(source): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    assert load(out / source.name).hash == load(source).hash
    assert f"Next: legation brief {out / source.name}" in capsys.readouterr().out


def test_a_copy_goes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "un-ict-2018").mkdir()
    (tmp_path / "un-ict-2018" / "mine.csv").write_text("id\n")

    assert main(["examples", "brexit-consensus-2017", "un-ict-2018", "--out", str(tmp_path), "--lang", "en"]) == 3
    assert "already there" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["un-ict-2018"]  # the other one was not begun


def test_an_unknown_example_is_told_which_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examples", "../un-ict-2018", "--out", str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "../un-ict-2018" in said
    assert " | ".join(sorted(folder.parent.name for folder in (ROOT / "examples").glob("*/dossier.toml"))) in said


def test_a_folder_without_examples_has_none(tmp_path: Path) -> None:
    (tmp_path / "no-dossier").mkdir()

    assert example_folders(tmp_path) == {}
    assert next(iter(example_folders(ROOT / "examples"))) == "brexit-consensus-2017"


def test_papers_without_our_fonts_are_written_and_say_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(typefaces, "FOLDER", tmp_path / "none")
    monkeypatch.setattr(typefaces, "style_sheet", lambda: "")
    example = str(ROOT / "examples" / "brexit-consensus-2017")

    papers._letters({"json", "csv"}, "en")
    assert capsys.readouterr().err == ""  # no letters are in it
    assert main(["brief", example, "--out", str(tmp_path), "--formats", "html", "--lang", "en", "--lang", "fr"]) == 0
    said = capsys.readouterr().err
    assert said.count("make fonts") == 1
    assert said.count("\n") == 1
    assert len(list(tmp_path.glob("*.html"))) == 4, "a note and an annex in each language"
