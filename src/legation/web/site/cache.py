"""What was made once is cached in the memory of a process: decoded dossiers, by what may be seen of them; pages, by all that they show."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Cache"]

V = TypeVar("V")


class Cache(Generic[V]):
    """The last values by key, until they weigh ``limit`` together; safe between threads. What several ask for at once is made once.

    Parameters
    ----------
    limit : int
    weigh : callable, optional
        Returns what a value weighs; each weighs one where nothing else is said.

    Examples
    --------
    >>> cache = Cache(2)
    >>> [cache.get(key, lambda: key.upper()) for key in "abca"], len(cache)
    (['A', 'B', 'C', 'A'], 2)
    """

    def __init__(self, limit: int, weigh: Callable[[V], int] = lambda _: 1) -> None:
        self.limit = limit
        self.weigh = weigh
        self._weight = 0
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._making: dict[Hashable, threading.RLock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return the value of a key, made where it is not there. Whoever asks while it is being made waits for it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
            making = self._making.setdefault(key, threading.RLock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key][0]
            try:
                value = make()
                self.put(key, value)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return value

    def peek(self, key: Hashable) -> V | None:
        """Return the value of a key where it is there."""
        with self._lock:
            return self._values[key][0] if key in self._values else None

    def put(self, key: Hashable, value: V) -> None:
        """Keep a value; those that nobody asked for longest make room."""
        weight = self.weigh(value)
        with self._lock:
            self._weight += weight - self._values.get(key, (value, 0))[1]
            self._values[key] = value, weight
            self._values.move_to_end(key)
            while self._weight > self.limit:
                self._weight -= self._values.popitem(last=False)[1][1]

    def drop(self, key: Hashable) -> None:
        """Forget the value of a key, and what it weighed.

        >>> cache = Cache(1)
        >>> cache.put("a", 1); cache.drop("a"); cache.drop("b"); cache.put("c", 2)
        >>> cache.peek("a"), cache.peek("c")
        (None, 2)
        """
        with self._lock:
            self._weight -= self._values.pop(key, (None, 0))[1]

    def clear(self) -> None:
        """Forget every value, and what they weighed.

        >>> cache = Cache(1)
        >>> cache.put("a", 1); cache.clear(); cache.put("b", 2)
        >>> cache.peek("b"), len(cache)
        (2, 1)
        """
        with self._lock:
            self._values.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._values)
