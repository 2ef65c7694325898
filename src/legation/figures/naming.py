"""Names beside dots: each in the nearest free place, with a leader line where that is not right beside its dot."""

from __future__ import annotations

from collections.abc import Sequence

from legation.figures.drawing import Align, Drawing, line
from legation.figures.measure import width
from legation.figures.placement import Rect, place
from legation.figures.theme import EDGE, INK, PAPER

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
    room = [(max(width(t, size, bold=bold) for t in text) + 4, len(text) * size * 1.2) for text in lines]
    hidden, taken = [], []
    for i, slot in enumerate(place(dots, room, obstacles, bounds, gap=gap, reach=reach)):
        if slot is None:
            hidden.append(i)
            continue
        (left, top, right, bottom), x = slot.rect, dots[i][0]
        align: Align = "left" if left >= x - 1 else "right" if right <= x + 1 else "center"
        at = {"left": left + 2, "right": right - 2, "center": (left + right) / 2}[align]
        if slot.leader:
            sheet.path(line(slot.leader[:2], slot.leader[2:]), stroke=EDGE, thick=0.7)
        middle = (top + bottom) / 2 + 0.5
        sheet.text(at, middle, lines[i], size=size, bold=bold, align=align, fill=INK, halo=PAPER, lead=1.2, plane=4)
        taken.append(slot.rect)
    return hidden, taken
