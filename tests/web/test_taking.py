"""Recorded votes taken on the site: into a dossier, as one is made, out of a pack and out of another dossier one may read."""

from __future__ import annotations

import re

import pytest
from web.conftest import small

from legation.dossier import Dossier as Content
from legation.dossier import Info, decode
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db

NAMES = "France\nAllemagne\nPérou\nNamibie\nJapon"
MORE = "Chili\nSuède\nKenya\nInde\nBrésil\nEgypte"
PACK = "pack:unga-votes"
ASKED = {"record": PACK, "words": "armes nucléaires", "first": "2015", "last": "2019", "groups": "on"}


def made(site, role="owner", **form):
    """Make a dossier of a pasted list, and return what came of the last step."""
    client = site.client(role)
    listed = {"title": "Désarmement", "names": NAMES, "kind": "state", "vote": "L.5", "marking": "TLP:AMBER", **form}
    answer = client.post("/dossiers/new/list", listed)
    assert answer.status_code == 302, answer.content
    return client, answer.headers["Location"], client.get(answer.headers["Location"])


def head(slug):
    return store.content(store.revision_of(Dossier.objects.get(slug=slug)))


def confirmed(client, answer):
    """Confirm what a page shows as a change."""
    assert answer.status_code == 302, answer.content.decode()
    draft = re.search(r"/import/(\d+)", answer.headers["Location"])[1]
    shown = client.get(answer.headers["Location"]).content.decode()
    slug = re.search(r"/dossiers/([^/]+)/", answer.headers["Location"])[1]
    return shown, client.post(f"/dossiers/{slug}/merge", {"draft": draft})


def test_a_new_dossier_of_a_pasted_list_begins_with_true_votes_and_what_is_wanted(site) -> None:
    assert f'<option value="{PACK}" selected>' in made(site, names=f"{NAMES}\n{MORE}")[2].content.decode()
    client, address, page = made(site, goal="adopt")
    assert f'<option value="{PACK}">' in page.content.decode()
    form = {"title": "Désarmement", "slug": "disarm", "marking": "TLP:AMBER", **ASKED}
    assert client.post(f"{address}/make", form).headers["Location"].endswith("/dossiers/disarm")
    there = head("disarm")
    assert set(there.votes.actors) == {"FRA", "DEU", "PER", "NAM", "JPN"}
    assert {row.date.first.year for row in there.rollcalls if row.date} <= set(range(2015, 2020))
    assert there.info.parameters == {"rollcall": "vote-ahead", "goal": "adopt"}
    assert {row.group for row in there.groups} >= {"un-members", "african"}


def test_the_licence_of_a_pack_is_told_in_the_language_of_the_page(site) -> None:
    said = {}
    for lang in ("en", "fr"):
        site.people["owner"].language = lang
        site.people["owner"].save()
        said[lang] = site.client("owner").get("/dossiers/small/take").content.decode()
    assert "CC0 for the data" in said["en"]
    assert "CC0 pour les données" in said["fr"]
    assert "unverified)" not in said["fr"]


def test_a_list_that_no_record_knows_is_offered_none_and_none_is_taken_unless_chosen(site) -> None:
    client, address, page = made(site, names="Amnesty International\nIETF\nICANN", kind="ngo")
    assert "selected>Take no votes" in page.content.decode() or '<option value="" selected>' in page.content.decode()
    client.post(f"{address}/make", {"title": "x", "slug": "ngos", "marking": "TLP:AMBER"})
    assert len(head("ngos").votes) == 0


def test_a_wrong_year_or_a_subject_without_a_vote_makes_nothing_and_says_why(site) -> None:
    client, address, _ = made(site)
    form = {"title": "x", "slug": "wrong", "marking": "TLP:AMBER", **ASKED}
    for change, said in (({"first": "15"}, "four digits"), ({"words": "xyzzy"}, "xyzzy")):
        answer = client.post(f"{address}/make", {**form, **change})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not Dossier.objects.filter(slug="wrong").exists()


