"""A drill from its start to its score: a crisis, two waves, answers through the front, the close, the page and the paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legation.sources.capture.isolation import pdf_words
from legation.web.consular import carry
from legation.web.consular.crises.about import About, make_crisis, move_on
from legation.web.consular.crises.calls import call_of
from legation.web.consular.crises.sending import send_waves
from legation.web.consular.crises.texts import drafts_made
from legation.web.consular.crises.waves import plan_wave, press
from legation.web.consular.drills.declared import the_drill
from legation.web.consular.drills.playing import play
from legation.web.consular.drills.recorded import recorded
from legation.web.consular.drills.scoring import score_of
from legation.web.consular.drills.truth import truth
from legation.web.consular.house import house_folder
from legation.web.consular.records.models import Crisis, Message

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
POSTS = ["lyndon", "novara"]


def a_wave(crisis: Crisis, number: int, account: Any) -> None:
    plan = plan_wave(crisis, POSTS, is_discreet=False, with_unknown_place=True)
    assert plan.problems == ()
    press(crisis, plan, account, number=number)
    send_waves()


@pytest.fixture
def rehearsed(drill, browser, people):
    """A drill of which the crisis was declared, two waves were sent and answered, and a day has passed."""
    for name in ("front.sqlite3", "front.sqlite3-wal", "front.sqlite3-shm"):
        (house_folder() / "front" / name).unlink(missing_ok=True)
    head = browser("head")
    assert head.post("/drill/start", {"speed": "60"}).status_code == 302
    drafts_made()
    area = {"type": "Circle", "coordinates": [drill.longitude, drill.latitude], "radius_km": drill.radius_km}
    crisis = make_crisis(About(name_en="Karse", name_fr="Karse", area=area, first="2026-12-01", last="2026-12-03"), "lyndon", POSTS)
    move_on(crisis, crisis.version, "declared")
    for number in (1, 2):
        a_wave(crisis, number, people["head"])
        play(dt.datetime.now(dt.UTC) + dt.timedelta(days=number))
        carry.carry()
    return head, crisis


def test_what_is_answered_arrives_by_the_same_way_as_real_answers(rehearsed):
    _, crisis = rehearsed
    call = call_of(crisis, POSTS)
    counts, found = call.result.counts, truth()

    assert counts["safe"] > 0
    assert Message.objects.filter(state="failed", reason="refused").exists()
    assert Message.objects.filter(state="handed-over").exists()
    assert {one.to for one in recorded(house_folder())} <= {one.phone for one in found.households.values()} | {
        one.email for one in found.households.values()
    }
    trusted = {one for one, about in found.households.items() if any(answer.by in ("link", "sms") for answer in about.answers)}
    for person, status in call.result.status.items():
        if status in ("safe", "left", "injured", "need_help", "want_out"):
            assert found.people[person]["household"] in trusted
    spoofed = {one for one, about in found.households.items() if all(answer.by == "code" for answer in about.answers) and about.answers}
    assert not any(found.people[person]["household"] in spoofed for person, status in call.result.status.items() if status == "safe")


def test_it_is_closed_and_scored_on_a_page_and_on_paper_in_both_languages(rehearsed):
    head, _ = rehearsed
    running = head.get("/drill").content.decode()
    assert "EXERCISE EXERCISE EXERCISE" in running
    assert "The score" not in running
    assert head.get("/drill/score/en").status_code in (404, 409, 422, 503)

    assert head.post("/drill/close").status_code == 302
    score = score_of(the_drill())
    closed = head.get("/drill").content.decode()
    assert "first wave left" in closed
    assert f"{len(score.found_late)} " in closed
    assert score.in_need >= len(score.found_late) > 0
    assert "head lyndon" not in closed.partition("<main")[2]
    for lang, word in (("en", "EXERCISE"), ("fr", "EXERCICE")):
        answer = head.get(f"/drill/score/{lang}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert word in answer["Content-Disposition"]
        assert pdf_words(answer.content).text.count(f"{word} {word} {word}") >= 4  # at both ends, and at the head and foot of a page


def test_only_who_may_see_crises_reads_the_score_and_only_heads_start(drill, browser):
    assert browser("hotline").get("/drill").status_code == 200
    assert browser("hotline").get("/drill/score/en").status_code == 403
    for role in ("reception", "protection", "administrator", "warden"):
        assert browser(role).get("/drill").status_code == 403
    for role in ("officer", "hotline", "administrator"):
        assert browser(role).post("/drill/start", {"speed": "1"}).status_code == 403
    assert the_drill().started is None


def test_a_house_that_is_no_drill_has_no_such_page(browser):
    head = browser("head")

    assert head.get("/drill").status_code == 404
    assert head.post("/drill/start").status_code == 404
    assert "/drill" not in head.get("/").content.decode()
