"""Votes: the list, the page of one with who moved and in whose sight, an actor's votes; what is hidden or came later is nowhere."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from web.conftest import Site
from web.test_actors import saved

from legation.dossier import load
from legation.dossier.edit import Edit
from legation.web.dossiers import store
from legation.web.pages.voting.votes import PAGE

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small"
LIST = f"{BASE}/votes"
EXAMPLES = Path(__file__).parents[2] / "examples"


def one(rollcall: str, end: str = "vote.json") -> str:
    return f"{LIST}/{rollcall}/{end}"


def test_the_latest_vote_comes_first_with_its_totals(see: Callable[..., Any]) -> None:
    found = see("reader", f"{LIST}.json").json()

    assert [(row["name"], row["yes"], row["no"], row["abstain"], row["outcome"]) for row in found["rows"]] == [
        ("A/RES/2", 1, 1, 1, "held"),
        ("A/RES/1", 2, 1, 0, "held"),
    ]
    assert (found["count"], found["all"], found["ahead"]) == (2, 2, 0)
    assert found["rows"][0]["href"] == one("r2", "vote")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("q=fir", ["r1"]),
        ("q=a/res/2", ["r2"]),
        ("q=épreuve", ["r3"]),
        ("q=epreuve L.7", ["r3"]),
        ("q=nothing", []),
        ("period=2018", ["r1"]),
        ("period=2999", ["r3"]),
        ("stage=committee", ["r3"]),
        ("stage=plenary", ["r2", "r1"]),
        ("issue=norms", ["r3"]),
        ("outcome=ahead", ["r3"]),
        ("outcome=held", ["r2", "r1"]),
        ("outcome=held&q=second", ["r2"]),
        ("page=7", ["r3", "r2", "r1"]),
        ("q=" + "x" * 10_000, []),
    ],
)
def test_what_is_looked_for_is_found(site: Site, see: Callable[..., Any], query: str, ids: list[str]) -> None:
    ahead = {
        "title": "L'épreuve",
        "draft_symbol": "A/C.1/L.7",
        "date": "2999-01-01",
        "known_on": "2018-01-01",
        "stage": "committee",
        "issue": "norms",
    }
    saved(site, Edit("rollcalls", "add", "r3", ahead))
    found = see("owner", f"{LIST}.json?{query}").json()

    assert [row["id"] for row in found["rows"]] == ids
    assert (found["count"], found["all"], found["ahead"]) == (len(ids), 3, 1)


def test_a_vote_is_added_as_known_from_today_on(see: Callable[..., Any]) -> None:
    """One that is ahead would else not be known before its own day."""
    form = see("editor", see("editor", f"{LIST}.json").json()["add"]).content.decode()

    assert re.search(rf'name="known_on"[^>]*value="{dt.datetime.now(dt.UTC).date()}"', form)
    assert form.index('name="secret"') < form.index("<details", form.index('name="date"'))
    assert see("reader", f"{LIST}.json").json()["add"] == ""


def test_a_secret_ballot_shows_seats_and_candidates_and_nobodys_vote(site: Site, see: Callable[..., Any]) -> None:
    """Claims of how members voted are neither shown nor added up, nor counted as votes that they cast; nothing is compared or estimated."""
    ahead = {"title": "Council", "date": "2031-06-01", "known_on": "2020-01-01", "on": "election", "seats": "2", "candidates": "FRA EST"}
    saved(site, Edit("rollcalls", "add", "ahead", {**ahead, "round": "3"}))
    before = see("owner", f"{BASE}/actors/FRA/history.json").json()
    saved(site, Edit("rollcalls", "add", "held", {**ahead, "date": "2019-06-02", "round": "1"}), *votes_on("held"))
    coming, held = (see("owner", one(name)).json() for name in ("ahead", "held"))
    text = see("owner", one("ahead", "vote")).content.decode()
    assert coming["text"] == "", "what the headline says already is not said twice"

    assert [(row["secret"], row["seats"], row["round"]) for row in (coming, held)] == [(True, 2, 3), (True, 2, 1)]
    assert [voter["id"] for voter in coming["candidates"]] == ["EST", "FRA"]
    assert "Secret ballot: it hides how each member votes." in text
    assert (held["cast"], held["picture"], held["offered"], held["crossing"]) == ([], None, [], None)
    assert [held[total] for total in ("yes", "no", "abstain", "absent", "counted")] == [None] * 5
    assert held["title"].endswith("held by secret ballot")
    for row in (coming, held):
        assert ["do-we-have-the-votes" in link["href"] for link in row["questions"]] == [True]
        assert ["kind=tally" in link["href"] for link in row["papers"]] == [True]
    listed = {row["id"]: row for row in see("owner", f"{LIST}.json").json()["rows"]}
    assert [listed["held"][total] for total in ("yes", "no", "abstain")] == [None] * 3
    after = see("owner", f"{BASE}/actors/FRA/history.json").json()
    assert (after["votes"], after["tally"], after["voting"]) == (before["votes"], before["tally"], before["voting"])
    assert "held" not in {value for value, _ in see("owner", one("r1")).json()["offered"]}


def test_fifty_stand_on_a_page_and_filters_stay(site: Site, see: Callable[..., Any]) -> None:
    saved(site, *(Edit("rollcalls", "add", f"x{at}", {"title": "Many", "date": "2017-01-01"}) for at in range(PAGE + 3)))
    first = see("owner", f"{LIST}.json?q=many").json()
    second = see("owner", f"{first['next'].replace('/votes?', '/votes.json?')}").json()

    assert (len(first["rows"]), len(second["rows"]), first["pages"]) == (PAGE, 3, 2)
    assert not {row["id"] for row in first["rows"]} & {row["id"] for row in second["rows"]}
    assert "q=many" in see("owner", f"{LIST}?q=many").content.decode()


def test_a_page_says_what_came_and_who_voted_what(see: Callable[..., Any]) -> None:
    page = see("reader", one("r1")).json()

    assert page["title"] == "A/RES/1: 2 yes, 1 no, 0 abstentions"
    assert (page["yes"], page["no"], page["abstain"], page["absent"]) == (2, 1, 0, 0)
    assert {cast["vote"]: [v["name"] for g in cast["groups"] for v in g["voters"]] for cast in page["cast"]} == {
        "yes": ["France", "Germany"],
        "no": ["Estonia"],
    }
    assert one("r1", "drawn/seats") in see("reader", one("r1", "vote")).content.decode()


def test_a_member_is_found_by_name_whatever_the_accents(see: Callable[..., Any]) -> None:
    found = see("reader", f"{one('r1')}?name=ESTÓ").json()

    assert (found["found"], [cast["count"] for cast in found["cast"]]) == (1, [2, 1])
    assert [v["id"] for cast in found["cast"] for g in cast["groups"] for v in g["voters"]] == ["EST"]


def test_two_votes_side_by_side(see: Callable[..., Any]) -> None:
    crossed = see("reader", f"{one('r2')}?with=A/RES/1").json()["crossing"]

    assert (crossed["first"], crossed["second"], crossed["same"], crossed["count"]) == ("A/RES/1", "A/RES/2", 2, 3)
    assert [row["counts"] for row in crossed["rows"]] == [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert [(move["before"], move["after"], [v["name"] for v in move["voters"]]) for move in crossed["moves"]] == [
        ("Yes", "Abstention", ["Germany"])
    ]
    assert see("reader", f"{one('r2')}?with=r2").json()["not_beside"]
    assert "nonsense" in see("reader", f"{one('r2')}?with=nonsense").json()["not_beside"]
    assert see("reader", f"{one('r2', 'drawn/moved')}?with=r1").content.startswith(b"<svg")
    assert see("reader", f"{one('r2', 'drawn/moved')}?with=r2").status_code == 404
    assert see("reader", one("r2", "drawn/nothing")).status_code == 404


def test_a_mark_of_the_seats_leads_to_its_row_and_its_source(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("rollcalls", "change", "r1", {"evidence": "e1"}))
    page = see("reader", one("r1")).json()
    marks = json.loads(see("reader", page["picture"]["marks"]).content)["marks"]

    assert {(mark["label"], mark["value"], mark["row"]["id"], *mark["evidence"]) for mark in marks} == {
        ("France", "Yes", "FRA", "e1"),
        ("Germany", "Yes", "DEU", "e1"),
        ("Estonia", "No", "EST", "e1"),
    }
    assert b'data-mark="2"' in see("reader", f"{page['picture']['svg']}&take").content
    assert see("reader", page["picture"]["svg"])["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_vote_that_is_marked_higher_is_nowhere(site: Site, see: Callable[..., Any]) -> None:
    """Neither listed, counted, in a series, a crossing or an actor's record."""
    secret = {"symbol": "SECRET/1", "title": "First", "date": "2019-06-01", "stage": "plenary", "marking": "TLP:RED"}
    before = {name: see("reader", name).json() for name in places()}
    saved(site, Edit("rollcalls", "add", "hidden", secret), *votes_on("hidden"))
    after = {name: see("reader", name).json() for name in places()}

    assert [name for name in before if without_revision(before[name]) != without_revision(after[name])] == []
    assert not [name for name in after if "SECRET" in json.dumps(after[name])]
    assert see("owner", f"{LIST}.json").json()["all"] == 3
    assert {row["id"] for row in see("owner", one("r1")).json()["series"]} == {"r1", "hidden"}
    for end in ("vote", "vote.json", "drawn/seats", "marks/seats"):
        assert (see("reader", one("hidden", end)).status_code, see("owner", one("hidden", end)).status_code) == (404, 200), end
    assert see("reader", f"{one('r1')}?with=SECRET/1").json()["crossing"] is None


