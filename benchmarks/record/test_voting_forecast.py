"""Forecasts of votes, on published data."""

from __future__ import annotations

import numpy as np
import pytest

from legation.methods.voting import accuracy_curve, voted_alike


def test_session_72_beats_what_is_known(assembly) -> None:
    """Origin: unvotes 0.3.0, UN General Assembly voting data; 72 contested roll calls of session 72, sessions 69-71 as history."""
    history, target = assembly.of(69, 71), assembly.of(72, 72)
    count = np.stack([(target == code).sum(axis=0) for code in (1, 2, 3)])
    target = target[:, count.max(axis=0) <= 0.9 * count.sum(axis=0)]
    assert target.shape[1] == 72
    results = [voted_alike(history, outcome) for outcome in target.T]
    assert np.mean([r.baseline for r in results]) == pytest.approx(0.717, abs=5e-4)
    assert np.mean([r.accuracy for r in results]) > 0.925  # 0.896 nine neighbours, 0.902 weighted neighbours
    confidence = np.concatenate([r.probability.max(axis=1)[o > 0] for r, o in zip(results, target.T, strict=True)])
    hit = np.concatenate([(r.predicted == o)[o > 0] for r, o in zip(results, target.T, strict=True)])
    bins = np.minimum((confidence * 10).astype(int), 9)
    assert sum(abs((confidence - hit)[bins == b].sum()) for b in range(10)) / hit.size < 0.03
    for number, beat in ((40, 0.884), (20, 0.871), (5, 0.803)):
        found = [accuracy_curve(history, o, [number], draws=1, seed=k).accuracy[0] for k, o in enumerate(target.T)]
        assert np.mean(found) > beat + 0.01, number
