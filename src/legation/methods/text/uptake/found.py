"""Every use of some phrases in some texts: each text is made plain once, and searched for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.text.plain import plain
from legation.methods.text.uptake.phrase import Phrase, places

__all__ = ["Uses", "find"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uses:
    """Where a phrase stands.

    Attributes
    ----------
    row, start, end : ndarray of int, shape (n_uses,)
        The text, counted from 0, and the place ``start <= x < end`` in it [characters]; by text, then by place.
    """

    row: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.row)


def find(texts: Iterable[str | None], phrases: Mapping[str, Phrase], *, seen: Callable[[int], None] | None = None) -> dict[str, Uses]:
    """Return every use of each phrase, under its name.

    Parameters
    ----------
    texts : iterable of str or None
        Gone through once, one text held at a time; None is a text without words.
    phrases : mapping of str to Phrase
    seen : callable, optional
        Told the number of each text before it is searched; may raise to stop.

    Examples
    --------
    >>> from legation.methods.text.uptake import phrase
    >>> uses = find(["Digital trust.", "La confiance numérique."], {"trust": phrase("digital trust | confiance numérique")})["trust"]
    >>> uses.row.tolist(), uses.start.tolist(), uses.end.tolist()
    ([0, 1], [0, 3], [13, 22])
    """
    found: dict[str, list[tuple[int, int, int]]] = {name: [] for name in phrases}
    for row, text in enumerate(texts):
        if seen is not None:
            seen(row)
        if text:
            letters = plain(text)
            for name, wanted in phrases.items():
                found[name] += [(row, start, end) for start, end in places(letters, wanted)]
    table = {name: np.array(listed, dtype=np.int64).reshape(-1, 3).T for name, listed in found.items()}
    return {name: Uses(row=columns[0], start=columns[1], end=columns[2]) for name, columns in table.items()}
