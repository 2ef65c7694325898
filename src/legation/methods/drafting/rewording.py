"""Two texts paragraph by paragraph: which stayed, which were reworded, which came and which went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from legation.errors import BadValue
from legation.methods.drafting.alignment import said, words
from legation.methods.drafting.compare import Change, compare
from legation.methods.drafting.units import paragraphs

__all__ = ["Rewording", "reworded"]

_NUMBER = re.compile(r"(?:[OP]P\s*)?\d{1,3}(?:\s*(?:bis|ter|quater))?[.)]\s+|\([a-z]{1,4}\)\s+|[-–•]\s+", re.IGNORECASE)
_LIKE = 0.4
_MOST = 600
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
        ``like`` off its range, or more than 600 paragraphs in a text.

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
    """Return the pairs of the assignment with the largest sum."""
    from scipy.optimize import linear_sum_assignment

    if not lines or not others:
        return []
    bags, beside = ([Counter(words(line.casefold()).held) for line in text] for text in (lines, others))
    alike, same = np.zeros((len(lines), len(others))), np.zeros((len(lines), len(others)))
    for i, one in enumerate(bags):
        for j, two in enumerate(beside):
            alike[i, j] = 2 * (one & two).total() / max(1, one.total() + two.total())
            same[i, j] = lines[i] == others[j]
    apart = np.abs(np.subtract.outer(np.arange(len(lines)), np.arange(len(others)))) / _MOST
    worth = np.where(alike >= like, alike + _TIE * (same - apart / _MOST), 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if alike[i, j] >= like]


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
