"""``[brief]``: what of it is read, what is a fault and where, and what a reader sees of it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import tomli_w

from legation.dossier import MARKINGS, DossierError, Wording, decode, encode
from legation.dossier.clearing.scope import AUDIENCES, OUTSIDE, Clearance
from legation.dossier.clearing.view import seen
from legation.dossier.parts import BriefOption, BriefSettings, brief_settings, brief_table
from legation.dossier.parts.brief import NOTES, UNMARKED
from legation.dossier.parts.settings import read_info
from legation.dossier.problem import Problem
from legation.questions.situations import SITUATIONS

WHOLE: dict[str, Any] = {
    "note": "vote",
    "marking": "TLP:AMBER",
    "question_en": "Who?",
    "key": ["who-can-move:movable"],
    "sections": ["who-can-move", {"question": "what-is-due", "since": "2019"}],
    "to_en": "the Minister",
    "to_fr": "la ministre",
    "from": "Cyber desk",
    "reply_by": "2019-12-26",
    "default": "No call is made.",
    "purpose_fr": "Le vote approche.",
    "decision_en": "Approve the calls.",
    "recommendation_en": "Option B.",
    "say_en": "Advice first.",
    "avoid_en": "No camps.",
    "option": [
        {"id": "A", "title_en": "Nothing", "takes_en": "No time"},
        {"id": "B", "title_en": "Three calls", "risks_en": "Pressure", "costs_fr": "Du crédit", "recommended": True},
    ],
}


def faults(brief: dict[str, Any]) -> list[tuple[str, str | None]]:
    problems: list[Problem] = []
    read_info(tomli_w.dumps({"id": "x", "brief": brief}).encode(), problems)
    return [(one.code, one.column) for one in problems]


def test_each_setting_is_read_in_its_languages() -> None:
    said = brief_settings(WHOLE)

    assert (said.note, said.marking, str(said.reply_by)) == ("vote", "TLP:AMBER", "2019-12-26")
    assert said.to == Wording(en="the Minister", fr="la ministre")
    assert said.sender == Wording("Cyber desk")
    assert said.purpose.in_language("en") == "Le vote approche."
    assert [one.id for one in said.options] == ["A", "B"]
    assert said.recommended == BriefOption(
        id="B", title=Wording(en="Three calls"), risks=Wording(en="Pressure"), costs=Wording(fr="Du crédit"), recommended=True
    )
    assert brief_settings({}) == BriefSettings()


def test_what_was_read_is_written_again() -> None:
    assert brief_table(brief_settings(WHOLE)) == WHOLE
    assert brief_table(BriefSettings()) == {}


def test_a_dossier_keeps_it_through_its_parts() -> None:
    whole = decode({"dossier.toml": tomli_w.dumps({"id": "x", "format": 2, "brief": WHOLE}).encode()})
    changed = dataclasses.replace(whole, info=dataclasses.replace(whole.info, author="desk"))

    assert decode(encode(changed)).info.brief == WHOLE
    assert whole.notices == ()


def test_a_date_of_toml_is_a_date() -> None:
    problems: list[Problem] = []
    info = read_info(b"id = 'x'\nformat = 2\nbrief = {reply_by = 2019-12-26}\n", problems)

    assert info is not None and not problems
    assert str(brief_settings(info.brief).reply_by) == "2019-12-26"


@pytest.mark.parametrize(
    ("brief", "place", "code"),
    [
        ({"decision_fr": 3}, "brief.decision_fr", "toml-value"),
        ({"from": ["a"]}, "brief.from", "toml-value"),
        ({"reply_by": "soon"}, "brief.reply_by", "toml-value"),
        ({"note": "votes"}, "brief.note", "not-a-choice"),
        ({"note": 3}, "brief.note", "toml-value"),
        ({"marking": "SECRET"}, "brief.marking", "not-a-choice"),
        ({"recomendation_en": "B"}, "brief.recomendation_en", "unknown-key"),
        ({"options": [{"id": "A"}]}, "brief.options", "unknown-key"),
        ({"option": {"id": "A"}}, "brief.option", "toml-value"),
        ({"option": ["A"]}, "brief.option 1", "toml-value"),
        ({"option": [{"title": "A"}]}, "brief.option 1.id", "toml-value"),
        ({"option": [{"id": "A", "recommended": "yes"}]}, "brief.option 1.recommended", "toml-value"),
        ({"option": [{"id": "A", "risk": "r"}]}, "brief.option 1.risk", "unknown-key"),
        ({"option": [{"id": "A"}, {"id": "A"}]}, "brief.option 2.id", "twice-in-model"),
        ({"option": [{"id": n, "recommended": True} for n in "AB"]}, "brief.option 2.recommended", "twice-in-model"),
    ],
)
def test_what_is_wrong_is_a_fault_with_its_place(brief: dict[str, Any], place: str, code: str) -> None:
    assert (code, place) in faults(brief)
    with pytest.raises(DossierError):
        decode({"dossier.toml": tomli_w.dumps({"id": "x", "brief": brief}).encode()})
    with pytest.raises(DossierError):
        brief_settings(brief)


def test_what_a_newer_release_may_have_written_is_kept_and_noticed() -> None:
    newer = {"weather": "fair", "option": [{"id": "A", "weather": "foul"}]}

    assert faults(newer) == [("newer-release", "brief.option 1.weather"), ("newer-release", "brief.weather")]
    assert brief_table(brief_settings(newer)) == newer


def test_in_a_dossier_of_a_newer_format_a_brief_that_cannot_be_read_is_left_out() -> None:
    problems: list[Problem] = []
    info = read_info(b"id = 'x'\nformat = 3\nmarking = 'TLP:AMBER'\nbrief = {note = 'election', decision = 'D'}\n", problems)

    assert info is not None and info.brief == {} and info.marking == "TLP:AMBER"


def test_a_note_can_be_about_each_situation_and_no_other() -> None:
    assert sorted(NOTES) == sorted(one.id for one in SITUATIONS)


# --- who sees it ---------------------------------------------------------------------------------------------------------------------------


def left_of(brief: dict[str, Any], marking: str, audience: str) -> Any:
    whole = decode({"dossier.toml": tomli_w.dumps({"id": "x", "format": 2, "brief": brief}).encode()})
    return whole, seen(whole, Clearance(marking=marking, audience=audience))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("marking", MARKINGS)
def test_the_desks_own_words_are_for_the_house_and_for_who_may_see_their_marking(marking: str, audience: str) -> None:
    _, left = left_of(WHOLE, marking, audience)
    open_settings = {name: value for name, value in WHOLE.items() if name.partition("_")[0] in UNMARKED}

    if audience in OUTSIDE:
        assert left.info.brief == {}
    elif MARKINGS.index(marking) < MARKINGS.index("TLP:AMBER"):
        assert left.info.brief == open_settings
        assert b"Approve" not in encode(left)["dossier.toml"]
    else:
        assert left.info.brief == WHOLE


def test_without_a_marking_they_are_as_open_as_the_dossier_within_the_house() -> None:
    brief = {name: value for name, value in WHOLE.items() if name != "marking"}
    whole, left = left_of(brief, "TLP:CLEAR", "desk")

    assert left is whole
    assert left_of(brief, "TLP:RED", "public")[1].info.brief == {}


def test_settings_that_are_not_known_are_the_owners() -> None:
    newer = {"note": "vote", "weather": "fair", "option": [{"id": "A", "weather": "foul"}]}

    assert left_of(newer, "TLP:RED", "owner")[1].info.brief == newer
    assert left_of(newer, "TLP:RED", "desk")[1].info.brief == {"note": "vote", "option": [{"id": "A"}]}
