"""A sheet on which figures are set in pixels: rectangles, texts, dots and paths, handed on as a Vega-Lite specification.

Vega-Lite lays charts out by itself; a figure whose labels must never overlap is laid out here and only painted there. Marks of one style
form one layer, whose data also say what each mark stands for; rectangles lie lowest, then paths, dots and texts, unless ``plane`` says
otherwise.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from legation.figures.theme import FONT, INK, WIDTH

__all__ = ["SHEET", "Align", "Drawing", "hatched", "hatching", "line", "number"]

SHEET = "drawing"
"""The name of the specification of every drawing."""

Align = Literal["left", "center", "right"]
Baseline = Literal["top", "middle", "bottom", "alphabetic"]


class Drawing:
    """A sheet with its origin at the upper left; lengths in pixels."""

    def __init__(self, height: float, width: int = WIDTH) -> None:
        self.width = width
        self.height = height
        self._layers: dict[tuple[float, tuple[Any, ...]], list[dict[str, Any]]] = {}

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        thick: float = 1,
        dash: tuple[float, ...] = (),
        radius: float = 0,
        plane: float = 0,
        **about: Any,
    ) -> None:
        """Draw a rectangle."""
        style = ("rect", thick, dash, radius)
        self._add(
            plane,
            style,
            {"x": number(x), "y": number(y), "x2": number(x + w), "y2": number(y + h), "fill": fill, "stroke": stroke, **about},
        )

    def text(
        self,
        x: float,
        y: float,
        text: str | Sequence[str],
        *,
        size: float = 12,
        fill: str = INK,
        bold: bool = False,
        align: Align = "left",
        baseline: Baseline = "middle",
        lead: float = 1.25,
        angle: float = 0,
        halo: str = "",
        plane: float = 3,
        **about: Any,
    ) -> None:
        """Write a text, or lines one below the other; with ``halo``, on an outline of that colour that keeps lines behind it off."""
        lines = [text] if isinstance(text, str) else list(text)
        if baseline == "middle":
            y -= (len(lines) - 1) * size * lead / 2
        elif baseline in ("bottom", "alphabetic"):
            y -= (len(lines) - 1) * size * lead
        for i, one in enumerate(lines):
            datum = {"x": number(x), "y": number(y + i * size * lead), "text": one, "fill": fill, **about}
            if halo:
                self._add(plane - 0.5, ("text", size, bold, align, baseline, angle, 3), {**datum, "fill": halo, "stroke": halo})
            self._add(plane, ("text", size, bold, align, baseline, angle, 0), {**datum, "stroke": None})

    def path(
        self,
        d: str,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        thick: float = 1,
        dash: tuple[float, ...] = (),
        opacity: float = 1,
        plane: float = 1,
        **about: Any,
    ) -> None:
        """Draw an SVG path."""
        self._add(plane, ("path", thick, dash, opacity), {"path": d, "fill": fill, "stroke": stroke, **about})

    def dot(
        self,
        x: float,
        y: float,
        shape: str,
        radius: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        thick: float = 1,
        opacity: float = 1,
        plane: float = 2,
        **about: Any,
    ) -> None:
        """Draw a symbol of Vega's names, about as large as a circle of ``radius``."""
        datum = {
            "x": number(x),
            "y": number(y),
            "shape": shape,
            "area": number(4 * radius * radius),
            "fill": fill,
            "stroke": stroke,
            **about,
        }
        self._add(plane, ("dot", thick, opacity), datum)

    def spec(self) -> dict[str, Any]:
        """Return the sheet as a Vega-Lite specification of exactly its size."""
        stacked = sorted(self._layers.items(), key=lambda item: item[0][0])
        layers = [_layer(style, data, self) for (_, style), data in stacked]
        return {"name": SHEET, "width": self.width, "height": number(self.height), "autosize": "none", "layer": layers}

    def _add(self, plane: float, style: tuple[Any, ...], datum: dict[str, Any]) -> None:
        self._layers.setdefault((plane, style), []).append(datum)


