"""Expected days of fora that give way: to a day that a row states, and with the step that they follow."""

from __future__ import annotations

import bisect
import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from legation.dossier.steps import Day, Occurrence

__all__ = ["Rhythm", "expected_left"]

_HALF_MONTH = 365.2425 / 24
"""Half a month [days]."""


class Rhythm(NamedTuple):
    """What tells a step from others whose days may stand for its own.

    Attributes
    ----------
    of : hashable
        Its forum and kind.
    matter : str
        Empty: any.
    follows : str
        The step after which it is counted and whose rhythm it has; empty where it has its own.
    """

    of: Hashable
    matter: str
    follows: str = ""


_Span = tuple[dt.date, dt.date, str]


def expected_left(rhythms: Mapping[str, Rhythm], known: Iterable[Occurrence], ahead: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """Yield what is expected and has no row of its own within half a period; what follows an expected day that goes, goes with it.

    Parameters
    ----------
    rhythms : mapping of str to Rhythm
        By step; one whose days nothing replaces is not among them.
    known, ahead : iterable of Occurrence
        The days that rows state, and those that are expected.
    """
    stated = _Stated(rhythms, known)
    expected = tuple(ahead)
    gone = {(one.day.id, one.number) for one in expected if stated.replaces(one)}
    for one in expected:
        name: str = one.day.id
        while name and (name, one.number) not in gone:
            name = rhythms[name].follows if name in rhythms else ""
        if not name:
            yield one


class _Stated:
    """The days that rows state, by what tells their steps apart."""

    def __init__(self, rhythms: Mapping[str, Rhythm], known: Iterable[Occurrence]) -> None:
        self._rhythms = rhythms
        self._spans: dict[tuple[Hashable, str | None], list[_Span]] = defaultdict(list)
        for one in known:
            rhythm = rhythms.get(one.day.id)
            if rhythm is not None:
                for matter in (rhythm.matter, None):  # None: whatever the matter
                    self._spans[rhythm.of, matter].append((one.day.start, one.day.end, one.day.id))
        for spans in self._spans.values():
            spans.sort()
        self._longest = {key: max((last - first).days for first, last, _ in spans) for key, spans in self._spans.items()}

    def replaces(self, one: Occurrence) -> bool:
        """Whether a row of another step states a day within half a period of an expected one."""
        rhythm = self._rhythms.get(one.day.id)
        if rhythm is None:
            return False
        half = one.every_months * _HALF_MONTH
        matters = (rhythm.matter, "") if rhythm.matter else (None,)
        return any(_apart(one.day, first, last) <= half for matter in matters for first, last in self._near((rhythm.of, matter), one, half))

    def _near(self, key: tuple[Hashable, str | None], one: Occurrence, half: float) -> Iterator[tuple[dt.date, dt.date]]:
        spans = self._spans.get(key, [])
        earliest = one.day.start.toordinal() - half - self._longest.get(key, 0)
        for first, last, name in spans[bisect.bisect_left(spans, earliest, key=lambda span: span[0].toordinal()) :]:
            if first.toordinal() > one.day.end.toordinal() + half:
                return
            if name != one.day.id:
                yield first, last


def _apart(day: Day, first: dt.date, last: dt.date) -> int:
    """Return how many days lie between two periods; 0 where they meet."""
    return max(0, (first - day.end).days, (day.start - last).days)
