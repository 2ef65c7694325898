"""Paper: what is printed, in both languages, and what comes back by the code on it, as of the time on it."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from crisis_made import a_family, a_made_crisis
from pypdf import PdfReader
from trying import every_role_at

from legation.consular.codes import read_code
from legation.web.consular.crises.about import move_on
from legation.web.consular.crises.calls import call_of
from legation.web.consular.paper import codes
from legation.web.consular.paper.codes import households_with, paper_code
from legation.web.consular.paper.lines import lines_of
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Event, Report, new_id
from legation.web.consular.taking.replying import by_code
from legation.web.consular.vault import vault
from legation.web.consular.wardens.lists import Area, appoint, end

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()
    yield
    forget_people()


def base(crisis, post="lyndon"):
    return f"/posts/{post}/crises/{crisis.pk}/paper"


def text_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def a_line(crisis, on_paper, **more):
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    line = {"entry": new_id(), "code": paper_code(crisis.pk, on_paper.pk), "digit": "4", "time": "14:05", "day": f"{yesterday}"}
    return line | {"paper": "roll-sheet", "person": "", "words": ""} | more


def test_the_phone_list_is_shared_in_numbered_parts_in_both_languages(browser):
    families = [a_family(people=2)[0] for _ in range(5)]
    crisis = a_made_crisis()
    head = browser("head")
    pages = text_of(head.get(f"{base(crisis)}/phone-list.pdf?parts=2&lang=en"))

    assert ["Part 1 of 2" in pages[0], "Part 2 of 2" in pages[1], len(pages)] == [True, True, 2]
    for family in families:
        code = paper_code(crisis.pk, family.pk)
        assert sum(code in page for page in pages) == 1
        assert read_code(code) == code
    assert "Part 1 sur 2" in text_of(head.get(f"{base(crisis)}/phone-list.pdf?parts=2&lang=fr"))[0]


def test_whoever_has_answered_is_not_called_again(browser):
    answered, _ = a_family()
    a_family()
    crisis = a_made_crisis()
    browser("officer").post(f"{base(crisis)}/enter", a_line(crisis, answered))
    call = call_of(crisis, ["lyndon"])

    assert [line.household == answered.pk for line in lines_of(crisis, call, without_news=True)] == [False]
    assert len(lines_of(crisis, call, without_news=False)) == 2


def test_the_roll_sheet_has_a_slip_with_the_code_of_each_household(browser):
    household, _ = a_family(people=2, do_not_contact=["FRA"])
    crisis = a_made_crisis()
    page = " ".join(" ".join(text_of(browser("crisis").get(f"{base(crisis)}/roll-sheet.pdf?lang=en"))).split())

    assert paper_code(crisis.pk, household.pk) in page
    assert "2 Person" in page
    assert "do not contact the authorities of these countries: France" in page
    assert "dead" not in page


def test_the_wardens_list_is_printed_while_it_is_not_over(browser):
    household, _ = a_family(people=2, needs="Insulin", needs_to_wardens=True)
    crisis = a_made_crisis()
    warden, _ = appoint(crisis, Area(name="Bea Ostrom", called="Harbour"), [household.pk])
    address = f"/posts/lyndon/crises/{crisis.pk}/wardens/{warden.pk}/list.pdf"
    page = " ".join(text_of(browser("officer").get(f"{address}?lang=en")))

    for word in ("Harbour", "Insulin", "1 seen", "3 not found", paper_code(crisis.pk, household.pk)):
        assert word in page, word
    end(warden)
    assert browser("officer").get(address).status_code == 404


@pytest.mark.parametrize(("digit", "status"), [("1", "injured"), ("4", "safe"), ("5", "left")])
def test_a_line_of_a_roll_sheet_sets_the_status_as_of_the_time_on_paper(browser, digit, status):
    household, members = a_family(people=2)
    crisis = a_made_crisis()
    line = a_line(crisis, household, digit=digit)
    sent = line | {"code": line["code"].lower()}
    answer = browser("officer").post(f"{base(crisis)}/enter", sent)

    assert answer.status_code == 302
    event = Event.objects.get()
    assert (event.kind, f"{event.at:%H:%M}") == ("officer", "14:05")
    assert set(call_of(crisis, ["lyndon"]).result.status.values()) == {status}
    assert sorted(event.people) == sorted(one.pk for one in members)
    shown = browser("officer").get(answer["Location"]).content.decode()
    assert "Person0" in shown
    assert browser("officer").post(f"{base(crisis)}/enter", sent).status_code == 302
    assert Event.objects.count() == 1


def test_a_number_means_one_member_and_a_code_alone_shows_whom_it_means(browser):
    household, members = a_family(people=2)
    crisis = a_made_crisis()
    officer = browser("officer")
    page = officer.post(f"{base(crisis)}/enter", a_line(crisis, household, digit=""))
    assert page.status_code == 200
    assert re.search(r"1 Person\d family, 2 Person\d family", page.content.decode())

    officer.post(f"{base(crisis)}/enter", a_line(crisis, household, person="2"))
    assert Event.objects.get().people == [sorted(one.pk for one in members)[1]]
    assert officer.post(f"{base(crisis)}/enter", a_line(crisis, household, person="3")).status_code == 400


def test_a_call_that_reached_nobody_is_a_way_that_failed(browser):
    household, members = a_family()
    crisis = a_made_crisis()
    browser("officer").post(f"{base(crisis)}/enter", a_line(crisis, household, paper="phone-list", digit="0"))

    assert call_of(crisis, ["lyndon"]).result.status == {members[0].pk: "unreachable"}


def test_a_wardens_line_is_a_third_partys_report_once(browser):
    household, members = a_family()
    crisis = a_made_crisis()
    line = a_line(crisis, household, paper="warden-list", digit="3", words="House is empty")
    for _ in range(2):
        assert browser("officer").post(f"{base(crisis)}/enter", line).status_code == 302

    result = call_of(crisis, ["lyndon"]).result
    assert (result.status, result.reported) == ({members[0].pk: "not_asked"}, {members[0].pk})
    assert vault().open(Report.objects.get(), "about")["said"] == "not-found"
    page = browser("officer").get(f"/posts/lyndon/crises/{crisis.pk}/roll/{members[0].pk}").content.decode()
    assert "not found" in page
    assert "House is empty" in page


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("code", "XYQKP9"), ("code", "XYQKP8"), ("digit", "6"), ("digit", "0"), ("digit", "dead"), ("time", "25:00"), ("day", "2199-01-01")],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(browser, field, wrong):
    household, _ = a_family()
    crisis = a_made_crisis()
    answer = browser("officer").post(f"{base(crisis)}/enter", a_line(crisis, household) | {field: wrong})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Event.objects.exists()


def test_a_code_means_a_household_of_the_readers_posts_in_this_crisis_alone(browser):
    household, _ = a_family()
    crisis, other = a_made_crisis(), a_made_crisis()
    code = paper_code(crisis.pk, household.pk)

    assert households_with(crisis, [code]) == {code: [household.pk]}
    assert households_with(other, [code]) == {}
    assert browser("other-head").post(f"{base(crisis, 'novara')}/enter", a_line(crisis, household)).status_code == 400


def test_a_code_of_paper_is_known_where_an_answer_is_sent_by_code():
    household, _ = a_family()
    crisis, over = a_made_crisis(), a_made_crisis()
    code, gone = paper_code(crisis.pk, household.pk), paper_code(over.pk, household.pk)
    for state in ("stood-down", "closed"):
        move_on(over, over.version, state)

    assert by_code([code, gone, "XYQKP8"]) == {code: [(household.pk, crisis)]}


def test_a_code_is_computed_once_for_a_household_and_a_new_household_is_found(monkeypatch):
    crisis = a_made_crisis()
    first, second = a_family()[0], a_family()[0]
    wanted = {one.pk: paper_code(crisis.pk, one.pk) for one in (first, second)}
    computed = []
    monkeypatch.setattr(codes, "paper_code", lambda *place: computed.append(place[1]) or paper_code(*place))
    assert households_with(crisis, wanted.values()) == {wanted[one]: [one] for one in sorted(wanted)}
    assert sorted(computed) == sorted(wanted)
    third = a_family()[0]
    assert households_with(crisis, [paper_code(crisis.pk, third.pk)]) == {paper_code(crisis.pk, third.pk): [third.pk]}
    assert computed[2:] == [third.pk]
    gone = wanted[second.pk]
    second.delete()
    assert households_with(crisis, [gone]) == {}


def test_two_households_with_one_code_are_told_apart_by_their_names(browser, monkeypatch):
    first, second = a_family()[0], a_family()[0]
    crisis = a_made_crisis()
    code = paper_code(crisis.pk, first.pk)
    monkeypatch.setattr("legation.web.consular.paper.codes.paper_code", lambda *_: code)
    officer = browser("officer")
    page = officer.post(f"{base(crisis)}/enter", a_line(crisis, first, code=code))
    assert page.status_code == 400
    assert all(one.pk in page.content.decode() for one in (first, second))

    assert officer.post(f"{base(crisis)}/enter", a_line(crisis, second, code=code, household=second.pk)).status_code == 302
    assert Event.objects.get().people == [one.pk for one in second.people.all()]


def test_nothing_is_printed_or_entered_once_the_crisis_is_closed(browser):
    household, _ = a_family()
    crisis = a_made_crisis()
    for state in ("stood-down", "closed"):
        move_on(crisis, crisis.version, state)
    head = browser("head")
    for path in ("/phone-list.pdf", "/roll-sheet.pdf"):
        assert head.get(f"{base(crisis)}{path}").status_code == 404
    assert head.post(f"{base(crisis)}/enter", a_line(crisis, household)).status_code == 404


def test_each_role_at_its_own_and_at_the_other_post(people):
    household, _ = a_family()
    crisis = a_made_crisis(posts=("lyndon",))
    warden, _ = appoint(crisis, Area(name="Bea"), [household.pk])
    officers = {("head", "lyndon"), ("officer", "lyndon"), ("crisis", "lyndon")}
    paths = ["/paper", "/paper/phone-list.pdf", "/paper/roll-sheet.pdf", f"/wardens/{warden.pk}/list.pdf"]
    for path in paths:
        assert every_role_at(lambda post, path=path: f"/posts/{post}/crises/{crisis.pk}{path}", people) == officers, path
    line = a_line(crisis, household)
    assert every_role_at(lambda post: f"{base(crisis, post)}/enter", people, "post", line) == officers
