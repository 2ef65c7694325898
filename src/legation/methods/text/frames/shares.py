"""How much of what is written puts a matter in a frame: shares corrected for the reader's own mistakes and doubts, with intervals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.text.frames.model import FrameReader

__all__ = ["FrameShare", "frame_shares"]

Floats = npt.NDArray[np.float64]

_BLURRED = 0.2
"""Least difference between how often texts of a frame and others are read as it, less being read as not; below, no share is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameShare:
    """The share of one frame.

    Attributes
    ----------
    name : str
    texts : int
    read, doubtful : int
        Texts read as the frame, and those in doubt.
    share, low, high : float or None
        Corrected share of texts in the frame, 0 to 1, with a 95 % interval that holds the choice of texts and what is not known of the
        reader's mistakes. None where the reader hardly tells the frame from others, or there is no text.
    """

    name: str
    texts: int
    read: int
    doubtful: int
    share: float | None
    low: float | None
    high: float | None


def frame_shares(
    reader: FrameReader,
    texts: Sequence[str],
    *,
    vectors: npt.ArrayLike | None = None,
    together: Sequence[Hashable] | None = None,
    draws: int = 400,
    seed: int = 0,
) -> tuple[FrameShare, ...]:
    """Return the share of texts in each frame, in the order of the reader's names.

    Each text was read as the frame, in doubt, or as not; the share is the one of greatest likelihood given how often texts of the frame and
    others are read in each way (with two ways, the estimator of Rogan and Gladen). A text may be in several frames: shares do not add up
    to 1.

    Parameters
    ----------
    reader : FrameReader
    texts : sequence of str
        Texts like the examples in length and language.
    vectors : array_like, shape (n_texts, n_dimensions), optional
        Where the reader learnt with them.
    together : sequence of hashable, optional
        For each text what it belongs to (an article, an account): the whole is drawn together. None: each text alone.
    draws : int, 100 or more
    seed : int

    Raises
    ------
    BadValue
        For what is outside its range.

    References
    ----------
    Rogan, W. J., Gladen, B. (1978), doi:10.1093/oxfordjournals.aje.a112510; Hopkins, D. J., King, G. (2010),
    doi:10.1111/j.1540-5907.2009.00428.x.

    Examples
    --------
    >>> from legation.methods.text.frames import Frame, learn
    >>> war = tuple(f"an act of war in cyberspace number {n}" for n in "abcdefghij")
    >>> law = tuple(f"law applies to all states, case {n}" for n in "abcdefghij")
    >>> reader = learn([Frame(name="war", examples=war, counter_examples=law)])
    >>> one = frame_shares(reader, ["act of war"] * 30 + ["the law applies"] * 30)[0]
    >>> one.read, one.low < 0.5 < one.high
    (30, True)
    """
    if isinstance(draws, bool) or draws < 100 or seed < 0:
        raise BadValue(f"draws, seed must be 100 or more and 0 or more (got {draws} and {seed}); give 400 and 0")
    if together is not None and len(together) != len(texts):
        raise BadValue(f"together must be one for each of {len(texts)} texts (got {len(together)}); leave it out where each stands alone")
    marks = reader.read(texts, vectors)
    names = {key: at for at, key in enumerate(dict.fromkeys(together or range(len(texts))))}
    unit = np.array([names[key] for key in (together or range(len(texts)))], np.int64)
    rng = np.random.default_rng(seed)
    found = []
    for at, name in enumerate(reader.names):
        seen = np.stack([marks[:, at] == value for value in (1, 0, -1)], axis=1).astype(np.float64)
        share, low, high = _share(seen, unit, np.array(reader.skill[at].read, np.float64), draws, rng)
        count = seen.sum(axis=0).astype(int).tolist()
        found.append(FrameShare(name=name, texts=len(texts), read=count[0], doubtful=count[1], share=share, low=low, high=high))
    return tuple(found)


def _share(
    seen: Floats, unit: npt.NDArray[np.int64], counted: Floats, draws: int, rng: np.random.Generator
) -> tuple[float | None, float | None, float | None]:
    smooth = counted + 0.5
    chance = smooth / smooth.sum(axis=1, keepdims=True)
    if not len(seen) or (chance[0, 0] - chance[0, 2]) - (chance[1, 0] - chance[1, 2]) < 2 * _BLURRED:
        return None, None, None
    share = float(_likeliest(seen.mean(axis=0)[None], chance[None])[0])
    size = int(unit.max()) + 1
    sums = np.zeros((size, 3))
    np.add.at(sums, unit, seen)
    drawn = sums[rng.integers(size, size=(draws, size))].sum(axis=1) + rng.dirichlet(np.full(3, 0.5), size=draws)
    mistakes = np.stack([rng.dirichlet(row, size=draws) for row in smooth], axis=1)
    low, high = np.quantile(_likeliest(drawn / drawn.sum(axis=1, keepdims=True), mistakes), (0.025, 0.975))
    return share, min(float(low), share), max(float(high), share)


def _likeliest(seen: Floats, chance: Floats) -> Floats:
    """Return the share of greatest likelihood for many draws: `seen` of shape (n, 3), `chance` of shape (n, 2, 3); by halving."""
    difference = chance[:, 0] - chance[:, 1]
    low, high = np.zeros(len(seen)), np.ones(len(seen))
    for _ in range(40):
        middle = (low + high) / 2
        mixed = chance[:, 1] + middle[:, None] * difference
        rises = (seen * difference / np.maximum(mixed, 1e-12)).sum(axis=1) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    return np.asarray((low + high) / 2, np.float64)
