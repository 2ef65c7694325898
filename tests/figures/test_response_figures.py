"""The ladder with its gates, and the beliefs under which answers deter: words within the sheet, marks told apart, what is refused."""

from __future__ import annotations

import itertools

import pytest
from figures.examples import SAID
from figures.sheet import boxes

from legation.errors import BadValue
from legation.figures import render
from legation.figures.beliefs import Belief, beliefs
from legation.figures.figure import Named
from legation.figures.ladder import Step, ladder
from legation.figures.theme import WIDTH
from legation.language import LANGUAGES, Message

NAMES = ("word", "déclaration publique conjointe de plusieurs États sur l’outil et le groupe", "charges")
STEPS = (
    Step(name=Named("word", NAMES[0]), state="open", minimum=0.2),
    Step(name=Named("joint", NAMES[1]), state="undecided", minimum=0.8, evidence="unknown", conditions=("yes",)),
    Step(name=Named("charges", NAMES[2]), state="closed", track=True, conditions=("yes", "no", "unknown") * 3),
)


def picture(steps=STEPS, probability=(0.6, 0.7, 0.9)):
    return ladder(steps, probability, **SAID)


def texts(spec) -> list[dict]:
    return [datum for layer in spec["layer"] for datum in layer["data"]["values"] if "text" in datum]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_stay_within_the_sheet_and_apart(lang) -> None:
    placed = boxes(picture().specification(lang))
    assert placed
    for (text, *_), (left, _, right, _) in placed.items():
        assert left >= -1, text
        assert right <= WIDTH + 1, text
    for one, other in itertools.combinations(placed, 2):
        a, b = placed[one], placed[other]
        assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1, (one, other)


def test_each_answer_and_each_state_has_a_mark_of_its_own() -> None:
    spec = picture().specification("en")
    marks = [datum for layer in spec["layer"] for datum in layer["data"]["values"]]
    answers = [datum["answer"] for datum in marks if "answer" in datum]
    assert sorted(answers) == ["no"] * 4 + ["unknown"] * 5 + ["yes"] * 5  # three of them in the key, one for the evidence
    assert {"open", "undecided", "closed"} <= {datum["text"] for datum in texts(spec)}
    assert [(d["low"], d["value"], d["high"]) for d in marks if "low" in d] == [(0.6, 0.7, 0.9)]
    assert sorted(d["minimum"] for d in marks if "minimum" in d) == [0.2, 0.8]


def test_the_highest_rung_is_on_top_and_tracks_below() -> None:
    heights = {datum["text"]: datum["y"] for datum in texts(picture().specification("en"))}
    assert heights[next(text for text in heights if text.startswith("déclaration"))] < heights["word"] < heights["charges"]


def test_a_probability_that_is_not_given_draws_no_band() -> None:
    spec = picture(probability=None).specification("en")
    assert all("low" not in datum for layer in spec["layer"] for datum in layer["data"]["values"])


def test_they_are_drawn() -> None:
    answer = Belief(name=Named("l", "Listing"), none_below=0.2, all_above=None, supposed=(0.3, 0.3), share=0.4)
    for figure in (picture(), beliefs([answer], **SAID)):
        assert render.svg(figure, "fr").startswith("<svg")


def regions(none_below, all_above) -> list[float]:
    one = Belief(name=Named("l", "Listing"), none_below=none_below, all_above=all_above, supposed=(0.3, 0.6), share=0.4)
    spec = beliefs([one], **SAID).specification("en")
    bars = [datum for layer in spec["layer"] for datum in layer["data"]["values"] if datum.get("answer") == "l" and "x2" in datum]
    return [round((bar["x2"] - bar["x"]) / 380, 2) for bar in sorted(bars, key=lambda bar: bar["x"])]


def test_the_regions_of_belief_are_as_wide_as_they_are() -> None:
    assert regions(0.2, 0.7) == [0.2, 0.5, 0.3]
    assert regions(0.2, None) == [0.2, 0.8]
    assert regions(None, None) == [1.0]


@pytest.mark.parametrize(
    ("steps", "probability"),
    [
        ((), None),
        (STEPS, (0.9, 0.7, 0.6)),
        (STEPS, (0.5, 0.7, 1.6)),
        ((Step(name=Named("w", "W"), state="ajar"),), None),
        ((Step(name=Named("w", "W"), state="open", minimum=1.5),), None),
        ((Step(name=Named("w", "W"), state="open", conditions=("perhaps",)),), None),
    ],
)
def test_what_cannot_be_drawn_is_refused(steps, probability) -> None:
    with pytest.raises(BadValue):
        picture(steps, probability)


def test_beliefs_that_are_no_shares_are_refused() -> None:
    with pytest.raises(BadValue):
        beliefs([], **SAID)
    with pytest.raises(BadValue):
        beliefs([Belief(name=Named("l", Message("language.yes")), none_below=None, all_above=None, supposed=(0.3, 1.6), share=0.4)], **SAID)
