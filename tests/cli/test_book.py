"""The book says which section it is at: a line for each in a log, a bar in a terminal, in the language of the paper."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from cli.test_cache import PARTS

from legation.cli import main
from legation.language import Lang

SAID: dict[Lang, list[str]] = {
    "en": ["Section 1 of 2: What is due?", "Section 2 of 2: Do we have the votes?"],
    "fr": ["Partie 1 sur 2\u00a0: Quelles sont les échéances\u202f?", "Partie 2 sur 2\u00a0: Avons-nous les voix\u202f?"],
}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    for name, data in PARTS.items():
        (folder / name).write_bytes(data)
    return folder


def sections(error: str) -> list[str]:
    return [line for line in error.splitlines() if line.startswith(("Section ", "Partie "))]


@pytest.mark.parametrize("lang", SAID)
def test_a_book_says_each_section_before_it_is_asked(dossier: Path, lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["brief", str(dossier), "--lang", lang, "--formats", "html", "--out", str(tmp_path / "out")]
    assert main([*words, "--book"]) == 0
    assert sections(capsys.readouterr().err) == SAID[lang]

    assert main(words) == 0
    assert sections(capsys.readouterr().err) == []


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_terminal_the_sections_stand_in_a_bar(dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := _Terminal())

    assert main(["brief", str(dossier), "--lang", "en", "--formats", "html", "--book", "--out", str(tmp_path / "out")]) == 0
    assert "Do we have the votes?" in terminal.getvalue()
    assert "Section" not in terminal.getvalue()
