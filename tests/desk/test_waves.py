"""Waves: previewed, pressed once, sent over real SMTP and a gateway; what came of each message; what a drill and a report may do."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from crisis_made import a_family, a_made_crisis, all_approved
from django.conf import settings as django_settings
from django.db import OperationalError

from legation.errors import NotAvailable, WrongUse
from legation.web.consular.crises import sending
from legation.web.consular.crises.about import move_on
from legation.web.consular.crises.calls import call_of
from legation.web.consular.crises.handing import Letter
from legation.web.consular.crises.text_gateway import Gateway, signature
from legation.web.consular.crises.texts import drafts_made
from legation.web.consular.crises.waves import plan_wave, press
from legation.web.consular.drills.recorded import FILE
from legation.web.consular.house import HOUSE
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import LiveToken, Message, Wave
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SECRET = "a secret of sixteen letters or more"
BOTH = ["lyndon", "novara"]


class Texts:
    """A gateway on this machine: answers by the queue of codes, then 200."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.codes: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.calls.append((dict(self.headers), body))
                code = outer.codes.pop(0) if outer.codes else 200
                if code == 302:
                    self.send_response(302)
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                    self.end_headers()
                    return
                answer = json.dumps({"reference": f"r-{json.loads(body)['id'][:6]}"}).encode()
                self.send_response(code)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/messages"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def texts(monkeypatch) -> Iterator[Texts]:
    there = Texts()
    monkeypatch.setenv("LEGATION_CONSULAR_SMS_SECRET", SECRET)
    assert HOUSE.posts
    monkeypatch.setitem(HOUSE._house.sms, "address", there.address)
    monkeypatch.setitem(HOUSE._house.sms, "sender", "Lyndon")
    monkeypatch.setitem(HOUSE._house.front, "address", "https://answer.example.org")
    yield there
    there.server.shutdown()
    there.server.server_close()


@pytest.fixture(autouse=True)
def _nobody_is_known() -> None:
    forget_people()


def a_wave(crisis, *, is_discreet: bool = False, number: int = 1, with_unknown_place: bool = True) -> Wave:
    return press(crisis, plan_wave(crisis, BOTH, is_discreet=is_discreet, with_unknown_place=with_unknown_place), None, number=number)


def later() -> None:
    """Let what waits for its next try be tried now."""
    Message.objects.filter(state="queued").update(leased_until=None)
    sending.send_waves()


def test_a_wave_goes_to_each_contact_in_its_language_with_a_link_and_code_of_its_own(letters, texts):
    a_family(people=2, language="fr", emails=["amina@example.org"], phones=["+33612345678"])
    a_family(language="ar", emails=["omar@example.org"], phones=[])
    a_family(lon=40.0, emails=["away@example.org"])
    all_approved()
    crisis = a_made_crisis()

    plan = plan_wave(crisis, BOTH, is_discreet=False, with_unknown_place=True)
    assert [(one.channel, one.lang, one.count) for one in plan.lines] == [("email", "ar", 1), ("email", "fr", 1), ("sms", "fr", 1)]
    wave = press(crisis, plan, None, number=1)
    sending.send_waves()

    read = {one["To"]: one for one in letters.read()}
    assert set(read) == {"amina@example.org", "omar@example.org"}
    assert "يرجى" in read["omar@example.org"]["Subject"]
    assert read["amina@example.org"]["From"] == "desk@example.org"
    ((headers, body),) = texts.calls
    sent = json.loads(body)
    link = sent["text"].split("https://answer.example.org/fr/a/")[1].split()[0]
    assert link in read["amina@example.org"].get_content().replace("=\n", "")
    assert signature(SECRET.encode(), headers["Legation-Time"], body) == headers["Legation-Signature"]
    assert (sent["to"], sent["from"], headers["Idempotency-Key"]) == ("+33612345678", "Lyndon", sent["id"])
    assert LiveToken.objects.filter(crisis=crisis, kind="wave").count() == 2
    assert Wave.objects.get(pk=wave.pk).state == "sent"
    assert set(call_of(crisis, BOTH).result.counts.items()) >= {("asked", 3), ("not_asked", 0)}


