"""Words that a model names are brought in the browser, and a template names no source that the dossier has not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.model_pages import Maker, Sheet

from legation.questions import Case, questions
from legation.questions.base.needs import missing_of
from legation.web.dossiers import store
from legation.web.forms.model_copy import model_kinds

pytestmark = pytest.mark.django_db

BASE = "/dossiers/small/models"
PART = "drafts/adopted/a-res-70-237.txt"
WORDS = "1. Calls upon States to report.\n2. Decides to meet."


def head(site: Any) -> Any:
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


@pytest.fixture
def listed(site: Any) -> Any:
    """A site whose dossier lists one adopted text, made in the form without a word of where its words lie."""
    maker = Maker(site.client("owner"), model_kinds()["adopted"])
    maker.press("go:adopted")
    maker.press("add:adopted")
    maker.press("stay", **{"adopted.1:id": "a-res-70-237", "adopted.1:symbol": "A/RES/70/237", "adopted.1:date": "2015-12-23"})
    assert maker.press("save").status_code == 302
    return site


def put(site: Any, role: str = "owner", part: str = PART, **sent: Any) -> Any:
    return site.client(role).post(f"{BASE}/adopted/adopted/words", {"part": part, **sent})


def test_the_words_of_an_adopted_text_are_pasted_and_shown(listed: Any) -> None:
    page = listed.client("owner").get(f"{BASE}/adopted/adopted/view").content.decode()
    assert "not there yet" in page and PART in page

    assert put(listed, text=WORDS).status_code == 302
    assert head(listed).files[PART].decode() == f"{WORDS}\n"
    page = listed.client("owner").get(f"{BASE}/adopted/adopted/view").content.decode()
    assert "not there yet" not in page and "Decides to meet." in page
    assert put(listed, file=SimpleUploadedFile("x.txt", "﻿Another".encode())).status_code == 302
    assert head(listed).files[PART] == b"Another\n"


@pytest.mark.parametrize(
    "sent", [{"text": " "}, {}, {"file": SimpleUploadedFile("x.txt", b"a\x00b")}, {"text": "x" * (2 * 1024 * 1024 + 1)}]
)
def test_what_is_no_text_is_refused_and_nothing_is_saved(listed: Any, sent: dict[str, Any]) -> None:
    before = head(listed).files

    assert put(listed, **sent).status_code == 400
    assert head(listed).files == before


@pytest.mark.parametrize("part", ["drafts/adopted/other.txt", "../x", "drafts/adopted.toml", ""])
def test_words_go_nowhere_but_where_the_model_says(listed: Any, part: str) -> None:
    assert put(listed, part=part, text=WORDS).status_code == 404


@pytest.mark.parametrize("role", ["contributor", "reader", "guest"])
def test_who_may_not_edit_brings_no_words(listed: Any, role: str) -> None:
    assert put(listed, role, text=WORDS).status_code == 403


def test_an_assessment_of_the_template_asks_for_sources_and_then_answers(site: Any) -> None:
    client = site.client("owner")
    address = client.post(f"{BASE}/assessment/begin", {"title": "Who", "way": "template"}).url
    keep = address.removesuffix("edit") + "keep"
    assert client.post(keep, {"do": "save"}).status_code == 422
    for number in (1, 2, 3):
        page = client.get(f"{address}?section=item&row=item.{number}").content.decode()
        sent = {name: values for name, values in Sheet(page).fields.items() if values} | {f"item.{number}:evidence": ["e1"]}
        client.post(keep, {**sent, "do": "stay"})
    assert client.post(keep, {"do": "save"}).status_code == 302

    case = Case(dossier=head(site), today=dt.date(2030, 1, 1))
    assert missing_of(case, questions()["how-sure-are-we"]) == ()


@pytest.mark.parametrize("kind", ["response", "statement", "monitor", "negotiation", "game", "frames", "conflict", "scenario"])
def test_a_template_is_saved_as_it_is(site: Any, kind: str) -> None:
    client = site.client("owner")
    address = client.post(f"{BASE}/{kind}/begin", {"title": "Ours", "way": "template"}).url
    saved = client.post(f"{address.removesuffix('edit')}keep", {"do": "save"})

    assert saved.status_code == 302, saved.content.decode()


def test_what_is_missing_is_named_with_its_row_and_its_field_and_led_to(site: Any) -> None:
    client = site.client("owner")
    address = client.post(f"{BASE}/assessment/begin", {"title": "Who", "way": "template"}).url
    page = client.post(f"{address.removesuffix('edit')}keep", {"do": "save"}).content.decode()
    assert "No ransom was asked for, evidence" in page
    address = client.post(f"{BASE}/statement/begin", {"title": "Ours", "way": "empty"}).url
    page = client.post(f"{address.removesuffix('edit')}keep", {"do": "save"}).content.decode()
    assert ", addressee" in page and "#f-statement:addressee_en" in page
