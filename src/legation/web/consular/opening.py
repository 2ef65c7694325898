"""The keyring of this process: opened once, by its passphrase, and only ever in memory."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from legation.errors import NotAvailable, WrongUse
from legation.keys import Keyring, read_keyring
from legation.language import Message

__all__ = ["keyring_path", "lock", "new_passphrase", "open_keyring", "passphrase"]

_OPENED: list[Keyring] = []


def keyring_path() -> Path:
    """Return where the keyring is: ``LEGATION_CONSULAR_KEYRING``.

    Raises
    ------
    NotAvailable
        Where nothing says it.
    """
    named = os.environ.get("LEGATION_CONSULAR_KEYRING", "")
    if not named:
        raise NotAvailable(Message("desk.no-keyring"))
    return Path(named).absolute()


def passphrase() -> str:
    """Return the passphrase: of ``LEGATION_CONSULAR_PASSPHRASE``, else as somebody types it at the terminal.

    Raises
    ------
    NotAvailable
        Where neither is there.
    """
    given = os.environ.get("LEGATION_CONSULAR_PASSPHRASE", "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise NotAvailable(Message("desk.no-passphrase"))
    return getpass.getpass("")


SHORTEST = 16
"""Letters of the shortest passphrase: whoever finds the keyring tries as many as they like."""


def new_passphrase() -> str:
    """Return the passphrase of a keyring that is about to be made.

    Raises
    ------
    WrongUse
        Where it is short.
    """
    given = passphrase()
    if len(given) < SHORTEST:
        raise WrongUse(Message("desk.short-passphrase", least=SHORTEST))
    return given


def open_keyring() -> Keyring:
    """Return the keyring of this process, which is opened when it is first needed."""
    if not _OPENED:
        _OPENED.append(read_keyring(keyring_path(), passphrase()))
    return _OPENED[0]


def lock() -> None:
    """Forget the keyring: it is opened anew when it is next needed."""
    _OPENED.clear()
