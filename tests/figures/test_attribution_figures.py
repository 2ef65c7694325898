"""Bars of hypotheses and the waterfall: words on the sheet that do not touch, every number at its place, and what is refused."""

from __future__ import annotations

import itertools
import math

import pytest
from figures.examples import SAID, actors
from figures.sheet import apart, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.waterfall import Step, waterfall
from legation.language import LANGUAGES


def steps_of(n):
    return waterfall(-0.8, [Step(name=name, adds=(-1) ** i * 3 / (i + 1)) for i, name in enumerate(actors(n))], **SAID)


EVERY = {"waterfall": steps_of}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 3, 30])
@pytest.mark.parametrize("name", EVERY)
def test_words_stand_on_the_sheet_and_do_not_touch(name, n, lang):
    apart(on_the_sheet(EVERY[name](n), lang))


def test_steps_begin_where_the_last_one_ended():
    bars = [d for d in marks(steps_of(5)) if "adds" in d]
    bars.sort(key=lambda d: d["y"])
    ends = [(d["x"], d["x2"]) if d["adds"] >= 0 else (d["x2"], d["x"]) for d in bars]

    assert all(abs(one[1] - two[0]) < 0.3 for one, two in itertools.pairwise(ends))


def test_what_is_not_finite_is_refused():
    with pytest.raises(BadValue):
        waterfall(0.0, [Step(name="a", adds=math.inf)], **SAID)
