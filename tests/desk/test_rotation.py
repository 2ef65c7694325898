"""New root and sealing keys: begun, cut at any portion, resumed; the old ones go after seven days and not while anything needs them."""

from __future__ import annotations

import datetime as dt

import pytest
from desk_people import a_household, clean_journal

from legation.errors import CannotRead
from legation.keys import from_recovery_sheet, open_sealed, read_keyring, seal_to, write_keyring
from legation.web.consular import rotation
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.opening import keyring_path, passphrase
from legation.web.consular.rotation import left_over, rotate
from legation.web.consular.vault import close_vault, vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def _same_keyring():
    clean_journal()
    close_vault()
    ring = read_keyring(keyring_path(), passphrase())
    yield
    write_keyring(keyring_path(), ring, passphrase())
    close_vault()
    clean_journal()


def test_a_new_root_key_wraps_every_key_anew_and_the_old_one_goes_after_seven_days():
    _, (person,) = a_household()
    made = rotate("root", NOW)

    assert (made.root, made.wrapped, made.dropped) == (2, 2, ())
    assert from_recovery_sheet(made.sheet) == read_keyring(keyring_path(), passphrase())
    assert set(SubjectKey.objects.values_list("version", flat=True)) == {2}
    close_vault()
    assert vault().open(person, "identity")["given"] == "given"
    assert rotate("", NOW + WEEK - dt.timedelta(hours=1)).dropped == ()
    later = rotate("", NOW + WEEK)
    assert (later.dropped, later.wrapped, list(read_keyring(keyring_path(), passphrase()).roots)) == (("root 1",), 0, [2])
    assert from_recovery_sheet(later.sheet) == read_keyring(keyring_path(), passphrase())
    assert rotate("", NOW + 2 * WEEK).sheet == ""
    close_vault()
    assert vault().open(person, "identity")["given"] == "given"


@pytest.mark.parametrize("portion", [1, 2, 3])
def test_a_rotation_that_is_cut_goes_on_and_begins_no_further_version(monkeypatch, portion):
    class Cut(BaseException):
        pass

    monkeypatch.setattr(rotation, "_BATCH", 2)
    people = [a_household()[1][0] for _ in range(4)]

    def cut(done):
        if done >= 2 * portion:
            raise Cut

    with pytest.raises(Cut):
        rotate("root", NOW, cut)
    close_vault()
    assert all(vault().open(one, "identity")["given"] == "given" for one in people)
    assert left_over(vault().keyring) == 8 - 2 * portion
    made = rotate("root", NOW + WEEK)
    assert (made.root, made.wrapped, made.dropped) == (2, 8 - 2 * portion, ("root 1",))
    close_vault()
    assert all(vault().open(one, "identity")["given"] == "given" for one in people)


@pytest.mark.parametrize("step", ["write_keyring", "_note", "_wrap_anew"])
def test_cut_before_any_step_everything_still_opens_and_the_next_rotation_is_whole(monkeypatch, step):
    class Cut(BaseException):
        pass

    _, (person,) = a_household()

    def cut(*values):
        raise Cut

    monkeypatch.setattr(rotation, step, cut)
    with pytest.raises(Cut):
        rotate("root", NOW)
    monkeypatch.undo()
    close_vault()
    assert vault().open(person, "identity")["given"] == "given"
    assert rotate("root", NOW + WEEK).root == 2
    assert left_over(read_keyring(keyring_path(), passphrase())) == 0
    close_vault()
    assert vault().open(person, "identity")["given"] == "given"


def test_what_was_sealed_before_opens_for_seven_days():
    ring = read_keyring(keyring_path(), passphrase())
    item = seal_to(ring.sealing_public(), "reply", 1, b"safe")
    assert rotate("sealing", NOW).sealing == 2

    newer = read_keyring(keyring_path(), passphrase())
    assert open_sealed(newer, "reply", 1, item) == b"safe"
    assert rotate("", NOW + WEEK).dropped == ("sealing 1",)
    with pytest.raises(CannotRead):
        open_sealed(read_keyring(keyring_path(), passphrase()), "reply", 1, item)


def test_a_root_key_that_still_wraps_something_stays():
    subject = a_household()[0].pk
    rotate("root", NOW)
    SubjectKey.objects.filter(pk=subject).update(version=1)  # what a desk that had the older keyring in memory wrapped
    row = SubjectKey.objects.get(pk=subject)
    assert row.version == 1

    made = rotate("", NOW + WEEK)
    assert (made.wrapped, made.dropped) == (1, ("root 1",))
