"""Points over time and changes of a text as pictures: words within the sheet and apart, gaps, one session, what is refused."""

from __future__ import annotations

import itertools
import math

import pytest
from figures.examples import SAID
from figures.sheet import boxes

from legation.errors import BadValue
from legation.figures import render
from legation.figures.drift import MOST, Course, drift
from legation.figures.figure import Named
from legation.figures.theme import WIDTH
from legation.figures.wording import Paragraph, wording
from legation.language import LANGUAGES, Message

LONG = "République populaire démocratique de Corée et États associés"


def course(at: int, n: int, *, shown: bool, spread: float = 0.1) -> Course:
    value = tuple(math.nan if (at + k) % 7 == 3 else math.sin(at + k / 5) * spread * 10 for k in range(n))
    low, high = tuple(v - 0.3 for v in value), tuple(v + 0.3 for v in value)
    return Course(name=Named(f"a{at}", LONG if at == 1 else f"Actor {at}"), value=value, low=low, high=high, shown=shown)


def sessions(n: int) -> list[tuple[float, Message]]:
    return [(float(k + 1), Message("answer.value", value=str(k + 1))) for k in range(n)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("actors", "count", "spread"), [(1, 1, 0.1), (8, 3, 0.0), (200, 72, 0.1)])
def test_words_stay_within_the_sheet_and_apart(actors: int, count: int, spread: float, lang: str) -> None:
    rows = [course(at, count, shown=at < MOST, spread=spread) for at in range(actors)]
    placed = boxes(drift(rows, sessions(count), **SAID).specification(lang))

    assert all(left >= -1 and right <= WIDTH + 1 for left, _, right, _ in placed.values())
    for a, b in itertools.combinations(placed.values(), 2):
        assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1


def test_it_is_drawn_without_intervals_and_with_gaps() -> None:
    nan = (math.nan,) * 3
    rows = [Course(name=Named("a", "A"), value=(0.1, math.nan, 0.3), low=nan, high=nan), course(3, 3, shown=False)]

    assert "NaN" not in render.svg(drift(rows, sessions(3), **SAID), "fr")


def test_what_cannot_be_drawn_over_time_is_refused() -> None:
    one = course(0, 2, shown=True)
    for rows, times in (([], sessions(2)), ([one], sessions(3)), ([one], sessions(2)[::-1]), ([one], [])):
        with pytest.raises(BadValue, match="over time"):
            drift(rows, times, **SAID)
    with pytest.raises(BadValue, match="over time"):
        drift([Course(name=Named("a", "A"), value=(1.0,), low=(2.0,), high=(3.0,))], sessions(1), **SAID)
    with pytest.raises(BadValue, match=str(MOST)):
        drift([course(at, 2, shown=True) for at in range(MOST + 1)], sessions(2), **SAID)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [1, 60])
def test_changed_paragraphs_stay_apart_and_are_counted(count: int, lang: str) -> None:
    kinds = ("reworded", "added", "removed")
    rows = [Paragraph(kind=kinds[k % 3], words=f"{k} {LONG} " * 2, kept=k, gone=9 * k, come=1000) for k in range(count)]  # type: ignore[arg-type]
    figure = wording(rows, **SAID)
    placed = boxes(figure.specification(lang))

    assert all(left >= -1 and right <= WIDTH + 1 for left, _, right, _ in placed.values())
    for a, b in itertools.combinations(placed.values(), 2):
        assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
    assert ("36" in render.svg(figure, lang)) == (count == 60)


def test_no_paragraph_and_no_count_below_zero() -> None:
    for rows in ([], [Paragraph(kind="added", words="a", kept=0, gone=0, come=-1)]):
        with pytest.raises(BadValue, match="text"):
            wording(rows, **SAID)
