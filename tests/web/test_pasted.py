"""Reports taken from a pasted telegram: what is read is confirmed by a person, and of the text nothing is kept."""

from __future__ import annotations

import datetime as dt
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.utils import timezone
from web.pasted import fields
from web.posted import PARTS, Posted, filled

from legation.dossier import encode
from legation.web.stores.posts.models import PostReport

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("several reports are written by one form, all of them or none")

TODAY = timezone.now().date()
TWO = """Tallinn, le 3 mars 2020

Estonie : reçu ce jour par la directrice des Nations unies au ministère. L'Estonie votera pour le projet, m'a-t-elle dit.

France : reçu par le ministre le 2 mars 2020. Le ministre m'a dit que la France s'abstiendra.
Commentaire : CANARY-NOT-CONFIRMED.
"""
DESK = "/dossiers/small/rounds/october/posts/paste"


@pytest.fixture
def posted(site) -> Posted:
    return filled(site)


def read(posted: Posted, text: str, lang: str = "en", who: str = "Tallinn") -> dict[str, str]:
    answer = posted.client(who, lang).post(posted.address(who, "paste/read"), {"text": text})
    assert answer.status_code == 200, answer.content.decode()
    return fields(answer.content.decode())


def confirm(posted: Posted, sent: dict[str, str], who: str = "Tallinn") -> Any:
    return posted.client(who).post(posted.address(who, "paste/send"), sent)


def fresh(posted: Posted) -> list[Any]:
    return [row for name, row in posted.engagements().items() if name not in ("g1", "g2", "g3")]


def stored(posted: Posted, tmp: Path) -> str:
    """Return all that the site keeps: every row of its database, sessions and parts of the dossier unpacked, every file."""
    rows = "".join(serializers.serialize("json", model._default_manager.all()) for model in apps.get_models())
    parts = b"".join(encode(posted.whole()).values()).decode(errors="replace")
    sessions = "".join(str(one.get_decoded()) for one in Session.objects.all())
    files = "".join(one.read_bytes().decode(errors="replace") for one in tmp.rglob("*") if one.is_file())
    return rows + parts + sessions + files


def test_what_is_read_is_shown_and_nothing_is_written(posted: Posted) -> None:
    before = posted.site.dossier.revisions.count()
    page = posted.client("Tallinn", "fr").post(posted.address("Tallinn", "paste/read"), {"text": TWO})
    html = page.content.decode()
    sent = fields(html)

    assert (sent["1-actor"], sent["1-answer"], sent["1-level"], sent["1-form"], sent["1-reached"]) == (
        "EST",
        "yes",
        "ministry",
        "said",
        "yes",
    )
    assert (sent["2-actor"], sent["2-answer"], sent["2-level"], sent["2-day"]) == ("FRA", "abstain", "minister", "2020-03-02")
    assert re.findall(r'<mark id="passage-\d">([^<]*)</mark>', html) == [
        "L&#x27;Estonie votera pour le projet, m&#x27;a-t-elle dit.",
        "Le ministre m&#x27;a dit que la France s&#x27;abstiendra.",
    ]
    assert page["Cache-Control"] == "private, no-store"
    assert fresh(posted) == []
    assert (posted.site.dossier.revisions.count(), PostReport.objects.count()) == (before, 0)


@ON_EACH
def test_several_targets_are_confirmed_at_once_and_the_rows_are_those_of_the_form(posted: Posted) -> None:
    sent = {**read(posted, TWO), "1-day": "2020-03-03"}
    assert confirm(posted, sent).url == posted.address("Tallinn", "draft")

    rows = fresh(posted)
    assert [(row.actor, str(row.by), row.answer, row.level, row.form, str(row.date), row.at, row.instruction) for row in rows] == [
        ("EST", "Tallinn", "yes", "ministry", "said", "2020-03-03", None, "i1"),
        ("FRA", "Tallinn", "abstain", "minister", "said", "2020-03-02", None, "i1"),
    ]
    assert [one.by for one in PostReport.objects.all()] == [None, None]
    draft = posted.client("Tallinn", "fr").get(posted.address("Tallinn", "draft")).content.decode()
    assert "Interlocuteur : Estonie" in draft
    assert "Réponse : abstention" in draft


