"""A warden sees one list and nothing else, by account or by code; what they say sets nothing, and all of it ends with the crisis."""

from __future__ import annotations

import pytest
from crisis_made import a_family, a_made_crisis
from django.test import Client
from trying import every_role_at

from legation.consular.roll_call import Event as Happening
from legation.consular.roll_call import roll_call
from legation.web.consular.crises.about import move_on
from legation.web.consular.pages.wardens import with_code as with_code_page
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Event, Report, Warden
from legation.web.consular.vault import vault
from legation.web.consular.wardens import codes
from legation.web.consular.wardens.codes import new_pair, read_pair
from legation.web.consular.wardens.lists import Area, appoint, households_in, listed
from legation.web.consular.wardens.reports import report_of, said_by
from legation.web.limits import Limits

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FORM = {"name": "Bea Ostrom", "phone": "+33612345678", "account": "", "called": "Harbour", "place": "2.0, 1.0", "radius": "5"}
AREA = Area(name="Bea Ostrom", called="Harbour", longitude=1.0, latitude=2.0, radius_km=5.0)


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()
    yield
    forget_people()


def base(crisis, post="lyndon"):
    return f"/posts/{post}/crises/{crisis.pk}/wardens"


@pytest.fixture(autouse=True)
def _an_hour_begins(monkeypatch):
    monkeypatch.setattr(with_code_page, "THE_DOOR", codes.Door())


def with_code(browser, crisis):
    page = browser("head").post(f"{base(crisis)}/make", FORM).content.decode()
    return page.partition('<strong class="code">')[2].partition("<")[0]


def test_a_list_numbers_the_households_of_an_area_and_nobody_else():
    near, _ = a_family(people=2)
    other, _ = a_family(lon=1.2)
    a_family(lon=40.0)
    a_family("novara")
    crisis = a_made_crisis()

    assert households_in(crisis, ["lyndon"], AREA) == [near.pk]
    warden, _ = appoint(crisis, AREA, [near.pk, other.pk])
    assert [one.number for one in listed(warden)] == [1, 2]
    assert households_in(crisis, ["lyndon"], AREA) == []


def test_persons_at_risk_are_told_where_they_agreed():
    agreed, _ = a_family(needs="Insulin", needs_to_wardens=True)
    silent, _ = a_family(needs="Oxygen", needs_to_wardens=False)
    warden, _ = appoint(a_made_crisis(), AREA, [agreed.pk, silent.pk])

    assert [one.needs for one in listed(warden)] == ["Insulin", ""]


def test_a_code_is_shown_once_and_stored_as_an_hmac(browser):
    a_family()
    crisis = a_made_crisis()
    code = with_code(browser, crisis)
    warden = Warden.objects.get()

    assert read_pair(code) == code
    assert warden.digest == vault().digest("warden", code)
    assert code not in browser("head").get(f"{base(crisis)}/{warden.pk}").content.decode()
    assert b"Ostrom" not in bytes(warden.about)


def test_who_has_a_code_sees_the_list_and_nothing_else_of_the_desk(browser):
    _, members = a_family(people=2)
    crisis = a_made_crisis()
    volunteer = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert volunteer.post("/list/enter", {"code": with_code(browser, crisis).lower().replace("-", " ")}).status_code == 302
    page = volunteer.get("/list")
    assert "Person1" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    for address in ("/", "/crises", "/warden", base(crisis), f"/posts/lyndon/crises/{crisis.pk}"):
        assert volunteer.get(address).status_code == 302, address

    volunteer.post("/list/report", {"number": "1", "person": members[0].pk, "said": "needs-help", "words": "Broken leg"})
    event = Event.objects.get()
    assert (event.kind, event.people, event.trusted) == ("third_party", [members[0].pk], False)
    assert vault().open(event, "about")["status"] == "need_help"
    assert vault().open(Report.objects.get(), "about")["words"] == "Broken leg"
    assert "needs help" in volunteer.get("/list").content.decode()


def test_what_a_warden_says_sets_no_status():
    household, members = a_family()
    crisis = a_made_crisis()
    warden, _ = appoint(crisis, AREA, [household.pk])
    report_of(crisis, [members[0].pk], "seen", crisis.declared, post="lyndon", warden=warden.pk)
    event = Event.objects.get()
    call = roll_call([members[0].pk], {}, [Happening(event.pk, event.at, event.kind, event.people)])
    assert (call.status[members[0].pk], call.reported) == ("not_asked", {members[0].pk})
    assert said_by(warden)[members[0].pk].said == "seen"


def test_a_list_ends_with_its_crisis_and_then_shows_nothing(browser, people):
    household, _ = a_family()
    crisis = a_made_crisis()
    volunteer = Client(HTTP_ACCEPT_LANGUAGE="en")
    volunteer.post("/list/enter", {"code": with_code(browser, crisis)})
    appoint(crisis, AREA, [household.pk], people["warden"])
    move_on(crisis, crisis.version, "stood-down")

    for client, address in ((volunteer, "/list"), (browser("warden"), "/warden")):
        page = client.get(address).content.decode()
        assert "Ended" in page
        assert "Person0" not in page
        client.post(f"{address}/report", {"number": "1", "said": "seen", "list": Warden.objects.exclude(account=None).get().pk})
    assert browser("warden").get("/warden.json").json()["lists"][0]["households"] == []
    assert not Event.objects.exists()


