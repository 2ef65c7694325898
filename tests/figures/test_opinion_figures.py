"""Pictures of a room: nobody can be told by a point, doubt is drawn, words stay on the sheet."""

from __future__ import annotations

import numpy as np
import pytest
from figures.sheet import apart, marks, on_the_sheet

from legation.dossier import Wording
from legation.figures.kit.plane import Group, Spot, plane
from legation.figures.theme import PAPER
from legation.language import LANGUAGES, Message

SAID = {name: Message("language.yes") for name in ("title", "subtitle", "alt")}
LONG = Wording(
    en="Registries answer to those whom they serve, and to nobody else, whatever a court may say.",
    fr="L’Association internationale des registres et de la gouvernance de l’Internet répond à ceux qu’elle sert, et à nul autre, quoi qu’en dise un tribunal.",
)


def opinion_map(position, group, stability, names):
    spots = [
        Spot(name="", x=x, y=y, group=g, sure=not s < 0.8)
        for (x, y), g, s in zip(np.asarray(position, float).tolist(), np.asarray(group).tolist(), stability, strict=True)
    ]
    return plane(spots, [Group(name=name, value=name) for name in names], hulls=True, id="opinion-map", **SAID)


def map_of(n: int, groups: int = 4):
    rng = np.random.default_rng(n)
    position = np.round(rng.normal(size=(n, 2)), 1)
    group = np.arange(n) % (groups + 1) - 1
    names = [Wording(en=f"group {g + 1}", fr=f"groupe des signataires {g + 1}") for g in range(groups)]
    return opinion_map(position, group, np.where(group < 0, np.nan, rng.random(n)), names)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figure", [map_of(1, 1), map_of(27), map_of(4000)])
def test_every_word_is_on_the_sheet_and_none_over_another(figure, lang) -> None:
    apart(on_the_sheet(figure, lang))


def test_nothing_of_the_order_of_votes_is_in_the_map() -> None:
    rng = np.random.default_rng(0)
    position, group, sure = rng.normal(size=(40, 2)), np.arange(40) % 2, rng.random(40)
    order = rng.permutation(40)

    one = opinion_map(position, group, sure, ["a", "b"])
    two = opinion_map(position[order], group[order], sure[order], ["a", "b"])

    assert one.specification("en") == two.specification("en")


def test_who_is_near_a_border_is_hollow_and_every_point_is_drawn_once() -> None:
    points = [d for d in marks(opinion_map([[0, 0], [1, 0], [0, 1]], [0, 0, -1], [0.79, 0.81, np.nan], ["a"])) if "group" in d]

    assert sorted((d["group"], d["fill"] == PAPER) for d in points) == [(-1, False), (0, False), (0, True)]


def test_groups_have_marks_and_people_have_none() -> None:
    figure = map_of(400)

    assert [mark["label"] for mark in figure.records("en")] == [f"group {g + 1}" for g in range(4)]
    assert {d["mark"] for d in marks(figure) if "mark" in d} == set(range(4))
    assert not [d for d in marks(figure) if "mark" in d and "area" in d]


def test_a_crowd_is_thinned_and_the_picture_says_so() -> None:
    data = marks(map_of(4000))

    assert sum("group" in d for d in data) <= 1500
    assert any("4,000" in d.get("text", "") for d in data)
