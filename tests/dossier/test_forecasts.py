"""Forecasts as they were made, what contradicts them, the papers that had printed them; bad input, and nothing told that is hidden."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Dossier, Forecast, When, decode
from legation.dossier.tables.forecasts import as_made, contradictions, every_as_made, seal_of, touched_papers, withheld
from legation.language import LANGUAGES, say
from legation.questions import ask
from legation.sources.imports.merge import model_faults

HEAD = "id,supersedes,recorded,question,evidence,probability,low,value,high,made_on,resolved_on,came_true,result,resolution_evidence,printed_in,marking\n"
EVIDENCE = (
    b"id,title,date,marking\n"
    b"before,Before it,2019-11-01,TLP:CLEAR\nbrief,Brief of December,2019-12-10,TLP:CLEAR\nafter,Paper of January,2020-01-10,TLP:CLEAR\n"
    b"secret,Annotated brief,2019-12-11,TLP:RED\nsettled,Record,2019-12-27,TLP:CLEAR\nundated,Paper without a day,,TLP:CLEAR\n"
)
SALT = "a" * 32


def dossier(*rows: str) -> Dossier:
    parts = {"dossier.toml": b'id = "x"\n', "evidence.csv": EVIDENCE, "forecasts.csv": (HEAD + "".join(f"{r}\n" for r in rows)).encode()}
    return decode(parts)


MARGIN = "f,,,Margin?,settled,,28,73,117,2019-12-01,2019-12-27,,19,settled,{papers},"


def test_a_result_outside_the_range_contradicts_and_one_inside_does_not() -> None:
    (outside,) = contradictions(dossier(MARGIN.format(papers="")))
    inside = contradictions(dossier(MARGIN.format(papers="").replace(",19,", ",117,")))

    assert (outside.how, outside.on, outside.papers) == ("outside", dt.date(2019, 12, 27), ())
    assert inside == ()


@pytest.mark.parametrize(
    ("said", "came", "contradicted"),
    [(0.8, "no", True), (0.79, "no", False), (0.95, "yes", False), (0.2, "yes", True), (0.21, "yes", False), (0.05, "no", False)],
)
def test_a_chance_is_contradicted_where_it_was_very_likely_and_did_not_come(said: float, came: str, contradicted: bool) -> None:
    found = contradictions(dossier(f"f,,,Adopted?,settled,{said},,,,2019-12-01,2019-12-27,{came},,settled,,"))

    assert [one.how for one in found] == (["otherwise"] if contradicted else [])
    for lang in LANGUAGES:
        assert all("[contradicted" not in say(one.message(), lang) for one in found)


def test_contradicted_twice_is_told_twice_with_both_days() -> None:
    """73 (28 to 117) was taken back for 10 (5 to 15), and 19 came: the first was left behind, and both missed."""
    made = MARGIN.format(papers="").replace("2019-12-27,,19,settled", ",,,")
    newer = "g,f,2019-12-20,Margin?,settled,,5,10,15,2019-12-01,2019-12-27,,19,settled,,"
    found = contradictions(dossier(made, newer))

    assert [(one.forecast.id, one.how, str(one.on)) for one in found] == [
        ("f", "replaced", "2019-12-20"),
        ("f", "outside", "2019-12-27"),
        ("g", "outside", "2019-12-27"),
    ]
    assert "10 (5 to 15)" in say(found[0].message(), "en")
    assert "de 5 à 15" in say(found[0].message(), "fr")


def test_a_forecast_without_a_resolution_and_one_that_says_nothing_are_not_contradicted() -> None:
    assert contradictions(dossier("f,,,Margin?,settled,,28,73,117,2019-12-01,,,,,,")) == ()
    assert contradictions(dossier("f,,,Margin?,settled,,,,,2019-12-01,2019-12-27,,19,settled,,")) == ()


def test_what_is_withheld_or_broken_tells_nothing() -> None:
    whole = dossier(MARGIN.format(papers=""))
    made = whole.forecasts[0]
    sealed = dataclasses.replace(made, seal=seal_of(made, SALT), salt=SALT)
    of = {"open": sealed, "hidden": withheld(sealed), "broken": dataclasses.replace(sealed, high=500.0)}
    found = {name: contradictions(dataclasses.replace(whole, forecasts=(row,))) for name, row in of.items()}

    assert [len(found[name]) for name in ("open", "hidden", "broken")] == [1, 0, 0]


def test_papers_are_those_that_had_printed_it_between_its_day_and_the_contradiction() -> None:
    """One older than the forecast and one younger than what came did not print what was contradicted later; of one without a day, perhaps."""
    (one,) = contradictions(dossier(MARGIN.format(papers="before brief after undated")))

    assert [paper.id for paper in one.papers] == ["brief", "undated"]


def test_check_names_the_paper_the_row_and_what_to_do() -> None:
    held = dossier(MARGIN.format(papers="brief"))
    (found,) = touched_papers(held)

    assert (found.place, found.found, found.is_notice) == ("forecasts.csv:2:printed_in", "brief", True)
    assert found.code in {fault.code for fault in model_faults(held)}
    assert "27 December 2019" in say(found, "en")
    assert "27 décembre 2019" in say(found, "fr")
    assert [*touched_papers(dossier(MARGIN.format(papers="")))] == []


def test_what_changed_tells_which_papers_are_touched_and_only_in_its_time() -> None:
    held = dossier(MARGIN.format(papers="brief"))
    found = ask("what-changed", held, as_of="2020-01-15", since="2019-12-15")
    later = ask("what-changed", held, as_of="2020-01-15", since="2019-12-28")

    assert [say(f.message, "en") for f in found.findings if f.id.startswith("contradicted")] == [
        (
            "Margin? Said on 1 December 2019: 73 (28 to 117). Contradicted on 27 December 2019: 19 came, outside that range. "
            "Papers that printed it: Brief of December."
        )
    ]
    assert not [f for f in later.findings if f.id.startswith("contradicted")]


def test_a_paper_that_the_reader_may_not_see_is_not_named_and_marks_nothing() -> None:
    held = dossier(MARGIN.format(papers="brief secret"))
    seen = held.cleared("TLP:CLEAR", audience="desk")
    (one,) = contradictions(seen)

    assert [paper.id for paper in contradictions(held)[0].papers] == ["brief", "secret"]
    assert [paper.id for paper in one.papers] == ["brief"]
    assert "Annotated" not in " ".join(ask("what-changed", seen, as_of="2020-01-15", since="2019-12-15").sentences("en"))


def test_a_judgement_that_the_reader_may_not_see_touches_no_paper() -> None:
    held = dossier(MARGIN.format(papers="brief") + "TLP:RED")
    seen = held.cleared("TLP:CLEAR", audience="desk")

    assert len(contradictions(held)) == 1
    assert contradictions(seen) == ()
    assert [*touched_papers(seen)] == []


def test_a_result_that_the_reader_may_not_see_contradicts_nothing() -> None:
    made = MARGIN.format(papers="brief").replace("2019-12-27,,19,settled", ",,,")
    settled = MARGIN.format(papers="brief").replace("f,,,", "g,f,2019-12-28,") + "TLP:RED"
    held = dossier(made, settled)

    assert len(contradictions(held)) == 1
    assert contradictions(held.cleared("TLP:CLEAR", audience="desk")) == ()


def test_before_the_day_nothing_is_contradicted() -> None:
    assert contradictions(dossier(MARGIN.format(papers="")).as_of("2019-12-26")) == ()


NUMBERS = st.one_of(st.none(), st.integers(0, 3).map(float))


@given(values=st.lists(NUMBERS, min_size=1, max_size=6))
def test_no_number_that_was_said_is_ever_lost(values: list[float | None]) -> None:
    """Whatever takes a row's place: each number said in turn stands once, in its order, and repeating it adds nothing."""
    rows = tuple(
        Forecast(id=f"f{i}", supersedes=f"f{i - 1}" if i else "", value=value, recorded=When(f"2019-01-0{i + 1}"))
        for i, value in enumerate(values)
    )
    said = [value for i, value in enumerate(values) if value is not None]
    turns = [value for i, value in enumerate(said) if not i or said[i - 1] != value]
    (made,) = every_as_made(rows)

    assert [row.value for row in made] == (turns or [None])
    assert as_made(rows, rows[-1], "unsealed") == made


def test_a_circle_of_rows_ends() -> None:
    rows = (Forecast(id="a", supersedes="b", value=1.0), Forecast(id="b", supersedes="a", value=2.0))

    assert len(as_made(rows, rows[0], "unsealed")) == 2
