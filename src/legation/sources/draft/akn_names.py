"""Names that the writer and the reader of Akoma Ntoso share."""

from __future__ import annotations

__all__ = ["AKN", "BETWEEN", "OURS", "akn", "ours"]

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:legation:draft:1"
"""Who said what of a bracket, which the standard has no words for."""
BETWEEN = "; "
"""Between names of actors in one attribute."""


def akn(name: str) -> str:
    """Return a name of the standard."""
    return f"{{{AKN}}}{name}"


def ours(name: str) -> str:
    """Return a name of our own."""
    return f"{{{OURS}}}{name}"
