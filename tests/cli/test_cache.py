"""``--cache DIR``: the next command finds the answers of this one, says the same, byte for byte, and lets nobody else read them."""

from __future__ import annotations

import json
import stat
import tempfile
from pathlib import Path

import pytest

from legation.cli import main
from legation.errors import LegationError
from legation.questions import Answer
from legation.questions.base import ask as asking

QUESTION = "what-is-due"
ROLL = b"id,symbol,title,date\nr1,R/1,The open sky,2018-01-01\nr2,R/2,The open sky,2030-01-01\n"
PARTS = {
    "dossier.toml": b'id = "small"\n[brief]\nsections = ["what-is-due", "do-we-have-the-votes"]\n',
    "actors.csv": b"id,name,kind\nFRA,France,state\nDEU,Germany,state\n",
    "objectives.csv": b"id,aim,due,recorded\no1,Adopt it,2020-06,2018-01-01\n",
    "rollcalls.csv": ROLL,
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,no\n",
}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    for name, data in PARTS.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were computed, and not found."""
    found: list[str] = []
    whole = asking._computed

    def told(question: object, *rest: object) -> Answer:
        found.append(str(getattr(question, "id", "")))
        return whole(question, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(asking, "_computed", told)
    return found


def asked(capsys: pytest.CaptureFixture[str], dossier: Path, *words: str) -> str:
    assert main(["ask", QUESTION, str(dossier), *words, "--lang", "en"]) == 0
    return capsys.readouterr().out


def test_what_was_asked_before_is_found_and_said_in_the_same_words(
    dossier: Path, cache: Path, computed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    plain = [asked(capsys, dossier, *form) for form in ([], ["--json"])]
    first, second = ([asked(capsys, dossier, "--cache", str(cache), *form) for form in ([], ["--json"])] for _ in range(2))

    assert computed == [QUESTION] * 3
    assert first == second == plain
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def test_without_the_option_nothing_is_written(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(tmp_path.rglob("*"))
    asked(capsys, dossier)

    assert sorted(tmp_path.rglob("*")) == before


def test_another_row_option_or_seed_is_computed_anew(
    dossier: Path, cache: Path, computed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ([], ["--seed", "1"], ["--horizon-days", "7"], ["--as-of", "2019-01-01"], []):
        asked(capsys, dossier, "--cache", str(cache), *words)
    (dossier / "objectives.csv").write_bytes(PARTS["objectives.csv"].replace(b"Adopt", b"Defeat"))
    told = asked(capsys, dossier, "--cache", str(cache))

    assert len(computed) == 5
    assert "Defeat it" in told


def test_a_brief_in_two_languages_and_its_tally_sheet_count_once(
    dossier: Path, cache: Path, tmp_path: Path, computed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    both = ["--lang", "en", "--lang", "fr", "--cache", str(cache)]
    assert main(["brief", str(dossier), "--formats", "html,json", "--out", str(tmp_path / "one"), *both]) == 0
    first = sorted(computed)
    assert {"do-we-have-the-votes", "what-is-due"} <= set(first)
    assert len(set(first)) == len(first), "each question once: for the note, its annex, and the answers as data"

    assert main(["brief", str(dossier), "--formats", "html,json", "--out", str(tmp_path / "two"), *both]) == 0
    assert main(["tally", str(dossier), "--formats", "html", "--out", str(tmp_path / "two"), *both]) == 0
    assert [computed.count(name) for name in ("do-we-have-the-votes", "what-is-due")] == [1, 1], "what has no answer is asked again"
    capsys.readouterr()
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == 6, "a note, an annex and the answers in each language"
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_picture_is_drawn_of_what_was_found(dossier: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one.svg", "two.svg"):
        words = ["--figure", str(tmp_path / name), "--cache", str(cache)]
        assert main(["ask", "do-we-have-the-votes", str(dossier), *words, "--lang", "fr"]) == 0
    capsys.readouterr()

    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize(("lang", "words"), [("en", "must be open to you alone, mode 700 (got 755)"), ("fr", "mode 700 (reçu")])
def test_a_folder_that_lets_others_in_is_refused_with_the_remedy(
    dossier: Path, cache: Path, lang: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cache.mkdir(mode=0o755)
    cache.chmod(0o755)
    assert main(["ask", QUESTION, str(dossier), "--cache", str(cache), "--lang", lang]) == 3

    told = capsys.readouterr()
    assert words in told.err
    assert f"chmod 700 {cache}" in told.err
    assert told.out == ""
    assert list(cache.iterdir()) == []


def test_a_refusal_is_told_again_and_stored_nowhere(dossier: Path, cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["ask", "which-plan-survives", str(dossier), "--cache", str(cache), "--lang", "en"]) == LegationError.exit_code
        assert capsys.readouterr().err

    assert list(cache.iterdir()) == []


def test_an_answer_that_cannot_be_kept_is_printed_and_the_reason_said(
    dossier: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert main(["ask", QUESTION, str(dossier), "--cache", str(cache), "--json", "--lang", "en"]) == 0

    told = capsys.readouterr()
    assert json.loads(told.out)["question"] == QUESTION
    assert "no space left on device" in told.err
    assert str(cache) in told.err
