"""Somebody of whom nothing is known but the browser: what its cookie says, and what of that is written down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

__all__ = ["Browser"]


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody in a room, at a post or invited, by a code or a link that a cookie keeps; to site and dossiers nobody in particular.

    Examples
    --------
    >>> Browser("secret").digest[:8], Browser("").digest
    ('2bb80d53', '')
    """

    secret: str
    is_authenticated: bool = False
    is_active: bool = False

    @property
    def digest(self) -> str:
        """What the database knows it by; empty for one that has no secret."""
        return hashlib.sha256(self.secret.encode()).hexdigest() if self.secret else ""
