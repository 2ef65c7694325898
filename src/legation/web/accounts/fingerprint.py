"""What is stored in place of a secret: a token, an invitation, the address of a calendar."""

from __future__ import annotations

import hashlib

__all__ = ["fingerprint"]


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a secret of ours, which is random and long enough to need no salt; of any text that somebody sends."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
