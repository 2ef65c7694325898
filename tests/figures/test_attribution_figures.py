"""Bars of hypotheses and the waterfall: words on the sheet that do not touch, every number at its place, and what is refused."""

from __future__ import annotations

import itertools
import math

import pytest
from figures.examples import SAID, actors
from figures.sheet import apart, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.posterior import SHOWN, Believed, posterior
from legation.figures.waterfall import Step, waterfall
from legation.language import LANGUAGES


def bars_of(n):
    rows = []
    for i, name in enumerate(actors(n)):
        value = 1 / (i + 2)
        sort = "unlisted" if i == n - 1 else "planted" if i % 4 == 3 else "named"
        rows.append(Believed(name=name, sort=sort, chances=((0.1, value / 2, value, min(1, value * 1.8)), (0.3, 0.0, value / 2, value))))
    return posterior(rows, ["technical analyst", "regional analyst"], **SAID)


def steps_of(n):
    return waterfall(-0.8, [Step(name=name, adds=(-1) ** i * 3 / (i + 1)) for i, name in enumerate(actors(n))], **SAID)


EVERY = {"posterior": bars_of, "waterfall": steps_of}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 3, 30])
@pytest.mark.parametrize("name", EVERY)
def test_words_stand_on_the_sheet_and_do_not_touch(name, n, lang):
    apart(on_the_sheet(EVERY[name](n), lang))


def test_who_is_unlisted_or_planted_is_drawn_however_many_there_are():
    drawn = [d for d in marks(bars_of(40)) if "prior" in d]

    assert len(drawn) == 2 * (SHOWN + sum(i >= SHOWN and (i % 4 == 3 or i == 39) for i in range(40)))


def test_bars_are_as_long_as_their_chances():
    bars = [d for d in marks(bars_of(3)) if "value" in d and "x2" in d]
    length = [(d["x2"] - d["x"]) / d["value"] for d in bars]

    assert max(length) - min(length) < 1.5


def test_steps_begin_where_the_last_one_ended():
    bars = [d for d in marks(steps_of(5)) if "adds" in d]
    bars.sort(key=lambda d: d["y"])
    ends = [(d["x"], d["x2"]) if d["adds"] >= 0 else (d["x2"], d["x"]) for d in bars]

    assert all(abs(one[1] - two[0]) < 0.3 for one, two in itertools.pairwise(ends))


@pytest.mark.parametrize(
    "chances", [((0.1, 0.5, 0.4, 0.6),), ((0.1, 0.2, 0.3, 1.2),), ((1.5, 0.2, 0.3, 0.4),), ((0.1, 0.2, 0.3, 0.4),) * 2, ()]
)
def test_what_is_no_interval_is_refused(chances):
    with pytest.raises(BadValue):
        posterior([Believed(name="a", sort="named", chances=chances)], ["one"], **SAID)


def test_what_is_not_finite_is_refused():
    with pytest.raises(BadValue):
        waterfall(0.0, [Step(name="a", adds=math.inf)], **SAID)
    with pytest.raises(BadValue):
        posterior([], [], **SAID)
