"""The link of a registration leaves once, by an approved text, and its token is nowhere."""

from __future__ import annotations

import dataclasses
import re

import pytest
from desk_people import a_household, clean_journal
from django.core import mail
from sealed_made import NOW, a_registration, sealed

from legation.web.consular.crises.texts import drafts_made
from legation.web.consular.house import HOUSE, house_folder, read_house
from legation.web.consular.intake import apply
from legation.web.consular.records.models import Household, LiveToken, Text
from legation.web.consular.taking.letters import send_links

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _front(monkeypatch):
    house = dataclasses.replace(read_house(house_folder()), front={"address": "https://register.example.org/"})
    monkeypatch.setattr(HOUSE, "_house", house)
    yield
    clean_journal()


def test_a_link_leaves_once_and_confirms():
    apply([sealed(1, "registration", a_registration())], NOW)
    drafts_made()
    assert send_links(NOW) == 0
    Text.objects.filter(name="registration").update(state="approved")
    assert (send_links(NOW), send_links(NOW)) == (1, 0)

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["amina@example.org"], "Merci de confirmer")
    token = re.search(r"https://register\.example\.org/fr/l/([\w-]{22})\b", letter.body)[1]
    assert not LiveToken.objects.filter(digest__contains=token).exists()
    content = {"form": 1, "language": "fr", "token": token, "changed": {}}
    assert apply([sealed(2, "change", content, token=token)], NOW)["confirmed"] == 1
    assert Household.objects.get().state == "confirmed"


def test_a_letter_that_no_server_takes_is_tried_again(monkeypatch):
    apply([sealed(1, "registration", a_registration())], NOW)
    drafts_made()
    Text.objects.filter(name="registration").update(state="approved")

    def refused(*values, **named):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("legation.web.consular.taking.letters.send_mail", refused)
        assert send_links(NOW) == 0
    assert LiveToken.objects.count() == 0
    assert send_links(NOW) == 1


def test_in_a_drill_and_to_the_confirmed_none_leaves(settings):
    a_household()
    apply([sealed(1, "registration", a_registration())], NOW)
    drafts_made()
    Text.objects.filter(name="registration").update(state="approved")
    settings.CONSULAR_DRILL = True
    assert send_links(NOW) == 0
    settings.CONSULAR_DRILL = False
    assert send_links(NOW) == 1
