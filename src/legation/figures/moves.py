"""The graph of moves: states, who can improve from which to which, and the way from the status quo."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from legation.errors import BadValue
from legation.figures.conflict_marks import Choice, State, checked, colour_of, dash_of, draw_key, letter_of, mark
from legation.figures.drawing import Drawing, line, number
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.moves_layout import Curve, columns, curve, places
from legation.figures.theme import ACCENT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Arrow", "moves"]

_ROW, _EDGE, _RADIUS, _TALLEST = 58.0, 40.0, 11.0, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A move: by whom, between which states (by their numbers), and whether it is on the way that is emphasised."""

    maker: int
    source: int
    target: int
    on_path: bool = False


def moves(
    states: Sequence[State],
    arrows: Sequence[Arrow],
    makers: Sequence[Named],
    choices: Sequence[Choice],
    *,
    left_out: int = 0,
    left_out_equilibria: int = 0,
    best_only: bool = False,
    id: str = "moves",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw states by their distance from the status quo, with arrows by who moves, and what each state is in a table below.

    Parameters
    ----------
    states : sequence of State
        Those to draw.
    arrows : sequence of Arrow
        Between them.
    makers : sequence of Named
    choices : sequence of Choice
    left_out, left_out_equilibria : int
        How many states of the conflict are not drawn, and how many equilibria among them.
    best_only : bool
        Whether the arrows are each decision maker's best improvements alone.
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.

    Raises
    ------
    BadValue
        For what does not fit together, and an arrow from or to a state that is not drawn.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one, two = State(number=1, taken=(False,), start=True, step=0), State(number=2, taken=(True,), strength=2, step=1)
    >>> step = Arrow(maker=0, source=1, target=2, on_path=True)
    >>> moves([one, two], [step], [Named("x", "X")], [Choice(name="Talk", maker=0)], title=said, subtitle=said, alt=said).id
    'moves'
    """
    checked(states, makers, choices)
    there = {state.number for state in states}
    if any({a.source, a.target} - there or not 0 <= a.maker < len(makers) or a.source == a.target for a in arrows):
        raise BadValue(Message("conflict.bad-arrow", states=tuple(sorted(there))))
    drawn = functools.partial(_draw, tuple(states), tuple(arrows), tuple(makers), left_out, left_out_equilibria, best_only)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    states: tuple[State, ...],
    arrows: tuple[Arrow, ...],
    makers: tuple[Named, ...],
    left_out: int,
    left_out_equilibria: int,
    best_only: bool,  # noqa: FBT001 - passed on
    lang: Lang,
) -> dict[str, Any]:
    sheet = Drawing(0)
    found = columns({s.number: s.step for s in states}, [(a.source, a.target) for a in arrows], _TALLEST)
    at, tall = places(found, WIDTH, _ROW, _EDGE)
    by_number = {s.number: s for s in states}
    heads = _heads(found, by_number, lang)
    top = 8 + 12.5 * max(map(len, heads))
    at = {state: (x, y + top) for state, (x, y) in at.items()}
    _write_heads(sheet, found, heads, at)
    _parted(sheet, found, by_number, at, tall + top)
    _arrows(sheet, arrows, at)
    for state in states:
        mark(sheet, *at[state.number], state, radius=_RADIUS)
        _words(sheet, state, at[state.number], lang)
    y = _key(sheet, tall + top + 16, states, arrows, makers, lang)
    notes = [say(Message("conflict.best-only"), lang)] if best_only else []
    if left_out:
        form = "left-out" if left_out_equilibria else "left-out-plain"
        notes.append(say(Message(f"conflict.{form}", count=left_out, shown=len(states), equilibria=left_out_equilibria), lang))
    for text in notes:
        lines = wrap(text, WIDTH, 11)
        sheet.text(0, y + 2, lines, size=11, fill=QUIET, baseline="top")
        y += 14 * len(lines) + 4
    sheet.height = y + 4
    return sheet.spec()


def _heads(found: Sequence[Sequence[int]], by_number: dict[int, State], lang: Lang) -> list[list[str]]:
    """Return what stands over each column: how many moves away its states are; in narrow columns the number alone."""
    room = min(108.0, (WIDTH - 2 * _EDGE) / max(1, len(found) - 1) - 6)
    heads: list[list[str]] = []
    steps = [by_number[column[0]].step for column in found]
    for before, step in zip([-1, *steps], steps, strict=False):
        notes = (
            Message("conflict.not-reached")
            if step is None
            else Message("conflict.steps", count=step)
            if step
            else Message("conflict.start")
        )
        text = say(notes, lang)
        if any(width(word, 10.5) > room for word in text.split()):
            text = say(Message("conflict.not-reached-short"), lang) if step is None else str(step) if step else text
        heads.append([] if step == before else wrap(text, room, 10.5))
    return heads


def _write_heads(
    sheet: Drawing, found: Sequence[Sequence[int]], heads: Sequence[Sequence[str]], at: dict[int, tuple[float, float]]
) -> None:
    for column, lines in zip(found, heads, strict=True):
        if lines:
            wide = max(width(one, 10.5) for one in lines)
            x = min(max(sum(at[s][0] for s in column) / len(column), wide / 2), WIDTH - wide / 2)
            sheet.text(x, 6, lines, size=10.5, align="center", fill=QUIET, baseline="top", lead=1.15)


def _parted(
    sheet: Drawing, found: Sequence[Sequence[int]], by_number: dict[int, State], at: dict[int, tuple[float, float]], tall: float
) -> None:
    """Draw a line before the first column that nothing leads to."""
    first = next((k for k, column in enumerate(found) if by_number[column[0]].step is None), 0)
    if first:
        x = (max(at[s][0] for s in found[first - 1]) + min(at[s][0] for s in found[first])) / 2
        sheet.path(line((x, 20), (x, tall)), stroke=RULE, dash=(3, 3), plane=-1)


def _arrows(sheet: Drawing, arrows: Sequence[Arrow], at: dict[int, tuple[float, float]]) -> None:
    """Draw the arrows, those of the way first, so that they are the straightest; each with the letter of who moves."""
    taken: list[tuple[float, float]] = []
    for arrow in sorted(arrows, key=lambda a: (not a.on_path, a.source, a.target, a.maker)):
        others = [place for state, place in at.items() if state not in (arrow.source, arrow.target)]
        way = curve(at[arrow.source], at[arrow.target], others, taken, _RADIUS)
        colour = colour_of(arrow.maker)
        path = _path(way)
        if arrow.on_path:
            sheet.path(path, stroke=ACCENT, thick=6, opacity=0.28, plane=0.9)
        about: dict[str, Any] = {"maker": arrow.maker, "source": arrow.source, "target": arrow.target, "on_path": arrow.on_path}
        sheet.path(path, stroke=colour, thick=2 if arrow.on_path else 1.3, dash=dash_of(arrow.maker), plane=1, **about)
        sheet.path(_tip(way), fill=colour, plane=1.1)
        middle = _free(way, taken)
        taken.append(middle)
        sheet.text(*middle, letter_of(arrow.maker), size=10, bold=True, align="center", fill=colour, halo=PAPER, plane=2.5)


def _free(way: Curve, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the place of an arrow's letter: its middle, or the freest place near it."""
    spots = [way.at(t) for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)]
    room = [min((hypot(x - u, y - v) for u, v in taken), default=99.0) for x, y in spots]
    clear = [spot for spot, free in zip(spots, room, strict=True) if free >= 13]
    return clear[0] if clear else spots[max(range(len(spots)), key=lambda k: (room[k], -k))]


