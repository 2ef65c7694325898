"""A drawing on a dark ground: the colour that stands there for each colour of the light one, as rules of style.

A drawing is made once, on light ground. Where it is shown on a dark one, rules exchange ink, paper, greys and the colours that would not
stand out. The colours of votes stay: they mean the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, SHADES

__all__ = ["DARK", "LINES", "dark_rules"]

DARK: Mapping[str, str] = {
    INK: "#ECEAE3",
    PAPER: "#0F1522",
    QUIET: "#AAB2C2",
    EDGE: "#7F899D",
    RULE: "#3A465D",
    FAINT: "#273145",
    PALE: "#1C2536",
    "#B7C7D8": "#3A5578",  # a range behind its value
    "#D5E7E4": "#12302F",  # votes as last time: tints of yes, abstain, no
    "#F2D6D3": "#3B1C1C",
    "#2B5C8A": "#8FB4DF",  # blocs, and what takes their colours
    "#C8752B": "#F0A55E",
    "#2A1527": "#F3DDEB",
    "#856A5A": "#B79C8B",
    "#7D4315": "#B9713F",
    "#8280D4": "#9D9BEA",
    "#271D67": "#C3BDF5",
    "#2C949F": "#5CC4CF",
    "#8A4F7D": "#D3A0C7",  # beginnings of digital processes
    "#3F6B4A": "#93C29F",
    "#5B6272": "#AAB2C2",
    "#DCE6F0": "#22334A",  # variants in a tableau: tints
    "#F3E3D3": "#463322",
    "#E3E1F3": "#33304E",
    "#D9ECEC": "#1C3F42",
    "#EBE1DA": "#40352E",
    "#E9EBDD": "#3A3D2A",
    "#A5AAB5": "#4A556B",  # courses behind the others
    "#8A6A2B": "#C9A65E",
    "#D69892": "#6E3531",  # more conflict, more cooperation
    "#94BFBA": "#245E58",
    **dict(zip(SHADES, ("#1E283C", "#334056", "#49586F", "#5E7089", "#7488A3", "#89A0BD", "#9FB8D6", "#B4D0F0"), strict=True)),
}
"""By the colour on light ground, the colour on dark ground."""
LINES: Mapping[str, str] = {ACCENT: "#F2938B"}
"""The same for texts and lines alone: an area of this colour is a vote, and stays."""


def dark_rules() -> str:
    """Return the rules of style by which a drawing that names its colours in attributes is shown on dark ground.

    >>> "[fill='#14213D' i]{fill:#ECEAE3}" in dark_rules()
    True
    """
    rules = [f"[{what}='{light}' i]{{{what}:{dark}}}" for light, dark in DARK.items() for what in ("fill", "stroke")]
    rules += [f"text[fill='{light}' i]{{fill:{dark}}}[stroke='{light}' i]{{stroke:{dark}}}" for light, dark in LINES.items()]
    return "".join(rules)
