"""States in option form, as practitioners print them: a row for each option, a column for each state, yes or no."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from legation.figures.conflict_marks import CELL, Choice, State, checked, colour_of, draw_key, letter_of, mark
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import FAINT, INK, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["draw_form", "named_choice", "option_form"]

_LEFT, _LEAST, _WIDEST, _ROW = 236.0, CELL + 4, 104.0, 20.0
_TAKEN = "#B7C7D8"


def option_form(
    states: Sequence[State],
    makers: Sequence[Named],
    choices: Sequence[Choice],
    *,
    id: str = "option-form",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw states side by side: which options are taken in each.

    Parameters
    ----------
    states : sequence of State
        In the order of the columns; where they do not fit side by side, the rest stands in a table below.
    makers : sequence of Named
    choices : sequence of Choice
        In the order of ``State.taken``.
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.

    Raises
    ------
    BadValue
        For what does not fit together.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one, two = State(number=1, taken=(False,)), State(number=2, taken=(True,), strength=2, words="Nash")
    >>> option_form([one, two], [Named("x", "X")], [Choice(name="Talk", maker=0)], title=said, subtitle=said, alt=said).id
    'option-form'
    """
    checked(states, makers, choices)
    drawn = functools.partial(_draw, tuple(states), tuple(makers), tuple(choices))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(states: tuple[State, ...], makers: tuple[Named, ...], choices: tuple[Choice, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    y = draw_form(sheet, 6, states, makers, choices, lang)
    sheet.height = draw_key(sheet, y + 10, states, lang)
    return sheet.spec()


def draw_form(
    sheet: Drawing, y: float, states: Sequence[State], makers: Sequence[Named], choices: Sequence[Choice], lang: Lang, *, words: bool = True
) -> float:
    """Draw states in option form below ``y``; return where the table ends. With ``words``, each column says what its state is."""
    fit = int((WIDTH - _LEFT) // _LEAST)
    for first in range(0, len(states), fit):
        y = _block(sheet, y, states[first : first + fit], makers, choices, lang, words=words) + 14
    return y - 14


def named_choice(choice: Choice, lang: Lang) -> str:
    """Return an option's name, with what is said of one that goes one way only."""
    name = say(choice.name, lang)
    if choice.direction == "both":
        return name
    return say(Message("conflict.stays" if choice.direction == "on_only" else "conflict.gone", option=name), lang)


def _block(
    sheet: Drawing, y: float, states: Sequence[State], makers: Sequence[Named], choices: Sequence[Choice], lang: Lang, *, words: bool
) -> float:
    wide = min(_WIDEST, (WIDTH - _LEFT) / len(states))
    at = [_LEFT + wide * (k + 0.5) for k in range(len(states))]
    for x, state in zip(at, states, strict=True):
        mark(sheet, x, y + 13, state)
    y += 30
    if words:
        size, said = _words(states, wide - 2, lang)
        for x, lines in zip(at, said, strict=True):
            sheet.text(x, y, lines, size=size, align="center", baseline="top", fill=QUIET, lead=1.2)
        y += max(map(len, said)) * size * 1.2 + 3
    right = at[-1] + wide / 2
    yes, no = (say(Message(f"conflict.{word}"), lang) for word in ("yes", "no"))
    for number, maker in enumerate(makers):
        own = [k for k, choice in enumerate(choices) if choice.maker == number]
        if not own:
            continue
        sheet.path(line((0, y), (right, y)), stroke=RULE)
        head = wrap(f"{letter_of(number)}  {say(maker, lang)}", _LEFT - 14, 11, bold=True, lines=2)
        sheet.rect(0, y + 3, 3, 14 * len(head), fill=colour_of(number))
        sheet.text(9, y + 4, head, size=11, bold=True, baseline="top")
        y += 14 * len(head) + 6
        for row, k in enumerate(own):
            lines = wrap(named_choice(choices[k], lang), _LEFT - 24, 11, lines=3)
            tall = max(_ROW, 14.0 * len(lines) + 5)
            if row:
                sheet.path(line((9, y), (right, y)), stroke=FAINT)
            sheet.text(9, y + tall / 2, lines, size=11)
            for x, state in zip(at, states, strict=True):
                if state.taken[k]:
                    sheet.rect(x - CELL / 2, y + 1.5, CELL, tall - 3, fill=_TAKEN, radius=2)
                text = yes if state.taken[k] else no
                sheet.text(x, y + tall / 2 + 0.5, text, size=11, bold=state.taken[k], align="center", fill=INK if state.taken[k] else QUIET)
            y += tall
    sheet.path(line((0, y), (right, y)), stroke=RULE)
    return y


def _words(states: Sequence[State], room: float, lang: Lang) -> tuple[float, list[list[str]]]:
    """Return what is said of states at the heads of their columns, and the size at which no word is broken."""
    start = say(Message("conflict.status-quo"), lang)
    said = [" · ".join([*([start] if s.start else []), *([say(s.words, lang)] if s.words else [])]) for s in states]
    longest = max((word for text in said for word in text.split()), key=lambda word: width(word, 10), default="")
    size = next((size for size in (9.5, 8.5) if width(longest, size) <= room), 7.5)
    return size, [wrap(text, room, size) for text in said]
