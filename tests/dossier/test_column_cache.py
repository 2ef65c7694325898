"""Columns of a dossier that was opened before: the same dossier, never another one's, and nothing that lies in the folder is believed."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from strategies import dossiers

from legation import private_folder
from legation.cli import main
from legation.dossier import TABLES, Dossier, decode, encode, load
from legation.dossier.files import column_cache, columns
from legation.dossier.files.codec import assembled
from legation.dossier.files.column_cache import ColumnCache
from legation.dossier.files.columns import NotColumns, columns_bytes, read_columns
from legation.errors import CannotWrite, DossierError
from legation.example_folder import example_folders
from legation.private_folder import PrivateFolder, sealed

_ROWS = b"id,title,title_fr,known_on,attributable,reliability\n" + b"".join(
    b"e%d,T%d,,2018-0%d,%s,A\n" % (n, n % 3, n % 9 + 1, b"yes" if n % 2 else b"") for n in range(40)
)
_PARTS = {
    "dossier.toml": b'id = "d"\nformat = 2\n',
    "evidence.csv": _ROWS,
    "actors.csv": b"id,kind\r\nFRA,state\r\nDEU,state\r\n",
    "rollcalls.csv": b"id,title,date\nr1,a,2018-05-01\n",
    "votes.csv": b"id,actor,rollcall,vote,intent\nv1,FRA,r1,yes,\n,DEU,r1,absent,no\n",
    "groups.csv": b"group,actor\neu,FRA\n",
    "annexes/second/evidence.csv": b"id,title\nx1,apart\n",
    "bodies.toml": b'[[body]]\nid = "b"\nmembers = "eu"\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_cache, "LEAST", 0)


@pytest.fixture
def plain_readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The plain readings, one entry each."""
    made: list[int] = []

    def counted(*given: object) -> Dossier:
        made.append(1)
        return decode(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(column_cache, "decode", counted)
    return made


def test_numbers_that_are_written_otherwise_are_not_the_same() -> None:
    """A column of them would come back as others."""
    (row,) = decode(_PARTS | {"positions.csv": b"id,actor,issue,value\np1,FRA,i,0\n", "issues.csv": b"id,title\ni,I\n"}).positions
    other = dataclasses.replace(row, value=-0.0)

    assert (row,) == (other,)
    assert not columns._is_same("positions", (row,), (other,))
    assert columns._is_same("positions", (row,), (dataclasses.replace(row),))


def _never() -> Dossier:
    raise NotColumns("read plainly")


def _same(found: Dossier, expected: Dossier) -> None:
    """Check that two dossiers are equal in all that can be told of them, types of values too."""
    assert found == expected
    assert found.hash == expected.hash
    assert found.notices == expected.notices
    assert (found.stored, found.sizes) == (expected.stored, expected.sizes)
    for name in TABLES:
        assert repr(found.rows(name)) == repr(expected.rows(name))
    votes, others = found.votes, expected.votes
    assert (votes.actors, votes.rollcalls, votes.ids) == (others.actors, others.rollcalls, others.ids)
    for name in ("actor", "rollcall", "vote", "intent"):
        assert getattr(votes, name).dtype == getattr(others, name).dtype
        assert getattr(votes, name).flags.writeable


@given(dossiers())
@settings(max_examples=15, deadline=None)
def test_columns_give_the_dossier_that_parts_give(drawn: Dossier) -> None:
    """Of any dossier without columns of a newer release; the day at which it is asked changes nothing in that."""
    parts = encode(dataclasses.replace(drawn, unknown=type(drawn.unknown)()))
    expected = decode(parts)

    data = columns_bytes("k", expected)

    assert data is not None
    found = assembled(parts, read_columns("k", data, _never))
    assert found.as_of("2018-06-30") == expected.as_of("2018-06-30")
    assert found.cleared("TLP:GREEN", "public") == expected.cleared("TLP:GREEN", "public")
    _same(found, expected)


def test_the_second_reading_finds_columns(folder: Path, plain_readings: list[int]) -> None:
    """Notices, annexes and bodies are as they were; a changed byte in any part is another dossier."""
    expected = decode(_PARTS)
    for _ in range(2):
        _same(ColumnCache(folder, "X").read(_PARTS), expected)
    assert len(plain_readings) == 1
    assert expected.notices
    assert expected.annex

    changed = _PARTS | {"evidence.csv": _ROWS.replace(b"T1,", b"T9,", 1)}
    _same(ColumnCache(folder, "X").read(changed), decode(changed))
    assert len(plain_readings) == 2
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("name", ["iana-transition-2014", "notpetya-2017"])
def test_examples_by_their_columns(name: str, folder: Path) -> None:
    """Every table, mandate and register of an example; on a day and for a reader."""
    place, expected = example_folders()[name], load(example_folders()[name])
    load(place, ColumnCache(folder, "X"))

    found = load(place, ColumnCache(folder, "X"))

    assert found.late
    assert found.cleared("TLP:RED").as_of("2018-06-30") == expected.cleared("TLP:RED").as_of("2018-06-30")
    _same(found, expected)


_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda data: data[:-5],
    "a byte changed": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "another seal": lambda data: b"0" * 64 + data[64:],
    "no columns": lambda _: sealed(b"[]\n"),
    "of another dossier": lambda data: sealed(data.split(b"\n", 1)[1].replace(b'"key": "', b'"key": "0', 1)),
    "of an older form": lambda data: sealed(data.split(b"\n", 1)[1].replace(b'"columns": {', b'"cells": {')),
    "tables in a list": lambda data: sealed(json.dumps(json.loads(data.split(b"\n", 2)[1]) | {"tables": []}).encode() + b"\n"),
    "too deep": lambda _: sealed(b"[" * 100_000 + b"\n"),
    "a pickle": lambda _: sealed(b"cos\nsystem\n(S'exit 1'\ntR."),
}