def test_an_actor_that_is_marked_higher_votes_unseen(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("votes", "add", "", {"actor": "hidden-co", "rollcall": "r1", "vote": "no"}))
    mine, theirs = (see(who, one("r1")).json() for who in ("owner", "reader"))

    assert (mine["no"], theirs["no"]) == (2, 1)
    assert "SECRET" not in json.dumps(theirs)
    assert see("reader", f"{one('r1')}?name=secret").json()["found"] == 0


def places() -> list[str]:
    return [f"{LIST}.json", one("r1"), f"{one('r2')}?with=r1", f"{BASE}/actors/FRA/history.json"]


def votes_on(rollcall: str) -> list[Edit]:
    return [Edit("votes", "add", "", {"actor": actor, "rollcall": rollcall, "vote": "no"}) for actor in ("FRA", "DEU", "EST")]


def without_revision(page: Any) -> str:
    return re.sub(r"revision=\d+", "", json.dumps(page))


def test_a_guest_to_whom_votes_are_not_shared_sees_none(see: Callable[..., Any]) -> None:
    assert see("guest", one("r1", "vote")).status_code == 404
    assert "A/RES/1" not in see("guest", LIST).content.decode()
    assert f'href="{LIST}"' not in see("guest", BASE).content.decode()
    assert f'href="{LIST}"' in see("reader", BASE).content.decode()