def test_what_was_pressed_twice_is_sent_once(browser, letters):
    a_family(emails=["one@example.org"], phones=[])
    all_approved()
    crisis = a_made_crisis()
    head, here = browser("head"), f"/posts/lyndon/crises/{crisis.pk}/waves"
    page = head.get(f"{here}/new").content.decode()
    assert "Send 1 message" in page
    first = head.post(f"{here}/press", {"number": "1", "unknown-place": "on"})
    second = head.post(f"{here}/press", {"number": "1", "unknown-place": "on"})
    assert first["Location"] == second["Location"] == f"{here}/1"
    sending.send_waves()
    assert (Message.objects.count(), len(letters.envelopes)) == (1, 1)
    assert "1 of 1 messages left" in head.get(f"{here}/1").content.decode()
    assert browser("officer").post(f"{here}/press", {"number": "2"}).status_code == 403


def test_nothing_leaves_without_a_press(letters):
    a_family(emails=["one@example.org"], phones=[])
    all_approved()
    crisis = a_made_crisis()
    plan_wave(crisis, BOTH, is_discreet=False, with_unknown_place=True)
    sending.send_waves()
    assert letters.envelopes == []


def test_a_draft_does_not_leave_but_in_a_drill(letters, settings, tmp_path, monkeypatch):
    a_family(emails=["one@example.org"], phones=["+33612345678"])
    drafts_made()
    crisis = a_made_crisis()
    plan = plan_wave(crisis, BOTH, is_discreet=False, with_unknown_place=True)
    assert [one.id for one in plan.problems] == ["desk-waves.no-text"]
    with pytest.raises(NotAvailable):
        press(crisis, plan, None, number=1)

    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, folder=tmp_path))
    settings.CONSULAR_DRILL = True
    a_wave(crisis)
    sending.send_waves()
    recorded = [json.loads(line) for line in (tmp_path / FILE).read_text().splitlines()]
    assert {one["channel"] for one in recorded} == {"email", "sms"}
    assert letters.envelopes == []
    settings.CONSULAR_DRILL = False
    Message.objects.update(state="queued", leased_until=None)
    sending.send_waves()
    assert set(Message.objects.values_list("state", "reason")) == {("failed", "no-text")}
    assert letters.envelopes == []
    assert not django_settings.CONSULAR_DRILL


def test_a_discreet_wave_names_no_state_place_or_post(letters, texts, monkeypatch):
    monkeypatch.setitem(HOUSE._house.front, "discreet_address", "https://w.example.net")
    a_family(emails=["one@example.org"], phones=["+33612345678"])
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis, is_discreet=True)
    sending.send_waves()
    (letter,) = letters.read()
    sent = json.loads(texts.calls[0][1])
    assert (letter["From"], letter["Subject"], sent["from"]) == ("post@example.net", "A short question", "")
    assert "https://w.example.net/en/q/" in sent["text"]
    for word in ("lyndon", "france", "french", "consul", "embassy", "desk"):
        assert word not in f"{letter} {sent['text']}".lower().replace("content-", ""), word


def test_who_is_refused_has_failed_with_its_reason_and_the_next_wave_goes_to_those_without_news(letters):
    _, (gone,) = a_family(emails=["nobody@example.org"], phones=[])
    a_family(emails=["one@example.org"], phones=[])
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    sending.send_waves()
    assert set(Message.objects.values_list("state", "reason")) == {("failed", "550"), ("handed-over", "")}
    call = call_of(crisis, BOTH)
    assert (call.result.status[gone.pk], call.result.counts["asked"]) == ("unreachable", 1)
    assert plan_wave(crisis, BOTH, is_discreet=False, with_unknown_place=True).number == 2
    assert len(plan_wave(crisis, BOTH, is_discreet=False, with_unknown_place=True).recipients) == 2


def test_a_server_that_is_away_is_tried_again_with_the_same_message_id(letters, monkeypatch):
    a_family(emails=["one@example.org"], phones=[])
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    with monkeypatch.context() as away:
        away.setenv("LEGATION_CONSULAR_EMAIL_URL", "smtp://127.0.0.1:9?from=desk@example.org")
        sending.send_waves()
    message = Message.objects.get()
    assert (message.state, message.tries, message.reason) == ("queued", 1, "no-connection")
    later()
    assert letters.read()[0]["Message-ID"] == f"<{message.pk}@example.org>"
    assert Message.objects.get().state == "handed-over"


