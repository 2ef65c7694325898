"""Figures of questions that are heats, matrices and ladders: one page of words that can be read, marks with rows and sources that are there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from figures.sheet import apart, marks, on_the_sheet

from legation.dossier import load
from legation.figures.figure import Figure
from legation.language import LANGUAGES, Lang
from legation.questions import Case, ask

ROOT = Path(__file__).parents[2]
DRAWN = {
    "un-ict-2018": {
        "who-votes-alike": ("heat",),
        "where-could-it-settle": ("option-form", "tableau"),
        "who-is-blocking": ("blockers",),
    },
    "iana-transition-2014": {"which-plan-survives": ("survival", "tableau")},
    "notpetya-2017": {"what-do-we-say": ("circles",), "what-may-we-do": ("ladder",), "how-sure-are-we": ("waterfall",)},
}
PLACES = [(dossier, name) for dossier, questions in DRAWN.items() for names in questions.values() for name in names]


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    found = {}
    for name in DRAWN:
        case = Case(dossier=load(ROOT / "examples" / name).cleared("TLP:RED", "desk"), today=dt.date(2026, 11, 28))
        found[name] = case.at(case.as_of)
    return found


@pytest.fixture(scope="module")
def drawn(cases: dict[str, Case]) -> dict[tuple[str, str], Figure]:
    """Return the figures by dossier and id."""
    return {
        (dossier, figure.id): figure
        for dossier, questions in DRAWN.items()
        for question, names in questions.items()
        for figure in ask(question, cases[dossier]).figures
        if figure.id in names
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_each_is_one_page_of_words_that_can_be_read(drawn: dict[tuple[str, str], Figure], place: tuple[str, str], lang: Lang) -> None:
    figure = drawn[place]
    apart(on_the_sheet(figure, lang))
    spec = figure.specification(lang)

    assert min(layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text") >= 12
    assert spec["height"] <= 1050
    assert {d["mark"] for d in marks(figure, lang) if "mark" in d} == set(range(len(figure.marks)))
    assert all(record["label"] and record["value"] for record in figure.records(lang))


@pytest.mark.parametrize("place", PLACES)
def test_rows_and_sources_of_marks_are_in_the_dossier(
    drawn: dict[tuple[str, str], Figure], cases: dict[str, Case], place: tuple[str, str]
) -> None:
    dossier = cases[place[0]].dossier
    records = drawn[place].records("en")
    parts = [part for record in records for part in (record, *record["parts"])]

    assert {part["row"]["id"] for part in parts if part["row"]} <= {row.id for row in dossier.actors}
    assert {name for part in parts for name in part["evidence"]} <= {row.id for row in dossier.evidence}


@pytest.mark.parametrize(
    ("place", "what"),
    [
        (("un-ict-2018", "heat"), {"row": 386, "evidence": 2}),
        (("un-ict-2018", "blockers"), {"row": 38, "evidence": 38}),
        (("notpetya-2017", "waterfall"), {"evidence": 7}),
    ],
)
def test_as_many_marks_open_their_row_and_their_sources(
    drawn: dict[tuple[str, str], Figure], place: tuple[str, str], what: dict[str, int]
) -> None:
    records = drawn[place].records("en")

    assert {name: sum(bool(record[name]) for record in records) for name in what} == what


def test_the_mean_of_two_blocs_is_that_of_their_pairs(drawn: dict[tuple[str, str], Figure]) -> None:
    figure = drawn["un-ict-2018", "heat"]
    own = [record for record in figure.records("en") if record["row"] and record["value"].endswith("with Bloc 1")]
    members = {part["row"]["id"] for part in figure.records("en")[0]["parts"]}
    inside = [float(record["value"][:4]) for record in own if record["row"]["id"] in members]
    said = {
        d["text"] for layer in figure.specification("en")["layer"] if layer["mark"].get("fontSize") == 16 for d in layer["data"]["values"]
    }

    assert f"{sum(inside) / len(inside):.2f}" in said


def test_the_place_of_a_state_counts_those_liked_better(drawn: dict[tuple[str, str], Figure]) -> None:
    records = drawn["un-ict-2018", "tableau"].records("en")
    places = [int(record["value"]) for record in records if record["group"].startswith("What each prefers")]

    assert min(places) == 1
    assert max(places) <= 992
