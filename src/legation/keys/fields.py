"""Fields under the key of their subject, that key under a root key, and what finds a value again without showing it."""

from __future__ import annotations

import functools
import hmac
import secrets
import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from legation.errors import BadValue, CannotRead
from legation.keys.keyring import KEY_BYTES, Keyring
from legation.language import Message

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["blind_index", "field_aad", "open_field", "seal_field", "unwrap_key", "unwrap_keys", "wrap_key", "wrapped_version"]

_NONCE = 12
_VERSION = struct.Struct(">I")
_WRAP = "subject-key"
_BARS = 4
_KEY = _VERSION.size + _NONCE
_Subject = TypeVar("_Subject", str, int)


def field_aad(table: str, row: str | int, column: str, subject: str | int, version: int) -> bytes:
    """Return what a field is bound to: ``table|row|column|subject|version``. Moved to another place, it does not open.

    Parameters
    ----------
    table, column : str
        Names, as the database has them.
    row, subject : str or int
        Random ids.
    version : int
        Of the form in which the value is written.

    Raises
    ------
    BadValue
        Where a part holds ``|`` or is empty: two places would have one text.

    Examples
    --------
    >>> field_aad("registration", "5f0c", "name", "9a1e", 1)
    b'registration|5f0c|name|9a1e|1'
    """
    place = f"{table}|{row}|{column}|{subject}|{version}"
    if place.count("|") != _BARS or "||" in place or place[0] == "|":
        raise BadValue(Message("keys.bad-place"))
    return place.encode("utf-8")


def seal_field(key: bytes, aad: bytes, data: bytes) -> bytes:
    """Return the value of a field encrypted under the key of its subject: a random nonce of 96 bits, then AES-256-GCM.

    Parameters
    ----------
    key : bytes
        Of 32 bytes.
    aad : bytes
        Of :func:`field_aad`.

    Raises
    ------
    BadValue
        For a key of another length.

    Examples
    --------
    >>> place = field_aad("registration", "5f0c", "name", "9a1e", 1)
    >>> open_field(bytes(32), place, seal_field(bytes(32), place, b"value"))
    b'value'
    """
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, data, aad)


def open_field(key: bytes, aad: bytes, sealed: bytes) -> bytes:
    """Return the value that :func:`seal_field` encrypted.

    Raises
    ------
    CannotRead
        Where the value was changed, stood elsewhere, or was encrypted under another key.
    """
    cipher = _cipher(key)
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], aad)
    except (_aes()[1], ValueError):  # a nonce that is too short is a ValueError
        raise CannotRead(Message("keys.not-opened")) from None


def wrap_key(keyring: Keyring, subject: str | int, key: bytes) -> bytes:
    """Return the key of a subject wrapped by the newest root key: its version, then nonce and AES-256-GCM bound to subject and version.

    Raises
    ------
    BadValue
        For a key that is not of 32 bytes.

    Examples
    --------
    >>> from legation.keys import new_keyring
    >>> ring = new_keyring()
    >>> wrapped = wrap_key(ring, "9a1e", bytes(32))
    >>> unwrap_key(ring, "9a1e", wrapped) == bytes(32), wrapped_version(wrapped)
    (True, 1)
    """
    if len(key) != KEY_BYTES:
        raise BadValue(Message("keys.bad-key", expected=KEY_BYTES))
    version = keyring.root_version
    return _VERSION.pack(version) + seal_field(keyring.roots[version], field_aad(_WRAP, subject, "key", subject, version), key)


def unwrap_key(keyring: Keyring, subject: _Subject, wrapped: bytes) -> bytes:
    """Return the key of a subject.

    Raises
    ------
    CannotRead
        Where the keyring lacks that version of the root key, or the wrapped key was changed or is another subject's.
    """
    return unwrap_keys(keyring, ((subject, wrapped),))[subject]


def unwrap_keys(keyring: Keyring, wrapped: Iterable[tuple[_Subject, bytes]]) -> dict[_Subject, bytes]:
    """Return the keys of many subjects, as :func:`unwrap_key` does for one.

    Raises
    ------
    CannotRead
        As :func:`unwrap_key` does, for the first that cannot be unwrapped.
    """
    ciphers = {_VERSION.pack(version): (_cipher(root), str(version)) for version, root in keyring.roots.items()}
    keys = {}
    wrong = (_aes()[1], ValueError)
    for subject, data in wrapped:
        found = ciphers.get(data[: _VERSION.size])
        if found is None:
            raise CannotRead(Message("keys.no-root-version", version=str(wrapped_version(data))))
        cipher, end = found
        place = f"{_WRAP}|{subject}|key|{subject}|{end}".encode()  # what was wrapped has four bars: one more unwraps nothing
        try:
            keys[subject] = cipher.decrypt(data[_VERSION.size : _KEY], data[_KEY:], place)
        except wrong:
            raise CannotRead(Message("keys.not-opened")) from None
    return keys


def wrapped_version(wrapped: bytes) -> int:
    """Return the version of the root key that wrapped a key; 0 for what is too short to name one."""
    return int(_VERSION.unpack_from(wrapped)[0]) if len(wrapped) >= _VERSION.size else 0


def blind_index(keyring: Keyring, kind: str, value: str) -> bytes:
    """Return what stands in an index in place of a value: HMAC-SHA-256 of ``kind|value``, whole, of 32 bytes.

    Equal values of a kind have equal indexes; nobody without the keyring finds the value, nor tries all telephone numbers.

    Parameters
    ----------
    kind : str
        ``phone``, ``email``, ``document``: no index is equal to one of another kind.
    value : str
        In its one form, see :mod:`legation.consular.contact`.

    Raises
    ------
    BadValue
        For a kind with ``|`` in it.

    Examples
    --------
    >>> ring = Keyring({1: bytes(32)}, bytes(32), {1: bytes(32)}, bytes(32))
    >>> blind_index(ring, "phone", "+56221234567").hex()[:16]
    '040e72573024b992'
    """
    if "|" in kind:
        raise BadValue(Message("keys.bad-place"))
    return hmac.digest(keyring.index, f"{kind}|{value}".encode("utf-8", "surrogatepass"), "sha256")


@functools.cache
def _aes() -> tuple[type[AESGCM], type[Exception]]:
    """Return what encrypts, and the error that it raises: loaded with the first field."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM, InvalidTag


def _cipher(key: bytes) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise BadValue(Message("keys.bad-key", expected=KEY_BYTES))
    return _aes()[0](key)
