"""A drawing as SVG, written mark by mark.

The general converter lays a specification out anew, in a fifth of a second for each figure; a drawing is laid out already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from legation.figures.drawing import SHEET, number
from legation.figures.theme import FONT, QUIET
from legation.language import Lang

__all__ = ["is_drawing", "painted"]

_RISE = {"middle": 0.3, "top": 0.79, "bottom": -0.21, "alphabetic": 0.0}
"""From the point at which a text stands down to its base line, in type sizes."""
_COMMANDS, _NUMBERS = re.compile("([A-Za-z])([^A-Za-z]*)"), re.compile(r"-?[0-9]*\.?[0-9]+")
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}
_SYMBOLS: Mapping[str, str] = {
    "square": "M{x0},{y0}H{x1}V{y1}H{x0}Z",
    "triangle-up": "M{x},{h0}L{x0},{h1}L{x1},{h1}Z",
    "triangle-down": "M{x},{h1}L{x0},{h0}L{x1},{h0}Z",
    "triangle-right": "M{v1},{y}L{v0},{y0}L{v0},{y1}Z",
    "triangle-left": "M{v0},{y}L{v1},{y0}L{v1},{y1}Z",
    "diamond": "M{x0},{y}L{x},{y0}L{x1},{y}L{x},{y1}Z",
    "cross": "M{x0},{b0}V{b1}H{a0}V{y1}H{a1}V{b1}H{x1}V{b0}H{a1}V{y0}H{a0}V{b0}Z",
}
"""The outline of each symbol, in a square from ``x0, y0`` to ``x1, y1`` about ``x, y``."""


def is_drawing(spec: Mapping[str, Any]) -> bool:
    """Return whether a specification is that of a :class:`~legation.figures.drawing.Drawing`."""
    return spec.get("name") == SHEET


def painted(spec: Mapping[str, Any], lang: Lang) -> str:
    """Return a dressed drawing as SVG: one image with its text alternative.

    Parameters
    ----------
    spec : mapping
        What :func:`legation.figures.theme.dressed` made of a drawing.
    lang : {"en", "fr"}
        The language of its words.
    """
    pad, alt = spec["padding"], escape(" ".join(spec["description"].split("\n")))
    wide, tall = number(spec["width"] + pad["left"] + pad["right"]), number(spec["height"] + pad["top"] + pad["bottom"])
    body = "".join(layer for one in spec["layer"] for layer in _layer(one))
    return (
        f'<svg role="img" lang="{lang}" aria-label="{alt}" xmlns="http://www.w3.org/2000/svg" version="1.1" width="{wide}" height="{tall}"'
        f' viewBox="0 0 {wide} {tall}"><desc>{alt}</desc><rect width="{wide}" height="{tall}" fill="{spec["background"]}"/>'
        f'<g fill="none" stroke-miterlimit="10" font-family="{escape(FONT)}" transform="translate({pad["left"]},{number(pad["top"])})">'
        f"{_title(spec['title'], pad)}{body}</g></svg>"
    )


def _title(title: Mapping[str, Any], pad: Mapping[str, float]) -> str:
    """Return title and subtitle, which stand above the drawing."""
    y, lines = pad["left"] - pad["top"] + title["fontSize"] + 1, []
    for text in title["text"]:
        size, colour = title["fontSize"], title["color"]
        lines.append(f'<text y="{number(y)}" font-size="{size}px" font-weight="600" fill="{colour}">{_said(text)}</text>')
        y += title["lineHeight"]
    y += title.get("subtitlePadding", 0) + title.get("subtitleFontSize", 0) - title["lineHeight"]
    for text in title.get("subtitle", ()):
        size, colour = title["subtitleFontSize"], title["subtitleColor"]
        lines.append(f'<text y="{number(y)}" font-size="{size}px" fill="{colour}">{_said(text)}</text>')
        y += title["subtitleLineHeight"]
    return "".join(lines)


def _layer(layer: Mapping[str, Any]) -> Iterator[str]:
    mark, data = layer["mark"], layer["data"]["values"]
    if mark["type"] == "text" and "text" in mark:  # the footer
        size, colour = mark["fontSize"], QUIET
        for row, text in enumerate(data[0]["footer"]):
            y = mark["y"] + row * mark["lineHeight"] + round(_RISE["top"] * size)
            yield f'<text y="{number(y)}" font-size="{size}px" fill="{colour}">{_said(text)}</text>'
        return
    dash = f' stroke-dasharray="{" ".join(map(str, mark["strokeDash"]))}"' if mark.get("strokeDash") else ""
    thick = f' stroke-width="{mark["strokeWidth"]}"' if mark.get("strokeWidth", 1) != 1 else ""
    faint = f' opacity="{mark["opacity"]}"' if mark.get("opacity", 1) != 1 else ""  # on each mark: those below show through
    if mark["type"] == "text":
        weight = f' font-weight="{mark["fontWeight"]}"' if mark["fontWeight"] != 400 else ""
        anchor = f' text-anchor="{_ANCHOR[mark["align"]]}"' if mark["align"] != "left" else ""
        joined = ' stroke-linejoin="round"' if mark.get("strokeJoin") else ""
        yield f'<g font-size="{mark["fontSize"]}px"{weight}{anchor}{thick}{joined}>'
        rise = round(_RISE[mark["baseline"]] * mark["fontSize"])
        yield from (_text(datum, rise, mark.get("angle", 0)) for datum in data)
    else:
        yield f"<g{thick}{dash}>"
        draw = _rect if mark["type"] == "rect" else _path if "shape" in layer["encoding"] and "x" not in layer["encoding"] else _symbol
        corner = f' rx="{mark["cornerRadius"]}"' if "cornerRadius" in mark else ""
        yield from (draw(datum, corner + faint) for datum in data)
    yield "</g>"


def _text(datum: Mapping[str, Any], rise: int, angle: float) -> str:
    x, y = datum["x"], datum["y"]
    if angle:
        return f'<text y="{rise}" transform="translate({x},{y}) rotate({angle})"{_paint(datum)}>{_said(datum["text"])}</text>'
    return f'<text x="{x}" y="{number(y + rise)}"{_paint(datum)}>{_said(datum["text"])}</text>'


def _rect(datum: Mapping[str, Any], also: str) -> str:
    x, y, right, under = datum["x"], datum["y"], datum["x2"], datum["y2"]
    x, right, y, under = min(x, right), max(x, right), min(y, under), max(y, under)
    return f'<rect x="{x}" y="{y}" width="{number(right - x)}" height="{number(under - y)}"{also}{_paint(datum)}/>'


def _path(datum: Mapping[str, Any], also: str) -> str:
    return f'<path d="{escape(datum["path"])}"{also}{_paint(datum)}/>'


def _symbol(datum: Mapping[str, Any], also: str) -> str:
    x, y, r = datum["x"], datum["y"], datum["area"] ** 0.5 / 2
    if datum["shape"] == "circle":
        return f'<circle cx="{x}" cy="{y}" r="{number(r, 2)}"{also}{_paint(datum)}/>'
    if datum["shape"] not in _SYMBOLS:
        return f'<path d="{_scaled(datum["shape"], r)}" transform="translate({x},{y})"{also}{_paint(datum)}/>'
    half, bar = r * 3**0.5 / 2, r * 0.4
    ends = {"x": (x, r), "y": (y, r), "h": (y, half), "v": (x, half), "a": (x, bar), "b": (y, bar)}
    places = {f"{name}{end}": number(at + side * by, 2) for name, (at, by) in ends.items() for end, side in enumerate((-1, 1))}
    return f'<path d="{_SYMBOLS[datum["shape"]].format(x=x, y=y, **places)}"{also}{_paint(datum)}/>'


def _scaled(path: str, by: float) -> str:
    """Return a path about the origin, larger: the flags of an arc stay."""
    pieces = []
    for command, numbers in _COMMANDS.findall(path):
        values = [float(one) for one in _NUMBERS.findall(numbers)]
        stay = (2, 3, 4) if command in "Aa" else ()
        pieces.append(command + " ".join(str(number(one if i % 7 in stay else one * by, 2)) for i, one in enumerate(values)))
    return "".join(pieces)


def _paint(datum: Mapping[str, Any]) -> str:
    mark = f' data-mark="{datum["mark"]}"' if "mark" in datum else ""
    return mark + "".join(f' {name}="{escape(datum[name])}"' for name in ("fill", "stroke") if datum.get(name))


def _said(text: Any) -> str:
    return escape(str(text), quote=False)
