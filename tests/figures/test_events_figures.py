"""Who acts on whom: every size, both languages, signs beside colours."""

import numpy as np
import pytest
from figures.examples import SAID, actors
from figures.sheet import marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.acts_matrix import acts_matrix

LANGS = ("en", "fr")


def square_of(n):
    rng = np.random.default_rng(n)
    good, bad = rng.poisson(9, (n, n)), rng.poisson(6, (n, n))
    good[:, n // 2], bad[:, n // 2] = 0, 0
    return acts_matrix(good, bad, actors(n), [0 if i < n / 2 else 1 if i < n - 1 else 2 for i in range(n)], **SAID)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("n", [1, 2, 14, 40])
def test_every_number_of_states_is_drawn_whole(n, lang):
    on_the_sheet(square_of(n), lang)


def test_a_cell_says_its_lean_by_sign_and_colour():
    good, bad = [[0, 90, 3], [10, 0, 0], [0, 0, 0]], [[0, 10, 0], [90, 0, 0], [0, 0, 0]]
    found = marks(acts_matrix(good, bad, actors(3), [0, 0, 1], **SAID))

    cells = {(d["source"], d["target"]): d for d in found if "cooperation" in d}
    assert cells["AAA", "AAB"]["fill"] == "#1B7F79"
    assert cells["AAB", "AAA"]["fill"] == "#B3261E"
    assert [d["text"] for d in found if d.get("text") in ("+", "−")] == ["+", "−"]
    wide = {pair: d["x2"] - d["x"] for pair, d in cells.items() if "x2" in d}
    assert wide["AAA", "AAC"] < wide["AAA", "AAB"]  # three stories are few
    assert len(cells) == 6


def test_same_figure_same_words():
    assert square_of(9).specification("fr") == square_of(9).specification("fr")


def test_bad_squares_are_refused():
    for n, camps in ((41, [0] * 41), (2, [0])):
        with pytest.raises(BadValue):
            acts_matrix(np.zeros((n, n)), np.zeros((n, n)), actors(n), camps, **SAID)
