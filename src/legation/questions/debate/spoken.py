"""Texts with their day, their speaker and where they stood: what every question on a debate looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier.column import Wording

__all__ = ["Origin", "Spoken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the texts come from, and what is not among them.

    Attributes
    ----------
    lake : int
        Texts of the lake of those days, in that language, on that topic as far as the sieve tells.
    nth : int
        Every how manieth of them was read; 1: all.
    evidence : int
        Texts of the dossier's evidence.
    undated : tuple of str
        Evidence that stands nowhere in time, and is left out.
    unread, faults : tuple of str
        Archived parts that are of no kind that is read or beyond the first hundred; those that could be read in part or not at all.
    beside : tuple of (day, outlet, speaker)
        Evidence of those days that has none of the words: it counts in what is said on anything.
    known, told : int
        Texts whose speaker the source told; texts whose speaker was found by the name of their outlet or origin.
    """

    lake: int
    nth: int
    evidence: int
    undated: tuple[str, ...]
    unread: tuple[str, ...]
    faults: tuple[str, ...]
    beside: tuple[tuple[np.datetime64, str, str], ...]
    known: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spoken:
    """Texts in the order of time. Every tuple has one element a text.

    Attributes
    ----------
    ids : tuple of str
        Of the lake's row, or of the evidence.
    times : ndarray of datetime64[us], shape (n,)
        UTC. Of evidence: the last day that its date may mean, at 0 h.
    actors : tuple of str
        Who speaks: an id of the dossier, else an ISO 3166-1 alpha-3 code or an id of the gazetteer; empty where that is not known.
    outlets, kinds, languages, texts, urls : tuple of str
        Empty where that is not known.
    titles : tuple of str or Wording
        Of evidence the dossier's own words, in its languages.
    accounts : tuple of str
        Pseudonyms, and registered accounts of institutions. Not to be shown.
    answers, repeats : tuple of str
        The id of the text that a text answers or repeats; empty where it does neither, or that is not known.
    evidence : tuple of str
        The evidence's id where a text is one, else empty.
    origin : Origin
    """

    ids: tuple[str, ...]
    times: npt.NDArray[np.datetime64]
    actors: tuple[str, ...]
    outlets: tuple[str, ...]
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    titles: tuple[str | Wording, ...]
    texts: tuple[str, ...]
    urls: tuple[str, ...]
    accounts: tuple[str, ...]
    answers: tuple[str, ...]
    repeats: tuple[str, ...]
    evidence: tuple[str, ...]
    origin: Origin

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def days(self) -> npt.NDArray[np.datetime64]:
        """The day of each text, shape (n,)."""
        return self.times.astype("datetime64[D]")

    @property
    def of_lake(self) -> npt.NDArray[np.bool_]:
        """Which texts are of the lake, also where they are evidence as well, shape (n,)."""
        return np.array([one != item for one, item in zip(self.ids, self.evidence, strict=True)], np.bool_)

    def only(self, rows: npt.ArrayLike) -> Spoken:
        """Return some of the texts, by their places or by a mask; ``origin`` stays that of all."""
        chosen = np.asarray(rows)
        at = np.arange(len(self))[chosen if chosen.size else chosen.astype(np.intp)]
        kept = {name: tuple(getattr(self, name)[i] for i in at.tolist()) for name in _TUPLES}
        return Spoken(times=self.times[at], origin=self.origin, **kept)


_TUPLES = tuple(name for name in Spoken.__dataclass_fields__ if name not in ("times", "origin"))
