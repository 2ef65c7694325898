"""Changes of a text as pictures: words within the sheet and apart, what is refused."""

from __future__ import annotations

import itertools

import pytest
from figures.examples import SAID
from figures.sheet import boxes
from legation.figures.wording import Paragraph, wording

from legation.errors import BadValue
from legation.figures import render
from legation.figures.theme import WIDTH
from legation.language import LANGUAGES

LONG = "République populaire démocratique de Corée et États associés"


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
