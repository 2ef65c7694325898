"""A worker beside a server: a process of its own, started again where it ends."""

from __future__ import annotations

import subprocess
import threading
import time

__all__ = ["WorkerProcess"]

_SOON, _LATE = 0.5, 30.0
_LONG = 60.0
"""A worker that lived so many seconds was well: the next one is started soon."""


class WorkerProcess:
    """The process of a worker, watched by a thread."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._watcher = threading.Thread(target=self._watch, name="worker", daemon=True)
        self._watcher.start()

    @property
    def pid(self) -> int | None:
        """The process that works now; None between two."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def ask_to_stop(self) -> None:
        """Ask the worker to give back what it computes and to end, and do not wait for it."""
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is not None and process.poll() is None:
            process.terminate()

    def stop(self, patience: float = 10.0) -> None:
        """Ask the worker to give back what it computes and to end; end it where it does not."""
        self.ask_to_stop()
        process = self._process
        if process is not None and process.poll() is None:
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._watcher.join()

    def _watch(self) -> None:
        pause = _SOON
        while not self._stopping.is_set():
            begun = time.monotonic()
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = subprocess.Popen(self._command)  # noqa: S603 - our own command
            self._process.wait()
            pause = _SOON if time.monotonic() - begun > _LONG else min(_LATE, pause * 2)
            self._stopping.wait(pause)
