"""Rows with ranges: a row a thing, on one scale or several side by side; what is measured as a bar or a dot with its interval."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from legation.errors import BadValue
from legation.figures.figure import Figure
from legation.figures.kit.row import Fill, Heading, Item, Key, Row, Scale, Shape, Tone
from legation.figures.kit.row_drawing import draw_rows
from legation.language import Message, Spoken

__all__ = ["Fill", "Heading", "Item", "Key", "Row", "Scale", "Shape", "Tone", "row_chart"]


def row_chart(
    things: Sequence[Row | Heading],
    scales: Sequence[Scale],
    *,
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    key: Sequence[Key] = (),
    notes: Sequence[Spoken | str] = (),
) -> Figure:
    """Draw a row for each thing, from top to bottom in the order given.

    Parameters
    ----------
    things : sequence of Row or Heading
        At least one row.
    scales : sequence of Scale
        Side by side, from left to right.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    key : sequence of Key
        Above the rows.
    notes : sequence of Spoken or str
        Below the rows.

    Raises
    ------
    BadValue
        Without a row, for an interval that does not hold its value, for a number that is none, and for a scale that is not there.

    Examples
    --------
    >>> from legation.figures.figure import Named
    >>> said = Message("language.yes")
    >>> thing = Row(name=Named("FRA", "France"), items=(Item(value=0.4, low=0.3, high=0.6, text="40%"),), row=("actors", "FRA"))
    >>> figure = row_chart([thing], [Scale()], id="shares", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"], mark["row"]["id"]) for mark in figure.records("en")]
    [('France', '40%', 'FRA')]
    """
    rows = [thing for thing in things if isinstance(thing, Row)]
    if not rows or not scales:
        raise BadValue(Message("figures.empty"))
    for row in rows:
        for item in row.items:
            numbers = [n for n in (item.low, item.value, item.high) if n is not None]
            known = [*numbers, *(n for n in (item.beside, item.start) if n is not None)]
            if numbers != sorted(numbers) or not all(abs(n) < float("inf") for n in known) or not 0 <= item.scale < len(scales):
                found = (item.low, item.value, item.high)
                raise BadValue(Message("figures.rows.bad-item", name=row.name, found=found, scales=len(scales)))
    marks = tuple(mark for row in rows for mark in row.marks())
    draw = functools.partial(draw_rows, tuple(things), tuple(scales), tuple(key), tuple(notes))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=draw)
