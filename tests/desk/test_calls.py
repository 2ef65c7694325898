"""A call-taker is told that a call is recorded, and nothing else: not who is known, nor how anybody is. An officer decides on ringing back."""

from __future__ import annotations

import re

import pytest
from crisis_made import a_family, a_made_crisis
from trying import every_role_at

from legation.web.consular.calls.sheets import Call, earlier_sheets, record, sheets
from legation.web.consular.crises.about import move_on
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.pages.calls import taking
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Event, Report, new_id
from legation.web.consular.vault import Vault, vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CALLER = {"caller": "Iris Maro", "tie": "mother", "phone": "+33612345678", "words": "He was at the harbour"}
KNOWN = {"family": "family", "given": "Person0", "birth": "1980-01-31"}
UNKNOWN = {"family": "Hollis", "given": "Tobin", "birth": "1971-05-06"}


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()
    yield
    forget_people()


def base(crisis, post="lyndon"):
    return f"/posts/{post}/crises/{crisis.pk}/calls"


def taken(client, crisis, sought, **more):
    """Take a call as a call-taker does, and return every answer."""
    begun = client.get(f"{base(crisis)}/new")
    page = client.post(f"{base(crisis)}/search", sought)
    number = re.search(r'name="number" value="(\w+)"', page.content.decode())[1]
    sent = client.post(f"{base(crisis)}/store", sought | CALLER | {"number": number} | more)
    return begun, page, sent, client.get(sent["Location"])


def plain(answer):
    """Return a page without what differs by itself: the token of a form, its number, what was typed."""
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


def test_whoever_is_sought_the_pages_and_statuses_are_the_same(browser):
    a_family()
    crisis = a_made_crisis()
    hotline = browser("hotline")
    known, unknown = taken(hotline, crisis, KNOWN), taken(hotline, crisis, UNKNOWN)

    assert [one.status_code for one in known] == [one.status_code for one in unknown] == [200, 200, 302, 200]
    assert [plain(one) for one in known] == [plain(one) for one in unknown]
    assert "Recorded." in known[-1].content.decode()


def test_taking_a_call_reads_nobody_who_registered(browser, monkeypatch):
    a_family()
    crisis = a_made_crisis()
    hotline = browser("hotline")
    opened = []
    real = Vault.open

    def watched(self, row, column):
        opened.append(type(row).__name__)
        return real(self, row, column)

    monkeypatch.setattr(Vault, "open", watched)
    monkeypatch.setattr(Vault, "open_all", lambda *_: pytest.fail("people were opened"))
    taken(hotline, crisis, KNOWN)
    taken(hotline, crisis, KNOWN)

    assert set(opened) == {"Crisis", "Report"}
    assert not {"known_people", "Person", "Household", "Event"} & set(vars(taking))


def test_no_answer_to_a_call_taker_names_a_status_an_address_or_another_caller(browser):
    a_family()
    crisis = a_made_crisis()
    hotline = browser("hotline")
    taken(hotline, crisis, KNOWN, caller="Another Caller", words="He is at the airport", phone="+33698765432")
    text = "".join(one.content.decode() for one in taken(hotline, crisis, KNOWN)[:2])

    for word in ("Another Caller", "airport", "+33698765432", "safe", "injured", "found", "dead", "+3361"):
        assert word not in text, word


def test_what_is_known_of_a_call_is_encrypted_and_out_of_the_address_bar(browser):
    crisis = a_made_crisis()
    answers = taken(browser("hotline"), crisis, UNKNOWN)

    assert b"Hollis" not in bytes(Report.objects.get().about)
    assert "Hollis" not in answers[2]["Location"]
    assert all(one["Cache-Control"] == "private, no-store" for one in answers)


def test_earlier_calls_on_one_person_are_warned_of_and_every_sheet_stays(browser):
    crisis = a_made_crisis()
    hotline = browser("hotline")
    taken(hotline, crisis, {"family": "Khalil", "given": "Mohammed", "birth": "1980-03-04"})
    _, page, _, _ = taken(hotline, crisis, {"family": "محمد", "given": "خليل", "birth": "1980-03-04"})

    assert "1 call already seeks" in page.content.decode()
    assert Report.objects.count() == 2
    other = Call(given="Mohammed", family="Khalil", birth="2006-11-20")
    assert earlier_sheets(other, sheets(crisis, ["lyndon"])) == []
    assert len(earlier_sheets(Call(given="Khalil", family="Mohammed"), sheets(crisis, ["lyndon"]))) >= 1


