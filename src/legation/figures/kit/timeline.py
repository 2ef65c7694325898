"""Timeline: what happened when and what is planned, by lanes; a row a happening, its name and day beside its mark."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line, number
from legation.figures.figure import Figure, Named
from legation.figures.kit.day_axis import DayAxis, position
from legation.figures.mark import Mark
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Happening", "Kind", "Lane", "timeline"]

MOST = 30
"""Happenings that one picture shows: those nearest to the day of knowing."""
_MOST_LANES = 10
_TYPE, _LEAD, _ROW = 12.0, 15.0, 23.0
_NAMES, _GAP = 300.0, 14.0
_COLOURS = {"first": "#2B5C8A", "second": "#8A4F7D", "third": "#3F6B4A", "quiet": "#5B6272", "ink": INK}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of happening: its words, and its mark, told apart by shape, letter and colour."""

    words: Spoken | str
    letter: Spoken | str
    shape: Literal["circle", "square", "hexagon", "diamond", "shield", "flag"] = "circle"
    tone: Literal["first", "second", "third", "quiet", "ink"] = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened, or is planned.

    Attributes
    ----------
    name : Named, Spoken or str
    kind : str
        By which it is marked.
    first, last : date
        The days on one of which it began: one day, or a month or a year that is all that is known.
    end : date or None
        Its last day, where it lasted longer.
    when : Spoken or str
        Its day in words, as far as it is known.
    warning : Spoken or str
        Written below its name.
    """

    name: Named | Spoken | str
    kind: str
    first: dt.date
    last: dt.date | None = None
    end: dt.date | None = None
    when: Spoken | str = ""
    warning: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()

    @property
    def latest(self) -> dt.date:
        """The last day on which it may have begun."""
        return self.last or self.first

    @property
    def day(self) -> Spoken | str:
        """Its day in words."""
        return self.when or Message("figures.timeline.day", day=self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Happenings that belong together, under a heading; without a name: without one."""

    happenings: tuple[Happening, ...]
    name: Named | Spoken | str = ""
    warning: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()

    @property
    def ordered(self) -> list[Happening]:
        """Its happenings in order of time."""
        return sorted(self.happenings, key=lambda one: (one.first, one.latest, str(one.name)))


def timeline(
    lanes: Sequence[Lane],
    kinds: Mapping[str, Kind],
    *,
    as_of: dt.date,
    id: str = "timeline",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    notes: Sequence[Spoken | str] = (),
) -> Figure:
    """Draw happenings by date with a line at ``as_of``; what is after it is planned and drawn hollow.

    Parameters
    ----------
    lanes : sequence of Lane
        From top to bottom; of more than 30 happenings those nearest to ``as_of`` are drawn, and the rest is counted.
    kinds : mapping of str to Kind
        What the marks are, in the order of the key.
    as_of : date
        Up to when things are known.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    notes : sequence of Spoken or str
        Below the key.

    Raises
    ------
    BadValue
        Without a happening, or for one that ends before it begins or is of an unknown kind.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> vote = Happening(name="A/RES/73/27", first=dt.date(2018, 12, 5), kind="vote", row=("rollcalls", "ars-73-27"))
    >>> kinds = {"vote": Kind("Vote", "V", "shield", "ink")}
    >>> figure = timeline([Lane(happenings=(vote,))], kinds, as_of=dt.date(2019, 1, 1), title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"], mark["group"]) for mark in figure.records("en")]
    [('A/RES/73/27', '5 Dec 2018', 'Vote')]
    """
    every = [one for lane in lanes for one in lane.happenings]
    if not every:
        raise BadValue(Message("figures.empty"))
    for one in every:
        if one.kind not in kinds or one.latest < one.first or (one.end and one.end < one.first):
            values = {"name": one.name, "start": one.first, "end": one.end or one.latest, "kind": one.kind, "allowed": tuple(kinds)}
            raise BadValue(Message("figures.timeline.bad-happening", **values))
    near = sorted(range(len(every)), key=lambda at: (abs((every[at].first - as_of).days), every[at].first, at))[:MOST]
    shown = _shown(lanes, frozenset(near))
    drawn = sum(len(lane.happenings) for lane in shown)
    marks = tuple(mark for lane in shown for mark in _marks(lane, kinds, as_of))
    draw = functools.partial(_draw, shown, dict(kinds), as_of, (len(every) - drawn, drawn), tuple(notes))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=draw)


def _shown(lanes: Sequence[Lane], near: frozenset[int]) -> tuple[Lane, ...]:
    """Return the lanes with the happenings that are drawn; one that loses all goes, unless it has a warning."""
    count, found = itertools.count(), []
    for lane in lanes:
        left = tuple(one for one in lane.happenings if next(count) in near)
        if left or (lane.warning and not lane.happenings):
            found.append(replace(lane, happenings=tuple(replace(lane, happenings=left).ordered)))
    return tuple(found[:_MOST_LANES])


