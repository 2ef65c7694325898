"""Backups of desk and keys, apart: whole, signed, refused when old or of another house; who was erased does not come back."""

from __future__ import annotations

import datetime as dt
import json
import os
import zipfile
from pathlib import Path

import pytest
from desk_people import a_crisis, a_household, a_message, a_report, an_event, clean_journal

from legation.errors import CannotRead, CannotWrite, NotAvailable
from legation.keys import new_keyring, read_keyring, with_new_root, without_root, write_keyring
from legation.web.accounts.models import Account
from legation.web.consular.backing_up import back_up, desk_tables
from legation.web.consular.copies import copies, drop_old_copies
from legation.web.consular.erasures import FILE
from legation.web.consular.house import house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.links import tables
from legation.web.consular.opening import keyring_path, passphrase
from legation.web.consular.records.models import Assignment, BlindIndex, Event, Household, Person, Warden
from legation.web.consular.restoring import restore
from legation.web.consular.shredding import shred
from legation.web.consular.vault import Shredded, close_vault, vault
from legation.web.stores.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clean():
    clean_journal()
    close_vault()
    yield
    clean_journal()
    close_vault()


def empty() -> None:
    """As after the loss of the machine: the journal is what is left."""
    for model in desk_tables():
        if model is not Entry:
            model._base_manager.all().delete()
    SubjectKey.objects.all().delete()
    close_vault()


def everything() -> dict[str, list[tuple]]:
    models = [*(one for one in desk_tables() if one is not Entry), SubjectKey]
    return {
        one._meta.db_table: [tuple(map(str, map(plain, row))) for row in one._base_manager.order_by("pk").values_list()] for one in models
    }


def plain(value):
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value


