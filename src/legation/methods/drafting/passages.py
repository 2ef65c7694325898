"""Where passages of one text stand in others, word for word: a suffix automaton over words (Blumer et al. 1985)."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

__all__ = ["Passages"]


class Passages:
    """All passages of some texts, made in time and room that grow with their words.

    Parameters
    ----------
    texts : sequence of sequence of str
        Words of each; where a passage stands in several, the first is named.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._next: list[dict[str | int, int]] = [{}]
        self._link = [-1]
        self._length = [0]
        self._end = [0]
        self._begin: list[int] = []
        last, place = 0, 0
        for number, held in enumerate(texts):
            self._begin.append(place)
            ended: list[str | int] = [*held, number]  # the number keeps a passage from running into the next text
            for word in ended:
                place += 1
                last = self._append(last, word, place)

    def _append(self, last: int, word: str | int, place: int) -> int:
        new = self._state(self._length[last] + 1, {}, place)
        at = last
        while at >= 0 and word not in self._next[at]:
            self._next[at][word] = new
            at = self._link[at]
        if at < 0:
            self._link[new] = 0
            return new
        target = self._next[at][word]
        if self._length[at] + 1 == self._length[target]:
            self._link[new] = target
            return new
        twin = self._state(self._length[at] + 1, dict(self._next[target]), self._end[target])
        self._link[twin] = self._link[target]
        self._link[target] = self._link[new] = twin
        while at >= 0 and self._next[at].get(word) == target:
            self._next[at][word] = twin
            at = self._link[at]
        return new

    def _state(self, length: int, following: dict[str | int, int], end: int) -> int:
        self._next.append(following)
        self._link.append(0)
        self._length.append(length)
        self._end.append(end)
        return len(self._next) - 1

    def cover(self, held: Sequence[str], least: int) -> list[tuple[int, int, int, int]]:
        """Return the passages of ``held`` that stand in the texts, from the end on the longest that ends there.

        Parameters
        ----------
        held : sequence of str
            Words.
        least : int
            The fewest words of a passage.

        Returns
        -------
        list of tuple of int
            Start and end in ``held``, number of the text, place in it where the passage begins; in order, without overlap.

        Examples
        --------
        >>> Passages([["a", "b", "c"], ["b", "c", "d"]]).cover(["x", "b", "c", "d", "a", "b"], 2)
        [(1, 4, 1, 0), (4, 6, 0, 0)]
        """
        length, end = self._longest(held)
        found = []
        at = len(held)
        while at > 0:
            n = length[at - 1]
            if n < least:
                at -= 1
                continue
            begins = end[at - 1] - n
            text = bisect.bisect_right(self._begin, begins) - 1
            found.append((at - n, at, text, begins - self._begin[text]))
            at -= n
        return found[::-1]

    def _longest(self, held: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return for each word how many words up to it stand together in the texts, and where they end there first."""
        state = count = 0
        lengths, ends = [], []
        for word in held:
            while state and word not in self._next[state]:
                state = self._link[state]
                count = self._length[state]
            if word in self._next[state]:
                state = self._next[state][word]
                count += 1
            lengths.append(count)
            ends.append(self._end[state])
        return lengths, ends
