"""Two issues under a real rule: against every coalition and a grid of texts, against geometry, and against the one-issue answer."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.methods.rule_trees import rules

from legation.errors import BadValue
from legation.methods.bargaining import core, symmetry, win_set, yolk
from legation.methods.bargaining.plane import arcs, placed
from legation.methods.rule import at_least, quota, security_council, share_of_members, unless_no_from
from legation.methods.rule.game import game_of
from legation.methods.rule.tree import holds, members_of

TEXTS = list(itertools.product(range(7), repeat=2))


@st.composite
def games(draw):
    rule = draw(rules())
    try:
        game_of(rule)
    except BadValue:
        assume(False)
    return rule, {name: (draw(st.integers(0, 6)), draw(st.integers(0, 6))) for name in members_of(rule)}


def majority(position):
    return share_of_members(position, "1/2", strict=True)


def cast(position, yes):
    return {name: "yes" if yes(at) else "no" for name, at in position.items()}


def nearer(new, old, weight=(1, 1)):
    def far(a, b):
        return sum(w * (s - t) ** 2 for w, s, t in zip(weight, a, b, strict=True))

    return lambda at: far(at, new) < far(at, old)


def in_hull(point, corners) -> bool:
    """Whether no direction at right angles to two corners, or from a corner to the point, keeps all corners strictly on one side."""
    ways = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.permutations({*corners, point}, 2)]
    ways += [(-y, x) for x, y in ways]
    return not any(all((c[0] - point[0]) * u + (c[1] - point[1]) * v > 0 for c in corners) for u, v in ways)


def inside(point, vertices) -> bool:
    return bool(vertices) and in_polygon(point, vertices)


def in_polygon(point, vertices, slack=1e-9) -> bool:
    if len(vertices) == 1:
        return math.dist(point, vertices[0]) <= slack
    if len(vertices) == 2:
        return abs(math.dist(point, vertices[0]) + math.dist(point, vertices[1]) - math.dist(*vertices)) <= slack
    edges = zip(vertices, [*vertices[1:], vertices[0]], strict=True)
    return all((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) >= -slack for a, b in edges)


@settings(deadline=None)
@given(games(), st.sampled_from(TEXTS), st.sampled_from([(1, 1), (4, 1), (1, 9)]))
def test_a_text_is_in_the_win_set_if_those_who_prefer_it_win(game, text, weight) -> None:
    rule, position = game
    found = win_set(rule, position, text, weight=weight)
    beating = [new for new in TEXTS if holds(rule, cast(position, nearer(new, text, weight)))]

    assert [new for new in TEXTS if found.contains(new)] == beating
    assert not beating or found.area > 0


@settings(deadline=None)
@given(games(), st.sampled_from(TEXTS), st.sampled_from([(1, 1), (4, 1)]))
def test_the_outline_parts_what_beats_from_what_does_not(game, text, weight) -> None:
    rule, position = game
    found = win_set(rule, position, text, weight=weight)
    area = 0.0
    for outline in found.outlines(0.002):
        area += sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise((*outline, outline[0]))) / 2
        for x, y in outline[:: max(1, len(outline) // 40)]:
            if math.dist((x, y), text) > 1e-6:
                at = {share: (text[0] + share * (x - text[0]), text[1] + share * (y - text[1])) for share in (0.001, 0.5, 0.999, 1.001)}
                assert [found.contains(point) for point in at.values()] == [True, True, True, False]

    # the outline is of chords: a lens as thin as they are coarse is off by more than its thousandth
    assert area == pytest.approx(found.area, rel=1e-3, abs=1e-5)


@settings(deadline=None)
@given(games())
def test_the_core_lies_in_the_hull_of_every_winning_coalition(game) -> None:
    rule, position = game
    found = core(rule, position)
    names = sorted(position)
    coalitions = [some for size in range(1, len(names) + 1) for some in itertools.combinations(names, size)]
    winning = [some for some in coalitions if holds(rule, {name: "yes" if name in some else "no" for name in names})]

    stable = [point for point in TEXTS if all(in_hull(point, [position[name] for name in some]) for some in winning)]
    assert [point for point in TEXTS if inside(point, found.vertices)] == stable
    assert all(win_set(rule, position, point).area == 0 for point in stable)
    for vertex in found.vertices:
        assert win_set(rule, position, vertex).area == pytest.approx(0, abs=1e-9)


@given(games(), st.sampled_from(TEXTS), st.floats(0, 6.3), st.integers(-50, 50))
def test_turning_shifting_and_mirroring_change_no_area(game, text, angle, shift) -> None:
    rule, position = game

    def turned(point):
        x, y = point
        return (x * math.cos(angle) - y * math.sin(angle) + shift, x * math.sin(angle) + y * math.cos(angle) - shift)

    def mirrored(point):
        return (point[1], point[0])

    area = win_set(rule, position, text).area
    for moved in (turned, mirrored):
        there = {name: moved(at) for name, at in position.items()}
        assert win_set(rule, there, moved(text)).area == pytest.approx(area, rel=1e-6, abs=1e-6)
    mirror = core(rule, {name: mirrored(at) for name, at in position.items()})
    assert mirror.area == pytest.approx(core(rule, position).area)
    assert {mirrored(vertex) for vertex in mirror.vertices} == set(core(rule, position).vertices)


@settings(deadline=None)
@given(games(), st.integers(0, 6))
def test_on_a_line_it_is_the_answer_of_one_issue(game, text) -> None:
    rule, position = game
    along = {name: at[0] for name, at in position.items()}
    line, plane = core(rule, along), core(rule, {name: (x, 2 * x) for name, x in along.items()})

    if line.low is None:
        assert plane.vertices == ()
    else:
        assert plane.vertices == tuple(sorted({(line.low, 2 * line.low), (line.high, 2 * line.high)}))
    beaten = win_set(rule, along, text)
    found = win_set(rule, {name: (x, 2 * x) for name, x in along.items()}, (text, 2 * text))
    for step in range(-20, 80):
        if step / 4 != text:
            assert found.contains((step / 4, step / 2)) == (beaten.low < step / 4 < beaten.high)
    assert (found.area > 0) == (beaten.length > 0)


def test_one_dictator_and_unanimity() -> None:
    position = {"A": (1, 2), "B": (9, 2), "C": (5, 8), "D": (5, 4)}

    assert core(quota({"A": 1, "B": 0, "C": 0, "D": 0}, 1), position).vertices == ((1, 2),)
    found = core(share_of_members(position, 1), position)
    assert (found.vertices, found.area) == (((1, 2), (9, 2), (5, 8)), 24)
    # A with B or with C: on both segments from A, hence at A
    assert core(unless_no_from(at_least(2, ["A", "B", "C"]), ["A"]), position).vertices == ((1, 2),)


def test_one_member_beats_with_the_circle_round_it() -> None:
    found = win_set(quota({"A": 1}, 1), {"A": (3, 4)}, (0, 0), weight=(4, 1))

    # in scaled axes the circle has the radius |(6, 4)|; the plane is half as wide
    assert found.area == pytest.approx(math.pi * 52 / 2)
    assert [petal.pivot for petal in found.petals] == ["A"] * len(found.petals)


def test_permanent_members_keep_what_lies_between_them() -> None:
    members = [f"p{k}" for k in range(5)], [f"e{k}" for k in range(10)]
    position = {name: (20 * k, 0) for k, name in enumerate(members[0])} | dict.fromkeys(members[1], (40, 100))
    found = core(security_council(*members), position)

    # every winning coalition has all five permanent members: texts between them; and four elected ones
    assert (0, 0) in found.vertices and (80, 0) in found.vertices


def test_a_majority_round_a_point_has_a_core_only_while_members_pair_off() -> None:
    around = {"A": (0, 0), "B": (2, 2), "C": (-1, -1), "D": (0, 3), "E": (0, -5)}

    assert symmetry(around, (0, 0)).holds
    assert core(majority(around), around).vertices == ((0, 0),)
    assert yolk(majority(around), around).radius == pytest.approx(0, abs=1e-8)
    moved = {**around, "E": (1, -5)}
    assert set(symmetry(moved, (0, 0)).unpaired) == {"D", "E"}
    assert core(majority(moved), moved).vertices == ()
    assert yolk(majority(moved), moved).radius > 0


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=7))
def test_the_yolk_meets_every_median_line_and_none_smaller_does(places) -> None:
    position = {f"m{k}": at for k, at in enumerate(places)}
    found = yolk(majority(position), position)

    def beyond(centre) -> float:
        """How far the centre is from the furthest median line, over a fine round of directions."""
        worst = 0.0
        for step in range(1440):
            u = (math.cos(math.pi * step / 720), math.sin(math.pi * step / 720))
            along = sorted(x * u[0] + y * u[1] for x, y in places)
            bar = along[len(along) - len(along) // 2 - 1]  # so many and more have this projection: a strict majority
            worst = max(worst, centre[0] * u[0] + centre[1] * u[1] - bar)
        return worst

    assert found.error < 1e-7
    assert beyond(found.centre) <= found.radius + 1e-7
    close = random.Random(0)
    for _ in range(20):
        other = (found.centre[0] + close.uniform(-3, 3), found.centre[1] + close.uniform(-3, 3))
        assert beyond(other) >= found.radius - 0.02 * (1 + found.radius)


def test_the_yolk_of_a_triangle_is_its_inscribed_circle() -> None:
    position = {"A": (0, 0), "B": (6, 0), "C": (3, 4)}  # sides 5, 5, 6: area 12, half the sides 8
    found = yolk(majority(position), position)

    assert found.radius == pytest.approx(1.5, abs=1e-8)
    assert found.centre == pytest.approx((3, 1.5), abs=1e-6)


def test_two_hundred_members_and_members_at_one_place() -> None:
    draw = random.Random(4)
    position = {f"m{k}": (draw.choice((10, 30, 50, 70, 90)), draw.choice((20, 40, 60))) for k in range(193)}
    rule = share_of_members(position, "2/3")
    found = win_set(rule, position, (95, 95))

    for _ in range(300):
        point = (draw.uniform(0, 100), draw.uniform(0, 100))
        assert found.contains(point) == holds(rule, cast(position, nearer(point, (95, 95))))
    game, at = placed(rule, position, "abstention_as_no")
    assert sum(arc.end - arc.start for arc in arcs(game, at)) == pytest.approx(2 * math.pi)


def test_weights_of_many_digits_are_not_rounded() -> None:
    position = {"A": (0, 0), "B": (10, 0), "C": (0, 10)}
    weights = {"A": 10**30, "B": 10**30 + 1, "C": 1}

    # 10^30 + 2 is reached by A with B and by B with C: on both segments, hence at B; one unit more asks for all of A and B or everybody
    assert core(quota(weights, 10**30 + 2), position).vertices == ((10, 0),)
    assert core(quota(weights, 2 * 10**30 + 2), position).area == 50


def test_all_at_one_place() -> None:
    position = dict.fromkeys("ABC", (5, 5))

    assert core(majority(position), position).vertices == ((5, 5),)
    assert yolk(majority(position), position).radius == pytest.approx(0, abs=1e-9)
    assert win_set(majority(position), position, (5, 5)).area == 0
    assert win_set(majority(position), position, (5, 7)).area == pytest.approx(4 * math.pi)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: core(quota({"A": 1, "B": 1}, 2), {"A": (1, 2)}), "none for B"),
        (lambda: core(quota({"A": 1}, 1), {"A": (1, math.nan)}), "position of A"),
        (lambda: core(quota({"A": 1}, 1), {"A": (1, 2, 3)}), "two finite numbers"),
        (lambda: core(quota({"A": 1, "B": 1}, 1), {"A": (1, 2), "B": 3}), "position of B"),
        (lambda: win_set(quota({"A": 1}, 1), {"A": (1, 2)}, 3), "text"),
        (lambda: win_set(quota({"A": 1}, 1), {"A": 1}, (3, 4)), "text"),
        (lambda: win_set(quota({"A": 1}, 1), {"A": (1, 2)}, (3, 4), weight=(1, 0)), "weight"),
        (lambda: yolk(share_of_members("ABC", "1"), dict.fromkeys("ABC", (1, 2))), "simple majority"),
    ],
)
def test_what_cannot_be_is_named(make, words) -> None:
    with pytest.raises(BadValue) as error:
        make()

    assert words in str(error.value)
