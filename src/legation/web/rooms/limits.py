"""How much one seat, one room and one address may send, counted in memory: nothing of it is written down."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest

__all__ = ["BY_ADDRESS", "BY_ROOM", "BY_SEAT", "LOOKS", "WRONG_CODES", "Limit", "address_of"]


@dataclass(slots=True)
class Limit:
    """So many at once, and so many a second after that, for each key.

    Parameters
    ----------
    at_once, a_second : float
    most : int
        Keys that are remembered; of more, the one that was quiet longest is forgotten.
    now : callable
        Seconds.

    Examples
    --------
    >>> limit = Limit(2, 1.0, now=lambda: 0.0)
    >>> limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")
    (0.0, 0.0, 1.0, 0.0)
    """

    at_once: float
    a_second: float
    most: int = 50_000
    now: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, count: int = 1) -> float:
        """Count ``count`` more of a key; return 0, or after how many seconds to come again, and count nothing."""
        with self._lock:
            now = self.now()
            left, since = self._left.pop(key, (self.at_once, now))
            left = min(self.at_once, left + (now - since) * self.a_second)
            fits = left >= min(count, self.at_once)
            self._left[key] = (left - count if fits else left, now)
            while len(self._left) > self.most:
                self._left.popitem(last=False)
        return 0.0 if fits else (min(count, self.at_once) - left) / self.a_second


def address_of(request: HttpRequest) -> str:
    """Return who is counted as one behind a request: an address; of the sixth version the network, of which one house has all addresses.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> [address_of(SimpleNamespace(META={"REMOTE_ADDR": one})) for one in ("203.0.113.7", "2001:db8::1", "::ffff:203.0.113.7", "")]
    ['203.0.113.7', '2001:db8::/64', '203.0.113.7', '']
    """
    text = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped is not None:
        return str(getattr(address, "ipv4_mapped", None) or address)
    return str(ipaddress.ip_network((address, 64), strict=False))


BY_SEAT = Limit(40, 2.0)
"""Entries of a seat: a handful of votes while one was offline, then a vote every half second."""
LOOKS = Limit(200, 5.0)
"""Pages and pictures that a seat asks for: a script looks at once where something is new, and not three times a second for long."""
BY_ROOM = Limit(2_000, 200.0)
BY_ADDRESS = Limit(3_000, 300.0)
"""A hall of a thousand is behind one address."""
WRONG_CODES = Limit(20, 0.2)
"""Codes that open nothing, by address; codes that do are not counted, so that a hall behind the address gets in meanwhile."""
