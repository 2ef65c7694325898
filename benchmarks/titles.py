"""Series of repeated resolutions in the General Assembly's record: which roll calls stand under one title.

Two roll calls belong together when they are on whole texts, in two sessions, with equal normalised titles. Where a session has several
with one title, the last one stands for it.
"""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
from benchmarks.unga import Record
from numpy.typing import NDArray

_RESOLUTION = re.compile(r"\s*:\s*(draft )?(resolution|decision)\b.*")


def normalised(title: str) -> str:
    """Key of a title, without what records append to it, punctuation and numbers.

    >>> normalised("Reducing nuclear danger : resolution / adopted by the General Assembly")
    'reducing nuclear danger'
    >>> normalised("Status of the Convention, 1972")
    'status of the convention'
    """
    return " ".join(re.sub(r"[^a-z ]+", " ", _RESOLUTION.sub("", title.lower())).split())


def series(record: Record) -> tuple[NDArray[np.int64], ...]:
    """Columns of each series of at least two roll calls, in order of session; the series in order of their first column."""
    latest: dict[str, dict[int, int]] = defaultdict(dict)
    for column, (session, title) in enumerate(zip(record.session.tolist(), record.titles, strict=True)):
        key = normalised(title)
        if key and record.whole[column]:
            latest[key][session] = column
    found = [np.array(list(columns.values())) for columns in latest.values() if len(columns) > 1]
    return tuple(sorted(found, key=lambda columns: int(columns[0])))


def cases(record: Record, first: int, last: int) -> list[tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.int8]]]:
    """Return (earlier votes on the title, other votes of the three sessions before, the vote) for the repeated votes of first..last."""
    found = []
    for columns in series(record):
        for k in range(1, columns.size):
            session = record.session[columns[k]]
            if first <= session <= last:
                before = np.flatnonzero((record.session >= session - 3) & (record.session < session))
                other = np.setdiff1d(before, columns)
                found.append((record.votes[:, columns[:k]], record.votes[:, other], record.votes[:, columns[k]]))
    return found
