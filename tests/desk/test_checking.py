"""What a house is told to put right, and the commands that look after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import sys

import pytest
from desk_people import a_crisis, a_household, an_event, clean_journal

from legation.cli.consular_upkeep import back_up, check, purge, restore, rotate
from legation.consular.retention import CLASSES
from legation.errors import BadValue, CannotWrite, WrongUse
from legation.keys import WrongPassphrase, read_keyring, recovery_sheet
from legation.web.consular.backing_up import back_up as write_backup
from legation.web.consular.checking import problems
from legation.web.consular.house import HOUSE, house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.opening import keyring_path, passphrase
from legation.web.consular.purging import purge as make_run
from legation.web.consular.retention import gaps, house_lines, stored_until
from legation.web.consular.vault import close_vault, vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
LINE = {"schedule": "DGP-2024-011", "approved_by": "archives"}


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    HOUSE.post("lyndon")
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, retention=dict.fromkeys(CLASSES, LINE)))
    house_folder().chmod(0o700)
    clean_journal()
    yield
    clean_journal()


def ids(now: dt.datetime = NOW) -> list[str]:
    return [one.id for one in problems(now)]


def declare(monkeypatch, lines: dict) -> None:
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, retention=lines))


def test_a_house_in_order_is_told_nothing(capsys):
    a_household(start=dt.date(2100, 1, 1))
    assert ids() == []
    assert check((), "en") == 0
    assert "in order" in capsys.readouterr().out


def test_a_line_that_shreds_names_the_schedule_of_the_archives_or_why_there_is_none(monkeypatch):
    assert [one.id for one in gaps({"trip": {"approved_by": "archives"}})] == ["consular.retention.no-schedule"]
    assert [one.id for one in gaps({"trip": {"not_public_archives": True, "approved_by": "board"}})] == ["consular.retention.no-reason"]
    assert gaps({"trip": {"not_public_archives": True, "reason": "an association", "approved_by": "board"}}) == ()
    assert [one.id for one in gaps({"trip": {"schedule": "DGP-2024-011"}})] == ["consular.retention.no-approver"]
    declare(monkeypatch, {"trip": {"approved_by": "archives"}})
    assert ids() == ["consular.retention.no-schedule"]
    assert check((), "fr") == 1


def test_without_a_line_nothing_is_stored_and_what_is_there_is_said(monkeypatch):
    a_household()
    an_event(a_crisis(), [])
    declare(monkeypatch, {"resident": LINE})
    with pytest.raises(BadValue):
        stored_until("trip", NOW.date(), "lyndon")

    assert ids() == ["desk-retention.class-without-line"] * 2
    for wrong in ({"visits": LINE}, {"trip": LINE | {"period": "soon"}}):
        with pytest.raises(WrongUse):
            house_lines(wrong)


def test_an_instant_is_reckoned_by_the_clocks_of_the_post():
    late = dt.datetime(2026, 8, 7, 2, tzinfo=dt.UTC)  # still the sixth in Santiago

    assert (
        stored_until("trip", late, "novara")
        == stored_until("trip", dt.date(2026, 8, 6), "novara")
        == dt.datetime(2026, 9, 6, 4, tzinfo=dt.UTC)
    )


def test_what_is_past_its_day_and_has_no_run_is_said():
    household, _ = a_household()
    later = household.purge_at + dt.timedelta(hours=3)

    assert ids(later) == ["desk-retention.never-run"]
    make_run(later - dt.timedelta(hours=5))
    assert ids(later) == ["desk-retention.not-run"]
    make_run(later)
    assert ids(later) == []


def test_a_record_without_a_key_and_a_key_of_an_older_root_are_said():
    household, (person,) = a_household()
    SubjectKey.objects.filter(pk=person.pk).delete()
    SubjectKey.objects.filter(pk=household.pk).update(version=9)

    assert ids() == ["desk-retention.without-key", "desk-retention.rotation-unfinished"]


def test_a_trail_that_is_stored_for_another_time_than_its_line_is_said(monkeypatch, settings):
    declare(monkeypatch, {"audit": LINE | {"period": "30 days"}})
    assert ids() == ["desk-retention.audit-days"]
    settings.AUDIT_DAYS = 30
    assert ids() == []


def test_an_old_copy_on_a_medium_that_is_away_and_an_open_folder_are_said(tmp_path):
    medium = tmp_path / "medium"
    medium.mkdir()
    write_backup(None, medium / "keys", NOW)
    medium.rename(tmp_path / "away")
    (house_folder() / "keys").chmod(0o755)
    try:
        assert ids(NOW + dt.timedelta(days=6)) == ["desk-retention.open-folder"]
        assert ids(NOW + dt.timedelta(days=8)) == ["desk-retention.old-copy", "desk-retention.open-folder"]
    finally:
        (house_folder() / "keys").chmod(0o700)


def test_commands_count_destroy_and_say_what_they_did(capsys, tmp_path):
    household, _ = a_household(start=dt.datetime.now(dt.UTC).date() - dt.timedelta(days=40))
    assert purge((), "en", dry_run=True) == 0
    assert "trip: 1 record would be destroyed (due on " in capsys.readouterr().out
    assert SubjectKey.objects.filter(pk=household.pk).exists()
    assert purge((), "fr", dry_run=False) == 0
    assert "trip\xa0: 1 enregistrement détruit (échéance\xa0: " in capsys.readouterr().out
    assert purge(("confirmed",), "en", dry_run=False) == 0
    assert "Nothing is past its day." in capsys.readouterr().out
    a_household(start=None)
    assert back_up(("desk", str(tmp_path / "desk")), "en") == 0
    assert back_up(("keys", str(tmp_path / "keys")), "en") == 0
    assert "2 keys, of use for seven days" in capsys.readouterr().out
    assert vault().unlock() == 2


@pytest.mark.parametrize(
    ("command", "words"),
    [(rotate, ("leaves",)), (rotate, ("root", "sealing")), (check, ("all",)), (back_up, ()), (back_up, ("all", "x")), (restore, ("one",))],
)
def test_wrong_words_say_the_right_ones(command, words):
    with pytest.raises(WrongUse):
        command(words, "en")
    with pytest.raises(WrongUse):
        purge(("now",), "en", dry_run=False)


def test_a_lost_keyring_is_made_anew_from_its_sheet_and_opens_everything(capsys, monkeypatch, tmp_path):
    _, (person,) = a_household()
    sheet = recovery_sheet(read_keyring(keyring_path(), passphrase()))
    with pytest.raises(CannotWrite, match="is there already"):
        restore(("sheet",), "en")
    monkeypatch.setenv("LEGATION_CONSULAR_KEYRING", str(tmp_path / "safe" / "keyring"))
    monkeypatch.setenv("LEGATION_CONSULAR_PASSPHRASE", "another passphrase altogether")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"\n{sheet.lower()}\nwhat follows an empty line is not read"))
    assert restore(("sheet",), "en") == 0
    close_vault()
    try:
        assert vault().open(person, "identity")["given"] == "given"
        with pytest.raises(WrongPassphrase, match="recovery sheet"):
            read_keyring(keyring_path(), "four words of a keyring")
    finally:
        close_vault()
    monkeypatch.setenv("LEGATION_CONSULAR_KEYRING", str(tmp_path / "keyring"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(sheet.replace("03  ", "13  ")))
    with pytest.raises(BadValue):
        restore(("sheet",), "en")
    assert not (tmp_path / "keyring").exists()
