"""The page of the house: what is declared, what is missing and what that blocks; each part changed by whoever may, whole or not at all."""

from __future__ import annotations

import json
import tomllib

import pytest

from legation.errors import CannotRead
from legation.web.consular.access import ROLES, TABLE
from legation.web.consular.declaring import ChangedMeanwhile, declare, declared, fingerprint
from legation.web.consular.house import CONFIGURATION, HOUSE, house_folder, read_house
from legation.web.consular.routing import DESK
from legation.web.front.catalogue import texts
from legation.web.stores.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OURS = sorted(name for name in DESK.declared if name.split(".")[0] == "house")
LINE = {"count": "30", "unit": "days", "ground": "schedule", "schedule": "DGP-2024-011", "reason": "", "approved_by": "head of archives"}


@pytest.fixture(autouse=True)
def _as_it_was():
    place = house_folder() / CONFIGURATION
    before = place.read_bytes()
    yield
    place.write_bytes(before)
    HOUSE.forget()


def text() -> str:
    return (house_folder() / CONFIGURATION).read_text("utf-8")


def sent(client, address: str, values: dict, **more):
    """Send a form as the page shows it, with what is changed."""
    seen = json.loads(client.get(f"{address}.json").content)["seen"]
    return client.post(f"{address}/save", {"seen": seen} | values | more)


def an_address(name: str) -> str:
    path = DESK.declared[name].path
    for field, value in (("<slug:name>", "lyndon"), ("<slug:language>", "fr"), ("<slug:record_class>", "trip")):
        path = path.replace(field, value)
    assert "<" not in path, path
    return f"/{path}"


@pytest.mark.parametrize("role", ["", *ROLES])
def test_each_route_lets_in_whom_its_action_lets_in_and_changes_nothing_by_itself(browser, role):
    before, client = text(), browser(role)
    for name in OURS:
        route = DESK.declared[name]
        for end in ("", ".json") if route.kind == "page" else ("",):
            address = an_address(name) + end
            answer = client.post(address, {}) if route.kind == "action" else client.get(address)
            refused = answer.status_code in (401, 403) or "/account/login/" in answer.get("Location", "")
            assert refused is (role not in TABLE[route.action]), (name, answer.status_code)
            assert answer.status_code != 500
    assert text() == before


def test_what_is_missing_is_said_with_what_it_blocks_and_where_it_is_put_right(browser):
    declare(("front",), {"address": None}, seen=None, by=None)
    client = browser("administrator")
    found = json.loads(client.get("/house.json").content)
    stops = [one["what"] for one in found["gaps"] if one["stops_waves"]]
    assert stops[0] == "The address of the public site is not declared."
    assert found["gaps"][0]["blocks"].startswith("No message can leave")
    assert found["gaps"][0]["href"] == "/house/front"
    assert any("lyndon" in one["what"] and "country" in one["what"] for one in found["gaps"])
    client.post("/language", {"language": "fr"})
    page = client.get("/house").content.decode()
    assert "Aucun message ne peut partir" in page
    assert "desk-house." not in page
    as_head = json.loads(browser("head").get("/house.json").content)
    assert as_head["gaps"][0]["href"] == ""


def test_the_public_site_is_declared_and_a_wave_may_leave_by_it(browser, people):
    declare(("front",), {"address": None}, seen=None, by=None)
    client = browser("administrator")
    for wrong in (
        "register.example.org",
        "http://register.example.org",
        "https://a b.org",
        "https://x.org/?q",
        "https://u:p@x.org",
        "https://[x",
    ):
        answer = sent(client, "/house/front", {"address": wrong, "services": ["registration", "code"]})
        assert answer.status_code == 422, wrong
        assert b'aria-invalid="true"' in answer.content
        assert b"Address of the public site</li>" in answer.content
    assert sent(client, "/house/front", {"telephone": "12", "discreet_address": "https://consulate.example.org"}).status_code == 422
    answer = sent(
        client,
        "/house/front",
        {"address": "https://Register.example.org/", "telephone": "+56 2 2123 4567", "services": ["code"], "name_ar": "قنصلية"},
    )
    assert answer["Location"] == "/house"
    there = declared(("front",))
    assert (there["address"], there["services"], there["names"]) == ("https://Register.example.org", ["code"], {"ar": "قنصلية"})
    assert HOUSE.front["address"] == "https://Register.example.org"
    note = Entry.objects.get(route="house.declared", account__isnull=False)
    assert (note.account, note.object) == (people["administrator"].pk, "front: address, telephone, names, services")
    assert "elsewhere" not in there


