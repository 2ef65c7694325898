"""A crisis: whom it concerns, of which posts a reader sees them, its states, and the texts that may leave."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re

import numpy as np
import pytest
from crisis_made import ABOUT, a_family, a_made_crisis, all_approved

from legation.consular.text_message import parts
from legation.errors import BadValue, NotAvailable
from legation.language import Message
from legation.web.consular.crises import countries
from legation.web.consular.crises.about import About, geometries, make_crisis, move_on, read_about, save_about
from legation.web.consular.crises.at_stake import at_stake
from legation.web.consular.crises.discretion import words_that_tell
from legation.web.consular.crises.texts import LANGUAGES, NAMES, approve, check_text, drafts_made, newest, save_text, sendable
from legation.web.consular.house import HOUSE
from legation.web.consular.people import forget_people, known_people
from legation.web.consular.records.models import Crisis, Text

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FORM = {
    "name_en": "Flood", "name_fr": "Inondation", "kind": "circle", "longitude": "1", "latitude": "2", "radius": "30",
    "first": "2026-07-10", "last": "2026-07-20", "posts": ["lyndon", "novara"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_is_known() -> None:
    forget_people()


def test_who_is_there_is_at_stake_and_who_has_no_place_stands_apart():
    _, there = a_family(people=2)
    _, away = a_family(lon=40.0)
    _, anywhere = a_family(lon=None, lat=None)
    _, other = a_family("novara")

    stake = at_stake(known_people(), ABOUT, ["lyndon", "novara"])

    assert sorted(stake.ids()) == sorted(one.pk for one in (*there, *other))
    assert stake.ids(placed=False) == [anywhere[0].pk]
    assert stake.by_post() == [("lyndon", 2, 1), ("novara", 1, 0)]
    assert sorted(at_stake(known_people(), ABOUT, ["novara"]).ids()) == [other[0].pk]
    assert away[0].pk not in stake.ids()


def test_an_area_of_several_parts_holds_who_is_in_any():
    _, there = a_family()
    _, away = a_family(lon=40.0)
    parts_of_it = [ABOUT.area, {"type": "Circle", "coordinates": [40, 2], "radius_km": 5}]
    about = About(name_en="x", area={"type": "GeometryCollection", "geometries": parts_of_it}, first="", last="")

    assert sorted(at_stake(known_people(), about, ["lyndon"]).ids()) == sorted([there[0].pk, away[0].pk])
    assert len(geometries({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": ABOUT.area}]})) == 1


def test_a_crisis_is_prepared_by_a_form_then_declared_stood_down_and_closed(browser):
    a_family(people=3)
    head = browser("head")
    answer = head.post("/posts/lyndon/crises/make", FORM)
    assert answer.status_code == 302, answer.content.decode()
    address = answer["Location"]
    page = head.get(address).content.decode()
    assert "3 people are in the area" in page
    crisis = Crisis.objects.get()
    assert b"Flood" not in bytes(crisis.about)

    for state in ("declared", "stood-down", "closed"):
        crisis.refresh_from_db()
        assert head.post(f"{address}/state", {"state": state, "version": crisis.version}).status_code == 302
    crisis.refresh_from_db()
    assert (crisis.state, crisis.closed is not None) == ("closed", True)
    assert head.post(f"{address}/change", FORM | {"version": crisis.version}).status_code != 302


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("longitude", "east", "is no number"),
        ("radius", "-4", "radius"),
        ("last", "2026-07-01", "2026"),
        ("name_en", "", "needed"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(browser, field, wrong, says):
    answer = browser("head").post("/posts/lyndon/crises/make", FORM | {field: wrong})
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()
    assert not Crisis.objects.exists()


def test_geojson_is_pasted_and_its_place_of_fault_is_named(browser):
    a_family()
    ring = [[0, 1], [2, 1], [2, 3], [0, 3], [0, 1]]
    good = json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    sent = FORM | {"kind": "geojson", "geojson": good}
    answer = browser("head").post("/posts/lyndon/crises/make", sent)
    assert "1 person is in the area" in browser("head").get(answer["Location"]).content.decode()
    for bad in ("{", "[]", '{"type": "Point"}', json.dumps({"type": "Polygon", "coordinates": [ring[:-1]]})):
        assert browser("head").post("/posts/lyndon/crises/make", sent | {"geojson": bad}).status_code == 400


def test_each_reader_sees_their_own_posts_people_alone(browser):
    a_family(people=2)
    a_family("novara")
    crisis = a_made_crisis()
    counts = {
        role: browser(role).get(f"/posts/{post}/crises/{crisis.pk}.json").json()["inside"]
        for role, post in (("head", "lyndon"), ("officer", "lyndon"), ("other-head", "novara"), ("crisis", "lyndon"), ("crisis", "novara"))
    }
    assert counts == {"head": 2, "officer": 2, "other-head": 1, "crisis": 3}
    assert browser("other-head").get(f"/posts/lyndon/crises/{crisis.pk}").status_code == 404
    assert browser("other-head").post(f"/posts/novara/crises/{crisis.pk}/state", {"state": "stood-down", "version": 2}).status_code == 404
    for role in ("reception", "hotline", "warden", "protection", "administrator", "honorary"):
        assert browser(role).get(f"/posts/lyndon/crises/{crisis.pk}").status_code == 403, role


def test_a_crisis_that_does_not_concern_a_post_is_not_there_for_it(browser):
    crisis = a_made_crisis(posts=("lyndon",))
    assert browser("other-head").get(f"/posts/novara/crises/{crisis.pk}").status_code == 404
    assert "Earthquake" not in browser("other-head").get("/crises").content.decode()
    assert "Earthquake" in browser("head").get("/crises").content.decode()


def test_two_heads_who_change_one_crisis_do_not_overwrite_each_other():
    crisis = a_made_crisis(state="prepared")
    other = Crisis.objects.get(pk=crisis.pk)
    save_about(crisis, 1, ABOUT, ["lyndon"], is_discreet=True)
    with pytest.raises(NotAvailable):
        save_about(other, 1, About(name_en="Mine", area=ABOUT.area), ["lyndon"], is_discreet=False)
    with pytest.raises(NotAvailable):
        move_on(other, 1, "declared")
    assert read_about(Crisis.objects.get()).name_en == ABOUT.name_en


def test_where_a_post_is_hostile_waves_are_discreet_at_first(monkeypatch):
    assert HOUSE.state == "FR"
    posts = tuple(dataclasses.replace(one, is_hostile=one.id == "novara") for one in HOUSE.posts)
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, posts=posts))
    assert make_crisis(ABOUT, "lyndon", ["novara"]).is_discreet
    assert not make_crisis(ABOUT, "lyndon", ["lyndon"]).is_discreet


def test_first_texts_are_drafts_that_leave_in_drills_alone():
    assert drafts_made() == len(NAMES) * len(LANGUAGES)
    assert drafts_made() == 0
    assert sendable("wave", in_drill=False) == {}
    assert set(sendable("wave", in_drill=True)) == set(LANGUAGES)
    for text in Text.objects.all():
        check_text(text.name, text.subject, text.body)
        assert parts(text.body).parts <= 4


def test_a_text_is_approved_as_it_was_read_and_a_change_is_a_new_draft(browser, people):
    drafts_made()
    text = newest("wave", "en")
    with pytest.raises(NotAvailable):
        approve(text, people["head"], dt.date(2026, 1, 1), read="other words")
    approve(text, people["head"], dt.date(2026, 1, 1), read=text.body)
    assert sendable("wave", in_drill=False)["en"].version == 1

    save_text("wave", "en", "A question", "How are you? {link} {code}", 1)
    assert newest("wave", "en").version == 2
    assert sendable("wave", in_drill=False)["en"].version == 1
    with pytest.raises(NotAvailable):
        save_text("wave", "en", "A question", "Another {link} {code}", 1)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("wave", "No link {code}"),
        ("wave", "{link} {code} {name}"),
        ("wave", "{link {code}"),
        ("wave", "<b>{link}</b> {code}"),
        ("wave", "{link} {code} https://example.org"),
        ("wave", "{link} {code} \u202e"),
        ("discreet", "The French consulate asks: {link} {code}"),
        ("discreet", "Come to the assembly point {link} {code}"),
        ("discreet", "All who are in Novara: {link} {code}"),
        ("discreet", "¿Es usted francés? {link} {code}"),
    ],
)
def test_a_text_that_must_not_be_sent_is_refused(name, body):
    with pytest.raises(BadValue):
        check_text(name, "A question", body)


def test_a_subject_names_no_place_or_state():
    with pytest.raises(BadValue):
        check_text("wave", "News from France", "{link} {code}")
    assert words_that_tell("Bonjour, un mot de vous ferait plaisir") == []


def test_who_approves_is_a_head_and_the_parts_are_shown(browser):
    page = browser("officer").get("/texts").content.decode()
    assert "First wave" in page
    assert "approve" not in browser("officer").get("/texts/wave/ar").content.decode()
    text = newest("wave", "ar")
    shown = browser("head").get("/texts/wave/ar").content.decode()
    assert re.search(r"As a text message it takes \d parts \(length: \d+\)", shown)
    assert "UCS-2" not in shown
    sent = {"read": text.body, "verified_on": "2026-07-01"}
    assert browser("officer").post("/texts/wave/ar/approve", sent).status_code == 403
    assert browser("head").post("/texts/wave/ar/approve", sent).status_code == 302
    assert newest("wave", "ar").state == "approved"
    assert browser("head").post("/texts/wave/ar/write", {"subject": "x", "body": "{link}", "version": 1}).status_code == 400
    assert browser("hotline").get("/texts").status_code == 403


def test_every_state_text_and_language_has_its_words():
    for lang in ("en", "fr"):
        for name in NAMES:
            assert Message(f"desk-crisis.text.{name}").in_language(lang)
    all_approved()
    assert sendable("discreet", in_drill=False)


def test_a_country_holds_who_is_nearest_to_a_town_of_it(monkeypatch):
    class Towns:
        def positions(self):
            return np.array(["CL", "AR"]), np.array([-70.6, -58.4]), np.array([-33.4, -34.6])

    monkeypatch.setattr(countries, "places", Towns)
    countries._towns.cache_clear()
    try:
        _, (there,) = a_family(lon=-71.6, lat=-33.0)
        a_family(lon=-60.0, lat=-34.0)
        _, (anywhere,) = a_family(lon=None, lat=None)
        about = About(name_en="x", country="CL", first="2026-07-10", last="2026-07-20")
        stake = at_stake(known_people(), about, ["lyndon"])
        assert (stake.ids(), stake.ids(placed=False)) == ([there.pk], [anywhere.pk])
    finally:
        countries._towns.cache_clear()
