"""Labels never touch one another, a dot or another's leader line, and nobody's name is lost."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.figures.kit.placement import Room, loneliest
from legation.figures.kit.spread import spread
from legation.figures.measure import shorten, width, wrap

COORDINATE = st.floats(0, 300, allow_nan=False).map(lambda x: round(x, 1))
POINTS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=25)


def touch(a, b):
    return a[0] < b[2] - 1e-6 and b[0] < a[2] - 1e-6 and a[1] < b[3] - 1e-6 and b[1] < a[3] - 1e-6


def assert_apart(rects):
    for i, a in enumerate(rects):
        for b in rects[:i]:
            assert not touch(a, b), (a, b)


def placed(points, wide):
    room = Room((0, 0, 300, 300))
    for x, y in points:
        room.take((x - 3, y - 3, x + 3, y + 3))
    return [room.place(points[i], (wide, 11), reach=135) for i in loneliest(points)]


@given(POINTS, st.integers(8, 60))
def test_slots_are_apart_and_inside(points, wide):
    slots = placed(points, wide)

    rects = [slot.rect for slot in slots if slot]
    assert_apart(rects)
    for rect in rects:
        assert rect[0] >= 0
        assert rect[1] >= 0
        assert rect[2] <= 300
        assert rect[3] <= 300
        assert not any(touch(rect, (x - 3, y - 3, x + 3, y + 3)) for x, y in points)
    for slot in slots:
        if slot and slot.leader:
            assert not any(through(slot.leader, rect) for rect in rects if rect != slot.rect)
    assert placed(points, wide) == slots


def through(line, rect):
    """Whether a line goes through the inside of a rectangle."""
    steps = [(line[0] + (line[2] - line[0]) * t / 200, line[1] + (line[3] - line[1]) * t / 200) for t in range(201)]
    return any(rect[0] + 1 < x < rect[2] - 1 and rect[1] + 1 < y < rect[3] - 1 for x, y in steps)


def test_a_lonely_dot_has_its_label_beside_it():
    slot = Room((0, 0, 100, 100)).place((50, 50), (20, 10))

    assert slot.leader is None
    assert slot.rect == pytest.approx((55, 45, 75, 55))


@given(st.lists(st.floats(0, 200, allow_nan=False), max_size=12), st.floats(1, 15))
def test_spread_keeps_order_and_distance(wanted, size):
    places = spread(wanted, [size] * len(wanted), 0, 200)

    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for before, after in itertools.pairwise(order):
        assert places[after] - places[before] >= size - 1e-6


@given(st.text(max_size=80), st.floats(30, 300))
def test_wrapped_lines_fit_and_lose_no_letter(text, limit):
    lines = wrap(text, limit, 11)

    assert all(width(line, 11) <= limit or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert width(shorten(text, limit, 11), 11) <= max(limit, width("…", 11))
