"""Planes: nobody's name is lost and none covers another; ties, crowds, ranges, regions; marks; what is refused."""

import time

import numpy as np
import pytest
from figures.examples import EVERY, GROUPS, SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet

from legation.dossier import Wording
from legation.errors import BadValue
from legation.figures import render
from legation.figures.figure import Named
from legation.figures.kit.plane import Axis, Group, Region, Spot, plane
from legation.language import LANGUAGES, say

PLANES = ("plane", "axes", "quarters")
ONE = [Group(name="One"), Group(name="Two")]


def words(figure, lang="en"):
    return [text for text, _, _ in boxes(figure.specification(lang))]


def chart(spots, **given):
    return plane(spots, ONE, **{"id": "map", **SAID, **given})


def scattered(n, spread=1.0, names=None):
    xy = np.random.default_rng(n).normal(0, 1, (n, 2)) * np.where(np.arange(n) % 5, spread, 1)[:, None]
    return [
        Spot(name=a, x=x, y=y, group=i % 2, row=("actors", a.id))
        for i, (a, (x, y)) in enumerate(zip(names or actors(n), xy.tolist(), strict=True))
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 2, 5, 27, 200, 1336])
@pytest.mark.parametrize("name", PLANES)
def test_words_stand_on_the_sheet_do_not_touch_and_can_be_read(name, n, lang) -> None:
    figure = EVERY[name](n)
    apart(on_the_sheet(figure, lang))

    spec = figure.specification(lang)
    assert min(layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text") >= 12
    assert spec["height"] <= 1050


@pytest.mark.parametrize("spread", [0.0, 1e-6, 0.02, 1.0])
@pytest.mark.parametrize("n", [1, 2, 27, 200])
def test_everybody_is_drawn_and_named_on_the_map_or_below(n, spread) -> None:
    figure = chart(scattered(n, spread), in_full=False)

    shown = " ".join(words(figure)).replace(",", " ").replace(".", " ").split()
    assert not [a.id for a in actors(n) if a.id not in shown]
    assert {d["mark"] for d in marks(figure) if "mark" in d and "area" in d} == set(range(n))


def test_of_too_many_the_number_is_said() -> None:
    assert any("have no name on the map" in text for text in words(chart(scattered(1336))))


def test_an_outlier_does_not_hide_the_others() -> None:
    spots = [*scattered(60), Spot(name="Far", x=1e6, y=0)]

    drawn = [d for d in marks(chart(spots)) if "area" in d and d.get("mark", 60) < 60]
    assert len(drawn) == 120  # on the map, and in the enlarged part
    assert any("Detail A" in text for text in words(chart(spots)))


@pytest.mark.parametrize("n", [2, 9, 200])
def test_things_at_one_point_stand_side_by_side(n) -> None:
    spots = [Spot(name=a, x=50, y=50) for a in actors(n)]
    figure = chart(spots, axes=(Axis(head="x"), Axis(head="y")))

    dots = np.array([(d["x"], d["y"]) for d in marks(figure) if "area" in d and "mark" in d])
    radius = next(d["area"] ** 0.5 / 2 for d in marks(figure) if "area" in d and "mark" in d)
    away = np.hypot(*(dots[:, None] - dots[None]).transpose(2, 0, 1))[np.triu_indices(n, 1)]
    assert away.min() >= 1.6 * radius
    assert np.hypot(*(dots - dots.mean(axis=0)).T).max() < 40
    assert any(f"(1) {n} at one point" in text for text in words(figure)) == (n > 8)


def test_names_that_are_long_or_run_from_right_to_left_stand_apart() -> None:
    names = [Named(f"n{i}", text) for i, text in enumerate(["République " * 12, "الجمهورية العربية", "מדינת ישראל", "ⴰⵎⵓⵔ", "État" * 30])]
    figure = chart([Spot(name=name, x=i % 2, y=i / 40) for i, name in enumerate(names)])

    apart(on_the_sheet(figure, "fr"))
    assert {"الجمهورية", "العربية"} <= set(" ".join(words(figure)).split())


def test_a_mark_knows_its_row_its_group_and_its_sources() -> None:
    france, kenya = actors(2)
    spots = [
        Spot(name=france, x=0, y=0, value="bloc 1", part=GROUPS[0], row=("actors", france.id), evidence=("record",)),
        Spot(name=kenya, x=1, y=0),
    ]

    first, second = chart(spots).records("fr")
    assert first["row"] == {"table": "actors", "id": france.id}
    assert (first["value"], first["group"], first["evidence"]) == ("bloc 1", say(GROUPS[0], "fr"), ["record"])
    assert (second["row"], second["evidence"]) == (None, [])


def test_up_is_up_and_across_is_across() -> None:
    spots = [Spot(name="a", x=20, y=90), Spot(name="b", x=80, y=10)]
    one, two = (d for d in marks(chart(spots, axes=(Axis(head="x"), Axis(head="y")))) if "area" in d and "mark" in d)

    assert one["y"] < two["y"]
    assert one["x"] < two["x"]


def test_a_range_is_drawn_from_end_to_end() -> None:
    spot = Spot(name="a", x=50, y=50, up=(20, 90))
    lines = [d["path"] for d in marks(chart([spot], axes=(Axis(head="x"), Axis(head="y")))) if d.get("stroke") == "#A9B4C4"]

    (line,) = lines
    (x, y), (u, v) = (map(float, end.split(",")) for end in line[1:].split("L"))
    assert x == u
    assert y - v == pytest.approx(0.7 * 430, abs=0.3)


def test_who_is_not_sure_is_hollow_and_who_has_no_place_is_named() -> None:
    spots = [Spot(name="a", x=0, y=0), Spot(name="b", x=1, y=0, sure=False), Spot(name="Nowhere", x=float("nan"), y=0)]
    figure = chart(spots)

    one, two = (d["fill"] for d in marks(figure) if "area" in d and "mark" in d)
    assert one != two == "#FBFAF7"
    assert any("Nowhere" in text for text in words(figure))


@pytest.mark.parametrize("line", [50, 1, 99])
def test_names_of_quarters_stand_where_they_have_room(line) -> None:
    axes = (Axis(head="x", parted=line), Axis(head="y", parted=line))
    shown = words(chart([Spot(name="a", x=5, y=5)], axes=axes, corners=["Left and up", "Key players", "Low", "Right"]))

    assert ("Key players" in shown) == (line != 99)


def test_regions_have_marks_and_words_though_there_is_no_such_area() -> None:
    axes = (Axis(head="x"), Axis(head="y"))
    regions = [Region(words="Beaten by nothing", sign=(10, 10), name="Text"), Region(words="Core", outlines=(((5, 5),),), tone="core")]
    figure = chart([Spot(name="a", x=5, y=5)], axes=axes, regions=regions)

    assert {"Beaten by nothing", "Core", "Text"} <= set(words(figure))
    assert [record["label"] for record in figure.records("en")] == ["Beaten by nothing", "Core", "a"]


def test_two_hundred_actors_are_drawn_in_a_moment() -> None:
    figure = chart(scattered(200, 0.1))
    render.svg(figure, "en")

    start = time.process_time()
    render.svg(figure, "fr")
    assert time.process_time() - start < 0.25


@pytest.mark.parametrize(
    ("spots", "given"),
    [
        ([], {}),
        ([Spot(name="Peru", x=0, y=0, group=2)], {}),
        ([Spot(name="Peru", x=float("inf"), y=0)], {}),
        ([Spot(name="Peru", x=101, y=0)], {"axes": (Axis(head="x"), Axis(head="y"))}),
        ([Spot(name="Peru", x=50, y=50, up=(60, 70))], {"axes": (Axis(head="x"), Axis(head="y"))}),
        (
            [Spot(name="Peru", x=50, y=50)],
            {"axes": (Axis(head="x"), Axis(head="y")), "regions": [Region(words="w", sign=(0, 101), name="Peru")]},
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(spots, given) -> None:
    with pytest.raises(BadValue) as refused:
        chart(spots, **given)

    english, french = (say(refused.value.message, lang) for lang in LANGUAGES)
    assert english != french
    assert "Peru" in english or not spots


def test_a_name_in_two_languages_is_said_in_each() -> None:
    figure = chart([Spot(name=Wording(en="Peru", fr="Pérou"), x=0, y=0)])

    assert "Peru" in words(figure)
    assert "Pérou" in words(figure, "fr")
