"""Golden dossiers of each format so far: opened without a fault, saved, and compared byte by byte; a newer one is refused in words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import DossierError, examine, load, read_parts, save
from legation.dossier.files.format import FORMAT, format_of

GOLDEN = Path(__file__).parent / "golden"
FORMATS = sorted(int(folder.name.partition("-")[2]) for folder in GOLDEN.iterdir())
INFO = "dossier.toml"


def copied(number: int, folder: Path) -> Path:
    for name, data in read_parts(GOLDEN / f"format-{number}").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_there_is_one_of_each_format() -> None:
    assert list(range(1, FORMAT + 1)) == FORMATS
    assert [format_of((GOLDEN / f"format-{number}" / INFO).read_bytes()) for number in FORMATS] == FORMATS


@pytest.mark.parametrize("number", FORMATS)
def test_each_is_opened_saved_and_the_same_byte_by_byte(number: int, tmp_path: Path) -> None:
    folder = copied(number, tmp_path / "d")
    before, newest = read_parts(folder), read_parts(GOLDEN / f"format-{FORMAT}")
    there = load(folder)

    assert {notice.code for notice in examine(folder)} == ({"older-format"} if number < FORMAT else set())
    assert read_parts(folder) == before  # to look changes nothing
    save(there, folder, over=there.hash)
    saved = read_parts(folder)
    assert {name for name in saved if saved[name] != before.get(name)} == ({INFO} if number < FORMAT else set())
    assert saved == newest
    again = load(folder)
    save(again, folder, over=again.hash)
    assert read_parts(folder) == saved
    assert again == load(GOLDEN / f"format-{FORMAT}")


@pytest.mark.parametrize("number", FORMATS)
@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_each_comes_back_from_another_carrier(number: int, form: str, tmp_path: Path) -> None:
    there = load(GOLDEN / f"format-{number}")
    save(there, tmp_path / f"d.{form}")
    back = load(tmp_path / f"d.{form}")

    assert back == there
    if form == "zip":
        assert read_parts(tmp_path / "d.zip") == read_parts(GOLDEN / f"format-{FORMAT}")


def test_a_newer_one_is_opened_refused_in_words_and_taken_along_byte_by_byte(tmp_path: Path) -> None:
    folder = copied(FORMAT, tmp_path / "d")
    (folder / INFO).write_bytes((folder / INFO).read_bytes().replace(b"format = 2", b"format = 3"))
    (folder / "seasons.csv").write_bytes(b"id;what\r\n1;x\r\n")
    before = read_parts(folder)
    there = load(folder)

    assert [actor.id for actor in there.actors] == ["FRA", "DEU", "EST"]
    for changed in (there, dataclasses.replace(there, actors=())):
        with pytest.raises(DossierError, match=r"Made by a newer release \(format 3\)"):
            save(changed, folder, over=there.hash)
    assert main(["export", str(folder), str(tmp_path / "out.zip"), "--audience", "owner"]) == 0
    assert read_parts(tmp_path / "out.zip") == read_parts(folder) == before
