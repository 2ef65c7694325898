"""An e-mail server on this machine, for tests: it notes what it is given."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

__all__ = ["Letters", "serving"]


class Letters:
    """A server that notes what it is given, and refuses addresses that begin with ``no``."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address.startswith("no"):
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.envelopes.append(envelope)
        return "250 OK"

    def read(self) -> list[Any]:
        return [email.message_from_bytes(one.content, policy=email.policy.default) for one in self.envelopes]


@contextmanager
def serving() -> Iterator[tuple[Letters, int]]:
    """Serve, and give the server with its port."""
    there = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(there, hostname="127.0.0.1", port=port, server_hostname="localhost")
    controller.start()
    yield there, port
    controller.stop()
