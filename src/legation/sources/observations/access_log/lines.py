"""The format of a log, by its first lines or its ``#Fields:``; and its lines as rows, faults and doubts."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.sources.observations.access_log.blocks import Block, LogText
from legation.sources.observations.access_log.fields import PATH, Cut, by_layout, of_json
from legation.sources.observations.access_log.formats import FORMATS, LAYOUTS, LogLayout, fields_directive, from_string, own_name
from legation.sources.observations.access_log.rows import LONGEST, masked
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.reading import Origin

if TYPE_CHECKING:
    from legation.sources.observations.access_log.rows import Salt

__all__ = [
    "LOCAL_TIME",
    "Detected",
    "LayoutRun",
    "LayoutRuns",
    "ReadLines",
    "Way",
    "detected",
    "format_of",
    "judged",
    "way_of",
]


JSON = frozenset({"json", "caddy", "traefik_json"})
DIRECTED = frozenset({"w3c", "cloudfront"})
_SAMPLE = 262_144
_LINES = 400


@dataclass(frozen=True, slots=True)
class Detected:
    """The format that the first lines of a log have.

    Attributes
    ----------
    format : str
        A name of ``FORMATS``; empty where the log holds no line.
    certainty : float
        The share of the lines looked at that this format reads, 0 to 1.
    lines : int
        Lines looked at, 400 at most.
    """

    format: str
    certainty: float
    lines: int


@dataclass(frozen=True, slots=True)
class Way:
    """How the lines of a log are read: by one layout, as JSON, or by the layouts that the log itself names."""

    name: str
    layout: LogLayout | None = None

    @property
    def json(self) -> bool:
        """Whether each line is a JSON object."""
        return self.name in JSON

    @property
    def directed(self) -> bool:
        """Whether lines of the log say how the others are laid out."""
        return self.name in DIRECTED


def format_of(path: str | Path) -> Detected:
    """Return the format of a log, and how sure that is.

    Parameters
    ----------
    path : str or Path
        One file, packed or not.

    Raises
    ------
    CannotRead
        Where the file cannot be read, or no format reads any of its first lines.
    """
    place = Path(path)
    return detected(LogText(place).head(_SAMPLE), str(place))


def way_of(form: str, head: bytes, path: str) -> tuple[Way, float]:
    """Return how a log is read whose format was asked for, or is told by its first bytes (``auto``), and the certainty.

    Raises
    ------
    WrongUse
        Where no format has that name, and it is no format string.
    """
    certainty = 1.0
    if form == "auto":
        found = detected(head, path)
        form, certainty = found.format or "common", found.certainty
    name = own_name(form)
    if name in LAYOUTS:
        return Way(name, LAYOUTS[name]), certainty
    if name in FORMATS:
        return Way(name), certainty
    if "%" in form or "$" in form:
        return Way(form, from_string(form)), certainty
    raise WrongUse(Message("sources.log-format", found=form, allowed=", ".join(FORMATS)))


def detected(head: bytes, path: str) -> Detected:
    """Return the format of a text by its beginning; as :func:`format_of`."""
    whole = head if len(head) < _SAMPLE else head[: head.rfind(b"\n") + 1] or head
    every = whole.removeprefix(b"\xef\xbb\xbf").splitlines()
    directive = next((line for line in every[:_LINES] if line.startswith(b"#Fields:")), None)
    lines = [line for line in every if line.strip() and not line.startswith(b"#")][:_LINES]
    if directive is not None:
        layout = fields_directive(directive.decode("utf-8", "replace"))
        return Detected(layout.name, _read(lines, layout)[0] if lines else 1.0, len(lines))
    if not lines:
        return Detected("", 1.0, 0)
    if sum(line.lstrip().startswith(b"{") for line in lines) * 2 > len(lines):
        named = Counter(filter(None, map(_json_format, lines)))
        if named:
            return Detected(named.most_common(1)[0][0], named.total() / len(lines), len(lines))
    scores = {name: _read(lines, layout) for name, layout in LAYOUTS.items()}
    best = max(scores, key=lambda name: scores[name][1])
    if not scores[best][1]:
        raise CannotRead(Message("sources.log-unknown", path=path, formats=", ".join(FORMATS)))
    return Detected(best, scores[best][0], len(lines))


def _json_format(line: bytes) -> str:
    from legation.sources.observations.access_log.fields import json_name, line_of

    return "" if isinstance(line_of(line), int) else json_name(json.loads(line))


def _read(lines: list[bytes], layout: LogLayout) -> tuple[float, float]:
    """Return the share of the lines that a layout reads, and their useful fields, an address that is one counting twice."""
    from legation.sources.observations.access_log.fields import ADDRESS
    from legation.sources.observations.access_log.rows import network

    cut = by_layout(b"\n".join(lines), layout)
    good = np.flatnonzero((cut.state == 0) | (cut.state == 6))
    useful = sum(field.kind != "skip" for field in layout.fields)
    start, end = cut.start[:, ADDRESS], cut.end[:, ADDRESS]
    placed = sum(start[at] >= 0 and network(cut.text[start[at] : end[at]]) is not None for at in good.tolist())
    return len(good) / max(1, len(lines)), float(useful * len(good) + placed)


_NO_DAY = -(2**62)
_LONGEST_DIRECTIVE = 4_096
_DIRECTIVE = re.compile(rb"^#(Fields|Date):[^\n]*", re.MULTILINE)


class LayoutRun(NamedTuple):
    """A run of lines of one layout."""

    text: bytes
    line: int
    layout: LogLayout | None
    day: int


class LayoutRuns:
    """What lines of the log itself have said so far of those that follow: their fields, their day."""

    def __init__(self, way: Way, fields: str) -> None:
        self.way = way
        self.fields = fields
        self.layout = way.layout
        self.day = _NO_DAY
        if fields:
            self.layout = fields_directive(fields)

    def parts(self, block: Block) -> list[LayoutRun]:
        """Return the runs of lines of a block."""
        if not self.way.directed:
            return [LayoutRun(block.text, block.line, self.layout, self.day)]
        parts: list[LayoutRun] = []
        at, line = 0, block.line
        for found in _DIRECTIVE.finditer(block.text):
            if found.start() > at:
                parts.append(LayoutRun(block.text[at : found.start()], line, self.layout, self.day))
                line += parts[-1].text.count(b"\n")
            at = found.start()
            said = found[0].decode("utf-8", "replace").strip()
            if found[1] == b"Fields":
                self.fields, self.layout = said[:_LONGEST_DIRECTIVE], fields_directive(said[:_LONGEST_DIRECTIVE])
            else:
                self.day = _day_of(said.partition(":")[2])
        return [*parts, LayoutRun(block.text[at:], line, self.layout, self.day)]


def _day_of(text: str) -> int:
    try:
        return (date.fromisoformat(text.strip()[:10]) - date(1970, 1, 1)).days * 86_400_000_000
    except ValueError:
        return _NO_DAY


LOCAL_TIME = "log-local-time"
"""The doubt that is said once for a file."""
_REASONS = {1: "log-line", 2: "log-time", 3: "log-status", 4: "log-bytes", 5: "log-long", 6: "log-no-request"}
_COLUMNS = {2: "time", 3: "status", 4: "bytes"}
_EARLY = 7_305
_DAY = 86_400_000_000
_UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class ReadLines:
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
    def of(cls, text: LogText, way: Way, salt: Salt | None, today: date | None) -> Self:
        """Return what a file's lines are judged by."""
        day = datetime.fromtimestamp(text.changed, UTC).date() if today is None else today
        end = datetime.combine(day, time(), UTC) + timedelta(days=2)
        return cls(text.path.name, way, salt, int(end.timestamp()) * 1_000_000)

    def beginning(self, certainty: float) -> list[Fault]:
        """Return the doubts about the file as a whole."""
        warnings = []
        if certainty < _UNSURE:
            warnings.append(Fault(self.part, 1, "log-unsure", self.way.name, f"{certainty:.0%}"))
        if self.way.layout is not None and not self.way.layout.has("agent"):
            warnings.append(Fault(self.part, 1, "log-no-agents", "", self.way.name, "agent"))
        return warnings


