"""Folder, zip and workbook carry the same dossier; a cut leaves the old one whole."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from strategies import dossiers

from legation.dossier import TABLES, Dossier, DossierError, decode, encode, load, save, write_file
from legation.dossier.files.templates import csv_template, datapackage
from legation.dossier.files.workbook import template_bytes, workbook_bytes
from legation.errors import CannotRead, CannotWrite, LegationError


@pytest.mark.parametrize("name", ["d", "d.zip", "d.xlsx", "d.json"])
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(dossier=dossiers())
def test_every_carrier_brings_back_the_same_dossier(tmp_path: Path, name: str, dossier: Dossier) -> None:
    save(dossier, tmp_path / name)

    assert encode(load(tmp_path / name)) == encode(dossier)


def test_the_same_dossier_gives_the_same_bytes(tmp_path: Path) -> None:
    dossier = decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n"})
    first = workbook_bytes(dossier)
    time.sleep(1.1)
    save(dossier, tmp_path / "a.zip")
    save(dossier, tmp_path / "b.zip")

    assert workbook_bytes(dossier) == first
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_files_that_are_not_parts_stay_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    dossier = decode({"dossier.toml": b'id = "x"'})
    save(dossier, folder)
    (folder / "README.md").write_text("ours")
    save(dossier, folder)

    assert (folder / "README.md").read_text() == "ours"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d"]


@pytest.mark.parametrize("name", ["d", "d.zip", "d.xlsx", "d.json"])
def test_a_save_that_is_killed_leaves_an_old_or_a_new_state_whole(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    program = (
        "import sys\nfrom legation.dossier import decode, save\n"
        "def made(n): return decode({'dossier.toml': b'id = \"x\"', 'actors.csv': b'id,name,kind\\n' + b''.join(b'a%d,%d,state\\n' % (i, n) for i in range(3000)),"
        " 'files/a.bin': bytes([n]) * 3_000_000})\n"
        f"states = [made(n) for n in range(2)]\nsave(states[0], {str(target)!r})\nprint('ready', flush=True)\n"
        f"for n in range(10_000): save(states[n % 2], {str(target)!r})\n"
    )
    for pause in (0.01, 0.07, 0.13):
        running = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        time.sleep(pause)
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()

        dossier = load(target)

        (number,) = {a.name.text for a in dossier.actors}
        assert len(dossier.actors) == 3000
        assert dossier.files["files/a.bin"] == bytes([int(number)]) * 3_000_000


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "d"
    save(decode({"dossier.toml": b'id = "old"'}), target)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="no space left"):
        save(decode({"dossier.toml": b'id = "new"'}), target)
    monkeypatch.undo()

    assert load(target).info.id == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d"]


def test_an_interrupted_exchange_is_finished_at_the_next_load(tmp_path: Path) -> None:
    target = tmp_path / "d"
    save(decode({"dossier.toml": b'id = "old"'}), target)
    target.rename(tmp_path / ".d.old")

    assert load(target).info.id == "old"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("mask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700), (0o002, 0o664, 0o775)])
def test_what_is_new_has_the_rights_of_the_umask_and_what_was_there_keeps_its_own(
    tmp_path: Path, mask: int, file: int, folder: int
) -> None:
    dossier = decode({"dossier.toml": b'id = "x"', "files/a": b"x"})
    before = os.umask(mask)
    try:
        for name in ("d", "d.zip", "d.xlsx"):
            save(dossier, tmp_path / name)
        write_file(tmp_path / "page", b"x")
        assert [_mode(tmp_path / name) for name in ("d.zip", "d.xlsx", "page", "d/dossier.toml", "d/files/a")] == [file] * 5
        assert [_mode(tmp_path / name) for name in ("d", "d/files")] == [folder] * 2

        for name, mode in (("d.zip", 0o640), ("page", 0o604), ("d", 0o750), ("d/files", 0o711), ("d/dossier.toml", 0o660)):
            (tmp_path / name).chmod(mode)
        for name in ("d", "d.zip"):
            save(dossier, tmp_path / name)
        write_file(tmp_path / "page", b"y")
        assert [_mode(tmp_path / name) for name in ("d.zip", "page", "d", "d/files", "d/dossier.toml")] == [
            0o640,
            0o604,
            0o750,
            0o711,
            0o660,
        ]
    finally:
        os.umask(before)


@pytest.mark.parametrize("name", ["d", "d.zip", "d.xlsx", "d.json"])
def test_a_save_clears_away_what_a_killed_one_left_and_nothing_else(tmp_path: Path, name: str) -> None:
    stale, others = (
        tmp_path / f".{name}.0a1b2c3d.new",
        (tmp_path / ".e.0a1b2c3d.new", tmp_path / f".{name}.mine.new", tmp_path / f".{name}.x"),
    )
    stale.mkdir()
    (stale / "part").write_text("half")
    (tmp_path / f".{name}.0a1b2c3e.new").write_text("half")
    for other in others:
        other.write_text("not ours")
    save(decode({"dossier.toml": b'id = "x"'}), tmp_path / name)

    assert {p.name for p in tmp_path.iterdir()} == {name, *(other.name for other in others)}


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    for name in ("d", "d.zip", "d.xlsx"):
        save(decode({"dossier.toml": b'id = "old"'}), tmp_path / "far" / name)
        (tmp_path / name).symlink_to(tmp_path / "far" / name)
        save(decode({"dossier.toml": b'id = "new"'}), tmp_path / name)

        assert (tmp_path / name).is_symlink()
        assert load(tmp_path / "far" / name).info.id == "new"


@pytest.mark.parametrize("path", [".", "", "/", ".."])
def test_the_folder_one_stands_in_is_read_but_not_replaced(tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = decode({"dossier.toml": b'id = "x"'})
    (tmp_path / "d/inner").mkdir(parents=True)
    (tmp_path / "d/dossier.toml").write_text('id = "x"')
    monkeypatch.chdir(tmp_path / "d" if path != ".." else tmp_path / "d/inner")

    with pytest.raises(CannotWrite, match="the folder that you are in"):
        save(dossier, path)
    if path != "/":
        assert load(path).info.id == "x"
        save(load(path), tmp_path / "copy")
    else:
        with pytest.raises(DossierError):
            load(path)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match=r"/file could not be written \(no space left"):
        write_file(tmp_path / "file", b"new")
    monkeypatch.undo()
    with pytest.raises(CannotWrite, match=r"file/below could not be written"):
        write_file(tmp_path / "file/below", b"new")

    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "old"


@pytest.mark.parametrize("name", ["d", "d.zip", "d.xlsx", "d.json"])
def test_of_two_saves_of_what_both_have_read_one_is_refused(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    save(decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n"}), target)
    program = (
        "import dataclasses, sys\nfrom legation.dossier import Actor, Wording, load, save\nfrom legation.errors import LegationError\n"
        f"before = load({str(target)!r})\n"
        "after = dataclasses.replace(before, actors=(*before.actors, Actor(id=sys.argv[1], name=Wording(sys.argv[1]), kind='state')))\n"
        "print('read', flush=True)\nsys.stdin.readline()\n"
        f"try: save(after, {str(target)!r}, over=before.hash)\n"
        "except LegationError as error: print(error, file=sys.stderr); sys.exit(error.exit_code)\n"
    )
    both = {
        actor: subprocess.Popen(
            [sys.executable, "-c", program, actor], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for actor in ("PER", "TUV")
    }
    for running in both.values():
        assert running.stdout is not None
        assert running.stdout.readline() == "read\n"
    for running in both.values():
        assert running.stdin is not None
        running.stdin.write("go\n")
        running.stdin.flush()
    said = {actor: running.communicate(timeout=60)[1] for actor, running in both.items()}

    codes = {actor: running.returncode for actor, running in both.items()}
    (winner,) = (actor for actor, code in codes.items() if code == 0)
    (loser,) = (actor for actor, code in codes.items() if code == 3)
    assert "changed by somebody else" in said[loser]
    assert {actor.id for actor in load(target).actors} == {"FRA", winner}
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_readers_never_see_half_of_an_exchange(tmp_path: Path) -> None:
    target = tmp_path / "d"
    program = (
        "from legation.dossier import decode, save\n"
        "states = [decode({'dossier.toml': b'id = \"x\"', 'files/a': bytes([n]), 'files/b': bytes([n])}) for n in range(2)]\n"
        f"save(states[0], {str(target)!r})\nprint('ready', flush=True)\n"
        f"for n in range(100_000): save(states[n % 2], {str(target)!r})\n"
    )
    running = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert running.stdout is not None
    try:
        assert running.stdout.readline() == b"ready\n"
        for _ in range(100):
            files = load(target).files
            assert files["files/a"] == files["files/b"]
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def test_bytes_changed_anywhere_in_a_zip_raise_nothing_but_our_errors(tmp_path: Path) -> None:
    save(decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n"}), tmp_path / "d.zip")
    whole = (tmp_path / "d.zip").read_bytes()
    for at in range(len(whole)):
        for mask in (0x01, 0x55, 0xFF):
            (tmp_path / "d.zip").write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
            with contextlib.suppress(LegationError):
                load(tmp_path / "d.zip")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing", None),
        ("a.zip", b"PK\x03\x04 not a zip"),
        ("b.xlsx", b"no workbook"),
        ("c.txt", b"text"),
        ("missing.xlsx", None),
        ("missing.zip", None),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(CannotRead, match=name):
        load(tmp_path / name)


def test_a_zip_that_would_leave_its_folder_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("dossier.toml", 'id = "x"')
        archive.writestr("../../files/evil", "x")

    with pytest.raises(CannotRead, match="evil"):
        load(tmp_path / "a.zip")


def test_a_formula_in_a_workbook_is_a_fault(tmp_path: Path) -> None:
    save(decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n"}), tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    book["actors"]["B2"] = "=1+1"
    book.save(tmp_path / "d.xlsx")

    with pytest.raises(DossierError) as error:
        load(tmp_path / "d.xlsx")

    assert [(p.part, p.row, p.column, p.code) for p in error.value.problems] == [("actors.csv", 2, "name", "formula")]


def test_annexes_with_long_names_that_begin_alike_stay_two(tmp_path: Path) -> None:
    first, second = "a" * 39 + "1", "a" * 39 + "2"
    header = b"id,name,kind\n"
    parts = {
        "dossier.toml": b'id = "x"',
        "actors.csv": header + b"FRA,France,state\n",
        f"annexes/{first}/actors.csv": header + b"PER,Peru,state\n",
        f"annexes/{second}/actors.csv": header + b"TUV,Tuvalu,state\n",
        f"annexes/{second}/votes.csv": b"kept as it is",
    }
    dossier = decode(parts)
    save(dossier, tmp_path / "d.xlsx")
    back = load(tmp_path / "d.xlsx")

    assert encode(back) == encode(dossier)
    assert set(encode(back)) == set(parts)
    assert openpyxl.load_workbook(tmp_path / "d.xlsx").sheetnames == ["actors", "actors@1", "actors@2", "parts"]


def _rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            new = change(name, data)
            if new is not None:
                archive.writestr(name, new)


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "%s">%s]><worksheet><sheetData>&z;</sheetData></worksheet>' % (
    b"x" * 1000,
    b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("z") + 1)),
)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: data[: len(data) // 2] if "sheet1.xml" in name else data,
        lambda name, data: BOMB if name.endswith("sheet1.xml") else data,
        lambda name, data: None if name.endswith("sheet1.xml") else data,
        lambda name, data: None if name == "xl/workbook.xml" else data,
        lambda name, data: data[:200] if name == "xl/styles.xml" else data,
        lambda name, data: b"",
    ],
)
def test_a_broken_workbook_is_one_sentence(tmp_path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    dossier = decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n", "files/a": b"\x00\x01"})
    save(dossier, tmp_path / "d.xlsx")
    _rewritten(tmp_path / "d.xlsx", change)

    with pytest.raises((CannotRead, DossierError)) as error:
        load(tmp_path / "d.xlsx")

    assert "\n" not in str(error.value)


def test_bytes_changed_anywhere_in_a_workbook_raise_nothing_but_our_errors(tmp_path: Path) -> None:
    save(decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n"}), tmp_path / "d.xlsx")
    whole = (tmp_path / "d.xlsx").read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        (tmp_path / "d.xlsx").write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with contextlib.suppress(LegationError):
            load(tmp_path / "d.xlsx")


@pytest.mark.parametrize("content", ["é", "AAA"])
def test_a_base64_row_that_is_none_is_one_sentence(tmp_path: Path, content: str) -> None:
    save(decode({"dossier.toml": b'id = "x"', "files/a": b"\x00\x01"}), tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    (row,) = (row for row in book["parts"].iter_rows() if row[1].value == "base64")
    row[2].value = content
    book.save(tmp_path / "d.xlsx")

    with pytest.raises(CannotRead, match=r"d\.xlsx could not be read"):
        load(tmp_path / "d.xlsx")


def test_a_sheet_that_stands_twice_is_refused(tmp_path: Path) -> None:
    save(decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n"}), tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    book.copy_worksheet(book["actors"]).title = "doubled"
    book.save(tmp_path / "d.xlsx")
    _rewritten(tmp_path / "d.xlsx", lambda name, data: data.replace(b'"doubled"', b'"actors"'))

    with pytest.raises(CannotRead, match="actors twice"):
        load(tmp_path / "d.xlsx")


def test_templates_have_every_column_a_comment_and_a_drop_down(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(template_bytes(lang="fr"))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")

    assert book.sheetnames == list(TABLES)
    sheet = book["positions"]
    names = [name for column in TABLES["positions"].columns for name in column.names]
    assert [cell.value for cell in sheet[1]] == names
    assert all(cell.comment and cell.comment.text.strip() for cell in sheet[1])
    assert any("expert" in str(rule.formula1) for rule in sheet.data_validations.dataValidation)
    for name in TABLES:
        assert decode({"dossier.toml": b'id = "x"', f"{name}.csv": csv_template(name)})


def test_the_datapackage_describes_every_field() -> None:
    import json

    package = json.loads(datapackage())

    for resource in package["resources"]:
        table = TABLES[resource["name"]]
        assert [f["name"] for f in resource["schema"]["fields"]] == [n for c in table.columns for n in c.names]
        assert all(f["description"] and not f["description"].startswith("[") for f in resource["schema"]["fields"])
