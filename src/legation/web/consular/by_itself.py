"""What the desk does by itself while it is served, and how often: imported once, when the desk begins."""

from __future__ import annotations

from legation.web.consular.hourly import EVERY, hourly
from legation.web.consular.serving import BY_ITSELF

__all__: list[str] = []

BY_ITSELF.append((EVERY, hourly))
