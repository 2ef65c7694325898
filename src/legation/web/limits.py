"""Counts of the hour that runs, against floods and guesses. Never by network address: a camp, a proxy or a whole town shares one.

They live in memory, under a key of the process: no number, address, code or token stands in any file because of them.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import defaultdict

__all__ = ["HOUR", "Limits"]

HOUR = 3600.0
MOST_KEYS = 500_000
"""Counts of one kind in memory; above it that kind begins anew, and no other: a flood of made-up links frees no number."""


class Limits:
    """Counts of the hour that runs.

    Examples
    --------
    >>> limits = Limits(clock=lambda: 0.0)
    >>> [limits.passes("code", "XYQKP8", most=2) for _ in range(3)]
    [True, True, False]
    """

    def __init__(self, clock: object = None) -> None:
        self._clock = clock if callable(clock) else time.monotonic
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._counts: defaultdict[str, dict[bytes, int]] = defaultdict(dict)
        self._since = float(self._clock())

    def passes(self, kind: str, value: str, *, most: int) -> bool:
        """Count one, and return whether it is within the limit of its hour."""
        name = self._name(value)
        with self._lock:
            counts = self._of_this_hour(kind)
            if len(counts) >= MOST_KEYS and name not in counts:
                counts.clear()
            count = counts.get(name, 0) + 1
            counts[name] = count
        return count <= most

    def count(self, kind: str, value: str) -> int:
        """Return how many were counted in the hour that runs; nothing is counted by it."""
        with self._lock:
            return self._of_this_hour(kind).get(self._name(value), 0)

    def _name(self, value: str) -> bytes:
        return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).digest()

    def _of_this_hour(self, kind: str) -> dict[bytes, int]:
        now = float(self._clock())
        if now - self._since >= HOUR:
            self._counts.clear()
            self._since = now
        return self._counts[kind]
