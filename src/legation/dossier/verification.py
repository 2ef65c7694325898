"""How far rows were compared with what they say of themselves, and what that makes of all that rests on several of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

__all__ = ["ORDER", "said_of", "weakest"]

ORDER = ("yes", "proposal", "secondary", "", "no")
"""From what was compared best to what was not; a source without a word on the comparison counts less than each that says one."""


class _Compared(Protocol):
    @property
    def verified(self) -> str: ...

    @property
    def evidence(self) -> tuple[str, ...]: ...


def said_of(row: _Compared) -> str:
    """Return how far a row was compared, one of :data:`ORDER`: in its own word, else empty where it names a source, else ``no``.

    Examples
    --------
    >>> from legation.dossier import ForumStep
    >>> [said_of(ForumStep(id="a", **more)) for more in ({"verified": "proposal"}, {"evidence": ("e1",)}, {})]
    ['proposal', '', 'no']
    """
    return row.verified or ("" if row.evidence else "no")


def weakest(words: Iterable[str]) -> str:
    """Return how far what rests on several rows was compared: as that which was least; empty without any.

    Examples
    --------
    >>> weakest(["yes", "", "secondary"]), weakest(["", "no", "yes"]), weakest([])
    ('', 'no', '')
    """
    return max(words, key=ORDER.index, default="")
