"""What each picture shows, and what it refuses."""

import re

import numpy as np
import pytest
from figures.examples import EVERY, SAID, actors, journeys_of
from figures.sheet import apart, on_the_sheet

from legation.errors import BadValue
from legation.figures.figure import Named
from legation.figures.kit.flow import Journey, flow
from legation.figures.kit.seats import Seat, seats


def data(figure, lang="en"):
    return [d for layer in figure.specification(lang)["layer"] for d in layer["data"]["values"]]


def words(figure, lang="en"):
    return [d["text"] for d in data(figure, lang) if "text" in d]


def test_a_seat_keeps_its_place_whatever_the_votes():
    def places(votes):
        seated = [Seat(a, "West" if i % 2 else "East", votes[i % len(votes)]) for i, a in enumerate(actors(60))]
        return {d["text"]: (d["x"], d["y"]) for d in data(seats(seated[::-1], **SAID)) if "text" in d and "mark" in d}

    assert len(places(["yes"])) == 60
    assert places(["yes"]) == places(["no", "absent", "abstain"])


def test_seats_count_per_group_and_overall():
    figure = seats([Seat(a, "East", v) for a, v in zip(actors(5), ["yes", "yes", "no", "missing", "not_entitled"], strict=True)], **SAID)

    shown = words(figure)
    assert {"2", "1", "0"} <= set(shown)
    assert any("Y\u00a02" in text and "N\u00a01" in text and "1\u00a0not\u00a0listed" in text for text in shown)
    assert "1 member without a vote has no seat here" in shown
    assert len({d["actor"] for d in data(figure) if d.get("actor")}) == 4


def test_seats_write_the_letters_of_the_language():
    figure = seats([Seat(actors(1)[0], "East", "yes")], **SAID)

    assert "O" in words(figure, "fr")
    assert "Y" in words(figure, "en")


def test_groups_stand_in_the_order_asked():
    seated = [Seat(a, f"g{i % 3}", "yes") for i, a in enumerate(actors(9))]

    shown = [text for text in words(seats(seated, groups=("g2", "g0"), **SAID)) if re.fullmatch(r"g\d", text)]
    assert shown == ["g2", "g0", "g1"]


def test_long_ids_are_numbered_and_named_below():
    figure = seats([Seat(one, "", "yes") for one in (*actors(60), Named("microsoft", "Microsoft"))], **SAID)

    assert {"1", "Microsoft", "AAA"} <= set(words(figure))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(("size", "written"), [(1, "name"), (27, "name"), (193, "id"), (501, ""), (1336, "")])
def test_seats_of_every_size_fit_on_a_page_with_letters_that_can_be_read(size, written, lang):
    figure = EVERY["seats"](size)
    apart(on_the_sheet(figure, lang))

    spec = figure.specification(lang)
    assert min(layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text") >= 12
    assert spec["height"] <= 1050
    first = figure.marks[0].label
    shown = {"name": first.in_language("en"), "id": first.id}
    found = {name for name, text in shown.items() if text in words(figure)}
    assert found == ({written} if written else set())


def test_ids_that_do_not_fit_leave_seats_alone():
    many = [Seat(Named(f"member-{i}", f"Member {i}"), "", "no" if i % 2 else "yes") for i in range(100)]
    figure = seats(many, **SAID)

    assert not [d for d in data(figure) if "text" in d and "mark" in d]
    assert [mark.value.id for mark in figure.marks] == ["figures.vote.yes"] * 50 + ["figures.vote.no"] * 50


def test_yes_and_no_are_told_apart_without_colour():
    of_vote = {vote: next(d for d in data(EVERY["seats"](60)) if d.get("vote") == vote and "mark" in d) for vote in ("yes", "no")}

    assert "x2" in of_vote["yes"]
    assert of_vote["no"]["path"].count("L") == 4  # five corners


def test_flows_write_every_count():
    count = np.array([[0, 0, 0, 0], [0, 77, 12, 12], [0, 0, 0, 0], [0, 46, 0, 0]])

    figure = flow(journeys_of(count), first="73/27", second="73/266", **SAID)

    ribbons = [(d["first"], d["second"], d["actors"]) for d in data(figure) if "first" in d]
    assert sorted(ribbons) == [("no", "yes", 46), ("yes", "abstain", 12), ("yes", "no", 12), ("yes", "yes", 77)]
    assert {"77", "46", "12", "101", "123"} <= set(words(figure))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: seats([Seat(actors(1)[0], "", "maybe")], **SAID),
        lambda: flow([Journey(actors(1)[0], "perhaps", "no")], first="a", second="b", **SAID),
        lambda: flow([Journey(actors(1)[0], "yes", "not_entitled")], first="a", second="b", **SAID),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(wrong):
    with pytest.raises(BadValue) as caught:
        wrong()

    for lang in ("en", "fr"):
        assert not caught.value.message.in_language(lang).startswith("[")
