"""Ideal points: where actors stand over time, from their votes; :func:`legation.methods.voting.ideal_points`."""

from __future__ import annotations

from legation.methods.voting.ideal.answer import IdealPoints
from legation.methods.voting.ideal.points import ideal_points

__all__ = ["IdealPoints", "ideal_points"]
