"""Ladder: steps up or down, with what each adds or needs, thresholds, what is reached, and which conditions of each hold."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure, Named
from legation.figures.kit.rows import Scale
from legation.figures.mark import Mark
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["ANSWERS", "MOST", "Answer", "Step", "ladder"]

ANSWERS = ("yes", "no", "unknown")
"""What can be known of a condition: a full box, a crossed one, one with a question mark."""
MOST = 24
"""Steps that one page holds; more are counted."""
_TYPE, _LEAD, _ROW, _BAR = 12.0, 15.0, 24.0, 12.0
_NAMES, _BOX, _GAP = (250.0, 205.0), 14.0, 15.0

_WORDS = 96.0
"""Words in a column are broken where they are wider [px]."""
_UP, _RANGE, _YES = "#2B5C8A", "#B7C7D8", "#1B7F79"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in a column beside a step: a box for each condition, of :data:`ANSWERS`, and words."""

    boxes: tuple[str, ...] = ()
    text: Spoken | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step, or a place on the way.

    Attributes
    ----------
    name : Named, Spoken or str
    start, end : float or None
        From where to where it leads on the scale; without ``start`` a place that is stood on; without both nothing.
    needs : float or None
        The least that it asks for: a stroke.
    text : Spoken or str
        Beside its end or its stroke.
    says : Spoken or str
        What a reader learns who points at it; by default the text.
    is_reached : bool
        Written strong.
    answers : tuple of Answer
        One for each column.
    block : Spoken or str
        The heading under which steps stand together.
    row, evidence
        The row of the dossier, and the sources.
    """

    name: Named | Spoken | str
    start: float | None = None
    end: float | None = None
    needs: float | None = None
    text: Spoken | str = ""
    says: Spoken | str = ""
    is_reached: bool = False
    answers: tuple[Answer, ...] = ()
    block: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()


def ladder(
    steps: Sequence[Step],
    scale: Scale,
    *,
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    reached: tuple[float, float, float] | None = None,
    thresholds: Sequence[tuple[float, Spoken | str]] = (),
    columns: Sequence[Spoken | str] = (),
    notes: Sequence[Spoken | str] = (),
    key: Sequence[tuple[str, Spoken | str]] = (),
    is_sum: bool = False,
) -> Figure:
    """Draw a row for each step, from top to bottom in the order given; the first 24.

    Parameters
    ----------
    steps : sequence of Step
    scale : Scale
        With its ticks.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    reached : (low, value, high) or None
        How far things have come: a band behind the steps.
    thresholds : sequence of (float, Spoken or str)
        Lines with words above.
    columns : sequence of Spoken or str
        Heads of what stands beside the scale.
    notes : sequence of Spoken or str
        Below; the first one beside a sample of the band.
    key : sequence of (str, Spoken or str)
        What the boxes mean, and the bars: an answer, ``up`` or ``down``, and the words.
    is_sum : bool
        Each step stands on those before it, in a paler bar from the start of the scale.

    Raises
    ------
    BadValue
        Without a step, for a number that is none, a range out of order, and an answer that is none.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> climb = [Step(name="As it stands", end=0.4, text="40%"), Step(name="France", start=0.4, end=0.6, text="60%")]
    >>> figure = ladder(climb, Scale(), id="path", title=said, subtitle=said, alt=said, thresholds=[(0.5, "a half")])
    >>> [(mark["label"], mark["value"]) for mark in figure.records("en")]
    [('As it stands', '40%'), ('France', '60%')]
    """
    if not steps:
        raise BadValue(Message("figures.empty"))
    for step in steps:
        known = [n for n in (step.start, step.end, step.needs) if n is not None]
        boxes = {box for answer in step.answers for box in answer.boxes}
        if not all(abs(n) < float("inf") for n in known) or boxes - set(ANSWERS) or len(step.answers) not in (0, len(columns)):
            raise BadValue(Message("figures.ladder.bad-step", name=step.name, allowed=ANSWERS, columns=len(columns)))
    if reached is not None and not scale.low <= reached[0] <= reached[1] <= reached[2] <= scale.high:
        raise BadValue(Message("figures.ladder.bad-range", found=str(reached), low=scale.low, high=scale.high))
    shown = tuple(steps[:MOST])
    left = (Message("figures.matrix.more-rows", count=len(steps) - MOST),) if len(steps) > MOST else ()
    marks = tuple(Mark(label=s.name, value=s.says or s.text, row=s.row, evidence=s.evidence, group=s.block) for s in shown)
    sheet = _Ladder(shown, scale, reached, tuple(thresholds), tuple(columns), (*notes, *left), tuple(key), is_sum)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=functools.partial(_draw, sheet))


@dataclass(frozen=True, slots=True)
class _Ladder:
    steps: tuple[Step, ...]
    scale: Scale
    reached: tuple[float, float, float] | None
    thresholds: tuple[tuple[float, Spoken | str], ...]
    columns: tuple[Spoken | str, ...]
    notes: tuple[Spoken | str, ...]
    key: tuple[tuple[str, Spoken | str], ...]
    is_sum: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand on the sheet: the axis from ``left`` to ``right``, and each column with its width."""

    scale: Scale
    names: float
    left: float
    right: float
    columns: tuple[tuple[float, float], ...]

    def at(self, value: float) -> float:
        inside = min(max(value, self.scale.low), self.scale.high)
        return self.left + (inside - self.scale.low) / ((self.scale.high - self.scale.low) or 1) * (self.right - self.left)


