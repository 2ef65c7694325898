"""Drawings of a vote, on published data."""

from __future__ import annotations

import numpy as np
import pytest
from methods.voting.test_draws import known

from legation.methods.voting.outlook import outlook
from legation.methods.voting.resemblance import resemblance
from legation.methods.voting.shocks import Lean, drawn, lean_of, spreads_of, unmoved


@pytest.mark.slow
def test_coverage_on_the_general_assembly(assembly) -> None:
    """The 90 % interval on the contested roll calls of sessions 60 to 72, 20 votes known; spreads once a session, not once a roll call."""
    held, alone = [], []
    for session in range(60, 73):
        rng = np.random.default_rng(session)
        history, target = assembly.of(session - 3, session - 1), assembly.of(session, session)
        members = (history > 0).any(axis=1)
        history, target = history[members], target[members]
        labels, none = np.arange(history.shape[1]), np.zeros(history.shape[1], bool)
        model, spreads = resemblance(history), spreads_of(history, labels, 20, repeated=False, rng=rng)
        for outcome in target.T:
            cast = np.bincount(outcome, minlength=4)[1:]
            if cast.max() > 0.9 * cast.sum():
                continue
            said = known(outcome, 20, rng)
            ahead = outlook(history, none, said, model)
            for found, lean, moved in (
                (held, lean_of(model, said), spreads),
                (alone, Lean(np.zeros((len(history), 0)), np.ones(len(history))), unmoved(len(history))),
            ):
                votes = drawn(ahead, lean, moved, 500, rng)
                low, high = np.quantile((votes == 1).sum(axis=1) - (votes == 3).sum(axis=1), [0.05, 0.95])
                found.append(low <= int(cast[0]) - int(cast[2]) <= high)
    assert len(held) == 661
    assert 0.85 <= np.mean(held) <= 0.95
    assert np.mean(alone) < 0.5
