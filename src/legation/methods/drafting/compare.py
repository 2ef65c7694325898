"""What changed from one version of a text to the next: word by word, and paragraph by paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.drafting.alignment import Words, said, shared_runs, words
from legation.methods.drafting.draft import paragraphs
from legation.methods.drafting.provenance import Passages

__all__ = [
    "Change",
    "Comparison",
    "Move",
    "Rewording",
    "compare",
    "reworded",
]


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


_Places = npt.NDArray[np.int32]
_NUMBER = re.compile(r"(?:[OP]P\s*)?\d{1,3}(?:\s*(?:bis|ter|quater))?[.)]\s+|\([a-z]{1,4}\)\s+|[-–•]\s+", re.IGNORECASE)
_LIKE = 0.4
_MOST = 2_000
"""Paragraphs of a text, as many as a room takes."""
_BLOCK = 256
"""Paragraphs that are laid beside all others at once."""
_TIE = 1e-6
"""What a pair of equal paragraphs is worth beyond its likeness; the distances of all pairs together weigh less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """A paragraph of one text or of both.

    Attributes
    ----------
    kind : {"same", "reworded", "removed", "added"}
    old, new : int or None
        The paragraph's place in each text, from 0; None where it does not stand there.
    before, after : str
        Its words without its number; empty where it does not stand there.
    changes : tuple of Change
        Of a reworded one: what went and came, in code points of ``before`` and ``after``.
    kept, gone, come : int
        Words that stayed in order, went and came; signs are not counted.
    """

    kind: str
    old: int | None
    new: int | None
    before: str = ""
    after: str = ""
    changes: tuple[Change, ...] = ()
    kept: int = 0
    gone: int = 0
    come: int = 0


def reworded(old: str, new: str, *, like: float = _LIKE) -> tuple[Rewording, ...]:
    r"""Lay two texts side by side, a paragraph a line; numbers of paragraphs are not compared.

    Each paragraph has one partner at most: pairs are chosen so that the sum of their likeness, the part of the words that both share
    (Dice, capitals aside), is largest. Of equal sums the one counts that pairs more paragraphs that are the same, then the one whose
    partners stand nearer to each other. Paragraphs less alike than ``like`` are no pair: one went and another came. From the new text to
    the old the pairs are the same, and as many words come as went.

    Parameters
    ----------
    old, new : str
    like : float
        Above 0 and at most 1.

    Returns
    -------
    tuple of Rewording
        In the order of the new text; what went stands behind the paragraph that it followed.

    Raises
    ------
    BadValue
        ``like`` off its range, or more than 2,000 paragraphs in a text.

    Examples
    --------
    >>> old, new = "1. States shall report each year.\n2. Nothing else.", "1. A new aim for all.\n2. States should report each year."
    >>> [(r.kind, r.old, r.new) for r in reworded(old, new)]
    [('added', None, 0), ('reworded', 0, 1), ('removed', 1, None)]
    """
    if not 0 < like <= 1:
        raise BadValue(f"like must be more than 0, at most 1 (got {like!r}); 0.4 finds reworded paragraphs")
    ours, theirs = _lines(old), _lines(new)
    if max(len(ours), len(theirs)) > _MOST:
        raise BadValue(f"text must be {_MOST} paragraphs at most (got {max(len(ours), len(theirs))}); compare it in parts")
    partner = _pairs(ours, theirs, like)
    unchanged = {one: two for two, one in partner.items()}
    found: list[Rewording] = []
    gone = [at for at in range(len(ours)) if at not in unchanged]
    placed = list(accumulate(range(len(ours)), lambda last, at: unchanged.get(at, last), initial=-1))[1:]
    for at in range(-1, len(theirs)):
        if at >= 0:
            found.append(_one(ours, theirs, partner.get(at), at))
        found += [_one(ours, theirs, one, None) for one in gone if placed[one] == at]
    return tuple(found)


def _lines(text: str) -> list[str]:
    lines = (" ".join(text[start:end].split()) for start, end in paragraphs(text))
    return [bare for line in lines if (bare := _NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line)]


def _pairs(ours: Sequence[str], theirs: Sequence[str], like: float) -> dict[int, int]:
    """Return the partner of each paragraph of the new text that has one.

    Of choices that are equal in all, the one found depends on the text whose paragraphs are the rows: the text that comes first by length
    and words, whichever is the old one.
    """
    if (len(theirs), *theirs) < (len(ours), *ours):
        return dict(_assigned(theirs, ours, like))
    return {j: i for i, j in _assigned(ours, theirs, like)}