def test_a_sender_that_died_loses_nothing_and_doubles_nothing(letters, texts):
    for number in range(3):
        a_family(emails=[f"p{number}@example.org"], phones=[f"+3361234567{number}"])
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    past = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    mails = list(Message.objects.filter(channel="email").values_list("pk", flat=True))
    Message.objects.filter(pk=mails[0]).update(state="leased", leased_until=past)
    Message.objects.filter(pk=mails[1]).update(state="handing-over", leased_until=past, tries=1)
    one = Message.objects.filter(channel="sms").first()
    Message.objects.filter(pk=one.pk).update(state="handing-over", leased_until=past, tries=1)
    sending.send_waves()
    assert len(letters.envelopes) == 2
    assert Message.objects.get(pk=mails[1]).state == "unknown"
    assert len(texts.calls) == 3
    assert Message.objects.filter(state="handed-over").count() == 5


def test_the_gateway_is_tried_again_refused_and_never_followed_elsewhere(texts):
    for number in range(4):
        a_family(emails=[], phones=[f"+3361234567{number}"])
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    texts.codes[:] = [503, 409, 422, 302]
    sending.send_waves()
    assert sorted(Message.objects.values_list("state", "reason")) == [
        ("failed", "302"), ("failed", "422"), ("handed-over", ""), ("queued", "503"),
    ]  # fmt: skip
    later()
    assert sorted(Message.objects.values_list("state", flat=True)) == ["failed", "failed", "handed-over", "handed-over"]


@pytest.mark.parametrize("address", ["http://gateway.example.org/", "ftp://127.0.0.1/", "", "file:///etc/passwd"])
def test_text_messages_go_to_no_address_in_clear(address):
    with pytest.raises(WrongUse):
        Gateway(address, b"k" * 16)


def test_a_gateway_that_is_away_is_tried_again():
    assert Gateway("http://127.0.0.1:9/", b"k" * 16).hand_over(Letter("id", "+33612345678", "", "text")).outcome == "later"


def call(client, content, *, at: int | None = None, secret: str = SECRET):
    body, when = json.dumps(content).encode(), str(int(time.time()) if at is None else at)
    headers = {"Legation-Time": when, "Legation-Signature": signature(secret.encode(), when, body)}
    return client.post("/gateway", body, content_type="application/json", headers=headers)


def test_reports_are_signed_fresh_and_taken_once(client, texts):
    a_family(emails=[], phones=["+33612345678"])
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    sending.send_waves()
    message = Message.objects.get()
    good = {"reports": [{"id": message.pk, "state": "delivered"}]}
    now = int(time.time())

    assert call(client, good, secret="another secret altogether").status_code == 403
    assert call(client, good, at=now - 301).status_code == 403
    assert call(client, good, at=now + 400).status_code == 403
    assert Message.objects.get().state == "handed-over"
    assert call(client, good, at=now).json() == {"ok": True, "changed": 1, "answers": 0}
    assert call(client, good, at=now).status_code == 409
    assert call(client, {"reports": [{"reference": message.reference, "state": "failed", "reason": "late"}]}).json()["changed"] == 0
    assert Message.objects.get().state == "delivered"
    assert call(client, {"reports": [{"id": "nobody", "state": "delivered"}, "x", {}]}).json()["changed"] == 0
    assert call(client, ["x"]).status_code == 400


def test_a_report_that_is_quicker_than_the_record_stands(client, texts, monkeypatch):
    a_family(emails=[], phones=["+33612345678"])
    all_approved()
    a_wave(a_made_crisis())
    record = sending._record

    def late(message, handed):
        call(client, {"reports": [{"id": message.pk, "state": "delivered"}]})
        record(message, handed)

    monkeypatch.setattr(sending, "_record", late)
    sending.send_waves()
    assert Message.objects.get().state == "delivered"


