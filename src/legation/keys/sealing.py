"""What a machine without a private key seals for the keyring (HPKE, RFC 9180), and signatures (Ed25519, RFC 8032)."""

from __future__ import annotations

from typing import Any

from legation.errors import BadValue, CannotRead
from legation.keys.keyring import KEY_BYTES, Keyring
from legation.language import Message

__all__ = ["open_sealed", "seal_to", "sign", "verify"]


def seal_to(public: bytes, kind: str, version: int, data: bytes) -> bytes:
    """Return data that only the keyring with the private key opens: HPKE, base mode, X25519, HKDF-SHA256, AES-256-GCM.

    Parameters
    ----------
    public : bytes
        The public sealing key, of 32 bytes.
    kind : str
        What it is, ``registration``: sealed as one kind, it does not open as another.
    version : int
        Of the sealing key; it is stored beside what was sealed.

    Returns
    -------
    bytes
        The encapsulated key (32 bytes), the ciphertext, and the tag (16 bytes): 48 bytes more than the data.

    Raises
    ------
    BadValue
        For a public key that is none, or a kind with ``|`` in it.

    Examples
    --------
    >>> from legation.keys import new_keyring
    >>> ring = new_keyring()
    >>> sealed = seal_to(ring.sealing_public(), "reply", 1, b"safe")
    >>> open_sealed(ring, "reply", 1, sealed), len(sealed)
    (b'safe', 52)
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    if len(public) != KEY_BYTES:
        raise BadValue(Message("keys.bad-key", expected=KEY_BYTES))
    info = _info(kind, version)
    try:
        return bytes(_suite().encrypt(data, X25519PublicKey.from_public_bytes(public), info=info))
    except ValueError:  # a point of small order, zeros
        raise BadValue(Message("keys.bad-public-key")) from None


def open_sealed(keyring: Keyring, kind: str, version: int, sealed: bytes) -> bytes:
    """Return what :func:`seal_to` sealed for a version of the keyring's sealing key.

    Raises
    ------
    CannotRead
        Where the keyring lacks that version, or what was sealed was changed, is of another kind, or is for another key.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    if version not in keyring.sealing:
        raise CannotRead(Message("keys.no-sealing-version", version=str(version)))
    private = X25519PrivateKey.from_private_bytes(keyring.sealing[version])
    try:
        return bytes(_suite().decrypt(sealed, private, info=_info(kind, version)))
    except (InvalidTag, ValueError):
        raise CannotRead(Message("keys.not-opened")) from None


def sign(keyring: Keyring, data: bytes) -> bytes:
    """Return the signature of data, of 64 bytes.

    Examples
    --------
    >>> from legation.keys import new_keyring
    >>> ring = new_keyring()
    >>> verify(ring.signing_public(), b"bundle 7", sign(ring, b"bundle 7"))
    True
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(keyring.signing).sign(data)


def verify(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether a signature is that of the holder of a key over exactly these data."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _info(kind: str, version: int) -> bytes:
    if "|" in kind:
        raise BadValue(Message("keys.bad-place"))
    return f"{kind}|{version}".encode()


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
