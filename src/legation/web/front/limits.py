"""Limits against floods: by link, by number or address, and for all together. Never by network address: a camp shares one.

Counts live in memory, under a key of the process, for an hour: no number, address or token stands in any file because of them. What is
over the limit of a number or address is dropped in silence, since a page that said so would tell a stranger that the number is known.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import defaultdict

__all__ = ["PER_CONTACT", "Limits"]

HOUR = 3600.0
PER_TOKEN = 30
"""Submissions an hour by one link, live or not."""
PER_CONTACT = 20
"""Registrations an hour for one telephone number or e-mail address."""
PER_CODE = 20
"""Answers an hour with one code."""
REGISTRATIONS, UNKNOWN = 20_000, 20_000
"""Submissions an hour of all people together: registrations; and by links that are not live, and codes. By live links there is no such
limit: a flood of others takes nothing from those to whom the desk has written."""
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
        name = hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).digest()
        with self._lock:
            now = float(self._clock())
            if now - self._since >= HOUR:
                self._counts.clear()
                self._since = now
            counts = self._counts[kind]
            if len(counts) >= MOST_KEYS and name not in counts:
                counts.clear()
            count = counts.get(name, 0) + 1
            counts[name] = count
        return count <= most
