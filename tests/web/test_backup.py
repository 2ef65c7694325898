"""A backup holds everything, is whole or refused, and becomes the same site again, in either database."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, ProgrammingError
from postgresql import database_of

from legation.errors import CannotRead
from legation.language import say
from legation.web.serving import restore
from legation.web.serving.archive import Archive
from legation.web.serving.restore import consistent

from .sites import ROOT, each, environment_of, legation, prepared

each_database = pytest.mark.each_database("rows go out and in by SQL of ours")
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"
_IMPORTS = """
import json, sys, hashlib
from django.apps import apps
from legation.rooms import seen_by, verify
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.rooms.desk import DESK
from legation.web.serving.backup import models_of
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room
"""
_COUNT = """
def plain(value):
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)
def counted():
    state = {m._meta.db_table: hashlib.sha256(json.dumps(list(m._base_manager.order_by("pk").values_list()), sort_keys=True, default=plain).encode()).hexdigest() for m in models_of(apps)}
    dossier = Dossier.objects.get(slug="small")
    state["head"] = dossier.head
    state["actors"] = len(store.content(store.revision_of(dossier)).actors)
    for room in Room.objects.all():
        live = DESK.room(room.pk)
        state[f"room {room.pk}"] = [verify(log.entries_after(room.pk)), live.hash, seen_by(live.state, None), room.seats.count()]
    said.append(state)
"""

_BEGINS = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
"""
_STEPS = """
import contextlib, io, json, sys
from legation.cli import main
from legation.web.stores.people.models import Person, Tombstone
said = []
def run(*words):
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main([str(word) for word in words])
    said.append((code, out.buffer.getvalue().decode()))
def who():
    said.append([sorted(Person.objects.values_list("name", flat=True)), sorted(Tombstone.objects.values_list("reason", flat=True))])
"""

_NOTED = """
from legation.web.stores.audit import trail
trail.note("taken", route="exporting", dossier="small")
from legation.web.accounts.models import Account
from legation.web.rooms import seats
from legation.web.rooms.desk import Draft
given = {"inside": "seat", "leaves": "chatham", "question": "What now?"}
host = Account.objects.get()
room = seats.open_room(Dossier.objects.get(slug="small"), host, "deliberation", given, title={"text": "Talks"}, notice={})
people = [seats.sit(room, role="participant", account=None, anonymous=False)[0] for _ in range(2)]
host = seats.seat_by_account(room, None, "host")
DESK.write(room.pk, host, [Draft(kind="stated", data={"statement": "s1", "text": "Begin.", "source": "seed"}, key="a")])
DESK.write(room.pk, host, [Draft(kind="phase", data={"phase": "vote"}, key="b")])
for person in people:
    DESK.write(room.pk, person, [Draft(kind="voted", data={"statement": "s1", "value": 1}, key="c")])
DESK.write(room.pk, people[1], [Draft(kind="erased", data={"seat": people[1]}, key="d")])
"""
_JOINED = """
from legation.web.accounts.models import Account
Account.objects.create_user("late@example.org")
"""


@contextlib.contextmanager
def database(folder: Path, *, postgresql: bool = POSTGRESQL):
    """Give the environment of a site that is not there yet."""
    if not postgresql:
        yield environment_of(folder)
        return
    with database_of() as address:
        yield environment_of(folder) | {"LEGATION_DATABASE_URL": address}


