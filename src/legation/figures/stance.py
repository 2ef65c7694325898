"""Which way an actor leans on an issue: by shape and by colour, so that neither carries it alone."""

from __future__ import annotations

from collections.abc import Mapping

from legation.figures.theme import PAPER
from legation.language import Message

__all__ = ["STANCES", "STANCE_COLOURS", "STANCE_NAMES", "STANCE_RADII", "STANCE_SHAPES", "stance_of"]

STANCES = ("high", "middle", "low", "")
"""Where an actor's position lies: in the upper third of the issue's scale, in the middle, in the lower third, or not known."""
STANCE_NAMES: Mapping[str, Message] = {
    "high": Message("grid.stance.high"),
    "middle": Message("grid.stance.middle"),
    "low": Message("grid.stance.low"),
    "": Message("grid.stance.unknown"),
}
"""How the stances are said."""
STANCE_SHAPES: Mapping[str, str] = {"high": "triangle-up", "middle": "square", "low": "triangle-down", "": "circle"}
STANCE_COLOURS: Mapping[str, str] = {"high": "#1B7F79", "middle": "#856A5A", "low": "#B3261E", "": PAPER}
STANCE_RADII: Mapping[str, float] = {"high": 1.15, "middle": 0.9, "low": 1.15, "": 0.9}
"""Triangles look smaller than squares and circles of one area: how many times larger each is drawn."""


def stance_of(value: float | None) -> str:
    """Return in which third of the scale a position from 0 to 100 lies.

    >>> stance_of(80), stance_of(50), stance_of(0), stance_of(None)
    ('high', 'middle', 'low', '')
    """
    if value is None:
        return ""
    return "low" if value <= 33 else "high" if value >= 67 else "middle"
