"""Pictures of a draft: every word on the sheet in both languages, signs beside colours, and what cannot be drawn."""

from __future__ import annotations

import numpy as np
import pytest
from figures.sheet import drawn_whole, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.blockers import UNSAID, blockers
from legation.figures.dark import DARK
from legation.figures.figure import Named
from legation.figures.survivors import Origin, survivors
from legation.language import LANGUAGES, Message

SAID = {name: Message("drafting.picture.new-words") for name in ("title", "subtitle", "alt")}
LONG = "République bolivarienne de très longue dénomination officielle"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rows, columns", [(1, 1), (7, 18), (60, 200)])
def test_each_stance_has_a_sign_beside_its_colour(lang, rows: int, columns: int) -> None:
    table = np.random.default_rng(2).choice([1, -1, 0, UNSAID], (rows, columns))
    figure = blockers([Named(f"b{at}", LONG) for at in range(rows)], [Named(f"a{at}", LONG) for at in range(columns)], table, **SAID)

    drawn_whole(figure, lang)
    shown = [datum for datum in marks(figure, lang) if datum.get("bracket")]
    signs = [datum for datum in marks(figure, lang) if datum.get("text") in ("+", "×", "·")]
    assert len(signs) == len(shown) + 3
    assert len(shown) <= 40 * 24


def test_those_who_object_to_most_stand_first() -> None:
    names = [Named(name, name) for name in "abc"]
    figure = blockers([Named("one", "one"), Named("two", "two")], names, [[1, -1, UNSAID], [UNSAID, -1, -1]], **SAID)
    x = {(one["bracket"], one["actor"]): (one["x"], one["y"]) for one in marks(figure) if one.get("bracket")}

    assert x["two", "b"][0] < x["two", "c"][0] < x["one", "a"][0]
    assert x["two", "b"][1] < x["one", "b"][1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_stand_lie_within_those_proposed(lang) -> None:
    origins = [Origin(name=Named(f"o{at}", LONG), kept=at, proposed=2 * at if at % 3 else None) for at in range(40)]
    figure = survivors(origins, **SAID)

    on_the_sheet(figure, lang)
    bars = [datum for datum in marks(figure) if datum.get("origin") == "o20"]
    assert len({round(bar["x2"] - bar["x"]) for bar in bars}) == 2


def test_colours_have_a_dark_twin() -> None:
    figure = blockers([Named("b", "b")], [Named("a", "a"), Named("c", "c")], [[1, -1]], **SAID)
    fills = {one["fill"] for one in marks(figure) if one.get("bracket")}

    assert fills <= DARK.keys()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: blockers([], [], [], **SAID),
        lambda: blockers([Named("b", "b")], [Named("a", "a")], [[1, 1]], **SAID),
        lambda: blockers([Named("b", "b")], [Named("a", "a")], [[2]], **SAID),
        lambda: survivors([], **SAID),
        lambda: survivors([Origin(name=Named("a", "a"), kept=-1, proposed=3)], **SAID),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw) -> None:
    with pytest.raises(BadValue):
        draw()
