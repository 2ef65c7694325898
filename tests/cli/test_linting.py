"""``legation lint``: findings in words or JSON; exit code 1 where something stands against the release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legation.cli import main


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text("\ufeffWe attribute the attack to Russia.", encoding="utf-8")
    return path


def run(*words: object) -> int:
    return main(["lint", *map(str, words)])


def test_what_blocks_is_said_and_told_by_the_exit_code(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(draft, "--lang", "en") == 1
    said = capsys.readouterr().out
    assert "no assessment" in said
    assert "1 finding, 1 of them against the release." in said
    assert run(draft, "--assessment", "Russia=0.9", "--lang", "en") == 0
    assert "Nothing was found" in capsys.readouterr().out
    assert run(draft, "--assessment", "RUS=0.9", "--gate", "0.95", "--lang", "fr") == 1
    assert "sous le seuil" in capsys.readouterr().out


def test_what_only_warns_does_not(draft: Path) -> None:
    draft.write_text("It will rain.")

    assert run(draft) == 0


def test_json(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(draft, "--json", "--lang", "fr") == 1
    made = json.loads(capsys.readouterr().out)

    assert (made["blocks"], made["release"]) == (True, "TLP:CLEAR")
    (found,) = made["findings"]
    assert (found["rule"], found["weight"], found["sentence"]) == ("no-assessment", "blocks", 1)
    assert "Russie" in found["message"]


def test_a_dossier_brings_its_evidence(draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d/dossier.toml").write_text('id = "d"\n')
    (tmp_path / "d/evidence.csv").write_text("id,kind,title,marking\nr1,report,Report,TLP:RED\n")
    draft.write_text("Ports were closed [r1]. Ships were held [r2].")

    assert run(draft, "--dossier", tmp_path / "d", "--json") == 1
    assert [f["rule"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["above-release", "unknown-evidence"]
    assert run(draft, "--dossier", tmp_path / "d", "--release", "TLP:RED", "--json") == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--gate", "3"], 2), (["--assessment", "Russia"], 2), (["--assessment", "=0.5"], 2), (["--assessment", "RUS=nan"], 2), (["--release", "TLP:PINK"], 2),
     (["--scale", "mine"], 2), (["--draft-lang", "de"], 2), (["--own", "Atlantis"], 2), (["--dossier", "nowhere"], 3)],
)  # fmt: skip
def test_wrong_words_are_refused(draft: Path, words: list[str], code: int) -> None:
    assert run(draft, *words) == code


@pytest.mark.parametrize("data", [b"\xff\xfe\x00a", b"a\x00b", b"a" * 500_000])
def test_what_is_no_plain_text_is_refused(draft: Path, data: bytes) -> None:
    draft.write_bytes(data)

    assert run(draft) == 3
    assert run(draft.with_name("gone.txt")) == 3
