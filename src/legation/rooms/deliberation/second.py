"""The second round: how two versions of a message fared, each with the people for whom it was drawn."""

from __future__ import annotations

from dataclasses import dataclass

from legation.methods.share import TEST, difference_interval
from legation.rooms.deliberation.state import Deliberation, Statement

__all__ = ["Compared", "compared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two versions of a message.

    Attributes
    ----------
    message : str
    first, second : Statement
    agree, seen : tuple of int
        Of both, as they may be shown.
    difference, low, high : float
        Share that agrees with the first less that of the second [-1 to 1], and its interval by Newcombe.
    level : float
        Of the interval.
    """

    message: str
    first: Statement
    second: Statement
    agree: tuple[int, int]
    seen: tuple[int, int]
    difference: float
    low: float
    high: float
    level: float = TEST

    @property
    def is_clear(self) -> bool:
        """Whether the difference is more than chance makes."""
        return self.low > 0 or self.high < 0


def compared(state: Deliberation) -> tuple[Compared, ...]:
    """Return the messages of which both versions have counts that may be shown, in their order."""
    found = []
    for message in dict.fromkeys(one.message for one in sorted(state.statements.values(), key=lambda one: one.number)):
        both = state.versions(message) if message is not None else []
        if message is None or len(both) < 2 or both[0].shown is None or both[1].shown is None:
            continue
        (agree, _, seen), (other, _, of_other) = both[0].shown, both[1].shown
        low, high = difference_interval(agree, seen, other, of_other)
        found.append(
            Compared(
                message=message,
                first=both[0],
                second=both[1],
                agree=(agree, other),
                seen=(seen, of_other),
                difference=agree / seen - other / of_other,
                low=low,
                high=high,
            )
        )
    return tuple(found)