def test_comments_and_what_is_not_changed_stay_as_they_were(browser):
    place = house_folder() / CONFIGURATION
    place.write_text("# our house\n" + text().replace("[retention.trip]", "# why so\n[retention.trip]"), "utf-8")
    before = tomllib.loads(text())
    assert sent(browser("administrator"), "/house/line/trip", LINE).status_code == 302
    after = tomllib.loads(text())
    assert text().startswith("# our house\n")
    assert "# why so" in text()
    assert after["retention"].pop("trip") == {"schedule": "DGP-2024-011", "approved_by": "head of archives"}
    before["retention"].pop("trip")
    assert after == before
    assert oct(place.stat().st_mode & 0o777) == "0o600"
    assert not [one for one in house_folder().iterdir() if one.name.startswith(f".{CONFIGURATION}")]


def test_a_post_is_added_and_changed(browser):
    client = browser("administrator")
    form = {"name_fr": "Nouvelle-Ville", "name_en": "", "country": "CL", "zone": "America/Santiago", "is_hostile": "on"}
    assert sent(client, "/house/new-post", form, country="").status_code == 422
    assert sent(client, "/house/new-post", form, name_fr="").status_code == 422
    assert sent(client, "/house/new-post", form, zone="Mars/Base").status_code == 422
    assert sent(client, "/house/new-post", form).status_code == 302
    assert [(one.id, one.country, one.is_hostile) for one in HOUSE.posts][-1] == ("nouvelle-ville", "CL", True)
    assert sent(client, "/house/new-post", form).status_code == 302
    assert len({one.id for one in HOUSE.posts}) == 4
    assert sent(client, "/house/post/nouvelle-ville", form | {"is_hostile": ""}).status_code == 302
    assert HOUSE.post("nouvelle-ville").is_hostile is False
    assert client.get("/house/post/nowhere").status_code == 404


def test_a_line_is_refused_where_it_is_not_complete(browser):
    client = browser("protection")
    for wrong in (
        {"schedule": ""},
        {"ground": "not-public"},
        {"approved_by": ""},
        {"count": "0"},
        {"count": "x"},
        {"unit": "weeks"},
        {"ground": "none"},
    ):
        assert sent(client, "/house/line/trip", LINE, **wrong).status_code == 422, wrong
    assert sent(client, "/house/line/reply", LINE | {"schedule": "", "also": ["trip"]}).status_code == 422
    assert sent(client, "/house/line/audit", LINE).status_code == 422
    assert client.get("/house/line/case").status_code == 404
    answer = sent(
        client, "/house/line/trip", LINE, ground="not-public", reason="an association", count="2", unit="months", also=["resident", "reply"]
    )
    assert answer.status_code == 302
    lines = tomllib.loads(text())["retention"]
    assert lines["trip"] == {
        "not_public_archives": True, "reason": "an association", "approved_by": "head of archives", "period": "2 months"
    }  # fmt: skip
    assert lines["resident"] == {"not_public_archives": True, "reason": "an association", "approved_by": "head of archives"}
    client.post("/language", {"language": "fr"})
    page = client.get("/retention").content.decode()
    assert "ne relèvent pas des archives publiques : an association" in page.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Inscriptions non confirmées" in page
    assert "not public archives" not in page
    assert "not_public_archives" not in page


def test_a_language_is_offered_once_its_very_text_was_read(browser):
    client = browser("head")
    page = client.get("/house/language/ar").content.decode()
    assert 'dir="rtl"' in page
    assert texts("ar").sentences["start.title"] in page
    form = {"day": "2026-01-31", "function": "local staff", "text": texts("ar").fingerprint}
    for wrong in ({"text": "another"}, {"day": "2999-01-01"}, {"day": "soon"}, {"function": ""}):
        assert sent(client, "/house/language/ar", form, **wrong).status_code == 422, wrong
    assert sent(client, "/house/language/ar", form).status_code == 302
    assert declared(("front", "languages", "ar")) == form
    shown = {one["name"]: one for one in json.loads(client.get("/house.json").content)["languages"]}
    assert shown["Arabic"]["is_offered"] is True
    assert shown["French"]["is_offered"] is False
    assert client.post("/house/language/ar/close").status_code == 302
    assert declared(("front", "languages", "ar")) == {}
    assert "ar" not in HOUSE.front.get("languages", {})
    assert client.get("/house/language/de").status_code == 404


