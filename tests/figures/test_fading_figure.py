"""Half-lives as a picture: words within the sheet and apart, open ends, what is refused."""

from __future__ import annotations

import itertools
import math

import pytest
from figures.examples import SAID
from figures.sheet import boxes

from legation.errors import BadValue
from legation.figures import render
from legation.figures.fading import Lasting, half_lives
from legation.figures.figure import Named
from legation.figures.theme import WIDTH
from legation.language import LANGUAGES

FIRM = Lasting(name=Named("firm", "l’organisation touchée, sa filiale et leurs fournisseurs de paiement"), days=30, low=12.4, high=88)
ROWS = (
    FIRM,
    Lasting(name=Named("Gazette", "La Gazette du littoral et des îles"), days=21, low=8, high=math.inf, inner=True),
    Lasting(name=Named("attackers", "attackers"), days=math.inf, low=90, high=math.inf),
    Lasting(name=Named("state", "state"), days=math.inf, low=math.inf, high=math.inf),
    Lasting(name=Named("short", "short"), days=1, low=1, high=1),
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_stay_within_the_sheet_and_apart(lang: str) -> None:
    placed = boxes(half_lives(ROWS, **SAID).specification(lang))

    assert all(left >= -1 and right <= WIDTH + 1 for left, _, right, _ in placed.values())
    for a, b in itertools.combinations(placed.values(), 2):
        assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1


def test_it_is_drawn_with_open_ends() -> None:
    assert render.svg(half_lives(ROWS, **SAID), "fr").lstrip().startswith("<svg")


@pytest.mark.parametrize(
    "rows", [[], [Lasting(name=Named("a", "a"), days=0.5, low=0.2, high=3)], [Lasting(name=Named("a", "a"), days=9, low=10, high=30)]]
)
def test_what_is_no_half_life_is_refused(rows: list[Lasting]) -> None:
    with pytest.raises(BadValue, match="half-life"):
        half_lives(rows, **SAID)