@pytest.fixture
def flagship(site: Site) -> str:
    """The flagship as it is shipped: frozen on the eve of A/RES/74/247, of which it holds the outcome."""
    store.create(load(EXAMPLES / "un-ict-2018"), site.people["owner"], slug="un-ict-2018")
    return "/dossiers/un-ict-2018/votes"


def test_a_vote_ahead_shows_nothing_that_came_later(see: Callable[..., Any], flagship: str) -> None:
    frozen = see("owner", f"{flagship}/A/RES/74/247/vote.json").json()
    today = see("owner", f"{flagship}/A/RES/74/247/vote.json?as_of=2026-11-01").json()

    assert (frozen["state"], frozen["title"]) == ("ahead", "A/C.3/74/L.11/Rev.1 is voted on in 1 day")
    assert [frozen[name] for name in ("yes", "no", "abstain", "absent", "crossing", "counted")] == [None] * 6
    assert not [row for row in (*frozen["series"], *frozen["stages"]) if row["id"] == "A/RES/74/247" and row["yes"] is not None]
    assert {cast["vote"]: cast["count"] for cast in frozen["cast"]} == {"yes": 47, "no": 33, "undeclared": 113}
    assert today["title"] == "A/RES/74/247 adopted, 79 to 60, with 33 abstentions"
    listed = {row["id"]: row for row in see("owner", f"{flagship}.json").json()["rows"]}
    assert (listed["A/RES/74/247"]["outcome"], listed["A/RES/74/247"]["yes"]) == ("ahead", None)


