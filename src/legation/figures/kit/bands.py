"""Bands: values over time with their intervals; one course or several, moments of change, stretches that are marked."""

from __future__ import annotations

from collections.abc import Sequence

from legation.figures.figure import Figure
from legation.figures.kit.course import Course, Instant, Key, Panel, Reading, Spell, Stack
from legation.figures.kit.course_sheet import drawn
from legation.figures.kit.day_axis import TimeTick
from legation.language import Message, Spoken

__all__ = ["Course", "Instant", "Key", "Panel", "Reading", "Spell", "bands"]


def bands(
    panel: Panel,
    *,
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    ticks: Sequence[TimeTick] = (),
    key: Sequence[Key] = (),
    notes: Sequence[Spoken | str] = (),
) -> Figure:
    """Draw values over time with their intervals on one scale, with the name of each course at its end.

    Parameters
    ----------
    panel : Panel
        Its courses in the order of their colours; those ``behind`` lie below all others.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    ticks : sequence of (date or float, Spoken or str)
        What is written below; none: days, months or years.
    key : sequence of Key
        Below the panel.
    notes : sequence of Spoken or str
        Below the key.

    Raises
    ------
    BadValue
        Without a course, for times that do not rise and an interval that does not hold its value.

    Examples
    --------
    >>> import datetime as dt
    >>> said = Message("language.yes")
    >>> readings = tuple(Reading(at=dt.date(2018, m, 1), value=m / 10, low=0.0, high=0.5, text=f"{m}0%") for m in (1, 2))
    >>> panel = Panel(courses=(Course(name="open seas", readings=readings),), share=True)
    >>> figure = bands(panel, id="shares", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"]) for mark in figure.records("en")]
    [('open seas', ''), ('open seas', '10%'), ('open seas', '20%')]
    """
    stack = Stack(panels=(panel,), ticks=tuple(ticks), key=tuple(key), notes=tuple(notes))
    return drawn(stack, id=id, title=title, subtitle=subtitle, alt=alt)