def _layer(style: tuple[Any, ...], data: list[dict[str, Any]], sheet: Drawing) -> dict[str, Any]:
    across = {"type": "quantitative", "scale": {"domain": [0, sheet.width], "nice": False, "zero": False}, "axis": None}
    down = {
        "type": "quantitative",
        "scale": {"domain": [0, number(sheet.height)], "reverse": True, "nice": False, "zero": False},
        "axis": None,
    }
    place = {"x": {"field": "x", **across}, "y": {"field": "y", **down}}
    paint = {name: {"field": name, "type": "nominal", "scale": None} for name in ("fill", "stroke")}
    mark: dict[str, Any]
    match style:
        case ("rect", thick, dash, radius):
            mark = {"type": "rect", "strokeWidth": thick, **_dash(dash), **({"cornerRadius": radius} if radius else {})}
            place |= {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
        case ("text", size, bold, align, baseline, angle, halo):
            mark = {
                "type": "text",
                "font": FONT,
                "fontSize": size,
                "fontWeight": 600 if bold else 400,
                "align": align,
                "baseline": baseline,
            }
            mark |= ({"angle": angle} if angle else {}) | ({"strokeWidth": halo, "strokeJoin": "round"} if halo else {})
            place["text"] = {"field": "text", "type": "nominal"}
        case ("path", thick, dash, opacity):
            mark = {"type": "point", "x": 0, "y": 0, "size": 4, "strokeWidth": thick, "opacity": opacity, **_dash(dash)}
            place = {"shape": {"field": "path", "type": "nominal", "scale": None}}
        case _:
            mark = {"type": "point", "strokeWidth": style[1], "opacity": style[2]}
            place |= {
                "shape": {"field": "shape", "type": "nominal", "scale": None},
                "size": {"field": "area", "type": "quantitative", "scale": None},
            }
    return {"data": {"values": data}, "mark": mark, "encoding": {**place, **paint}}


def _dash(dash: tuple[float, ...]) -> Mapping[str, Any]:
    return {"strokeDash": list(dash)} if dash else {}


def line(*points: tuple[float, float]) -> str:
    """Return the path of a line through points.

    >>> line((0, 0), (10.333, 5))
    'M0,0L10.3,5'
    """
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)


def hatching(x: float, y: float, w: float, h: float, *, gap: float = 5) -> str:
    """Return the path of diagonal lines that fill a rectangle, ``gap`` apart, cut at its edges.

    Lines stand on a grid of the whole sheet, so that rectangles side by side are hatched through.

    >>> hatching(0, 0, 10, 5, gap=5)
    'M0,5L5,0M5,5L10,0'
    """
    lines = []
    first = int((x + y) // gap) + 1
    for k in range(first, int((x + w + y + h) // gap) + 1):
        c = k * gap  # the points with x + y = c
        low, high = max(x, c - (y + h)), min(x + w, c - y)
        if high - low > 0.3:
            lines.append(line((low, c - low), (high, c - high)))
    return "".join(lines)


def hatched(inside: Sequence[tuple[float, float]], slope: int, gap: float = 8) -> str:
    """Return lines at 45 degrees through a closed row of points, cut at its edge; ``slope`` 1 rises to the right, -1 falls.

    >>> hatched([(0, 0), (10, 0), (10, 5), (0, 5)], 1)
    'M3,5L8,0'
    """
    along = [x + slope * y for x, y in inside]
    parts = []
    for step in range(math.ceil(min(along) / gap), math.floor(max(along) / gap) + 1):
        bar = step * gap + 0.013  # not through a corner
        cuts = []
        for (x, y), (u, v) in itertools.pairwise((*inside, inside[0])):
            one, two = x + slope * y - bar, u + slope * v - bar
            if (one > 0) != (two > 0):
                cuts.append(x + one / (one - two) * (u - x))
        cuts.sort()
        parts += [line((a, slope * (bar - a)), (b, slope * (bar - b))) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if b - a > 0.5]
    return "".join(parts)


def number(value: float, digits: int = 1) -> float | int:
    """Return a length to a tenth of a pixel, or as fine as asked; whole numbers without a point.

    >>> number(3.0), number(2.345), number(2.345, 2)
    (3, 2.3, 2.35)
    """
    short = round(float(value), digits)
    return int(short) if short == int(short) else short
