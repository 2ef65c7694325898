"""What deals are worth to two parties: every deal has its sign and its mark, floors and frontier their area, and our own floor stays ours."""

from __future__ import annotations

import pytest
from figures.sheet import apart, marks, on_the_sheet
from questions.negotiation_dossier import SECRET, TALKS, asked

from legation.figures.figure import Figure
from legation.language import LANGUAGES
from legation.questions import ask
from legation.questions.deals.negotiation.marked_deals import Deal, signs


@pytest.fixture(scope="module")
def frontier() -> Figure:
    return next(figure for figure in ask("which-trade", asked(TALKS)).figures if figure.id == "frontier")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_stand_apart_and_every_deal_has_its_sign_in_words(frontier: Figure, lang) -> None:
    there = on_the_sheet(frontier, lang)
    apart(there)

    texts = [text for text, _, _ in there]
    assert {"A", "1", "2", "3", "0"} <= set(texts)
    assert {text[0] for text in texts if text[1:].lstrip("\u202f\u00a0 ").startswith(":")} == set("A1230")
    assert {d["mark"] for d in marks(frontier, lang) if "mark" in d} == set(range(len(frontier.marks)))


def test_a_deal_stands_between_the_worst_and_the_best_of_each_party(frontier: Figure) -> None:
    records = {record["label"]: (at, record["value"]) for at, record in enumerate(frontier.records("en"))}
    dots = {d["mark"]: (d["x"], d["y"]) for d in marks(frontier) if "shape" in d and d.get("mark", -1) > 1}

    first, second = records["offer by Our side (1 March 2018)"], records["offer by Borduria (1 June 2018)"]
    assert (first[1], second[1]) == ("Our side 100; Borduria 15", "Our side 30; Borduria 95")
    assert dots[first[0]][0] > dots[second[0]][0]  # better for us: further right
    assert dots[first[0]][1] > dots[second[0]][1]  # worse for them: lower


def test_the_area_above_the_floors_is_shaded_and_our_own_floor_is_not_told(frontier: Figure) -> None:
    (_, zone), *_ = [(at, record["label"]) for at, record in enumerate(frontier.records("en")) if at == 1]

    assert zone == "clears the floors"
    assert SECRET not in str(frontier.specification("en")) + str(frontier.records("en"))


def test_each_kind_has_its_sign() -> None:
    kinds = ("solution", "solution", "offer", "offer", "next", "status", "agreed")

    assert signs([Deal(name="x", kind=kind, utilities=()) for kind in kinds]) == ["A", "B", "1", "2", "+", "0", "Z"]
