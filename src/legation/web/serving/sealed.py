"""Rows that a backup holds encrypted: the natural persons whom a desk knows. A passphrase opens them, or the secret key of the site.

Each row is a token of Fernet (AES in CBC mode and an HMAC), its key made by scrypt from the passphrase and a salt of the backup. Without a
passphrase (``LEGATION_BACKUP_PASSPHRASE``) the secret key of the site takes its place: a backup by itself then names nobody, and the site
that made it reads it back.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Mapping
from typing import Any

__all__ = ["PASSPHRASE", "SEALED", "Seal", "described", "new_seal", "opened"]

PASSPHRASE = "LEGATION_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable
SEALED = frozenset({"people_person"})
"""Tables that are written encrypted."""
_COST, _BLOCK = 2**15, 8
_CHECK = b"legation"


class Seal:
    """What encrypts and opens rows."""

    def __init__(self, secret: str, salt: bytes) -> None:
        from cryptography.fernet import Fernet

        self.salt = salt
        key = hashlib.scrypt(secret.encode("utf-8"), salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=256 * _COST * _BLOCK, dklen=32)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def close(self, row: bytes) -> bytes:
        """Encrypt a row."""
        return self._fernet.encrypt(row)

    def open(self, row: bytes) -> bytes:
        """Decrypt a row.

        Raises
        ------
        ValueError
            Where the secret is another one, or the row was changed.
        """
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(row)
        except InvalidToken as error:
            raise ValueError("sealed") from error


def new_seal() -> Seal:
    """Return the seal of a new backup."""
    from django.conf import settings

    return Seal(os.environ.get(PASSPHRASE) or str(settings.SECRET_KEY), secrets.token_bytes(16))


def described(seal: Seal) -> dict[str, Any]:
    """Return what a backup says of its seal."""
    return {"tables": sorted(SEALED), "salt": seal.salt.hex(), "check": seal.close(_CHECK).decode("ascii")}


def opened(about: Mapping[str, Any], secrets_there: tuple[str, ...]) -> Seal | None:
    """Return the seal of a backup by the first of some secrets that opens it; None where none does.

    >>> made = Seal("one", bytes(16))
    >>> opened(described(made), ("two", "one")).open(made.close(b"row")), opened(described(made), ("two",))
    (b'row', None)
    """
    for secret in secrets_there:
        seal = Seal(secret, bytes.fromhex(str(about["salt"])))
        try:
            if seal.open(str(about["check"]).encode("ascii")) == _CHECK:
                return seal
        except ValueError:
            continue
    return None
