"""Matrix: words that do not touch, cells that merge or say more than they have room for, marks, what is left out, what is refused."""

import pytest
from figures.examples import EVERY, GROUPS, SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.dark import DARK
from legation.figures.figure import Named
from legation.figures.kit.matrix import EMPTY, Cell, Head, Sample, leaning, matrix, shaded
from legation.language import LANGUAGES

LONG = "Conférence diplomatique de l’Association internationale des registres et de la gouvernance de l’Internet des États du Sud"
MADE = {"id": "made", **SAID}


def words(figure, lang="en"):
    return [text for text, _, _ in boxes(figure.specification(lang))]


def square_of(n):
    """Actors against actors, camps framed, as many signs as there are pairs."""
    heads = [Head(name=actor, camp=i * 3 // n, row=("actors", actor.id)) for i, actor in enumerate(actors(n))]
    cells = [[EMPTY if i == j else Cell(text="+", tone=leaning((i * j % 11 - 5) / 5)) for j in range(n)] for i in range(n)]
    return matrix(heads, heads, cells, key=[Sample(("lean-0", "lean-1"), LONG, "−")] * 3, corner=LONG, **MADE)


def courses_of(n):
    """Long names, cells that merge, numbers below."""
    rows = [Head(name=LONG, under=LONG, block=GROUPS[i // 3]) for i in range(7)] + [Head(name="Total")]
    text = [Named(str(k), f"{k + 1}. {LONG[: 9 * k + 6]}") for k in range(4)]
    cells = [[Cell(text=text[k := (i * j // 5) % 4], short=str(k + 1), tone=f"tint-{k}") for j in range(n)] for i in range(7)]
    return matrix(
        rows, [Head(name=f"S{j + 1}") for j in range(n)], [*cells, [Cell(text=str(j % 3)) for j in range(n)]], joined=True, **MADE
    )


MORE = {"matrix": EVERY["matrix"], "square": square_of, "courses": courses_of}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 5, 30, 200, 1336])
@pytest.mark.parametrize("name", MORE)
def test_words_stand_on_the_sheet_do_not_touch_and_can_be_read(name, n, lang) -> None:
    figure = MORE[name](min(n, 200) if name == "square" else n)
    apart(on_the_sheet(figure, lang))

    spec = figure.specification(lang)
    assert min(layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text") >= 12
    assert spec["height"] <= 1050


@pytest.mark.parametrize("name", MORE)
def test_every_mark_is_drawn(name) -> None:
    figure = MORE[name](40)

    assert {d["mark"] for d in marks(figure, "fr") if "mark" in d} == set(range(len(figure.marks)))


def test_what_has_no_room_on_a_page_is_counted() -> None:
    shown = EVERY["matrix"](200)
    (said,) = [text for text in words(shown) if "stand in the table" in text]

    drawn = {record["row"]["id"] for record in shown.records("en")}
    assert said == f"{200 - len(drawn)} more rows stand in the table."
    assert any("more columns stand in the table" in text for text in words(square_of(60)))
    assert not any("in the table" in text for text in words(square_of(9)))


def test_equal_neighbours_are_one_cell_but_numbers_are_not() -> None:
    one, two, three = Cell(text="1. open", tone="tint-0"), Cell(text="2. shut", tone="tint-1"), Cell(text="7")
    figure = matrix(
        [Head(name="Talks"), Head(name="Sum")], [Head(name=f"S{k}") for k in (1, 2, 3)], [[one, one, two], [three] * 3], joined=True, **MADE
    )

    assert [(record["label"], record["value"]) for record in figure.records("en")] == [
        ("Talks – S1 to S2", "1. open"),
        ("Talks – S3", "2. shut"),
        ("Sum – S1", "7"),
        ("Sum – S2", "7"),
        ("Sum – S3", "7"),
    ]


def test_a_cell_too_narrow_for_its_words_bears_its_short_form_and_the_row_says_it() -> None:
    shown = words(courses_of(30), "fr")

    assert {"1", "2"} <= set(shown)
    assert any(text.startswith("2. Conf") for text in shown)


def test_a_mark_says_more_than_the_cell_and_knows_its_rows_and_sources() -> None:
    bracket = Head(name="OP3", evidence=("draft",), group="open")
    cell = Cell(text="×", says="wants them out", tone="against", evidence=("statement", "draft"))
    figure = matrix([bracket], [Head(name="Chad", row=("actors", "TCD")), Head(name="Mali")], [[cell, EMPTY]], **MADE)

    (record,) = figure.records("fr")
    assert (record["label"], record["value"], record["row"]["id"]) == ("OP3 – Chad", "wants them out", "TCD")
    assert (record["evidence"], record["group"]) == (["statement", "draft"], "open")


def test_cells_of_signs_stay_square_beside_a_long_name() -> None:
    cells = [Cell(text="+", tone="full")] * 20
    figure = matrix([Head(name=LONG)], [Head(name="A")] * 20, [cells], **MADE)

    box = next(d for d in marks(figure) if d.get("tone") == "full")
    assert box["y2"] - box["y"] <= 26
    assert len([text for text in words(figure) if text != "+" and text != "A"]) > 2  # the name in lines


def test_camps_are_framed_where_rows_are_columns() -> None:
    frames = [d for d in marks(square_of(9)) if "camp" in d and not d.get("fill")]

    assert len(frames) == 3
    assert all(d["x2"] - d["x"] > 0 and d["y2"] - d["y"] > 0 for d in frames)


def test_every_colour_of_a_ground_has_one_for_the_dark() -> None:
    tones = [shaded(k / 8) for k in range(9)] + [leaning(lean) for lean in (-0.5, 0, 0.5)] + ["full", "against", "half", "tint-5", "strong"]
    figure = matrix([Head(name="a")], [Head(name=str(k)) for k in range(len(tones))], [[Cell(text="1", tone=t) for t in tones]], **MADE)

    assert {d["fill"] for d in marks(figure) if "tone" in d} <= DARK.keys()


@pytest.mark.parametrize(
    ("rows", "columns", "cells"),
    [
        ([], [Head(name="a")], []),
        ([Head(name="a")], [], [[]]),
        ([Head(name="a")], [Head(name="b")], [[EMPTY, EMPTY]]),
        ([Head(name="a")], [Head(name="b")], [[Cell(text="x", tone="loud")]]),
    ],
)
def test_what_does_not_fit_is_refused_in_both_languages(rows, columns, cells) -> None:
    with pytest.raises(BadValue) as refused:
        matrix(rows, columns, cells, **MADE)

    english, french = (refused.value.message.in_language(lang) for lang in LANGUAGES)
    assert english != french
