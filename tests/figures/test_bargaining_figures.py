"""The forecast line: words, places, what is not known, and what is refused."""

import itertools

import pytest
from figures.bargaining_examples import EVERY
from figures.examples import SAID, actors
from figures.sheet import boxes, drawn_whole, marks
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.figures import render
from legation.figures.landing import Landed, Standing, landing
from legation.figures.swarm import swarm
from legation.language import LANGUAGES, Message, say

SIZES = (1, 2, 27, 200)
LINE = {
    "mean": 50,
    "inputs": (40, 60),
    "whole": (13, 87),
    "mean_name": Message("where-it-would-land.row-mean"),
    "low": "no",
    "high": "yes",
    **SAID,
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_draws_as_svg_with_its_words_on_the_sheet(name, n, lang):
    figure = EVERY[name](n)
    drawn_whole(figure, lang)
    spec = figure.specification(lang)
    there = boxes(spec)
    assert there
    for (text, _, y), (left, _, right, _) in there.items():
        assert not text.startswith("["), text
        assert left >= -6, text
        assert right <= spec["width"] + 6, text
        assert -2 <= y <= spec["height"] + 2, text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_no_text_covers_another(name, n, lang):
    for (one, a), (two, b) in itertools.combinations(boxes(EVERY[name](n).specification(lang)).items(), 2):
        apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 2 or b[3] <= a[1] + 2
        assert apart, (one[0], two[0])


@pytest.mark.parametrize("name", EVERY)
def test_same_figure_same_bytes(name):
    assert render.svg(EVERY[name](27), "fr") == render.svg(EVERY[name](27), "fr")


def test_every_actor_has_a_dot_and_both_bands_are_drawn():
    stands = [Standing(actor=a, value=50.0 if i < 90 else float(i), share=0.01) for i, a in enumerate(actors(100))]
    found = marks(landing(stands, [], aim=20, **LINE))

    drawn = [name for datum in found for name in datum.get("actors", ())]
    assert sorted(drawn) == sorted(s.actor.id for s in stands)
    assert {datum["band"] for datum in found if "band" in datum} == {"inputs", "whole"}
    words = [datum["text"] for datum in found if "text" in datum]
    assert "90 actors" in words
    assert "Our aim: 20" in words
    assert any("from the inputs: 40 to 60" in word for word in words)
    assert any("own error: 13 to 87" in word for word in words)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0.0001, 1)), min_size=1, max_size=40))
def test_dots_of_a_swarm_do_not_touch_and_stand_for_everybody_once(places):
    dots = swarm(places)

    assert sorted(i for dot in dots for i in dot.members) == list(range(len(places)))
    for one, two in itertools.combinations(dots, 2):
        assert (one.x - two.x) ** 2 + (one.height - two.height) ** 2 >= (one.radius + two.radius) ** 2 - 1e-6
    for dot in dots:
        assert dot.height >= dot.radius
        assert abs(dot.x - places[dot.members[0]][0]) < 1e-9


STAND = Standing(actor=actors(1)[0], value=50, share=1)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: landing([], [], **LINE),
        lambda: landing([STAND], [], **{**LINE, "inputs": (60, 70)}),
        lambda: landing([STAND], [], **{**LINE, "whole": (-1, 70)}),
        lambda: landing([STAND], [], aim=101, **LINE),
        lambda: landing([STAND], [Landed(name=Message("language.yes"), value=5, low=9, high=2)], **LINE),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(wrong):
    with pytest.raises(BadValue) as refused:
        wrong()

    english, french = (say(refused.value.message, lang) for lang in LANGUAGES)
    assert english != french
    assert not english.startswith("[")