def test_votes_are_shown_before_they_are_taken_into_a_dossier_and_a_second_time_nothing_is_new(site) -> None:
    client = site.client("owner")
    page = client.get("/dossiers/small/take").content.decode()
    assert "27 December 2019" in page
    assert "CC0" in page
    assert "Voting Data" in page
    form = {**ASKED, "whose": "list", "names": "France\nPeru"}
    shown, saved = confirmed(client, client.post("/dossiers/small/take/check", form))
    assert "A/RES/7" in shown
    assert saved.status_code == 302
    votes = head("small").votes
    assert {"FRA", "PER"} <= set(votes.actors)
    again = client.post("/dossiers/small/take/check", form)
    assert again.status_code == 422
    assert "nothing is new" in again.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"whose": "list", "names": ""}, "Paste the list"),
        ({"whose": "list", "names": "Congo\nFrance"}, "COD"),
        ({"last": "next"}, "four digits"),
        ({"words": "xyzzy"}, "xyzzy"),
        ({"whose": "all", "words": "", "first": "", "last": ""}, "250,000"),
        ({"record": "pack:other"}, "choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(site, change, said) -> None:
    answer = site.client("owner").post("/dossiers/small/take/check", {**ASKED, "whose": "own", **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Draft.objects.exists()


def other(site, *, marking="TLP:AMBER", owner="owner"):
    parts = {
        "dossier.toml": f'id = "other"\ntitle_en = "Other desk"\nmarking = "{marking}"\n'.encode(),
        "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\n",
        "rollcalls.csv": b"id,title,date,marking\nopen,Open text,2018,\nclosed,Closed text,2018,TLP:RED\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,open,yes\nFRA,closed,no\n",
    }
    return store.create(decode(parts), site.people[owner], slug="other")


def test_another_dossier_gives_what_the_person_may_see_of_it_and_keeps_its_marking(site) -> None:
    dossier = other(site)
    Grant.objects.create(dossier=dossier, account=site.people["editor"], role="reader", marking="TLP:AMBER", by=site.people["owner"])
    client = site.client("editor")
    assert "Other desk" in client.get("/dossiers/small/take").content.decode()
    own = Content(info=Info(id="mine", marking="TLP:CLEAR"))
    store.create(own, site.people["editor"], slug="mine")
    form = {"record": "dossier:other", "whose": "all", "groups": "on"}
    shown, _ = confirmed(client, client.post("/dossiers/mine/take/check", form))
    assert "Closed text" not in shown
    there = head("mine")
    assert [(row.id, row.marking) for row in there.rollcalls] == [("open", "TLP:AMBER")]
    assert len(there.votes) == 1


def test_what_more_people_would_see_on_rows_that_are_there_already_is_not_taken(site) -> None:
    parts = {
        "dossier.toml": b'id = "inner"\ntitle_en = "Inner circle"\nmarking = "TLP:GREEN"\n',
        "actors.csv": b"id,name,kind,iso3,marking\nFRA,France,state,FRA,TLP:RED\nDEU,Germany,state,DEU,\nPER,Peru,state,PER,\n",
        "groups.csv": b"group,actor,start,end\nGX,FRA,2000,\nGX,DEU,2000,\n",
        "rollcalls.csv": (
            b"id,symbol,title,date,sponsors,marking\nr1,A/RES/1,First,2018-12-01,,TLP:RED\nr2,A/RES/2,Second,2019-12-01,,\n"
            b"r3,A/RES/3,Third,2019-12-02,FRA DEU,\n"
        ),
        "votes.csv": b"actor,rollcall,vote\nPER,r1,no\nPER,r2,no\nFRA,r3,yes\nDEU,r3,yes\n",
    }
    store.create(decode(parts), site.people["owner"], slug="inner")
    confirmed(
        site.client("owner"),
        site.client("owner").post("/dossiers/small/take/check", {"record": "dossier:inner", "whose": "all", "groups": "on"}),
    )
    there = head("small")
    new = {(row.actor, row.rollcall) for row in there.votes.rows()} - {(row.actor, row.rollcall) for row in small().votes.rows()}
    assert new == {("PER", "r2"), ("DEU", "r3")}
    assert {(row.actor, row.marking) for row in there.groups if row.group == "GX"} == {("FRA", "TLP:RED"), ("DEU", "")}
    assert [row.sponsors for row in there.rollcalls if row.id == "r3"] == [("DEU",)]


def test_a_dossier_marked_higher_leaves_neither_votes_nor_bodies_before_those_who_may_not_open_it(site) -> None:
    parts = {
        "dossier.toml": b'id = "inner"\ntitle_en = "SECRET-TITLE"\nmarking = "TLP:RED"\n',
        "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\nDEU,Germany,state,DEU\n",
        "bodies.toml": b'[[body]]\nid = "inner-board"\nname = "SECRET-BODY"\n[[body.rule]]\n',
        "rollcalls.csv": b"id,title,date,body\nr1,First,2018-12-01,\nr9,Ninth,2018-12-01,inner-board\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nFRA,r9,no\nDEU,r9,no\n",
    }
    store.create(decode(parts), site.people["owner"], slug="inner")
    saved = confirmed(
        site.client("owner"), site.client("owner").post("/dossiers/small/take/check", {"record": "dossier:inner", "whose": "all"})
    )[1]
    assert saved.status_code == 302
    there = head("small")
    assert [(row.id, row.marking, row.body) for row in there.rollcalls if row.id == "r9"] == [("r9", "TLP:RED", "")]
    assert "inner-board" not in {body.id for body in there.bodies}
    for address in ("/dossiers/small/history", "/dossiers/small/history/2", "/dossiers/small/votes", "/dossiers/small/export/json", "/"):
        assert "SECRET-" not in site.client("reader").get(address).content.decode()


def test_a_dossier_that_one_may_not_open_is_neither_named_nor_read(site) -> None:
    other(site)
    client = site.client("editor")
    assert "Other desk" not in client.get("/dossiers/small/take").content.decode()
    answer = client.post("/dossiers/small/take/check", {"record": "dossier:other", "whose": "all"})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_the_door_of_votes_leads_there(site) -> None:
    assert small().votes is not None
    page = site.client("owner").get("/dossiers/small/take")
    assert page.status_code == 200
    assert site.client("reader").get("/dossiers/small/take").status_code == 403


def test_a_vote_of_a_whole_body_says_which_part_of_it_the_dossier_has(site) -> None:
    client = site.client("owner")
    form = {**ASKED, "words": "A/RES/73/27", "first": "2018", "last": "2018", "whose": "list", "names": NAMES}
    confirmed(client, client.post("/dossiers/small/take/check", form))
    page = client.get("/dossiers/small/votes/A/RES/73/27/vote").content.decode()
    assert "119" in page
    assert "the members that this dossier has" in page
    assert "not what was published" not in page


def test_where_the_record_says_something_else_that_is_shown_before_what_is_new(site) -> None:
    client = site.client("owner")
    parts = {
        "dossier.toml": b'id = "own"',
        "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\nPER,Peru,state,PER\n",
        "rollcalls.csv": b"id,title,date\nA/RES/73/27,Ours,2018-12-05\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,A/RES/73/27,abstain\n",
    }
    store.create(decode(parts), site.people["owner"], slug="own")
    answer = client.post("/dossiers/own/take/check", {**ASKED, "words": "A/RES/73/27", "whose": "own"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "FRA" in page
    address = re.search(r'href="(/dossiers/own/import/\d+)"', page)[1]
    assert client.post("/dossiers/own/merge", {"draft": address.rpartition("/")[2]}).status_code == 302
    there = {(row.actor, row.rollcall): row.vote for row in head("own").votes.rows()}
    assert (there["FRA", "A/RES/73/27"], there["PER", "A/RES/73/27"]) == ("abstain", "yes")
