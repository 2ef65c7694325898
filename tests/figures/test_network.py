"""Networks: everybody and every tie once, names that never touch, ways, columns, marks; the same places for the same network."""

import itertools
import time

import numpy as np
import pytest
from figures.examples import GROUPS, SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Wording
from legation.errors import BadValue
from legation.figures import render
from legation.figures.figure import Named
from legation.figures.kit.actor_marks import KIND_SHAPES, TIES, ActorNode, ActorTie, actor_key, colours, places, tied
from legation.figures.kit.arrangement import arrange, clear_curve, in_columns
from legation.figures.kit.network import Head, Key, Node, Stroke, Tie, network
from legation.figures.theme import BLOC_COLOURS, EDGE
from legation.language import LANGUAGES, say

ARROW = Stroke(arrow=True, letter="A")


def network_of(n):
    """Actors of all kinds with ties of all kinds, parts that are not tied, and a way through them."""
    rng = np.random.default_rng(6)
    people, kinds, strokes = actors(n), list(KIND_SHAPES), list(TIES)
    nodes = [ActorNode(actor=a, kind=kinds[i % 10], group=GROUPS[i % 5] if i % 7 else None, ours=i == 0) for i, a in enumerate(people)]
    ties, before = [], {}
    for i in range(1, n):
        if i % 11 == 10:
            continue
        j = int(rng.integers(0, min(i, 12)))
        before[i] = j
        ties.append(ActorTie(people[j].id, people[i].id, strokes[i % 10], ("relations", f"r{i}"), ("record",)))
        if i % 5 == 0:
            ties += [
                ActorTie(people[i].id, people[j].id, strokes[(i + 3) % 10]),
                ActorTie(people[i].id, people[i // 2].id, strokes[(i + 5) % 10]),
            ]
    path = [max(before, default=0)]
    while path[-1] in before:
        path.append(before[path[-1]])
    things, lines = tied(nodes, ties, [[people[i].id for i in path[::-1]]] if len(path) > 1 else [])
    return network(things, lines, key=actor_key(nodes, ties), id="network", **SAID)


def moves_of(n):
    """States in columns, with letters in them, words below, and arrows by four who move."""
    strokes = [Stroke(((), (7, 3), (2, 2.5), (9, 3, 2, 3))[k], arrow=True, colour=BLOC_COLOURS[k], letter="ABCD"[k]) for k in range(4)]
    nodes = [
        Node(
            id=str(k),
            name=("", "Nash", Wording(en="symmetric", fr="métarationalité symétrique"))[k % 3],
            label=f"State {k}",
            shape="square" if k % 3 else "circle",
            hollow=k % 3 != 1,
            ring=k == 0,
            inside=str(k * 13 + 1),
            column=0 if k == 0 else 3 if k % 9 == 8 else 1 + (k % 5) // 3,
        )
        for k in range(n)
    ]
    ties = [
        Tie(str(k), str(other), strokes[maker], f"takes option {k}", way=int(k < 2 and maker == 1))
        for k in range(n)
        for maker in range(4)
        if (other := (k * 5 + maker * 3 + 1) % n) != k and (k + maker) % 3
    ]
    heads = [
        Head("Status quo"),
        *(Head(Wording(en=f"{k} moves away", fr=f"À {k} mouvements"), str(k)) for k in (1, 2)),
        Head("Not reached", apart=True),
    ]
    key = [Key(Wording(en="The states", fr="Les gouvernements qui attribuent publiquement"), stroke) for stroke in strokes]
    return network(
        nodes, ties, columns=heads, key=[*key, Key("The way"), Key("A ring", nodes[0])], notes=["A note. " * 20], id="moves", **SAID
    )


def words(figure, lang="en"):
    return [text for text, _, _ in boxes(figure.specification(lang))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 2, 5, 27, 200, 1336])
def test_words_stand_on_the_sheet_do_not_touch_and_can_be_read(n, lang) -> None:
    figure = network_of(n)
    apart(on_the_sheet(figure, lang))

    spec = figure.specification(lang)
    assert min(layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text") >= 12
    assert spec["height"] <= 1050


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 3, 18])
def test_words_of_columns_stand_on_the_sheet_and_names_do_not_touch(n, lang) -> None:
    there = on_the_sheet(moves_of(n), lang)

    apart({place: box for place, box in there.items() if not place[0].isdigit()})


@pytest.mark.parametrize("figure", [network_of(27), network_of(200), moves_of(18)])
def test_every_mark_is_drawn_once_or_more_and_everything_drawn_has_one(figure) -> None:
    assert {d["mark"] for d in marks(figure) if "mark" in d} == set(range(len(figure.marks)))


def test_marks_know_the_rows_of_actors_and_of_ties() -> None:
    people = [Named("us", "We"), Named("FRA", "France")]
    nodes = [ActorNode(actor=people[0], ours=True), ActorNode(actor=people[1], kind="state", group=GROUPS[0])]
    things, lines = tied(nodes, [ActorTie("us", "FRA", "ally", ("relations", "r1"), ("treaty",))])

    tie, we, france = network(things, lines, id="network", **SAID).records("en")
    assert (tie["label"], tie["value"], tie["row"]["table"], tie["evidence"]) == ("We – France", "Ally of", "relations", ["treaty"])
    assert (we["label"], france["row"]) == ("We", {"table": "actors", "id": "FRA"})
    assert france["group"] == GROUPS[0].in_language("en")


