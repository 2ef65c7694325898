"""The month as a grid, and the feed: an address with a secret that ends with the grant and shows no more than its owner may see."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from legation.dossier import decode, encode
from legation.dossier.edit import Edit, apply
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.pages.outreach import feed
from legation.web.pages.outreach import feed as tokens
from legation.web.stores.audit.models import Entry
from legation.web.stores.feeds.models import FeedToken

from .conftest import Site
from .shown import replaced

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("secrets are found by their hash")
MONTH = "/dossiers/small/strategy/calendar"
FEED = "/dossiers/small/engagement/feed"


def changed(site: Site, *edits: Edit) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    seen = store.seen(store.revision_of(dossier), store.EVERYTHING)
    now = apply(seen, edits, author="desk", day=dt.date(2019, 1, 1))
    store.save(dossier, dossier.head, now, site.people["owner"], store.EVERYTHING, reason="For the test")


def month(site: Site, when: str, role: str = "owner") -> Any:
    answer = site.client(role).get(f"{MONTH}.json?month={when}")
    assert answer.status_code == 200
    return answer.json()


def on(made: Any, day: str) -> list[str]:
    return [e["what"] for week in made["weeks"] for d in week if d["date"] == day for e in d["entries"]]


# --- the month -----------------------------------------------------------------------------------------------------------------------
def test_a_month_has_whole_weeks_from_monday(site: Site) -> None:
    made = month(site, "2019-12")

    assert all(len(week) == 7 for week in made["weeks"])
    days = [dt.date.fromisoformat(day["date"]) for week in made["weeks"] for day in week]
    assert days[0].weekday() == 0
    assert days == [days[0] + dt.timedelta(days=i) for i in range(len(days))]
    assert sum(day["inside"] for week in made["weeks"] for day in week) == 31
    assert made["weekdays"][0] == ["Mon", "Monday"]


def test_dates_stand_on_their_days_and_spans_on_each(site: Site) -> None:
    changed(
        site,
        Edit("activities", "add", "s", {"title": "Session", "date": "2019-12-30", "end": "2020-01-02", "status": "done"}),
        Edit("objectives", "add", "vague", {"aim": "Some day in December", "due": "2019-12"}),
        Edit("objectives", "add", "year", {"aim": "Some day in the year", "due": "2019"}),
    )
    made = month(site, "2019-12")

    assert on(made, "2019-12-31") == ["NOT-SHARED-OBJECTIVE", "Session"]
    assert on(made, "2019-12-29") == []
    assert on(month(site, "2020-01"), "2020-01-02") == ["Session"]
    assert {one["what"] for one in made["loose"]} == {"Some day in December", "Some day in the year"}
    assert month(site, "2020-01")["loose"] == []


def test_an_empty_month_leads_to_those_that_hold_something(site: Site) -> None:
    made = month(site, "2019-06")

    assert made["count"] == 0
    assert [made["before"][0], made["after"][0]] == ["December 2018", "December 2019"]
    assert site.client("owner").get(made["after"][1]).status_code == 200
    assert "2019-05" in made["previous"]
    assert "2019-07" in made["next"]


@pytest.mark.parametrize("bad", ["2019", "2019-13", "2019-00", "0000-01", "0001-01", "9999-12", "x" * 500, "2019-03-01", "٢٠١٩-٠٣", "<b>"])
def test_what_is_no_month_is_refused_with_what_is_allowed(site: Site, bad: str) -> None:
    answer = site.client("owner").get(f"{MONTH}.json", {"month": bad})

    assert answer.status_code == 400
    assert "YYYY-MM" in answer.json()["error"]


# --- the feed ------------------------------------------------------------------------------------------------------------------------
def address(site: Site, role: str) -> str:
    answer = site.client(role).post(f"{FEED}/make")
    assert answer.status_code == 200
    text = answer.content.decode()
    start = text.index('<code class="address">') + len('<code class="address">')
    return text[start : text.index("</code>", start)].removeprefix("http://testserver")


def events(path: str) -> dict[str, Any]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


@each_database
def test_a_feed_needs_no_sign_in_and_holds_whole_days(site: Site) -> None:
    changed(site, Edit("activities", "add", "s", {"title": "Session", "date": "2019-12-30", "end": "2020-01-02"}))
    found = events(address(site, "owner"))

    session = found["Activity: Session"]
    assert (session["dtstart"].dt, session["dtend"].dt) == (dt.date(2019, 12, 30), dt.date(2020, 1, 3))
    assert found["Objective: NOT-SHARED-OBJECTIVE"]["dtstart"].dt == dt.date(2019, 12, 31)
    assert found["Vote: First"]["url"].startswith("http://testserver/dossiers/small/")


def rounds_due(site: Site) -> None:
    """Put a round whose deadline falls in an hour that comes twice, its instruction and a text in circulation into the dossier."""
    seen = store.seen(store.revision_of(Dossier.objects.get(pk=site.dossier.pk)), store.EVERYTHING)
    drafted = """
