"""The path of a situation on the site: what each person sees of it, where its links lead, and what is marked."""

from __future__ import annotations

import datetime as dt
import re
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from legation.dossier.edit import Edit, apply
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier

from .conftest import Site
from .shown import TOKEN

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small/situations"
TODAY = dt.datetime.now(dt.UTC).date()
AHEAD = (TODAY + dt.timedelta(days=30)).isoformat()


def changed(site: Site, *edits: Edit) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    seen = store.seen(store.revision_of(dossier), store.EVERYTHING)
    now = apply(seen, edits, author="desk", day=TODAY, known=TODAY)
    store.save(dossier, dossier.head, now, site.people["owner"], store.EVERYTHING, reason="For the test")


def steps_of(site: Site) -> tuple[Any, ...]:
    return store.content(store.revision_of(Dossier.objects.get(pk=site.dossier.pk))).steps


@pytest.fixture
def voting(site: Site) -> Site:
    """Return the site with a vote ahead, and one that only named persons see."""
    changed(
        site,
        Edit("rollcalls", "add", "r3", {"title": "Open vote", "date": AHEAD, "issue": "norms"}),
        Edit("rollcalls", "add", "r4", {"title": "SECRET-VOTE", "date": AHEAD, "marking": "TLP:RED"}),
    )
    return site


def path_json(site: Site, who: str, address: str = f"{BASE}/vote.json?about=r3") -> dict[str, Any]:
    answer = site.client(who).get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()["path"]  # type: ignore[no-any-return]


def marks(site: Site, who: str = "owner", **sent: str) -> Any:
    return site.client(who).post(f"{BASE}/vote/mark", {"about": "r3", "step": "past", "state": "not_needed", **sent})


def test_the_first_page_opens_on_the_path_and_each_form_leads_back(voting: Site) -> None:
    page = voting.client("owner").get("/dossiers/small").content.decode()
    links = [unescape(one) for one in re.findall(r'href="([^"]+)"', page[page.index('class="path"') :])]
    forms = [one for one in links if "/edit?" in one or "/new?" in one or "/briefs?" in one or "/settings/brief?" in one]

    assert page.index('id="next-step"') < page.index('class="path"') < page.index('class="long"')
    assert len(forms) > 5
    for one in forms:
        assert parse_qs(urlsplit(one).query)["next"] == ["/dossiers/small"], one
        assert voting.client("owner").get(one.partition("#")[0]).status_code == 200, one


def test_a_form_that_was_sent_comes_back_to_the_path(voting: Site) -> None:
    back = f"{BASE}/vote?about=r3"
    sent = {"aim": "Adopted", "rollcall": "r3", "goal": "adopt", "next": back}

    assert voting.client("owner").post("/dossiers/small/rows/objectives/add", sent).url == back
    answer = voting.client("owner").post("/dossiers/small/settings/brief/save", {"fallback_en": "Less", "next": back})
    assert answer.url == back
    away = voting.client("owner").post("/dossiers/small/settings/brief/save", {"fallback_en": "More", "next": "https://elsewhere.example/"})
    assert away.url == "/dossiers/small/settings/brief"
    asked = voting.client("owner").post("/dossiers/small/questions/who-stands-where/ask", {"next": back})
    assert parse_qs(urlsplit(asked.url).query) == {"next": [back]}
    assert f'<a href="{escape(back)}">Back to the path</a>' in voting.client("owner").get(asked.url).content.decode()
    states = {one["id"]: one["state"] for one in path_json(voting, "owner")["steps"]}
    assert states["text"] == "done"


