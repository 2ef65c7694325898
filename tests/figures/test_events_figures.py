"""Cooperation against conflict by period, and who acts on whom: every size, both languages, gaps, ties and long names."""

import datetime as dt

import numpy as np
import pytest
from figures.examples import GROUPS, SAID, actors
from figures.sheet import apart, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.acts_matrix import acts_matrix
from legation.figures.mirrored import Span, mirrored

LANGS = ("en", "fr")


def spans_of(n, every="month"):
    rng = np.random.default_rng(n)
    made, day = [], dt.date(2015, 1, 1)
    for at in range(n):
        above, below = rng.gamma(2, 3, 2)
        known = at % 9 != 4
        made.append(
            Span(
                start=day,
                above=(above, above * 0.6, above * 1.5) if known else None,
                below=(below, below * 0.5, below * 1.7) if known else None,
                missing=0.0 if at % 5 else (0.4 if known else 1.0),
                alarm=at == n - 1,
            )
        )
        day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) if every == "month" else day + dt.timedelta(days=7)
    return made


def bars_of(n, every="month"):
    return mirrored(spans_of(n, every), above=GROUPS[0], below=GROUPS[1], every=every, **SAID)


def square_of(n):
    rng = np.random.default_rng(n)
    good, bad = rng.poisson(9, (n, n)), rng.poisson(6, (n, n))
    good[:, n // 2], bad[:, n // 2] = 0, 0
    return acts_matrix(good, bad, actors(n), [0 if i < n / 2 else 1 if i < n - 1 else 2 for i in range(n)], **SAID)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("n", "every"), [(1, "month"), (2, "week"), (24, "month"), (320, "week")])
def test_every_number_of_periods_is_drawn_whole(n, every, lang):
    apart(on_the_sheet(bars_of(n, every), lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("n", [1, 2, 14, 40])
def test_every_number_of_states_is_drawn_whole(n, lang):
    on_the_sheet(square_of(n), lang)


def test_both_sides_have_one_scale_and_mirror_each_other():
    span = Span(start=dt.date(2019, 1, 1), above=(4, 3, 5), below=(4, 3, 5))
    figure = mirrored([span], above=GROUPS[0], below=GROUPS[1], **SAID)

    up, down = [datum for datum in marks(figure) if "value" in datum and "y2" in datum]
    assert up["y2"] == down["y"]
    assert up["y2"] - up["y"] == pytest.approx(down["y2"] - down["y"], abs=0.2)


def test_what_was_not_received_is_hatched_and_has_no_bar():
    spans = [
        Span(start=dt.date(2019, 1, 1), above=(0, 0, 1), below=(0, 0, 1)),
        Span(start=dt.date(2019, 2, 1), above=None, below=None, missing=1.0),
    ]
    found = marks(mirrored(spans, above=GROUPS[0], below=GROUPS[1], **SAID))

    assert [datum["start"] for datum in found if datum.get("missing") == 1.0] == ["2019-02-01"]
    assert "2019-02-01" not in {datum["start"] for datum in found if "value" in datum}


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
    assert bars_of(24).specification("fr") == bars_of(24).specification("fr")
    assert square_of(9).specification("fr") == square_of(9).specification("fr")


@pytest.mark.parametrize(
    "spans",
    [
        [],
        spans_of(321, "week"),
        spans_of(3)[::-1],
        [Span(start=dt.date(2019, 1, 1), above=(1, 2, 3), below=None)],
        [Span(start=dt.date(2019, 1, 1), above=(1, 0, float("inf")), below=None)],
    ],
)
def test_bad_periods_are_refused(spans):
    with pytest.raises(BadValue):
        mirrored(spans, above=GROUPS[0], below=GROUPS[1], **SAID)


def test_bad_squares_are_refused():
    for n, camps in ((41, [0] * 41), (2, [0])):
        with pytest.raises(BadValue):
            acts_matrix(np.zeros((n, n)), np.zeros((n, n)), actors(n), camps, **SAID)
