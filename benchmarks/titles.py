"""Series of repeated resolutions in the General Assembly's record: which roll calls stand under one title.

Two roll calls belong together when their normalised titles are equal and each is alone with its title in its session (paragraph
votes share one), or when the published list of identical resolutions (``matches_s1_72.csv``) pairs them; both are merged
transitively. A session in which a series would have two roll calls is left out of it: which one is "the" vote is not known.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict

import numpy as np
from benchmarks.unga import MATCHES, Record
from numpy.typing import NDArray

_RESOLUTION = re.compile(r"\s*:\s*(draft )?(resolution|decision)\b.*")
_AGENDA = re.compile(r"^a/\d+/251 \w+(\[\d+\])? - ")


def normalised(title: str) -> tuple[str, str]:
    """Key of a title and the coarser key of its agenda item, without punctuation and reference numbers.

    >>> normalised("Reducing nuclear danger : resolution / adopted by the General Assembly")
    ('reducing nuclear danger', 'reducing nuclear danger')
    >>> normalised("A/72/251 99w - Reducing nuclear danger. - NUCLEAR SAFETY")
    ('reducing nuclear danger nuclear safety', 'reducing nuclear danger')
    """
    text = _RESOLUTION.sub("", title.lower())
    text = re.sub(r";a/\d+/251 \w+(\[\d+\])? - ", " ", _AGENDA.sub("", text))
    item = text.split(". - ")[0]
    return tuple(" ".join(re.sub(r"[^a-z ]+", " ", part).split()) for part in (text, item))  # type: ignore[return-value]


def series(record: Record) -> tuple[NDArray[np.int64], ...]:
    """Columns of each series of at least two roll calls, in order of session; the series in order of their first column."""
    keys = [normalised(title) for title in record.titles]
    whole = Counter((s, k[0]) for s, k in zip(record.session, keys, strict=True))
    items = Counter((s, k[1]) for s, k in zip(record.session, keys, strict=True))
    parent = list(range(len(keys)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[str, int] = {}
    for column, (session, (text, item)) in enumerate(zip(record.session, keys, strict=True)):
        alone = [k for k, count in ((item, items), (text, whole)) if k and count[(session, k)] == 1]
        if alone:
            parent[root(column)] = root(seen.setdefault(alone[0], column))
    column_of = {int(rcid): column for column, rcid in enumerate(record.rcid)}
    with MATCHES.open(encoding="utf-8") as lines:
        for first, second in list(csv.reader(lines))[1:]:
            if int(first) in column_of and int(second) in column_of:
                parent[root(column_of[int(second)])] = root(column_of[int(first)])
    members: dict[int, list[int]] = defaultdict(list)
    for column in range(len(keys)):
        members[root(column)].append(column)
    result = []
    for columns in members.values():
        sessions = Counter(int(record.session[c]) for c in columns)
        alone_in_session = [c for c in columns if sessions[int(record.session[c])] == 1]
        if len(alone_in_session) > 1:
            result.append(np.array(alone_in_session))
    return tuple(sorted(result, key=lambda columns: int(columns[0])))


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
