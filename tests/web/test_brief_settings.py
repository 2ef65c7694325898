"""The settings of the note: its form in both languages, what is refused, and that it changes nothing that it does not show."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest

from legation.dossier.edit import Edit, apply
from legation.dossier.parts import brief_settings
from legation.web.dossiers import store

pytestmark = pytest.mark.django_db

PAGE = "/dossiers/small/settings/brief"
FORM = {
    "base": "1",
    "note": "vote",
    "to_en": "the Minister",
    "to_fr": "la ministre",
    "sender_en": "Cyber desk",
    "reply_by": "2019-12-26",
    "decision_en": "Approve the calls.\r\nAnd the fallback.",
    "recommendation_fr": "L’option B.",
    "option1.id": "A",
    "option1.title_en": "Nothing",
    "option2.title_en": "Three calls",
    "option2.recommended": "on",
}


def brief_of(site: Any) -> dict[str, Any]:
    return dict(store.content(store.newest(type(site.dossier).objects.get(pk=site.dossier.pk))).info.brief)


def with_brief(site: Any, brief: dict[str, Any]) -> None:
    whole = store.content(store.newest(site.dossier))
    mine = dataclasses.replace(whole, info=dataclasses.replace(whole.info, brief=brief))
    store.save(site.dossier, site.dossier.head, mine, site.people["owner"], store.EVERYTHING, reason="", owns=True)
    site.dossier.refresh_from_db()


def test_it_is_saved_as_a_revision_and_shown_in_both_languages(site: Any) -> None:
    client = site.client("editor")
    assert client.get(PAGE).status_code == 200
    assert client.post(f"{PAGE}/save", FORM).status_code == 302

    said = brief_settings(brief_of(site))
    assert (said.note, said.to.fr, said.sender.en, str(said.reply_by)) == ("vote", "la ministre", "Cyber desk", "2019-12-26")
    assert said.decision.en == "Approve the calls.\nAnd the fallback."
    assert [(one.id, one.title.en, one.recommended) for one in said.options] == [("A", "Nothing", False), ("2", "Three calls", True)]
    english = client.get(PAGE).content.decode()
    site.people["editor"].language = "fr"
    site.people["editor"].save()
    french = client.get(PAGE).content.decode()
    assert 'value="la ministre"' in english and "What it takes (English)" in english and "A vote is coming" in english
    assert 'value="la ministre"' in french and "elle demande (anglais)" in french and "Un vote approche" in french
    assert PAGE in client.get("/dossiers/small/settings").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reply_by": "soon"}, "soon is no date"),
        ({"note": "votes"}, "votes"),
        ({"option2.id": "A"}, "A names another option already"),
        ({"option1.recommended": "on"}, "Two options are recommended"),
        ({"to_en": "x" * 400}, "300"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(site: Any, more: dict[str, str], said: str) -> None:
    answer = site.client("owner").post(f"{PAGE}/save", FORM | more)

    assert answer.status_code == 422
    assert said in answer.content.decode() and "Three calls" in answer.content.decode()
    assert brief_of(site) == {}


def test_what_the_form_does_not_show_stays(site: Any) -> None:
    before = {"key": ["what-is-due:next"], "sections": ["what-is-due"], "weather": "fair", "to": "Minister", "purpose_fr": "Objet"}
    with_brief(site, before)
    form = {"base": "2", "to": "Minister", "purpose_fr": "Objet", "say_en": "Advice first."}
    assert site.client("editor").post(f"{PAGE}/save", form).status_code == 302

    assert brief_of(site) == before | {"say_en": "Advice first."}


def test_an_option_that_is_emptied_goes(site: Any) -> None:
    with_brief(site, {"option": [{"id": "A", "title_en": "Nothing"}, {"id": "B", "title_en": "Calls"}]})
    form = {"base": "2", "option1.id": "", "option1.title_en": "", "option2.id": "B", "option2.title_en": "Calls"}
    assert site.client("editor").post(f"{PAGE}/save", form).status_code == 302

    assert brief_of(site) == {"option": [{"id": "B", "title_en": "Calls"}]}


def test_it_is_for_editors_up_to_its_marking(site: Any) -> None:
    with_brief(site, {"marking": "TLP:RED", "decision_en": "SECRET-DECISION"})
    grants = type(site.dossier).objects.get(pk=site.dossier.pk).grants.filter(account=site.people["editor"])
    grants.update(marking="TLP:GREEN")

    for role, status in (("reader", 403), ("guest", 403), ("member", 404), ("editor", 403), ("owner", 200)):
        answer = site.client(role).get(PAGE)
        assert answer.status_code == status, role
        assert ("SECRET-DECISION" in answer.content.decode()) == (role == "owner")
    assert site.client("editor").post(f"{PAGE}/save", FORM | {"base": "2"}).status_code == 403
    assert "SECRET-DECISION" not in site.client("editor").get("/dossiers/small/settings").content.decode()
    assert site.client("editor").post("/dossiers/small/settings/save", {"base": "2", "languages": ["en"], "title": "A"}).status_code == 302
    assert brief_of(site)["decision_en"] == "SECRET-DECISION"


def test_it_shows_what_binds_us_and_who_was_consulted(site: Any) -> None:
    client = site.client("editor")
    assert "No row says that anything binds us" in client.get(PAGE).content.decode()
    edits = [
        Edit("obligations", "add", "o", {"text": "BOUND-TODAY", "kind": "law"}),
        Edit("obligations", "add", "p", {"text": "BOUND-BEFORE", "kind": "law", "end": "2001-01-01"}),
        Edit("consulted", "add", "c", {"who": "LEGAL-SERVICE", "view": "agreed"}),
    ]
    whole = store.content(store.newest(site.dossier))
    mine = apply(whole, edits, author="owner", day=dt.date(2019, 1, 1))
    store.save(site.dossier, site.dossier.head, mine, site.people["owner"], store.EVERYTHING, reason="", owns=True)

    text = client.get(PAGE).content.decode()
    assert "BOUND-TODAY" in text and "LEGAL-SERVICE" in text and "BOUND-BEFORE" not in text


def test_rows_of_what_binds_us_are_entered_on_the_site(site: Any) -> None:
    client = site.client("editor")
    for table, field in (("obligations", "text_en"), ("consulted", "who_en"), ("engagements", "level")):
        page = client.get(f"/dossiers/small/rows/{table}/new")
        assert page.status_code == 200
        assert re.search(rf'name="[^"]*{field}"', page.content.decode()), table