def _marks(lane: Lane, kinds: Mapping[str, Kind], as_of: dt.date) -> Iterator[Mark]:
    if lane.name and (lane.row or lane.warning):
        yield Mark(label=lane.name, value=lane.warning, row=lane.row, evidence=lane.evidence)
    for one in lane.happenings:
        value = Message("figures.timeline.is-planned", day=one.day) if one.latest > as_of else one.day
        if one.end and one.end > one.first:
            value = Message("figures.timeline.until", day=value, end=one.end)
        if one.warning:
            value = Message("figures.timeline.with-warning", day=value, warning=one.warning)
        yield Mark(label=one.name, value=value, row=one.row, evidence=one.evidence, group=kinds[one.kind].words)


def _draw(
    lanes: tuple[Lane, ...], kinds: dict[str, Kind], as_of: dt.date, counts: tuple[int, int], notes: tuple[Spoken | str, ...], lang: Lang
) -> dict[str, Any]:
    sheet = Drawing(0)
    every = [one for lane in lanes for one in lane.happenings]
    lines = 3 if len(every) <= 8 else 2 if len(every) <= 18 else 1
    days = max((width(say(one.day, lang), _TYPE) for one in every), default=0.0)
    left = _NAMES + _GAP + days + _GAP + 12
    axis = _axis(every, as_of, left)
    top = y = 42.0
    mark = itertools.count()
    for lane in lanes:
        y = _lane_head(sheet, lane, y, mark, lang)
        for one in lane.happenings:
            name = wrap(say(one.name, lang), _NAMES, _TYPE, lines=lines)
            warning = wrap(say(one.warning, lang), _NAMES, _TYPE, lines=1) if one.warning else []
            tall = max(_ROW, (len(name) + len(warning)) * _LEAD + 8)
            sheet.path(line((0, y + tall), (WIDTH, y + tall)), stroke=FAINT, thick=0.8, plane=0)
            for at, text in enumerate((*name, *warning)):
                base = y + tall / 2 + (at - (len(name) + len(warning) - 1) / 2) * _LEAD
                sheet.text(0, base, text, size=_TYPE, fill=INK if at < len(name) else ACCENT, bold=at >= len(name))
            sheet.text(_NAMES + _GAP + days, y + tall / 2, say(one.day, lang), size=_TYPE, align="right", fill=QUIET)
            _happening(sheet, one, kinds[one.kind], axis, y + tall / 2, as_of, next(mark), lang)
            y += tall
    _time(sheet, axis, (top, y), as_of, lang)
    sheet.height = _below(sheet, y + 16, every, kinds, as_of, counts, notes, lang)
    return sheet.spec()


def _axis(every: Sequence[Happening], as_of: dt.date, left: float) -> DayAxis:
    """Return the line of time, with room for a mark at both ends."""
    first = min(position(as_of), *(position(one.first) for one in every)) if every else position(as_of)
    last = max(position(as_of), *(position(max(one.end or one.latest, one.latest)) for one in every)) if every else position(as_of)
    pad = max(2.0, (last - first) * 0.05)
    return DayAxis(max(1.0, first - pad), min(float(dt.date.max.toordinal()), last + pad), left + 8, WIDTH - 20)


def _lane_head(sheet: Drawing, lane: Lane, y: float, mark: Iterator[int], lang: Lang) -> float:
    if not lane.name:
        return y
    about: dict[str, Any] = {"mark": next(mark)} if lane.row or lane.warning else {}
    warning = wrap(say(lane.warning, lang), 230, _TYPE, bold=True, lines=1)[0] if lane.warning else ""
    room = WIDTH - (width(warning, _TYPE, bold=True) + 20 if warning else 0)
    y += 6
    for text in wrap(say(lane.name, lang), room, _TYPE, bold=True, lines=2):
        sheet.text(0, y + 9, text, size=_TYPE, bold=True, halo=PAPER, **about)
        y += _LEAD
    if warning:
        sheet.text(WIDTH, y - 6, warning, size=_TYPE, bold=True, align="right", fill=ACCENT, halo=PAPER, **about)
    sheet.path(line((0, y + 4), (WIDTH, y + 4)), stroke=RULE, thick=1, plane=0)
    return y + 4


def _time(sheet: Drawing, axis: DayAxis, ends: tuple[float, float], as_of: dt.date, lang: Lang) -> None:
    """Draw the lines of days or months with their labels above, and the day of knowing."""
    top, bottom = ends
    axis.draw(sheet, top - 6, bottom, axis.named((), lang), label_y=top - 14)
    now = axis.at(as_of)
    text = say(Message("figures.timeline.as-of", day=as_of), lang)
    half = width(text, _TYPE, bold=True) / 2
    sheet.path(line((now, 15), (now, bottom)), stroke=ACCENT, thick=1.4, plane=0.5)
    sheet.text(min(now, WIDTH - half), 7, text, size=_TYPE, bold=True, align="center", fill=ACCENT)


