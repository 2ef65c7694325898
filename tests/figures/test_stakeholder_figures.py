"""The network: what it shows, where it stands, what it refuses."""

import itertools
import json
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from figures.examples import SAID, actors
from figures.stakeholder_examples import EVERY, network_of
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.figures import render
from legation.figures.figure import Named
from legation.figures.measure import width
from legation.figures.network import arrangement, network
from legation.figures.network_layout import arrange
from legation.figures.network_marks import KIND_SHAPES, TIES, Node, Tie, colours
from legation.figures.theme import BLOC_COLOURS, EDGE
from legation.language import say

SIZES = (0, 1, 2, 27, 200)


def layers(figure, lang="en"):
    return figure.specification(lang)["layer"]


def data(figure, lang="en"):
    return [d for layer in layers(figure, lang) for d in layer["data"]["values"]]


def words(figure, lang="en"):
    return [d["text"] for d in data(figure, lang) if "text" in d]


def labels(spec):
    """Return the rectangles of the texts that stand on the picture, their outlines left out."""
    found = []
    for layer in spec["layer"]:
        mark = layer["mark"]
        for d in layer["data"]["values"]:
            if "text" in d and not mark.get("strokeWidth"):
                wide, tall = width(d["text"], mark["fontSize"], bold=mark["fontWeight"] == 600), mark["fontSize"]
                left = d["x"] - {"left": 0, "center": wide / 2, "right": wide}[mark["align"]]
                found.append((left, d["y"] - tall * 0.45, left + wide, d["y"] + tall * 0.45, d["text"]))
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_draws_as_svg_with_its_words_on_the_sheet(name, n, lang):
    figure = EVERY[name](n)
    spec = figure.specification(lang)

    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    root = ET.fromstring(render.svg(figure, lang, "Source: 3f9a1c77"))
    assert root.get("aria-label") == say(figure.alt, lang)
    assert root.get("viewBox", "").split()[2] == "720"
    for left, top, right, bottom, text in labels(spec):
        assert not text.startswith(("[grid", "[network", "[kind"))
        assert left >= -6, text
        assert right <= spec["width"] + 6, text
        assert -2 <= (top + bottom) / 2 <= spec["height"] + 2, text


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_no_name_covers_another(name, n):
    for lang in ("en", "fr"):
        for a, b in itertools.combinations(labels(EVERY[name](n).specification(lang)), 2):
            assert not (a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] and b[1] < a[3]), (a, b)


@pytest.mark.parametrize("name", EVERY)
def test_same_figure_same_bytes(name):
    assert render.svg(EVERY[name](27), "fr") == render.svg(EVERY[name](27), "fr")


TIED = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30)


@given(TIED, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_place(pairs, shuffler):
    names = [f"n{i:02}" for i in range(12)]
    ties = [(names[a], names[b]) for a, b in pairs]
    first = arrange(names, ties)
    shuffled, turned = names[:], [(b, a) for a, b in ties]
    shuffler.shuffle(shuffled)
    shuffler.shuffle(turned)

    assert arrange(shuffled, [*turned, *ties[:2]]) == first


@given(TIED)
def test_places_are_apart_on_the_sheet_and_neighbours_are_mutual(pairs):
    names = [f"n{i:02}" for i in range(12)]
    found = arrange(names, [(names[a], names[b]) for a, b in pairs], apart=20)

    assert set(found.places) == set(names)
    for x, y in found.places.values():
        assert 0 <= x <= found.width
        assert 0 <= y <= found.height
    for a, b in itertools.combinations(names, 2):
        assert np.hypot(*np.subtract(found.places[a], found.places[b])) > 12
        tied = any({names[p], names[q]} == {a, b} for p, q in pairs)
        assert (b in found.neighbours[a]) == (a in found.neighbours[b]) == tied


def test_distance_on_the_page_follows_distance_in_the_network():
    names = [f"n{i}" for i in range(7)]
    chain = arrange(names, list(itertools.pairwise(names)))
    x = [chain.places[name][0] for name in names]

    assert x in (sorted(x), sorted(x, reverse=True))
    assert max(np.diff(sorted(x))) < 1.5 * min(np.diff(sorted(x)))


def test_neighbours_are_told_clockwise_from_the_right():
    star = arrange(["m", "a", "b", "c", "d", "e"], [("m", name) for name in "abcde"])
    x, y = star.places["m"]
    angles = [np.arctan2(star.places[n][1] - y, star.places[n][0] - x) % (2 * np.pi) for n in star.neighbours["m"]]

    assert angles == sorted(angles)


def test_two_hundred_actors_fit_the_page_with_nearly_all_their_names():
    figure = network_of(200)
    shown = {text for *_, text in labels(figure.specification("en"))}

    assert figure.specification("en")["height"] < 900
    assert sum(a.id in shown for a in actors(200)) > 180


def test_kinds_differ_in_shape_and_ties_in_stroke():
    assert len(set(KIND_SHAPES.values())) == len(KIND_SHAPES) == 10
    assert len({(s.dash, s.thick) for s in TIES.values()}) == len(TIES)


def test_each_tie_is_drawn_and_a_path_is_numbered():
    people = [Named(name, name) for name in ("us", "go-between", "goal", "rival")]
    nodes = [Node(actor=a, ours=a.id == "us") for a in people]
    ties = [
        Tie("us", "go-between", "ally"),
        Tie("go-between", "goal", "reaches"),
        Tie("goal", "go-between", "funds"),
        Tie("us", "rival", "rival"),
    ]
    figure = network(nodes, ties, paths=[["us", "go-between", "goal"]], **SAID)

    drawn = [(d["source"], d["target"], d["kind"]) for d in data(figure) if "source" in d]
    assert sorted(drawn) == sorted((t.source, t.target, t.kind) for t in ties)
    assert {"us", "1. go-between", "2. goal", "rival"} <= set(words(figure))
    assert {"Ally of", "Reaches", "Funds", "Rival of"} <= set(words(figure))
    assert arrangement(nodes, ties).neighbours["goal"] == ("go-between",)


def test_the_largest_groups_have_colours_of_their_own():
    nodes = [Node(actor=Named(f"{g}{k}", "x"), group=Named(f"g{g:02}", "g")) for g in range(10) for k in range(10 - g)]
    found = colours([*nodes, Node(actor=Named("alone", "x"))])

    assert [found[f"{g}0"] for g in range(8)] == list(BLOC_COLOURS)
    assert found["80"] == found["90"] == found["alone"] == EDGE


def test_an_empty_network_says_so():
    assert any("Nothing to draw" in text for text in words(network([], [], **SAID)))


A, B = Node(actor=Named("a", "a")), Node(actor=Named("b", "b"))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: network([A, A], [], **SAID),
        lambda: network([A], [Tie("a", "b", "ally")], **SAID),
        lambda: network([A, B], [Tie("a", "b", "friend")], **SAID),
        lambda: network([A], [], paths=[["a", "b"]], **SAID),
        lambda: network([Node(actor=Named("a", "a"), kind="person")], [], **SAID),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(wrong):
    with pytest.raises(BadValue) as caught:
        wrong()

    for lang in ("en", "fr"):
        assert not caught.value.message.in_language(lang).startswith("[")