def test_a_report_without_a_secret_of_the_house_is_refused(client, monkeypatch):
    monkeypatch.delenv("LEGATION_CONSULAR_SMS_SECRET", raising=False)
    assert call(client, {"reports": []}, secret="").status_code == 403


def test_what_waits_when_the_crisis_is_stood_down_expires(letters):
    a_family(emails=["one@example.org"], phones=[])
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    move_on(crisis, crisis.version, "stood-down")
    sending.send_waves()
    assert (Message.objects.get().state, letters.envelopes) == ("expired", [])


def test_without_a_way_nothing_is_pressed():
    a_family()
    all_approved()
    plan = plan_wave(a_made_crisis(), BOTH, is_discreet=False, with_unknown_place=True)
    assert [one.id for one in plan.problems] == ["desk-waves.nobody", "desk-waves.no-channel"]


def answered(client, number, text, identifier="1"):
    return call(client, {"replies": [{"id": identifier, "from": number, "text": text}], "n": time.time_ns()}).json()["answers"]


def test_an_answer_by_ones_own_code_from_the_number_it_was_sent_to_sets_the_status(client, texts):
    _, (one,) = a_family(emails=[], phones=["+33612345678"])
    _, (two, three) = a_family(people=2, emails=[], phones=["+33612345679"])
    for person in (one, two):
        household = person.household
        vault().put_indexes(household.pk, {"phone": vault().open(household, "contact")["phones"]})
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    code, other = (Message.objects.get(household=person.household_id).code for person in (one, two))

    assert answered(client, "+33612345670", f"{code} safe", "a") == 1
    assert call_of(crisis, BOTH).result.reported == {one.pk}
    assert answered(client, "+33612345678", f"{code} safe", "b") == 1
    assert answered(client, "+33612345678", f"{code} safe", "b") == 0
    assert answered(client, "+33612345679", f"{other} help", "c") == 1
    assert call_of(crisis, BOTH).result.status == {one.pk: "safe", two.pk: "not_asked", three.pk: "not_asked"}
    assert answered(client, "+33612345679", f"ALL {other} help", "d") == 1
    assert call_of(crisis, BOTH).result.status[three.pk] == "need_help"


def test_ten_wrong_codes_close_a_number_for_an_hour(client, texts):
    _, (one,) = a_family(emails=[], phones=["+33612345678"])
    vault().put_indexes(one.household_id, {"phone": ["+33612345678"]})
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    code = Message.objects.get().code
    for number in range(10):
        assert answered(client, "+33612345678", "000000 safe" if code != "000000" else "XYQKP8 safe", str(number)) == 0
    assert answered(client, "+33612345678", f"{code} safe", "right") == 0
    assert call_of(crisis, BOTH).result.counts["safe"] == 0


def test_a_full_disk_while_a_wave_is_pressed_leaves_nothing_and_while_it_is_sent_doubles_nothing(letters, monkeypatch):
    for number in range(3):
        a_family(emails=[f"p{number}@example.org"], phones=[])
    all_approved()
    crisis = a_made_crisis()
    plan = plan_wave(crisis, BOTH, is_discreet=False, with_unknown_place=True)

    def full(*_args, **_named):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(type(Message.objects), "bulk_create", full)
        with pytest.raises(OperationalError):
            press(crisis, plan, None, number=1)
    assert not Wave.objects.exists()
    press(crisis, plan, None, number=1)
    with monkeypatch.context() as disk:
        disk.setattr(sending, "_record", full)
        with pytest.raises(OperationalError):
            sending.send_waves()
    assert len(letters.envelopes) == 1
    Message.objects.exclude(leased_until=None).update(leased_until=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))
    sending.send_waves()
    assert len(letters.envelopes) == 3
    assert sorted(Message.objects.values_list("state", flat=True)) == ["handed-over", "handed-over", "unknown"]


def test_no_log_names_an_address(letters, caplog, monkeypatch):
    a_family(emails=["nobody@example.org"], phones=[])
    a_family(emails=["\udce9lise@example.org"], phones=[])
    all_approved()
    a_wave(a_made_crisis())
    with caplog.at_level("DEBUG"):
        sending.send_waves()
    assert not [one for one in caplog.records if one.name != "mail.log" and "example.org" in one.getMessage()]