def test_members_of_a_vote_ahead_stand_where_their_answers_put_them(site: Site, see: Callable[..., Any]) -> None:
    """Two answers of one day are no vote, a condition is no yes; what nobody answered is not declared."""
    ahead = {"title": "The test", "draft_symbol": "A/C.1/L.7", "date": "2999-01-01", "known_on": "2018-01-01"}
    saved(site, Edit("rollcalls", "add", "r3", ahead))
    for name, actor, answer, more in (("a", "FRA", "yes", {}), ("b", "FRA", "no", {}), ("c", "DEU", "yes", {"condition_en": "If asked"})):
        saved(site, Edit("engagements", "add", name, {"actor": actor, "rollcall": "r3", "answer": answer, "date": "2019-01-01", **more}))
    cast = {one["vote"]: one["count"] for one in see("owner", one("r3")).json()["cast"]}
    site.people["owner"].language = "fr"
    site.people["owner"].save()
    page = see("owner", one("r3", "vote")).content.decode()

    assert {vote: count for vote, count in cast.items() if vote != "undeclared"} == {"conditional": 1, "contradicted": 1}
    assert all(words in page for words in ("Réponses contradictoires", "Oui sous condition"))


def test_published_numbers_and_who_moved(see: Callable[..., Any], flagship: str) -> None:
    page = see("owner", f"{flagship}/A/RES/73/27/vote.json?with=A/RES/73/266").json()

    assert page["title"] == "A/RES/73/27 adopted, 119 to 46, with 14 abstentions"
    assert see("owner", f"{flagship}/A/RES/73/266/vote.json").json()["title"] == "A/RES/73/266 adopted, 138 to 12, with 16 abstentions"
    moved = {(move["before"], move["after"]): move["count"] for move in page["crossing"]["moves"]}
    assert (moved["No", "Yes"], page["crossing"]["rows"][0]["counts"][0]) == (46, 77)
    assert [row["name"] for row in page["series"]][-2:] == ["A/RES/73/27", "A/RES/74/29"]
    links = [link["href"] for link in (*page["questions"], *page["papers"])]
    assert any("why-did-the-vote-shift?first=A%2FRES%2F73%2F27&second=A%2FRES%2F73%2F266" in href for href in links)
    paper = next(href for href in links if "sheet=room" in href)
    form = see("owner", paper).content.decode()
    assert '<li data-id="A/RES/73/27">' in form
    assert re.search(r'<option value="room" selected>', form)


def test_the_page_of_every_vote_opens(see: Callable[..., Any], flagship: str) -> None:
    ids = [row.id for row in load(EXAMPLES / "un-ict-2018").rollcalls][-14:]

    assert [name for name in ids if see("owner", f"{flagship}/{name}/vote").status_code != 200] == []


def test_in_french_a_text_is_adopted_by_votes(site: Site, see: Callable[..., Any], flagship: str) -> None:
    site.people["owner"].language = "fr"
    site.people["owner"].save()
    page = see("owner", f"{flagship}/A/RES/73/27/vote").content.decode()

    assert "A/RES/73/27 : adopté par 119 voix contre 46, avec 14 abstentions" in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_actors_page_says_how_it_votes_and_with_whom(see: Callable[..., Any], flagship: str) -> None:
    actor = see("owner", "/dossiers/un-ict-2018/actors/FRA/history.json").json()
    voting = actor["voting"]

    assert sum(voting["whole"][word] for word in ("yes", "no", "abstain")) == len([v for v in actor["votes"] if v["style"] != "absent"])
    assert voting["whole"]["with_most"] <= voting["whole"]["of"]
    assert voting["nearest"][0]["name"] == "United Kingdom"
    shares = [one["share"] for one in (*voting["nearest"], *reversed(voting["farthest"]))]
    assert shares == sorted(shares, reverse=True)
    assert all(one["low"] <= one["share"] <= one["high"] and one["common"] >= 10 for one in (*voting["nearest"], *voting["farthest"]))
    assert voting["issues"][0]["last"]["href"].endswith("/vote")
    assert "kind=meeting&actor=FRA" in actor["meeting"]


def test_an_actor_that_never_voted_has_no_votes_on_its_page(see: Callable[..., Any]) -> None:
    assert see("owner", f"{BASE}/actors/icann/history.json").json()["voting"] is None
    assert 'id="votes"' not in see("owner", f"{BASE}/actors/icann/history").content.decode()
    assert 'id="votes"' in see("owner", f"{BASE}/actors/FRA/history").content.decode()


def test_search_and_issue_lead_to_the_page_of_a_vote(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("rollcalls", "change", "r1", {"issue": "norms"}))
    found = see("reader", f"{BASE}/search.json?q=first").json()["found"]

    assert one("r1", "vote") in [hit["href"] for group in found for hit in group["hits"]]
    assert see("reader", f"{BASE}/issues/norms/stand.json").json()["rollcalls"][0]["href"] == one("r1", "vote")
