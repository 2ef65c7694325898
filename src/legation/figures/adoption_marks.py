"""The marks of a picture of uptake: the first use of an actor before us, on the same day, after us, or our own; and the key to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.figures.drawing import Drawing, line
from legation.figures.figure import Named
from legation.figures.measure import width
from legation.figures.theme import ACCENT, PAPER, WIDTH
from legation.language import Lang, Message, say

__all__ = ["COLOUR", "RADIUS", "FirstUse", "key", "mark"]

COLOUR, RADIUS = "#2B5C8A", 4.0

When = Literal["ours", "before", "same-day", "after", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUse:
    """The first use of a phrase by an actor.

    Attributes
    ----------
    actor : Named
    day : date
    when : {"ours", "before", "same-day", "after", "unknown"}
        Against the day on which we said it.
    target : bool
        Whether it is one of those we wanted to reach: it is named before others.
    """

    actor: Named
    day: dt.date
    when: When
    target: bool = False


def mark(sheet: Drawing, use: FirstUse, x: float, y: float, lang: Lang) -> None:
    """Draw the first use of an actor."""
    about: dict[str, Any] = {"actor": use.actor.id, "name": say(use.actor, lang), "day": use.day.isoformat(), "when": use.when}
    if use.when == "ours":
        sheet.dot(x, y, "diamond", 5, fill=ACCENT, stroke=PAPER, plane=2.2, **about)
    elif use.when == "after":
        sheet.dot(x, y, "circle", RADIUS, fill=COLOUR, stroke=PAPER, **about)
    elif use.when == "same-day":
        sheet.dot(x, y, "circle", RADIUS, fill=PAPER, stroke=COLOUR, thick=1.5, **about)
        sheet.dot(x, y, "circle", 1.6, fill=COLOUR, plane=2.1)
    else:
        sheet.dot(x, y, "circle", RADIUS, fill=PAPER, stroke=COLOUR, thick=1.5, **about)


def key(sheet: Drawing, uses: Sequence[FirstUse], y: float, lang: Lang, *, dated: bool) -> float:
    """Explain the marks that are there; return where the sheet ends."""
    there = {use.when for use in uses}
    items: list[tuple[str, Message]] = []
    if dated:
        items.append(("since", Message("uptake.figure.since")))
    if "ours" in there:
        items.append(("ours", Message("uptake.figure.ours")))
    if "before" in there:
        items.append(("before", Message("uptake.figure.before")))
    if "same-day" in there:
        items.append(("same-day", Message("uptake.figure.same-day")))
    if "after" in there:
        items.append(("after", Message("uptake.figure.after")))
    if "unknown" in there:
        items.append(("unknown", Message("uptake.figure.unknown")))
    if any(use.target for use in uses):
        items.append(("target", Message("uptake.figure.target")))
    x = 0.0
    for what, message in items:
        text = say(message, lang)
        room = 0.0 if what == "target" else 16.0
        wide = width(text, 11, bold=what == "target")
        if x and x + room + wide > WIDTH:
            x, y = 0.0, y + 18
        if what == "since":
            sheet.path(line((x + 6, y + 1), (x + 6, y + 13)), stroke=ACCENT, thick=1.4)
        elif what != "target":
            when: Any = what
            mark(sheet, FirstUse(actor=Named("", ""), day=dt.date(1970, 1, 1), when=when), x + 6, y + 7, lang)
        sheet.text(x + room, y + 7, text, size=11, bold=what == "target")
        x += room + wide + 18
    return y + 20
