"""The picture of claims by circle: a mark for each claim in each column, and what cannot be drawn."""

from __future__ import annotations

import json

import pytest

from legation.errors import BadValue
from legation.figures.circles import MARKS, Held, circles
from legation.language import LANGUAGES, Message

SAID = {name: Message("language.yes") for name in ("title", "subtitle", "alt")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_claim_has_its_mark_in_each_column(lang) -> None:
    rows = [Held(name=f"claim-{at}", marks=(MARKS[at % 3], MARKS[(at + 1) % 3])) for at in range(200)]
    drawn = json.dumps(circles(rows, ["public", "partners"], **SAID).specification(lang))

    assert all(f'"claim-{at}"' in drawn for at in range(200))
    assert drawn.count('"claim": "claim-7"') == 2


@pytest.mark.parametrize("rows", [[], [Held(name="a", marks=("told",))], [Held(name="a", marks=("told", "loud"))]])
def test_what_cannot_be_drawn_is_refused(rows) -> None:
    with pytest.raises(BadValue):
        circles(rows, ["public", "partners"], **SAID)
