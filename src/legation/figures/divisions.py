"""From consensus to division: a dot for each statement along the line, and the words of those at either end."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import wrap
from legation.figures.swarm import swarm
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, RULE, VOTE_INKS, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["KINDS", "Dot", "divisions"]

KINDS = ("parts", "joins", "neither", "unsure")
_JOINS = "#2B5C8A"
_LEFT, _RIGHT = 16.0, WIDTH - 16.0
_LARGE = 60
"""Up to so many statements, dots bear their numbers."""
_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A statement: its number, its words, its place from 0 (no difference) to 1, and its kind, of :data:`KINDS`."""

    number: str
    text: Spoken | str
    place: float
    kind: str


def divisions(
    dots: Sequence[Dot],
    axis: Spoken,
    *,
    id: str = "divisions",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a dot for each statement; full where the votes show that it parts or joins, hollow where they do not say.

    Parameters
    ----------
    dots : sequence of Dot
    axis : Spoken
        What the line measures.

    Raises
    ------
    BadValue
        Without a statement, and for a place or a kind that is none.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> divisions([Dot(number="3", text="We agree.", place=0.2, kind="joins")], said, title=said, subtitle=said, alt=said).id
    'divisions'
    """
    if not dots or any(not 0 <= one.place <= 1 or one.kind not in KINDS for one in dots):
        raise BadValue(Message("what-the-room-thinks.figure.bad-dot", allowed=" | ".join(KINDS), count=len(dots)))
    ordered = tuple(sorted(dots, key=lambda one: (one.place, one.number)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, ordered, axis))


def _draw(dots: tuple[Dot, ...], axis: Spoken, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    numbered = len(dots) <= _LARGE
    share = 0.05 if numbered else 1 / len(dots)
    placed = swarm([(_LEFT + one.place * (_RIGHT - _LEFT), share) for one in dots])
    floor = max(dot.height + dot.radius for dot in placed) + 6
    for dot in placed:
        first = dots[dot.members[0]]
        number = first.number if len(dot.members) == 1 else f"×{len(dot.members)}"
        _dot(sheet, dot.x, floor - dot.height, dot.radius, first.kind, statement=number)
        if (numbered or len(dot.members) > 1) and dot.radius >= 8:
            ink = {"parts": VOTE_INKS["no"], "joins": PAPER}.get(first.kind, INK)
            size = 9.5 if len(number) < 3 else 8
            sheet.text(dot.x, floor - dot.height + 0.5, number, size=size, align="center", fill=ink)
    sheet.path(line((_LEFT, floor), (_RIGHT, floor)), stroke=RULE, thick=1.2)
    for mark in (0, 0.25, 0.5, 0.75, 1):
        x = _LEFT + mark * (_RIGHT - _LEFT)
        sheet.path(line((x, floor), (x, 0)), stroke=FAINT, plane=-1)
        sheet.text(
            x,
            floor + 11,
            say(Message("what-the-room-thinks.figure.points", points=round(100 * mark)), lang),
            size=9.5,
            align="center",
            fill=QUIET,
        )
    y = floor + 28
    for text in wrap(say(axis, lang), WIDTH, 10.5):
        sheet.text(WIDTH / 2, y, text, size=10.5, align="center", fill=QUIET)
        y += 14
    y = _key(sheet, y + 8, dots, lang) + 6
    sheet.height = _ends(sheet, y, dots, lang)
    return sheet.spec()


def _dot(sheet: Drawing, x: float, y: float, radius: float, kind: str, **about: Any) -> None:
    fill = {"parts": ACCENT, "joins": _JOINS}.get(kind, PAPER)
    stroke = {"parts": ACCENT, "joins": _JOINS, "neither": EDGE}.get(kind, EDGE)
    shape, side = ("square", 0.88 * radius) if kind == "parts" else ("circle", radius)
    sheet.dot(x, y, shape, side, fill=fill, stroke=stroke, thick=1, kind=kind, **about)
    if kind == "unsure":
        sheet.path(line((x - radius * 0.7, y + radius * 0.7), (x + radius * 0.7, y - radius * 0.7)), stroke=EDGE, thick=0.8, plane=2.1)


def _key(sheet: Drawing, y: float, dots: tuple[Dot, ...], lang: Lang) -> float:
    words = {
        "parts": Message("what-the-room-thinks.figure.parts"),
        "joins": Message("what-the-room-thinks.figure.joins"),
        "neither": Message("what-the-room-thinks.figure.neither"),
        "unsure": Message("what-the-room-thinks.figure.unsure"),
    }
    for kind in KINDS:
        count = sum(one.kind == kind for one in dots)
        if not count:
            continue
        lines = wrap(f"{say(words[kind], lang)} ({say(count, lang)})", WIDTH - 24, 11)
        _dot(sheet, 7, y, 5, kind)
        for text in lines:
            sheet.text(20, y + 0.5, text, size=11)
            y += 16
    return y


def _ends(sheet: Drawing, y: float, dots: tuple[Dot, ...], lang: Lang) -> float:
    """Write the statements at either end, the least divided on the left; return where the sheet ends."""
    decided = tuple(one for one in dots if one.kind != "unsure") or dots
    middle = len(decided) // 2
    sides = (
        (0.0, Message("what-the-room-thinks.figure.least"), decided[: min(_NAMED, middle)]),
        (WIDTH / 2 + 10, Message("what-the-room-thinks.figure.most"), decided[::-1][: min(_NAMED, len(decided) - middle)]),
    )
    bottom = y
    for x, head, shown in sides:
        at = y
        if shown:
            sheet.text(x, at + 6, say(head, lang), size=11, bold=True)
            at += 20
        for one in shown:
            sheet.text(x, at + 6, f"{one.number}.", size=11, fill=QUIET)
            for text in wrap(say(one.text, lang), WIDTH / 2 - 46, 11, lines=3):
                sheet.text(x + 32, at + 6, text, size=11)
                at += 14.5
            at += 3
        bottom = max(bottom, at)
    return bottom + 4