def steps(environment: dict[str, str], *steps: str) -> list:
    """Take steps one after the other in one process.

    Return of each command its code and words, what all tables held when that was counted, and who was there when that was asked.
    """
    script = "\n".join([_BEGINS, _IMPORTS, _COUNT, _STEPS, *steps, "print(json.dumps(said))"])
    done = subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Made(NamedTuple):
    """The environment of a site with a dossier, a backup of it, and what it held when that was taken."""

    environment: dict[str, str]
    zipped: Path
    state: dict[str, object]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a site with a dossier, and a backup of it."""
    folder = tmp_path_factory.mktemp("site")
    with prepared(folder, postgresql=POSTGRESQL) as environment:
        state, (code, printed) = steps(environment, _NOTED, "counted()", f"run('backup', {str(folder / 'b.zip')!r})")
        assert code == 0, printed
        assert "Written" in printed
        yield Made(environment, folder / "b.zip", state)


@pytest.fixture
def own(made, tmp_path):
    """Return the environment of a copy of the site, which a test may change."""
    folder, address = tmp_path / "own", made.environment.get("LEGATION_DATABASE_URL")
    shutil.copytree(made.environment["LEGATION_DATA"], folder)
    if address is None:
        yield environment_of(folder)
        return
    with database_of(urlsplit(address).path.removeprefix("/")) as copied:
        yield environment_of(folder) | {"LEGATION_DATABASE_URL": copied}


@each_database
def test_it_becomes_the_same_site(made, tmp_path) -> None:
    with database(tmp_path / "data") as other:
        (code, printed), state = steps(other, f"run('restore', {str(made.zipped)!r})", "counted()", _JOINED)
        assert code == 0, printed
        assert state == made.state  # and a new row takes a new number
        assert [found[0] for name, found in made.state.items() if name.startswith("room ")] == [None]  # the chain of its room holds
        assert (tmp_path / "data" / "secret-key").read_text() != (Path(made.environment["LEGATION_DATA"]) / "secret-key").read_text()


@each_database
def test_a_backup_moves_to_the_other_database_and_back(made, tmp_path) -> None:
    with database(tmp_path / "data", postgresql=not POSTGRESQL) as other:
        (code, printed), state = steps(other, f"run('restore', {str(made.zipped)!r})", "counted()")
        assert code == 0, printed
        assert state == made.state


def test_it_is_for_its_owner_only_and_holds_no_sign_in(made) -> None:
    zipped = made.zipped
    with zipfile.ZipFile(zipped) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))

    assert zipped.stat().st_mode & 0o077 == 0
    assert "secret-key" not in names
    assert "django_session" not in manifest["tables"]
    assert not {"rows_rowentry", "rows_rowindex"} & manifest["tables"].keys()
    assert manifest["tables"]["dossiers_part"]["rows"] > 0
    assert manifest["tables"]["audit_entry"]["rows"] > 0
    assert manifest["files"] == {}


def test_the_secret_key_goes_along_when_it_is_asked_for(made, tmp_path) -> None:
    environment, zipped, key = made.environment, str(tmp_path / "b.zip"), tmp_path / "data" / "secret-key"
    assert legation(environment, "backup", zipped, "--with-secrets")[0] == 0
    read = f"said.append(open({str(key)!r}).read())"
    with database(tmp_path / "data") as other:
        first, own, again = steps(other, f"run('restore', {zipped!r})", read, f"run('restore', {zipped!r}, '--replace', '--with-secrets')")
    assert (first[0], again[0]) == (0, 0)
    assert own != (Path(environment["LEGATION_DATA"]) / "secret-key").read_text()  # a backup's word alone changes no key
    assert key.read_text() == (Path(environment["LEGATION_DATA"]) / "secret-key").read_text()
    assert key.stat().st_mode & 0o077 == 0


@each_database
def test_a_site_that_is_there_is_left_alone_unless_it_shall_be_replaced(made, own, tmp_path) -> None:
    zipped = str(tmp_path / "b.zip")
    refused = f"run('restore', {zipped!r})"
    taken, changed, (code, printed), after, again = steps(
        own, f"run('backup', {zipped!r})", _JOINED, "counted()", refused, "counted()", f"run('restore', {zipped!r}, '--replace')"
    )

    assert (taken[0], code, "--replace" in printed) == (0, 2, True)
    assert after == changed != made.state
    assert again[0] == 0
    assert steps(own, "counted()") == [made.state]


def rewritten(source: Path, target: Path, change) -> Path:
    """Copy a backup; ``change(name, bytes)`` returns what stands there instead, None for nothing."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


def _newer(name: str, data: bytes) -> bytes:
    return json.dumps(json.loads(data) | {"version": "99.0.0"}).encode() if name == "manifest.json" else data


def _later_migration(name: str, data: bytes) -> bytes:
    if name != "manifest.json":
        return data
    manifest = json.loads(data)
    return json.dumps(manifest | {"migrations": [*manifest["migrations"], ["dossiers", "9999_later"]]}).encode()


def _flipped(name: str, data: bytes) -> bytes:
    return data.replace(b"owner", b"Owner", 1) if name == "rows/dossiers_grant.jsonl" else data


