"""The file of a keyring: its name and version byte, a salt, a nonce, the keys encrypted under a passphrase, and a checksum of the whole.

The passphrase becomes a key by Argon2id (RFC 9106: 64 MiB, 3 passes, 4 lanes); AES-256-GCM encrypts and covers what stands before it. The
checksum tells a damaged file from a wrong passphrase.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from legation.errors import BadValue, CannotRead, CannotWrite
from legation.folder_sync import put_file
from legation.keys.keyring import KEY_BYTES, Keyring, from_bytes, to_bytes
from legation.language import Message
from legation.system_words import system_words

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["SHORTEST", "WrongPassphrase", "read_keyring", "write_keyring"]

SHORTEST = 16
"""A passphrase has at least so many characters."""
_NAME, _FORMAT = b"LEGATION KEYRING", b"\x01"
_SALT, _NONCE, _CHECKSUM = 16, 12, 32
_MEMORY, _PASSES, _LANES = 64 * 1024, 3, 4
_LARGEST = 2**20
"""No keyring is as large as this [bytes]."""


class WrongPassphrase(CannotRead):
    """A file is whole, and the passphrase does not open it."""


def write_keyring(path: str | Path, keyring: Keyring, passphrase: str) -> None:
    """Write a keyring into a file, encrypted under a passphrase: whole or not at all, readable by its owner alone (mode 600).

    Parameters
    ----------
    path : str or Path
        A file that stands there is replaced; its folder must be there.
    passphrase : str
        Of 16 characters at least, compared in the form NFKC.

    Raises
    ------
    BadValue
        For a passphrase that is too short.
    CannotWrite
        Where the file cannot be written; what stood there still stands.

    Examples
    --------
    >>> import tempfile
    >>> from legation.keys import new_keyring
    >>> one = new_keyring()
    >>> with tempfile.TemporaryDirectory() as there:
    ...     write_keyring(f"{there}/keyring", one, "correct horse battery")
    ...     read_keyring(f"{there}/keyring", "correct horse battery") == one
    True
    """
    if len(unicodedata.normalize("NFKC", passphrase)) < SHORTEST:
        raise BadValue(Message("keys.short-passphrase", least=SHORTEST))
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    start = _NAME + _FORMAT + salt + nonce
    whole = start + _cipher(passphrase, salt).encrypt(nonce, to_bytes(keyring), start)
    try:
        put_file(Path(path), whole + hashlib.sha256(whole).digest())
    except OSError as error:
        raise CannotWrite(Message("keys.not-written", path=str(path), why=system_words(error))) from error


def read_keyring(path: str | Path, passphrase: str) -> Keyring:
    """Return the keyring of a file.

    Raises
    ------
    WrongPassphrase
        Where the file is whole and the passphrase is another one.
    CannotRead
        Where there is no such file, it is no keyring, is of a later version, or is damaged.
    """
    try:
        with Path(path).open("rb") as source:
            data = source.read(_LARGEST + 1)
    except OSError as error:
        raise CannotRead(Message("keys.not-read", path=str(path), why=system_words(error))) from error
    if not data.startswith(_NAME) or len(data) > _LARGEST:
        raise CannotRead(Message("keys.no-keyring-file", path=str(path)))
    at = len(_NAME) + len(_FORMAT)
    if data[len(_NAME) : at] > _FORMAT:
        raise CannotRead(Message("keys.later-format", path=str(path)))
    whole, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
    if hashlib.sha256(whole).digest() != checksum or data[len(_NAME) : at] != _FORMAT:
        raise CannotRead(Message("keys.damaged-file", path=str(path)))
    start = whole[: at + _SALT + _NONCE]
    return _opened(path, passphrase, start, whole[len(start) :])


def _opened(path: str | Path, passphrase: str, start: bytes, sealed: bytes) -> Keyring:
    from cryptography.exceptions import InvalidTag

    try:
        plain = _cipher(passphrase, start[-_SALT - _NONCE : -_NONCE]).decrypt(start[-_NONCE:], sealed, start)
    except InvalidTag:
        raise WrongPassphrase(Message("keys.wrong-passphrase", path=str(path))) from None
    try:
        return from_bytes(plain)
    except BadValue:
        raise CannotRead(Message("keys.damaged-file", path=str(path))) from None


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    """Return AES-256-GCM under the key that Argon2id makes of a passphrase."""
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return AESGCM(hash_secret_raw(secret, salt, _PASSES, _MEMORY, _LANES, KEY_BYTES, Type.ID))
