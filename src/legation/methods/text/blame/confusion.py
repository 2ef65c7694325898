"""What the classifier takes for what: counted on sentences that it was not trained on, and used to correct counts."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.text.blame.lexicon import TARGETS

__all__ = ["NO_MISTAKES", "Confusion", "confusion_of", "corrected", "own_confusion", "unmixed"]

Floats = npt.NDArray[np.float64]
_ROUNDS = 500
_STILL = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Blame as it is against blame as it was read.

    Attributes
    ----------
    read : ndarray of float, shape (8, 9)
        Blames of each target (row, in the order of ``TARGETS``) that were read as each target; the last column, those that were missed.
    spurious : ndarray of float, shape (8,)
        Blames read where there is none.
    sentences : int
        Sentences on which it was counted.
    """

    read: Floats
    spurious: Floats
    sentences: int


NO_MISTAKES = Confusion(read=np.eye(len(TARGETS), len(TARGETS) + 1) * 1e9, spurious=np.zeros(len(TARGETS)), sentences=10**9)
"""Of what a person confirmed: every blame is there, and as it was read."""


def confusion_of(truth: Sequence[Iterable[str]], found: Sequence[Iterable[str]]) -> Confusion:
    """Return the confusion of two lists of blamed targets, sentence by sentence.

    Within a sentence equal targets are paired first, then what is left over in the order of ``TARGETS``; what finds no partner was missed
    or is spurious.

    Parameters
    ----------
    truth, found : sequence of iterable of str
        For each sentence the targets that it blames, and those that were read.

    Raises
    ------
    BadValue
        For lists of different length, for no sentence, and for an unknown target.

    Examples
    --------
    >>> c = confusion_of([["vendor/supplier"], []], [["breached organisation"], ["vendor/supplier"]])
    >>> int(c.read[3, 2]), int(c.spurious[3])
    (1, 1)
    """
    if len(truth) != len(found) or not truth:
        raise BadValue(
            f"found must be as many sentences as in truth, at least one (got {len(truth)} and {len(found)}); code each sentence once"
        )
    read, spurious = np.zeros((len(TARGETS), len(TARGETS) + 1)), np.zeros(len(TARGETS))
    for is_so, was_read in zip(truth, found, strict=True):
        left, right = {_place(t) for t in is_so}, {_place(t) for t in was_read}
        for both in left & right:
            read[both, both] += 1
        missed, extra = sorted(left - right), sorted(right - left)
        for at, target in enumerate(missed):
            read[target, extra[at] if at < len(extra) else len(TARGETS)] += 1
        for target in extra[len(missed) :]:
            spurious[target] += 1
    return Confusion(read=read, spurious=spurious, sentences=len(truth))


def _place(target: str) -> int:
    if target not in TARGETS:
        raise BadValue(f"target must be {' | '.join(TARGETS)} (got {target!r}); write it as in the codebook")
    return TARGETS.index(target)


@functools.cache
def own_confusion() -> Confusion:
    """Return the confusion of the classifier on its training sentences, each read by weights that had not seen it.

    Words and rules were chosen with these sentences in view, so that it errs more often on others: prefer a desk's own, of `checked`.
    """
    table = json.loads(files("legation.methods.text.blame").joinpath("confusion.json").read_text(encoding="utf-8"))
    return Confusion(read=np.array(table["read"], float), spurious=np.array(table["spurious"], float), sentences=int(table["sentences"]))


def corrected(rate: npt.ArrayLike, mistakes: Confusion) -> Floats:
    """Return how often each target is blamed, from how often it was read.

    Solves ``read = M' * blamed + spurious`` for rates that are not negative, by expectation maximisation (each round raises the likelihood
    of Poisson counts with a known background). Half a case is added on the diagonal of M and half to what is missed, so that a target that
    was never met in training still has some chance to be read right.

    Parameters
    ----------
    rate : array_like of float, shape (8,)
        Blames of each target that were read, for each sentence.
    mistakes : Confusion

    Returns
    -------
    ndarray of float, shape (8,)
        Blames of each target for each sentence.

    References
    ----------
    Shepp & Vardi 1982, doi:10.1109/TMI.1982.4307558; for one class Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510.

    Examples
    --------
    >>> exact = Confusion(read=np.eye(8, 9) * 1e6, spurious=np.zeros(8), sentences=100)
    >>> corrected([0.4, 0, 0.2, 0, 0, 0, 0, 0], exact).round(3).tolist()
    [0.4, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    seen = np.asarray(rate, float)
    if seen.shape != (len(TARGETS),) or not np.isfinite(seen).all() or (seen < 0).any():
        raise BadValue(f"rate must be {len(TARGETS)} numbers, none negative (got {seen.tolist()!r}); give one rate for each target")
    return np.asarray(unmixed(seen[None], mistakes.read[None], mistakes.spurious[None] / mistakes.sentences)[0], np.float64)


def unmixed(seen: Floats, read: Floats, background: Floats) -> Floats:
    """Return the blamed rates for many draws at once: `seen` and `background` of shape (n, 8), `read` of shape (n, 8, 9)."""
    smooth = read + np.eye(len(TARGETS), len(TARGETS) + 1) / 2
    smooth[:, :, -1] += 0.5
    chance = smooth[:, :, :-1] / smooth.sum(axis=2, keepdims=True)
    reached = chance.sum(axis=2)
    blamed = np.repeat(np.maximum(seen.mean(axis=1, keepdims=True), 1e-9), len(TARGETS), axis=1)
    for _ in range(_ROUNDS):
        expected = np.einsum("nt,ntp->np", blamed, chance) + background
        ratio = np.divide(seen, expected, out=np.zeros_like(seen), where=expected > 0)
        new = blamed * np.einsum("ntp,np->nt", chance, ratio) / reached
        if np.abs(new - blamed).max() < _STILL:
            break
        blamed = new
    return blamed
