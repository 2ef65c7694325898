"""What the desk encrypts opens at its place alone, with its key alone, and its length tells nothing."""

from __future__ import annotations

import os

import pytest
from desk_people import a_crisis, a_household, an_event
from desk_settings import HOUSE

from legation.errors import CannotRead, NotAvailable
from legation.keys import new_keyring, read_keyring, with_new_root, write_keyring
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.opening import keyring_path, passphrase
from legation.web.consular.records.models import BlindIndex, Hold, Household, Person
from legation.web.consular.vault import Shredded, Vault, close_vault, vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_what_was_stored_is_opened_by_another_process():
    household, (person,) = a_household()
    again = Vault()

    assert again.open(Person.objects.get(pk=person.pk), "identity")["given"] == "given"
    assert again.open(Household.objects.get(pk=household.pk), "contact")["note"] == "contact"
    assert again.unlock() == 2
    rows = Person.objects.values_list("pk", "pk", "stay")
    assert next(iter(again.open_all(Person, "stay", rows)))[1]["place"] == "place"


def test_a_field_put_in_another_place_does_not_open():
    _, (one, other) = a_household(people=2)
    one.stay, other.identity = one.identity, one.identity

    for row, column in ((one, "stay"), (other, "identity")):
        with pytest.raises(CannotRead):
            vault().open(row, column)


def test_another_keyring_opens_nothing():
    _, (person,) = a_household()

    with pytest.raises(CannotRead):
        Vault(new_keyring()).open(person, "identity")


def test_statuses_have_one_length():
    event = an_event(a_crisis(), a_household()[1])
    box = vault()

    assert len({len(box.seal(event, "about", {"status": one})) for one in ("safe", "injured", "need_help", "want_out", "left")}) == 1


def test_a_value_is_found_by_its_index_and_by_no_other():
    household, (person,) = a_household()
    number = vault().open(household, "contact")["phones"][0]

    assert vault().find("phone", number) == [household.pk]
    assert vault().find("email", number) == []
    assert vault().find("document", "FRA-DOCUMENT") == [person.pk]
    vault().put_indexes(household.pk, {"phone": ["+33600000000"]})
    assert vault().find("phone", number) == []
    assert vault().find("phone", "+33600000000") == [household.pk]
    assert {len(one.digest) for one in BlindIndex.objects.all()} == {64}


def test_without_its_key_nothing_of_a_subject_opens():
    _, (person,) = a_household()
    SubjectKey.objects.filter(pk=person.pk).delete()
    vault().forget()

    with pytest.raises(Shredded):
        vault().open(person, "identity")
    assert list(vault().open_all(Person, "stay", [(person.pk, person.pk, person.stay)])) == []


def test_a_reason_of_a_row_that_the_database_numbers_opens():
    _, (person,) = a_household()
    hold = Hold(subject=person.pk)
    hold.reason = vault().seal(hold, "reason", "a court asked")

    assert vault().open(hold, "reason") == "a court asked"


def test_a_keyring_that_was_rotated_meanwhile_is_opened_again(monkeypatch):
    box = Vault()
    ring = read_keyring(keyring_path(), passphrase())
    try:
        write_keyring(keyring_path(), with_new_root(ring), passphrase())
        subject = box.new_subject()
        assert SubjectKey.objects.get(pk=subject).version == 2
        write_keyring(keyring_path(), with_new_root(with_new_root(ring)), passphrase())
        monkeypatch.delenv("LEGATION_CONSULAR_PASSPHRASE")
        with pytest.raises(NotAvailable, match="Start the desk anew"):
            box.new_subject()
    finally:
        os.environ["LEGATION_CONSULAR_PASSPHRASE"] = "four words of a keyring"
        write_keyring(keyring_path(), ring, passphrase())
        close_vault()
    assert HOUSE.exists()
