"""A/RES/74/247, forecast from what was known a week before: nothing is fitted on it, and what is said of it is held against what came."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from figures.sheet import apart, on_the_sheet

from legation.dossier.files import folder
from legation.language import Lang, Message
from legation.methods.voting import expected_tally
from legation.questions import ask
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.votes.estimate import Estimate, estimate

ROOT = Path(__file__).parents[3]
WEEK_BEFORE = dt.date(2019, 12, 20)


@pytest.fixture(scope="module")
def case() -> Case:
    dossier = folder.load(ROOT / "examples" / "un-ict-2018")
    return Case(dossier=dossier, today=dt.date(2026, 11, 28)).at(WEEK_BEFORE)


@pytest.fixture(scope="module")
def made(case: Case) -> Estimate:
    found = estimate(case, case.rollcall("A/RES/74/247"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def came(case: Case, made: Estimate) -> np.ndarray:
    """Votes as they were cast on 27 December: 79 yes, 33 abstentions, 60 no."""
    codes = case.later.votes.matrix(made.members, ["A/RES/74/247"])[:, 0]
    assert np.bincount(codes, minlength=4)[1:4].tolist() == [79, 33, 60]
    return codes


def loss(probability: np.ndarray, made: Estimate, came: np.ndarray) -> float:
    """Log loss of those that voted and had declared nothing: 96 members, a standard error of 0.05."""
    rows = np.flatnonzero((made.known.said == 0) & (came > 0) & (came <= 3))
    assert len(rows) == 96
    return float(-np.log(probability[rows, came[rows] - 1]).mean())


def test_each_thing_known_of_the_vote_makes_it_better_and_both_are_best(case: Case, made: Estimate, came: np.ndarray) -> None:
    *titles, title = inputs.title_numbers([*made.profile.rollcalls, made.ahead])
    words = {"declared": made.declared, "sponsors": made.sponsors, "replay": 0}
    other = [number if number != title else 10_000 for number in titles]
    none = np.zeros_like(made.declared)
    declared_only = loss(expected_tally(made.profile.votes, titles=other, title=title, **words).probability, made, came)
    totals = loss(expected_tally(made.profile.votes, titles=other, title=title, totals=made.totals, **words).probability, made, came)
    earlier = loss(expected_tally(made.profile.votes, titles=titles, title=title, **words).probability, made, came)
    both = loss(made.expected.probability, made, came)
    usual = loss(expected_tally(made.profile.votes, none, replay=0).probability, made, came)
    assert totals <= 0.87
    assert earlier <= 0.80
    assert both <= 0.76
    assert max(totals, earlier) < min(declared_only, usual, np.log(3))


def test_it_rests_on_what_the_dossier_holds_and_says_no_more_than_it_knows(made: Estimate, came: np.ndarray) -> None:
    told = made.expected
    assert told.basis == ("declared", "sponsors", "title", "totals")
    assert made.totals == {"yes": 88, "no": 58, "abstain": 34}
    assert abs(told.abstain - 33) < 5
    assert abs(told.margin - 19) < abs(72 - 19) / 2, "the estimate that the committee contradicted said 72"
    free = (made.known.said == 0) & (told.outcome.max(axis=1) >= 0.95)
    right = told.outcome.argmax(axis=1)[free] == came[free]
    assert right.mean() >= 0.95


def test_one_interval_is_drawn_and_printed(made: Estimate) -> None:
    low, high = np.quantile(made.draws.margin(), [0.1, 0.9])
    assert (low, high) == pytest.approx((made.expected.low, made.expected.high), abs=4)
    np.testing.assert_array_equal(made.draws.probability, made.expected.probability)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_bars_of_the_count_add_up_and_no_words_touch(case: Case, lang: Lang) -> None:
    answer = ask("do-we-have-the-votes", case, rollcall="A/RES/74/247")
    figure = next(one for one in answer.figures if one.id == "tally")
    apart(on_the_sheet(figure, lang))

    values = [mark.value for mark in figure.marks if isinstance(mark.value, Message)]
    counts = {part: [v.values["count"] for v in values if v.id == f"figures.tally.{part}"] for part in ("declared", "estimated", "all")}
    assert sum(counts["all"]) == sum(counts["declared"]) + sum(counts["estimated"]) == 193
    row = next(row for row in answer.table("tally").rows if row[0].id.endswith("row-expected"))
    assert counts["all"] == list(row[1:5])