def _happening(sheet: Drawing, one: Happening, kind: Kind, axis: DayAxis, y: float, as_of: dt.date, mark: int, lang: Lang) -> None:
    """Draw a happening: the days on which it may have begun as a fine line, how long it lasted as a bar, and its mark."""
    colour = _COLOURS[kind.tone]
    about: dict[str, Any] = {"mark": mark}
    low, high = axis.at(one.first), axis.at(one.latest)
    if high > low:
        sheet.path(line((low, y), (high, y)), stroke=EDGE, thick=1.2, plane=1, **about)
        for x in (low, high):
            sheet.path(line((x, y - 4), (x, y + 4)), stroke=EDGE, thick=1.2, plane=1, **about)
    if one.end and one.end > one.first:
        done = min(max(as_of, one.first), one.end)
        if done > one.first:
            sheet.rect(low, y - 2.5, axis.at(done) - low, 5, fill=colour, **about)
        if done < one.end:
            sheet.rect(axis.at(done), y - 2.5, axis.at(one.end) - axis.at(done), 5, fill=PAPER, stroke=colour, **about)
    _sign(sheet, kind, (low + high) / 2, y, lang, planned=one.latest > as_of, **about)


def _sign(sheet: Drawing, kind: Kind, x: float, y: float, lang: Lang, *, planned: bool, **about: Any) -> None:
    colour, letter = _COLOURS[kind.tone], say(kind.letter, lang)
    half = max(8.0, width(letter, _TYPE, bold=True) / 2 + 3)
    paint: dict[str, Any] = {"fill": PAPER, "stroke": colour, "thick": 1.4} if planned else {"fill": colour, "stroke": PAPER, "thick": 0.8}
    sheet.path(_outline(kind.shape, x, y, half), plane=2, **paint, **about)
    middle = x - 3 if kind.shape == "flag" else x
    sheet.text(middle, y + 0.5, letter, size=_TYPE, bold=True, align="center", fill=colour if planned else PAPER, **about)


def _outline(shape: str, x: float, y: float, half: float) -> str:
    """Return the outline of a mark as wide as its letters need."""
    match shape:
        case "circle":
            r = number(max(half, 8.5))
            return f"M{number(x - r)},{number(y)}a{r},{r},0,1,1,{number(2 * r)},0a{r},{r},0,1,1,{number(-2 * r)},0Z"
        case "square":
            return line((x - half, y - 8), (x + half, y - 8), (x + half, y + 8), (x - half, y + 8)) + "Z"
        case "hexagon":
            a, b = half + 5, half - 2
            return line((x - a, y), (x - b, y - 8), (x + b, y - 8), (x + a, y), (x + b, y + 8), (x - b, y + 8)) + "Z"
        case "shield":
            return line((x - 8.5, y - 8), (x + 8.5, y - 8), (x + 8.5, y + 3), (x, y + 10), (x - 8.5, y + 3)) + "Z"
        case "flag":
            return line((x - 9, y - 10), (x + 11, y), (x - 9, y + 10)) + "Z"
        case _:
            return line((x, y - 10), (x + 10, y), (x, y + 10), (x - 10, y)) + "Z"


def _below(
    sheet: Drawing,
    y: float,
    every: Sequence[Happening],
    kinds: Mapping[str, Kind],
    as_of: dt.date,
    counts: tuple[int, int],
    notes: Sequence[Spoken | str],
    lang: Lang,
) -> float:
    """Draw the key of the kinds that are there, and the notes; return where the sheet ends."""
    there = [kind for name, kind in kinds.items() if any(one.kind == name for one in every)]
    entries = [(kind, say(kind.words, lang), False) for kind in there]
    if there and any(one.latest > as_of for one in every):
        entries.append((there[-1], say(Message("figures.timeline.planned"), lang), True))
    x = 20.0
    for kind, text, planned in entries:
        wide = 26 + width(text, _TYPE) + 32
        if x > 20 and x + wide - 32 > WIDTH:
            x, y = 20.0, y + 22
        _sign(sheet, kind, x, y, lang, planned=planned)
        sheet.text(x + 26, y + 0.5, wrap(text, WIDTH - 40, _TYPE, lines=1)[0], size=_TYPE, fill=QUIET)
        x += wide
    y += 16 if entries else 0
    left_out, shown = counts
    more = [Message("figures.timeline.left-out", count=left_out, shown=shown)] if left_out else []
    for text in (text for note in (*notes, *more) for text in wrap(say(note, lang), WIDTH, _TYPE)):
        sheet.text(0, y + 8, text, size=_TYPE, fill=QUIET)
        y += _LEAD
    return y + 6