def _path(way: Curve) -> str:
    (x0, y0), (cx, cy), (x1, y1) = way.start, way.control, way.end
    return f"M{number(x0)},{number(y0)}Q{number(cx)},{number(cy)},{number(x1)},{number(y1)}"


def _tip(way: Curve, size: float = 7) -> str:
    """Return the head of an arrow, along its end."""
    (x, y), (a, b) = way.end, way.at(0.93)
    long = max(hypot(x - a, y - b), 1e-6)
    u, v = (x - a) / long, (y - b) / long
    x, y = x + u * 2, y + v * 2
    back = (x - u * size, y - v * size)
    return (
        line((x, y), (back[0] - v * size * 0.45, back[1] + u * size * 0.45), (back[0] + v * size * 0.45, back[1] - u * size * 0.45)) + "Z"
    )


def _words(sheet: Drawing, state: State, at: tuple[float, float], lang: Lang) -> None:
    """Write below a state what it is."""
    if state.words:
        x, y = at
        lines = wrap(say(state.words, lang), 92, 9.5, lines=2)
        wide = max(width(one, 9.5) for one in lines)
        x = min(max(x, wide / 2), WIDTH - wide / 2)
        sheet.text(x, y + _RADIUS + 5, lines, size=9.5, align="center", baseline="top", halo=PAPER, lead=1.1, plane=4)


def _key(sheet: Drawing, y: float, states: Sequence[State], arrows: Sequence[Arrow], makers: Sequence[Named], lang: Lang) -> float:
    """Say whose the arrows are and what the shapes are; return where the notes may begin."""
    x = 0.0
    for k, maker in enumerate(makers):
        if not any(arrow.maker == k for arrow in arrows):
            continue
        lines = wrap(say(maker, lang), WIDTH - 60, 11)
        wide = 48 + max(width(one, 11) for one in lines)
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 18
        sheet.path(line((x, y), (x + 30, y)), stroke=colour_of(k), thick=1.6, dash=dash_of(k))
        sheet.text(x + 36, y + 0.5, letter_of(k), size=11, bold=True, fill=colour_of(k))
        sheet.text(x + 50, y + 0.5, lines, size=11)
        x += wide + 20
    y += 14
    if any(arrow.on_path for arrow in arrows):
        sheet.path(line((0, y + 7), (30, y + 7)), stroke=ACCENT, thick=6, opacity=0.28)
        sheet.text(36, y + 7.5, say(Message("conflict.way"), lang), size=11, fill=INK)
        y += 18
    return draw_key(sheet, y, states, lang) + 2
