"""A text under negotiation into a dossier and out of it from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load
from legation.sources.draft import akoma_ntoso, text, word

WORDS = "1. States [shall (EU)][should (RUS)] report [at once – CHN delete].\n\n2. Takes note. (agreed ad ref)\n"


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "matter")]) == 0
    (tmp_path / "report.txt").write_text(WORDS, "utf-8")
    return tmp_path / "matter"


def test_a_text_comes_in_as_a_version_and_goes_out_in_each_form(matter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = matter.parent / "report.txt"
    assert main(["import", "draft", str(file), "--into", str(matter), "--known-on", "2025-03-01", "--dry-run"]) == 0
    assert not load(matter).files
    assert main(["import", "draft", str(file), "--into", str(matter), "--known-on", "2025-03-01"]) == 0
    assert "2 numbered paragraphs, 3 open brackets" in capsys.readouterr().out
    assert load(matter).files["drafts/report/v1.txt"].decode() == WORDS

    for name in ("out.txt", "out.docx", "out.akn"):
        assert main(["export", str(matter), str(matter.parent / name), "--draft", "report"]) == 0
    found = text.read(matter.parent / "out.txt").text
    assert found == WORDS
    assert akoma_ntoso.read(matter.parent / "out.akn").text.strip() == WORDS.strip()
    assert "States [shall (EU)][should (RUS)] report" in word.read(matter.parent / "out.docx").text


def test_a_second_file_is_the_next_version(matter: Path) -> None:
    file = matter.parent / "report.txt"
    for day in ("2025-03-01", "2025-03-09"):
        file.write_text(f"{file.read_text('utf-8')}\nAs of {day}.\n", "utf-8")
        assert main(["import", "draft", str(file), "--into", str(matter), "--draft", "r", "--known-on", day]) == 0

    assert sorted(load(matter).files) == ["drafts/r.toml", "drafts/r/v1.txt", "drafts/r/v2.txt"]
    assert main(["check", str(matter)]) == 0


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_wrong_forms_and_names_are_said(matter: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "draft", str(matter.parent / "report.txt"), "--into", str(matter)]) == 0
    assert main(["export", str(matter), str(matter.parent / "out.pdf"), "--draft", "report", "--lang", lang]) == 2
    assert main(["export", str(matter), str(matter.parent / "out.txt"), "--draft", "repport", "--lang", lang]) == 2
    assert main(["import", "draft", str(matter.parent / "none.docx"), "--into", str(matter), "--lang", lang]) == 3
    said = capsys.readouterr().err
    assert ".akn" in said
    assert "report" in said


def test_a_partner_gets_no_draft(matter: Path) -> None:
    assert main(["import", "draft", str(matter.parent / "report.txt"), "--into", str(matter)]) == 0

    assert main(["export", str(matter), str(matter.parent / "out.txt"), "--draft", "report", "--audience", "partner"]) == 1
    assert not (matter.parent / "out.txt").exists()
