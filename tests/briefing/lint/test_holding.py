"""Who holds an accusation, in a sentence of any length: the nearest, and never one that stands out of sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.briefing.lint import lint
from legation.briefing.lint.accusations import REACH, SUBJECT, _subjects, accusations
from legation.briefing.lint.states import mentions

DATED = "On 15 February 2018 "


def rules(text: str) -> list[str]:
    return [found.rule for found in lint(text)]


@pytest.mark.parametrize("count", [100, 400])
def test_what_is_looked_at_for_one_accusation_does_not_grow_with_the_sentence(count: int) -> None:
    text = "France said that Russia attacked, " * count
    named = mentions(text, "en")
    middle = [one for one in accusations(text, "en", named) if one.mention.who == "RUS"][count // 2]

    assert len(list(_subjects(text, "en", middle))) <= 2 * REACH // len("France said that Russia attacked, ") + 2
    assert all(high - low <= SUBJECT for _, low, high in _subjects(text, "en", middle))


def test_a_holder_out_of_reach_is_none_and_one_within_it_is() -> None:
    words = "and that the damage was great "
    near, far = (
        DATED + "the United Kingdom said that it had seen this " + words * times + "and that Russia attacked." for times in (5, 60)
    )

    assert rules(near) == []
    assert rules(far) == ["named-without-holder"]


@given(st.integers(0, 12), st.sampled_from(["Russia", "China", "Iran"]))
def test_a_sentence_says_the_same_whatever_stands_before_and_after_it(count: int, who: str) -> None:
    more = "Water is wet. " * count
    alone = [(f.rule, f.found) for f in lint(f"{who} attacked the grid.")]

    assert [(f.rule, f.found) for f in lint(f"{more}{who} attacked the grid. {more}")] == alone != []


def test_of_two_holders_the_nearest_named_one_counts() -> None:
    assert rules(DATED + "experts said, and the United Kingdom said, that Russia attacked the grid.") == []
    assert rules("Experts said that Russia attacked the grid.") == ["vague-holder"]
