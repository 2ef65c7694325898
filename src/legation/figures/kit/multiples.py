"""Small multiples: several small panels of courses on one line of time, below and beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from legation.figures.figure import Figure
from legation.figures.kit.course import Course, Instant, Key, Panel, Reading, Spell, Stack
from legation.figures.kit.course_sheet import drawn
from legation.figures.kit.day_axis import TimeTick
from legation.language import Message, Spoken

__all__ = ["Course", "Instant", "Key", "Panel", "Reading", "Spell", "multiples"]


def multiples(
    panels: Sequence[Panel],
    *,
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    ticks: Sequence[TimeTick] = (),
    key: Sequence[Key] = (),
    notes: Sequence[Spoken | str] = (),
    one_scale: bool = False,
) -> Figure:
    """Draw each panel with its name above; from nine panels on in two columns, and of more than fourteen the first.

    Parameters
    ----------
    panels : sequence of Panel
        The most important first; how many are left out is written below.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    ticks : sequence of (date or float, Spoken or str)
        What is written below; none: days, months or years.
    key : sequence of Key
        Below the panels.
    notes : sequence of Spoken or str
        Below the key.
    one_scale : bool
        Whether all panels have the scale of the one that reaches farthest.

    Raises
    ------
    BadValue
        Without a course, for times that do not rise and an interval that does not hold its value.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> panels = [Panel(name=n, courses=(Course(name="", readings=(Reading(at=1.0, value=3.0, text="3"),)),)) for n in ("a", "b")]
    >>> figure = multiples(panels, ticks=[(1.0, "week 1")], id="weeks", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"]) for mark in figure.records("en") if mark["value"]]
    [('a', '3'), ('b', '3')]
    """
    stack = Stack(panels=tuple(panels), ticks=tuple(ticks), key=tuple(key), notes=tuple(notes), one_scale=one_scale)
    return drawn(stack, id=id, title=title, subtitle=subtitle, alt=alt)
