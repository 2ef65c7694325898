"""``legation forecast``: written down, sealed, opened, resolved, checked; and every refusal leaves the dossier as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load, standing
from legation.dossier.tables.forecasts import opens, seal_states


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "d"
    place.mkdir()
    (place / "dossier.toml").write_text('id = "d"\n')
    return place


def run(*words: object) -> int:
    return main(["forecast", *map(str, words), "--lang", "en"])


def test_in_the_open_and_resolved(folder: Path) -> None:
    assert run("add", folder, "f", "--set", "question=Adopted?", "--set", "probability=0.7", "--on", "2020-01-01") == 0
    assert run("resolve", folder, "f", "--set", "came_true=yes", "--on", "2020-02-01") == 0
    (last,) = standing(load(folder).forecasts)

    assert (last.supersedes, last.probability, last.came_true, str(last.resolved_on)) == ("f", 0.7, True, "2020-02-01")
    assert seal_states(load(folder).forecasts) == {"f": "intact", last.id: "intact"}
    assert run("check", folder) == 0


def test_deposited_opened_resolved(folder: Path, tmp_path: Path) -> None:
    keep = tmp_path / "keep.json"
    words = ("seal", folder, "f", "--set", "question=How many?", "--set", "value=3", "--keep", keep, "--on", "2020-01-01")
    assert run(*words) == 0
    (deposit,) = load(folder).forecasts
    assert (deposit.value, deposit.salt) == (None, "")
    assert json.loads(keep.read_text())["value"] == "3"

    assert run("resolve", folder, "f", "--set", "result=4") == 2  # not before it is open
    assert run("open", folder, "f", "--keep", keep) == 0
    (opened,) = standing(load(folder).forecasts)
    assert opened.value == 3
    assert opens(opened, deposit.seal, opened.salt)
    assert run("resolve", folder, opened.id, "--set", "result=4", "--on", "2020-02-01") == 0
    assert run("check", folder) == 0


def test_a_kept_file_that_was_changed_opens_nothing(folder: Path, tmp_path: Path) -> None:
    keep = tmp_path / "keep.json"
    run("seal", folder, "f", "--set", "question=How many?", "--set", "value=3", "--keep", keep)
    before = load(folder).hash
    keep.write_text(keep.read_text().replace('"3"', '"4"'))

    assert run("open", folder, "f", "--keep", keep) == 2
    assert load(folder).hash == before


@pytest.mark.parametrize("text", ["[" * 100_000, "{}", "[1]", '{"a": 1}', "no", " " * 200_000])
def test_what_is_no_kept_forecast_is_said_to_be_none(folder: Path, tmp_path: Path, text: str) -> None:
    keep = tmp_path / "keep.json"
    run("seal", folder, "f", "--set", "question=How many?", "--set", "value=3", "--keep", keep)
    assert keep.stat().st_mode & 0o077 == 0
    before = load(folder).hash
    keep.write_text(text)

    assert run("open", folder, "f", "--keep", keep) == 2
    assert load(folder).hash == before


def test_an_altered_part_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", folder, "f", "--set", "question=Adopted?", "--set", "probability=0.7")
    part = folder / "forecasts.csv"
    part.write_text(part.read_text().replace("0.7", "0.9"))

    assert run("check", folder) == 1
    assert "SEAL BROKEN" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("guess",),
        ("seal", "--set", "question=Q"),
        ("add", "--set", "probability"),
        ("add", "--set", "seal=x"),
        ("resolve", "gone"),
        ("open", "gone"),
    ],
)
def test_what_makes_no_sense_changes_nothing(folder: Path, words: tuple[str, ...]) -> None:
    before = load(folder).hash

    assert run(words[0], folder, *words[1:]) == 2
    assert load(folder).hash == before


def test_a_file_to_keep_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    keep = tmp_path / "keep.json"
    keep.write_text("mine")

    assert run("seal", folder, "f", "--set", "question=Q", "--keep", keep) != 0
    assert keep.read_text() == "mine"
    assert load(folder).forecasts == ()


def test_a_wrong_value_is_said_and_nothing_saved(folder: Path) -> None:
    assert run("add", folder, "f", "--set", "question=Q", "--set", "probability=1.7") == 1
    assert load(folder).forecasts == ()


def test_a_paper_that_printed_it_is_noted_and_named_once_it_is_contradicted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "evidence.csv").write_text("id,title,date\nbrief,Brief of January,2020-01-10\n")
    made = ("--set", "question=Margin?", "--set", "low=28", "--set", "value=73", "--set", "high=117")
    assert run("add", folder, "f", *made, "--on", "2020-01-01") == 0
    assert run("resolve", folder, "f", "--set", "result=19", "--on", "2020-02-01") == 0
    assert run("printed", folder, "f", "--set", "printed_in=brief") == 0
    (last,) = standing(load(folder).forecasts)

    assert (last.printed_in, last.value, last.result) == (("brief",), 73, 19)
    capsys.readouterr()
    assert main(["check", str(folder), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "printed_in" in said
    assert "19 came, outside that range" in said
    assert run("printed", folder, "none", "--set", "printed_in=brief") == 2
    assert run("printed", folder, "f", "--set", "value=19") == 2
    before = load(folder).hash
    assert run("printed", folder, "f", "--set", "printed_in=nowhere") != 0  # no such paper
    assert load(folder).hash == before
