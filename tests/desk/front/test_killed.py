"""The power goes while people answer: what a page has said is sent is there, once, and a page that came to no end is sent again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from .conftest import Desk
from .test_answering import ANSWER, nonce

SENDERS, EACH = 4, 40


@pytest.mark.slow
def test_a_front_that_is_killed_loses_nothing_that_it_said_was_sent(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    house = str(desk.folder.parent)
    command = [sys.executable, "-m", "legation", "consular", "front", "--data", house, "--port", str(port), "--lang", "en"]
    cleared = {name: value for name, value in os.environ.items() if not name.startswith(("LEGATION_", "DJANGO_"))}

    def begun() -> subprocess.Popen[str]:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=cleared)
        assert server.stdout is not None
        assert server.stdout.readline()
        return server

    said: set[int] = set()

    def send(first: int) -> None:
        for number in range(first, first + EACH):
            data = urllib.parse.urlencode(ANSWER | {"nonce": nonce(number), "words": str(number)}).encode()
            with contextlib.suppress(OSError, urllib.error.URLError):
                if urllib.request.urlopen(f"http://localhost:{port}/en/a/{number:022d}", data, timeout=20).status == 200:
                    said.add(number)

    server = begun()
    threads = [threading.Thread(target=send, args=(number * EACH,)) for number in range(SENDERS)]
    for one in threads:
        one.start()
    while len(said) < EACH and any(one.is_alive() for one in threads):
        threads[0].join(0.01)
    server.send_signal(signal.SIGKILL)
    for one in threads:
        one.join()
    server.wait()
    server.stdout.close()  # type: ignore[union-attr]
    assert len(said) < SENDERS * EACH, "it was killed in time"
    assert {str(number) for number in said} <= set(stored(desk))
    server = begun()
    try:
        for number in range(SENDERS):
            send(number * EACH)
    finally:
        server.terminate()
        server.communicate(timeout=60)

    assert sorted(stored(desk), key=int) == [str(number) for number in range(SENDERS * EACH)]


def stored(desk: Desk) -> list[str]:
    """Return the words of each answer that is on the disk."""
    return [content["words"] for _, content in desk.fetch()]
