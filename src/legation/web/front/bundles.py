"""Bundles between desk and front: numbered, signed, each applied once. On one machine the desk calls the same on the front's folder.

*Outward* (front to desk) are the submissions after a number, under HMAC-SHA-256 with a key that the desk gave to the front: the front has
no private key, and a bundle holds nothing that the front could open. *Inward* (desk to front) is what the desk says now, as a whole: its
public key, every live link as a digest, languages, services, times of keeping, drill; under the desk's Ed25519 signature. A bundle that is
lost is made good by the next one.
"""

from __future__ import annotations

from legation.web.front.inward import Inward, LiveToken, apply_introduction, apply_inward, introduce, write_introduction, write_inward
from legation.web.front.outward import Outward, Sealed, about_outward, read_outward, write_outward

__all__ = [
    "Inward",
    "LiveToken",
    "Outward",
    "Sealed",
    "about_outward",
    "apply_introduction",
    "apply_inward",
    "introduce",
    "read_outward",
    "write_introduction",
    "write_inward",
    "write_outward",
]
