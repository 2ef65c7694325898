"""Shredding: noted first, then keys, rows, indexes and lists; cut at any step, it is ended later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from desk_people import a_crisis, a_household, a_message, an_event, clean_journal

from legation.errors import CannotWrite
from legation.web.consular import shredding
from legation.web.consular.erasures import FILE, add_erased, erased_ids, journal_length
from legation.web.consular.house import house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.links import tables
from legation.web.consular.records.models import BlindIndex, Event, Household, Person, Warden
from legation.web.consular.shredding import finish, shred
from legation.web.consular.vault import Shredded, vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _clean():
    clean_journal()
    yield
    clean_journal()


def test_who_is_shredded_has_no_key_no_row_and_no_place_in_a_list():
    crisis = a_crisis()
    household, (one, other) = a_household(people=2)
    event = an_event(crisis, [one, other])
    warden = Warden.objects.create(crisis=crisis, households=[household.pk, "b" * 32], about=b"")
    shred([one.pk], NOW)

    assert not SubjectKey.objects.filter(pk=one.pk).exists()
    assert not Person.objects.filter(pk=one.pk).exists()
    assert Event.objects.get(pk=event.pk).people == [other.pk]
    assert list(erased_ids(house_folder())) == [one.pk]
    with pytest.raises(Shredded):
        vault().open(one, "identity")
    shred([household.pk], NOW)
    assert Warden.objects.get(pk=warden.pk).households == ["", "b" * 32]
    assert not Event.objects.exists()


STEPS = ("add_erased", "_delete_keys", "_delete_rows", "_clean_lists", "overwrite")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", [True, False])
def test_cut_at_any_step_it_is_whole_or_ended_by_the_next_start(monkeypatch, step, before):
    class Cut(BaseException):
        pass

    crisis = a_crisis()
    household, people = a_household(people=2)
    _, (other,) = a_household()
    an_event(crisis, [people[0], other])
    a_message(household, crisis)
    real = getattr(shredding, step)

    def cut(*values, **named):
        if not before:
            real(*values, **named)
        raise Cut

    monkeypatch.setattr(shredding, step, cut)
    with pytest.raises(Cut):
        shred([household.pk], NOW)
    monkeypatch.undo()
    noted = bool(erased_ids(house_folder()))
    finish()

    assert Household.objects.filter(pk=household.pk).exists() is not noted
    if noted:
        erased = erased_ids(house_folder()).keys()
        assert {household.pk, *(one.pk for one in people)} <= erased
        assert not SubjectKey.objects.filter(pk__in=erased).exists()
        assert all(
            not model._base_manager.filter(pk__in=erased).exists()
            for model in tables()
            if model._meta.pk.get_internal_type() == "CharField"
        )
        assert [one.people for one in Event.objects.all()] == [[other.pk]]
        assert finish() == 0
    else:
        assert (step, before) == ("add_erased", True)


def test_who_comes_to_a_household_while_it_is_destroyed_goes_with_it_whole(monkeypatch):
    household, _ = a_household()
    delete_keys, came = shredding._delete_keys, []

    def meanwhile(ids):
        delete_keys(ids)
        if not came:
            _, (person,) = a_household()
            Person.objects.filter(pk=person.pk).update(household=household)
            came.append(person.pk)

    monkeypatch.setattr(shredding, "_delete_keys", meanwhile)
    shred([household.pk], NOW)
    assert not Person.objects.exists()
    assert not SubjectKey.objects.filter(pk=came[0]).exists()
    assert not BlindIndex.objects.filter(subject=came[0]).exists()
    assert came[0] in erased_ids(house_folder())


def test_where_the_journal_cannot_be_written_nothing_is_destroyed(monkeypatch):
    household, _ = a_household()
    (house_folder() / FILE).mkdir(parents=True)

    with pytest.raises(CannotWrite, match="Nothing was destroyed"):
        shred([household.pk], NOW)
    assert SubjectKey.objects.filter(pk=household.pk).exists()


def test_a_line_that_was_cut_off_is_none_and_breaks_no_later_one(tmp_path: Path):
    add_erased(tmp_path, ["a" * 32], NOW)
    with (tmp_path / FILE).open("a") as out:
        out.write("b" * 32 + " 2026-10-")
    assert (journal_length(tmp_path), list(erased_ids(tmp_path))) == (1, ["a" * 32])

    add_erased(tmp_path, ["c" * 32], NOW)
    add_erased(tmp_path, [], NOW)
    assert erased_ids(tmp_path) == {"a" * 32: NOW, "c" * 32: NOW}
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert erased_ids(tmp_path / "none") == {}
