"""HTTP as the server speaks it, with a limit on how long and how large the head of a request may be: whoever sends it is not known yet.

A stream finds in its scope how to break its connection off (:data:`ABORT`): one that takes nothing any more would never close in order.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["ABORT", "LARGEST", "SECONDS", "HeaderLimit"]

ABORT = "legation.abort"
"""Name in the scope of a request of what breaks its connection off."""

LARGEST = 64 * 1024
"""Bytes of a head that is not whole yet."""
SECONDS = 20.0
"""How long a head may take, from the first byte of a connection or of a further request on it [s]."""


class HeaderLimit(HttpToolsProtocol):
    """Ends a connection whose head does not come to its end."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._size = 0
        self._late: asyncio.TimerHandle | None = None
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to a head that is not whole."""
        super().data_received(data)
        self._size = self._size + len(data) if self._late is not None else 0
        if self._size > LARGEST and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """Begin to wait for the head of a further request."""
        super().on_message_begin()
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]  # with a name of our own
        scope[ABORT] = self.transport.abort
        self._wait()

    def on_headers_complete(self) -> None:
        """Wait no longer: the bridge counts the body."""
        self._rest()
        super().on_headers_complete()

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(SECONDS, self.timeout_keep_alive_handler)

    def _rest(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
