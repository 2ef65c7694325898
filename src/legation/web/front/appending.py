"""Appending together: those who send in the same moment share one write to the disk.

Each page waits until what it wrote is on the disk. One thread writes, and takes with it all that waits: ten thousand replies a minute need
some dozen writes a second, on a slow disk too.
"""

from __future__ import annotations

import datetime as dt
import queue
import sqlite3
import threading
from concurrent.futures import Future
from pathlib import Path

from legation.web.front.store import Submission, append, drop, open_front, transaction

__all__ = ["Appender"]

TOGETHER = 500
"""The most that one write takes."""


class Appender:
    """Writes for all threads of a process.

    Parameters
    ----------
    folder : Path
        Of the front.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection: sqlite3.Connection | None = None
        self._waiting: queue.SimpleQueue[tuple[Submission | str, Future[bool]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="append", daemon=True)
        self._thread.start()

    def append(self, one: Submission | str) -> bool:
        """Write a submission, or count one that a limit keeps out (the name of the limit); both take the same time.

        Returns
        -------
        bool
            Whether something new was written.

        Raises
        ------
        sqlite3.Error, CannotRead
            Nothing was written: a full disk, a folder that is gone.
        """
        done: Future[bool] = Future()
        self._waiting.put((one, done))
        return done.result()

    def close(self) -> None:
        """Write what waits, and end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._take()
        finally:
            if self._connection is not None:
                self._connection.close()

    def _take(self) -> None:
        while True:
            first = self._waiting.get()
            if first is None:
                return
            together, is_last = [first], False
            while len(together) < TOGETHER and not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    is_last = True
                    break
                together.append(following)
            self._write(together)
            if is_last:
                return

    def _write(self, together: list[tuple[Submission | str, Future[bool]]]) -> None:
        now = dt.datetime.now(dt.UTC)
        try:
            if self._connection is None:
                self._connection = open_front(self._folder)
            with transaction(self._connection):
                results = [_write_one(self._connection, one, now) for one, _ in together]
        except Exception as error:  # noqa: BLE001 - each page that waits is told
            for _, done in together:
                done.set_exception(error)
            return
        for (_, done), result in zip(together, results, strict=True):
            done.set_result(result)


def _write_one(connection: sqlite3.Connection, one: Submission | str, now: dt.datetime) -> bool:
    if isinstance(one, str):
        drop(connection, one)
        return False
    return append(connection, one, now)
