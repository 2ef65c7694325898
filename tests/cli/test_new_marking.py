"""How far a new dossier may travel: TLP:AMBER unless somebody says otherwise; and what is told of a file that says nothing."""

from __future__ import annotations

import pytest

from legation.cli import main
from legation.dossier import MARKINGS, Dossier, Info, decode, encode, load
from legation.dossier.parts.settings import read_info, says_marking, write_info


@pytest.mark.parametrize("name", ["matter", "matter.zip", "matter.xlsx"])
def test_a_new_dossier_is_amber_and_says_so_in_its_file(tmp_path, capsys, name):
    assert main(["new", str(tmp_path / name)]) == 0

    assert "TLP:AMBER" in capsys.readouterr().out
    info = load(tmp_path / name).info
    assert (info.marking, says_marking(info)) == ("TLP:AMBER", True)


@pytest.mark.parametrize("marking", MARKINGS)
def test_it_has_the_marking_that_is_given(tmp_path, marking):
    assert main(["new", str(tmp_path / "matter"), "--marking", marking]) == 0
    assert f'marking = "{marking}"' in (tmp_path / "matter" / "dossier.toml").read_text("utf-8")


def test_a_dossier_of_a_list_too(tmp_path):
    listed = tmp_path / "members.txt"
    listed.write_text("France\nKenya\n", "utf-8")

    assert main(["start", str(listed), "--out", str(tmp_path / "one")]) == 0
    assert main(["start", str(listed), "--out", str(tmp_path / "two"), "--marking", "TLP:RED"]) == 0
    assert [load(tmp_path / name).info.marking for name in ("one", "two")] == ["TLP:AMBER", "TLP:RED"]


@pytest.mark.parametrize("given", ["AMBER", "tlp:amber", "SECRET", "TLP:AMBER "])
def test_a_marking_that_is_none_is_refused_and_nothing_is_written(tmp_path, capsys, given):
    assert main(["new", str(tmp_path / "matter"), "--marking", given]) == 2
    told = capsys.readouterr().err

    assert given in told
    assert "TLP:CLEAR | TLP:GREEN" in told
    assert not (tmp_path / "matter").exists()


def test_what_is_made_in_code_is_written_down_as_amber():
    assert b'marking = "TLP:AMBER"' in encode(Dossier(info=Info(id="x")))["dossier.toml"]


def test_a_file_without_a_marking_means_what_it_always_meant(tmp_path):
    rows = b"id,title,marking\nplain,a,\namber,b,TLP:AMBER\n"
    there = decode({"dossier.toml": b'id = "x"\n', "evidence.csv": rows})

    assert (there.info.marking, says_marking(there.info)) == ("TLP:CLEAR", False)
    assert [row.id for row in there.cleared("TLP:GREEN").evidence] == ["plain"]
    assert b"marking" not in write_info(there.info)


def test_a_marking_that_is_misspelled_is_told_and_not_left_out():
    problems: list = []

    assert read_info(b'id = "x"\nmarkng = "TLP:RED"\n', problems) is None
    assert [(one.code, one.found) for one in problems] == [("unknown-key", "markng")]


def test_whoever_checks_a_dossier_without_a_marking_is_told(tmp_path, capsys):
    (tmp_path / "dossier.toml").write_text('id = "x"\nformat = 2\n', "utf-8")

    assert main(["check", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "dossier.toml:marking" in told
    assert 'Write marking = "TLP:AMBER"' in told
    (tmp_path / "dossier.toml").write_text('id = "x"\nformat = 2\nmarking = "TLP:CLEAR"\n', "utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "0 notices" in capsys.readouterr().out
