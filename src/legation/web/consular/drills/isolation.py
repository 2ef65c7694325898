"""No connection leaves the process of a drill: Python's own audit of sockets refuses it, whatever code opens one."""

from __future__ import annotations

import sys
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message

__all__ = ["isolate"]

_REFUSED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
_DONE: list[bool] = []


def isolate() -> None:
    """Refuse every connection to another program from now on until the process ends; what it serves itself goes on.

    Such a refusal cannot be taken back: a drill's process sends nothing by accident, by a setting or by a fault.
    """
    if not _DONE:
        _DONE.append(True)
        sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if (
        event in _REFUSED
        and not (event in ("socket.getaddrinfo", "socket.gethostbyname") and _is_own(args[0]))
        and not _is_local_file(args)
    ):
        raise NotAvailable(Message("desk-drill.isolated"))


def _is_own(host: Any) -> bool:
    """Whether a name is this machine's own: a server looks it up to listen there."""
    return host in (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared, not listened on


def _is_local_file(args: tuple[Any, ...]) -> bool:
    """Whether a socket is a file of this machine, by which no mail and no message leaves."""
    return len(args) > 1 and isinstance(args[1], str | bytes)
