"""Which texts are nearly the same: the share of runs of five words that two texts have in common.

It is computed on sketches (:mod:`legation.methods.text.likeness`): exact below 1,024 different runs in both texts together; above, its
standard error is at most 1.6 percentage points. Hashes are fixed, so the same texts give the same numbers everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from legation.methods.text.likeness.sketch import KEPT, Sketch, resemblance, sketch_of
from legation.sources.capture.folded import fold

__all__ = ["KEPT", "Near", "Sketch", "near", "resemblance", "sketch"]

_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Near:
    """A text that is nearly the same: its key, and the similarity [0-1]."""

    key: str
    similarity: float


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; empty for a text without words.

    Case, accents' spelling, typography and punctuation do not count. A text of fewer than five words is one run.
    """
    return sketch_of(_WORD.findall(fold(text).text.lower()))


def near(text: str | Sketch, others: Mapping[str, str | Sketch], threshold: float = 0.7) -> tuple[Near, ...]:
    """Return the texts that are at least as similar as a threshold, the most similar first, then by key.

    Parameters
    ----------
    text : str or Sketch
    others : mapping of str to str or Sketch
        The texts to compare with, by a key of their own; sketches that were kept save most of the time.
    threshold : float
        Similarity from which on a text is named [0-1].
    """
    own = _sketch(text)
    found = (Near(key, resemblance(own, _sketch(other))) for key, other in others.items())
    return tuple(sorted((item for item in found if item.similarity >= max(threshold, 1e-9)), key=lambda item: (-item.similarity, item.key)))


def _sketch(text: str | Sketch) -> Sketch:
    return sketch(text) if isinstance(text, str) else text
