"""What the desk does by itself while it is served, and how often: imported once, when the desk begins."""

from __future__ import annotations

__all__: list[str] = []