[draft]
title = "A statement"
[circulation]
kind = "joint_statement"
closes = "2998-11-05T18:00"
zone = "Pacific/Auckland"
[[version]]
id = "v1"
part = "drafts/cable/v1.txt"
date = "2018-01-01"
"""
    parts = {
        **encode(seen),
        "rounds.csv": b"id,title,deadline,zone,opened\nr,Before the vote,2019-10-27T02:30+01:00,Europe/Paris,2018-01-01T09:00Z\n",
        "instructions.csv": b"id,round,version,at,ask,reply_by\nn,r,1,2018-01-01T09:00Z,Yes,2019-10-26T16:00Z\n",
        "drafts/cable.toml": drafted.encode(),
        "drafts/cable/v1.txt": b"1. States act.\n",
    }
    replaced(site.dossier, decode(parts))


def test_what_is_due_at_a_time_is_an_instant_with_a_reminder_the_day_before(site: Site) -> None:
    rounds_due(site)
    found = events(address(site, "owner"))

    due = found["Reports of a round due: Before the vote"]
    assert due["dtstart"].dt == dt.datetime(2019, 10, 27, 1, 30, tzinfo=dt.UTC)
    assert "27 October 2019, 02:30 (Paris time, UTC+1)" in due["description"]
    (alarm,) = due.walk("VALARM")
    assert (str(alarm["action"]), alarm["trigger"].dt) == ("DISPLAY", -dt.timedelta(days=1))
    asked, closing = found["Replies to an instruction due: Before the vote"], found["Circulation of a text closes: A statement"]
    assert asked["dtstart"].dt == dt.datetime(2019, 10, 26, 16, tzinfo=dt.UTC)
    assert "18:00 (Auckland time)" in closing["description"] and closing["url"].endswith("/models/draft/cable/view")
    assert site.client("owner").get(closing["url"]).status_code == 200
    assert found["Vote: First"].walk("VALARM") == []
    grid = site.client("owner").get(f"{MONTH}?month=2019-10").content.decode()
    assert "02:30 (Paris time, UTC+1)" in grid and "18:00 (Paris time)" in grid


def test_a_review_stands_in_the_feed_and_in_the_month_of_who_may_see_it(site: Site) -> None:
    seen = store.seen(store.revision_of(Dossier.objects.get(pk=site.dossier.pk)), store.EVERYTHING)
    model = '[model]\ntitle = "Futures"\n[[descriptor]]\nid = "a"\nvariant = [{ id = "x" }, { id = "y" }]\n'
    for name, marking in (("A visit", "TLP:CLEAR"), ("A secret visit", "TLP:RED")):
        model += f'[[plan]]\nid = "{name.lower().replace(" ", "-")}"\nname = "{name}"\nmarking = "{marking}"\nreview_by = "2998-11-05"\n'
    replaced(site.dossier, decode({**encode(seen), "scenarios/futures.toml": model.encode()}))
    changed(site, Edit("assumptions", "add", "m", {"claim": "They talk", "review_by": "2998-11-06"}))
    found = events(address(site, "owner"))

    assert found["Review: A visit"]["dtstart"].dt == dt.date(2998, 11, 5)
    assert found["Review: A visit"]["url"].endswith("/models/scenario/futures/view")
    assert site.client("owner").get(found["Review: A visit"]["url"]).status_code == 200
    assert {name for name in found if name.startswith("Review")} == {"Review: A visit", "Review: They talk"}
    assert on(month(site, "2998-11"), "2998-11-05") == ["A secret visit", "A visit"]
    assert on(month(site, "2998-11"), "2998-11-06") == ["They talk"]
    assert on(month(site, "2998-11", "contributor"), "2998-11-05") == ["A visit"]


def test_the_same_revision_gives_the_same_bytes_and_a_correction_keeps_the_identifier(site: Site) -> None:
    changed(site, Edit("processes", "add", "p", {"forum": "Committee", "step": "Tabling", "deadline": "2019-12-11"}))
    path = address(site, "owner")
    first = Client().get(path).content
    assert Client().get(path).content == first
    before = events(path)["Step of a process: Tabling"]
    changed(site, Edit("processes", "change", "p", {"deadline": "2019-12-12"}))
    after = events(path)["Step of a process: Tabling"]

    assert before["uid"] == after["uid"] == f"{hashlib.sha256(b'small/processes/p/process').hexdigest()[:40]}@legation"
    assert after["dtstart"].dt == dt.date(2019, 12, 12)
    assert after["sequence"] > before["sequence"]


def test_days_of_fora_are_counted_expected_and_known_by_a_name_that_stays(site: Site) -> None:
    cells = {"forum": "p", "verified": "no"}
    changed(
        site,
        Edit("processes", "add", "p", {"forum": "Empowered Community"}),
        Edit("forum_steps", "add", "n", {**cells, "kind": "opens", "what": "Notice", "date": "2025-05-07", "every_months": "12"}),
        Edit(
            "forum_steps",
            "add",
            "c",
            {**cells, "kind": "closes", "what": "Petitions", "after": "n", "days": "21", "zone": "America/Los_Angeles"},
        ),
    )
    path = address(site, "owner")

    def by_name() -> dict[str, Any]:
        return {str(one["uid"]): one for one in Calendar.from_ical(Client().get(path).content).walk("VEVENT") if "forum" in one["summary"]}

    before = by_name()
    changed(site, Edit("forum_steps", "change", "n", {"date": "2025-05-08"}))
    after = by_name()
    closing = [one for one in after.values() if one["summary"] == "Step of a forum: Petitions"]

    assert before.keys() == after.keys() and len(after) == 22
    names = (b"small/forum_steps/n/step", b"small/forum_steps/c/step")
    assert {f"{hashlib.sha256(name).hexdigest()[:40]}@legation" for name in names} < after.keys()
    assert min(one["dtstart"].dt for one in closing) == dt.datetime(2025, 5, 30, 6, 59, tzinfo=dt.UTC)
    assert sum(one.get("status") == "TENTATIVE" for one in after.values()) == 20
    assert all("Not verified" in one["description"] for one in after.values())
    grid = site.client("owner").get(f"{MONTH}?month=2025-05").content.decode()
    assert "23:59 (Los Angeles time)" in grid and "Notice" in grid


def test_identifiers_are_unique(site: Site) -> None:
    changed(
        site,
        Edit("engagements", "add", "e", {"date": "2019-05-01", "actor": "FRA", "channel": "call", "ask": "A vote", "due": "2019-06-01"}),
        Edit("activities", "add", "e", {"title": "E", "date": "2019-05-01"}),
    )
    found = Calendar.from_ical(Client().get(address(site, "owner")).content).walk("VEVENT")

    assert len({str(event["uid"]) for event in found}) == len(found) >= 6


def test_a_feed_shows_what_its_owner_may_see_and_nothing_for_named_persons_only(site: Site) -> None:
    changed(
        site,
        Edit("objectives", "add", "red", {"aim": "SECRET-AIM-RED", "due": "2019-12-01", "marking": "TLP:RED"}),
        Edit("objectives", "add", "amber", {"aim": "AMBER-AIM", "due": "2019-12-01", "marking": "TLP:AMBER"}),
    )
    owner, reader, guest = (Client().get(address(site, role)).content for role in ("owner", "reader", "guest"))

    assert b"SECRET" not in owner + reader + guest
    assert b"AMBER-AIM" in owner
    assert b"AMBER-AIM" not in reader + guest
    assert b"NOT-SHARED" in reader
    assert b"NOT-SHARED" not in guest
    assert b"VEVENT" not in guest


@each_database
def test_it_ends_with_the_grant_the_account_and_by_revoking(site: Site) -> None:
    path = address(site, "reader")
    assert Client().get(path).status_code == 200
    grant = Grant.objects.get(account=site.people["reader"])
    grant.until = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    grant.save()
    assert Client().get(path).status_code == 404
    grant.until = None
    grant.save()
    Account.objects.filter(pk=site.people["reader"].pk).update(is_active=False)
    assert Client().get(path).status_code == 404
    Account.objects.filter(pk=site.people["reader"].pk).update(is_active=True)
    assert Client().get(path).status_code == 200
    row = FeedToken.objects.get()
    assert site.client("owner").post(f"{FEED}/{row.pk}/revoke").status_code == 404, "another's address"
    assert site.client("reader").post(f"{FEED}/{row.pk}/revoke").status_code == 302
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("secret", ["x", "A" * 43, "é" * 20, "..", "%00", "a" * 3000])
def test_a_secret_that_nobody_has_leads_nowhere(site: Site, secret: str) -> None:
    address(site, "owner")

    assert Client().get(f"/calendar/{secret}/legation.ics").status_code in (400, 404)


def test_the_secret_is_kept_nowhere_and_shown_once(site: Site) -> None:
    path = address(site, "owner")
    secret = path.split("/")[2]

    assert secret not in str(list(FeedToken.objects.values()))
    assert secret.encode() not in site.client("owner").get(FEED).content
    assert secret.encode() not in site.client("owner").get(f"{FEED}.json").content


@each_database
def test_nobody_has_more_than_a_few(site: Site) -> None:
    client = site.client("reader")
    answers = [client.post(f"{FEED}/make").status_code for _ in range(tokens.MOST_ADDRESSES + 1)]

    assert answers == [200] * tokens.MOST_ADDRESSES + [400]
    assert FeedToken.objects.count() == tokens.MOST_ADDRESSES


def test_a_stranger_makes_none(site: Site) -> None:
    assert site.client("member").post(f"{FEED}/make").status_code == 404
    assert site.client("anonymous").post(f"{FEED}/make").status_code == 302
    assert not FeedToken.objects.exists()


def test_a_place_that_asks_too_often_has_to_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path = address(site, "owner")
    monkeypatch.setattr(tokens, "LIMIT", 3)
    moment = dt.datetime(2030, 1, 1, 12, 0, tzinfo=dt.UTC)

    assert [tokens.is_too_often("10.0.0.1", moment) for _ in range(5)] == [False, False, False, True, True]
    assert not tokens.is_too_often("10.0.0.2", moment)
    assert not tokens.is_too_often("10.0.0.1", moment + dt.timedelta(minutes=1))
    monkeypatch.setattr(feed, "is_too_often", lambda place, moment: True)
    assert Client().get(path).status_code == 429


def test_reading_is_in_the_trail_once_a_day_without_the_secret(site: Site) -> None:
    path = address(site, "reader")
    for _ in range(3):
        Client().get(path)
    entries = Entry.objects.filter(route="engagement.calendar", dossier="small")

    assert [entry.account for entry in entries] == [site.people["reader"].pk]
    assert path.split("/")[2] not in str(list(Entry.objects.values()))


def test_a_feed_speaks_the_language_of_its_owner(site: Site) -> None:
    Account.objects.filter(pk=site.people["owner"].pk).update(language="fr")

    assert "Objectif\u00a0: NOT-SHARED-OBJECTIVE" in events(address(site, "owner"))


def test_text_cannot_break_out_of_its_line(site: Site) -> None:
    evil = "Aim;with,signs\\n BEGIN:VEVENT"
    changed(site, Edit("objectives", "add", "evil", {"aim": evil, "due": "2019-12-01"}))
    path = address(site, "owner")

    assert f"Objective: {evil}" in events(path)
    assert b"\r\nBEGIN:VEVENT" in Client().get(path).content
    assert Client().get(path).content.count(b"\r\nBEGIN:VEVENT") == len(events(path))


def test_the_whole_feed_is_what_the_library_writes_of_it(site: Site) -> None:
    changed(
        site,
        Edit("objectives", "add", "long", {"aim": "Une décision ; une autre, « encore »\\ — " * 6, "due": "2019-12"}),
        Edit("engagements", "add", "e", {"date": "2019-05-01", "actor": "FRA", "channel": "call", "ask": "A vote", "due": "2019-06-01"}),
        Edit("rounds", "add", "r", {"title_fr": "Avant le vote ; « ici »", "deadline": "2019-10-27T09:30", "zone": "Europe/Paris"}),
    )
    data = Client().get(address(site, "owner")).content

    assert Calendar.from_ical(data).to_ical() == data


def test_it_is_written_once_for_all_who_ask(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path = address(site, "owner")
    first = Client().get(path).content
    monkeypatch.setattr(feed, "calendar", lambda *_, **__: pytest.fail("written again"))

    assert Client().get(path).content == first


def test_the_form_of_a_step_offers_the_steps_that_it_may_follow_and_the_zones(site: Site) -> None:
    changed(
        site,
        Edit("processes", "add", "p", {"forum": "Empowered Community"}),
        Edit("forum_steps", "add", "n", {"forum": "p", "kind": "opens", "what": "Notice", "date": "2025-05-07", "verified": "no"}),
    )
    Account.objects.filter(pk=site.people["owner"].pk).update(language="fr")
    form = site.client("owner").get("/dossiers/small/rows/forum_steps/new").content.decode()

    assert '<select id="f-after"' in form and "Notice" in form and "clôture" in form
    assert 'value="America/Los_Angeles"' in form and 'name="zone"' in form
