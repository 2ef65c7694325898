"""The graph of moves: words on the sheet, every state and arrow at its place, what is refused."""

import pytest
from figures.conflict_examples import moves_of
from figures.examples import SAID
from figures.sheet import marks, on_the_sheet
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.figures.conflict_marks import Choice, State
from legation.figures.figure import Named
from legation.figures.moves import Arrow, moves
from legation.figures.moves_layout import columns, curve
from legation.language import LANGUAGES

X = [Named("x", "X")]
TALK = [Choice(name="Talk", maker=0)]
OFF, ON = State(number=1, taken=(False,), start=True, step=0), State(number=2, taken=(True,), strength=2, words="Nash", step=1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 3, 18])
def test_words_stand_on_the_sheet(n, lang):
    on_the_sheet(moves_of(n), lang)


def test_states_that_hold_are_told_apart_by_shape_and_word_and_the_way_by_a_band():
    way = Arrow(maker=0, source=1, target=2, on_path=True)
    data = marks(moves([OFF, ON], [way], X, TALK, **SAID))

    shapes = {d["number"]: d["shape"] for d in data if "number" in d}
    assert shapes == {1: "circle", 2: "square"}
    assert "Nash" in [d.get("text") for d in data]
    assert [(d["source"], d["target"], d["on_path"]) for d in data if "source" in d] == [(1, 2, True)]
    assert {"A", "X"} <= {d.get("text") for d in data}


def test_a_graph_says_what_it_leaves_out():
    shown = " ".join(d["text"] for d in marks(moves_of(18)) if "text" in d)

    assert "17 more are left out, 3 of them equilibria" in shown
    assert "best improvement" in shown


@given(st.dictionaries(st.integers(1, 40), st.one_of(st.none(), st.integers(0, 6)), min_size=1), st.integers(1, 9), st.data())
def test_every_state_has_one_place_and_nearer_ones_stand_first(steps, tallest, data):
    names = sorted(steps)
    links = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=30))
    found = columns(steps, links, tallest)

    assert sorted(state for column in found for state in column) == names
    assert all(0 < len(column) <= tallest for column in found)
    order = [float("inf") if steps[column[0]] is None else steps[column[0]] for column in found]
    assert order == sorted(order)
    assert all(len({steps[state] for state in column}) == 1 for column in found)


def test_an_arrow_bends_round_a_state_in_its_way():
    straight = curve((0, 0), (200, 0), [], [], 10)
    bent = curve((0, 0), (200, 0), [(100, 0)], [], 10)

    assert straight.at(0.5)[1] == 0
    assert abs(bent.at(0.5)[1]) >= 17


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: moves([], [], X, TALK, **SAID),
        lambda: moves([OFF, OFF], [], X, TALK, **SAID),
        lambda: moves([OFF, ON], [Arrow(maker=0, source=1, target=3)], X, TALK, **SAID),
        lambda: moves([OFF, ON], [Arrow(maker=1, source=1, target=2)], X, TALK, **SAID),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(wrong):
    with pytest.raises(BadValue) as caught:
        wrong()

    assert all(not caught.value.message.in_language(lang).startswith("[") for lang in LANGUAGES)