@pytest.mark.parametrize("damage", _DAMAGE.values(), ids=_DAMAGE)
def test_what_is_damaged_is_read_plainly_and_written_anew(
    folder: Path, damage: Callable[[bytes], bytes], plain_readings: list[int]
) -> None:
    """The next command finds whole columns again."""
    ColumnCache(folder, "X").read(_PARTS)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))

    _same(ColumnCache(folder, "X").read(_PARTS), decode(_PARTS))

    assert len(plain_readings) == 2
    assert file.read_bytes() == whole


@pytest.mark.parametrize(("before", "after"), [(b'"|u1"', b'"|O"'), (b'"|u1"', b'"<u8"'), (b"[0, ", b"[99999999, "), (b'"A"', b'"=1"')])
def test_what_was_sealed_wrongly_is_read_plainly(folder: Path, before: bytes, after: bytes) -> None:
    """A file that somebody else made, with a seal of its own, makes no object and stops no command."""
    ColumnCache(folder, "X").read(_PARTS)
    (file,) = folder.iterdir()
    rest = file.read_bytes().split(b"\n", 1)[1]
    file.write_bytes(sealed(rest.replace(before, after)))

    assert ColumnCache(folder, "X").read(_PARTS) == decode(_PARTS)


def test_a_link_or_a_large_file_is_no_column(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a plain file of our own is read, and none above a limit."""
    ColumnCache(folder, "X").read(_PARTS)
    (file,) = folder.iterdir()
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert ColumnCache(folder, "X").read(_PARTS) == decode(_PARTS)
    assert not file.is_symlink()
    monkeypatch.setattr(column_cache, "_LARGEST", 10)
    assert ColumnCache(folder, "X").read(_PARTS).late is None


def test_faults_are_told_as_without_columns(folder: Path) -> None:
    """A dossier with faults leaves nothing in the folder."""
    faulty = _PARTS | {"votes.csv": b"actor,rollcall,vote\nUSA,r1,yes\n", "groups.csv": b"group,actor\neu,=1\n"}
    with pytest.raises(DossierError) as plain:
        decode(faulty)
    with pytest.raises(DossierError) as kept:
        ColumnCache(folder, "X").read(faulty)
    assert kept.value.problems == plain.value.problems
    assert list(folder.iterdir()) == []


def test_columns_of_a_newer_release_are_not_kept(folder: Path) -> None:
    """Nor is a dossier of an older format, which is told each time."""
    for parts in (_PARTS | {"groups.csv": b"group,actor,colour\neu,FRA,red\n"}, _PARTS | {"dossier.toml": b'id = "d"\n'}):
        assert ColumnCache(folder, "X").read(parts) == decode(parts)
        assert list(folder.iterdir()) == []


def test_little_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read as quickly without leaves nothing."""
    monkeypatch.setattr(column_cache, "LEAST", sum(map(len, _PARTS.values())) + 1)
    ColumnCache(folder, "X").read(_PARTS)
    assert list(folder.iterdir()) == []


def test_other_code_reads_anew(folder: Path, monkeypatch: pytest.MonkeyPatch, plain_readings: list[int]) -> None:
    """Where the code that reads tables changed, what it left before is not found."""
    ColumnCache(folder, "X").read(_PARTS)
    monkeypatch.setattr(column_cache, "_code", lambda: "other")
    ColumnCache(folder, "X").read(_PARTS)
    assert len(plain_readings) == 2


def test_the_code_that_reads_tables_is_all_that_is_loaded_to_read_them() -> None:
    """Lists of names aside, which read nothing."""
    code = "import json, sys, legation.dossier.files.column_cache; print(json.dumps([m.__file__ for n, m in sys.modules.items() if n[:8] == 'legation']))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)

    assert {Path(path) for path in loaded if not path.endswith("__init__.py")} <= {*column_cache._code_files()}


def test_a_zero_with_a_sign_is_a_zero(folder: Path) -> None:
    """Read plainly as by the columns; equal by ==, they would be written otherwise."""
    parts = _PARTS | {"positions.csv": b"id,actor,issue,value,evidence\np1,FRA,i,-0,e1\np2,DEU,i,0,e1\n", "issues.csv": b"id,title\ni,I\n"}
    for _ in range(2):
        assert [repr(row.value) for row in ColumnCache(folder, "X").read(parts).positions] == ["0.0", "0.0"]


def test_the_folder_is_of_its_owner_alone(folder: Path) -> None:
    """Made with mode 700, its files with 600; one that is open to others, or a file, is refused."""
    before = os.umask(0)
    try:
        ColumnCache(folder, "LEGATION_CACHE").read(_PARTS)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]
    folder.chmod(0o750)
    with pytest.raises(CannotWrite, match=r"LEGATION_CACHE.*750"):
        ColumnCache(folder, "LEGATION_CACHE")


