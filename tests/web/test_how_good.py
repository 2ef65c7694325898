"""The score card on the site: open to everybody, in both languages, every judgement on it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from score_cards import figure, with_card

from legation.language import LANGUAGES, say
from legation.questions.base.judgements import judgements
from legation.questions.base.judgements.words import rows

pytestmark = pytest.mark.django_db


def page(lang: str) -> str:
    return Client(headers={"Accept-Language": lang}).get("/how-good").content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_judgement_is_there_once_with_its_verdict(lang: str) -> None:
    html = page(lang)

    assert [name for name in judgements() if len(re.findall(rf'\bid="{name}"', html)) != 1] == []
    assert "[judgements." not in html
    assert "[page-how-good." not in html
    for row in rows():
        assert say(row.verdict, lang)[1:] in html  # the first letter is a capital where a line begins


def test_what_is_off_stands_first_and_what_nobody_measured_last(monkeypatch: pytest.MonkeyPatch) -> None:
    with_card(monkeypatch, swing=figure("swing", (-0.2, -0.3, -0.1)), filing=figure("filing", (0.2, 0.1, 0.3)))
    html = page("en")

    assert 0 < html.index('id="swing"') < html.index('id="filing"') < html.index('id="landing"')
    assert "worse: switched off" in html
    assert "<svg" in html


def test_a_card_without_a_figure_has_no_empty_part(monkeypatch: pytest.MonkeyPatch) -> None:
    with_card(monkeypatch)
    html = page("fr")

    assert "<svg" not in html
    assert 'id="off"' not in html
    assert 'id="measured"' not in html
    assert html.count("<dfn") == 0


def test_its_twin_says_the_same() -> None:
    page_json = Client().get("/how-good.json").json()

    listed = [row["id"] for part in ("off", "measured", "open") for row in page_json[part]]
    assert sorted(listed) == sorted(judgements())