def full(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "desk.backup", tmp_path / "keys.backup"


def test_a_restored_house_is_the_same_to_the_last_value(tmp_path, people):
    crisis = a_crisis()
    household, members = a_household(people=2)
    an_event(crisis, members)
    a_report(crisis, by=people["officer"])
    a_message(household, crisis)
    desk, keys = full(tmp_path)
    before = everything()
    made = back_up(desk, keys, NOW)
    assert (made.keys, desk.stat().st_mode & 0o777, keys.stat().st_mode & 0o777) == (6, 0o600, 0o600)
    empty()
    done = restore(desk, keys, NOW + 6 * DAY)

    assert everything() == before
    assert (done.keys, done.passed_over) == (6, 0)
    assert vault().open(Person.objects.get(pk=members[0].pk), "identity")["given"] == "given"
    assert Account.objects.filter(email="head@lyndon.example.org").exists()
    assert Entry.objects.filter(route="backup.restored").exists()


def test_neither_backup_has_anything_of_the_other_or_opens_by_itself(tmp_path):
    _, (person,) = a_household()
    desk, keys = full(tmp_path)
    back_up(desk, keys, NOW)
    with zipfile.ZipFile(desk) as one, zipfile.ZipFile(keys) as other:
        assert not any("subjectkey" in name for name in one.namelist())
        assert [name for name in other.namelist() if name.startswith("rows/")] == ["rows/consular_keys_subjectkey.jsonl"]
        wrapped = bytes(SubjectKey.objects.get(pk=person.pk).wrapped)
        assert wrapped.hex().encode() not in b"".join(one.read(name) for name in one.namelist())


def test_who_was_erased_since_does_not_come_back(tmp_path):
    crisis = a_crisis()
    household, (one, other) = a_household(people=2)
    staying, (third,) = a_household()
    event = an_event(crisis, [one, third])
    Warden.objects.create(crisis=crisis, households=[household.pk, staying.pk], about=b"")
    a_message(household, crisis)
    desk, keys = full(tmp_path)
    back_up(desk, keys, NOW)
    shred([household.pk], NOW + DAY)
    empty()
    done = restore(desk, keys, NOW + 6 * DAY)

    assert done.passed_over >= 6
    assert list(Household.objects.values_list("pk", flat=True)) == [staying.pk]
    assert list(Person.objects.values_list("pk", flat=True)) == [third.pk]
    assert set(BlindIndex.objects.values_list("subject", flat=True)) == {staying.pk, third.pk}
    assert Event.objects.get(pk=event.pk).people == [third.pk]
    assert Warden.objects.get().households == ["", staying.pk]
    assert not SubjectKey.objects.filter(pk__in=[household.pk, one.pk, other.pk]).exists()


def test_a_desk_backup_with_the_keys_of_today_yields_nothing_of_who_was_shredded(tmp_path):
    household, (person,) = a_household()
    a_household()
    desk, keys = full(tmp_path)
    back_up(desk, None, NOW)
    shred([household.pk], NOW + DAY)
    back_up(None, keys, NOW + DAY)
    with zipfile.ZipFile(keys) as archive:
        there = [json.loads(line)[0] for line in archive.read("rows/consular_keys_subjectkey.jsonl").splitlines()]

    assert person.pk not in there
    assert household.pk not in there
    with zipfile.ZipFile(desk) as archive:
        rows = [json.loads(line) for line in archive.read("rows/consular_person.jsonl").splitlines()]
    assert person.pk in str(rows)
    with pytest.raises(Shredded):
        vault().open(person, "identity")


@pytest.mark.parametrize("days", [-1, 7.01, 30])
def test_keys_older_than_seven_days_or_of_tomorrow_are_refused_and_nothing_is_restored(tmp_path, days):
    a_household()
    desk, keys = full(tmp_path)
    back_up(desk, keys, NOW)
    empty()

    with pytest.raises(CannotRead, match="seven days"):
        restore(desk, keys, NOW + days * DAY)
    assert not any(model._base_manager.exists() for model in tables())


def test_without_the_journal_or_with_an_older_one_nothing_is_restored(tmp_path):
    household, _ = a_household()
    a_household()
    shred([household.pk], NOW)
    desk, keys = full(tmp_path)
    back_up(desk, keys, NOW)
    empty()
    (house_folder() / FILE).unlink()

    with pytest.raises(NotAvailable, match="older than the backup"):
        restore(desk, keys, NOW)
    assert not Household.objects.exists()


def test_a_house_with_records_is_not_written_over(tmp_path):
    a_household()
    desk, keys = full(tmp_path)
    back_up(desk, keys, NOW)

    with pytest.raises(NotAvailable, match="has records already"):
        restore(desk, keys, NOW)


def changed(path: Path, name: str, content: bytes | None) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {one: archive.read(one) for one in archive.namelist()}
    if content is None:
        del entries[name]
    else:
        entries[name] = content
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in entries.items():
            archive.writestr(one, data)


@pytest.mark.parametrize(
    "case", ["date", "rows", "no-rows", "no-signature", "exchanged", "cut", "no-file", "other-ring", "other-root", "version"]
)
def test_what_is_no_backup_of_this_house_restores_nothing(tmp_path, case, monkeypatch):
    a_household()
    desk, keys = full(tmp_path)
    back_up(desk, keys, NOW)
    ring = read_keyring(keyring_path(), passphrase())
    empty()
    with zipfile.ZipFile(keys) as archive:
        manifest = archive.read("manifest.json")
    if case == "date":
        changed(keys, "manifest.json", manifest.replace(b"2026-08-01", b"2026-09-01"))
    elif case == "rows":
        changed(desk, "rows/consular_person.jsonl", b"")
    elif case == "no-rows":
        changed(desk, "rows/consular_person.jsonl", None)
    elif case == "no-signature":
        changed(desk, "signature", None)
    elif case == "exchanged":
        desk, keys = keys, desk
    elif case == "cut":
        desk.write_bytes(desk.read_bytes()[:-100])
    elif case == "no-file":
        desk.unlink()
    elif case == "other-ring":
        write_keyring(keyring_path(), new_keyring(), passphrase())
    elif case == "other-root":
        write_keyring(keyring_path(), without_root(with_new_root(ring), 1), passphrase())
    elif case == "version":
        monkeypatch.setattr("legation.web.consular.archive.applied", list)
    close_vault()
    try:
        with pytest.raises(CannotRead):
            restore(desk, keys, NOW)
        assert not any(model._base_manager.exists() for model in (SubjectKey, Household, Person, Assignment))
    finally:
        write_keyring(keyring_path(), ring, passphrase())


def test_copies_of_keys_are_known_and_deleted_after_seven_days(tmp_path):
    a_household()
    first, second = tmp_path / "one.backup", tmp_path / "two.backup"
    away = tmp_path / "medium"
    away.mkdir()
    back_up(None, first, NOW)
    back_up(None, away / "three.backup", NOW)
    away.rename(tmp_path / "out")
    back_up(None, second, NOW + 7 * DAY)

    assert (first.exists(), second.exists()) == (False, True)
    assert set(copies(house_folder())) == {second, away / "three.backup"}
    (tmp_path / "out").rename(away)
    assert drop_old_copies(house_folder(), NOW + 8 * DAY) == 1
    assert list(away.iterdir()) == []
    assert set(copies(house_folder())) == {second}
    assert drop_old_copies(house_folder(), NOW + 8 * DAY) == 0


def test_a_place_that_cannot_be_written_leaves_what_stood_there(tmp_path, monkeypatch):
    a_household()
    desk = tmp_path / "desk.backup"
    desk.write_bytes(b"what stood there")

    def full_disk(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(CannotWrite, match="could not be written"):
        back_up(desk, None, NOW)
    assert desk.read_bytes() == b"what stood there"
    assert [one.name for one in tmp_path.iterdir()] == ["desk.backup"]
