"""Why a member's chances are what they are: shares of the change in odds, said in both languages, and what would move an estimate."""

from __future__ import annotations

import numpy as np
import pytest

from legation.language import LANGUAGES, say
from legation.methods.voting import expected_tally
from legation.questions.votes.estimate import why

VOTES = np.array([[1, 1, 1, 3], [3, 3, 1, 1], [2, 2, 2, 2], [1, 3, 1, 3], [3, 1, 3, 1], [0, 0, 0, 0]] * 4, np.int8)
NOBODY = np.zeros(len(VOTES), np.int8)


def test_reasons_add_up_to_no_more_than_the_whole_and_name_what_is_known() -> None:
    told = expected_tally(VOTES, NOBODY, titles=[0, 1, 0, 1], title=0, totals={"yes": 8, "no": 8, "abstain": 4}, like=VOTES[:, 3])
    said = why(told, 0)
    assert said is not None
    shares = [part.values["share"] for part in said.values["parts"]]
    assert shares == sorted(shares, reverse=True)
    assert 0.15 <= sum(shares) <= 1 + 1e-9
    ids = {part.id.removeprefix("vote-known.").removeprefix("because-").removeprefix("although-") for part in said.values["parts"]}
    assert ids <= set(told.basis)
    for lang in LANGUAGES:
        assert "%" in say(said, lang)


def test_with_one_thing_known_it_is_the_whole_reason() -> None:
    told = expected_tally(VOTES, NOBODY, titles=[0, 1, 0, 1], title=0, replay=0)
    said = why(told, 2)
    assert said is not None
    assert [part.values["share"] for part in said.values["parts"]] == [pytest.approx(1)]


def test_of_whom_nothing_is_known_there_is_no_reason() -> None:
    told = expected_tally(VOTES, NOBODY, titles=[0, 1, 0, 1], title=0, replay=0)
    assert why(told, 5) is None
    assert why(expected_tally(VOTES, NOBODY, replay=0), 0) is None