def _assigned(lines: Sequence[str], others: Sequence[str], like: float) -> list[tuple[int, int]]:
    """Return the pairs of the assignment with the largest sum.

    Paragraphs that no chain of likenesses joins are no matter to each other: each set that one joins is assigned by itself.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not lines or not others:
        return []
    rows, columns, alike = _alike(lines, others, like)
    numbers: dict[str, int] = {}
    one, two = (np.array([numbers.setdefault(line, len(numbers)) for line in text], np.int32) for text in (lines, others))
    worth = alike + _TIE * ((one[rows] == two[columns]) - np.abs(rows - columns) / _MOST / _MOST)
    size = len(lines) + len(others)
    _, part = connected_components(coo_array((worth, (rows, columns + len(lines))), shape=(size, size)), directed=False)
    order = np.argsort(part[rows], kind="stable")
    found: list[tuple[int, int]] = []
    for edges in np.split(order, np.flatnonzero(np.diff(part[rows[order]])) + 1) if len(order) else ():
        these, i = np.unique(rows[edges], return_inverse=True)
        those, j = np.unique(columns[edges], return_inverse=True)
        table = np.zeros((len(these), len(those)))
        table[i, j] = worth[edges]
        found += [(int(these[n]), int(those[m])) for n, m in zip(*linear_sum_assignment(table, maximize=True), strict=True) if table[n, m]]
    return sorted(found)


def _alike(lines: Sequence[str], others: Sequence[str], like: float) -> tuple[_Places, _Places, npt.NDArray[np.float64]]:
    """Return the pairs of paragraphs that are alike enough, by their places in both texts, and how much they are (Dice)."""
    known: dict[tuple[str, int], int] = {}
    one, two = _word_places(lines, known), _word_places(others, known)
    one.resize(one.shape[0], len(known))
    many, lengths = one.sum(axis=1), two.sum(axis=1)
    found: list[tuple[_Places, _Places, npt.NDArray[np.float64]]] = []
    for start in range(0, len(lines), _BLOCK):
        shared = (one[start : start + _BLOCK] @ two.T).toarray()
        alike = 2 * shared / np.maximum(1, many[start : start + _BLOCK, None] + lengths[None, :])
        rows, columns = np.nonzero(alike >= like)
        found.append(((rows + start).astype(np.int32), columns.astype(np.int32), alike[rows, columns]))
    return (
        np.concatenate([rows for rows, _, _ in found]),
        np.concatenate([columns for _, columns, _ in found]),
        np.concatenate([alike for _, _, alike in found]),
    )


def _word_places(lines: Sequence[str], known: dict[tuple[str, int], int]) -> Any:
    """Return for each paragraph which words it holds, the second time that it holds one as another word; words get numbers as they come."""
    from scipy.sparse import csr_array

    counts = [Counter(words(line.casefold()).held) for line in lines]
    places = [[known.setdefault((word, n), len(known)) for word, count in words_of.items() for n in range(count)] for words_of in counts]
    starts = np.cumsum([0, *map(len, places)])
    flat = np.array([place for row in places for place in row], np.int32)
    return csr_array((np.ones(len(flat), np.int32), flat, starts), shape=(len(lines), len(known)))


def _one(ours: Sequence[str], theirs: Sequence[str], old: int | None, new: int | None) -> Rewording:
    before, after = "" if old is None else ours[old], "" if new is None else theirs[new]
    if old is None:
        return Rewording(kind="added", old=None, new=new, after=after, come=len(said(after)))
    if new is None:
        return Rewording(kind="removed", old=old, new=None, before=before, gone=len(said(before)))
    changes = compare(before, after).changes
    counts = {
        kind: sum(_length(change, before, after) for change in changes if change.kind == kind) for kind in ("same", "delete", "insert")
    }
    same = all(change.kind == "same" for change in changes)
    return Rewording(
        kind="same" if same else "reworded",
        old=old,
        new=new,
        before=before,
        after=after,
        changes=() if same else changes,
        kept=counts["same"],
        gone=counts["delete"],
        come=counts["insert"],
    )


def _length(change: Change, before: str, after: str) -> int:
    text, span = (before, change.old) if change.new is None else (after, change.new)
    return len(said(text[slice(*span)])) if span is not None else 0
