"""Ideal points: where actors stand over time, from their votes; :func:`legation.methods.voting.ideal_points`."""

from __future__ import annotations

from legation.methods.voting.ideal.answer import IdealPoints
from legation.methods.voting.ideal.difference import Difference, difference
from legation.methods.voting.ideal.points import ideal_points
from legation.methods.voting.ideal.topic import on_topic

__all__ = ["Difference", "IdealPoints", "difference", "ideal_points", "on_topic"]