def test_a_list_that_is_ended_shows_nothing_at_once(browser):
    a_family()
    crisis = a_made_crisis()
    volunteer = Client(HTTP_ACCEPT_LANGUAGE="en")
    volunteer.post("/list/enter", {"code": with_code(browser, crisis)})
    browser("officer").post(f"{base(crisis)}/{Warden.objects.get().pk}/stop")

    assert "Person0" not in volunteer.get("/list").content.decode()


def test_wrong_codes_are_answered_alike_and_close_the_door_to_nobody_who_shares_the_address(browser):
    a_family()
    code = with_code(browser, a_made_crisis())
    stranger = Client(REMOTE_ADDR="192.0.2.7")
    answers = {stranger.post("/list/enter", {"code": wrong}).status_code for wrong in ("", "nonsense", *(new_pair() for _ in range(28)))}
    assert answers == {403}
    assert Client(REMOTE_ADDR="192.0.2.7").post("/list/enter", {"code": code}).status_code == 302


def test_one_code_is_tried_so_often_from_wherever_it_comes(browser, monkeypatch):
    monkeypatch.setattr(codes, "PER_CODE", 3)
    a_family()
    code = with_code(browser, a_made_crisis())
    answers = [Client(REMOTE_ADDR=f"192.0.2.{number}").post("/list/enter", {"code": code}).status_code for number in range(5)]
    assert answers == [302, 302, 302, 403, 403]


def test_a_flood_of_wrong_codes_shuts_new_lists_for_its_hour_and_takes_nothing_from_wardens_at_work(browser, monkeypatch):
    monkeypatch.setattr(codes, "WRONG", 4)
    now = [0.0]
    monkeypatch.setattr(with_code_page, "THE_DOOR", codes.Door(Limits(clock=lambda: now[0])))
    a_family()
    crisis = a_made_crisis()
    at_work = with_code(browser, crisis)
    a_family()
    new = with_code(browser, crisis)
    assert Client().post("/list/enter", {"code": at_work}).status_code == 302
    for number in range(4):
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").post("/list/enter", {"code": new_pair()}).status_code == 403
    assert Client().post("/list/enter", {"code": new}).status_code == 403
    assert Client().post("/list/enter", {"code": at_work}).status_code == 302
    now[0] = 3600.0
    assert Client().post("/list/enter", {"code": new}).status_code == 302


def test_a_warden_sees_their_own_list_alone(browser, people):
    household, members = a_family()
    other, others = a_family()
    crisis = a_made_crisis()
    mine, _ = appoint(crisis, AREA, [household.pk], people["warden"])
    theirs, _ = appoint(crisis, AREA, [other.pk], people["officer"])
    warden = browser("warden")

    page = warden.get("/warden").content.decode()
    assert members[0].pk not in page
    assert household.pk not in page
    assert f'value="{theirs.pk}"' not in page
    assert warden.post("/warden/report", {"list": theirs.pk, "number": "1", "said": "seen"}).status_code == 404
    assert warden.post("/warden/report", {"list": mine.pk, "number": "2", "said": "seen"}).status_code == 404
    assert warden.post("/warden/report", {"list": mine.pk, "number": "1", "person": others[0].pk, "said": "seen"}).status_code == 404
    assert warden.post("/warden/report", {"list": mine.pk, "number": "1", "said": "dead"}).status_code == 400
    assert warden.post("/warden/report", {"list": mine.pk, "number": "1", "said": "seen"}).status_code == 302


def test_a_household_is_added_by_name_and_one_that_is_taken_off_leaves_its_number(browser):
    a_family(people=2)
    a_family(lon=None, lat=None)
    crisis = a_made_crisis()
    with_code(browser, crisis)
    one = f"{base(crisis)}/{Warden.objects.get().pk}"
    head = browser("head")

    assert head.post(f"{one}/add", {"name": "Person0"}).status_code == 400
    assert head.post(f"{one}/add", {"name": "Nobody"}).status_code == 400
    a_family(lon=None, lat=None, phones=[])
    head.post(f"{one}/take-off", {"number": "1"})
    assert Warden.objects.get().households == [""]
    assert head.post(f"{one}/add", {"name": "Person1"}).status_code == 302
    assert [line.number for line in listed(Warden.objects.get())] == [2]


def test_each_role_at_its_own_and_at_the_other_post(people):
    household, _ = a_family()
    crisis = a_made_crisis(posts=("lyndon",))
    warden, _ = appoint(crisis, AREA, [household.pk])
    paths = ["", f"/{warden.pk}", "/make", f"/{warden.pk}/add", f"/{warden.pk}/take-off", f"/{warden.pk}/stop"]
    for path in paths:
        method = "get" if path in paths[:2] else "post"
        let_in = every_role_at(lambda post, path=path: f"{base(crisis, post)}{path}", people, method)
        assert let_in == {("head", "lyndon"), ("officer", "lyndon"), ("crisis", "lyndon")}, path
    assert every_role_at(lambda _: "/warden", people) == {("warden", "lyndon"), ("warden", "novara")}
    assert every_role_at(lambda _: "/warden/report", people, "post") == set()


def test_another_post_of_the_crisis_does_not_see_whose_households_are_on_a_list(browser):
    household, _ = a_family()
    crisis = a_made_crisis()
    warden, _ = appoint(crisis, AREA, [household.pk])

    other = browser("other-head")
    assert other.get(f"{base(crisis, 'novara')}/{warden.pk}").status_code == 404
    assert "Bea Ostrom" not in other.get(base(crisis, "novara")).content.decode()
