"""Who is told that a kernel is being compiled: a wait of seconds, once on a machine. Knows no compiler: asking for it costs nothing."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["tell_compiling", "when_compiling"]

_listeners: list[Callable[[], None]] = []


def when_compiling(tell: Callable[[], None] | None) -> None:
    """Name what is called before the first kernel of this process is compiled; None: nothing is.

    It is called once, and not at all where every kernel was kept from an earlier run.
    """
    _listeners[:] = [] if tell is None else [tell]


def tell_compiling() -> None:
    """Tell it, where anybody wants to know and was not told.

    Examples
    --------
    >>> when_compiling(lambda: print("a moment"))
    >>> tell_compiling(), tell_compiling()
    a moment
    (None, None)
    """
    if _listeners:
        _listeners.pop()()