def _other_part(name: str, data: bytes) -> bytes:
    """Change a part and the hash of its table too: only the hash of the part itself tells."""
    import hashlib

    if name == "rows/dossiers_part.jsonl":
        row, *rest = data.splitlines(keepends=True)
        digest, _ = json.loads(row)
        return json.dumps([digest, "AAAA"]).encode() + b"\n" + b"".join(rest)
    if name == "manifest.json":
        manifest = json.loads(data)
        with zipfile.ZipFile(_other_part.source) as archive:
            changed = _other_part("rows/dossiers_part.jsonl", archive.read("rows/dossiers_part.jsonl"))
        manifest["tables"]["dossiers_part"]["sha256"] = hashlib.sha256(changed).hexdigest()
        return json.dumps(manifest).encode()
    return data


def test_no_file_is_written_outside_of_its_place(made, tmp_path) -> None:
    """A backup that somebody made by hand names a file that is in it, with the right hash, and a place that is not of the site."""
    data = b"bad"
    for place in (
        f"uploads/{tmp_path}/out",
        "uploads//tmp/out",
        "",
        ".",
        "uploads",
        "uploads/./x",
        "uploads/../x",
        "/x",
        "secret-key/x",
        "uploads/a\\b",
    ):
        about = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

        def change(name: str, old: bytes, place: str = place, about: dict = about) -> bytes:
            return json.dumps(json.loads(old) | {"files": {place: about}}).encode() if name == "manifest.json" else old

        bad = rewritten(made.zipped, tmp_path / "bad.zip", change)
        with zipfile.ZipFile(bad, "a") as archive:
            if place:
                archive.writestr(place, data)
        with pytest.raises(CannotRead, match="damaged"):
            Archive(bad)


def test_what_unpacks_to_more_than_a_site_is_refused(made, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("legation.web.serving.archive.LARGEST_LINE", 1000)
    with pytest.raises(CannotRead, match="must be a file written by legation backup"):
        Archive(rewritten(made.zipped, tmp_path / "long.zip", lambda name, old: b"x" * 2000 if name == "rows/dossiers_part.jsonl" else old))
    monkeypatch.undo()
    monkeypatch.setattr("legation.web.serving.archive.ALWAYS", 0)
    Archive(made.zipped)
    monkeypatch.setattr("legation.web.serving.archive.SWOLLEN", 0)
    with pytest.raises(CannotRead, match="must be a file written by legation backup"):
        Archive(made.zipped)


@each_database
def test_a_restoration_that_fails_changes_nothing(made, tmp_path) -> None:
    environment, zipped, before = made
    bad = rewritten(zipped, tmp_path / "bad.zip", _later_migration)
    (code, printed), state = steps(environment, f"run('restore', {str(bad)!r}, '--replace')", "counted()")

    assert (code, "dossiers.9999_later" in printed) == (3, True), printed
    assert state == before
    assert not [path.name for path in Path(environment["LEGATION_DATA"]).iterdir() if path.name.startswith(".restoring")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_newer, "99.0.0"),
        (_flipped, "dossiers_grant"),
        (_other_part, "dossiers_part"),
        (lambda name, data: None if name == "rows/dossiers_part.jsonl" else data, "must be a file written by legation backup"),
        (lambda name, data: None if name == "manifest.json" else data, "must be a file written by legation backup"),
        (lambda name, data: b"[" if name == "manifest.json" else data, "must be a file written by legation backup"),
        (lambda name, data: b"{}" if name == "manifest.json" else data, "must be a file written by legation backup"),
    ],
)
def test_what_is_damaged_or_newer_is_refused(made, tmp_path, change, words) -> None:
    _other_part.source = made.zipped

    with pytest.raises(CannotRead, match=words):
        Archive(rewritten(made.zipped, tmp_path / "bad.zip", change))


@pytest.mark.parametrize("fault", [AttributeError, KeyError, TypeError, ProgrammingError])
def test_a_fault_of_ours_in_a_migration_is_no_fault_of_the_backup(made, fault) -> None:
    archive = Archive(made.zipped)

    with pytest.raises(fault), consistent(archive):
        raise fault
    for lang, words in (("en", "contradict one another"), ("fr", "se contredisent")):
        with pytest.raises(CannotRead) as caught, consistent(archive):
            raise IntegrityError
        assert words in say(caught.value.message, lang)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello" * 100])
