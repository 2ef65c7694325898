"""Registering: what is taken, what is refused with a sentence, what is sealed, and that nothing is counted twice."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from legation.web.front import places, registering, registration
from legation.web.front.catalogue import texts

from .conftest import Desk, packed_places

YEAR = dt.datetime.now(dt.UTC).year + 2
FIELDS = {
    "class": "trip",
    "country": "Liban",
    "place": "",
    "arrives": f"{YEAR}-07-02",
    "leaves": f"{YEAR}-08-06",
    "people": "2",
    "given-0": "Zoé",
    "family-0": "Canari",
    "birth-0": "1990-02-03",
    "nationalities-0": "France, الأردن",
    "given-1": "نور",
    "family-1": "",
    "phone": "+961 71 123 456",
    "email": "zoe@example.org",
    "avoid": "Syrie",
    "needs": "insuline",
    "wardens": "yes",
    "nonce": "0" * 31 + "1",
}


def sent(client: Client, language: str = "fr", **changed: str) -> Any:
    return client.post(f"/{language}/register", FIELDS | changed | {"step": "contact", "go": "send"})


def fault(response: Any) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<p class="fault"[^>]*>([^<]+)</p>', response.content.decode())]


def test_what_is_sealed_is_what_was_typed_as_the_desk_reads_it(desk: Desk, client: Client) -> None:
    assert "Envoyé" in sent(client).content.decode()

    ((one, content),) = desk.fetch()
    at = content.pop("at")
    assert (one.kind, one.number, one.token, one.key_version) == ("registration", 1, b"", 1)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", at)
    assert content == {
        "form": 1,
        "language": "fr",
        "class": "trip",
        "stay": {"country": "LBN", "place": None, "arrives": f"{YEAR}-07-02", "leaves": f"{YEAR}-08-06"},
        "people": [
            {"given": "Zoé", "family": "Canari", "birth": "1990-02-03", "nationalities": ["FRA", "JOR"]},
            {"given": "نور", "family": "", "birth": "", "nationalities": []},
        ],
        "contact": {"phone": "+96171123456", "email": "zoe@example.org"},
        "do_not_contact": ["SYR"],
        "needs": "insuline",
        "needs_to_wardens": True,
    }


def test_a_form_that_is_sent_again_counts_once_after_it_was_fetched_too(desk: Desk, client: Client) -> None:
    pages = [sent(client).content for _ in range(3)]
    assert len(desk.fetch()) == 1
    desk.acknowledged = 1
    desk.say()
    pages.append(sent(client).content)

    assert len(set(pages)) == 1
    assert desk.fetch() == []
    sent(client, nonce="0" * 31 + "2")
    assert [one.number for one, _ in desk.fetch()] == [one.number for one, _ in desk.fetch(1)]
    assert len(desk.fetch()) == 1


def test_each_page_carries_what_the_others_hold(client: Client) -> None:
    first = client.post("/fr/register", {**FIELDS, "step": "stay", "go": "next"}).content.decode()
    second = client.post("/fr/register", {**FIELDS, "step": "people", "go": "next"}).content.decode()
    last = client.post("/fr/register", {**FIELDS, "step": "contact", "go": "next"}).content.decode()

    for page in (first, second, last):
        for name, value in FIELDS.items():
            if name != "people" and value:
                assert f'name="{name}"' in page, name
                assert html.escape(value) in page or name in ("class", "wardens"), name
    assert f"5 septembre {YEAR}" in last
    assert "30 jours" in last
    assert "France, Jordanie" in last


def test_people_are_added_and_removed(client: Client) -> None:
    more = client.post("/en/register", {**FIELDS, "step": "people", "go": "add"}).content.decode()
    less = client.post("/en/register", {**FIELDS, "step": "people", "go": "remove-1"}).content.decode()

    assert "Person 3" in more
    assert "Zoé" in more
    assert "Zoé" not in less
    assert "نور" in less
    assert "Add a person" not in client.post("/en/register", {**FIELDS, "people": "12", "go": "add"}).content.decode()


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"class": ""}, "choose"),
        ({"country": ""}, "required"),
        ({"leaves": f"{YEAR}-07-01"}, "order"),
        ({"leaves": "31/12/2099"}, "day"),
        ({"arrives": "", "leaves": "2020-01-01"}, "past"),
        ({"leaves": ""}, "required"),
        ({"given-0": "", "family-0": " "}, "name"),
        ({"given-0": "gpj.\u202eexe"}, "direction"),
        ({"family-1": "a\u2067b"}, "direction"),
        ({"given-0": "a\x00b"}, "control"),
        ({"needs": "a\x1bb"}, "control"),
        ({"birth-0": "2999-01-01"}, "birth"),
        ({"phone": "12"}, "phone"),
        ({"phone": "", "email": ""}, "contact"),
        ({"email": "zoe@example"}, "email"),
        ({"email": "a@b.c\r\nBcc: x@y.z"}, "email"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field_with_what_to_do(
    desk: Desk, client: Client, changed: dict[str, str], key: str
) -> None:
    page = sent(client, "en", **changed)

    assert texts("en").say(f"error.{key}") in fault(page)
    assert desk.fetch() == []


def test_what_is_too_long_too_far_or_unknown_names_what_is_allowed(client: Client) -> None:
    assert fault(sent(client, "en", **{"given-0": "x" * 101}))[1:] == ["At most 100 characters."]
    assert fault(sent(client, "en", leaves=f"{YEAR + 4}-01-01"))[1:] == ["Please give a day at most 5 years from now."]
    assert fault(sent(client, "en", country="Ruritania"))[1:] == ["No country is called “Ruritania”. Please write its name in full."]
    assert "At most 12 people" in fault(sent(client, "en", people="13", **{f"given-{n}": "x" for n in range(13)}))[1]


def test_invisible_marks_round_a_pasted_number_are_taken_out_and_said(desk: Desk, client: Client) -> None:
    pasted = FIELDS | {"phone": "\u202a+961 71 123 456\u202c", "step": "contact"}
    review = client.post("/en/register", pasted | {"go": "next"}).content.decode()
    client.post("/en/register", pasted | {"go": "send"})

    assert "Invisible characters were removed" in review
    assert desk.fetch()[0][1]["contact"]["phone"] == "+96171123456"


def test_a_town_is_looked_up_chosen_and_sealed_with_its_coordinates(
    desk: Desk, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "places.bin"
    file.write_bytes(packed_places())
    monkeypatch.setattr(registration, "places", lambda: places.read_places(file))
    searched = client.post("/ar/register", FIELDS | {"place": "ط", "country": "لبنان", "step": "stay", "go": "search"}).content.decode()
    assert "طرابلس" not in searched
    searched = client.post("/ar/register", FIELDS | {"place": "طراب", "country": "لبنان", "step": "stay", "go": "search"}).content.decode()
    assert "طرابلس (Tripoli)" in searched
    two = client.post("/en/register", FIELDS | {"place": "Sai", "step": "stay", "go": "next"})
    assert texts("en").say("error.place-choose") in fault(two)
    none = client.post("/en/register", FIELDS | {"place": "Lyon", "step": "stay", "go": "search"})
    assert texts("en").say("error.place") in fault(none)
    for lacking in ({"country": ""}, {"place": " "}):
        unnamed = client.post("/en/register", FIELDS | {"place": "Sai", "step": "stay", "go": "search"} | lacking)
        assert fault(unnamed)[1:] == [texts("en").say("error.required")]

    sent(client, place="Sai", searched="Sai", chosen="3")
    sent(client, place="Sai", searched="Sai", chosen="anywhere", nonce="0" * 31 + "2")
    sent(client, place="Tripoli", nonce="0" * 31 + "3")
    sent(client, place="Sai", searched="Tri", chosen="3", nonce="0" * 31 + "4")

    stays = [content["stay"]["place"] for _, content in desk.fetch()]
    assert stays[0] == {"number": 3, "name": "Saida", "longitude": 35.37, "latitude": 33.56}
    assert stays[1] is None
    assert stays[2]["number"] == 1
    assert len(stays) == 3


def test_the_time_of_keeping_is_that_of_the_rule(desk: Desk, client: Client) -> None:
    desk.say(retention={"trip": 10, "unconfirmed": 3})
    review = client.post("/en/register", FIELDS | {"step": "contact", "go": "next"}).content.decode()

    assert f"Stored until 16 August {YEAR}, 10 days after your last day there" in review
    assert "deleted after 3 days" in review
    assert "10 days after your last day" in client.get("/en/privacy").content.decode()


def test_a_page_that_is_not_of_ours_breaks_nothing(client: Client) -> None:
    for post in ({"go": "to-nowhere", "step": "x"}, {"people": "999", "go": "add"}, {"people": "-1"}, {"go": "remove-99"}, {}):
        assert client.post("/en/register", post).status_code == 200
    assert client.put("/en/register").status_code == 405
    assert client.post("/en/register", {f"a{n}": "" for n in range(401)}).status_code == 400
    assert client.post("/en/register", {"given-0": "x" * 70_000}).status_code == 413


def test_what_could_not_be_stored_is_said_and_can_be_sent_again(client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from legation.web.front import appending

    real = appending.append
    monkeypatch.setattr(appending, "append", lambda *_: (_ for _ in ()).throw(sqlite3.OperationalError("database or disk is full")))
    full = sent(client, "en")
    monkeypatch.setattr(appending, "append", real)

    assert (full.status_code, full["Retry-After"]) == (503, "300")
    assert texts("en").say("stop.unsaved") in html.unescape(full.content.decode())
    assert sent(client, "en").status_code == 200
    assert len(desk.fetch()) == 1


def test_a_closed_service_is_closed(desk: Desk, client: Client) -> None:
    desk.say(services=[])

    assert sent(client).status_code == client.get("/fr/code").status_code == 503
    assert "register" not in client.get("/fr/").content.decode()
    assert registering.register is not None
