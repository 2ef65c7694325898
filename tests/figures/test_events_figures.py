"""Who acts on whom: every size, both languages, signs beside colours."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest
from figures.examples import actors
from figures.sheet import apart, marks, on_the_sheet

from legation.questions.observations.events.tables import acts_picture

LANGS = ("en", "fr")


def acts_of(good, bad, camps):
    """Who acts on whom, of counts: what the answer draws."""
    states = actors(len(camps))
    names = {state.id: state for state in states}
    inputs = SimpleNamespace(
        named=names.get,
        first=states[0].id,
        source="GDELT",
        seen=SimpleNamespace(since=dt.date(2019, 1, 1), until=dt.date(2019, 12, 31)),
        case=SimpleNamespace(actor_row=lambda name: ("actors", name) if name == states[0].id else None),
    )
    whole = SimpleNamespace(membership=np.array(camps), sizes=np.bincount(camps))
    partners = SimpleNamespace(states=tuple(names), cooperation=np.array(good), conflict=np.array(bad), whole=whole)
    return acts_picture(inputs, partners)


def square_of(n):
    rng = np.random.default_rng(n)
    good, bad = rng.poisson(9, (n, n)), rng.poisson(6, (n, n))
    good[:, n // 2], bad[:, n // 2] = 0, 0
    return acts_of(good, bad, [0 if i < n / 2 else 1 if i < n - 1 else 2 for i in range(n)])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("n", [1, 2, 14, 40])
def test_every_number_of_states_is_drawn_whole(n, lang):
    apart(on_the_sheet(square_of(n), lang))


def test_a_cell_says_its_lean_by_sign_and_colour():
    good, bad = [[0, 90, 3], [10, 0, 0], [0, 0, 0]], [[0, 10, 0], [90, 0, 0], [0, 0, 0]]
    figure = acts_of(good, bad, [0, 0, 1])

    cells = {record["label"]: (at, record["value"]) for at, record in enumerate(figure.records("en"))}
    drawn = {datum["mark"]: datum for datum in marks(figure) if "mark" in datum and "x2" in datum}
    first, other = (actor.in_language("en") for actor in actors(2))
    assert drawn[cells[f"{first} – AAB"][0]]["fill"] == "#1B7F79"
    assert drawn[cells[f"{other} – AAA"][0]]["fill"] == "#B3261E"
    assert cells[f"{other} – AAA"][1] == "10 of cooperation, 90 of conflict"
    assert [d["text"] for d in marks(figure) if d.get("text") in ("+", "−") and "mark" in d] == ["+", "−"]
    wide = {label: drawn[at]["x2"] - drawn[at]["x"] for label, (at, _) in cells.items()}
    assert wide[f"{first} – AAC"] < wide[f"{first} – AAB"]  # three stories are few
    assert len(cells) == 6


def test_a_state_that_is_an_actor_opens_its_row():
    rows = [record["row"] for record in square_of(3).records("en")]

    assert {"table": "actors", "id": "AAA"} in rows
    assert None in rows


def test_same_figure_same_words():
    assert square_of(9).specification("fr") == square_of(9).specification("fr")
