"""Judgements: scored by hand, and only when resolved."""

from __future__ import annotations

import pytest

from legation.errors import BadValue
from legation.methods.attribution import Judgement, score_judgements

MADE = Judgement(id="a", made_on="2018-02-15", probability={"x": 0.7, "y": 0.2, "z": 0.1})
OPEN = Judgement(id="b", made_on="2018-03-01", probability={"x": 0.5, "unlisted": 0.5})


def test_the_published_score() -> None:
    found = score_judgements([MADE, OPEN], {"a": "x"})

    assert found.log_loss == pytest.approx(0.3567, abs=5e-5)
    assert found.brier == pytest.approx(0.14)
    assert found.open == ("b",)
    assert found.each[0].given == pytest.approx(0.7)


def test_nothing_resolved_has_no_score() -> None:
    found = score_judgements([OPEN], {})

    assert (found.log_loss, found.brier, found.each, found.open) == (None, None, (), ("b",))


def test_a_sure_and_wrong_judgement_costs_much_and_not_everything() -> None:
    sure = Judgement(id="c", made_on="2020-01-01", probability={"x": 1.0, "y": 0.0})
    found = score_judgements([sure], {"c": "y"})

    assert found.log_loss == pytest.approx(13.8155, abs=1e-4)
    assert found.brier == 2


def test_wrong_ledgers_are_refused() -> None:
    for call in (
        lambda: Judgement(id="d", made_on="2020-01-01", probability={"x": 0.7}),
        lambda: score_judgements([MADE, MADE], {}),
        lambda: score_judgements([MADE], {"q": "x"}),
        lambda: score_judgements([MADE], {"a": "w"}),
    ):
        with pytest.raises(BadValue, match="must "):
            call()
