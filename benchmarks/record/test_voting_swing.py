"""Votes that may swing, on published data."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import numpy as np

from legation.methods.voting import swing_backtest


def test_repeated_resolutions_rank_better_than_past_changes(assembly) -> None:
    """Origin: unvotes 0.3.0; titles of sessions 60-70 that stand once in their session; what is ranked is the vote of session 69 or 70."""
    titles = [re.sub(r"\s*:\s*resolution.*", "", title.lower()) for title in assembly.titles]
    once = Counter(zip(assembly.session.tolist(), titles, strict=True))
    series = defaultdict(list)
    for column, (session, title) in enumerate(zip(assembly.session.tolist(), titles, strict=True)):
        if 60 <= session <= 70 and title and once[session, title] == 1:
            series[title].append(column)
    cases = []
    for columns in series.values():
        session = assembly.session[columns[-1]]
        if len(columns) > 2 and session >= 69:
            others = np.setdiff1d(np.flatnonzero((assembly.session >= session - 2) & (assembly.session < session)), columns)
            cases.append((assembly.votes[:, columns[:-1]], assembly.votes[:, others], assembly.votes[:, columns[-1]]))
    replay = swing_backtest(cases)
    assert len(cases) > 30 and replay.average_precision > 1.2 * max(replay.by_share, replay.by_number, replay.by_margin)
