"""The record of a meeting in the browser: confirmed items become rows in one revision; one that is undecided stops all of it."""

from __future__ import annotations

from typing import Any

import pytest

from legation.dossier import standing
from legation.dossier.edit import Edit
from legation.web.accounts.models import Account

from .conftest import Site
from .test_engagement import BASE, ago, changed, head

pytestmark = pytest.mark.django_db
SAVE = f"{BASE}/record/save"


@pytest.fixture
def planned(site: Site) -> Site:
    values = {"date": ago(-3), "actor": "FRA", "channel": "meeting", "by": "Head of desk", "ask": "A vote", "known_on": ago(1)}
    changed(site, Edit("engagements", "add", "plan", values))
    return site


def sent(**more: str) -> dict[str, str]:
    filled = {
        "row": "plan",
        "base": "2",
        "talk.date": ago(0),
        "talk.place": "Geneva",
        "talk.participants": "the head of mission",
        "talk.points": "First\nSecond",
        "answer-1.answer": "yes",
        "answer-1.words": "With pleasure",
        "promise-2.direction": "given",
        "promise-2.promise": "A text",
        "promise-2.due": ago(-9),
    }
    return {**filled, **{name.replace("__", "-").replace("_of_", "."): text for name, text in more.items()}}


BOTH = {"answer__1_of_state": "confirmed", "promise__2_of_state": "confirmed"}


def post(site: Site, values: dict[str, str], role: str = "editor") -> Any:
    return site.client(role).post(SAVE, values)


def test_the_planned_meeting_leads_to_its_form_filled_in(planned: Site) -> None:
    page = planned.client("editor").get(BASE).content.decode()
    assert f'href="{BASE}/record?row=plan"' in page
    prepared = planned.client("editor").get("/dossiers/small/briefs?actor=FRA").content.decode()
    assert 'href="/dossiers/small/briefs?actor=FRA#meeting-actor"' in page
    assert '<option value="FRA" selected>' in prepared[prepared.index('id="meeting-actor"') :].partition("</select>")[0]
    assert " selected" not in prepared[prepared.index('id="lines-actor"') :].partition("</select>")[0]

    form = planned.client("editor").get(f"{BASE}/record?row=plan").content.decode()
    assert "France" in form
    assert f'value="{ago(-3)}"' in form
    assert form.count('value="confirmed"') == 7
    Account.objects.filter(pk=planned.people["editor"].pk).update(language="fr")
    french = planned.client("editor").get(f"{BASE}/record?row=plan").content.decode()
    assert "Compte rendu d’entretien" in french
    assert "Record of a meeting" not in french


def test_what_is_confirmed_is_saved_as_one_revision_with_its_reason(planned: Site) -> None:
    answer = post(planned, sent(**BOTH, reason="Noted in the car"))

    assert (answer.status_code, answer["Location"]) == (302, BASE)
    now = head(planned)
    (talk,) = standing(now.engagements)
    (promise,) = now.commitments
    assert (talk.supersedes, talk.answer, str(talk.place), str(talk.words)) == ("plan", "yes", "Geneva", "With pleasure")
    assert str(talk.points).splitlines() == ["First", "Second"]
    assert (promise.actor, promise.direction, str(promise.date), promise.kept) == ("FRA", "given", ago(0), "open")
    assert (talk.author, promise.author, talk.reason) == ("Editor", "Editor", "Noted in the car")
    assert planned.client("editor").get("/dossiers/small/history.json").json()["revisions"][0]["number"] == 3


def test_nothing_is_saved_while_something_is_undecided(planned: Site) -> None:
    answer = post(planned, sent(answer__1_of_state="confirmed"))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'id="promise-2-error"' in page
    assert 'id="answer-1-error"' not in page
    assert "With pleasure" in page, "nothing that was typed is lost"
    assert not head(planned).commitments
    assert [row.id for row in head(planned).engagements] == ["plan"]


def test_what_is_left_out_becomes_no_row(planned: Site) -> None:
    assert post(planned, sent(answer__1_of_state="left", promise__2_of_state="left")).status_code == 302
    (talk,) = standing(head(planned).engagements)

    assert (talk.answer, talk.words.text, str(talk.place)) == ("", "", "Geneva")
    assert not head(planned).commitments


def test_a_fault_stands_beside_the_field_of_its_item(planned: Site) -> None:
    bad = {"answer__1_of_answer": "perhaps", "promise__2_of_due": "soon"}
    answer = post(planned, sent(**BOTH, **bad))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'id="f-promise-2.due-error"' in page
    assert 'id="f-answer-1.answer-error"' in page
    assert not head(planned).commitments


def test_a_meeting_that_nobody_planned_needs_its_actor_and_its_day(site: Site) -> None:
    nobody = {**sent(), "row": "", "base": "1", "talk.date": "", "answer-1.state": "left", "promise-2.state": "left"}
    answer = post(site, nobody)
    assert answer.status_code == 422
    assert {'id="f-talk.actor-error"', 'id="f-talk.date-error"'} <= {f'id="{one}"' for one in _ids(answer.content.decode())}

    filled = {**nobody, "talk.actor": "Germany", "talk.date": ago(2), "promise-2.state": "confirmed"}
    assert post(site, filled).status_code == 302
    assert [row.actor for row in (*head(site).engagements, *head(site).commitments)] == ["DEU", "DEU"]


def _ids(page: str) -> set[str]:
    return {part.partition('"')[0] for part in page.split('id="')[1:]}


def test_only_who_may_edit_records_and_a_row_that_is_not_seen_is_not_there(planned: Site) -> None:
    for role in ("reader", "contributor", "guest"):
        assert planned.client(role).get(f"{BASE}/record?row=plan").status_code == 403, role
        assert post(planned, sent(**BOTH), role).status_code == 403, role
    assert planned.client("editor").get(f"{BASE}/record?row=nowhere").status_code == 404
    assert post(planned, sent(row="nowhere")).status_code == 404
