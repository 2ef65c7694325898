"""What the seats of an actor said of one thing, in its order, and which of it counts: the actor's last word.

Words go to another bracket or paragraph, and what was said of them goes along as it was said, each seat's for itself: once a seat is erased
there is left what there would be if it had said nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from legation.rooms.drafting.state import Stance, Taken

__all__ = ["SILENT", "added", "last_word", "rows_of", "taken_along"]

SILENT = ""
"""Stance of an actor of whom nothing counts: of what its seats said something is left that one of them took back."""


def rows_of(stance: Stance | None) -> tuple[Stance, ...]:
    """Return all that seats of an actor said of one thing, in its order."""
    if stance is None:
        return ()
    return stance.rows or (stance,)


def last_word(rows: Sequence[Stance]) -> Stance | None:
    """Return which of an actor's words on one thing counts, with all of them in its ``rows``; None where nothing is left.

    The last that was said of the thing itself counts, but for an objection that was taken there later.
    """
    if len(rows) == 1 and not rows[0].about:
        return replace(rows[0], rows=())
    left = _without_idle(rows)
    if not left:
        return None
    counts = _counting(left, 0)
    last = counts if counts is not None else replace(left[-1], stance=SILENT)
    return replace(last, rows=left)


def added(rows: Iterable[Stance], more: Sequence[Stance]) -> tuple[Stance, ...]:
    """Return rows with others after them; what the same seat said of the same before is gone."""
    again = {(one.seat, one.about) for one in more}
    return (*(one for one in rows if (one.seat, one.about) not in again), *more)


def taken_along(rows: Iterable[Stance], source: str, target: str, *, whole: bool) -> tuple[Stance, ...]:
    """Return rows as they stand elsewhere."""
    return tuple(replace(one, target=target, about=(Taken(source, whole), *one.about)) for one in rows)


def _without_idle(rows: Sequence[Stance]) -> tuple[Stance, ...]:
    """Return rows without what was taken along to answer an objection that is there no more."""
    against = {one.about[:n] for one in rows if one.stance == "oppose" for n in range(1, len(one.about) + 1)}
    return tuple(one for one in rows if all(of.whole or one.about[:n] in against for n, of in enumerate(one.about, 1)))


def _counting(rows: Sequence[Stance], depth: int) -> Stance | None:
    itself = max((n for n, one in enumerate(rows) if len(one.about) == depth), default=-1)
    taken: dict[Taken, list[Stance]] = {}
    for one in rows[itself + 1 :]:
        taken.setdefault(one.about[depth], []).append(one)
    words = {of: _counting(part, depth + 1) for of, part in taken.items()}
    against = [one for one in words.values() if one is not None and one.stance == "oppose"]
    if against:
        return against[-1]
    if itself >= 0:
        return rows[itself]
    return next((one for of, one in reversed(words.items()) if of.whole and one is not None), None)
