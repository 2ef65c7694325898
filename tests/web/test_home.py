"""Home: what changed, what is due, what waits; of what I may see and nothing else, in few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from legation.dossier.edit import Edit, apply
from legation.questions.situations import SITUATIONS
from legation.web.access import ROLES, grant_of, grants_of
from legation.web.accounts import invitations
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant, Proposal
from legation.web.dossiers.waiting_grants import wait_for
from legation.web.pages.desk.beginning import EXAMPLE
from legation.web.pages.desk.changes import open_dossiers
from legation.web.runs.models import Run
from legation.web.serving.last_backup import note_backup
from legation.web.stores.visits.models import Visit

from .conftest import Site, small

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("visits are counted and grants joined in SQL")
TODAY = dt.datetime.now(dt.UTC).date()


def changed(site: Site, by: str, *edits: Edit) -> None:
    """Save edits as somebody."""
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    seen = store.seen(store.revision_of(dossier), store.EVERYTHING)
    store.save(dossier, dossier.head, apply(seen, edits, author=by, day=TODAY), site.people[by], store.EVERYTHING, reason="For the test")


def page(site: Site, role: str) -> Any:
    answer = site.client(role).get("/home.json")
    assert answer.status_code == 200
    return answer.json()


def visit(site: Site, role: str, number: int = 1) -> None:
    Visit.objects.create(account=site.people[role], dossier=site.dossier, number=number, at=timezone.now())


def due_on(days: int, **more: str) -> Edit:
    day = (TODAY + dt.timedelta(days=days)).isoformat()
    return Edit("objectives", "add", "", {"aim": f"Aim in {days} days", "owner": "desk", "due": day, **more})


def test_a_first_visit_says_what_the_product_does_and_opens_one_worked_example(site: Site) -> None:
    client = site.client("member")
    text = client.get("/").content.decode()
    assert "Legation gathers who stands where" in text and "Open the worked example" in text
    assert page(site, "member")["dossiers"] == []

    opened = client.post("/example")

    assert opened.url == f"/dossiers/{EXAMPLE}"
    assert client.get(opened.url).status_code == 200
    assert client.post("/example").url == opened.url, "it is made once"
    again = client.get("/").content.decode()
    assert "Open the worked example" not in again and "Legation gathers" not in again
    assert site.client("reader").get(opened.url).status_code == 404, "it is theirs alone"


def test_two_people_have_an_example_each(site: Site) -> None:
    first, second = (site.client(role).post("/example").url for role in ("member", "other-owner"))

    assert first != second


def test_a_guest_makes_no_example_and_is_told_whom_to_ask(site: Site) -> None:
    Grant.objects.all().delete()

    assert site.client("guest").post("/example").status_code == 403
    assert "No dossier is open to you yet" in site.client("guest").get("/").content.decode()


def test_home_begins_with_what_people_come_with(site: Site) -> None:
    doors = {door["id"]: door for door in page(site, "owner")["doors"]}

    assert set(doors) == {one.id for one in SITUATIONS}
    assert [title for title, _ in doors["coalition"]["dossiers"]] == ["A small matter"]
    assert doors["vote"]["make"] == "/dossiers/new?situation=vote"
    assert all(not door["make"] for door in page(site, "guest")["doors"]), "a guest makes no dossier"
    text = site.client("owner").get("/").content.decode()
    assert text.index("A vote is coming") < text.index("What is due")


def test_nothing_empty_is_printed(site: Site) -> None:
    changed(site, "owner", Edit("objectives", "remove", "o1"))
    site.client("reader").get("/dossiers/small")
    text = site.client("reader").get("/").content.decode()

    for words in ("What is due", "What changed", "Shared with you", "Waiting for your review", "Answers and papers"):
        assert words not in text, words


def test_what_was_shared_is_told_until_it_is_opened(site: Site) -> None:
    assert page(site, "owner")["shared"] == [], "nobody shares with themselves"
    (shared,) = page(site, "reader")["shared"]
    assert (shared["title"], shared["by"], shared["role"]) == ("A small matter", "Owner", "reader")
    assert [one["by"] for one in page(site, "guest")["shared"]] == ["Owner"]

    site.client("reader").get("/dossiers/small")

    assert page(site, "reader")["shared"] == []


def test_what_changed_is_told_with_its_values(site: Site) -> None:
    visit(site, "reader")
    changed(site, "editor", Edit("votes", "change", "r2:DEU", {"vote": "no"}), Edit("positions", "change", "p1", {"value": "65"}))

    (news,) = page(site, "reader")["changes"]
    told = " ".join(news["words"])
    assert "Germany in A/RES/2: vote abstention \u2192 no" in told and "value 60 \u2192 65" in told
    assert "replaces" not in told
    assert "corrected" not in site.client("reader").get("/").content.decode(), "no count stands beside the values"


def test_an_administrator_begins_in_three_steps(site: Site, settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path
    Account.objects.exclude(pk=site.people["administrator"].pk).delete()
    Dossier.objects.all().delete()

    def done() -> dict[str, bool]:
        return {step["id"]: step["is_done"] for step in page(site, "administrator")["steps"]}

    assert done() == {"dossier": False, "colleague": False, "backup": False}
    invitations.invite("new@example.org", site.people["administrator"])
    store.create(small(), site.people["administrator"])
    assert done() == {"dossier": True, "colleague": True, "backup": False}
    note_backup(TODAY - dt.timedelta(days=60))
    assert not done()["backup"], "it was too long ago"
    assert "legation backup" in site.client("administrator").get("/").content.decode()
    note_backup(TODAY)
    assert done() == {}


def test_only_an_administrator_reads_of_steps_and_of_colleagues_to_invite(site: Site) -> None:
    wait_for("new@example.org", site.dossier, site.people["owner"], {"role": "reader"})

    assert page(site, "administrator")["requests"] == ["new@example.org"]
    assert (page(site, "owner")["steps"], page(site, "owner")["requests"]) == ([], [])


@each_database
def test_opening_a_dossier_is_a_visit_and_later_changes_are_told(site: Site) -> None:
    assert page(site, "reader")["changes"] == []
    assert page(site, "reader")["dossiers"][0]["opened"] is False
    site.client("reader").get("/dossiers/small")
    changed(site, "editor", Edit("actors", "change", "FRA", {"status_note": "Hosts the talks"}))

    (news,) = page(site, "reader")["changes"]
    assert news["revisions"] == 1
    assert news["by"] == ["Editor"]
    assert "Hosts the talks" in " ".join(news["words"])
    site.client("reader").get("/dossiers/small")
    assert page(site, "reader")["changes"] == []


def test_my_own_changes_are_no_news(site: Site) -> None:
    visit(site, "editor")
    changed(site, "editor", Edit("actors", "change", "FRA", {"status_note": "Hosts the talks"}))

    assert page(site, "editor")["changes"] == []


def test_whoever_may_not_see_the_history_gets_counts_only(site: Site) -> None:
    visit(site, "guest")
    changed(site, "editor", Edit("actors", "change", "FRA", {"status_note": "Hosts the talks"}))

    (news,) = page(site, "guest")["changes"]
    assert news["summary"]
    assert (news["words"], news["by"], news["revisions"], news["history"]) == ([], [], 0, "")


@pytest.mark.parametrize("role", ["reader", "guest"])
def test_a_change_that_one_may_not_see_is_no_news(site: Site, role: str) -> None:
    visit(site, role)
    hidden = {"aim": "HIDDEN-AIM", "marking": "TLP:RED", "due": TODAY.isoformat()}
    changed(site, "owner", Edit("objectives", "add", "", hidden), Edit("actors", "change", "hidden-co", {"status_note": "HIDDEN-NOTE"}))

    answer = site.client(role).get("/")
    assert page(site, role)["changes"] == []
    assert b"HIDDEN-" not in answer.content
    assert b"SECRET" not in answer.content


@each_database
def test_seen_marks_up_to_what_the_page_told_of(site: Site) -> None:
    visit(site, "reader")
    for note in ("One", "Two"):
        changed(site, "editor", Edit("actors", "change", "FRA", {"status_note": note}))
    client = site.client("reader")

    assert client.post("/seen", {"dossier": "small", "number": "2"}).status_code == 302
    assert Visit.objects.get(account=site.people["reader"]).number == 2
    assert [news["revisions"] for news in page(site, "reader")["changes"]] == [1]
    client.post("/seen", {"dossier": "small", "number": "999"})
    assert Visit.objects.get(account=site.people["reader"]).number == 3
    client.post("/seen", {"dossier": "small", "number": "1"})
    assert Visit.objects.get(account=site.people["reader"]).number == 3, "an older one takes nothing back"


def test_seen_of_a_dossier_that_is_not_mine_is_nothing(site: Site) -> None:
    assert site.client("member").post("/seen", {"dossier": "small", "number": "1"}).status_code == 302
    assert site.client("reader").post("/seen", {"dossier": "small", "number": "²"}).status_code == 302
    assert not Visit.objects.exists()


def test_due_is_sorted_and_late_is_marked(site: Site) -> None:
    changed(site, "owner", due_on(5), due_on(-3), due_on(400), Edit("objectives", "remove", "o1"))

    found = page(site, "owner")
    assert [(one["what"], one["late"]) for one in found["due"]] == [("Aim in -3 days", True), ("Aim in 5 days", False)]
    assert found["late"] == 1


def test_of_a_frozen_dossier_the_own_day_counts(site: Site) -> None:
    changed(
        site,
        "owner",
        Edit("objectives", "remove", "o1"),
        Edit("objectives", "add", "", {"aim": "Then", "due": "2019-01-10", "known_on": "2018-12-01"}),
    )
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    whole = store.content(store.revision_of(dossier))
    import dataclasses

    from legation.dossier import When

    frozen = dataclasses.replace(whole, info=dataclasses.replace(whole.info, as_of=When("2019-01-01")))
    store.save(dossier, dossier.head, frozen, site.people["owner"], store.EVERYTHING, reason="Frozen")

    found = page(site, "owner")
    assert found["due"] == []
    assert [(one["what"], one["late"], one["day"]) for one in found["frozen"]] == [("Then", False, "1 January 2019")]


@each_database
def test_proposals_wait_for_who_may_review(site: Site) -> None:
    Proposal.objects.create(dossier=site.dossier, base=1, edits=[{}, {}], author=site.people["contributor"], reason="Two rows")
    Proposal.objects.create(dossier=site.dossier, base=1, edits=[{}], author=site.people["contributor"], state="taken")

    assert [(one["by"], one["count"], one["title"]) for one in page(site, "editor")["proposals"]] == [("Contributor", 2, "Two rows")]
    assert page(site, "reader")["proposals"] == []
    assert page(site, "contributor")["proposals"] == []


@each_database
def test_runs_that_ended_are_shown_as_long_as_they_may_be_seen(site: Site) -> None:
    common: dict[str, Any] = {
        "dossier": site.dossier,
        "owner": site.people["reader"],
        "revision": 1,
        "kind": "question",
        "question": "who-votes-alike",
        "today": TODAY,
        "lang": "en",
        "key": "k",
        "state": "done",
        "finished": timezone.now(),
    }
    Run.objects.create(**common, marking="TLP:GREEN", audience="desk")
    Run.objects.create(**common, marking="TLP:RED", audience="desk")
    Run.objects.create(**{**common, "finished": timezone.now() - dt.timedelta(days=30)}, marking="TLP:GREEN", audience="desk")

    assert len(page(site, "reader")["runs"]) == 1
    assert page(site, "owner")["runs"] == []


def test_a_dossier_of_which_the_grant_has_ended_is_gone(site: Site) -> None:
    Grant.objects.filter(account=site.people["reader"]).update(until=TODAY - dt.timedelta(days=1))

    assert page(site, "reader")["dossiers"] == []


@each_database
def test_stands_choose_the_grant_that_one_by_one_would_be_chosen(site: Site) -> None:
    second = store.create(small(), site.people["other-owner"], slug="second")
    organisation = site.people["guest"].organisations.get()
    Grant.objects.create(dossier=second, organisation=organisation, role="editor", marking="TLP:AMBER")
    Grant.objects.create(dossier=second, account=site.people["guest"], role="reader", marking="TLP:RED")
    Grant.objects.create(dossier=second, account=site.people["reader"], role="reader", until=TODAY)
    for account in Account.objects.all():
        found = {stand.dossier.pk: stand.grant for stand in open_dossiers(grants_of(account), TODAY)}
        for dossier in (site.dossier, second):
            alone = grant_of(account, dossier)
            assert (alone is None) == (dossier.pk not in found), account
            if alone is not None:
                assert (found[dossier.pk].pk, found[dossier.pk].role) == (alone.pk, alone.role)


@each_database
def test_however_many_dossiers_the_queries_stay_the_same(site: Site) -> None:
    visit(site, "owner")
    changed(site, "editor", due_on(3))
    client = site.client("owner")
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for number in range(5):
        made = store.create(small(), site.people["owner"], slug=f"more-{number}")
        Visit.objects.create(account=site.people["owner"], dossier=made, number=1, at=timezone.now())
    client.get("/")
    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert len(many) == len(few)
    assert len(few) <= 9, "session, account, the frame's list, and six of home"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_role_reads_it_in_both_languages(site: Site, lang: str, see: Callable[..., Any]) -> None:
    changed(site, "owner", due_on(5), due_on(-3))
    for role in ROLES:
        visit(site, role)
    changed(site, "editor", Edit("actors", "change", "FRA", {"status_note": "x"}))
    for role in ROLES:
        Account.objects.filter(pk=site.people[role].pk).update(language=lang)
        text = see(role, "/").content.decode()
        assert "[page-" not in text
        assert "[dates" not in text


def test_text_of_others_is_escaped(site: Site) -> None:
    evil = "<script>alert(1)</script>"
    visit(site, "reader")
    changed(site, "owner", due_on(5, aim=evil, owner=evil), Edit("actors", "change", "FRA", {"status_note": evil}))

    text = site.client("reader").get("/").content.decode()
    assert evil not in text
    assert "&lt;script&gt;alert(1)" in text