def _frame(it: _Ladder, lang: Lang) -> _Frame:
    names = min(max(width(say(step.name, lang), _TYPE, bold=True) for step in it.steps) + 6, _NAMES[bool(it.columns)])
    wides = []
    for at, head in enumerate(it.columns):
        said = max((width(word, _TYPE) for word in say(head, lang).split(" ")), default=0.0)
        there = (step.answers[at] for step in it.steps if step.answers)
        wides.append(
            max(
                [
                    said,
                    *(_BOX * len(a.boxes) + (min(width(say(a.text, lang), _TYPE, bold=True), _WORDS) + 6 if a.text else 0) for a in there),
                ]
            )
        )
    start, columns = WIDTH - sum(wides) - _GAP * len(wides) + (_GAP if wides else 0), []
    for wide in wides:
        columns.append((start, wide))
        start += wide + _GAP
    beyond = max((width(say(step.text, lang), _TYPE, bold=True) for step in it.steps), default=0.0) + 12
    right = (columns[0][0] - _GAP if columns else float(WIDTH)) - beyond
    left = names + 18
    return _Frame(it.scale, names, left, max(right, left + 60), tuple(columns))


def _draw(it: _Ladder, lang: Lang) -> dict[str, Any]:
    sheet, frame = Drawing(0), _frame(it, lang)
    top = y = _heads(sheet, it, frame, _key(sheet, it.key, lang), lang)
    block, ends = "", []
    most = 3 if len(it.steps) <= MOST // 2 else 2
    for number, step in enumerate(it.steps):
        heading = say(step.block, lang)
        if heading != block:
            sheet.text(0, y + _ROW / 2 + 2, heading, bold=True, halo=PAPER if heading else "")
            block, y = heading, y + _ROW + 2
            sheet.path(line((0, y), (WIDTH, y)), stroke=RULE, thick=0.8, plane=-1)
        name = wrap(say(step.name, lang), frame.names, _TYPE, bold=True, lines=most)
        words = (len(wrap(say(answer.text, lang), _WORDS, _TYPE, bold=True, lines=most)) for answer in step.answers if answer.text)
        tall = max(_ROW, max(len(name), *words, 1) * _LEAD + 8)
        if number % 2 and it.reached is None:
            sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-3)
        for k, text in enumerate(name):
            sheet.text(0, y + tall / 2 + (k - (len(name) - 1) / 2) * _LEAD, text, bold=step.is_reached, mark=number)
        _step(sheet, frame, step, y + tall / 2, {"mark": number}, lang, is_sum=it.is_sum)
        for answer, (x, _) in zip(step.answers, frame.columns, strict=False):
            _answer(sheet, x, y + tall / 2, answer, lang, most=most, bold=step.is_reached, mark=number)
        if step.end is not None:
            ends.append((frame.at(step.end), y + tall / 2))
        y += tall
    _ground(sheet, it, frame, top, y, () if it.is_sum else ends)
    sheet.height = _notes(sheet, it, y + 6, lang) + 4
    return sheet.spec()


