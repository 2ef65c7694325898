"""In which paragraphs of a version the words of a paragraph stand that was in the text before: under its number, another, or several."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from legation.rooms.drafting.state import Unit

__all__ = ["Successors", "stands_in"]

_SAME = 0.5
"""More of its words than this, and a paragraph is the one that it was, or that vanished."""


def stands_in(words: Sequence[str], text: Sequence[str]) -> bool:
    """Whether words stand in a text, all of them and one after the other.

    Examples
    --------
    >>> stands_in(("at", " once"), ("Act", " at", " once", "."))
    True
    >>> stands_in(("act",), ("action",))
    False
    """
    wanted, there = [[one.strip() for one in row] for row in (words, text)]
    return bool(wanted) and any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


class Successors:
    """What became of the paragraphs of a text in a version of it.

    Numbers are no guide: a version that puts a paragraph first gives each of the others the number of the next.

    Parameters
    ----------
    before, now : mapping of str to Unit
        The paragraphs of the text, and of the version, in their order.

    Examples
    --------
    >>> before, now = (
    ...     {f"{n}": Unit(f"{n}", f"{n}", tuple(words.split())) for n, words in enumerate(texts, 1)}
    ...     for texts in (("States report", "All act"), ("None is bound", "States report", "All act"))
    ... )
    >>> found = Successors(before, now)
    >>> found.of("1"), found.of("2"), found.origin("2"), found.origin("1")
    (('2',), ('3',), '1', None)
    """

    def __init__(self, before: Mapping[str, Unit], now: Mapping[str, Unit]) -> None:
        self._before, self._now = dict(before), dict(now)
        self._changed = [one for one in now.values() if one.id not in before or before[one.id].words != one.words]
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        """Return the paragraphs in which the words of one stand, in the order of the text; none where they are gone."""
        if name not in self._found:
            self._found[name] = tuple(self._of(self._before[name]))
        return self._found[name]

    def origin(self, name: str) -> str | None:
        """Return which paragraph one of the version was: that of the same words, else that of its number; None where it is a new one."""
        if name in self._renumbered:
            return self._renumbered[name]
        return name if name in self._before and name in self.of(name) else None

    def _of(self, old: Unit) -> Iterable[str]:
        new = self._now.get(old.id)
        if new is not None and new.words == old.words:
            return [old.id]
        if renumbered := self._by_words.get(old.words):
            return renumbered
        parts = {one for one in self._near(old) if one != old.id and (self._holds(one, old) or self._is_part(one, old))}
        if new is not None and self._is_same(old.id):
            found = parts | {old.id}
        else:
            found = parts | self._most_alike(old) or ({old.id} if new is not None and old.id not in self._renumbered else set())
        return [one for one in self._now if one in found]

    @functools.cached_property
    def _by_words(self) -> dict[tuple[str, ...], list[str]]:
        """Of the paragraphs that are new or changed, those of the same words."""
        found: dict[tuple[str, ...], list[str]] = {}
        for one in self._changed:
            found.setdefault(one.words, []).append(one.id)
        return found

    @functools.cached_property
    def _renumbered(self) -> dict[str, str]:
        return {
            name: old.id
            for old in self._before.values()
            if old.id not in self._now or self._now[old.id].words != old.words
            for name in self._by_words.get(old.words, ())
        }

    @functools.cached_property
    def _counted(self) -> dict[str, Counter[str]]:
        return {one.id: _count(one.words) for one in self._changed}

    @functools.cached_property
    def _with(self) -> dict[str, list[str]]:
        """By word, the changed paragraphs in which it stands."""
        found: dict[str, list[str]] = {}
        for name, words in self._counted.items():
            for word in words:
                found.setdefault(word, []).append(name)
        return found

    @functools.cached_property
    def _by_rarest(self) -> dict[str, list[str]]:
        """By word, the changed paragraphs of which it is the rarest: where it is not, such a paragraph is no part of another."""
        found: dict[str, list[str]] = {}
        for name, words in self._counted.items():
            found.setdefault(min(words, key=lambda one: len(self._with[one]), default=""), []).append(name)
        return found

    def _near(self, old: Unit) -> set[str]:
        """Return the changed paragraphs that may hold all words of one, or be a part of it."""
        words = _count(old.words)
        holding = min((self._with.get(one, []) for one in words), key=len, default=[])
        return {*holding, *(name for word in words for name in self._by_rarest.get(word, ()))}

    def _is_same(self, name: str) -> bool:
        """Whether a paragraph that changed still is what it was under its number."""
        old, new = self._before[name].words, self._now[name].words
        return name not in self._renumbered and (_count(old) & self._counted[name]).total() > _SAME * min(len(old), len(new))

    def _holds(self, name: str, old: Unit) -> bool:
        """Whether a paragraph holds all words of another, and did not before."""
        was = self._before.get(name)
        return stands_in(old.words, self._now[name].words) and (was is None or not stands_in(old.words, was.words))

    def _is_part(self, name: str, old: Unit) -> bool:
        """Whether all words of a paragraph stood in another, which has them no more: signs and capitals at its ends aside."""
        part, was, new = _plain(self._now[name].words), self._before.get(name), self._now.get(old.id)
        return (
            stands_in(part, _plain(old.words))
            and (new is None or not stands_in(part, _plain(new.words)))
            and (was is None or not stands_in(part, _plain(was.words)))
        )

    def _most_alike(self, old: Unit) -> set[str]:
        """Return the paragraph that has most words of another, more than half, of those that are new or no longer what they were."""
        words, left, near = _count(old.words), len(old.words), dict[str, None]()
        for word in sorted(words, key=lambda one: len(self._with.get(one, ()))):
            if left <= _SAME * len(old.words):  # whoever has none of those before has less than half
                break
            left -= words[word]
            near |= dict.fromkeys(self._with.get(word, ()))
        free = [one for one in near if one != old.id and (one not in self._before or not self._is_same(one))]
        shares = {one: (words & self._counted[one]).total() for one in free}
        most = max(shares.values(), default=0)
        return {next(one for one, share in shares.items() if share == most)} if most > _SAME * len(old.words) else set()


def _count(words: Iterable[str]) -> Counter[str]:
    return Counter(word.strip().casefold() for word in words)


def _plain(words: Sequence[str]) -> list[str]:
    """Return words as they are compared where a sentence was cut: without the signs at the ends."""
    found = [word.strip().casefold() for word in words]
    signs = [not any(sign.isalnum() for sign in word) for word in found]
    while found and signs[-1]:
        found.pop()
        signs.pop()
    while found and signs[0]:
        del found[0], signs[0]
    return found
