"""How a long computation tells how far it is.

A method that may take over a second accepts ``progress``, calls it as ``progress(done, total)``, and lets what it raises
(:class:`legation.errors.Cancelled`) pass through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Progress", "silent"]

Progress: TypeAlias = Callable[[int, int], None]
"""Called with steps done and steps in all."""


def silent(done: int, total: int) -> None:
    """Tell nobody.

    Examples
    --------
    >>> silent(1, 10)
    """
