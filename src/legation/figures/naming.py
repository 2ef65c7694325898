"""Names beside dots: each in the nearest free place, with a leader line where that is not right beside its dot."""

from __future__ import annotations

from collections.abc import Sequence

from legation.figures.drawing import Drawing
from legation.figures.kit.placement import Rect, Room, loneliest, room_of, write

__all__ = ["name_dots"]


def name_dots(
    sheet: Drawing,
    dots: Sequence[tuple[float, float]],
    lines: Sequence[Sequence[str]],
    obstacles: Sequence[Rect],
    bounds: Rect,
    *,
    size: float,
    gap: float,
    reach: float = 120,
    bold: bool = False,
) -> tuple[list[int], list[Rect]]:
    """Write the lines of text that belong to each dot; return the dots whose text found no place, and what the others take.

    Parameters
    ----------
    dots : sequence of (x, y)
        Centres [px].
    lines : sequence of sequence of str
        What is written beside each.
    obstacles : sequence of Rect
        What no text may cover.
    bounds : Rect
        Texts stay inside.
    size, gap, reach : float
        Type size, distance from a dot's centre to its text, longest leader line [px].
    bold : bool
        Whether the texts are bold.

    Examples
    --------
    >>> name_dots(Drawing(100), [(50, 50)], [["France"]], [], (0, 0, 100, 100), size=10, gap=5)[0]
    []
    """
    room = Room(bounds)
    for rect in obstacles:
        room.take(rect)
    hidden, taken = [], []
    for i in loneliest(list(dots)):
        slot = room.place(dots[i], room_of(lines[i], size, bold=bold), gap=gap, reach=reach)
        if slot is None:
            hidden.append(i)
            continue
        write(sheet, slot, dots[i], lines[i], size=size, bold=bold)
        taken.append(slot.rect)
    return hidden, taken
