"""What was taken up is found among what was not; runs that were common before are not ours."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.text.uptake import discover, find, phrase

FILLER = "river stone bread house window garden winter summer market letter music bridge forest animal"


def made(seed: int = 0) -> tuple[list[str], list[str], list[str]]:
    """Thirty actors over six years; ours says three phrases in 2016, of which one is taken up, one was common before, one nobody takes."""
    rng = np.random.default_rng(seed)
    words = FILLER.split()
    texts, days, who = [], [], []
    for year in range(2013, 2019):
        for actor in range(30):
            text = " ".join(rng.choice(words, 60))
            if year > 2016 and actor < 12:
                text += " open and trusted seas"
            if actor % 3 == 0:
                text += ". the common heritage of mankind."
            texts.append(text)
            days.append(f"{year}-09-15")
            who.append(f"S{actor:02}")
    texts.append("We want open and trusted seas, the common heritage of mankind, and purple elephants everywhere.")
    return texts, [*days, "2016-03-01"], [*who, "US"]


def test_the_run_that_was_taken_up_is_found_with_its_counts() -> None:
    texts, days, who = made()
    found = discover(texts, days, who, ours={"US"})
    first = found.runs[0]

    assert first.words == "open and trusted seas"
    assert (first.before, first.before_of, first.after_of, first.after) == (0, 90, 90, 24)
    assert first.actors == tuple(f"S{k:02}" for k in range(12))
    assert first.log_odds > first.low > 0
    assert first.q < 0.05
    assert not any("heritage" in run.words or "purple" in run.words for run in found.runs)


def test_its_counts_are_those_of_the_phrase() -> None:
    texts, days, who = made()
    for run in discover(texts, days, who, ours={"US"}).runs:
        uses = find(texts, {"": phrase(run.words)})[""]
        rows = {int(row) for row in uses.row if who[row] != "US"}
        assert run.after == sum(days[row] > run.day for row in rows)
        assert run.before == sum(days[row] < run.day for row in rows)


def test_the_order_of_texts_changes_nothing() -> None:
    texts, days, who = made()
    order = np.random.default_rng(5).permutation(len(texts))
    assert discover(texts, days, who, ours={"US"}) == discover(
        [texts[k] for k in order], [days[k] for k in order], [who[k] for k in order], ours={"US"}
    )


def test_where_nothing_was_taken_up_few_runs_are_named_and_none_as_sure() -> None:
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(FILLER.split(), 80)) for _ in range(400)]
    days = [f"{2013 + k % 6}-01-01" for k in range(400)]
    found = discover(texts, days, [f"S{k % 40}" for k in range(400)], ours={"S0"}, rare=1.0)

    assert found.compared > 100
    assert sum(run.q < 0.05 for run in found.runs) <= 1


def test_without_a_text_of_ours_or_of_others_nothing_is_compared() -> None:
    texts, days, who = made()
    assert discover(texts, days, who, ours={"NOBODY"}).compared == 0
    assert discover(texts, days, ["US"] * len(texts), ours={"US"}).runs == ()
    assert discover([], [], [], ours={"US"}).runs == ()
    with pytest.raises(BadValue, match="discover must be"):
        discover(texts, days, who, ours={"US"}, shortest=4, longest=3)
