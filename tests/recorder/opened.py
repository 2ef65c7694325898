"""A recorder of connections: every one that Python opens or looks a host up for, told apart by whether it leaves this machine.

It stands in each process of the tests, where what leaves is refused and noted (:data:`LEFT`); and, by ``sitecustomize`` beside it, in each
process that is started with :func:`environment`, where it is written into a file.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["LEFT", "SEEN", "environment", "leaving", "refuse", "watch"]

SEEN = "LEGATION_TEST_CONNECTIONS"
"""The variable that names the file into which a process writes what it opens."""
LEFT: list[str] = []
"""What the process of the tests opened, or would have: each test begins with an empty list."""


def environment(file: Path) -> dict[str, str]:
    """Return the environment of a process that is watched, and of all that it starts."""
    path = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    return {**os.environ, SEEN: str(file), "PYTHONPATH": path}


def leaving(event: str, given: tuple[Any, ...]) -> str | None:
    """Return where a connection or a look-up leads, where that is another machine; ``event`` is one of :func:`sys.addaudithook`.

    >>> leaving("socket.getaddrinfo", ("example.org", 443, 0, 0, 0)), leaving("socket.connect", (None, ("127.0.0.1", 80)))
    ('example.org:443', None)
    """
    match event:
        case "socket.connect" | "socket.sendto" | "socket.sendmsg":
            address = given[1]
        case "socket.getaddrinfo":
            address = None if _is_number(given[0]) else given[:2]
        case "socket.gethostbyname" | "socket.gethostbyaddr":
            address = None if _is_number(given[0]) and event == "socket.gethostbyname" else (given[0], "")
        case _:
            return None
    if not isinstance(address, tuple) or not address[0] or _is_here(address[0]):
        return None  # a socket of this machine's own, a pipe, or nowhere
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    return f"{host}:{address[1] if address[1] is not None else ''}"


def _is_number(host: Any) -> bool:
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return True


def _is_here(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        number = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost"
    return number.is_loopback or number.is_unspecified


def watch(tell: Callable[[str], None]) -> None:
    """Call a function with each place that a connection of this process leads to outside of this machine; it may raise."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event.startswith("socket.") and (there := leaving(event, given)) is not None:
            tell(there)

    sys.addaudithook(hook)


def refuse(there: str) -> None:
    """Note it, and let nothing leave: whoever opens it is told that the network is not there."""
    LEFT.append(there)
    raise socket.gaierror(socket.EAI_FAIL, f"no test calls another machine: {there}")
