"""What stands between a browser and a site, lets everything through, and remembers every byte that the browser sent."""

from __future__ import annotations

import contextlib
import socket
import threading

__all__ = ["Between"]


class Between:
    """A port of this machine that leads to another one; ``sent`` is all that came from this side."""

    def __init__(self, port: int) -> None:
        self._to, self._listening = port, socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listening.getsockname()[1]
        self.sent = bytearray()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listening.accept()
                there = socket.create_connection(("127.0.0.1", self._to))
                self._open += [here, there]
                threading.Thread(target=self._through, args=(here, there, self.sent), daemon=True).start()
                threading.Thread(target=self._through, args=(there, here, bytearray()), daemon=True).start()

    def _through(self, one: socket.socket, other: socket.socket, noted: bytearray) -> None:
        with contextlib.suppress(OSError):
            while part := one.recv(65_536):
                noted += part
                other.sendall(part)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Between:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        for one in (self._listening, *self._open):
            one.close()
