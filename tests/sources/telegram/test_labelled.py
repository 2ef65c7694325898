"""The text that a post copies is read back to the same fields."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from telegram_reports import TARGETS

from legation.language import LANGUAGES
from legation.sources.telegram import FIELDS, Report, read_reports, report_text
from legation.sources.telegram.marking import classified_line
from legation.sources.telegram.report import ANSWERS, FORMS, LEVELS

WORDS = (
    st.text(st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "Mn", "Me", "Mc"), whitelist_characters=" "), max_size=60)
    .map(lambda text: " ".join(text.split()))
)  # fmt: skip


NOTHING = ("-", "/", "non", "nil")
"""Conditions that say that there is none."""


@st.composite
def some_reports(draw: st.DrawFn) -> list[Report]:
    chosen = draw(st.lists(st.sampled_from(TARGETS), min_size=1, max_size=5, unique_by=lambda one: one.id))
    return [
        Report(
            target=one.id,
            day=draw(st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))),
            answer=draw(st.sampled_from(("", *ANSWERS))),
            level=draw(st.sampled_from(("", *LEVELS))),
            form=draw(st.sampled_from(("", *FORMS))),
            condition=draw(WORDS.filter(lambda text: text not in NOTHING)),
            wording=draw(WORDS),
        )
        for one in chosen
    ]


@given(some_reports(), st.sampled_from(LANGUAGES), st.booleans())
def test_what_is_written_is_read_back(made, lang, told):
    text = report_text(made, TARGETS, lang)
    assume(classified_line(text) is None)

    found = read_reports(text, TARGETS, lang if told else None)

    assert [[getattr(one, field) for field in FIELDS] for one in found] == [[getattr(one, field) for field in FIELDS] for one in made]


@given(some_reports(), st.sampled_from(LANGUAGES))
def test_a_field_that_is_missing_is_asked(made, lang):
    text = report_text(made, TARGETS, lang)
    assume(classified_line(text) is None)

    for one in read_reports(text, TARGETS, lang):
        assert {"day", "answer", "level", "form"} & set(one.asked) == {f for f in ("day", "answer", "level", "form") if not getattr(one, f)}


def test_passages_are_the_values():
    text = report_text(
        [Report(target="ken", answer="yes", condition="sous réserve du retrait", wording="Nous vous suivrons")], TARGETS, "fr"
    )

    (one,) = read_reports(text, TARGETS)

    assert {field: text[slice(*span)] for field, span in one.passages.items()} == {
        "target": "Kenya",
        "answer": "oui",
        "condition": "sous réserve du retrait",
        "wording": "« Nous vous suivrons »",
    }
    assert text[slice(*one.passage)].startswith("Interlocuteur")


@pytest.mark.parametrize("value", ["peut-être", "oui et non", "oui ?", "abstention probable"])
def test_a_value_that_is_none_of_ours_is_asked(value):
    (one,) = read_reports(f"Interlocuteur : Kenya\nRéponse : {value}\n", TARGETS)

    assert one.answer == "" and "answer" in one.asked


def test_a_condition_may_stand_behind_the_answer():
    (one,) = read_reports("Country: Kenya\nAnswer: yes, provided that OP4 goes.\n", TARGETS)

    assert (one.answer, one.condition) == ("yes", "provided that OP4 goes")


def test_a_line_without_a_target_of_ours_opens_nothing():
    assert not any(one.answer for one in read_reports("Interlocuteur : Atlantide\nRéponse : oui\n", TARGETS))
