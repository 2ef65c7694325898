"""The front as it runs in a process: its folder, what the desk has said, its limits, and the one that writes."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from legation.errors import BadValue
from legation.keys import seal_to
from legation.web.front import limits
from legation.web.front.appending import Appender
from legation.web.front.house import House, house_from
from legation.web.front.limits import Limits
from legation.web.front.store import Submission, digest, is_live, open_front, read_state

__all__ = ["FOLDER", "Front", "front"]

FOLDER = "LEGATION_CONSULAR_FRONT"
"""The variable that names the folder of the front."""
PADDED = 512
"""Bytes: what is sealed is filled up with blanks to a multiple, so that its length says little about what is in it."""


class Front:
    """What pages need; safe for threads.

    Parameters
    ----------
    folder : Path
        Of the front; it is made where it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.limits = Limits()
        self._own = threading.local()
        self._said: tuple[bytes, House | None] = (b"", None)
        self.pages: dict[tuple[str, bool], bytes] = {}
        """Pages that are the same for everybody, until the desk says something else."""
        with closing(open_front(folder)):
            self._appender = Appender(folder)

    def house(self) -> House | None:
        """Return what the desk has said last; None before it has said anything."""
        said = read_state(self._connection(), "said")
        if said != self._said[0]:
            self.pages = {}
            try:
                self._said = (said, house_from(said))
            except BadValue:  # written by a newer desk: nothing is taken in until this front is newer too
                self._said = (said, None)
        return self._said[1]

    def append_registration(self, house: House, content: dict[str, Any], nonce: str) -> bool:
        """Seal and write a registration, and return False where too many are being sent by all people together.

        One that is over the limit of its number or address is counted, not written, in the same time.
        """
        if not self.limits.passes("all", "registrations", most=limits.REGISTRATIONS):
            return False
        contact = content["contact"]
        within = [
            self.limits.passes("contact", contact[name].casefold(), most=limits.PER_CONTACT) for name in ("phone", "email") if contact[name]
        ]
        one = self._sealed(house, "registration", content, nonce)
        self._appender.append(one if all(within) else "contact")
        return True

    def append_by_link(self, house: House, kind: str, content: dict[str, Any], nonce: str, token: str) -> bool:
        """Seal and write what is sent by a link, and return False where this link was used too often, be it live or not.

        By a link that is not live it is written too, for the desk to judge, until :data:`~legation.web.front.limits.UNKNOWN` an hour.
        """
        if not self.limits.passes("token", token, most=limits.PER_TOKEN):
            return False
        hashed = digest(token)
        live = is_live(self._connection(), hashed, dt.datetime.now(dt.UTC))
        within = self.limits.passes("all", "live" if live else "unknown", most=limits.UNKNOWN) or live
        one = self._sealed(house, kind, content, nonce, hashed)
        self._appender.append(one if within else "unknown")
        return True

    def append_by_code(self, house: House, content: dict[str, Any], nonce: str) -> bool:
        """Seal and write an answer with a code, and return False where this code was sent too often."""
        if not self.limits.passes("code", str(content["code"]), most=limits.PER_CODE):
            return False
        within = self.limits.passes("all", "unknown", most=limits.UNKNOWN)
        self._appender.append(self._sealed(house, "code", content, nonce) if within else "unknown")
        return True

    def close(self) -> None:
        """Write what waits, and end."""
        self._appender.close()
        connection = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            del self._own.connection

    def _sealed(self, house: House, kind: str, content: dict[str, Any], nonce: str, token: bytes = b"") -> Submission:
        plain = json.dumps(content, ensure_ascii=False).encode("utf-8")
        plain += b" " * (-len(plain) % PADDED)
        return Submission(kind, house.key_version, seal_to(house.public, kind, house.key_version, plain), digest(nonce), token)

    def _connection(self) -> Any:
        if not hasattr(self._own, "connection"):
            self._own.connection = open_front(self.folder)
        return self._own.connection


@functools.cache
def front() -> Front:
    """Return the front of this process, in the folder that :data:`FOLDER` names.

    Raises
    ------
    KeyError
        Where no folder is named: ``legation consular front`` does it.
    """
    return Front(Path(os.environ[FOLDER]).expanduser().resolve())
