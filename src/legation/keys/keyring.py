"""The keyring: root keys and sealing keys by version, the key of indexes, the signing key; and how it is turned into bytes and back."""

from __future__ import annotations

import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from legation.errors import BadValue
from legation.language import Message

__all__ = [
    "KEY_BYTES",
    "LAST_VERSION",
    "Keyring",
    "from_bytes",
    "new_keyring",
    "to_bytes",
    "with_new_root",
    "with_new_sealing",
    "without_root",
    "without_sealing",
]

KEY_BYTES = 32
"""Every key is of 256 bits [bytes]."""
LAST_VERSION = 2**32 - 1
_COUNT = struct.Struct(">H")
_VERSION = struct.Struct(">I")


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The keys of one house. Its ``repr`` names versions only: no key reaches a log.

    Attributes
    ----------
    roots : mapping of int to bytes
        What wraps the keys of subjects, by version, of 32 bytes each; the highest version wraps what is new.
    index : bytes
        What blind indexes are made with, of 32 bytes. It does not rotate: indexes are compared over years.
    sealing : mapping of int to bytes
        Private X25519 keys by version, of 32 bytes each; what was sealed is opened by the version that it names.
    signing : bytes
        The private Ed25519 key, of 32 bytes.

    Raises
    ------
    BadValue
        For a key that is not of 32 bytes, a version outside 1 to 4,294,967,295, or no root or sealing key at all.

    Examples
    --------
    >>> one = Keyring({1: bytes(32)}, bytes(32), {1: bytes(32)}, bytes(32))
    >>> one
    Keyring(roots 1; sealing 1)
    >>> one.root_version, one.sealing_version
    (1, 1)
    """

    roots: Mapping[int, bytes]
    index: bytes
    sealing: Mapping[int, bytes]
    signing: bytes

    def __post_init__(self) -> None:
        for name in ("roots", "sealing"):
            keys = dict(sorted(getattr(self, name).items()))
            if not keys or not all(isinstance(one, int) and 0 < one <= LAST_VERSION for one in keys):
                raise BadValue(Message("keys.bad-versions", called=name))
            object.__setattr__(self, name, MappingProxyType(keys))
        for key in (*self.roots.values(), self.index, *self.sealing.values(), self.signing):
            if not isinstance(key, bytes) or len(key) != KEY_BYTES:
                raise BadValue(Message("keys.bad-key", expected=KEY_BYTES))

    def __repr__(self) -> str:
        return f"Keyring(roots {', '.join(map(str, self.roots))}; sealing {', '.join(map(str, self.sealing))})"

    @property
    def root_version(self) -> int:
        """The version of the root key that wraps what is new."""
        return max(self.roots)

    @property
    def sealing_version(self) -> int:
        """The version of the sealing key that others seal for now."""
        return max(self.sealing)

    def sealing_public(self, version: int | None = None) -> bytes:
        """Return the public sealing key of a version, of 32 bytes; the newest where none is named.

        Raises
        ------
        BadValue
            For a version that the keyring does not have.
        """
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        wanted = self.sealing_version if version is None else version
        if wanted not in self.sealing:
            raise BadValue(Message("keys.no-sealing-version", version=str(wanted)))
        return X25519PrivateKey.from_private_bytes(self.sealing[wanted]).public_key().public_bytes_raw()

    def signing_public(self) -> bytes:
        """Return the public key that checks signatures, of 32 bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw()


def new_keyring() -> Keyring:
    """Return a keyring of new random keys: one root key, one sealing key, the key of indexes, the signing key.

    Examples
    --------
    >>> new_keyring()
    Keyring(roots 1; sealing 1)
    """
    return Keyring({1: _random_key()}, _random_key(), {1: _random_key()}, _random_key())


def with_new_root(keyring: Keyring) -> Keyring:
    """Return the keyring with one more root key, of the next version: it wraps what is new; the older ones still unwrap.

    Examples
    --------
    >>> with_new_root(new_keyring())
    Keyring(roots 1, 2; sealing 1)
    """
    return replace(keyring, roots={**keyring.roots, keyring.root_version + 1: _random_key()})


def without_root(keyring: Keyring, version: int) -> Keyring:
    """Return the keyring without a root key that wraps nothing any more.

    Raises
    ------
    BadValue
        For the newest version, or one that the keyring does not have.

    Examples
    --------
    >>> without_root(with_new_root(new_keyring()), 1)
    Keyring(roots 2; sealing 1)
    """
    return replace(keyring, roots=_without(keyring.roots, version))


def with_new_sealing(keyring: Keyring) -> Keyring:
    """Return the keyring with one more sealing key, of the next version: others seal for it from now on; the older ones still open.

    Examples
    --------
    >>> with_new_sealing(new_keyring())
    Keyring(roots 1; sealing 1, 2)
    """
    return replace(keyring, sealing={**keyring.sealing, keyring.sealing_version + 1: _random_key()})


def without_sealing(keyring: Keyring, version: int) -> Keyring:
    """Return the keyring without a sealing key for which nothing is sealed any more.

    Raises
    ------
    BadValue
        For the newest version, or one that the keyring does not have.
    """
    return replace(keyring, sealing=_without(keyring.sealing, version))


def to_bytes(keyring: Keyring) -> bytes:
    """Return a keyring as bytes: versions and keys of roots and of sealing, each after their count, then index and signing key.

    Examples
    --------
    >>> one = new_keyring()
    >>> from_bytes(to_bytes(one)) == one, len(to_bytes(one))
    (True, 140)
    """
    parts = []
    for keys in (keyring.roots, keyring.sealing):
        parts.append(_COUNT.pack(len(keys)))
        parts += [_VERSION.pack(version) + key for version, key in keys.items()]
    return b"".join([*parts, keyring.index, keyring.signing])


def from_bytes(data: bytes) -> Keyring:
    """Return the keyring of :func:`to_bytes`.

    Raises
    ------
    BadValue
        For bytes that are none.
    """
    try:
        roots, rest = _versions(data)
        sealing, rest = _versions(rest)
    except struct.error:
        raise BadValue(Message("keys.no-keyring")) from None
    if len(rest) != 2 * KEY_BYTES:
        raise BadValue(Message("keys.no-keyring"))
    return Keyring(roots, rest[:KEY_BYTES], sealing, rest[KEY_BYTES:])


def _versions(data: bytes) -> tuple[dict[int, bytes], bytes]:
    """Return keys by version from the start of ``data``, and what follows them."""
    (count,), at = _COUNT.unpack_from(data), _COUNT.size
    keys = {}
    for _ in range(count):
        (version,) = _VERSION.unpack_from(data, at)
        keys[version] = data[at + _VERSION.size : at + _VERSION.size + KEY_BYTES]
        at += _VERSION.size + KEY_BYTES
    return keys, data[at:]


def _without(keys: Mapping[int, bytes], version: int) -> dict[int, bytes]:
    if version not in keys or version == max(keys):
        raise BadValue(Message("keys.cannot-remove", version=str(version), newest=str(max(keys))))
    return {one: key for one, key in keys.items() if one != version}


def _random_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
