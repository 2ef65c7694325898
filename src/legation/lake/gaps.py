"""What a source published by its clock and we did not receive."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Gap", "missing_runs", "moment"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of slices that were expected and not received.

    Attributes
    ----------
    source : str
    first, last : datetime
        The first and the last missing slice, UTC.
    slices : int
        How many are missing.
    """

    source: str
    first: dt.datetime
    last: dt.datetime
    slices: int


def moment(seconds: int) -> dt.datetime:
    """Return the moment some seconds after 1970, UTC; also before 1970.

    >>> moment(-900).isoformat()
    '1969-12-31T23:45:00+00:00'
    """
    return _EPOCH + dt.timedelta(seconds=seconds)


def missing_runs(source: str, received: Iterable[int], every: int, first: int | None = None, last: int | None = None) -> tuple[Gap, ...]:
    """Return the runs of slices between the first and the last that are not among those received.

    Parameters
    ----------
    source : str
    received : iterable of int
        Beginnings of slices, seconds since 1970; each a multiple of ``every``.
    every : int
        Seconds from one slice to the next.
    first, last : int, optional
        What was to be received; by default from the first to the last that was.

    Examples
    --------
    >>> [(g.first.strftime("%H:%M"), g.last.strftime("%H:%M"), g.slices) for g in missing_runs("x", [0, 900, 3600], 900)]
    [('00:30', '00:45', 2)]
    """
    there = sorted(set(received))
    start = there[0] if first is None and there else first
    end = there[-1] if last is None and there else last
    if start is None or end is None:
        return ()
    inside = [at for at in there if start <= at <= end]
    edges = [start - every, *inside, end + every]
    runs = []
    for before, after in itertools.pairwise(edges):
        slices = (after - before) // every - 1
        if slices > 0:
            runs.append(Gap(source, moment(before + every), moment(before + slices * every), slices))
    return tuple(runs)
