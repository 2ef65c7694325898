"""``legation public-game`` writes the game as one file in each language, and says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.briefing.public_game import file_name, one_file
from legation.cli import main
from legation.language import LANGUAGES


def test_a_file_in_each_language_is_written_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [word for lang in LANGUAGES for word in ("--lang", lang)]

    assert main(["public-game", *words, "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out.split() == [str(tmp_path / file_name(lang)) for lang in LANGUAGES]
    for lang in LANGUAGES:
        assert (tmp_path / file_name(lang)).read_bytes() == one_file(lang)
        assert file_name(lang).startswith(("EXERCISE-", "EXERCICE-"))


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    assert main(["public-game", "--out", str(tmp_path / "taken")]) != 0