def test_what_is_no_zip_is_refused(tmp_path, content) -> None:
    (tmp_path / "bad.zip").write_bytes(content)

    with pytest.raises(CannotRead, match="must be a file written by legation backup"):
        Archive(tmp_path / "bad.zip")


def test_a_file_that_is_cut_off_anywhere_is_refused(made, tmp_path) -> None:
    whole = made.zipped.read_bytes()
    for share in (0.2, 0.5, 0.99):
        (tmp_path / "bad.zip").write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(CannotRead):
            Archive(tmp_path / "bad.zip")


def test_a_place_that_cannot_be_written_leaves_the_old_backup(made, tmp_path) -> None:
    code, printed = legation(made.environment, "backup", str(tmp_path / "nowhere" / "b.zip"))

    assert (code, "could not be written" in printed) == (3, True)


def test_it_is_one_moment_while_others_write(own, tmp_path) -> None:
    """Two tables that always change together are the same in every backup that is taken meanwhile."""
    place = Path(own["LEGATION_DATA"]) / "legation.sqlite3"
    ended = threading.Event()
    written = []

    def write() -> None:
        with contextlib.closing(sqlite3.connect(place, timeout=20, isolation_level=None)) as connection:
            number = 0
            while not ended.is_set():
                number += 1
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("UPDATE accounts_account SET name = ?", (str(number),))
                connection.execute("UPDATE dossiers_dossier SET title = ?", (json.dumps({"text": str(number)}),))
                connection.execute("COMMIT")
                written.append(number)
                ended.wait(0.002)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for code, said in each(own, *(("backup", str(tmp_path / f"{attempt}.zip")) for attempt in range(2))):
            assert code == 0, said
    finally:
        ended.set()
        writer.join()
    assert len(written) > 20  # nobody waited for a backup to end
    for attempt in range(2):
        with zipfile.ZipFile(tmp_path / f"{attempt}.zip") as archive:
            manifest = json.loads(archive.read("manifest.json"))["tables"]
            rows = {
                table: [
                    dict(zip(manifest[table]["columns"], json.loads(line), strict=True))
                    for line in archive.read(f"rows/{table}.jsonl").splitlines()
                ]
                for table in ("accounts_account", "dossiers_dossier")
            }
        assert {row["name"] for row in rows["accounts_account"]} == {row["title"]["text"] for row in rows["dossiers_dossier"]}


# --- persons -------------------------------------------------------------------------------------------------------------------------------

_NAME = "Zéphyrine Quatrebarbes"
_TWO = f"""
import datetime as dt, json
from legation.web.dossiers.models import Dossier
from legation.web.stores.people.models import Person
for name in ({_NAME!r}, "Somebody Else"):
    Person.objects.create(dossier=Dossier.objects.get(slug="small"), name=name, basis="consent", source="card", retain_until=dt.date(2099, 1, 1))
"""
_ERASE = f"""
from legation.web.stores.people import store
from legation.web.stores.people.models import Person
store.erase(Person.objects.get(name={_NAME!r}), None, "request")
"""


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@each_database
def test_who_was_erased_stays_so_when_an_older_backup_is_restored(own, tmp_path) -> None:
    """In the site itself, and in a new one that knows of nothing but the backups."""
    old, new = (f"{tmp_path}/{name}.zip" for name in ("old", "new"))
    backups = (_TWO, f"run('backup', {old!r}, '--with-secrets')", _ERASE, f"run('backup', {new!r})")
    *_, restored, left = steps(own, *backups, f"run('restore', {old!r}, '--replace')", "who()")

    assert "1 person in the backup had been erased since" in restored[1]
    assert left == [["Somebody Else"], ["request"]]
    assert _NAME.encode() not in unpacked(Path(old))  # encrypted
    assert b"Somebody" not in unpacked(Path(old))
    assert _NAME not in (tmp_path / "erased-people.jsonl").read_text("utf-8")
    with database(tmp_path / "data") as other:
        (_, said), left, *_ = steps(other, f"run('restore', {old!r})", "who()")
        assert "erased since" in said
        assert left == [["Somebody Else"], ["request"]]


