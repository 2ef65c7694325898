"""What bundles of both directions have in common: a line that says what it is, a line with a signature, the content."""

from __future__ import annotations

import base64

from legation.errors import BadValue
from legation.language import Message

__all__ = ["INTRODUCTION", "INWARD", "KEY_BYTES", "OUTWARD", "from_base64", "parted", "to_base64"]

OUTWARD, INWARD, INTRODUCTION = b"legation-front-outward-1", b"legation-front-inward-1", b"legation-front-introduction-1"
"""The first line of a bundle: its direction is bound into what is signed, so that none is taken for the other."""
LARGEST = 512 * 1024 * 1024
"""Bytes of a bundle that is read."""
KEY_BYTES = 32


def parted(bundle: bytes, kind: bytes) -> tuple[bytes, bytes]:
    """Return the signature and the content of a bundle of a kind."""
    first, _, rest = bundle[:LARGEST].partition(b"\n")
    signature, _, body = rest.partition(b"\n")
    if first != kind or len(bundle) > LARGEST:
        raise BadValue(Message("consular-front.bundle-unreadable", why=kind.decode()))
    try:
        return base64.b64decode(signature, validate=True), body
    except ValueError as error:
        raise BadValue(Message("consular-front.bundle-unreadable", why=str(error))) from error


def to_base64(data: bytes) -> str:
    """Return bytes as text."""
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """Return bytes that were written as text.

    Raises
    ------
    ValueError
        Where the text is none of that.
    """
    return base64.b64decode(text, validate=True)
