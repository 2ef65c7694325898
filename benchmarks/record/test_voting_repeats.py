"""Repeated resolutions, on published data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest

from legation.methods.voting import expected_tally

FIRST, LAST = 69, 70
"""Sessions whose titles stand in the column that this record has."""


def repeats(assembly) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield (earlier votes, their title numbers, the votes on the title before, what came) of votes contested the time before."""
    series: dict[str, dict[int, int]] = defaultdict(dict)
    for column, title in enumerate(assembly.titles):
        key = re.sub(r"\s*:\s*resolution.*", "", title.lower())
        if key:
            series[key][int(assembly.session[column])] = column
    numbers = {column: number for number, columns in enumerate(series.values()) for column in columns.values()}
    for columns in series.values():
        for session, column in columns.items():
            before = [c for s, c in columns.items() if s < session]
            if not FIRST <= session <= LAST or not before:
                continue
            last = assembly.votes[:, before[-1]]
            count = np.bincount(last, minlength=4)[1:]
            members = (assembly.of(session - 1, session - 1) > 0).any(axis=1)
            if count.max() > 0.9 * count.sum():
                continue
            history = np.union1d(np.flatnonzero((assembly.session >= session - 3) & (assembly.session < session)), before)
            labels = np.array([numbers.get(int(c), len(series) + int(c)) for c in history])
            labels = np.where(labels == numbers[column], -1, labels + 1)
            yield assembly.votes[np.ix_(members, history)], labels, last[members], assembly.votes[members, column]


@pytest.mark.slow
def test_repeats_are_foretold_better_than_as_last_time(assembly) -> None:
    loss, last_loss, base_loss, away, sure, right, off, last_off = ([] for _ in range(8))
    for votes, labels, last, came in repeats(assembly):
        told = expected_tally(votes, np.zeros(len(votes), np.int8), titles=labels, title=-1, replay=0)
        outcome = np.where(np.isfinite(told.outcome), told.outcome, 0.25)
        rows = np.arange(len(came))
        usual = np.stack([(votes == code).mean(axis=1) for code in range(4)], axis=1) * 0.98 + 0.005
        loss.append(-np.log(outcome[rows, came]).mean())
        last_loss.append(-np.log((0.85 * np.eye(4)[last] + 0.15 / 4)[rows, came]).mean())
        base_loss.append(-np.log(usual[rows, came]).mean())
        away.append(abs(told.absent - (came == 0).sum()))
        top = outcome.max(axis=1) >= 0.95
        sure.append(top.sum())
        right.append((outcome.argmax(axis=1) == came)[top].sum())
        margin = int((came == 1).sum()) - int((came == 3).sum())
        off.append(abs(told.margin - margin))
        last_off.append(abs(int((last == 1).sum()) - int((last == 3).sum()) - margin))
    assert len(loss) > 40
    assert np.mean(loss) < min(0.34, np.mean(last_loss) - 0.1, np.mean(base_loss) - 0.4)
    assert np.mean(away) < 5
    assert np.sum(right) / np.sum(sure) >= 0.95
    assert np.mean(off) < 1.1 * np.mean(last_off)
