"""A backup holds the lakes of a site: restored, they are equal, but for the secrets of days; what is no lake is refused."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from legation.errors import CannotRead, CannotWrite
from legation.lake import Lake
from legation.web.serving.archive import Archive
from legation.web.serving.lake_files import is_lake_file, lake_files, lakes_restored, lakes_still, write_files

from .sites import environment_of, legation, prepared


def lake_in(data: Path, slug: str = "small") -> Lake:
    """Make a lake with some history: two sources, a month that is over, secrets."""
    lake = Lake(data / "lakes" / slug)
    for source in ("ours", "théirs /x"):
        days = pa.array([dt.date(2024, month, 10) for month in (1, 2, 3)]).cast(pa.timestamp("us"))
        lake.append("notes", pa.table({"at": days, "who": [source] * 3}), source=source, origin=f"{source}.csv")
    lake.expire(dt.date(2024, 2, 1))
    lake.secret("accounts")
    lake.secret("day-2024-05-01")
    return lake


def state_of(lake: Lake) -> dict[str, object]:
    """Return all that a lake holds, its rows and bytes included."""
    parts = lake.manifest.parts("notes")
    return {
        "hash": lake.hash(),
        "held": lake.held("notes"),
        "parts": parts,
        "bytes": [hashlib.sha256((lake.path / part.path).read_bytes()).hexdigest() for part in parts],
        "rows": lake.to_arrow(lake.table("notes").order_by(["who", "at"])).to_pylist(),
        "key": lake.secret("accounts"),
    }


def secrets_in(lake: Path) -> set[str]:
    with closing(sqlite3.connect(lake / "manifest.sqlite")) as file:
        return {name for (name,) in file.execute("SELECT name FROM secret")}


def test_a_restored_site_has_the_same_lakes(tmp_path: Path) -> None:
    with prepared(tmp_path / "site", postgresql=False) as environment:
        lake = lake_in(Path(environment["LEGATION_DATA"]))
        before = state_of(lake)
        code, printed = legation(environment, "backup", str(tmp_path / "b.zip"))
        assert code == 0, printed
        assert sorted(path.name for path in (Path(environment["LEGATION_DATA"]) / "lakes").iterdir()) == ["small"]

    other = environment_of(tmp_path / "other")
    stale = lake_in(tmp_path / "other", "stale").path
    code, printed = legation(other, "restore", str(tmp_path / "b.zip"))

    assert code == 0, printed
    assert state_of(Lake(tmp_path / "other" / "lakes" / "small")) == before
    assert secrets_in(tmp_path / "other" / "lakes" / "small") == {"accounts"}
    assert not stale.exists()
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "other" / "lakes" / "small").rglob("*")} == {0}
    assert [path.name for path in (tmp_path / "other").iterdir() if path.name.startswith(".")] == []
    assert Lake(tmp_path / "other" / "lakes" / "small").append("notes", pa.table({"at": pa.array([None], pa.timestamp("us"))})).rows == 1


def zipped(tmp_path: Path, data: Path) -> tuple[zipfile.ZipFile, dict[str, dict[str, object]]]:
    """Write the lakes of a folder into a zip."""
    with zipfile.ZipFile(tmp_path / "lakes.zip", "w") as archive, lake_files(data) as files:
        said = write_files(archive, files)
    return zipfile.ZipFile(tmp_path / "lakes.zip"), said


def damaged(place: str) -> Exception:
    return CannotRead(place)


def test_a_backup_taken_during_a_load_restores_what_was_whole_at_its_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from legation.web.serving import lake_files as of_lakes

    lake, real = lake_in(tmp_path / "from"), of_lakes._link
    taken: list[Any] = []
    before = state_of(lake)

    def meanwhile(source: Path, target: Path) -> Path:
        if not taken:  # another load ends while files are linked
            taken.append("ended")
            lake.append("notes", pa.table({"at": pa.array([None], pa.timestamp("us")), "who": ["other"]}), source="other")
        return real(source, target)

    def pieces() -> Iterator[pa.Table]:
        for number in range(3):
            if number == 1:  # some of it is written, the rest is not
                assert list((lake.path / "writing").iterdir())
                taken.append(zipped(tmp_path, tmp_path / "from"))
            yield pa.table({"at": pa.array([None] * 1000, pa.timestamp("us")), "who": [str(number)] * 1000})

    monkeypatch.setattr(of_lakes, "_link", meanwhile)
    assert lake.append("notes", pieces(), source="long", digest="long").rows == 3000
    archive, said = taken[1]
    (tmp_path / "to").mkdir()
    with lakes_restored(archive, said, tmp_path / "to", damaged):
        pass

    assert taken.count("ended") == 1
    assert state_of(Lake(tmp_path / "to" / "lakes" / "small")) == before
    assert {held.source for held in lake.held("notes")} == {"ours", "théirs /x", "other", "long"}
    assert not (tmp_path / "to" / "lakes" / "small" / "writing").exists()


def test_a_restoration_that_fails_leaves_the_lakes_as_they_were(tmp_path: Path) -> None:
    lake_in(tmp_path / "from")
    archive, said = zipped(tmp_path, tmp_path / "from")
    there = lake_in(tmp_path / "to", "there")
    before = state_of(there)

    with pytest.raises(KeyError), lakes_restored(archive, said, tmp_path / "to", damaged):
        raise KeyError

    assert state_of(there) == before
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["lakes"]


@pytest.mark.parametrize(
    "statement", ["UPDATE part SET path = '../../legation.sqlite3'", "INSERT INTO gone VALUES ('../../secret-key', 0)", "DELETE FROM part"]
)
def test_a_list_that_names_other_files_than_there_are_is_refused(tmp_path: Path, statement: str) -> None:
    lake = lake_in(tmp_path / "from")
    archive, said = zipped(tmp_path, tmp_path / "from")
    with closing(sqlite3.connect(lake.path / "manifest.sqlite", isolation_level=None)) as file:
        if "part SET" in statement:
            file.execute("DELETE FROM part WHERE path NOT IN (SELECT path FROM part LIMIT 1)")
        file.execute(statement)
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(forged, "w") as out:
        for name in archive.namelist():
            out.writestr(name, (lake.path / "manifest.sqlite").read_bytes() if name.endswith(".sqlite") else archive.read(name))

    (tmp_path / "to").mkdir()
    with pytest.raises(CannotRead, match="lakes/small"), lakes_restored(zipfile.ZipFile(forged), said, tmp_path / "to", damaged):
        pass
    assert list((tmp_path / "to").iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "lakes/../manifest.sqlite",
        "lakes/small/../../x.parquet",
        "lakes/small/notes/../2024-01/" + "0" * 32 + ".parquet",
        "lakes/small/notes/ours/2024-01/x.parquet",
        "lakes/small/other.sqlite",
        "/lakes/small/manifest.sqlite",
        "lakes/small/manifest.sqlite/x",
    ],
)
def test_a_name_that_is_none_of_a_lake_is_refused(name: str, tmp_path: Path) -> None:
    assert not is_lake_file(name)
    about = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    manifest = {"format": 2, "version": "0.0.1", "tables": {}, "migrations": [], "files": {name: about}}
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr(name, b"x")

    with pytest.raises(CannotRead, match="damaged"):
        Archive(tmp_path / "bad.zip")


def test_a_file_that_goes_while_the_backup_is_taken_is_looked_for_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from legation.web.serving import lake_files as of_lakes

    lake, real, calls = lake_in(tmp_path), of_lakes._link, []

    def going(source: Path, target: Path) -> Path:
        calls.append(source)
        if len(calls) == 1:
            lake.forget("notes", "ours")
        return real(source, target)

    monkeypatch.setattr(of_lakes, "_link", going)
    with lake_files(tmp_path) as files:
        assert all(path.is_file() for path in files.values())
        assert len(files) == 1 + len(lake.manifest.parts("notes")) == 3


def test_a_lake_that_is_being_changed_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from legation.web.serving import lake_files as of_lakes

    lake = lake_in(tmp_path)
    monkeypatch.setattr(of_lakes, "_PATIENCE", 0.05)
    with closing(sqlite3.connect(lake.path / "manifest.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotWrite, match="small"), lakes_still(tmp_path):
            pass
    with lakes_still(tmp_path):  # it is free again
        pass


def test_where_a_disk_has_no_links_nothing_is_copied_while_imports_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    lake = lake_in(tmp_path)
    monkeypatch.setattr(os, "link", refused)
    with zipfile.ZipFile(tmp_path / "lakes.zip", "w") as archive, lake_files(tmp_path) as files:
        parts = [path for name, path in files.items() if name.endswith(".parquet")]
        assert sorted(parts) == sorted(lake.path / part.path for part in lake.manifest.parts("notes")) != []
        write_files(archive, files)
        lake.forget("notes", "ours")
        with pytest.raises(CannotWrite, match="small"):
            write_files(archive, {f"lakes/small/{path.relative_to(lake.path)}": path for path in parts})
