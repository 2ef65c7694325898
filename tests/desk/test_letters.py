"""Letters outside a wave leave once, by the one sender and an approved text; their tokens are nowhere; who objected gets none."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from contextlib import closing

import pytest
from crisis_made import a_family, all_approved
from desk_people import a_household, clean_journal
from django.core.mail import EmailMessage
from sealed_made import NOW, a_registration, sealed

from legation.errors import NotAvailable
from legation.web.consular.crises import channels, sending
from legation.web.consular.crises.handing import Handed, Letter
from legation.web.consular.crises.mail import Mailbox
from legation.web.consular.crises.texts import drafts_made
from legation.web.consular.house import HOUSE, house_folder, read_house
from legation.web.consular.intake import apply
from legation.web.consular.letters import queue_letter
from legation.web.consular.records.models import Household, LiveToken, Message, Text
from legation.web.consular.taking.letters import send_links
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _front(monkeypatch):
    house = dataclasses.replace(read_house(house_folder()), front={"address": "https://register.example.org/"})
    monkeypatch.setattr(HOUSE, "_house", house)
    yield
    clean_journal()


def objected(household: Household) -> None:
    household.contact = vault().seal(household, "contact", vault().open(household, "contact") | {"no_messages": True})
    household.save()


def test_a_link_leaves_once_and_confirms(letters):
    apply([sealed(1, "registration", a_registration())], NOW)
    drafts_made()
    assert send_links(NOW) == 0
    Text.objects.filter(name="registration").update(state="approved")
    assert (send_links(NOW), send_links(NOW)) == (1, 0)
    sending.send_waves()
    sending.send_waves()

    (letter,) = letters.read()
    assert (letter["To"], letter["From"], letter["Subject"]) == ("amina@example.org", "post@example.net", "Merci de confirmer")
    token = re.search(r"https://register\.example\.org/fr/l/([\w-]{22})\b", letter.get_content())[1]
    assert not LiveToken.objects.filter(digest__contains=token).exists()
    content = {"form": 1, "language": "fr", "token": token, "changed": {}}
    assert apply([sealed(2, "change", content, token=token)], NOW)["confirmed"] == 1
    assert Household.objects.get().state == "confirmed"


def test_a_letter_that_no_server_takes_is_tried_again_for_a_week_with_one_message_id(letters, monkeypatch):
    apply([sealed(1, "registration", a_registration())], NOW)
    all_approved()
    assert send_links(NOW) == 1
    with monkeypatch.context() as patched:
        patched.setattr(Mailbox, "hand_over", lambda _self, _letter: Handed("later", "no-connection"))
        for _ in range(sending.TRIES + 2):
            Message.objects.update(leased_until=None)
            sending.send_waves()
    assert Message.objects.get().state == "queued"
    Message.objects.update(leased_until=None, made=dt.datetime.now(dt.UTC) - dt.timedelta(days=6))
    sending.send_waves()
    (letter,) = letters.read()
    assert letter["Message-ID"] == f"<{Message.objects.get().pk}@example.net>"
    Message.objects.update(state="queued", made=dt.datetime.now(dt.UTC) - dt.timedelta(days=8))
    sending.send_waves()
    assert (Message.objects.get().state, len(letters.envelopes)) == ("expired", 1)


def test_a_letter_goes_to_its_address_alone_and_an_odd_one_delays_no_other(letters):
    with closing(channels.adapter("email")) as sender:
        for wrong in ("root,b@example.org", "a<b@example.org", "a;b@example.org", "josé@example.org", "=?utf-8?q?x?=,y@example.org"):
            assert sender.hand_over(Letter("1", wrong, "subject", "body", lang="en")) == Handed("failed", "address"), wrong
        for there in ("a@bücher.example", "o'neil+x@example.org"):
            assert sender.hand_over(Letter("2", there, "subject", "body", lang="en")).outcome == "handed-over", there
    assert [one.rcpt_tos for one in letters.envelopes] == [["a@xn--bcher-kva.example"], ["o'neil+x@example.org"]]
    assert letters.read()[0]["To"] == "a@xn--bcher-kva.example"


def test_in_a_drill_and_to_the_confirmed_no_link_leaves(letters, settings):
    a_household()
    apply([sealed(1, "registration", a_registration())], NOW)
    all_approved()
    settings.CONSULAR_DRILL = True
    assert send_links(NOW) == 0
    settings.CONSULAR_DRILL = False
    assert send_links(NOW) == 1


def test_who_objected_gets_neither_a_link_nor_any_letter_and_what_waits_is_taken_back(letters):
    apply([sealed(number, "registration", a_registration()) for number in (1, 2)], NOW)
    all_approved()
    one, other = Household.objects.all()
    objected(one)
    assert send_links(NOW) == 1
    assert Message.objects.get().household == other
    with pytest.raises(NotAvailable, match="no more messages"):
        queue_letter("request-code", one, "key", code="XYQKP8")


def test_who_cannot_be_written_to_holds_up_nobody(letters, monkeypatch):
    monkeypatch.setattr("legation.web.consular.taking.letters._AT_ONCE", 1)
    apply([sealed(number, "registration", a_registration()) for number in (1, 2)], NOW)
    all_approved()
    first = Household.objects.order_by("made", "pk").first()
    first.made -= dt.timedelta(hours=1)
    first.contact = vault().seal(first, "contact", vault().open(first, "contact") | {"emails": []})
    first.save()
    assert send_links(NOW) == 1
    first.contact = vault().seal(first, "contact", vault().open(first, "contact") | {"emails": ["now@example.org"]})
    first.save()
    assert (send_links(NOW), send_links(NOW + dt.timedelta(hours=1))) == (0, 1)


@pytest.mark.parametrize("why", ["hostile", "authorities"])
def test_a_letter_is_discreet_where_the_post_or_the_household_asks_for_it(letters, monkeypatch, why):
    named = {"address": "https://embassy.example.org", "discreet_address": "https://w.example.net"}
    posts = tuple(dataclasses.replace(one, is_hostile=why == "hostile") for one in HOUSE.posts)
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, posts=posts, front=named))
    household, _ = a_family(emails=["one@example.org"], phones=[], do_not_contact=["CHL"] if why == "authorities" else [])
    all_approved()
    queue_letter("expiring", household, "one", expires=NOW + dt.timedelta(days=900))
    sending.send_waves()
    (letter,) = letters.read()
    assert letter["From"] == "post@example.net"
    assert "https://w.example.net/en/l/" in letter.get_content()
    for word in ("lyndon", "french", "consul", "embassy", "desk"):
        assert word not in str(letter).lower(), word
    Text.objects.filter(name="expiring").update(body="The embassy asks: {link}")
    with pytest.raises(NotAvailable, match="No text"):
        queue_letter("expiring", household, "two", expires=NOW)


def test_a_draft_of_a_letter_leaves_nobody(letters):
    household, _ = a_family(emails=["one@example.org"], phones=[])
    drafts_made()
    with pytest.raises(NotAvailable, match="No text"):
        queue_letter("request-code", household, "one", code="XYQKP8")
    all_approved()
    queue_letter("request-code", household, "one", code="XYQKP8")
    with pytest.raises(NotAvailable, match="before"):
        queue_letter("request-code", household, "one", code="XYQKP8")
    Text.objects.filter(name="request-code").update(state="draft")
    sending.send_waves()
    assert (letters.envelopes, Message.objects.get().reason) == ([], "no-text")


def test_invitations_leave_by_the_same_sender(letters, settings, caplog):
    settings.EMAIL_BACKEND = "legation.web.consular.crises.accounts_mail.DeskMail"
    assert EmailMessage("Come in", "Here: https://x", to=["one@example.org"]).send() == 1
    (letter,) = letters.read()
    assert (letter["From"], letter["Subject"], letter["Content-Language"]) == ("desk@example.org", "Come in", None)
    with pytest.raises(OSError, match="550"):
        EmailMessage("Come in", "Here", to=["nobody@example.org"]).send()
    assert EmailMessage("Come in", "Here", to=["nobody@example.org"]).send(fail_silently=True) == 0
