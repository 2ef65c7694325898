"""What people may ask about themselves, and how a request stands."""

from __future__ import annotations

__all__ = ["KINDS", "STATES"]

KINDS = ("access", "erasure", "objection", "portability")
"""GDPR, Articles 15, 17, 21 and 20."""
STATES = ("received", "identified", "answered", "refused")