def _ground(sheet: Drawing, it: _Ladder, frame: _Frame, top: float, y: float, ends: Sequence[tuple[float, float]]) -> None:
    """Draw what lies behind the steps: from each to the next, ticks, the origin, thresholds, the band of what is reached."""
    for (x, high), (_, low) in itertools.pairwise(ends):
        sheet.path(line((x, high), (x, low)), stroke=EDGE, thick=0.8, dash=(2, 2), plane=-0.5)
    for value, _ in it.scale.ticks:
        sheet.path(line((frame.at(value), top), (frame.at(value), y)), stroke=FAINT, plane=-1)
    if it.scale.origin is not None:
        sheet.path(line((frame.at(it.scale.origin), top), (frame.at(it.scale.origin), y)), stroke=EDGE, thick=1.2, plane=0.4)
    for value, _ in it.thresholds:
        sheet.path(line((frame.at(value), top - 4), (frame.at(value), y + 2)), stroke=INK, thick=1.4, dash=(4, 3), plane=1.2)
    if it.reached is not None:
        low, value, high = (frame.at(end) for end in it.reached)
        sheet.rect(low, top, max(2.0, high - low), y - top, fill=_RANGE, plane=-2, low=it.reached[0], high=it.reached[2])
        sheet.path(line((value, top), (value, y)), stroke=QUIET, dash=(3, 3), plane=-0.5)
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE, thick=0.8, plane=-1)


def _notes(sheet: Drawing, it: _Ladder, y: float, lang: Lang) -> float:
    """Write the notes, the first one beside a sample of the band; return where they end."""
    for at, note in enumerate(it.notes):
        sample = 32.0 if it.reached is not None and not at else 0.0
        if sample:
            sheet.rect(0, y + 2, 22, 12, fill=_RANGE)
            sheet.path(line((14, y + 2), (14, y + 14)), stroke=QUIET, dash=(3, 3))
        for text in wrap(say(note, lang), WIDTH - sample, _TYPE):
            sheet.text(sample, y + 8.5, text, fill=QUIET)
            y += _LEAD + 1
    return y


def _heads(sheet: Drawing, it: _Ladder, frame: _Frame, y: float, lang: Lang) -> float:
    """Write what the axis and the columns are, the thresholds and the ticks; return where the steps begin."""
    head = wrap(say(it.scale.head, lang), frame.right - frame.left + 20, _TYPE) if it.scale.head else []
    for k, text in enumerate(head):
        sheet.text(frame.left, y + 8 + k * _LEAD, text, fill=QUIET)
    under = y + len(head) * _LEAD
    for value, label in it.thresholds:
        text, x = say(label, lang), frame.at(value)
        half = width(text, _TYPE, bold=True) / 2
        sheet.text(min(max(x, frame.left + half - 18), WIDTH - half), under + 8, text, bold=True, align="center")
        under += _LEAD
    if it.scale.ticks:
        free = -1e9
        for value, label in it.scale.ticks:
            text = say(label, lang)
            x, half = frame.at(value), width(text, _TYPE) / 2
            if x - half > free + 4:
                sheet.text(x, under + 8, text, fill=QUIET, align="center")
                free = x + half
        under += _LEAD
    for (x, wide), column in zip(frame.columns, it.columns, strict=True):
        lines = wrap(say(column, lang), wide, _TYPE)
        for k, text in enumerate(lines):
            sheet.text(x, y + 8 + k * _LEAD, text, fill=QUIET)
        under = max(under, y + len(lines) * _LEAD)
    return under + 8


