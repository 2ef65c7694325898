"""Rows with ranges: words that do not touch, lengths in proportion, what lies beyond a scale, marks, what is refused."""

import pytest
from figures.examples import SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.figures.kit.rows import Item, Key, Row, Scale, row_chart
from legation.language import LANGUAGES, Message, say

SHARES = tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.25, 0.5, 0.75, 1.0))
LEASE = {"id": "rows", **SAID}


def shares_of(n):
    """Two analysts, three patterns, priors, letters and a key."""
    things = []
    for i, actor in enumerate(actors(n)):
        value, tone = 1 / (i + 2), ("first", "hatched", "dashed")[i % 3]
        items = tuple(
            Item(
                value=value,
                low=value / 2,
                high=min(1, value * 1.8),
                before=0.3,
                text="12 % (3 % à 99 %)",
                line=k,
                letter="AB"[k],
                tone=tone,
            )
            for k in range(2)
        )
        things.append(Row(name=actor, items=items, row=("actors", actor.id), evidence=("record",)))
    key = [Key(Item(value=1.0, tone="hatched"), "unlisted"), Key(Item(value=0.5, low=0.0, high=1.0, shape="circle"), "interval")]
    key += [Key(Item(value=0.0, letter=letter), f"analyst {letter}") for letter in "AB"]
    return row_chart(things, [Scale(ticks=SHARES)], key=key, **LEASE)


def scales_of(n):
    """Three scales, the first on both sides of its origin, with what is not known."""
    things = []
    for i, actor in enumerate(actors(n)):
        effect = (i % 7 - 3) / 2
        items = [Item(value=effect, low=effect - 1, high=effect + 1, text=f"{effect:.1f}")]
        items.append(
            Item(value=None, text="unbekannt" if i % 2 else "inconnu", scale=1) if i % 3 else Item(value=0.7, text="70 %", scale=1)
        )
        items.append(Item(value=float(i), text=f"{i},0", scale=2, tone="third"))
        things.append(Row(name=actor, under="la position, de 90 à 75", items=tuple(items)))
    scales = [
        Scale(low=-3, high=3, origin=0, head="Effect", share=1.7),
        Scale(head="Chance that it moves"),
        Scale(high=float(n), head="Effort"),
    ]
    return row_chart(things, scales, notes=["A note. " * 30], **LEASE)


def sides_of(n):
    """One scale with words on either side of the origin; what lies beyond it."""
    things = [
        Row(
            name=a, items=(Item(value=(i % 5 - 3) / 2, low=(i % 5 - 3) / 2 - i, high=(i % 5 - 3) / 2 + 0.1, text=f"{i} %", shape="circle"),)
        )
        for i, a in enumerate(actors(n))
    ]
    ticks = tuple((tick, Message("answer.share", share=tick)) for tick in (-1.0, -0.5, 0.0, 0.5, 1.0))
    return row_chart(things, [Scale(low=-1, high=1, origin=0, ticks=ticks, ends=("the rule is better", "ours is better"))], **LEASE)


EVERY = {"shares": shares_of, "scales": scales_of, "sides": sides_of}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 5, 200])
@pytest.mark.parametrize("name", EVERY)
def test_words_stand_on_the_sheet_do_not_touch_and_can_be_read(name, n, lang) -> None:
    figure = EVERY[name](n)
    apart(on_the_sheet(figure, lang))

    sizes = {layer["mark"]["fontSize"] for layer in figure.specification(lang)["layer"] if layer["mark"]["type"] == "text"}
    assert min(sizes) >= 12
    assert boxes(figure.specification(lang))


@given(st.lists(st.floats(0.02, 1), min_size=2, max_size=8))
def test_bars_are_as_long_as_what_they_show(values) -> None:
    figure = row_chart([Row(name=f"r{i}", items=(Item(value=v),)) for i, v in enumerate(values)], [Scale()], **LEASE)

    bars = [d for d in marks(figure) if "x2" in d and "mark" in d]
    length = [(d["x2"] - d["x"]) / d["value"] for d in bars]
    assert len(bars) == len(values)
    assert max(length) - min(length) < 0.2 / min(values)


def test_a_bar_goes_to_either_side_of_the_origin() -> None:
    scale = Scale(low=-2, high=1, origin=0)
    left, right = (
        next(d for d in marks(row_chart([Row(name="a", items=(Item(value=v),))], [scale], **LEASE)) if "x2" in d and "mark" in d)
        for v in (-2.0, 1.0)
    )

    assert left["x2"] == right["x"]
    assert left["x2"] - left["x"] == pytest.approx(2 * (right["x2"] - right["x"]), abs=0.3)


def test_what_lies_beyond_a_scale_is_drawn_at_its_end() -> None:
    inside, beyond = (
        row_chart([Row(name="a", items=(Item(value=-0.5, low=low, high=0.0, shape="circle"),))], [Scale(low=-1, high=1)], **LEASE)
        for low in (-1.0, -4.0)
    )

    def paths(figure):
        return [d["path"] for layer in figure.specification("en")["layer"] for d in layer["data"]["values"] if "path" in d]

    assert paths(inside) != paths(beyond)  # a stroke at the end, or a tip
    assert {p.split("L")[0] for p in paths(inside)} & {p.split("L")[0] for p in paths(beyond)}  # from the same place


@pytest.mark.parametrize("name", EVERY)
def test_every_item_has_its_mark(name) -> None:
    figure = EVERY[name](27)

    assert {d["mark"] for d in marks(figure) if "mark" in d} == set(range(len(figure.marks)))
    assert len(figure.marks) == 27 * {"shares": 2, "scales": 3, "sides": 1}[name]
    assert all(record["label"] for record in figure.records("fr"))


@pytest.mark.parametrize(
    "item",
    [
        Item(value=0.4, low=0.5, high=0.6),
        Item(value=0.4, low=0.1, high=0.3),
        Item(value=float("nan")),
        Item(value=0.4, high=float("inf"), low=0.1),
        Item(value=0.4, before=float("inf")),
        Item(value=0.4, scale=1),
        Item(value=0.4, scale=-1),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(item) -> None:
    with pytest.raises(BadValue) as refused:
        row_chart([Row(name="The row", items=(item,))], [Scale()], **LEASE)

    english, french = (say(refused.value.message, lang) for lang in LANGUAGES)
    assert "The row" in english
    assert english != french


@pytest.mark.parametrize(("things", "scales"), [([], [Scale()]), ([Row(name="a", items=())], [])])
def test_a_picture_of_nothing_is_refused(things, scales) -> None:
    with pytest.raises(BadValue):
        row_chart(things, scales, **LEASE)