def test_persons_are_read_back_by_who_has_the_key_or_the_passphrase(own, tmp_path) -> None:
    both = sorted(["Somebody Else", _NAME])
    key, words = (f"{tmp_path}/{name}.zip" for name in ("key", "words"))
    variable = "LEGATION_BACKUP_PASSPHRASE"
    name = f"import os; os.environ[{variable!r}] = 'four words that nobody guesses'"
    backups = (_TWO, f"run('backup', {key!r}, '--verify')", name, f"run('backup', {words!r})", f"del os.environ[{variable!r}]")
    tried, _, (code, _), left = steps(own, *backups, f"run('restore', {key!r}, '--replace')", "who()")

    assert (tried[0], "Tried: restored into a temporary place and compared" in tried[1]) == (0, True), tried
    assert not list(tmp_path.glob(".verifying-*"))
    assert (code, left[0]) == (0, both)
    with database(tmp_path / "data") as other:
        restored = (f"run('restore', {words!r})", name, f"run('restore', {words!r})", "who()")
        without = (f"run('restore', {key!r}, '--replace', '--without-people')", "who()")
        refused, opened, there, left_out, nobody = steps(other, *restored, *without)
        assert (refused[0], variable in refused[1], "--without-people" in refused[1]) == (2, True, True), refused
        assert (opened[0], there[0]) == (0, both)
        assert (left_out[0], nobody[0]) == (0, [])


def test_a_backup_that_does_not_become_the_same_site_is_found_out(made, tmp_path) -> None:
    """The trial itself is tried: a row is changed between restoring and comparing."""
    script = f"""
from pathlib import Path
import sqlite3
from legation.web.serving import verify
restored = verify._restored
def changed(path, folder):
    restored(path, folder)
    with sqlite3.connect(folder / "legation.sqlite3") as there:
        there.execute("UPDATE dossiers_grant SET role = 'reader'")
verify._restored = changed
run("backup", "{tmp_path}/b.zip", "--verify")
"""
    ((code, said),) = steps(made.environment, script)

    assert (code, "differs from it at dossiers_grant" in said) == (3, True), said
    assert not list(tmp_path.glob(".verifying-*"))


def test_a_restoration_that_was_cut_off_in_the_middle_starts_no_site_and_says_what_to_do(made, own, tmp_path) -> None:
    folder = Path(own["LEGATION_DATA"])
    (folder / "restoring").write_text("/backup/one.zip")
    (folder / ".restoring-lakes-999999999").mkdir()
    (folder / ".restoring-999999999.sqlite3-wal").touch()
    refused = (("backup", str(tmp_path / "b.zip")), ("serve", "--port", "8999"), ("doctor",))
    for code, said in each(own, *refused):
        assert (code != 0, "legation restore /backup/one.zip --replace" in said) == (True, True), said
    restored, well = each(own, ("restore", str(made.zipped), "--replace"), ("doctor",))
    assert (restored[0], well[0]) == (0, 0)
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".restoring") or path.name == "restoring"]


def test_a_backup_of_before_persons_were_encrypted_is_restored(made, tmp_path) -> None:
    def older(name: str, data: bytes) -> bytes:
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        del manifest["sealed"]
        return json.dumps(manifest | {"format": 2}).encode()

    archive = Archive(rewritten(made.zipped, tmp_path / "older.zip", older))
    archive.unseal(())
    assert archive.sealed == frozenset()
    assert list(archive.rows("people_person")) == []


def test_a_second_restoration_that_fails_leaves_the_note_of_the_first(tmp_path) -> None:
    for was_cut_off in (False, True):
        if was_cut_off:
            (tmp_path / restore.CUT_OFF).write_text("/backup/one.zip")
        with pytest.raises(OSError, match="full"), restore._unless_it_fails(tmp_path):
            (tmp_path / restore.CUT_OFF).write_text("/backup/two.zip")
            raise OSError("full")
        assert (tmp_path / restore.CUT_OFF).exists() is was_cut_off


def test_a_backup_whose_seal_is_damaged_is_no_backup(made, tmp_path) -> None:
    def damaged(name: str, data: bytes) -> bytes:
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        table = next(one for one, about in manifest["tables"].items() if about["rows"])
        return json.dumps(manifest | {"sealed": {"tables": [table]}}).encode()

    with pytest.raises(CannotRead, match="backup"):
        Archive(rewritten(made.zipped, tmp_path / "damaged.zip", damaged))