def test_a_step_is_marked_with_who_and_when_and_taken_up_again(voting: Site) -> None:
    assert marks(voting).url == f"{BASE}/vote?about=r3"
    (row,) = steps_of(voting)
    assert (row.situation, row.about, row.step, row.state) == ("vote", "r3", "past", "not_needed")
    assert row.author and row.recorded.last == TODAY
    past = next(one for one in path_json(voting, "owner")["steps"] if one["id"] == "past")
    assert past["state"] == "not_needed" and "not needed, as" in past["marked"]

    marks(voting)
    assert len(steps_of(voting)) == 1, "the same word twice is one"
    marks(voting, state="to_do")
    assert [one.state for one in steps_of(voting)] == ["not_needed", "to_do"]
    assert next(one for one in path_json(voting, "owner")["steps"] if one["id"] == "past")["state"] == "to_do"


def test_two_people_on_one_step_are_shown_what_the_other_said(voting: Site) -> None:
    base = str(Dossier.objects.get(pk=voting.dossier.pk).head)
    assert marks(voting, "owner", base=base).status_code == 302
    assert marks(voting, "editor", base=base, step="aim", state="done").status_code == 302, "another step is merged"
    assert marks(voting, "editor", base=base).status_code == 302, "the same word is one"
    assert marks(voting, "editor", base=base, state="done").status_code == 409
    assert {one.step: one.state for one in steps_of(voting)} == {"past": "not_needed", "aim": "done"}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"step": "no-such"}, 400),
        ({"step": "x" * 10_000}, 400),
        ({"state": "to_renew"}, 400),
        ({"state": ""}, 400),
        ({"about": "gone"}, 400),
        ({"about": "x" * 10_000}, 400),
    ],
)
def test_what_is_no_step_no_state_and_no_vote_is_told_and_marks_nothing(voting: Site, sent: dict[str, str], status: int) -> None:
    answer = marks(voting, **sent)

    assert status <= answer.status_code < 500
    assert steps_of(voting) == ()


def test_a_situation_that_is_none_is_not_there(voting: Site) -> None:
    assert voting.client("owner").get(f"{BASE}/voter").status_code == 404
    assert voting.client("owner").post(f"{BASE}/voter/mark", {}).status_code == 404
    assert 400 <= voting.client("owner").get(f"{BASE}/vote?about=gone").status_code < 500


def test_a_vote_that_was_removed_takes_no_path_down(voting: Site) -> None:
    marks(voting)
    changed(voting, Edit("rollcalls", "remove", "r3"))

    assert 400 <= voting.client("owner").get(f"{BASE}/vote?about=r3").status_code < 500
    for address in ("/dossiers/small", BASE, f"{BASE}/vote"):
        page = voting.client("owner").get(address)
        assert page.status_code == 200
        assert "Open vote" not in page.content.decode()


def test_what_a_step_wants_stands_first_in_the_form_that_it_opens(voting: Site) -> None:
    path = path_json(voting, "owner")
    doors = {one["title"]: one["href"] for step in path["steps"] for one in (*step["missing"], *step["more"])}
    authors = next(href for href in doors.values() if "front=sponsors" in href)
    form = voting.client("owner").get(authors.replace("/edit?", "/edit.json?", 1)).json()["form"]

    assert [field["name"] for field in form["fields"]][:3] == ["sponsors", "authors", "title"]
    assert "sponsors" not in [field["name"] for field in form["more"]]
    odd = voting.client("owner").get("/dossiers/small/rows/actors/new.json?front=nothing+" + "x" * 5000).json()["form"]
    assert odd["fields"][0]["name"] == "name"


def test_a_tally_of_one_s_own_is_a_count_for_its_person_alone(voting: Site) -> None:
    kept = voting.client("owner").post("/dossiers/small/tallies/r3/keep", {"vote:FRA": "yes"})
    voting.client("editor").post("/dossiers/small/tallies/r3/keep", {})  # nobody is counted yet

    def count(who: str, more: str = "") -> tuple[str, bool]:
        path = path_json(voting, who, f"{BASE}/vote.json?about=r3{more}")
        step = next(one for one in path["steps"] if one["id"] == "count")
        return step["state"], bool(step["own"])

    assert kept.status_code == 302
    assert [count("owner"), count("editor"), count("reader")] == [("done", True), ("to_do", False), ("to_do", False)]
    assert count("owner", f"&as_of={TODAY.isoformat()}") == ("to_do", False), "a tally has no day of its own"
    path = path_json(voting, "owner", "/dossiers/small.json")
    assert path["done"] == path_json(voting, "editor", "/dossiers/small.json")["done"] + 1
    page = voting.client("owner").get(f"{BASE}/vote?about=r3").content.decode()
    assert "which nobody else reads" in page and 'href="/dossiers/small/tallies/r3/sheet"' in page
    assert "/tallies/" not in voting.client("guest").get(f"{BASE}/vote?about=r3").content.decode().partition("<main")[2]
    assert "which nobody else reads" not in voting.client("editor").get(f"{BASE}/vote?about=r3").content.decode()


