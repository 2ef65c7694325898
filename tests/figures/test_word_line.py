"""Places between words: what is drawn is what was given, and nothing runs out of the sheet."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from legation.errors import BadValue
from legation.figures.figure import Named
from legation.figures.render import svg
from legation.figures.theme import WIDTH
from legation.figures.word_line import MOST, Placed, word_line
from legation.language import LANGUAGES, Message

SAID: dict[str, Any] = dict.fromkeys(("title", "subtitle", "alt"), Message("language.yes"))
ENDS: dict[str, Any] = {"low": [Message("language.no")], "high": [Message("language.yes")] * 30}


def marks(figure: Any, lang: Any = "fr") -> list[dict[str, Any]]:
    return [datum for layer in figure.specification(lang)["layer"] for datum in layer["data"]["values"]]


def one(at: int, value: float) -> Placed:
    name = Named(f"a{at}", f"Représentation permanente numéro {at} auprès de l'Organisation")
    return Placed(name=name, value=value, low=value - 0.4, high=value + 0.3)


def test_every_actor_stands_at_its_place_on_one_scale() -> None:
    placed = [one(at, at / 10 - 2) for at in range(MOST)]
    drawn = marks(word_line(placed, **ENDS, **SAID))

    dots = {mark["actor"]: mark for mark in drawn if mark.get("actor") and "shape" in mark}
    places = [dots[f"a{at}"]["x"] for at in range(MOST)]
    steps = [after - before for before, after in itertools.pairwise(places)]
    assert max(steps) - min(steps) < 0.3 and min(steps) > 0
    assert max(mark["x"] for mark in drawn if "x" in mark) <= WIDTH
    rows = [dots[f"a{at}"]["y"] for at in range(MOST)]
    assert rows == sorted(rows)
    assert dots["a0"]["low"] == -2.4 and dots["a0"]["high"] == -1.7


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "placed", [[one(0, 0.0)], [Placed(name=Named("a", "A"), value=5.0, low=5.0, high=5.0)], [one(0, -900.0), one(1, 900.0)]]
)
def test_few_equal_and_far_places_are_drawn(placed: list[Placed], lang: Any) -> None:
    assert "<svg" in svg(word_line(placed, **ENDS, **SAID), lang)


def test_who_is_not_drawn_between_two_is_counted() -> None:
    placed = [Placed(name=Named("a", "A"), value=0.0, low=-1.0, high=1.0, skipped=12), one(1, 2.0)]
    written = [mark.get("text") for mark in marks(word_line(placed, **ENDS, **SAID), "en")]

    assert "12 more actors between" in written
    assert not any("between" in str(text) for text in (mark.get("text") for mark in marks(word_line([one(1, 2.0)], **ENDS, **SAID), "en")))


@pytest.mark.parametrize(
    "placed",
    [
        [],
        [one(at, 0.0) for at in range(MOST + 1)],
        [Placed(name=Named("a", "A"), value=1.0, low=2.0, high=3.0)],
        [Placed(name=Named("a", "A"), value=float("nan"), low=0.0, high=1.0)],
        [Placed(name=Named("a", "A"), value=0.0, low=float("-inf"), high=1.0)],
    ],
)
def test_what_cannot_be_drawn_is_said(placed: list[Placed]) -> None:
    with pytest.raises(BadValue, match="inside its interval"):
        word_line(placed, **ENDS, **SAID)
