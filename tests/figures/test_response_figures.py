"""The beliefs under which answers deter: as wide as they are, and what is refused."""

from __future__ import annotations

import pytest
from figures.examples import SAID

from legation.errors import BadValue
from legation.figures import render
from legation.figures.beliefs import Belief, beliefs
from legation.figures.figure import Named
from legation.language import Message


def test_they_can_be_drawn() -> None:
    answer = Belief(name=Named("l", "Listing"), none_below=0.2, all_above=None, supposed=(0.3, 0.3), share=0.4)
    assert render.svg(beliefs([answer], **SAID), "fr").startswith("<svg")


def regions(none_below, all_above) -> list[float]:
    one = Belief(name=Named("l", "Listing"), none_below=none_below, all_above=all_above, supposed=(0.3, 0.6), share=0.4)
    spec = beliefs([one], **SAID).specification("en")
    bars = [datum for layer in spec["layer"] for datum in layer["data"]["values"] if datum.get("answer") == "l" and "x2" in datum]
    return [round((bar["x2"] - bar["x"]) / 380, 2) for bar in sorted(bars, key=lambda bar: bar["x"])]


def test_the_regions_of_belief_are_as_wide_as_they_are() -> None:
    assert regions(0.2, 0.7) == [0.2, 0.5, 0.3]
    assert regions(0.2, None) == [0.2, 0.8]
    assert regions(None, None) == [1.0]


def test_beliefs_that_are_no_shares_are_refused() -> None:
    with pytest.raises(BadValue):
        beliefs([], **SAID)
    with pytest.raises(BadValue):
        beliefs([Belief(name=Named("l", Message("language.yes")), none_below=None, all_above=None, supposed=(0.3, 1.6), share=0.4)], **SAID)
