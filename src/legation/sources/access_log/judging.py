"""A run of lines becomes rows, faults and doubts: each line is one of the first two."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

import numpy as np

from legation.sources.access_log.cleaning import LONGEST, masked
from legation.sources.access_log.cutting import PATH, Cut, by_layout, of_json
from legation.sources.access_log.detecting import Way
from legation.sources.access_log.layout import Layout
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.reading import Origin

if TYPE_CHECKING:
    from legation.sources.access_log.rows import Salt
    from legation.sources.access_log.unpacking import Text

__all__ = ["LOCAL_TIME", "Judged", "judged"]

LOCAL_TIME = "log-local-time"
"""The doubt that is said once for a file."""
_REASONS = {1: "log-line", 2: "log-time", 3: "log-status", 4: "log-bytes", 5: "log-long", 6: "log-no-request"}
_COLUMNS = {2: "time", 3: "status", 4: "bytes"}
_EARLY = 7_305
_DAY = 86_400_000_000
_UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """What the lines of one file are judged by.

    Attributes
    ----------
    part : str
        The file's name.
    way : Way
    salt : callable or None
    last : int
        The last microsecond since 1970 that is no doubt: the end of the day behind the one on which the file was written.
    families : dict
        Agents met before, with their families.
    """

    part: str
    way: Way
    salt: Salt | None
    last: int
    families: dict[str | None, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, text: Text, way: Way, salt: Salt | None, today: date | None) -> Self:
        """Return what a file's lines are judged by."""
        day = datetime.fromtimestamp(text.changed, UTC).date() if today is None else today
        end = datetime.combine(day, time(), UTC) + timedelta(days=2)
        return cls(text.path.name, way, salt, int(end.timestamp()) * 1_000_000)

    def beginning(self, certainty: float) -> list[Fault]:
        """Return the doubts about the file as a whole."""
        doubts = []
        if certainty < _UNSURE:
            doubts.append(Fault(self.part, 1, "log-unsure", self.way.name, f"{certainty:.0%}"))
        if self.way.layout is not None and not self.way.layout.has("agent"):
            doubts.append(Fault(self.part, 1, "log-no-agents", "", self.way.name, "agent"))
        return doubts


def judged(text: bytes, before: int, layout: Layout | None, day: int, by: Judged) -> Observed:
    """Return the requests of a run of lines, ``before`` which so many lines stand in the file.

    The table and the faults together are as many as the lines that are neither empty nor a comment. Placed with a doubt: a time before 1990
    or after :attr:`Judged.last`, a line behind one that was cut off, a path of which the end is not kept.
    """
    from legation.sources.access_log.rows import table_of

    if by.way.json:
        cut = of_json(text)
    elif layout is None:
        cut = _unread(text)
    else:
        cut = by_layout(text, layout, day)
    good = (cut.state == 0) | (cut.state == 8)
    rows = np.flatnonzero(good)
    agents = by.way.json or (layout is not None and layout.has("agent"))
    spelling = layout.spelling if layout is not None else "plain"
    table = table_of(cut, rows, spelling, agents=agents, salt=by.salt, known=by.families)
    faults = [_fault(cut, row, before, by, unnamed=layout is None and not by.way.json) for row in np.flatnonzero(~good).tolist()]
    return Observed(table, Origin(read=len(cut.state)), Unplaced(faults), Unplaced(_doubts(cut, good, before, by)))


def _unread(text: bytes) -> Cut:
    """Return lines that nothing says how to read: none of them is."""
    cut = of_json(text)
    cut.state[:] = np.where(cut.state == 5, 5, 1)
    return cut


def _fault(cut: Cut, row: int, before: int, by: Judged, *, unnamed: bool) -> Fault:
    state = int(cut.state[row])
    code = "log-fields" if unnamed and state == 1 else _REASONS[state]
    found = masked(cut.text[cut.left[row] : min(int(cut.right[row]), int(cut.left[row]) + 400)])
    allowed = by.way.name[:80] if state == 1 else ""
    return Fault(by.part, before + int(cut.line[row]), code, allowed, found, _COLUMNS.get(state, ""))


def _doubts(cut: Cut, good: np.ndarray[tuple[int], np.dtype[np.bool_]], before: int, by: Judged) -> list[Fault]:
    found: list[tuple[int, str, str, str]] = []
    time = cut.time
    for code, which in (("log-early", good & (time < _EARLY * _DAY)), ("log-late", good & (time >= by.last))):
        found += [(row, code, _day(int(time[row])), "time") for row in np.flatnonzero(which).tolist()]
    found += [(row, "log-glued", _line(cut, row), "") for row in np.flatnonzero(cut.state == 8).tolist()]
    long = good & (cut.end[:, PATH] - cut.start[:, PATH] > LONGEST)
    found += [(row, "log-path-cut", str(cut.end[row, PATH] - cut.start[row, PATH]), "path") for row in np.flatnonzero(long).tolist()]
    found += [(row, LOCAL_TIME, "", "time") for row in np.flatnonzero(good & ((cut.zones & 4) > 0))[:1].tolist()]
    return [Fault(by.part, before + int(cut.line[row]), code, _allowed(code), text, column) for row, code, text, column in sorted(found)]


def _allowed(code: str) -> str:
    return str(LONGEST) if code == "log-path-cut" else ""


def _line(cut: Cut, row: int) -> str:
    return masked(cut.text[cut.left[row] : cut.right[row]][:400])


def _day(microseconds: int) -> str:
    return str(np.datetime64(microseconds // 1_000_000, "s"))[:10]
