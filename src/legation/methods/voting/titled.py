"""Titles of roll calls, as numbers or as texts: which are repeats of one, and which earlier texts are like a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.voting.likeness import likeness, shares_on_like_texts
from legation.methods.voting.past import Past
from legation.methods.voting.votes import FloatArray, IntArray, contested_columns
from legation.methods.voting.weights import fitted

__all__ = ["Titled", "titled"]


@dataclass(frozen=True, slots=True, eq=False)
class Titled:
    """The number of each earlier roll call's title, that of the title ahead, and their words where they are known."""

    labels: IntArray
    title: int
    texts: tuple[str, ...] = ()
    text: str = ""

    def similar(self, past: Past) -> FloatArray | None:
        """Return how often each member had each outcome on contested texts like this one; None where none is, or words are not known."""
        if not self.texts or (self.labels == self.title).any():
            return None
        columns = np.array([at for at in range(len(self.texts)) if contested_columns(past.votes[:, at : at + 1]).size], np.intp)
        if not columns.size:
            return None
        alike = likeness([self.texts[at] for at in columns.tolist()], self.text)
        if alike.max() < fitted().like:
            return None
        return shares_on_like_texts(past.votes[:, columns], alike, past.usual)


def titled(titles: npt.ArrayLike | Sequence[str] | None, title: int | str, count: int) -> Titled:
    """Return the titles of ``count`` earlier roll calls and of the one ahead as numbers, with their words if they are texts.

    >>> titled(["Nuclear testing", "NUCLEAR  testing!", "Rights of the child"], "Nuclear testing", 3).labels.tolist()
    [0, 0, 1]

    Raises
    ------
    BadValue
        For another number of titles, and texts beside a number.
    """
    given: list[Any] = list(titles) if isinstance(titles, (list, tuple)) else []
    words = bool(given) and all(isinstance(one, str) for one in given)
    if words or isinstance(title, str):
        if not isinstance(title, str) or (titles is not None and count and not words):
            raise BadValue(f"titles must be texts with a text as title, or numbers with a number (got {title!r}); give both alike")
        texts = tuple(_plain(one) for one in given)
        if len(texts) != count:
            raise BadValue(f"titles must be one text per roll call ({count},) (got {len(texts)}); name the columns of votes")
        numbers: dict[str, int] = {}
        found = [numbers.setdefault(one, len(numbers)) if one else len(texts) + at for at, one in enumerate(texts)]
        return Titled(np.array(found, np.intp), numbers.get(_plain(title), -1), texts, _plain(title))
    labels = np.arange(count) if titles is None else np.asarray(titles, np.intp)
    if labels.shape != (count,):
        raise BadValue(f"titles must be one number per roll call ({count},) (got {labels.shape}); number the columns of votes")
    return Titled(labels.astype(np.intp), title)


def _plain(text: str) -> str:
    """Return a title in small letters, its words alone."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
