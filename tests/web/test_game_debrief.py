"""The debrief of a game: for everybody seated and the host once the secrets lie open, one action each, what goes into the dossier."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from web.played import Played, played, text_of

from legation.dossier.edit import Edit
from legation.web.dossiers.models import Proposal
from legation.web.stores.rooms.models import RoomNextStep

pytestmark = pytest.mark.django_db
TODAY = dt.datetime.now(dt.UTC).date()
BY = (TODAY + dt.timedelta(days=30)).isoformat()
STEP = {"what": "Ask the firm for its deadline", "owner": "cyber desk", "by": BY}


def over(site: Any, *, revealed: bool = True, **more: Any) -> Played:
    """Play to a deal that leaves something on the table, close the room, and open the secrets."""
    made = played(
        site,
        reveal=[{"date": "2020-01-01", "fr": "Un correctif a été publié.", "en": "A fix was published."}],
        lessons=[{"fr": "Échanger.", "en": "Exchange."}],
        **more,
    )
    made.writes("users", "offered", package=[0, 1, 0])
    made.writes("firm", "offered", package=[2, 0, 1])
    made.writes("state", "offered", package=[2, 0, 0])
    number = made.writes("firm", "offered", package=[1, 1, 1])
    for side in ("state", "users"):
        made.writes(side, "accepted", offer=number)
    made.writes("host", "phase", phase="closed")
    if revealed:
        made.writes("host", "revealed")
    return made


def host_page(site: Any, made: Played, place: str = "") -> Any:
    return site.client("owner").get(f"/dossiers/small/rooms/{made.room.pk}/debrief{place}")


def test_everybody_seated_and_the_host_read_what_the_game_showed(site: Any) -> None:
    made = over(site)
    for page in (*(made.page(who, "debrief") for who in ("state", "observer", "wall")), host_page(site, made).content.decode()):
        shown = text_of(page)
        assert "on the table" in shown and "A fix was published." in shown and "Exchange." in shown
        assert "4. The firm the deal" in shown and "EXERCISE" in shown
    assert "room-debrief" not in made.page("state"), "no name of a route is shown"
    assert f"/rooms/{made.room.pk}/seat/debrief" in made.page("state")
    french = text_of(made.page("users", "debrief", lang="fr"))
    assert "resté sur la table" in french and "EXERCICE" in french and "L’entreprise" in french


def test_before_the_secrets_lie_open_and_in_earnest_there_is_no_debrief(site: Any) -> None:
    made = over(site, revealed=False)
    for place in ("debrief", "debrief/en-pdf"):
        assert made.client("state").get(made.at(place)).status_code == 404
    assert made.client("state").post(made.at("debrief/step"), STEP).status_code == 404
    assert host_page(site, made).status_code == 404
    assert host_page(site, made, "/en-pdf").status_code == 404
    real = played(site, real=True)
    real.writes("host", "phase", phase="closed")
    assert real.client("state").get(real.at("debrief")).status_code == 404


def test_nobody_else_reads_it(site: Any) -> None:
    made = over(site)
    assert Client().get(made.at("debrief")).status_code == 302
    for who in ("reader", "guest", "anonymous"):
        answer = site.client(who).get(f"/dossiers/small/rooms/{made.room.pk}/debrief")
        assert answer.status_code in (302, 403, 404)


@pytest.mark.parametrize("name", ["en-pdf", "fr-docx"])
def test_the_paper_says_on_each_page_and_in_its_name_that_it_was_an_exercise(site: Any, name: str) -> None:
    made = over(site)
    made.client("state").post(made.at("debrief/step"), STEP)
    for answer in (host_page(site, made, f"/{name}"), made.client("state").get(made.at(f"debrief/{name}"))):
        assert answer.status_code == 200
        word = "EXERCISE" if name.startswith("en") else "EXERCICE"
        assert word in answer["Content-Disposition"]
        if name.endswith("docx"):
            with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
                text = packed.read("word/document.xml").decode()
            assert word in text and "cyber desk" in text
        else:
            assert answer.content.startswith(b"%PDF")
    assert host_page(site, made, "/xx-pdf").status_code == 404


def test_a_player_writes_one_action_and_changes_it_until_it_is_proposed(site: Any) -> None:
    made = over(site)
    client = made.client("state")
    assert client.post(made.at("debrief/step"), STEP).status_code == 302
    client.post(made.at("debrief/step"), STEP | {"what": "Ask the firm twice"})
    (row,) = RoomNextStep.objects.all()
    assert (row.what, row.owner, row.by.isoformat(), row.proposed) == ("Ask the firm twice", "cyber desk", BY, False)
    assert "Ask the firm twice" in made.page("state", "debrief")
    assert "Ask the firm twice" not in made.page("users", "debrief")

    page = host_page(site, made).content.decode()
    assert "Ask the firm twice" in page and "The State" in text_of(page)
    sent = site.client("owner").post(f"/dossiers/small/rooms/{made.room.pk}/debrief/take", {"step": [str(row.pk)]})
    assert sent.status_code == 302
    (proposal,) = Proposal.objects.all()
    (edit,) = [Edit.of(one) for one in proposal.edits]
    assert (edit.table, edit.do, edit.values["status"], edit.values["date"]) == ("activities", "add", "planned", BY)
    assert client.post(made.at("debrief/step"), STEP).status_code == 409
    assert site.client("owner").post(f"/dossiers/small/rooms/{made.room.pk}/debrief/take", {"step": [str(row.pk)]}).status_code == 422
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"owner": " "},
        {"by": ""},
        {"by": "soon"},
        {"by": (TODAY - dt.timedelta(days=1)).isoformat()},
        {"by": (TODAY + dt.timedelta(days=91)).isoformat()},
        {"what": "x" * 201},
        {"owner": "x" * 121},
        {"what": "=1+1"},
        {"owner": "+cmd(1)"},
    ],
)
def test_an_action_that_is_none_is_refused_and_what_was_typed_stays(site: Any, wrong: dict[str, str]) -> None:
    made = over(site)
    answer = made.client("state").post(made.at("debrief/step"), STEP | wrong)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not RoomNextStep.objects.exists()


def test_who_plays_no_side_writes_no_action_and_script_is_words(site: Any) -> None:
    made = over(site)
    assert made.client("observer").post(made.at("debrief/step"), STEP).status_code == 404
    assert made.client("wall").post(made.at("debrief/step"), STEP).status_code == 403
    made.client("state").post(made.at("debrief/step"), STEP | {"what": "<script>alert(1)</script>"})
    for page in (made.page("state", "debrief"), host_page(site, made).content.decode()):
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_an_action_goes_with_its_seat(site: Any) -> None:
    made = over(site)
    made.client("state").post(made.at("debrief/step"), STEP)
    made.client("state").post(made.at("write"), {"kind": "erased", "seat": made.seats["state"], "what": "seat"})
    made.room.seats.filter(seat=made.seats["state"]).delete()

    assert not RoomNextStep.objects.exists()
    assert STEP["what"] not in host_page(site, made).content.decode()


def test_a_position_is_proposed_only_where_a_box_is_ticked(site: Any) -> None:
    made = over(site)
    page = host_page(site, made).content.decode()
    assert 'name="take-0"' in page and "checked" not in page
    actor = page.split('name="actor-0"')[1].split('<option value="')[2].split('"')[0]
    issue = page.split('name="issue-0"')[1].split('<option value="')[2].split('"')[0]
    here = f"/dossiers/small/rooms/{made.room.pk}/debrief/positions"
    row = {"actor-0": actor, "issue-0": issue, "low-0": "10", "high-0": "20,5"}
    assert site.client("owner").post(here, row).status_code == 422
    for wrong in ({"low-0": "x"}, {"low-0": "30"}, {"high-0": "101"}, {"actor-0": "nobody"}, {"issue-0": ""}, {"low-0": "nan"}):
        assert site.client("owner").post(here, row | wrong | {"take-0": "yes"}).status_code == 422
    assert not Proposal.objects.exists()

    assert site.client("owner").post(here, row | {"take-0": "yes"}).status_code == 302
    (proposal,) = Proposal.objects.all()
    edits = [Edit.of(one) for one in proposal.edits]
    (position,) = [one for one in edits if one.table == "positions"]
    assert (position.values["basis"], position.values["confidence"], position.values["actor"]) == ("game", "low", actor)
    assert "held_from" not in position.values and "influence" not in position.values
