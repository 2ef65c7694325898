"""The ladder and the tracks with their gates: how probable it is beside what each measure asks for, and which conditions hold."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Step", "ladder"]

_LEFT, _AXIS, _END, _EVIDENCE, _BOXES, _STATE = 0.0, 262.0, 426.0, 456.0, 486.0, 618.0
_NUMBER = _AXIS - 12
_BOX, _GAP = 11.0, 3.0
_RANGE, _YES, _OPEN, _UNDECIDED = "#B7C7D8", "#1B7F79", "#1B7F79", "#D9A441"
_ANSWERS = ("yes", "no", "unknown")
_STATES = ("open", "undecided", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A measure in the picture.

    Attributes
    ----------
    name : Named
    state : {"open", "undecided", "closed"}
    track : bool
        Whether it refers to the legal adviser.
    minimum : float or None
        Least probability [0 to 1] that is asked for.
    evidence : {"yes", "no", "unknown", ""}
        Whether there is public evidence; empty where none is asked for.
    conditions : tuple of {"yes", "no", "unknown"}
    """

    name: Named
    state: str
    track: bool = False
    minimum: float | None = None
    evidence: str = ""
    conditions: tuple[str, ...] = ()


def ladder(
    steps: Sequence[Step],
    probability: tuple[float, float, float] | None,
    *,
    id: str = "ladder",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw the rungs, the highest on top, then the tracks; the range of the probability as a band behind what each asks for.

    Parameters
    ----------
    steps : sequence of Step
        From the lowest rung, then the tracks.
    probability : (float, float, float) or None
        Low, value and high [0 to 1].
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Without a step, and for a word or a number outside its range.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> word = Step(name=Named("w", "A word"), state="open", minimum=0.2)
    >>> ladder([word], (0.5, 0.6, 0.7), title=said, subtitle=said, alt=said).id
    'ladder'
    """
    for step in steps:
        words = step.state in _STATES and {step.evidence or "yes", *step.conditions} <= set(_ANSWERS)
        if not words or (step.minimum is not None and not 0 <= step.minimum <= 1):
            raise BadValue(Message("response.figure.bad-step", name=step.name, found=step.state))
    if not steps or (probability is not None and not 0 <= probability[0] <= probability[1] <= probability[2] <= 1):
        raise BadValue(Message("response.figure.bad-probability", found=str(probability)))
    drawn = functools.partial(_draw, tuple(steps), probability)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(steps: tuple[Step, ...], probability: tuple[float, float, float] | None, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    blocks = [
        (Message("response.figure.ladder"), tuple(step for step in reversed(steps) if not step.track)),
        (Message("response.figure.tracks"), tuple(step for step in steps if step.track)),
    ]
    y = _heads(sheet, lang, conditions=any(step.conditions for step in steps))
    top = y
    for head, rows in blocks:
        if not rows:
            continue
        sheet.text(_LEFT, y + 12, say(head, lang), size=11.5, bold=True)
        sheet.path(line((0, y + 22), (WIDTH, y + 22)), stroke=RULE)
        y += 24
        for row in rows:
            y = _row(sheet, y, row, lang)
        y += 8
    _band(sheet, top, y - 8, probability)
    y = _key(sheet, y + 6, lang, tracks=any(step.track for step in steps))
    sheet.height = y
    return sheet.spec()


def _x(share: float) -> float:
    return _AXIS + share * (_END - _AXIS)


def _heads(sheet: Drawing, lang: Lang, *, conditions: bool) -> float:
    """Write what the columns are, and the scale of the probability; return where the rows begin."""
    heads = (
        (_NUMBER - 32, "minimum", _EVIDENCE - _NUMBER),
        *(((_BOXES, "conditions", _STATE - _BOXES - 6),) if conditions else ()),
        (_STATE, "state", WIDTH - _STATE),
    )
    for x, name, room in heads:
        sheet.text(x, 0, wrap(say(Message(f"response.figure.{name}"), lang), room, 10.5), size=10.5, fill=QUIET, baseline="top")
    words = wrap(say(Message("response.figure.evidence"), lang), 58, 10.5)
    sheet.text(_EVIDENCE, 0, words, size=10.5, fill=QUIET, baseline="top", align="center")
    tall = 14.0 * max(2, len(words))
    for share in (0.0, 0.5, 1.0):
        text = say(Message("answer.share", share=share), lang)
        sheet.text(_x(share), tall + 8, text, size=9.5, fill=QUIET, align="center")
    return tall + 16


def _band(sheet: Drawing, top: float, bottom: float, probability: tuple[float, float, float] | None) -> None:
    for share in (0.0, 0.5, 1.0):
        sheet.path(line((_x(share), top), (_x(share), bottom)), stroke=FAINT, plane=-1)
    if probability is not None:
        low, value, high = probability
        wide = max(2.0, _x(high) - _x(low))
        sheet.rect(_x(low), top, wide, bottom - top, fill=_RANGE, plane=-2, low=low, value=value, high=high)
        sheet.path(line((_x(value), top), (_x(value), bottom)), stroke=QUIET, dash=(3, 3), plane=-0.5)


def _row(sheet: Drawing, y: float, step: Step, lang: Lang) -> float:
    name = wrap(say(step.name, lang), _NUMBER - 44, 11.5)
    tall = max(24.0, 14.5 * len(name) + 8)
    middle = y + tall / 2
    about: dict[str, Any] = {"measure": step.name.id, "state": step.state}
    sheet.text(_LEFT, middle, name, size=11.5, lead=14.5 / 11.5, bold=step.state == "open", **about)
    minimum = "—" if step.minimum is None else say(Message("answer.share", share=step.minimum), lang)
    sheet.text(_NUMBER, middle, minimum, size=10.5, align="right")
    if step.minimum is not None:
        x = _x(step.minimum)
        sheet.path(line((x, middle - 7), (x, middle + 7)), stroke=INK, thick=2.5, minimum=step.minimum, **about)
    if step.evidence:
        _mark(sheet, _EVIDENCE, middle, step.evidence, round_=True)
    for k, answer in enumerate(step.conditions):
        _mark(sheet, _BOXES + _BOX / 2 + k * (_BOX + _GAP), middle, answer)
    _stands(sheet, _STATE + 6, middle, step.state)
    sheet.text(_STATE + 18, middle, say(Message(f"response.state.{step.state}"), lang), size=11, bold=step.state == "open")
    sheet.path(line((0, y + tall), (WIDTH, y + tall)), stroke=FAINT, thick=0.5, plane=-1)
    return y + tall


def _mark(sheet: Drawing, x: float, y: float, answer: str, *, round_: bool = False) -> None:
    """Draw an answer: full for yes, crossed for no, hollow with a question mark where it is not known."""
    fill = _YES if answer == "yes" else PAPER
    edge = _YES if answer == "yes" else ACCENT if answer == "no" else EDGE
    half = _BOX / 2
    sheet.rect(x - half, y - half, _BOX, _BOX, fill=fill, stroke=edge, thick=1.2, radius=half if round_ else 1.5, answer=answer)
    if answer == "no":
        sheet.path(line((x - 3, y - 3), (x + 3, y + 3)) + line((x + 3, y - 3), (x - 3, y + 3)), stroke=ACCENT, thick=1.5)
    elif answer == "unknown":
        sheet.text(x, y + 0.5, "?", size=9, fill=QUIET, align="center")


def _stands(sheet: Drawing, x: float, y: float, state: str) -> None:
    if state == "open":
        sheet.dot(x, y, "circle", 4.5, fill=_OPEN, stroke=_OPEN)
    elif state == "undecided":
        sheet.dot(x, y, "diamond", 4.5, fill=_UNDECIDED, stroke=INK)
    else:
        sheet.path(line((x - 4, y - 4), (x + 4, y + 4)) + line((x + 4, y - 4), (x - 4, y + 4)), stroke=ACCENT, thick=2)


def _key(sheet: Drawing, y: float, lang: Lang, *, tracks: bool) -> float:
    """Draw what the marks mean; return where the sheet ends."""
    x = 0.0
    for answer in _ANSWERS:
        text = say(Message(f"response.figure.{answer}"), lang)
        wide = _BOX + 6 + width(text, 11) + 18
        if x + wide > WIDTH:
            x, y = 0.0, y + 17
        _mark(sheet, x + _BOX / 2, y + 6, answer)
        sheet.text(x + _BOX + 6, y + 6, text, size=11)
        x += wide
    y += 22
    sheet.rect(0, y, 22, 12, fill=_RANGE)
    sheet.path(line((14, y), (14, y + 12)), stroke=QUIET, dash=(3, 3))
    notes = [Message("response.figure.reading"), *([Message("response.figure.reading-tracks")] if tracks else [])]
    lines = wrap(" ".join(say(note, lang) for note in notes), WIDTH - 30, 11)
    sheet.text(30, y - 1, lines, size=11, fill=QUIET, baseline="top")
    return y + 14 * len(lines) + 4
