"""Pages of people: each role sees what its post lets it see; two officers lose nothing; nothing that is searched for stands in an address."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from desk_people import a_household
from django.utils import timezone

from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Household, Person
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TYPED = {
    "given-new1": "Amina", "family-new1": "Diallo", "birth-new1": "1980-01-31", "nationalities-new1": "France, Sénégal",
    "documents-new1": "FRA 12AB34567", "declared": "trip", "country": "CHL", "place": "", "longitude": "-71,6", "latitude": "-33",
    "arrives": "2099-07-01", "leaves": "2099-08-06", "phones": "+33612345678", "emails": "amina@example.org", "languages": ["fr"],
    "do_not_contact": "Chile", "needs": "insulin", "notes": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()


def page(client, address: str, **more: object) -> str:
    answer = client.get(address, **more)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def taken_in(client) -> Household:
    answer = client.post("/posts/lyndon/people/make", TYPED)
    assert answer.status_code == 302, answer.content.decode()
    return Household.objects.latest("made")


def test_an_officer_takes_in_sees_and_finds(browser):
    officer = browser("officer")
    household = taken_in(officer)
    assert (household.state, household.record_class, household.post) == ("confirmed", "trip", "lyndon")

    shown = page(officer, f"/posts/lyndon/people/{household.pk}")
    for words in (
        "Amina Diallo",
        "+33612345678",
        "insulin",
        "Chile",
        "France",
        "FRA-12AB34567",
        "6 August 2099",
        "31 January 1980",
        "no-store",
    ):
        assert words in shown or words == "no-store"
    assert officer.get(f"/posts/lyndon/people/{household.pk}").headers["Cache-Control"] == "private, no-store"
    for by, words in (
        ("name", "diallo am"),
        ("phone", "+33 6 12 34 56 78"),
        ("email", "AMINA@example.org"),
        ("document", "fra 12ab 34567"),
    ):
        found = officer.post("/posts/lyndon/people/search", {"by": by, "words": words})
        assert "Diallo, Amina" in found.content.decode(), by
    assert "Diallo" not in officer.post("/posts/lyndon/people/search", {"by": "phone", "words": "+33600000000"}).content.decode()
    assert "telephone number" in officer.post("/posts/lyndon/people/search", {"by": "phone", "words": "x"}).content.decode()
    as_json = json.loads(officer.get("/posts/lyndon/people.json").content)
    assert (as_json["count"], as_json["people"][0]["name"]) == (1, "Diallo, Amina")


def test_reception_sees_names_and_contact_alone(browser):
    household = taken_in(browser("officer"))
    shown = page(browser("reception"), f"/posts/lyndon/people/{household.pk}")
    assert "Amina Diallo" in shown
    assert "+33612345678" in shown
    for words in ("insulin", "FRA-12AB34567", "August 2099", "1980", "Record a request", "Suspend destruction"):
        assert words not in shown
    as_json = browser("reception").get(f"/posts/lyndon/people/{household.pk}.json").content.decode()
    assert "insulin" not in as_json
    assert browser("reception").get(f"/posts/lyndon/people/{household.pk}/edit").status_code == 403


@pytest.mark.parametrize("role", ["crisis", "hotline", "warden", "protection", "administrator", "other-officer", "other-head"])
def test_nobody_else_sees_anybody(browser, role):
    household = taken_in(browser("officer"))
    client = browser(role)
    for path in (
        "people",
        "people.json",
        f"people/{household.pk}",
        f"people/{household.pk}.json",
        f"people/{household.pk}/edit",
        "people/new",
    ):
        answer = client.get(f"/posts/lyndon/{path}")
        assert answer.status_code in (403, 404), path
        assert b"Diallo" not in answer.content
    for path in ("people/search", "people/make", f"people/{household.pk}/save", f"people/{household.pk}/confirm"):
        assert client.post(f"/posts/lyndon/{path}", TYPED | {"by": "name", "words": "diallo"}).status_code in (403, 404), path
    if role.startswith("other"):
        assert client.get(f"/posts/novara/people/{household.pk}").status_code == 404
        found = client.post("/posts/novara/people/search", {"by": "phone", "words": "+33612345678"})
        assert b"Diallo" not in found.content


def test_what_is_wrong_is_said_beside_the_field(browser):
    wrong = TYPED | {"leaves": "2099-01-01", "phones": "12", "documents-new1": "?", "given-new1": "a\u202eb", "country": "CHL"}
    answer = browser("officer").post("/posts/lyndon/people/make", wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "ends before it begins" in shown
    assert shown.count('class="error"') == 4
    assert Household.objects.count() == 0
    assert "Person 2" in browser("officer").post("/posts/lyndon/people/make", TYPED | {"add": "1"}).content.decode()


def edit(client, household: Household) -> dict[str, object]:
    """Return what the form of a household holds."""
    found = json.loads(client.get(f"/posts/lyndon/people/{household.pk}/edit.json").content)
    fields = [*found["fields"], *(field for person in found["people"] for field in person["fields"])]
    values = {one["name"]: one["value"] for one in fields if one["value"] not in (None, False)}
    return values | {"version": found["version"], "base": found["base"]}


def test_two_officers_change_one_household(browser):
    officer, head = browser("officer"), browser("head")
    household = taken_in(officer)
    mine, theirs = edit(officer, household), edit(head, household)
    save = f"/posts/lyndon/people/{household.pk}/save"

    assert head.post(save, theirs | {"needs": "a wheelchair", "notes": "called"}).status_code == 302
    answer = officer.post(save, mine | {"needs": "oxygen", "phones": "+33699999999"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "oxygen" in shown
    assert "a wheelchair" in shown
    household.refresh_from_db()
    assert household.version == 2
    again = edit(head, household)
    assert officer.post(save, again | {"needs": "oxygen", "phones": "+33699999999"}).status_code == 302
    contact = vault().open(Household.objects.get(), "contact")
    assert (contact["needs"], contact["notes"], contact["phones"]) == ("oxygen", "called", ["+33699999999"])
    assert vault().find("phone", "+33612345678") == []


def test_changes_of_other_fields_are_merged_without_a_word(browser):
    officer, head = browser("officer"), browser("head")
    household = taken_in(officer)
    mine, theirs = edit(officer, household), edit(head, household)
    save = f"/posts/lyndon/people/{household.pk}/save"
    head.post(save, theirs | {"needs": "a wheelchair"})
    assert officer.post(save, mine | {"phones": "+33699999999"}).status_code == 302
    contact = vault().open(Household.objects.get(), "contact")
    assert (contact["needs"], contact["phones"]) == ("a wheelchair", ["+33699999999"])


def test_a_person_joins_and_leaves(browser):
    officer = browser("officer")
    household = taken_in(officer)
    (one,) = household.people.all()
    save = f"/posts/lyndon/people/{household.pk}/save"
    assert officer.post(save, edit(officer, household) | {"given-new1": "Bruno"}).status_code == 302
    assert household.people.count() == 2
    household.refresh_from_db()
    assert officer.post(save, edit(officer, household) | {f"remove-{one.pk}": "on"}).status_code == 302
    (left,) = Person.objects.all()
    assert vault().open(left, "identity")["given"] == "Bruno"


def test_a_registration_is_confirmed_at_the_counter(browser):
    household, _ = a_household()
    for row in (household, *household.people.all()):
        type(row).objects.filter(pk=row.pk).update(state="unconfirmed", record_class="unconfirmed")
    household.contact = vault().seal(household, "contact", {"phones": [], "emails": [], "declared": "trip"})
    household.save(update_fields=["contact"])
    assert browser("reception").post(f"/posts/lyndon/people/{household.pk}/confirm").status_code == 302
    household.refresh_from_db()
    assert (household.state, household.record_class) == ("confirmed", "trip")
    assert Person.objects.get().state == "confirmed"


def test_fifty_on_a_page(browser):
    a_household(people=60)
    first, second = (json.loads(browser("head").get(f"/posts/lyndon/people.json?from={first}").content) for first in (0, 50))
    assert (len(first["people"]), first["later"], len(second["people"]), second["earlier"]) == (50, 50, 10, 0)


def test_lists_say_who_has_something_to_be_done_and_print_no_empty_column(browser):
    officer = browser("officer")
    soon = (timezone.now().date() + dt.timedelta(days=10)).isoformat()
    far = taken_in(officer)
    officer.post(
        "/posts/lyndon/people/make", TYPED | {"family-new1": "Soon", "leaves": soon, "arrives": "", "longitude": "", "latitude": ""}
    )
    officer.post("/posts/lyndon/people/make", TYPED | {"phones": "+33612345679", "emails": "again@example.org"})
    Household.objects.filter(pk=far.pk).update(state="unconfirmed")
    Person.objects.filter(household=far).update(state="unconfirmed", version=2)

    def listed(view: str, client=officer) -> dict:
        return json.loads(client.get(f"/posts/lyndon/people.json?view={view}").content)

    assert [one["name"] for one in listed("unconfirmed")["people"]] == ["Diallo, Amina"]
    assert [one["name"] for one in listed("expiring")["people"]] == ["Soon, Amina"]
    assert [one["name"] for one in listed("without-place")["people"]] == ["Soon, Amina"]
    everybody = listed("")
    assert listed("nonsense")["count"] == everybody["count"]
    counts = {one["title"]: one["count"] for one in everybody["tabs"]}
    assert counts == {"Everybody": 3, "To be confirmed": 1, "Ending soon": 1, "Without a place": 1, "Possible doubles": 2}
    shown = page(officer, "/posts/lyndon/people")
    for words in ("Chile", "Last day", "31 January 1980", 'aria-current="page">Everybody'):
        assert words in shown, words
    as_reception = page(browser("reception"), "/posts/lyndon/people")
    for words in ("Chile", "Last day", "Date of birth", "Without a place", "Ending soon", "Possible doubles"):
        assert words not in as_reception, words
    assert listed("without-place", browser("reception"))["view"] == ""
    assert "?view=unconfirmed" in as_reception


def test_a_request_and_a_hold_begin_at_the_page_of_the_household(browser):
    household = taken_in(browser("officer"))
    head = browser("head")
    shown = head.get(f"/posts/lyndon/people/{household.pk}.json").json()
    (person,) = household.people.all()
    assert [one["request_href"] for one in shown["people"]] == [f"/requests?person={person.pk}"]
    assert f'value="{person.pk}"' in page(head, shown["people"][0]["request_href"])
    assert f'value="{household.pk}"' in page(head, shown["hold_href"])
    officer = browser("officer").get(f"/posts/lyndon/people/{household.pk}.json").json()
    assert officer["hold_href"] == ""
    assert [one["request_href"] for one in officer["people"]] == [""]
