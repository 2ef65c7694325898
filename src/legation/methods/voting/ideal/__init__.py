"""Ideal points: where actors stand over time, from their votes; :func:`legation.methods.voting.ideal_points`."""

from __future__ import annotations

from legation.methods.voting.ideal.answer import Difference, IdealPoints, difference
from legation.methods.voting.ideal.points import ideal_points
from legation.methods.voting.titles import on_topic

__all__ = ["Difference", "IdealPoints", "difference", "ideal_points", "on_topic"]
