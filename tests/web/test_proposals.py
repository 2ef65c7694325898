"""What a contributor offers: read in words by an editor, taken once as the contributor's, or refused with an answer."""

from __future__ import annotations

from typing import Any

import pytest
from web.conftest import Site

from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant, Proposal, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("a proposal is locked while it is taken")]
BASE = "/dossiers/small"


def offer(site: Site, role: str = "contributor", row: str = "p1", **values: str) -> Proposal:
    site.client(role).post(f"{BASE}/rows/positions/{row}/change", {"reason": "They said so", "base": "1", **(values or {"value": "66"})})
    found = Proposal.objects.order_by("-pk").first()
    assert found is not None
    return found


def head(site: Site) -> Revision:
    return store.revision_of(Dossier.objects.get(pk=site.dossier.pk))


def test_an_editor_reads_the_difference_field_by_field(site: Site) -> None:
    number = offer(site).pk
    listed = site.client("editor").get(f"{BASE}/proposals.json").json()
    page_json = site.client("editor").get(f"{BASE}/proposals/{number}.json").json()

    assert [(p["by"], p["reason"]) for p in listed["waiting"]] == [("Contributor", "They said so")]
    ((change,),) = [section["changes"] for section in page_json["sections"]]
    assert ("Value", 60.0, 66.0) in [(field["field"].capitalize(), field["before"], field["now"]) for field in change["fields"]]


def test_an_editor_reads_what_is_in_a_row_that_is_offered_anew(site: Site) -> None:
    offered = {"id": "e9", "title": "A statement", "quote": "We abstain", "reliability": "B", "base": "1"}
    site.client("contributor").post(f"{BASE}/rows/evidence/add", offered)

    page = site.client("editor").get(f"{BASE}/proposals/{Proposal.objects.get().pk}").content.decode()

    assert "We abstain" in page


def test_taking_saves_as_the_author_with_the_reviewer(site: Site) -> None:
    number = offer(site).pk
    answer = site.client("editor").post(f"{BASE}/proposals/{number}/take", {"answer": "Thank you"})
    revision = head(site)

    assert answer.status_code == 302
    assert (str(revision.author), str(revision.reviewer), revision.number) == ("Contributor", "Editor", 2)
    row = store.content(revision).positions[-1]
    assert (row.supersedes, row.value, row.author, row.reason) == ("p1", 66, "Contributor", "They said so")
    stored = Proposal.objects.get()
    assert (stored.state, str(stored.reviewer), stored.answer) == ("taken", "Editor", "Thank you")


def test_a_proposal_is_taken_once(site: Site) -> None:
    number = offer(site).pk
    client = site.client("editor")
    client.post(f"{BASE}/proposals/{number}/take")

    assert client.post(f"{BASE}/proposals/{number}/take").status_code == 400
    assert client.post(f"{BASE}/proposals/{number}/refuse", {"answer": "no"}).status_code == 400
    assert head(site).number == 2


def test_refusing_needs_an_answer_which_the_contributor_reads(site: Site) -> None:
    number = offer(site).pk
    client = site.client("editor")

    assert client.post(f"{BASE}/proposals/{number}/refuse", {"answer": " "}).status_code == 400
    assert Proposal.objects.get().state == "waiting"
    client.post(f"{BASE}/proposals/{number}/refuse", {"answer": "Name the source"})
    mine = site.client("contributor").get(f"{BASE}/proposals.json").json()
    assert [(p["state"], p["answer"]) for p in mine["decided"]] == [("refused", "Name the source")]
    assert head(site).number == 1


def test_a_proposal_joins_what_changed_since(site: Site) -> None:
    number = offer(site).pk
    site.client("owner").post(f"{BASE}/rows/positions/p2/change", {"value": "44", "base": "1"})
    site.client("editor").post(f"{BASE}/proposals/{number}/take")
    values = {p.supersedes: p.value for p in store.content(head(site)).positions if p.supersedes}

    assert values == {"p1": 66, "p2": 44}


