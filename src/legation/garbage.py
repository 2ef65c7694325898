"""The garbage collector at rest while very many objects are made of which none is garbage."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

__all__ = ["collector_at_rest"]


@contextlib.contextmanager
def collector_at_rest() -> Iterator[None]:
    """Within it nothing is looked through for cycles that nobody uses: rows hold none, and each look at all of them is lost time.

    Afterwards the collector is as it was. Memory that is used no more goes back all the same, but for that of cycles. Several threads may
    be within: whoever found it at work sets it to work again.

    Examples
    --------
    >>> with collector_at_rest():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
