"""What a person can be to a dossier."""

from __future__ import annotations

__all__ = ["ROLES"]

ROLES = ("owner", "editor", "contributor", "reader", "guest")