def test_the_folder_may_go_at_any_time(folder: Path) -> None:
    """Between two readings, after it was opened, and with columns open: the dossier is whole, and what could not be kept is said."""
    cache = ColumnCache(folder, "X")
    folder.rmdir()
    assert cache.read(_PARTS) == decode(_PARTS)
    assert cache.fault is not None

    ColumnCache(folder, "X").read(_PARTS)
    opened = ColumnCache(folder, "X").read(_PARTS)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    _same(opened, decode(_PARTS))


def test_old_files_go_and_others_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many of the newest are left; what is not ours is not touched."""
    monkeypatch.setattr(column_cache, "MOST", 2)
    ColumnCache(folder, "X")
    (folder / "notes.txt").write_text("mine")
    for number in range(4):
        ColumnCache(folder, "X").read(_PARTS | {"dossier.toml": b'id = "d%d"\nformat = 2\n' % number})
    assert len(list(folder.glob("*.columns"))) == 2
    assert (folder / "notes.txt").read_text() == "mine"


def test_what_is_read_again_stays(folder: Path, monkeypatch: pytest.MonkeyPatch, plain_readings: list[int]) -> None:
    """Of more dossiers than the folder holds the one that is opened time and again is found each time; its day of writing stays."""
    monkeypatch.setattr(column_cache, "MOST", 2)
    dossiers = [_PARTS | {"dossier.toml": b'id = "d%d"\nformat = 2\n' % number} for number in range(4)]
    ColumnCache(folder, "X").read(dossiers[0])
    (first,) = folder.iterdir()
    os.utime(first, (1.8e9, 1.7e9))
    days = [first.stat().st_mtime]
    monkeypatch.setattr(private_folder, "DAYS", 10**5)
    for parts in dossiers[1:]:
        ColumnCache(folder, "X").read(dossiers[0])
        ColumnCache(folder, "X").read(parts)
        days.append(first.stat().st_mtime)

    assert len(plain_readings) == 4
    assert days == [1.7e9] * 4


def test_a_file_that_cannot_be_removed_keeps_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that another command removed meanwhile."""
    files = PrivateFolder(folder, "X", "[a-z]")
    for number, name in enumerate("abcd"):
        files.put(name, b"")
        os.utime(folder / name, (number, number))
    unlink = Path.unlink

    def refusing(path: Path, missing_ok: bool = False) -> None:
        if path.name == "a":
            raise FileNotFoundError
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    files.keep_newest(1)
    assert {path.name for path in folder.iterdir()} == {"a", "d"}


def test_several_write_at_once(folder: Path) -> None:
    """Each gets the whole dossier, and one whole file stays."""
    expected = decode(_PARTS)
    found: list[Dossier] = []

    def one() -> None:
        found.extend(ColumnCache(folder, "X").read(_PARTS) for _ in range(5))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 20
    assert all(dossier == expected for dossier in found)
    assert [path.suffix for path in folder.iterdir()] == [".columns"]


def test_commands_say_the_same(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the folder, with it, and with what the first command left in it; a change of the files is seen at once."""
    place = tmp_path / "d"
    for name, data in _PARTS.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    words = ["ask", "what-is-due", str(place), "--json", "--lang", "en"]
    answers = []
    for named in ("", str(folder), str(folder)):
        monkeypatch.setenv("LEGATION_CACHE", named)
        assert main(words) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1] == answers[2]
    assert len(list(folder.iterdir())) == 1

    stood = (place / "groups.csv").stat()
    (place / "groups.csv").write_bytes(b"group,actor\neu,DEU\n")
    os.utime(place / "groups.csv", ns=(stood.st_atime_ns, stood.st_mtime_ns))
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["provenance"] != answers[0]["provenance"]

    folder.chmod(0o755)
    assert main(words) != 0
    assert "LEGATION_CACHE" in capsys.readouterr().err


def test_what_could_not_be_kept_is_said_in_the_language_of_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the shell speaks."""

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    monkeypatch.setenv("LEGATION_CACHE", str(folder))
    monkeypatch.setenv("LEGATION_LANG", "en")
    assert main(["history", str(example_folders()["notpetya-2017"]), "evidence", "no-such-row", "--lang", "fr"]) != 0
    assert "Tout n’a pas pu être conservé" in capsys.readouterr().err


def test_nothing_is_kept_where_nobody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command without the setting leaves no columns anywhere in the user's own folders."""
    monkeypatch.delenv("LEGATION_CACHE", raising=False)
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert main(["ask", "what-is-due", str(example_folders()["notpetya-2017"])]) == 0
    assert not list(tmp_path.rglob("*.columns"))
