"""What changed from one version of a text to the next: words that stayed, went, came, or moved."""

from __future__ import annotations

from dataclasses import dataclass

from legation.methods.drafting.alignment import Words, shared_runs, words
from legation.methods.drafting.provenance import Passages

__all__ = ["Change", "Comparison", "Move", "compare"]

Span = tuple[int, int]
_LEAST = 5
"""Words from which a passage that went and came counts as moved."""


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that stayed, went or came.

    Attributes
    ----------
    kind : {"same", "delete", "insert"}
    old, new : tuple of int, or None
        Start and end in each version, in code points; None where it does not stand there.
    """

    kind: str
    old: Span | None
    new: Span | None


@dataclass(frozen=True, slots=True)
class Move:
    """A passage that went at one place and came at another, word for word.

    Attributes
    ----------
    old, new : tuple of int
        Start and end in each version, in code points; both lie in passages that went or came.
    words : int
        How many words and signs.
    """

    old: Span
    new: Span
    words: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side.

    Attributes
    ----------
    changes : tuple of Change
        In reading order, what went before what came; spaces between words are not compared.
    moves : tuple of Move
        By place in the new version.
    stable : float or None
        Words and signs of the old version that stayed in order, from 0 to 1; None for an old version without any.
    """

    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    stable: float | None


def compare(old: str, new: str) -> Comparison:
    """Return what changed from ``old`` to ``new``, by words and signs; large and small letters differ.

    Passages of five words and more that went and came are moves.

    Limits
    ------
    The changes are right, not always the fewest: a passage over some 500 words in which no word stands once counts as rewritten.

    Examples
    --------
    >>> found = compare("States [shall] report.", "States shall report at once.")
    >>> [(c.kind, c.new) for c in found.changes]
    [('same', (0, 6)), ('delete', None), ('same', (7, 12)), ('delete', None), ('same', (13, 19)), ('insert', (20, 27)), ('same', (27, 28))]
    """
    ours, theirs = words(old), words(new)
    runs = shared_runs(ours.held, theirs.held)
    changes: list[Change] = []
    i = j = 0
    for a, b, n in [*runs, (len(ours), len(theirs), 0)]:
        if a > i:
            changes.append(Change("delete", ours.span(i, a), None))
        if b > j:
            changes.append(Change("insert", None, theirs.span(j, b)))
        if n:
            changes.append(Change("same", ours.span(a, a + n), theirs.span(b, b + n)))
        i, j = a + n, b + n
    stable = sum(n for *_, n in runs) / len(ours) if len(ours) else None
    return Comparison(tuple(changes), _moves(ours, theirs, runs), stable)


def _moves(ours: Words, theirs: Words, runs: list[tuple[int, int, int]]) -> tuple[Move, ...]:
    went = _gaps([(a, n) for a, _, n in runs], len(ours))
    came = _gaps([(b, n) for _, b, n in runs], len(theirs))
    known = Passages(tuple(ours.held[a:b] for a, b in went))
    used: set[int] = set()
    moves = []
    for low, high in came:
        for start, end, which, begins in known.cover(theirs.held[low:high], _LEAST):
            first = went[which][0] + begins
            taken = range(first, first + end - start)
            if used.isdisjoint(taken):
                used.update(taken)
                moves.append(Move(ours.span(first, first + end - start), theirs.span(low + start, low + end), end - start))
    return tuple(moves)


def _gaps(runs: list[tuple[int, int]], length: int) -> list[Span]:
    at, found = 0, []
    for start, n in [*runs, (length, 0)]:
        if start > at:
            found.append((at, start))
        at = start + n
    return found
