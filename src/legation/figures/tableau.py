"""The preference tableau: for each decision maker the states from best to worst, equals in one box."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.conflict_marks import CELL, Choice, State, checked, colour_of, draw_key, letter_of, mark
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.option_form import draw_form
from legation.figures.theme import EDGE, FAINT, PALE, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["tableau"]

_LEFT, _STEP, _GAP, _LINE = 170.0, CELL + 4, 7.0, 34.0


def tableau(
    rankings: Sequence[Sequence[Sequence[int]]],
    states: Sequence[State],
    makers: Sequence[Named],
    choices: Sequence[Choice],
    *,
    id: str = "tableau",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw each decision maker's ranking in a row, and what each state is in a table below.

    Parameters
    ----------
    rankings : sequence of sequence of sequence of int
        By decision maker, the levels from best to worst, each with the numbers of its states: all states of the conflict.
    states : sequence of State
        Those to show; of the others the row says how many lie between.
    makers : sequence of Named
    choices : sequence of Choice
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.

    Raises
    ------
    BadValue
        For what does not fit together, and a ranking without one of the states to show.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one, two = State(number=1, taken=(False,)), State(number=2, taken=(True,), strength=2)
    >>> talk = Choice(name="Talk", maker=0)
    >>> tableau([[[2], [1]]], [one, two], [Named("x", "X")], [talk], title=said, subtitle=said, alt=said).id
    'tableau'
    """
    checked(states, makers, choices)
    shown = {state.number for state in states}
    whole = all(shown <= {number for level in ranking for number in level} for ranking in rankings)
    if len(rankings) != len(makers) or not whole:
        raise BadValue(Message("conflict.bad-ranking", makers=len(makers), found=len(rankings)))
    levels = tuple(tuple(tuple(level) for level in ranking) for ranking in rankings)
    drawn = functools.partial(_draw, levels, tuple(states), tuple(makers), tuple(choices))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


Levels = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Box:
    """Equals that stand together: the states shown, and how many more; without states, how many lie between."""

    shown: tuple[int, ...]
    more: int

    def text(self, lang: Lang) -> str:
        return say(Message("conflict.more", count=self.more), lang) if self.shown and self.more else str(self.more) if self.more else ""

    def wide(self, lang: Lang) -> float:
        words = self.text(lang)
        return len(self.shown) * _STEP + (width(words, 9.5) + 10 if words else 0) + (4 if self.tied else 0)

    @property
    def tied(self) -> bool:
        return len(self.shown) + (self.more if self.shown else 0) > 1


def _boxes(levels: Levels, shown: set[int]) -> Iterator[_Box]:
    """Give the boxes of a row from best to worst."""
    hidden = 0
    for level in levels:
        some = tuple(sorted(n for n in level if n in shown))
        if not some:
            hidden += len(level)
            continue
        if hidden:
            yield _Box((), hidden)
        yield _Box(some, len(level) - len(some))
        hidden = 0
    if hidden:
        yield _Box((), hidden)


def _draw(
    rankings: tuple[Levels, ...], states: tuple[State, ...], makers: tuple[Named, ...], choices: tuple[Choice, ...], lang: Lang
) -> dict[str, Any]:
    sheet = Drawing(0)
    by_number = {state.number: state for state in states}
    sheet.text(_LEFT, 6, say(Message("conflict.best"), lang), size=10.5, fill=QUIET)
    sheet.text(WIDTH, 6, say(Message("conflict.worst"), lang), size=10.5, fill=QUIET, align="right")
    best, worst = (width(say(Message(f"conflict.{end}"), lang), 10.5) for end in ("best", "worst"))
    left, right = _LEFT + best + 10, WIDTH - worst - 10
    sheet.path(line((left, 6), (right, 6), (right - 5, 3)) + line((right, 6), (right - 5, 9)), stroke=EDGE)
    y = 20.0
    for number, (maker, levels) in enumerate(zip(makers, rankings, strict=True)):
        y = _row(sheet, y, number, maker, list(_boxes(levels, set(by_number))), by_number, lang)
    y += 10
    if any(not box.shown or box.more for levels in rankings for box in _boxes(levels, set(by_number))):
        lines = wrap(say(Message("conflict.between"), lang), WIDTH, 11)
        sheet.text(0, y, lines, size=11, fill=QUIET, baseline="top")
        y += 14 * len(lines) + 4
    if any(box.tied for levels in rankings for box in _boxes(levels, set(by_number))):
        sheet.rect(0, y + 1, 18, 13, fill=PALE, stroke=EDGE, radius=3)
        sheet.text(26, y + 8, say(Message("conflict.tied"), lang), size=11)
        y += 18
    y = draw_key(sheet, y, states, lang)
    sheet.height = draw_form(sheet, y + 12, states, makers, choices, lang, words=False) + 4
    return sheet.spec()


def _row(sheet: Drawing, y: float, number: int, maker: Named, boxes: Sequence[_Box], by_number: dict[int, State], lang: Lang) -> float:
    """Draw one ranking, on as many lines as it takes; return where the next begins."""
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE if not number else FAINT)
    name = wrap(f"{letter_of(number)}  {say(maker, lang)}", _LEFT - 22, 11, bold=True, lines=4)
    sheet.rect(0, y + 5, 3, 14 * len(name), fill=colour_of(number))
    sheet.text(9, y + 6, name, size=11, bold=True, baseline="top")
    x, middle = _LEFT, y + _LINE / 2 + 1
    for box in _broken(boxes):
        wide = box.wide(lang)
        if x > _LEFT and x + wide > WIDTH:
            x, middle = _LEFT, middle + _LINE - 2
        if box.tied:
            sheet.rect(x, middle - 15, wide, 30, fill=PALE, stroke=EDGE, radius=4, plane=-0.5)
        at = x + (2 if box.tied else 0)
        for state in box.shown:
            mark(sheet, at + _STEP / 2, middle, by_number[state], radius=10.5)
            at += _STEP
        if box.more:
            if box.shown:
                sheet.text(at + 4, middle + 0.5, box.text(lang), size=9.5, fill=QUIET)
            else:
                sheet.text(x + wide / 2, middle + 0.5, box.text(lang), size=9.5, fill=QUIET, align="center")
                sheet.path(line((x + 1, middle + 9), (x + wide - 1, middle + 9)), stroke=EDGE, dash=(1.5, 2))
        x += wide + _GAP
    return max(middle + _LINE / 2, y + 14 * len(name) + 12)


def _broken(boxes: Sequence[_Box]) -> Iterator[_Box]:
    """Give the boxes, those that are wider than a line in parts."""
    most = int((WIDTH - _LEFT - 60) // _STEP)
    for box in boxes:
        parts = [box.shown[k : k + most] for k in range(0, len(box.shown), most)] or [()]
        for k, part in enumerate(parts):
            yield _Box(part, box.more if k == len(parts) - 1 else 0)
