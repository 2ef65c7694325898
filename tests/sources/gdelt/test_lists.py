"""The published lists of slices, and what is missing beside them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from gdelt_made import event, written

from legation.errors import CannotRead
from legation.sources import gdelt

HOST = "http://data.gdeltproject.org/gdeltv2/"
HASH = "297a16b493de7cf6ca809a7cc31d0b93"


def test_a_list(tmp_path: Path) -> None:
    lines = [
        f"150383 {HASH} {HOST}20191024143000.export.CSV.zip",
        f"318084 {HASH} {HOST}20191024143000.mentions.CSV.zip",
        f"1076850 {HASH} {HOST}20191024143000.translation.gkg.csv.zip",
        "",
        f"{HASH} {HOST}20191024143000.export.CSV.zip",
        f"1 {HASH} {HOST}20191399143000.export.CSV.zip",
    ]
    found = gdelt.read_list(written(tmp_path / "masterfilelist.txt", *lines))

    assert found.table.to_pylist()[0] == {
        "time": dt.datetime(2019, 10, 24, 14, 30, tzinfo=dt.UTC),
        "table": "events",
        "translated": False,
        "bytes": 150_383,
        "md5": HASH,
        "url": f"{HOST}20191024143000.export.CSV.zip",
    }
    assert found.table["table"].to_pylist() == ["events", "mentions", "articles"]
    assert found.table["translated"].to_pylist() == [False, False, True]
    assert [(p.row, p.code) for p in found.unplaced] == [(5, "gdelt-list-line"), (6, "gdelt-list-line")]
    assert found.origin.read == 5


def test_what_is_missing(tmp_path: Path) -> None:
    names = [f"2019102414{minute}00.export.CSV.zip" for minute in ("45", "00", "30", "15")]
    listed = gdelt.read_list(written(tmp_path / "lastupdate.txt", *[f"1 {HASH} {HOST}{name}" for name in names]))
    folder = tmp_path / "slices"
    folder.mkdir()
    written(folder / "20191024143000.export.CSV", event())
    written(folder / "20191024141500.export.CSV", event())

    assert gdelt.missing_slices(listed, folder) == (f"{HOST}{names[1]}", f"{HOST}{names[0]}")
    assert gdelt.missing_slices(listed, [folder / "20191024143000.export.CSV"], "mentions") == ()


def test_an_empty_list_and_none(tmp_path: Path) -> None:
    assert gdelt.read_list(written(tmp_path / "lastupdate.txt")).table.num_rows == 0
    with pytest.raises(CannotRead):
        gdelt.read_list(tmp_path / "none.txt")


@pytest.mark.parametrize("name", ["notes.csv", "20191024.csv", "2019102414300.export.CSV", "20191024146100.export.CSV", ""])
def test_a_name_that_is_none(name: str) -> None:
    assert gdelt.slice_name(name) is None