def _step(sheet: Drawing, frame: _Frame, step: Step, y: float, about: Mapping[str, Any], lang: Lang, *, is_sum: bool) -> None:
    far = 0.0
    if step.end is not None:
        end = far = frame.at(step.end)
        start = frame.at(frame.scale.low if is_sum and step.start is None else step.start if step.start is not None else step.end)
        if step.start is None and not is_sum:
            sheet.dot(end, y, "diamond", 5.5, fill=INK, stroke=PAPER, end=step.end, **about)
            far += 4
        else:
            if is_sum and start > frame.left:
                sheet.rect(frame.left, y - _BAR / 2, start - frame.left, _BAR, fill=_RANGE, plane=-0.2, **about)
            _bar(sheet, min(start, end), y, max(1.5, abs(end - start)), {"start": step.start, "end": step.end, **about}, up=end >= start)
            far = max(start, end)
    if step.needs is not None:
        far = max(far, frame.at(step.needs))
        x = frame.at(step.needs)
        sheet.path(line((x, y - 8), (x, y + 8)), stroke=INK, thick=3, plane=1.5, needs=step.needs, **about)
    if step.text:
        at = max(far + 7, frame.left) if step.end is not None or step.needs is not None else frame.left
        sheet.text(at, y + 0.5, say(step.text, lang), bold=True, halo=PAPER if step.end is None else "", **about)


def _bar(sheet: Drawing, x: float, y: float, wide: float, about: Mapping[str, Any], *, up: bool) -> None:
    if up:
        sheet.rect(x, y - _BAR / 2, wide, _BAR, fill=_UP, **about)
        return
    sheet.rect(x, y - _BAR / 2, wide, _BAR, fill=PAPER, stroke=EDGE, **about)
    sheet.path(hatching(x, y - _BAR / 2, wide, _BAR), stroke=EDGE, plane=0.5)


def _answer(sheet: Drawing, x: float, y: float, answer: Answer, lang: Lang, *, most: int = 1, bold: bool = False, **about: Any) -> None:
    """Draw the boxes, full for yes, crossed for no, with a question mark where it is not known; then the words."""
    for box in answer.boxes:
        edge = _YES if box == "yes" else ACCENT if box == "no" else EDGE
        sheet.rect(x + 1, y - 5.5, 11, 11, fill=_YES if box == "yes" else PAPER, stroke=edge, thick=1.2, radius=1.5, answer=box, **about)
        if box == "no":
            cross = line((x + 3.5, y - 3), (x + 9.5, y + 3)) + line((x + 9.5, y - 3), (x + 3.5, y + 3))
            sheet.path(cross, stroke=ACCENT, thick=1.5, plane=1.5)
        elif box == "unknown":
            sheet.text(x + 6.5, y + 0.5, "?", fill=QUIET, align="center")
        x += _BOX
    if answer.text:
        lines = wrap(say(answer.text, lang), _WORDS, _TYPE, bold=True, lines=most)
        for k, text in enumerate(lines):
            sheet.text(x + (6 if answer.boxes else 0), y + 0.5 + (k - (len(lines) - 1) / 2) * _LEAD, text, bold=bold, **about)


def _key(sheet: Drawing, key: Sequence[tuple[str, Spoken | str]], lang: Lang) -> float:
    """Draw a sample of each box or bar with its words; return where it ends."""
    x, y = 0.0, 8.0
    for kind, words in key:
        text = say(words, lang)
        room = 22.0 if kind in ANSWERS else 30.0
        if x and x + room + width(text, _TYPE) > WIDTH:
            x, y = 0.0, y + 19
        if kind in ANSWERS:
            _answer(sheet, x, y, Answer((kind,)), lang)
        else:
            _bar(sheet, x, y, 22, {}, up=kind == "up")
        sheet.text(x + room, y + 0.5, text, fill=QUIET)
        x += room + width(text, _TYPE) + 18
    return y + 16 if key else 0.0
