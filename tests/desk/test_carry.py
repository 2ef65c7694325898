"""Between front and desk: by itself on one machine, by signed files on two; numbered, and applied once."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from desk_people import a_crisis, a_household, clean_journal
from sealed_made import NOW, a_link, a_registration, a_reply

from legation.errors import BadValue
from legation.keys import seal_to
from legation.web.consular.carry import carry, carry_in, carry_out, introduction, new_front
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Event, Household
from legation.web.front import bundles
from legation.web.front.house import house_from
from legation.web.front.store import Submission, append, digest, is_live, open_front, read_state, transaction

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def front():
    folder = HOUSE.folder / "front"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    clean_journal()


def send(folder, kind, content, number, token=""):
    """Append as a page of the front does."""
    with closing(open_front(folder)) as connection, transaction(connection):
        house = house_from(read_state(connection, "said"))
        box = seal_to(house.public, kind, house.key_version, json.dumps(content).encode())
        one = Submission(kind, house.key_version, box, digest(f"nonce {number}"), digest(token) if token else b"")
        append(connection, one, NOW)


def waiting(folder) -> int:
    with closing(sqlite3.connect(folder / "front.sqlite3")) as connection:
        return connection.execute("SELECT count(*) FROM submission WHERE sealed <> x''").fetchone()[0]


def test_on_one_machine_the_desk_introduces_itself_and_fetches(front):
    carry()
    send(front, "registration", a_registration(), 1)
    assert carry()["registered"] == 1
    assert waiting(front) == 0
    assert not carry()
    assert Household.objects.count() == 1


def test_a_new_link_is_known_to_the_front_at_the_next_time(front):
    carry()
    household, _ = a_household()
    token = a_link(household, "t" * 22, a_crisis(), days=400)
    carry()
    with closing(open_front(front)) as connection:
        assert is_live(connection, digest(token), NOW)
    send(front, "reply", a_reply(token=token), 1, token)
    assert carry()["answered"] == 1
    assert Event.objects.count() == 1


def test_two_machines_exchange_files_each_applied_once(front):
    bundles.apply_introduction(front, introduction())
    assert bundles.apply_inward(front, carry_out(NOW))
    send(front, "registration", a_registration(), 1)
    out = bundles.write_outward(front)
    assert carry_in(out, NOW)["registered"] == 1
    assert not carry_in(out, NOW)
    again = bundles.write_outward(front)
    assert carry_in(again, NOW)["before"] == 1
    assert Household.objects.count() == 1
    inward = carry_out(NOW)
    assert bundles.apply_inward(front, inward)
    assert not bundles.apply_inward(front, inward)
    assert waiting(front) == 0


def test_a_file_that_was_changed_is_refused_whole(front):
    carry()
    send(front, "registration", a_registration(), 1)
    out = bundles.write_outward(front)
    with pytest.raises(BadValue):
        carry_in(out[:-3] + b"]}}", NOW)
    assert Household.objects.count() == 0


def test_a_front_that_was_made_anew_loses_nothing(front):
    carry()
    send(front, "registration", a_registration(), 1)
    carry()
    shutil.rmtree(front)
    carry()
    send(front, "registration", a_registration(), 2)
    assert carry()["registered"] == 1
    assert Household.objects.count() == 2


def test_another_front_of_two_machines_has_another_name(front):
    bundles.apply_introduction(front, introduction())
    new_front()
    with pytest.raises(BadValue, match="another house"):
        bundles.apply_introduction(front, introduction())


def test_languages_and_times_of_storing_are_said(front, monkeypatch):
    declared = {"languages": {"fr": {"day": "2026-07-01", "function": "consul", "text": "a" * 64}}, "telephone": "+56 2 1"}
    HOUSE.forget()
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(_read(), front=declared))
    carry()
    with closing(open_front(front)) as connection:
        house = house_from(read_state(connection, "said"))
    assert house.readings["fr"].function == "consul"
    assert (house.telephone, house.retention["trip"], house.retention["unconfirmed"]) == ("+56 2 1", 30, 7)


def _read():
    from legation.web.consular.house import house_folder, read_house

    return read_house(house_folder())
