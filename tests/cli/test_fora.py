"""Fora from the command line: taken out of the pack, and in the calendar as far as its reader may see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "matter")]) == 0
    return tmp_path / "matter"


def test_no_list_of_fora_is_a_table_to_begin_with(matter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", str(matter / "processes.csv"), "fora"]) == 2
    assert "processes" in capsys.readouterr().err


@pytest.mark.parametrize(("lang", "said"), [("en", "6 fora (ICANN Board"), ("fr", "6 enceintes (Conseil d’administration de l’ICANN")])
def test_a_word_takes_a_family_of_fora_says_which_and_takes_nothing_twice(
    matter: Path, lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["take", "internet-governance", str(matter), "--fora", "icann", "--lang", lang]
    assert main([*asked, "--dry-run"]) == 0
    assert load(matter).processes == ()
    assert main(asked) == 0
    there = load(matter)
    assert {row.id for row in there.processes} == {"icann-board", "icann-ec", "gac", "gnso", "ccnso", "alac"}
    assert said in capsys.readouterr().out
    assert main(asked) == 0
    assert load(matter) == there and " 0. " in capsys.readouterr().out
    assert main(["check", str(matter)]) == 0


def test_a_forum_that_is_none_and_an_option_of_votes_are_refused(matter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["take", "internet-governance", str(matter)]
    assert main([*asked, "--fora", "moon"]) == 2
    assert "icann-ec" in capsys.readouterr().err
    assert main([*asked, "--fora", "igf", "--years", "2010"]) == 2
    assert "--years" in capsys.readouterr().err
    assert main(asked) == 2
    assert "--fora" in capsys.readouterr().err
    assert load(matter).processes == ()


def test_the_list_of_packs_names_the_fora(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take"]) == 0
    said = capsys.readouterr().out
    assert "  icann-ec\tICANN Empowered Community" in said and "--fora" in said


def test_the_calendar_holds_what_its_reader_may_see(matter: Path, tmp_path: Path, capsys) -> None:
    (matter / "processes.csv").write_text(
        "id,forum,deadline,marking\nopen,PLAIN-FORUM,2027-05-01,\nclosed,SECRET-FORUM,2027-06-01,TLP:RED\n", "utf-8"
    )
    for words, count in (([], 2), (["--marking", "TLP:AMBER"], 1)):
        assert main(["export", str(matter), str(tmp_path / "fora.ics"), "--calendar", *words]) == 0
        data = (tmp_path / "fora.ics").read_bytes()
        assert data.count(b"BEGIN:VEVENT") == count and (b"SECRET" in data) == (count == 2)
    assert main(["export", str(matter), str(tmp_path / "fora.txt"), "--calendar"]) == 2
    assert ".ics" in capsys.readouterr().err
