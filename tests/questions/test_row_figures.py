"""Figures of questions that are rows with ranges: words on the sheet that do not touch, letters that can be read, a page, marks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from figures.sheet import apart, marks, on_the_sheet
from questions.negotiation_dossier import SECRET, THREE
from questions.negotiation_dossier import asked as talks
from questions.visit_lake import dossier_parts, made_lake, made_rows

from legation.dossier import decode, load
from legation.figures.figure import Figure
from legation.language import LANGUAGES, Lang
from legation.questions import Case, ask

ROOT = Path(__file__).parents[2]
DRAWN = {
    "trades": "which-trade",
    "frontier": "which-trade",
    "balance": "what-futures-hold",
    "tornado": "what-futures-hold",
    "beliefs": "what-does-naming-cost",
    "posterior": "how-sure-are-we",
    "pages": "who-reads-us",
}


def example(name: str) -> Case:
    case = Case(dossier=load(ROOT / "examples" / name).cleared("TLP:RED", "desk"), today=dt.date(2026, 11, 28))
    return case.at(case.as_of)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figure]:
    """Return the figures by their ids."""
    lake = made_lake(tmp_path_factory.mktemp("lake") / "lake", made_rows())
    cases = {
        "which-trade": talks(THREE),
        "what-futures-hold": example("iana-transition-2014"),
        "what-does-naming-cost": example("notpetya-2017"),
        "how-sure-are-we": example("notpetya-2017"),
        "who-reads-us": Case(dossier=decode(dossier_parts()), today=dt.date(2024, 7, 1), lake=lake),
    }
    return {figure.id: figure for question, case in cases.items() for figure in ask(question, case).figures}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DRAWN)
def test_each_is_one_page_of_words_that_can_be_read(drawn: dict[str, Figure], name: str, lang: Lang) -> None:
    figure = drawn[name]
    apart(on_the_sheet(figure, lang))
    spec = figure.specification(lang)

    assert {layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text"} == {12}
    assert spec["height"] <= 1050
    assert {d["mark"] for d in marks(figure, lang) if "mark" in d} == set(range(len(figure.marks)))
    assert all(record["label"] and record["value"] for record in figure.records(lang))


def test_a_party_that_is_an_actor_opens_its_row(drawn: dict[str, Figure]) -> None:
    records = drawn["trades"].records("en")

    assert {record["label"]: record["row"] and record["row"]["id"] for record in records} == {
        "Our side": None,
        "Borduria": "B",
        "third": None,
    }
    assert "+50 by the second change" in {record["value"] for record in records}


def test_what_is_below_a_floor_is_shaded_and_our_own_floor_stays_with_the_owner(drawn: dict[str, Figure]) -> None:
    said = {record["value"] for record in drawn["frontier"].records("en")}

    assert {"below its floor of 60 points", "below its floor of 50 points"} <= said
    assert not any(SECRET in str(value) or "41.6" in str(value) for value in said)


def test_the_regions_of_belief_are_as_wide_as_they_are(drawn: dict[str, Figure]) -> None:
    figure = drawn["beliefs"]
    first = figure.marks[0].label
    boxes = sorted((d["mark"], d["x2"] - d["x"]) for d in marks(figure) if "x2" in d and "mark" in d)
    said = [str(mark.value) for mark in figure.marks if mark.label == first]

    assert said[:2] == ["deters nowhere: 0% to 25%", "by the other ranges: 25% to 100%"]
    assert boxes[1][1] == pytest.approx(3 * boxes[0][1], rel=0.03)


def test_the_least_firm_descriptor_of_a_scenario_comes_first(drawn: dict[str, Figure]) -> None:
    figure = drawn["balance"]
    records = figure.records("en")

    assert figure.title.values["count"] == 1
    assert [record["value"] for record in records if len(record["value"]) <= 2][:3] == ["+1", "0", "−1"]


def test_a_page_counts_people_beside_programs(drawn: dict[str, Figure]) -> None:
    values = drawn["pages"].title.values

    first = [record for record in drawn["pages"].records("en") if record["label"] == str(values["page"])]
    assert first[0]["value"] == str(values["count"])
