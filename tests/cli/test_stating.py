"""``legation statement``: the draft in each language as text and DOCX; exit code 1 where the lint blocks; nothing for an unknown circle."""

from __future__ import annotations

from pathlib import Path

import pytest
from questions.statement_dossier import case

from legation.cli import main
from legation.dossier import save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(case().dossier, tmp_path / "tax")
    return tmp_path / "tax"


def test_both_languages_are_written_and_read_by_the_lint(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["statement", str(folder), "--as-of", "2018-06-01", "--lang", "en", "--lang", "fr", "--out", str(tmp_path / "out")])

    assert code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"d-statement-tax-public-{lang}.{ending}" for lang in ("en", "fr") for ending in ("docx", "txt")
    ]
    assert "fact without evidence" in capsys.readouterr().out
    draft = tmp_path / "out" / "d-statement-tax-public-en.txt"
    assert "Two million files were copied. [e1, e2]" in draft.read_text("utf-8")
    assert main(["lint", str(draft), "--dossier", str(folder), "--lang", "en"]) == 1


@pytest.mark.parametrize("words", [("--tier", "everybody"), ("--incident", "other")])
def test_what_is_not_there_is_refused(folder: Path, tmp_path: Path, words: tuple[str, str]) -> None:
    assert main(["statement", str(folder), "--as-of", "2018-06-01", *words, "--out", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()