def test_of_too_many_those_with_the_most_ties_are_drawn() -> None:
    figure = network_of(1336)

    assert sum("area" in d and "mark" in d for d in marks(figure)) == 200
    assert any("1,136 more have ties" in text for text in words(figure))


def test_two_hundred_actors_are_drawn_in_time_with_nearly_all_their_names() -> None:
    figure = network_of(200)
    render.svg(figure, "en")
    start = time.process_time()
    drawn = " ".join(words(figure, "fr"))

    assert time.process_time() - start < 2
    assert sum(a.id in drawn for a in actors(200)) > 180


def test_columns_stand_side_by_side_and_the_last_is_parted() -> None:
    nodes = [Node(id=name, name=name, column=k) for k, name in enumerate("abc")]
    figure = network(nodes, [Tie("a", "b", ARROW)], columns=[Head("One"), Head("Two"), Head("Three", apart=True)], id="moves", **SAID)

    x = [d["x"] for d in marks(figure) if "area" in d and "mark" in d]
    assert x == sorted(x)
    assert {"One", "Two", "Three", "A"} <= set(words(figure))
    assert sum(layer["mark"].get("strokeDash") == [3, 3] for layer in figure.specification("en")["layer"]) == 1


def test_a_way_is_a_band_and_its_steps_are_numbered() -> None:
    people = [Named(name, name) for name in ("us", "go-between", "goal", "rival")]
    nodes = [ActorNode(actor=a, ours=a.id == "us") for a in people]
    ties = [
        ActorTie("us", "go-between", "ally"),
        ActorTie("goal", "go-between", "funds"),
        ActorTie("us", "rival", "rival"),
    ]
    things, lines = tied(nodes, ties, [["us", "go-between", "goal"]])
    figure = network(things, lines, key=actor_key(nodes, ties), id="network", **SAID)

    assert {"us", "1. go-between", "2. goal", "rival"} <= set(words(figure))
    assert {"Ally of", "Funds", "Rival of"} <= set(words(figure))
    assert [line.way for line in lines] == [1, 1, 0]
    assert sum(layer["mark"].get("opacity") == 0.3 for layer in figure.specification("en")["layer"]) == 1
    assert places(nodes, ties).neighbours["goal"] == ("go-between",)


def test_ties_between_the_same_two_stand_side_by_side() -> None:
    nodes = [Node(id=name, name=name) for name in "ab"]
    figure = network(nodes, [Tie("a", "b", Stroke()), Tie("b", "a", Stroke()), Tie("a", "b", ARROW)], id="network", **SAID)

    lines = {d["path"] for d in marks(figure) if "path" in d and "Q" in d["path"]}
    assert len(lines) == 3


@given(st.dictionaries(st.integers(1, 40), st.integers(0, 6), min_size=1), st.data())
def test_every_thing_has_one_place_and_columns_stand_in_order(columns, data) -> None:
    names = sorted(map(str, columns))
    links = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=30))
    at, tall, found = in_columns({str(k): column for k, column in columns.items()}, links, 704, 62, 44)

    assert sorted(at) == names
    assert len(set(at.values())) == len(at)
    assert list(found.values()) == sorted(found.values())
    assert all(0 <= x <= 704 and 0 <= y <= tall for x, y in at.values())


def test_an_arrow_bends_round_what_is_in_its_way() -> None:
    straight = clear_curve((0, 0), (200, 0), [], [], 10)
    bent = clear_curve((0, 0), (200, 0), [(100, 0)], [], 10)

    assert straight.at(0.5)[1] == 0
    assert abs(bent.at(0.5)[1]) >= 17


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


def test_kinds_differ_in_shape_and_ties_in_stroke():
    assert len(set(KIND_SHAPES.values())) == len(KIND_SHAPES) == 10
    assert len({(s.dash, s.thick) for s in TIES.values()}) == len(TIES)


def test_the_largest_groups_have_colours_of_their_own():
    nodes = [ActorNode(actor=Named(f"{g}{k}", "x"), group=Named(f"g{g:02}", "g")) for g in range(10) for k in range(10 - g)]
    found = colours([*nodes, ActorNode(actor=Named("alone", "x"))])

    assert [found[f"{g}0"] for g in range(8)] == list(BLOC_COLOURS)
    assert found["80"] == found["90"] == found["alone"] == EDGE


A, B = Node(id="a", name="a"), Node(id="b", name="b")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: network([], [], id="network", **SAID),
        lambda: network([A, A], [], id="network", **SAID),
        lambda: network([A], [Tie("a", "b", ARROW)], id="network", **SAID),
        lambda: network([A, B], [Tie("a", "a", ARROW)], id="network", **SAID),
        lambda: network([Node(id="a", name="a", column=1)], [], columns=[Head("One")], id="network", **SAID),
        lambda: tied([ActorNode(actor=Named("a", "a"), kind="person")], []),
        lambda: tied([ActorNode(actor=Named("a", "a")), ActorNode(actor=Named("b", "b"))], [ActorTie("a", "b", "friend")]),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(wrong):
    with pytest.raises(BadValue) as caught:
        wrong()

    assert len({say(caught.value.message, lang) for lang in LANGUAGES}) == 2