def judged(text: bytes, before: int, layout: LogLayout | None, day: int, by: ReadLines) -> Observed:
    """Return the requests of a run of lines, ``before`` which so many lines stand in the file.

    The table and the faults together are as many as the lines that are neither empty nor a comment. Placed with a doubt: a time before 1990
    or after :attr:`Judged.last`, a line behind one that was cut off, a path of which the end is not kept.
    """
    from legation.sources.observations.access_log.rows import table_of

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
    return Observed(table, Origin(read=len(cut.state)), Unplaced(faults), Unplaced(_warnings(cut, good, before, by)))


def _unread(text: bytes) -> Cut:
    """Return lines that nothing says how to read: none of them is."""
    cut = of_json(text)
    cut.state[:] = np.where(cut.state == 5, 5, 1)
    return cut


def _fault(cut: Cut, row: int, before: int, by: ReadLines, *, unnamed: bool) -> Fault:
    state = int(cut.state[row])
    code = "log-fields" if unnamed and state == 1 else _REASONS[state]
    found = masked(cut.text[cut.left[row] : min(int(cut.right[row]), int(cut.left[row]) + 400)])
    allowed = by.way.name[:80] if state == 1 else ""
    return Fault(by.part, before + int(cut.line[row]), code, allowed, found, _COLUMNS.get(state, ""))


def _warnings(cut: Cut, good: np.ndarray[tuple[int], np.dtype[np.bool_]], before: int, by: ReadLines) -> list[Fault]:
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
