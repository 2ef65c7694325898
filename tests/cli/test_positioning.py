"""Positions proposed from the command line: two files that the dossier takes, and nothing changed by itself."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from questions.sky_dossier import held, sky_parts
from questions.speech_lake import ACTORS, parts, speech_lake, speech_rows

from legation.cli import main
from legation.dossier import decode, encode, load, save


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    save(decode({**sky_parts(sessions=(70, 71), each=12), "positions.csv": held("80", "20")}), tmp_path / "matter")
    return tmp_path / "matter"


def test_positions_are_written_and_can_be_taken(matter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, before = tmp_path / "sky.csv", load(matter)
    assert main(["positions", str(matter), "--issue", "sky", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "low" in said and load(matter).hash == before.hash

    taken = tmp_path / "taken"
    shutil.copytree(matter, taken)
    (taken / "annexes/model").mkdir(parents=True)
    shutil.copy(out, taken / "annexes/model/positions.csv")
    shutil.copy(tmp_path / "sky-evidence.csv", taken / "annexes/model/evidence.csv")
    assert main(["check", str(taken)]) == 0
    new = [p for p in load(taken).positions if p.basis == "model"]
    assert len(new) == 8 and {p.confidence for p in new} == {"low"}
    assert len(load(taken).positions) == len(before.positions) + len(new)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_cannot_be_written_is_said(matter: Path, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    for out, issue in ((tmp_path / "out.txt", "sky"), (there, "sky"), (tmp_path / "a.csv", "whales")):
        assert main(["positions", str(matter), "--issue", issue, "--out", str(out), "--lang", lang]) != 0
    assert there.read_text() == "mine" and not (tmp_path / "a.csv").exists()
    assert "whales" in capsys.readouterr().err


@pytest.fixture(scope="module")
def speeches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier, its lake of speeches beside it, and one of speeches that tell nothing."""
    folder = tmp_path_factory.mktemp("speeches")
    save(decode(parts()), folder / "matter")
    speech_lake(folder / "matter.lake", speech_rows())
    speech_lake(folder / "blind.lake", speech_rows(tells=False))
    return folder / "matter"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_positions_are_read_from_texts_of_the_lake_beside(
    speeches: Path, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out, before = tmp_path / "words.csv", load(speeches)
    assert main(["positions", str(speeches), "--from", "texts", "--issue", "sky", "--out", str(out), "--lang", lang]) == 0
    assert "15" in capsys.readouterr().out and load(speeches).hash == before.hash

    taken = tmp_path / "taken"
    shutil.copytree(speeches, taken)
    (taken / "annexes/model").mkdir(parents=True)
    shutil.copy(out, taken / "annexes/model/positions.csv")
    shutil.copy(tmp_path / "words-evidence.csv", taken / "annexes/model/evidence.csv")
    assert main(["check", str(taken)]) == 0
    new = [p for p in load(taken).positions if p.basis == "model"]
    assert {p.actor for p in new} == set(ACTORS[1::2]) and {p.confidence for p in new} == {"low"}


def _take(out: Path, dossier: Path) -> None:
    (dossier / "annexes/model").mkdir(parents=True)
    shutil.copy(out, dossier / "annexes/model/positions.csv")
    shutil.copy(out.with_name(f"{out.stem}-evidence.csv"), dossier / "annexes/model/evidence.csv")


@pytest.mark.parametrize(("lang", "earlier"), [("en", "from an earlier proposal"), ("fr", "proposition antérieure")])
def test_why_nobody_is_left_is_said_of_each(
    speeches: Path, tmp_path: Path, lang: str, earlier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, out = tmp_path / "taken", tmp_path / "words.csv"
    shutil.copytree(speeches, taken)
    rest = ["--from", "texts", "--lake", str(speeches.with_name("matter.lake")), "--issue", "sky", "--lang", lang]
    assert main(["positions", str(taken), "--out", str(out), *rest]) == 0
    _take(out, taken)
    capsys.readouterr()
    assert main(["positions", str(taken), "--out", str(tmp_path / "again.csv"), *rest]) != 0
    said = capsys.readouterr().err
    assert earlier in said and said.count("15") == 2

    few = parts()
    few["actors.csv"] = b"\n".join(line for line in few["actors.csv"].split(b"\n") if line[:3].decode() not in ACTORS[1::2])
    save(decode(few), tmp_path / "few")
    assert main(["positions", str(tmp_path / "few"), "--out", str(tmp_path / "few.csv"), *rest]) != 0
    said = capsys.readouterr().err
    assert "M01" in said and earlier not in said


def test_what_is_worked_out_from_a_marked_issue_is_marked(matter: Path, tmp_path: Path) -> None:
    dossier, out = load(matter), tmp_path / "sky.csv"
    save(
        dataclasses.replace(dossier, issues=tuple(dataclasses.replace(row, marking="TLP:RED") for row in dossier.issues)), tmp_path / "red"
    )
    assert main(["positions", str(tmp_path / "red"), "--issue", "sky", "--out", str(out)]) == 0
    _take(out, tmp_path / "red")
    taken = load(tmp_path / "red")
    left = b"\n".join(encode(taken.cleared("TLP:CLEAR", "partner")).values())

    assert sum(row.basis == "model" for row in taken.positions) == 8
    assert b"sky" not in left and b"Should the" not in left


def test_texts_that_tell_nothing_and_wrong_words_write_nothing(speeches: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "words.csv"
    command = ["positions", str(speeches), "--issue", "sky", "--out", str(out)]
    for more, words in (
        (["--from", "texts", "--lake", str(speeches.with_name("blind.lake"))], "nothing is proposed"),
        (["--from", "talk"], "votes | texts"),
        (["--lake", str(speeches.with_name("blind.lake"))], "--from texts"),
        (["--from", "texts", "--high", "M29"], "M29"),
        (["--from", "texts", "--topic", "whales"], "whales"),
        ([], "contested recorded votes"),
    ):
        assert main([*command, *more]) != 0
        assert words in capsys.readouterr().err, more
    assert not out.exists()
