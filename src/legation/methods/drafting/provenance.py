"""Whose words survived: which passages of a text stood, word for word, in whose proposal first."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.drafting.alignment import WORD, said
from legation.methods.drafting.draft import Draft

__all__ = [
    "Passages",
    "Proposal",
    "Survival",
    "Survivor",
    "proposals",
    "survived",
]


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
        for number, text in enumerate(texts):
            self._begin.append(place)
            ended: list[str | int] = [*text, number]  # the number keeps a passage from running into the next text
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
        copy = self._state(self._length[at] + 1, dict(self._next[target]), self._end[target])
        self._link[copy] = self._link[target]
        self._link[target] = self._link[new] = copy
        while at >= 0 and self._next[at].get(word) == target:
            self._next[at][word] = copy
            at = self._link[at]
        return new

    def _state(self, length: int, following: dict[str | int, int], end: int) -> int:
        self._next.append(following)
        self._link.append(0)
        self._length.append(length)
        self._end.append(end)
        return len(self._next) - 1

    def cover(self, words: Sequence[str], least: int) -> list[tuple[int, int, int, int]]:
        """Return the passages of ``words`` that stand in the texts, from the end on the longest that ends there.

        Parameters
        ----------
        words : sequence of str
            Words.
        least : int
            The fewest words of a passage.

        Returns
        -------
        list of tuple of int
            Start and end in ``words``, number of the text, place in it where the passage begins; in order, without overlap.

        Examples
        --------
        >>> Passages([["a", "b", "c"], ["b", "c", "d"]]).cover(["x", "b", "c", "d", "a", "b"], 2)
        [(1, 4, 1, 0), (4, 6, 0, 0)]
        """
        length, end = self._longest(words)
        found = []
        at = len(words)
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

    def _longest(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return for each word how many words up to it stand together in the texts, and where they end there first."""
        state = count = 0
        lengths, ends = [], []
        for word in words:
            while state and word not in self._next[state]:
                state = self._link[state]
                count = self._length[state]
            if word in self._next[state]:
                state = self._next[state][word]
                count += 1
            lengths.append(count)
            ends.append(self._end[state])
        return lengths, ends


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text that somebody proposed.

    Attributes
    ----------
    actors : tuple of str
        Who; empty for a text of nobody, such as a chair's first draft.
    text : str
        What.
    """

    actors: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Survivor:
    """A passage of the final text, and the proposal in which it stood first.

    Attributes
    ----------
    start, end : int
        Place in the final text, in code points.
    proposal : int
        Number of the proposal.
    words : int
    """

    start: int
    end: int
    proposal: int
    words: int


@dataclass(frozen=True, slots=True)
class Survival:
    """Whose words survived.

    Attributes
    ----------
    passages : tuple of Survivor
        In the order of the final text.
    proposed, kept : tuple of int
        By proposal, its words, and the words of the final text that are credited to it [words].
    words, new : int
        Words of the final text, and those that stand in no proposal.
    """

    passages: tuple[Survivor, ...]
    proposed: tuple[int, ...]
    kept: tuple[int, ...]
    words: int
    new: int


def survived(final: str, offered: Sequence[Proposal], least: int = 4) -> Survival:
    """Return which passages of a text stood in which proposal first.

    From the end of the text on, the longest passage that stands in a proposal is credited to the first proposal that has it. Large and
    small letters are alike; signs do not count.

    Parameters
    ----------
    final : str
        The text that came out.
    offered : sequence of Proposal
        In the order of time: put what stood before the negotiation first, or its words are credited to whoever repeated them.
    least : int
        The fewest words of a passage; at least 1. Shorter ones are common turns of phrase.

    Raises
    ------
    BadValue
        For ``least`` below 1.

    Limits
    ------
    The same words are not the same idea, and a proposal in other words leaves no trace here.

    Examples
    --------
    >>> found = survived("States shall report at once to all", [Proposal((), "States report"), Proposal(("EU",), "shall report at once")])
    >>> found.kept, found.new
    ((0, 4), 3)
    """
    if least < 1:
        raise BadValue(f"least must be 1 and more words (got {least}); 4 leaves common turns out")
    texts = [said(proposal.text).held for proposal in offered]
    final_words = said(final)
    passages = tuple(
        Survivor(*final_words.span(start, end), which, end - start)
        for start, end, which, _ in Passages(texts).cover(final_words.held, least)
    )
    surviving = [0] * len(texts)
    for passage in passages:
        surviving[passage.proposal] += passage.words
    return Survival(passages, tuple(len(text) for text in texts), tuple(surviving), len(final_words), len(final_words) - sum(surviving))


def proposals(draft: Draft) -> tuple[Proposal, ...]:
    """Return what the brackets of a draft propose: those with a name and no verb, or with *add* or *alt*.

    Words of brackets within are left out: they are proposals of their own.

    Examples
    --------
    >>> from legation.methods.drafting import parse
    >>> proposals(parse("[protect [critical (JPN)] data (EU)] [and more – RUS delete]"))
    (Proposal(actors=('EU',), text='protect  data'), Proposal(actors=('JPN',), text='critical'))
    """
    numbers = [n for n, node in enumerate(draft.nodes) if node.kind == "bracket"]
    own: dict[int, list[str]] = {n: [] for n in numbers}
    for node in draft.nodes:
        if node.parent >= 0 and node.kind in {"plain", "stray"}:
            own[node.parent].append(node.text)
    found = zip(numbers, draft.brackets, strict=True)
    offered = (Proposal(b.actors, "".join(own[n]).strip()) for n, b in found if b.actors and b.verb in {"", "add", "alt"})
    return tuple(proposal for proposal in offered if WORD.search(proposal.text))
