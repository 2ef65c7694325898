"""Which of many texts are nearly the same: copies, texts with a word changed, quotations with a comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.text.likeness.sets import chosen, first_of_equals, mixed, sets_of

__all__ = ["HASHES", "Near", "bands_for", "near_duplicates"]

HASHES = 128
"""MinHashes of a text."""
RECALL = 0.995
CROWD = 64
"""Texts in one bucket from which each is compared with so many neighbours alone."""
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Near:
    """Texts that are nearly the same.

    Attributes
    ----------
    group : ndarray of int, shape (n,)
        Number of each text's group, by the first text of each; -1 for a text that is like no other.
    groups : tuple of tuple of int
        Texts of each group, ascending. A group is a chain: its ends may be less alike than the threshold.
    first, second : ndarray of int, shape (p,)
        Pairs of texts, the first before the second, ascending. Of texts with the very same runs the first alone stands in pairs with
        others and with its copies, so that ten thousand copies are not fifty million pairs.
    estimated, exact : ndarray of float, shape (p,)
        Their Jaccard similarity by MinHash, and counted [0-1]; the exact one is never below the threshold.
    without_words : tuple of int
        Texts that could not be compared.
    recall : float
        Chance that a pair exactly at the threshold is examined; above it the chance is higher.
    complete : bool
        False where so many texts looked alike that pairs among them were left out; the groups still hold them in all likelihood.
    """

    group: Ints
    groups: tuple[tuple[int, ...], ...]
    first: Ints
    second: Ints
    estimated: Floats
    exact: Floats
    without_words: tuple[int, ...]
    recall: float
    complete: bool


def near_duplicates(
    texts: Iterable[str | None], threshold: float = 0.8, seed: int = 0, *, run: int = 3, progress: Progress = silent
) -> Near:
    """Find the texts of which most runs of words are the same.

    Each text is the set of its runs of words, in plain letters. MinHashes are cut into bands; texts that agree on a band are compared run
    by run, and only what is found alike exactly is reported.

    Parameters
    ----------
    texts : iterable of str or None
    threshold : float
        Jaccard similarity from which two texts are nearly the same [0.3-1].
    seed : int
        0 or more; of the MinHashes.
    run : int
        Words in a run, 1 to 10; fewer words than that are one run. In a text of 20 words one changed word touches 3 of 18 runs of three.
    progress : callable

    Raises
    ------
    BadValue
        For options outside their range.

    Limits
    ------
    Runs are compared by hashes of 64 bits. A translation is another text. A short text within a long one is not near to it.

    References
    ----------
    Broder, A. (1997), doi:10.1109/SEQUEN.1997.666900. Leskovec, J., Rajaraman, A. and Ullman, J. (2020), Mining of Massive Datasets,
    chapter 3, doi:10.1017/9781108684163.

    Examples
    --------
    >>> texts = ["We, the States, want open and secure seas for all.", "Fish.", "We the states want open and secure seas for all!", "Fish"]
    >>> found = near_duplicates([*texts, "We the States want open and secure seas for everybody"], 0.7)
    >>> found.groups, found.exact.round(2).tolist()
    (((0, 2, 4), (1, 3)), [1.0, 0.78, 1.0])
    """
    if not 0.3 <= threshold <= 1 or not 1 <= run <= 10 or seed < 0:
        raise BadValue(f"near_duplicates must be threshold 0.3 to 1, run 1 to 10, seed from 0 (got {threshold}, {run}, {seed})")
    sets, first = sets_of(texts, run, progress)
    sizes = np.diff(first)
    head = first_of_equals(sets, first)
    own = np.flatnonzero((head == np.arange(len(sizes))) & (sizes > 0))
    from legation.methods.text.likeness.kernel import jaccard, signatures

    bands, rows, recall = bands_for(threshold)
    seeds = mixed(np.arange(HASHES, dtype=np.uint64) + np.uint64(seed) * np.uint64(HASHES) + np.uint64(1))
    part, part_first = chosen(sets, first, own)
    signed = signatures(part, part_first, seeds)
    one, other, complete = _candidates(signed, bands, rows)
    exact = jaccard(part, part_first, one, other)
    is_near = exact >= threshold - 1e-12
    one, other, exact = one[is_near], other[is_near], exact[is_near]
    estimated = (signed[one] == signed[other]).mean(axis=1) if len(one) else np.empty(0)
    copies = np.flatnonzero((head != np.arange(len(sizes))) & (sizes > 0))
    pairs = np.concatenate([np.stack([own[one], own[other]]), np.stack([head[copies], copies])], axis=1)
    estimated, exact = (
        np.concatenate([estimated, np.ones(len(copies))]),
        np.concatenate([exact, jaccard(sets, first, head[copies], copies)]),
    )
    order = np.lexsort((pairs[1], pairs[0]))
    group, groups = _grouped(pairs, len(sizes))
    return Near(
        group=group,
        groups=groups,
        first=pairs[0][order],
        second=pairs[1][order],
        estimated=estimated[order],
        exact=exact[order],
        without_words=tuple(np.flatnonzero(sizes == 0).tolist()),
        recall=recall,
        complete=complete,
    )


def bands_for(threshold: float) -> tuple[int, int, float]:
    """Return bands and hashes in each: the widest bands that still look at a pair at the threshold in 99.5 % of cases, and that chance.

    >>> bands_for(0.8)[:2], bands_for(0.5)[:2]
    ((21, 6), (42, 3))
    """
    for rows in range(HASHES, 0, -1):
        bands = HASHES // rows
        recall = 1 - (1 - threshold**rows) ** bands
        if recall >= RECALL or rows == 1:
            return bands, rows, float(recall)
    raise AssertionError


def _candidates(signed: npt.NDArray[np.uint32], bands: int, rows: int) -> tuple[Ints, Ints, bool]:
    """Return the pairs of texts that agree on a band, and whether these are all."""
    n, complete = len(signed), True
    found = [np.empty(0, dtype=np.int64)]
    for band in range(bands):
        key = np.zeros(n, dtype=np.uint64)
        for at in range(band * rows, (band + 1) * rows):
            key = mixed(key * np.uint64(0x9E3779B97F4A7C15) + signed[:, at])
        order = np.argsort(key, kind="stable")
        key = key[order]
        for gap in range(1, n):
            met = np.flatnonzero(key[gap:] == key[:-gap])
            if not len(met):
                break
            if gap > CROWD:
                complete = False
                break
            one, other = order[met], order[met + gap]
            found.append(np.minimum(one, other) * n + np.maximum(one, other))
    pairs = np.unique(np.concatenate(found))
    return pairs // max(n, 1), pairs % max(n, 1), complete


def _lowest(pairs: Ints, n: int) -> Ints:
    """Return of each of n texts the lowest that it is connected with, by any number of pairs.

    >>> _lowest(np.array([[3, 1, 4], [1, 4, 6]]), 7).tolist()
    [0, 1, 2, 1, 1, 5, 1]
    """
    label = np.arange(n)
    while True:
        one, other = label[pairs[0]], label[pairs[1]]
        apart = one != other
        if not apart.any():
            return label
        low = np.minimum(one[apart], other[apart])
        np.minimum.at(label, one[apart], low)
        np.minimum.at(label, other[apart], low)
        while (label != label[label]).any():
            label = label[label]


def _grouped(pairs: Ints, n: int) -> tuple[Ints, tuple[tuple[int, ...], ...]]:
    """Return the connected texts: each one's group, and the texts of each."""
    group = np.full(n, -1, dtype=np.int64)
    if not pairs.shape[1]:
        return group, ()
    label = _lowest(pairs, n)
    listed: dict[int, list[int]] = {}
    for row in np.unique(pairs).tolist():
        listed.setdefault(int(label[row]), []).append(row)
    groups = tuple(tuple(rows) for rows in listed.values())
    for number, rows in enumerate(groups):
        group[list(rows)] = number
    return group, groups
