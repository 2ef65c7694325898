"""The tracker of fora from the command line: a list to begin with, and the calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "matter")]) == 0
    return tmp_path / "matter"


@pytest.mark.parametrize(("lang", "said"), [("en", "Not checked"), ("fr", "Non vérifié")])
def test_the_starting_list_is_a_part_of_a_dossier_and_says_what_was_checked(matter: Path, capsys, lang: str, said: str) -> None:
    assert main(["template", str(matter / "processes.csv"), "fora", "--lang", lang]) == 0
    assert main(["check", str(matter)]) == 0
    rows = load(matter).processes

    assert len({row.id for row in rows}) == len(rows) > 15
    assert all(row.forum.fr and row.forum.en and row.mandate.fr and row.mandate.en and row.reason and not row.evidence for row in rows)
    assert {row.id for row in rows if said in row.reason} >= {"icann", "ietf", "rirs", "nato"}
    assert main(["ask", "where-should-we-take-it", str(matter), "--as-of", "2026-06-01", "--lang", lang]) == 0
    assert "21" in capsys.readouterr().out


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