def test_what_is_not_read_is_asked_and_none_is_written_while_one_is_open(posted: Posted) -> None:
    sent = read(posted, "Saw the Estonian desk officer. Estonia will think about it. The Director said that France will vote in favour.")
    open_ones = {name for name in ("1-day", "1-answer", "1-reached") if not sent.get(name)}
    assert open_ones == {"1-day", "1-answer", "1-reached"}

    answer = confirm(posted, {**sent, "2-day": "2020-03-02", "2-words": "TYPED BY HAND"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the answer." in html
    assert "TYPED BY HAND" in html
    assert '<mark id="passage-1">' in html
    assert fresh(posted) == []


def test_a_condition_that_may_be_there_is_asked(posted: Posted) -> None:
    sent = read(
        posted,
        "Tallinn, 3 March 2020\n\nEstonia will vote in favour, the Director told us. This is subject to a final word from the capital.",
    )
    filled_in = {**sent, "1-reached": "yes", "1-answer": "yes", "1-level": "ministry", "1-form": "said", "1-day": "2020-03-03"}
    filled_in.pop("1-conditional", None)
    answer = confirm(posted, filled_in)
    assert answer.status_code == 422
    assert "depends on a condition" in answer.content.decode()
    assert "Write the condition" in confirm(posted, {**filled_in, "1-conditional": "yes", "1-condition": ""}).content.decode()

    confirm(posted, {**filled_in, "1-conditional": "yes", "1-condition": "A final word from the capital"})
    assert [str(row.condition) for row in fresh(posted)] == ["A final word from the capital"]


def test_each_report_may_be_corrected_or_left_out(posted: Posted) -> None:
    sent = {**read(posted, TWO), "1-drop": "yes", "2-answer": "no", "2-words": "Non."}
    confirm(posted, sent)

    assert [(row.actor, row.answer, str(row.words)) for row in fresh(posted)] == [("FRA", "no", "Non.")]


@ON_EACH
def test_sent_twice_and_pasted_twice_it_is_there_once(posted: Posted) -> None:
    sent = {**read(posted, TWO), "1-day": "2020-03-03"}
    for _ in range(2):
        assert confirm(posted, sent).status_code == 302
    assert len(fresh(posted)) == 2

    again = posted.client("Tallinn").post(posted.address("Tallinn", "paste/read"), {"text": TWO.replace("\n\n", "\n \n")})
    assert again.content.decode().count("was taken from this text before") == 2
    confirm(posted, fields(again.content.decode()))
    assert len(fresh(posted)) == 2


def test_the_desk_enters_for_any_post_and_it_is_marked(posted: Posted) -> None:
    editor = posted.site.client("editor")
    assert DESK in editor.get("/dossiers/small/rounds/october/posts").content.decode()
    page = editor.post(
        f"{DESK}/read", {"post": "Tallinn", "text": f"{TWO}\nGermany will vote against, its minister said.\n"}
    ).content.decode()
    assert "Germany · Berlin" in page
    sent = fields(page)
    assert {value for name, value in sent.items() if name.endswith("-actor")} == {"EST", "FRA"}
    editor.post(f"{DESK}/enter", {**sent, "post": "Tallinn", "1-day": "2020-03-03"})

    assert sorted(row.actor for row in fresh(posted)) == ["EST", "FRA"]
    assert {one.by for one in PostReport.objects.all()} == {posted.site.people["editor"]}
    assert "2 entered by the desk" in editor.get("/dossiers/small/rounds/october/posts").content.decode()


def test_where_every_report_is_left_out_nothing_is_entered(posted: Posted) -> None:
    editor = posted.site.client("editor")
    answer = editor.post(f"{DESK}/enter", {"post": "Tallinn", "count": "2", "1-drop": "yes", "2-drop": "yes"}, follow=True)

    assert "nothing is entered" in answer.content.decode()
    assert fresh(posted) == []


def test_the_target_of_another_post_is_stated_and_not_written(posted: Posted) -> None:
    text = "Germany will vote against, its minister said."
    page = posted.client("Tallinn").post(posted.address("Tallinn", "paste/read"), {"text": text}).content.decode()
    assert "Nothing is written of Germany" in page
    sent = {**fields(page), "1-reached": "yes", "1-answer": "no", "1-level": "minister", "1-form": "said", "1-conditional": "no"}
    answer = confirm(posted, {**sent, "1-day": "2020-03-02", "1-actor": "DEU"})

    assert answer.status_code == 422
    assert "not among the assignments of the post" in answer.content.decode()
    assert fresh(posted) == []


def test_an_actor_of_the_dossier_is_not_told_from_a_stranger(posted: Posted) -> None:
    """Whom else the dossier knows helps the reading, and is named to no post."""
    page = posted.client("Tallinn").post(posted.address("Tallinn", "paste/read"), {"text": "ICANN will vote against. Hidden Co will too."})

    assert "Nothing is written of" not in page.content.decode()


@pytest.mark.parametrize("where", ["post", "desk"])
@pytest.mark.parametrize("marking", ["TRÈS SECRET", "CONFIDENTIEL DÉFENSE", "NATO SECRET", "S E C R E T TALLINN 000123"])
@ON_EACH
def test_a_classified_text_is_refused_and_is_nowhere(posted: Posted, where: str, marking: str, caplog: Any, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    text = f"{marking}\n\nCANARY-CLASSIFIED. Estonia will vote in favour, its minister said.\n"
    client = posted.client("Tallinn") if where == "post" else posted.site.client("editor")
    for below, more in (
        ("paste/read", {}),
        ("paste/send" if where == "post" else "paste/enter", {"count": "1", "1-key": "0" * 32, "1-actor": "EST"}),
    ):
        address = posted.address("Tallinn", below) if where == "post" else f"/dossiers/small/rounds/october/posts/{below}"
        answer = client.post(address, {"post": "Tallinn", "text": text, **more})
        assert answer.status_code == 422
        assert "CANARY" not in answer.content.decode()
        assert "marking of a classified level" in answer.content.decode()

    assert "CANARY-CLASSIFIED" not in stored(posted, tmp_path) + caplog.text
    assert fresh(posted) == []


def test_a_classified_wording_is_refused_where_it_is_typed(posted: Posted) -> None:
    sent = {**read(posted, TWO), "1-day": "2020-03-03", "1-words": "SECRET DÉFENSE\nThey agree."}
    assert "classified level" in confirm(posted, sent).content.decode()
    assert "classified level" in posted.send("Tallinn", "EST", words="NATO SECRET\nThey agree.").content.decode()
    assert fresh(posted) == []


def test_of_the_text_only_what_is_confirmed_is_kept(posted: Posted, caplog: Any, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    sent = {**read(posted, TWO), "1-day": "2020-03-03"}
    assert confirm(posted, sent).status_code == 302

    kept = stored(posted, tmp_path)
    assert "CANARY-NOT-CONFIRMED" not in kept + caplog.text
    assert "votera pour le projet" in kept


def test_a_day_ahead_and_a_text_too_long_are_refused(posted: Posted) -> None:
    ahead = (TODAY + dt.timedelta(days=3)).isoformat()
    assert "must not be later" in confirm(posted, {**read(posted, TWO), "1-day": ahead}).content.decode()
    for text, why in (("x" * 50_001, "50,000 characters"), (" \n", "There is no text")):
        answer = posted.client("Tallinn").post(posted.address("Tallinn", "paste/read"), {"text": text})
        assert (answer.status_code, why in answer.content.decode()) == (422, True)


def test_what_was_said_today_counts_at_once(posted: Posted) -> None:
    confirm(posted, {**read(posted, TWO), "1-day": TODAY.isoformat(), "2-drop": "yes"})

    (row,) = fresh(posted)
    assert row.at is not None
    assert row.at.instant <= timezone.now()


def test_where_the_instruction_changed_on_the_day_the_version_is_asked(posted: Posted) -> None:
    more = "i4,october,2,substance,2020-03-02T12:00Z,Ask again,Demander encore,,,,,\n"
    posted.change(
        instructions="\n".join(line for line in PARTS["instructions.csv"].splitlines() if not line.startswith("i2")) + f"\n{more}"
    )
    sent = {**read(posted, TWO), "1-day": "2020-03-03"}
    answer = confirm(posted, sent)
    assert answer.status_code == 422
    assert answer.content.decode().count("Choose the version") == 1

    confirm(posted, {**sent, "2-version": "1"})
    assert [(row.actor, row.instruction) for row in fresh(posted)] == [("EST", "i4"), ("FRA", "i1")]


def test_after_the_closing_what_is_confirmed_is_kept_apart(posted: Posted) -> None:
    sent = {**read(posted, TWO), "1-day": "2020-03-03"}
    posted.close()
    assert posted.client("Tallinn").get(posted.address("Tallinn", "paste")).status_code == 403
    assert "kept apart" in confirm(posted, sent).content.decode()

    assert fresh(posted) == []
    assert [one.state for one in PostReport.objects.all()] == ["late", "late"]
