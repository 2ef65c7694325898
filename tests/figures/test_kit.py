"""The shapes of the kit: what is drawn knows the row that it stands for, and nothing else does."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from figures.examples import EVERY, GROUPS, SAID, actors, journeys_of

from legation.figures import render
from legation.figures.kit.flow import flow
from legation.figures.kit.seats import Seat, seats
from legation.questions.answer import Answer
from legation.questions.base.answer_data import decode_answer, encode_answer

KIT = ("seats", "flows", "heat", "matrix", "ladder", "plane", "axes", "quarters")


def drawn(figure, lang="en"):
    """Return the numbers of marks that the elements of the drawing bear, in the order of the file."""
    root = ET.fromstring(render.svg(figure, lang))
    return [int(element.get("data-mark")) for element in root.iter() if element.get("data-mark")]


@pytest.mark.parametrize("size", [1, 5, 200, 1336])
@pytest.mark.parametrize("shape", KIT)
def test_every_mark_is_drawn_and_every_drawn_one_has_a_record(shape, size) -> None:
    figure = EVERY[shape](size)

    shown = {mark for mark, record in enumerate(figure.records("fr")) if record["parts"] or record["row"]}
    assert shown <= set(drawn(figure, "fr")) <= set(range(len(figure.marks)))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_seat_knows_its_actor_its_vote_and_its_sources(lang) -> None:
    france, kenya, chad = actors(3)
    figure = seats(
        [
            Seat(kenya, GROUPS[0], "no"),
            Seat(france, GROUPS[0], "yes", declared=True, evidence=("letter",)),
            Seat(chad, GROUPS[0], "not_entitled", evidence=("list",)),
        ],
        **SAID,
    )

    first, second = figure.records(lang)
    assert (first["row"], first["evidence"]) == ({"table": "actors", "id": france.id}, ["letter"])
    assert first["value"] == {"en": "Yes, declared by the member", "fr": "Oui, annoncé par le membre"}[lang]
    assert (second["label"], second["value"]) == (kenya.in_language(lang), {"en": "No", "fr": "Non"}[lang])
    assert first["group"] == GROUPS[0].in_language(lang)
    assert "list" not in str(figure.records(lang))


def test_marks_of_seats_stand_in_the_order_of_drawing() -> None:
    figure = EVERY["seats"](193)

    shapes = [int(mark) for mark in re.findall(r'<(?:rect|path) [^>]*data-mark="(\d+)"', render.svg(figure, "en"))]
    assert len(set(shapes)) == len(figure.marks)
    first_of_each_layer = [mark for at, mark in enumerate(shapes) if at == 0 or mark < shapes[at - 1]]
    assert len(first_of_each_layer) <= 5  # full, hollow, dashed, with a corner cut off, framed


def test_a_ribbon_sums_those_who_went_that_way() -> None:
    count = [[0, 0, 0, 1], [0, 3, 0, 2], [0, 0, 0, 0], [0, 4, 0, 0]]
    figure = flow(journeys_of(count), first="73/27", second="73/266", **SAID)

    ribbons = {record["label"]: record for record in figure.records("en") if record["parts"]}
    assert {label: len(record["parts"]) for label, record in ribbons.items()} == {
        "Yes, then Yes": 3,
        "Yes, then No": 2,
        "No, then Yes": 4,
        "Absent or not listed, then No": 1,
    }
    assert all(part["row"]["table"] == "actors" and part["evidence"] == ["record"] for r in ribbons.values() for part in r["parts"])
    assert sum(len(r["parts"]) for r in ribbons.values()) == np.sum(count)


def test_marks_outlive_the_store_of_answers() -> None:
    figure = EVERY["seats"](20)
    answer = Answer(question="do-we-have-the-votes", title=SAID["title"], figures=(figure,))

    (read,) = decode_answer(encode_answer(answer)).figures
    assert read.records("fr") == figure.records("fr")
    assert drawn(read) == drawn(figure)
