"""Rows with ranges: words that do not touch, lengths in proportion, what lies beyond a scale, marks, what is refused."""

import pytest
from figures.examples import SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.figures.kit.rows import Heading, Item, Key, Row, Scale, row_chart
from legation.language import LANGUAGES, Message, say

SHARES = tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.25, 0.5, 0.75, 1.0))
LEASE = {"id": "rows", **SAID}


def shares_of(n):
    """Two analysts, three patterns, priors, letters and a key."""
    things = []
    for i, actor in enumerate(actors(n)):
        value, fill = 1 / (i + 2), ("full", "hatched", "dashed")[i % 3]
        items = tuple(
            Item(
                value=value,
                low=value / 2,
                high=min(1, value * 1.8),
                beside=0.3,
                text="12 % (3 % à 99 %)",
                line=k,
                letter="AB"[k],
                fill=fill,
            )
            for k in range(2)
        )
        things.append(Row(name=actor, items=items, row=("actors", actor.id), evidence=("record",)))
    key = [Key(Item(value=1.0, fill="hatched"), "unlisted"), Key(Item(value=0.5, low=0.0, high=1.0, shape="circle"), "interval")]
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


def parts_of(n):
    """Parts of a whole with words in them, a line that is asked for, headings, a text in lines, and dots with signs that would touch."""
    things = []
    for i, actor in enumerate(actors(n)):
        own, rest = float(i % 13), float(i * 1_000_000 if i == n - 1 else i % 40)
        parts = [Item(value=own, start=0.0, text=f"{own:.0f}", tone="yes", is_inside=True)]
        parts.append(Item(value=own + rest, start=own, text=f"{rest:.0f}", tone="abstain", fill="hatched", is_inside=True))
        parts.append(Item(value=own + rest, text=f"{own + rest:.0f}", said=f"{own + rest:.0f} members", shape="span"))
        parts.append(Item(value=20.0, said="needed", shape="tick", tone="warning"))
        parts.append(Item(value=None, text="+3 Conference · −2 Council · and nine others" if i % 3 else "nobody", scale=1))
        if i % 10 == 0:
            things.append(Heading(name="A driver " * 12, aside="level with another", is_warning=True))
        things.append(Row(name=actor, items=tuple(parts), is_strong=i % 4 == 0))
    return row_chart(things, [Scale(high=50.0, origin=0.0), Scale(head="Who says so", share=0.7)], **LEASE)


def signs_of(n):
    """Dots with signs on one scale, many at one place, and a pale ground."""
    things = []
    for actor in actors(n):
        dots = [Item(value=(k // 3) / 3, sign="ABCDEFGH"[k], said=f"deal {k}", shape="circle") for k in range(8)]
        things.append(Row(name=actor, items=(Item(value=0.3, shape="band"), *dots)))
    return row_chart(
        things, [Scale(ends=None, head="from worst to best")], key=[Key(Item(value=0.5, sign="A"), "what was agreed")], **LEASE
    )


EVERY = {"parts": parts_of, "signs": signs_of, "shares": shares_of, "scales": scales_of, "sides": sides_of}


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
    assert len(figure.marks) == 27 * {"parts": 5, "signs": 9, "shares": 2, "scales": 3, "sides": 1}[name]
    assert all(record["label"] for record in figure.records("fr"))


@pytest.mark.parametrize(
    "item",
    [
        Item(value=0.4, low=0.5, high=0.6),
        Item(value=0.4, low=0.1, high=0.3),
        Item(value=float("nan")),
        Item(value=0.4, high=float("inf"), low=0.1),
        Item(value=0.4, beside=float("inf")),
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


def test_parts_of_a_whole_stand_one_after_the_other() -> None:
    parts = [Item(value=3.0, start=0.0), Item(value=5.0, start=3.0, fill="hatched"), Item(value=10.0, start=5.0, fill="open")]
    boxes_ = [d for d in marks(row_chart([Row(name="a", items=tuple(parts))], [Scale(high=10.0)], **LEASE)) if "x2" in d and "mark" in d]

    (a, b), (c, d), (e, f) = ((box["x"], box["x2"]) for box in sorted(boxes_, key=lambda box: box["mark"]))
    assert b == pytest.approx(c, abs=1.1)
    assert d == pytest.approx(e, abs=1.1)
    assert (b - a) / 3 == pytest.approx((f - e) / 5, rel=0.02)


def test_words_that_do_not_fit_into_a_bar_are_said_by_its_mark() -> None:
    parts = (Item(value=0.01, text="1 %", is_inside=True), Item(value=0.9, start=0.1, text="80 %", is_inside=True))
    figure = row_chart([Row(name="a", items=parts)], [Scale()], **LEASE)

    assert [d["text"] for d in marks(figure) if "text" in d and "mark" in d] == ["80 %"]
    assert [record["value"] for record in figure.records("en")] == ["1 %", "80 %"]


def test_a_mark_has_the_group_of_its_row_and_its_sources() -> None:
    row = Row(name="a", items=(Item(value=0.5, text="50 %", said="half of all"),), group="North", row=("actors", "A"), evidence=("record",))

    (record,) = row_chart([row], [Scale()], **LEASE).records("en")
    assert record == {
        "label": "a",
        "value": "half of all",
        "row": {"table": "actors", "id": "A"},
        "evidence": ["record"],
        "group": "North",
        "parts": [],
    }


def test_a_name_from_right_to_left_is_written_whole() -> None:
    name = "\u0627\u0644\u062c\u0645\u0647\u0648\u0631\u064a\u0629 \u0627\u0644\u0639\u0631\u0628\u064a\u0629"
    figure = row_chart([Row(name=name, items=(Item(value=0.5, text="50 %"),))], [Scale()], **LEASE)

    apart(on_the_sheet(figure, "fr"))
    assert any(d.get("text") == name for d in marks(figure))


@pytest.mark.parametrize(("beside", "is_after"), [(0.9, False), (0.02, False), (0.23, True)])
def test_a_value_is_written_beside_it_and_never_over_what_it_is_compared_with(beside, is_after) -> None:
    item = Item(value=0.2, beside=beside, text="20 %", shape="circle")
    data = marks(row_chart([Row(name="a", items=(item,))], [Scale()], **LEASE))

    (text,) = (d["x"] for d in data if d.get("text") == "20 %")
    diamond = next(d["x"] for d in data if d.get("shape") == "diamond")
    dot = next(d["x"] for d in data if d.get("shape") == "circle")
    assert text == pytest.approx((diamond if is_after else dot) + 10, abs=0.2)
