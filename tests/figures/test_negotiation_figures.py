"""The pictures of a negotiation: every deal has its mark, words stay on the sheet and apart, and what cannot be drawn is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from figures.sheet import apart, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.bargain import bargain
from legation.figures.deals import Deal, signs
from legation.figures.figure import Named
from legation.language import LANGUAGES, Message

SAID = {name: Message("language.yes") for name in ("title", "subtitle", "alt")}
LONG = "Confédération internationale des organisations de la société civile et du développement numérique"
SIDES = [Named("a", LONG), Named("b", "Them")]


def deals(count: int, parties: int, tied: bool = False) -> list[Deal]:
    chance = np.random.default_rng(4)
    kinds = ("solution", "offer", "status", "agreed", "next")
    worth = [(5.0,) * parties if tied else tuple(chance.uniform(0, 10, parties).tolist()) for _ in range(count)]
    many = [kinds[at % 2] for at in range(count)]
    return [Deal(name=f"{LONG} {at}", kind=kind, utilities=one) for at, (kind, one) in enumerate(zip(many, worth, strict=True))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tied", [False, True])
def test_a_frontier_of_two_parties_is_whole(lang, tied) -> None:
    cloud = np.random.default_rng(1).uniform(-3, 10, (500, 2))
    figure = bargain(cloud, [[10, 0], [6, 6], [0, 10]], SIDES, [3, None], deals(12, 2, tied), **SAID)
    there = on_the_sheet(figure, lang)

    assert {one["deal"] for one in marks(figure, lang) if "deal" in one} == {*"ABCDEF", *"123456"}
    apart({key: box for key, box in there.items() if len(key[0]) > 2})


def test_marks_of_one_point_do_not_hide_each_other() -> None:
    figure = bargain([], [[5, 5]], SIDES, [None, None], deals(10, 2, tied=True), **SAID)
    places = {(one["x"], one["y"]) for one in marks(figure) if "deal" in one}

    assert len(places) == 20  # above and in the key


def test_each_kind_has_its_sign() -> None:
    kinds = ("solution", "solution", "offer", "offer", "next", "status", "agreed")

    assert signs([Deal(name="x", kind=kind, utilities=()) for kind in kinds]) == ["A", "B", "1", "2", "+", "0", "Z"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bargain([], [], SIDES, [None, None], [], **SAID),
        lambda: bargain([], [[1, 2]], SIDES[:1], [None], [], **SAID),
        lambda: bargain([[np.nan, 1]], [[1, 2]], SIDES, [None, None], [], **SAID),
        lambda: bargain([], [[1, 2]], SIDES, [None, None], deals(1, 3), **SAID),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw) -> None:
    with pytest.raises(BadValue):
        draw()


def test_a_sheet_is_plain_data() -> None:
    figure = bargain([[1, 1]], [[2, 2]], SIDES, [1, 1], deals(2, 2), **SAID)

    assert json.dumps(figure.specification("en"), allow_nan=False) == json.dumps(figure.specification("en"), allow_nan=False)
