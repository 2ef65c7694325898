"""The picture of the score card: words within the sheet, long intervals at the edge, what is refused."""

from __future__ import annotations

import pytest
from figures.examples import SAID
from figures.sheet import drawn_whole, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.skills import Compared, skills
from legation.language import LANGUAGES, Message

NAME = Message("answer.value", value="Combien chaque hypothèse d’un dossier d’incident est probable, et pour combien de temps encore")
ROWS = (
    Compared(name=NAME, value=0.4, low=0.3, high=0.5, state="better"),
    Compared(name=Message("language.yes"), value=-0.02, low=-0.1, high=0.05, state="no-different"),
    Compared(name=Message("language.no"), value=-0.6, low=-4.0, high=-0.2, state="worse"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_stay_on_the_sheet(lang: str) -> None:
    on_the_sheet(skills(ROWS, **SAID), lang)
    drawn_whole(skills(ROWS * 8, **SAID), lang)


def test_each_row_has_its_dot_with_its_interval() -> None:
    there = marks(skills(ROWS, **SAID))

    assert sorted(one["value"] for one in there if "value" in one) == sorted(row.value for row in ROWS)
    assert sorted(one["low"] for one in there if "low" in one) == sorted(row.low for row in ROWS)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [Compared(name=NAME, value=0.4, low=0.5, high=0.6, state="better")],
        [Compared(name=NAME, value=0.4, low=0.3, high=1.2, state="better")],
        [Compared(name=NAME, value=float("nan"), low=0.3, high=0.4, state="better")],
    ],
)
def test_what_is_no_comparison_is_refused(rows: list[Compared]) -> None:
    with pytest.raises(BadValue, match="judgements"):
        skills(rows, **SAID)
