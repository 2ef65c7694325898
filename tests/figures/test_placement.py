"""Labels never touch one another, a dot or another's leader line, and nobody's name is lost."""

import itertools

import numpy as np
import pytest
from figures.examples import EVERY, SAID, actors
from hypothesis import given
from hypothesis import strategies as st

from legation.figures.atlas import panels
from legation.figures.measure import shorten, width, wrap
from legation.figures.placement import place
from legation.figures.plane import plane
from legation.figures.spread import spread

COORDINATE = st.floats(0, 300, allow_nan=False).map(lambda x: round(x, 1))
POINTS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=25)


def touch(a, b):
    return a[0] < b[2] - 1e-6 and b[0] < a[2] - 1e-6 and a[1] < b[3] - 1e-6 and b[1] < a[3] - 1e-6


def assert_apart(rects):
    for i, a in enumerate(rects):
        for b in rects[:i]:
            assert not touch(a, b), (a, b)


@given(POINTS, st.integers(8, 60))
def test_slots_are_apart_and_inside(points, wide):
    dots = [(x - 3, y - 3, x + 3, y + 3) for x, y in points]

    slots = place(points, [(wide, 11)] * len(points), dots, (0, 0, 300, 300))

    rects = [slot.rect for slot in slots if slot]
    assert_apart(rects)
    for rect in rects:
        assert rect[0] >= 0
        assert rect[1] >= 0
        assert rect[2] <= 300
        assert rect[3] <= 300
        assert not any(touch(rect, dot) for dot in dots)
    assert place(points, [(wide, 11)] * len(points), dots, (0, 0, 300, 300)) == slots


def test_a_lonely_dot_has_its_label_beside_it():
    slot = place([(50, 50)], [(20, 10)], [], (0, 0, 100, 100))[0]

    assert slot.leader is None
    assert slot.rect == pytest.approx((55, 45, 75, 55))


@given(st.lists(st.floats(0, 200, allow_nan=False), max_size=12), st.floats(1, 15))
def test_spread_keeps_order_and_distance(wanted, size):
    places = spread(wanted, [size] * len(wanted), 0, 200)

    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for before, after in itertools.pairwise(order):
        assert places[after] - places[before] >= size - 1e-6


@pytest.mark.parametrize("n", [1, 2, 27, 200])
@pytest.mark.parametrize("spread_out", [0.0, 0.02, 1.0])
def test_map_names_everybody_once_without_overlap(n, spread_out):
    rng = np.random.default_rng(n)
    xy = rng.normal(0, 1, (n, 2)) * np.where(rng.uniform(size=n) < 0.7, spread_out, 1)[:, None]
    names = [actor.id for actor in actors(n)]

    found = panels(xy, names, [f"{k} at one point" for k in range(n + 1)], size=9.0)

    named = []
    for panel in found:
        assert_apart([label.rect for label in panel.labels])
        for label in panel.labels:
            assert label.rect[0] >= panel.frame[0]
            assert label.rect[2] <= panel.frame[2]
            named += [] if label.lines[0].startswith("[") else " ".join(label.lines).split()
        named += panel.unnamed
        named += [name for names_ in panel.tied for name in names_]
    assert sorted(named) == sorted(names)


def test_french_names_written_in_full_do_not_overlap():
    rng = np.random.default_rng(5)
    figure = plane(rng.normal(0, 1, (40, 2)), actors(40), [0] * 40, **SAID)

    rects = []
    for layer in figure.specification("fr")["layer"]:
        mark = layer["mark"]
        if mark["type"] != "text" or mark.get("fontSize") != 10.5 or mark.get("strokeWidth"):
            continue
        for datum in layer["data"]["values"]:
            wide = width(datum["text"], 10.5)
            left = datum["x"] - {"left": 0, "center": wide / 2, "right": wide}[mark["align"]]
            rects.append((left, datum["y"] - 5, left + wide, datum["y"] + 5))
    assert len(rects) >= 40
    assert_apart(rects)


def test_not_placed_actors_are_said_to_be():
    spec = EVERY["plane"](27).specification("fr")

    notes = " ".join(d["text"] for layer in spec["layer"] for d in layer["data"]["values"] if "text" in d)
    assert "faute de données" in notes


@given(st.text(max_size=80), st.floats(30, 300))
def test_wrapped_lines_fit_and_lose_no_letter(text, limit):
    lines = wrap(text, limit, 11)

    assert all(width(line, 11) <= limit or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert width(shorten(text, limit, 11), 11) <= max(limit, width("…", 11))
