"""A text as a vector of its meaning, where the extra ``nlp`` is installed: it knows the tool and the problem that no list names.

The engine stands in ``sources``, above the methods: it is looked up by its name when it is first asked for, and without it there is none.
"""

from __future__ import annotations

import functools
import importlib
import re

import numpy as np
import numpy.typing as npt

from legation.errors import NotAvailable
from legation.methods.text.diplomacy.folded import Folded

__all__ = ["HEARD", "bare", "vector"]

HEARD = 2_000
"""Characters of a text of which a vector is made; the method was made for one to four sentences."""
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")
_ENGINE = "legation.sources.sentence_vectors"


def bare(text: str, folded: Folded, pieces: tuple[tuple[int, int], ...]) -> str:
    """Return a text without what is crossed out, so that no vector hears what it calls itself; a sentence said twice stands once."""
    kept, at = [], 0
    for start, end in (folded.span(*piece) for piece in pieces):
        kept.append(text[at:start])
        at = end
    plain = " ".join(" ".join((*kept, text[at:])).split())
    return " ".join(dict.fromkeys(_SENTENCE_END.split(plain)))[:HEARD]


@functools.lru_cache(maxsize=4096)
def vector(text: str, *, needed: bool = False) -> npt.NDArray[np.float64] | None:
    """Return the vector of a text, of length 1, or ``None`` where the extra is not installed or cannot run; the same text is read once.

    Raises
    ------
    NotAvailable
        Where there is none and it is ``needed``; the sentence says what to do.
    """
    try:
        found: npt.NDArray[np.float64] = importlib.import_module(_ENGINE).sentence_vectors([text])[0]
    except (ImportError, NotAvailable):
        if needed:
            raise
        return None
    found.setflags(write=False)
    return found
