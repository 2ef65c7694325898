"""HPKE in base mode with X25519 and HKDF-SHA256, written from the text of RFC 9180 alone: what ours is held against."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEM = b"KEM\x00\x20"


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    out, block = b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.new(prk, block + labelled + bytes([counter]), hashlib.sha256).digest()
        out += block
    return out[:length]


def _schedule(shared: bytes, info: bytes, aead: int, key_bytes: int) -> tuple[bytes, bytes]:
    suite = b"HPKE\x00\x20\x00\x01" + aead.to_bytes(2, "big")
    context = b"\x00" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    return _expand(suite, secret, b"key", context, key_bytes), _expand(suite, secret, b"base_nonce", context, 12)


def _shared(exchanged: bytes, enc: bytes, recipient: bytes) -> bytes:
    return _expand(_KEM, _extract(_KEM, b"", b"eae_prk", exchanged), b"shared_secret", enc + recipient, 32)


def seal(public: bytes, ephemeral: bytes, info: bytes, aad: bytes, plain: bytes, *, aead: int = 2) -> tuple[bytes, bytes]:
    """Encapsulated key and ciphertext; ``aead`` 1 is AES-128-GCM, 2 is AES-256-GCM."""
    private = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = private.public_key().public_bytes_raw()
    exchanged = private.exchange(X25519PublicKey.from_public_bytes(public))
    key, nonce = _schedule(_shared(exchanged, enc, public), info, aead, 16 * aead)
    return enc, AESGCM(key).encrypt(nonce, plain, aad)


def unseal(secret: bytes, enc: bytes, info: bytes, aad: bytes, sealed: bytes, *, aead: int = 2) -> bytes:
    private = X25519PrivateKey.from_private_bytes(secret)
    exchanged = private.exchange(X25519PublicKey.from_public_bytes(enc))
    key, nonce = _schedule(_shared(exchanged, enc, private.public_key().public_bytes_raw()), info, aead, 16 * aead)
    return AESGCM(key).decrypt(nonce, sealed, aad)
