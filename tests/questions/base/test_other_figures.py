"""Figures that other packages declare: they stand after an answer's own, and one that fails takes nothing along."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from legation import extension
from legation.errors import BadValue, WrongUse
from legation.figures import registry
from legation.figures.figure import Figure, Named
from legation.figures.registry import FigureKind, Result
from legation.language import LANGUAGES, Message
from legation.questions import Answer, AnswerTable, ask
from legation.questions.answer import TableColumn
from legation.questions.base.ask import with_other_figures
from legation.questions.base.case import Case
from legation.questions.question import Question

WORD = Message("language.yes")
DAY = dt.date(2019, 11, 1)
BARS = {
    "data": {"values": [{"x": 1}]},
    "mark": "bar",
    "encoding": {"x": {"field": "x", "type": "quantitative", "title": WORD}},
}


def figure(spec: Any = BARS, name: str = "bars") -> Figure:
    return Figure(id=name, title=WORD, subtitle=WORD, alt=WORD, spec=spec)


def kind(draw: Any, name: str = "bars", questions: tuple[str, ...] = ("which-way",)) -> FigureKind:
    return FigureKind(id=name, questions=questions, draw=draw)


def answer(*figures: Figure) -> Answer:
    columns = (TableColumn("actor", WORD), TableColumn("count", WORD, "number"))
    table = AnswerTable(id="moves", title=WORD, columns=columns, rows=((Named("KEN", "Kenya"), 3), (Named("FRA", "France"), None)))
    return Answer(question="which-way", title=WORD, tables=(table,), figures=figures, caveats=(WORD,))


@pytest.fixture(autouse=True)
def _forgotten():
    registry._declared.cache_clear()
    yield
    registry._declared.cache_clear()


def declared(monkeypatch: pytest.MonkeyPatch, *found: Any) -> None:
    """Let the package ``desk-figures`` declare figures; an error is raised where it is loaded."""

    def load_of(one: Any) -> Any:
        if isinstance(one, BaseException):
            raise one
        return one

    points = [
        SimpleNamespace(
            name=f"p{n}", value=f"desk{n}:IT", dist=SimpleNamespace(name="desk-figures", version="1"), load=lambda one=one: load_of(one)
        )
        for n, one in enumerate(found)
    ]
    monkeypatch.setattr(extension, "entry_points", lambda group: points if group == "legation.figures" else [])


def test_a_figure_sees_the_tables_and_stands_after_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Result] = []
    declared(monkeypatch, kind(lambda result: seen.append(result) or figure(name="whatever")))
    made = with_other_figures(answer(figure(name="ours")), DAY)

    assert [one.id for one in made.figures] == ["ours", "bars"]
    assert made.caveats == (WORD,)
    assert (seen[0].question, seen[0].title, seen[0].as_of) == ("which-way", WORD, DAY)
    assert [(row["actor"].id, row["count"]) for row in seen[0].tables["moves"]] == [("KEN", 3), ("FRA", None)]
    assert [one["id"] for one in made.to_json("fr")["figures"]] == ["ours", "bars"]


def test_a_figure_of_another_question_and_one_with_nothing_to_draw_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    declared(monkeypatch, (kind(lambda result: None), kind(lambda result: figure(), "others", ("another",))))
    there = answer()

    assert with_other_figures(there, DAY) == there
    other = dataclasses.replace(there, question="no-figures")
    assert with_other_figures(other, DAY) is other, "its tables are not looked at"


def test_a_row_that_lacks_a_cell_is_a_fault_and_never_shown_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    declared(monkeypatch, kind(lambda result: figure()))
    short = AnswerTable(id="moves", title=WORD, columns=answer().tables[0].columns, rows=((Named("KEN", "Kenya"),),))

    with pytest.raises(ValueError, match="shorter"):
        with_other_figures(dataclasses.replace(answer(), tables=(short,)), DAY)


@pytest.mark.parametrize(
    "draw",
    [
        lambda result: 1 / 0,
        lambda result: result.tables["nowhere"],
        lambda result: "a picture",
        lambda result: figure({"mark": "zigzag"}),
        lambda result: figure({**BARS, "data": {"url": "https://example.org/x.json"}}),
        lambda result: figure(lambda lang: {"en": BARS}[lang]),
        lambda result: (_ for _ in ()).throw(BadValue(Message("extension.questions", found="x"))),
        3,
    ],
    ids=["raises", "no table", "no figure", "no drawing", "from an address", "in one language", "a sentence", "no function"],
)
def test_what_cannot_be_drawn_is_named_and_the_answer_stays_whole(monkeypatch: pytest.MonkeyPatch, draw: Any) -> None:
    declared(monkeypatch, (kind(draw, "broken"), kind(lambda result: figure())))
    made = with_other_figures(answer(figure(name="ours")), DAY)

    assert [one.id for one in made.figures] == ["ours", "bars"]
    assert made.tables == answer().tables
    for lang in LANGUAGES:
        said = made.caveats[-1].in_language(lang)
        assert "broken" in said, said
        assert "desk-figures" in said, said
        assert "[" not in said, said
    assert len(made.caveats) == 2


def test_an_id_that_the_answer_has_already_is_not_drawn_over(monkeypatch: pytest.MonkeyPatch) -> None:
    declared(monkeypatch, kind(lambda result: figure(), "ours"))
    there = answer(figure(name="ours"))
    made = with_other_figures(there, DAY)

    assert made.figures == there.figures
    assert "ours" in str(made.caveats[-1])


def test_a_package_that_cannot_be_loaded_is_logged_and_the_others_draw(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    declared(monkeypatch, ZeroDivisionError("by zero"), "no kind", kind(lambda result: figure()), kind(lambda result: None))
    with caplog.at_level(logging.WARNING, "legation.figures"):
        made = with_other_figures(answer(), DAY)

    assert [one.id for one in made.figures] == ["bars"]
    assert [place for place in ("desk0", "desk1", "desk3") if place in caplog.text] == ["desk0", "desk1", "desk3"]
    assert "by zero" in caplog.text


def test_a_figure_that_draws_differently_each_time_shows_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def spec(lang: str) -> dict[str, Any]:
        asked.append(lang)
        if len(asked) > len(LANGUAGES):
            raise RuntimeError
        return BARS

    declared(monkeypatch, kind(lambda result: figure(spec)))
    made = with_other_figures(answer(), DAY)

    assert all(made.figures[0].specification(lang)["mark"] == "bar" for lang in LANGUAGES)


def test_questions_without_a_comma_are_refused() -> None:
    with pytest.raises(WrongUse, match="who-can-move"):
        FigureKind(id="x", questions="who-can-move", draw=lambda result: None)  # type: ignore[arg-type]


def test_an_answer_that_is_asked_for_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from legation.dossier import decode

    seen: list[Result] = []
    declared(monkeypatch, kind(lambda result: seen.append(result) or figure()))
    question = Question(id="which-way", needs=(), answer=lambda case, options, progress: answer())
    case = Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=DAY)

    assert [one.id for one in ask(question, case, as_of="2019-10-02").figures] == ["bars"]
    assert [one.as_of for one in seen] == [dt.date(2019, 10, 2)]
