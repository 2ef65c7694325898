"""The look of every figure: colours, type, and the frame of title, subtitle and footer.

Colours are told apart by people who see red and green alike, and never carry a meaning alone: a letter, a pattern or a shape goes with
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.figures.measure import wrap
from legation.language import Lang

__all__ = [
    "ACCENT",
    "BLOC_COLOURS",
    "BLOC_SHAPES",
    "EDGE",
    "FAINT",
    "FONT",
    "INK",
    "LEANS",
    "PALE",
    "PAPER",
    "QUIET",
    "RULE",
    "SHADES",
    "TINTS",
    "VOTE_COLOURS",
    "VOTE_INKS",
    "VOTE_LETTERS",
    "WIDTH",
    "dressed",
]

INK = "#14213D"
PAPER = "#FBFAF7"
ACCENT = "#B3261E"
QUIET = "#4E5668"
"""Second text: 7 to 1 on paper."""
EDGE = "#858B98"
"""Outlines that carry a meaning: more than 3 to 1 on paper."""
RULE = "#C9CCD3"
FAINT = "#E3E4E7"
PALE = "#F1F0EC"
FONT = "Inter, Helvetica, Arial, sans-serif"
WIDTH = 704
"""Inner width of a figure [px]; with its margins 720."""

VOTE_COLOURS: Mapping[str, str] = {"yes": "#1B7F79", "abstain": "#D9A441", "no": "#B3261E", "absent": "#C9CCD3"}
VOTE_INKS: Mapping[str, str] = {"yes": "#FFFFFF", "abstain": "#14213E", "no": "#FFFFFF", "absent": QUIET}
"""The colour of letters on a vote's colour; it is no colour of the ground's ink, because it stays where the ground is dark."""
VOTE_LETTERS: Mapping[Lang, Mapping[str, str]] = {
    "en": {"yes": "Y", "abstain": "A", "no": "N", "absent": "–", "not_participating": "–", "unknown": "?"},
    "fr": {"yes": "O", "abstain": "A", "no": "N", "absent": "–", "not_participating": "–", "unknown": "?"},
}
SHADES = ("#EDEEEA", "#CED4D7", "#AEBBC4", "#8FA1B1", "#70879F", "#516D8C", "#315479", "#123A66")
"""From little to much."""
LEANS = ("#B3261E", "#D69892", "#F1F0EC", "#94BFBA", "#1B7F79")
"""From conflict to cooperation."""
TINTS = ("#DCE6F0", "#F3E3D3", "#E3E1F3", "#D9ECEC", "#EBE1DA", "#E9EBDD")
"""Grounds of kinds whose name or number stands on them."""
BLOC_COLOURS = ("#2B5C8A", "#C8752B", "#2A1527", "#856A5A", "#7D4315", "#8280D4", "#271D67", "#2C949F")
BLOC_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")

_MARGIN = 8
_TITLE, _SUBTITLE, _FOOTER = 16, 12, 12
_FOOT_LEAD = 15


def dressed(
    spec: Mapping[str, Any], title: str, subtitle: str, alt: str, footer: str = "", lang: Lang = "en", band: str = ""
) -> dict[str, Any]:
    """Return a specification with its frame: title and subtitle wrapped to its width, description, footer, fonts and colours.

    A specification with ``width``, ``height`` and ``layer`` (what :class:`~legation.figures.drawing.Drawing` makes) keeps its exact size;
    any other one is put above a line with the footer. ``band``: drawn as the first and as the last line: that nothing is real.
    """
    width = spec["width"] if isinstance(spec.get("width"), int) else WIDTH
    bands = [band] if band else []
    head = bands + (wrap(title, width, _TITLE, bold=True) if title else [])
    under = wrap(subtitle, width, _SUBTITLE) if subtitle else []
    foot = (wrap(footer, width, _FOOTER) if footer else []) + bands
    top = _MARGIN + (21 * len(head) + (7 + 17 * len(under) if under else 0) + 14 if head else 0)
    bottom = _MARGIN + (16 + _FOOT_LEAD * len(foot) if foot else 0)
    drawn = "layer" in spec and isinstance(spec.get("height"), (int, float))
    if drawn:
        body = {**spec, "layer": [*spec["layer"], *([_foot(foot, spec["height"] + 16)] if foot else [])], "autosize": "none"}
    elif foot:
        inner = {key: value for key, value in spec.items() if key != "config"}
        body = {"vconcat": [inner, {**_foot(foot, 0), "width": width, "height": _FOOT_LEAD * len(foot), "view": {"stroke": None}}]}
    else:
        body = dict(spec)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": alt,
        "usermeta": {"lang": lang},
        "title": {
            "text": head,
            "anchor": "start",
            "frame": "group",
            "offset": 14,
            "fontSize": _TITLE,
            "fontWeight": 600,
            "lineHeight": 21,
            "color": INK,
            **(
                {"subtitle": under, "subtitleFontSize": _SUBTITLE, "subtitleLineHeight": 17, "subtitleColor": QUIET, "subtitlePadding": 7}
                if under
                else {}
            ),
        },
        **body,
        "background": PAPER,
        "padding": {"left": _MARGIN, "right": _MARGIN, "top": top, "bottom": bottom} if drawn else _MARGIN,
        "config": {**spec.get("config", {}), **_CONFIG},
    }


def _foot(lines: list[str], y: float) -> dict[str, Any]:
    return {
        "data": {"values": [{"footer": lines}]},
        "mark": {
            "type": "text",
            "x": 0,
            "y": y,
            "align": "left",
            "baseline": "top",
            "fontSize": _FOOTER,
            "lineHeight": _FOOT_LEAD,
            "color": QUIET,
            "text": {"expr": "datum.footer"},
        },
    }


_CONFIG: Mapping[str, Any] = {
    "aria": False,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "gridColor": FAINT,
    },
    "legend": {"labelColor": INK, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400},
    "text": {"color": INK, "font": FONT},
}