def test_names_and_gateway_are_declared_and_the_secret_never_stands_on_a_page(browser, monkeypatch):
    monkeypatch.setenv("LEGATION_CONSULAR_SMS_SECRET", "a very secret secret")
    client = browser("administrator")
    names = {"name_fr": "Consulat", "name_en": "", "kind": "public", "state": "FR"}
    assert sent(client, "/house/names", names, state="").status_code == 422
    assert sent(client, "/house/names", names).status_code == 302
    assert (HOUSE.name_fr, HOUSE.state) == ("Consulat", "FR")
    gateway = {"address": "https://sms.example.org/send", "sender": "Consulat", "discreet_sender": ""}
    assert sent(client, "/house/gateway", gateway, sender="Très long expéditeur").status_code == 422
    assert sent(client, "/house/gateway", gateway, discreet_sender="Consulate").status_code == 422
    assert sent(client, "/house/gateway", gateway).status_code == 302
    assert HOUSE.sms["address"] == "https://sms.example.org/send"
    for address in ("/house", "/house.json", "/house/gateway", "/house/gateway.json"):
        assert b"a very secret secret" not in client.get(address).content


def test_two_who_change_one_part_are_told_so(browser):
    client = browser("administrator")
    seen = fingerprint(declared(("front",)))
    declare(("front",), {"telephone": "+56221234567"}, seen=seen, by=None)
    with pytest.raises(ChangedMeanwhile):
        declare(("front",), {"telephone": "+33123456789"}, seen=seen, by=None)
    answer = client.post("/house/front/save", {"seen": seen, "address": "https://other.example.org"})
    assert answer.status_code == 409
    assert declared(("front",))["telephone"] == "+56221234567"


def test_what_another_process_writes_is_read_anew_and_what_cannot_be_read_changes_nothing(caplog):
    place = house_folder() / CONFIGURATION
    assert HOUSE.front["address"] == "https://answer.example.org"
    beside = place.with_name("other")
    beside.write_text(text().replace("answer.example.org", "new.example.org"), "utf-8")
    beside.replace(place)
    assert HOUSE.front["address"] == "https://new.example.org"
    beside.write_text("[[post", "utf-8")
    beside.replace(place)
    assert HOUSE.front["address"] == "https://new.example.org"
    assert "not read anew" in caplog.text
    with pytest.raises(CannotRead):
        read_house(house_folder())
    with pytest.raises(CannotRead):
        declare(("front",), {"address": "https://x.example.org"}, seen=None, by=None)


def test_where_the_disk_takes_nothing_it_stays_as_it_was(monkeypatch, browser):
    before, client = text(), browser("administrator")
    seen = fingerprint(declared(("front",)))

    def full(*_values):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("legation.folder_sync.os.fsync", full)
    answer = client.post("/house/front/save", {"seen": seen, "address": "https://other.example.org"})
    assert answer.status_code >= 400
    assert b"No space left" in answer.content or b"could not be written" in answer.content
    monkeypatch.undo()
    assert text() == before
    assert not [one for one in house_folder().iterdir() if one.name.startswith(f".{CONFIGURATION}")]


def test_declarations_that_stand_in_one_line_are_written_all_the_same():
    (house_folder() / CONFIGURATION).write_text(
        'post = [{ id = "lyndon", zone = "UTC" }]\nfront = { address = "https://a.org" }\n', "utf-8"
    )
    declare(("post", "novara"), {"id": "novara", "zone": "America/Santiago"}, seen=None, by=None)
    declare(("front", "languages", "fr"), {"day": "2026-01-31"}, seen=None, by=None)
    assert [one.id for one in HOUSE.posts] == ["lyndon", "novara"]
    assert HOUSE.front == {"address": "https://a.org", "languages": {"fr": {"day": "2026-01-31"}}}


WRONG = ['x"\n[sms]\naddress = "https://elsewhere.example"', "a\x00b", "a\r\nb", "'''", '"""', "\\", "]]", "# x", "\x7f", "a" * 5000]


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_what_somebody_types_declares_nothing_but_itself(browser, wrong):
    client, before = browser("administrator"), tomllib.loads(text())
    for address, values, name in (
        ("/house/names", {"name_fr": wrong, "kind": "public", "state": "FR"}, "name_fr"),
        ("/house/front", {"name_ar": wrong, "services": ["code"]}, "names"),
        ("/house/line/trip", LINE | {"reason": wrong}, "reason"),
    ):
        place = {"/house/names": "house", "/house/front": "front", "/house/line/trip": "retention"}[address]
        answer = sent(client, address, values)
        after = tomllib.loads(text())
        assert answer.status_code in (302, 400, 422)
        assert {one: there for one, there in after.items() if one != place} == {one: there for one, there in before.items() if one != place}
        part = after[place].get("trip", {}) if place == "retention" else after[place]
        if answer.status_code == 302:
            assert part[name] == ({"ar": wrong.strip()} if name == "names" else wrong.strip())
        before = after
