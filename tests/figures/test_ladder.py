"""Ladder: steps that lead on from each other, what they need, what is reached, conditions, marks, what is refused."""

import itertools
import math

import pytest
from figures.examples import EVERY, SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.kit.ladder import ANSWERS, MOST, Answer, Step, ladder
from legation.figures.kit.rows import Scale
from legation.language import LANGUAGES

LONG = "Déclaration publique conjointe de plusieurs États sur l’outil, le groupe et la responsabilité de l’État d’où elle est partie"
MADE = {"id": "made", **SAID}
HALVES = tuple((share, f"{share:.0%}") for share in (0.0, 0.5, 1.0))


def climb_of(n):
    """Shares that grow, ties among them, to a goal near the end of the scale."""
    shares = [0.1 + 0.85 * (i // 2 * 2) / max(1, n) for i in range(n)]
    steps = [Step(name=LONG, end=shares[0], text="10 %", is_reached=True)]
    steps += [
        Step(name=a, start=x, end=y, text=f"{y:.0%}", row=("actors", a.id))
        for a, (x, y) in zip(actors(n), itertools.pairwise(shares), strict=False)
    ]
    return ladder(steps, Scale(ticks=HALVES), thresholds=[(0.95, "But : 95 %"), (0.5, LONG[:60])], is_sum=True, **MADE)


def fall_of(n):
    """Odds that go up and down, one item a million times as strong as the others."""
    adds = [math.log(1e6) if not i else (-1) ** i * 0.2 for i in range(n)]
    levels = list(itertools.accumulate(adds, initial=-2.0))
    steps = [Step(name="Avant", end=-2.0, text="1 contre 7")]
    steps += [Step(name=f"{LONG} {i}", start=x, end=y, text=f"× {y:.2f}") for i, (x, y) in enumerate(itertools.pairwise(levels))]
    scale = Scale(low=-3.0, high=14.0, origin=0.0, ticks=tuple((float(k), f"10 puissance {k} contre 1") for k in range(-2, 14)))
    return ladder(steps, scale, key=[("up", "pour"), ("down", "contre")], **MADE)


MORE = {"measures": EVERY["ladder"], "climb": climb_of, "fall": fall_of}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 5, 200, 1336])
@pytest.mark.parametrize("name", MORE)
def test_words_stand_on_the_sheet_do_not_touch_and_can_be_read(name, n, lang) -> None:
    figure = MORE[name](n)
    apart(on_the_sheet(figure, lang))

    spec = figure.specification(lang)
    assert min(layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text") >= 12
    assert spec["height"] <= 1050


@pytest.mark.parametrize("name", MORE)
def test_every_mark_is_drawn_and_what_is_left_out_is_counted(name) -> None:
    figure = MORE[name](60)

    assert {d["mark"] for d in marks(figure, "fr") if "mark" in d} == set(range(MOST))
    assert len(figure.marks) == MOST
    assert any("stand in the table" in text for text, _, _ in boxes(figure.specification("en")))


def test_steps_begin_where_the_last_one_ended() -> None:
    bars = sorted((d for d in marks(fall_of(5)) if "x2" in d and d.get("start") is not None), key=lambda d: d["y"])
    ends = [(d["x"], d["x2"]) if d["end"] >= d["start"] else (d["x2"], d["x"]) for d in bars]

    assert len(ends) == 5
    assert all(abs(one[1] - two[0]) < 0.3 for one, two in itertools.pairwise(ends))


def test_a_sum_stands_on_what_came_before() -> None:
    figure = ladder([Step(name="a", end=0.25), Step(name="b", start=0.25, end=0.75)], Scale(), is_sum=True, **MADE)

    first, pale, more = sorted((d for d in marks(figure) if "x2" in d and "mark" in d), key=lambda d: (d["mark"], d["x"]))
    assert (first["x"], first["x2"]) == (pale["x"], pale["x2"])
    assert more["x2"] - more["x"] == pytest.approx(2 * (first["x2"] - first["x"]), abs=0.2)


def test_each_answer_is_told_by_shape_and_what_is_reached_is_a_band() -> None:
    step = Step(name="Charges", needs=0.8, answers=(Answer(ANSWERS, "closed"),))
    figure = ladder([step], Scale(), columns=["Conditions"], reached=(0.6, 0.7, 0.9), key=[("yes", "met")], **MADE)
    drawn = marks(figure)

    assert [d["answer"] for d in drawn if "answer" in d] == ["yes", *ANSWERS]  # the key, then the step
    assert len([d for d in drawn if d.get("text") == "?"]) == 1
    assert [(d["low"], d["high"]) for d in drawn if "low" in d] == [(0.6, 0.9)]
    (stroke,) = [d for d in drawn if "needs" in d]
    band = next(d for d in drawn if "low" in d)
    assert band["x"] < float(stroke["path"][1:].split(",")[0]) < band["x2"]
    assert not any("low" in d for d in marks(ladder([step], Scale(), columns=["Conditions"], **MADE)))


def test_a_mark_knows_its_row_sources_and_block() -> None:
    step = Step(name="Word", end=0.5, text="50%", says="open", block="Ladder", row=("actors", "FRA"), evidence=("record",))

    (record,) = ladder([step], Scale(), **MADE).records("en")
    assert (record["label"], record["value"], record["group"]) == ("Word", "open", "Ladder")
    assert (record["row"]["id"], record["evidence"]) == ("FRA", ["record"])


@pytest.mark.parametrize(
    ("steps", "more"),
    [
        ([], {}),
        ([Step(name="a", end=math.inf)], {}),
        ([Step(name="a", start=math.nan, end=0.1)], {}),
        ([Step(name="a", answers=(Answer(("perhaps",)),))], {"columns": ["c"]}),
        ([Step(name="a", answers=(Answer(), Answer()))], {"columns": ["c"]}),
        ([Step(name="a")], {"reached": (0.9, 0.7, 0.6)}),
        ([Step(name="a")], {"reached": (0.5, 0.7, 1.6)}),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(steps, more) -> None:
    with pytest.raises(BadValue) as refused:
        ladder(steps, Scale(), **more, **MADE)

    english, french = (refused.value.message.in_language(lang) for lang in LANGUAGES)
    assert english != french
