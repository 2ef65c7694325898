"""What the operating system says when it cannot do something, in both languages: its own words are English wherever it runs."""

from __future__ import annotations

import errno

from legation.language import Message

__all__ = ["SAID", "system_words"]

SAID = frozenset(
    (
        errno.EACCES,
        errno.EADDRINUSE,
        errno.EADDRNOTAVAIL,
        errno.EBUSY,
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EDQUOT,
        errno.EEXIST,
        errno.EFBIG,
        errno.EHOSTUNREACH,
        errno.EINVAL,
        errno.EIO,
        errno.EISDIR,
        errno.ELOOP,
        errno.EMFILE,
        errno.ENAMETOOLONG,
        errno.ENETUNREACH,
        errno.ENFILE,
        errno.ENODEV,
        errno.ENOENT,
        errno.ENOMEM,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.ENOTEMPTY,
        errno.ENXIO,
        errno.EPERM,
        errno.EPIPE,
        errno.EROFS,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.EXDEV,
    )
)
"""Numbers of which the catalogues have the words, by their names: ``system.enoent``."""
_KINDS = {
    "SSLCertVerificationError": "certificate",
    "SSLError": "encryption",
    "gaierror": "no-host",
    "herror": "no-host",
    "TimeoutError": "etimedout",
    "ConnectionRefusedError": "econnrefused",
    "BrokenPipeError": "epipe",
    "ConnectionError": "econnreset",
    "FileNotFoundError": "enoent",
    "PermissionError": "eacces",
}
"""What is told by its kind, by the name so that nothing is loaded: libraries raise it without a number, or with one of their own."""
_OWN_NUMBERS = frozenset({"SSLError", "gaierror", "herror"})


def system_words(error: OSError) -> Message:
    """Return why the system did not do something, as the part of a sentence.

    Examples
    --------
    >>> from legation.language import say
    >>> try:
    ...     open("/no/such/file")
    ... except OSError as error:
    ...     print(say(system_words(error), "fr"))
    aucun fichier ni répertoire de ce nom
    """
    kinds = [kind.__name__ for kind in type(error).__mro__]
    if error.errno in SAID and not _OWN_NUMBERS & {*kinds}:
        return Message(f"system.{errno.errorcode[error.errno].lower()}")
    for kind in kinds:
        if kind in _KINDS:
            return Message(f"system.{_KINDS[kind]}")
    return Message("system.numbered", number=error.errno) if error.errno else Message("system.other")