def test_a_form_that_is_sent_twice_or_was_cut_off_is_stored_once():
    crisis, number = a_made_crisis(), new_id()
    vault().new_subject(number)
    for _ in range(2):
        record(crisis, "lyndon", Call(family="Hollis", caller="Iris"), number, None)

    assert [one.call.caller for one in sheets(crisis, ["lyndon"])] == ["Iris"]
    assert SubjectKey.objects.filter(pk=number).count() == 1


@pytest.mark.parametrize(("field", "wrong"), [("family", ""), ("birth", "1980-13-01"), ("birth", "yesterday"), ("caller", ""), ("tie", "")])
def test_what_is_wrong_stands_beside_its_field(browser, field, wrong):
    crisis = a_made_crisis()
    answer = browser("hotline").post(f"{base(crisis)}/store", UNKNOWN | CALLER | {field: wrong})

    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()
    assert not Report.objects.exists()


def test_an_officer_decides_and_links_and_the_roll_call_has_a_third_partys_report(browser):
    _, members = a_family()
    crisis = a_made_crisis()
    taken(browser("hotline"), crisis, KNOWN)
    report = Report.objects.get()
    officer, one = browser("officer"), f"{base(crisis)}/{report.pk}"
    page = officer.get(one).content.decode()
    assert members[0].pk in page
    assert "dead" not in page

    sent = {"version": 1, "state": "ring-back", "decision": "She wants her mother to know", "linked": members[0].pk}
    assert officer.post(f"{one}/decide", sent).status_code == 302
    event = Event.objects.get()
    assert (event.kind, event.people) == ("third_party", [members[0].pk])
    report.refresh_from_db()
    assert (report.state, report.version) == ("ring-back", 2)
    assert browser("head").post(f"{one}/decide", sent | {"state": "closed", "decision": "Mine"}).status_code == 409
    assert officer.post(f"{one}/decide", sent | {"version": 2, "state": "closed", "decision": ""}).status_code == 400
    assert officer.post(f"{one}/decide", sent | {"version": 2, "linked": new_id()}).status_code == 404
    assert Event.objects.count() == 1


def test_calls_are_taken_while_a_crisis_is_open(browser):
    crisis = a_made_crisis()
    move_on(crisis, crisis.version, "stood-down")
    assert browser("hotline").get(f"{base(crisis)}/new").status_code == 200
    assert "Earthquake" in browser("hotline").get("/calls").content.decode()
    move_on(crisis, crisis.version, "closed")
    assert browser("hotline").get(f"{base(crisis)}/new").status_code == 404
    assert "Earthquake" not in browser("hotline").get("/calls").content.decode()


def test_each_role_at_its_own_and_at_the_other_post(people):
    a_family()
    crisis = a_made_crisis(posts=("lyndon",))
    record(crisis, "lyndon", Call(family="Hollis"), number := new_id(), None)
    officers = {("head", "lyndon"), ("officer", "lyndon"), ("crisis", "lyndon")}
    takers = officers | {("hotline", "lyndon")}
    paths = [("/new", "get", takers), ("/search", "post", takers), ("/store", "post", takers)]
    paths += [("", "get", officers), (f"/{number}", "get", officers), (f"/{number}/decide", "post", officers)]
    for path, method, wanted in paths:
        assert every_role_at(lambda post, path=path: f"{base(crisis, post)}{path}", people, method) == wanted, path
    assert {role for role, _ in every_role_at(lambda _: "/calls", people)} == {"head", "officer", "crisis", "hotline"}


def test_the_other_post_does_not_see_what_this_one_took(browser):
    crisis = a_made_crisis()
    record(crisis, "lyndon", Call(family="Hollis"), number := new_id(), None)

    other = browser("other-head")
    assert "Hollis" not in other.get(base(crisis, "novara")).content.decode()
    assert other.get(f"{base(crisis, 'novara')}/{number}").status_code == 404