@pytest.mark.parametrize("who", ["reader", "guest", "contributor"])
def test_what_a_person_may_not_do_has_no_link_and_what_they_may_not_see_does_not_count(voting: Site, who: str) -> None:
    changed(voting, Edit("steps", "add", "m", {"situation": "vote", "about": "r4", "step": "past", "state": "done"}))
    client = voting.client(who)

    here = TOKEN.sub("", client.get(BASE).content.decode() + client.get("/dossiers/small").content.decode())
    assert "SECRET-VOTE" not in here and "r4" not in here
    assert 400 <= client.get(f"{BASE}/vote?about=r4").status_code < 500
    path = path_json(voting, who, f"{BASE}/vote.json")
    assert path["mark_href"] == ""
    doors = [one["href"] for step in path["steps"] for one in (*step["missing"], *step["more"]) if one["href"]]
    own = () if who == "guest" else ("/dossiers/small/tallies/r3/sheet",)
    allowed = ("/dossiers/small/positions", "/dossiers/small/rows/evidence/", *own) if who == "contributor" else own
    assert all(one.startswith(allowed) for one in doors) if allowed else doors == []
    assert marks(voting, who).status_code in (403, 404)
    if who == "guest":
        states = {one["id"]: one["state"] for one in path["steps"]}
        assert states["text"] == "not_shared", "of tables that are not shared nobody says that they are empty"


def test_a_new_dossier_begins_with_what_one_comes_with(site: Site) -> None:
    member = site.client("member")
    page = member.get("/situations").content.decode()
    assert re.findall(r'href="/dossiers/new\?situation=(\w+)"', page) == [
        "vote", "meeting", "incident", "negotiation", "coalition", "debate", "consultation", "strategy",
    ]  # fmt: skip
    assert 'name="situation" value="vote"' in member.get("/dossiers/new?situation=vote").content.decode()
    assert 'name="situation"' not in member.get("/dossiers/new?situation=%3Cb%3E").content.decode()

    made = member.post("/dossiers/new/empty", {"title": "Mine", "languages": ["en"], "marking": "TLP:AMBER", "situation": "negotiation"})
    assert made.url == "/dossiers/mine"
    path = member.get("/dossiers/mine.json").json()["path"]
    assert (path["situation"], path["next"]["id"]) == ("negotiation", "forum")

    listed = member.post(
        "/dossiers/new/list", {"title": "Listed", "names": "France\nKenya", "kind": "other", "marking": "TLP:AMBER", "situation": "vote"}
    )
    member.post(f"{listed.url}/make", {"title": "Listed", "slug": "listed", "marking": "TLP:AMBER"})
    assert member.get("/dossiers/listed.json").json()["path"]["situation"] == "vote"
    assert "dossiers/new?" not in site.client("guest").get("/situations").content.decode()


def test_a_dossier_that_says_nothing_asks_what_one_comes_with(site: Site) -> None:
    member = site.client("member")
    member.post("/dossiers/new/empty", {"title": "Mine", "languages": ["en"], "marking": "TLP:AMBER"})
    page = member.get("/dossiers/mine").content.decode()

    assert 'class="path"' not in page
    assert re.findall(r'href="/dossiers/mine/situations/(\w+)"', page)[:2] == ["vote", "meeting"]