def test_a_contributor_sees_their_own_and_decides_nothing(site: Site) -> None:
    number = offer(site).pk
    other = site.people["member"]
    Grant.objects.create(dossier=site.dossier, account=other, role="contributor", marking="TLP:AMBER", by=site.people["owner"])

    assert site.client("member").get(f"{BASE}/proposals.json").json()["waiting"] == []
    assert site.client("member").get(f"{BASE}/proposals/{number}").status_code == 404
    assert site.client("contributor").post(f"{BASE}/proposals/{number}/take").status_code == 403
    assert site.client("reader").get(f"{BASE}/proposals").status_code == 403


def test_an_editor_of_a_lower_marking_reads_and_takes_nothing(site: Site) -> None:
    number = offer(site).pk
    Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:GREEN")
    client = site.client("editor")
    page_json: dict[str, Any] = client.get(f"{BASE}/proposals/{number}.json").json()

    assert page_json["sections"] == []
    assert not page_json["readable"]
    assert "They said so" not in client.get(f"{BASE}/proposals").content.decode()
    assert client.post(f"{BASE}/proposals/{number}/take").status_code == 400
    assert head(site).number == 1


def test_home_tells_an_editor_of_a_lower_marking_that_something_waits_and_not_why(site: Site) -> None:
    offer(site)
    client = site.client("editor")
    assert [one["title"] for one in client.get("/home.json").json()["proposals"]] == ["They said so"]
    assert "They said so" in client.get("/").content.decode()
    Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:GREEN")

    assert [one["title"] for one in client.get("/home.json").json()["proposals"]] == [""]
    assert "They said so" not in client.get("/").content.decode()
    Grant.objects.filter(account=site.people["contributor"]).update(marking="TLP:GREEN")
    assert "They said so" in client.get("/").content.decode()


def test_a_proposal_of_another_dossier_is_not_there(site: Site) -> None:
    number = offer(site).pk
    from web.conftest import small

    store.create(small(), site.people["editor"], slug="second")

    assert site.client("editor").get(f"/dossiers/second/proposals/{number}").status_code == 404
    assert site.client("editor").post(f"/dossiers/second/proposals/{number}/take").status_code == 404
    assert Proposal.objects.get().state == "waiting"


def test_conflicts_are_chosen_before_a_proposal_is_taken(site: Site) -> None:
    sent = {"id": "e1", "title": "Corrected by the contributor", "base": "1"}
    site.client("contributor").post(f"{BASE}/rows/evidence/add", {**sent, "id": "e7"})
    number = Proposal.objects.get().pk
    site.client("owner").post(f"{BASE}/rows/evidence/add", {"id": "e7", "title": "Entered by the owner", "base": "1"})
    client = site.client("editor")
    shown = client.post(f"{BASE}/proposals/{number}/take", headers={"accept": "application/json"})
    page = client.post(f"{BASE}/proposals/{number}/take")

    assert shown.status_code == page.status_code == 409
    assert Proposal.objects.get().state == "waiting"
    import re
    from html import unescape

    keys = {unescape(key) for key in re.findall(r'name="(choice:[^"]+)"', page.content.decode())}
    assert keys
    client.post(f"{BASE}/proposals/{number}/take", dict.fromkeys(keys, "both"))
    assert Proposal.objects.get().state == "taken"
    titles = {e.title.text for e in store.content(head(site)).evidence}
    assert {"Corrected by the contributor", "Entered by the owner"} <= titles


@pytest.mark.parametrize("decision", ["take", "refuse"])
def test_home_tells_a_contributor_what_became_of_a_proposal(site: Site, decision: str) -> None:
    number = offer(site).pk
    assert site.client("contributor").get("/home.json").json()["decided"] == []

    site.client("editor").post(f"{BASE}/proposals/{number}/{decision}", {"answer": "As agreed"})

    (one,) = site.client("contributor").get("/home.json").json()["decided"]
    assert (one["state"], one["by"], one["answer"]) == ({"take": "taken", "refuse": "refused"}[decision], "Editor", "As agreed")
    assert "As agreed" in site.client("contributor").get("/").content.decode()
    assert site.client("reader").get("/home.json").json()["decided"] == []
