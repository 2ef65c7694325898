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
        found = self._parts(old)
        if new is not None and self._is_same(old.id):
            found.add(old.id)
        else:
            found |= self._holding(old) | self._most_alike(old)
        if not found and new is not None and old.id not in self._renumbered:
            return [old.id]
        return [one for one in self._now if one in found] if len(found) > 1 else found

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
    def _with(self) -> dict[str, dict[str, int]]:
        """By word, the changed paragraphs in which it stands, and how often."""
        found: dict[str, dict[str, int]] = {}
        for name, words in self._counted.items():
            for word, often in words.items():
                found.setdefault(word, {})[name] = often
        return found

    @functools.cached_property
    def _free(self) -> dict[str, list[str]]:
        """Paragraphs that are new, or no longer what they were, as :func:`_plain` has their words."""
        return {one.id: _plain(one.words) for one in self._changed if one.id not in self._before or not self._is_same(one.id)}

    def _is_same(self, name: str) -> bool:
        """Whether a paragraph that changed still is what it was under its number."""
        old, new = self._before[name].words, self._now[name].words
        return name not in self._renumbered and (_count(old) & self._counted[name]).total() > _SAME * min(len(old), len(new))

    def _parts(self, old: Unit) -> set[str]:
        """Return the paragraphs all words of which stood in another, which has them no more: signs and capitals at its ends aside."""
        new, whole = self._now.get(old.id), _plain(old.words)
        lost = _count(old.words) - (self._counted[old.id] if new is not None else Counter())
        left = _plain(new.words) if new is not None else []
        return {
            name
            for name, part in self._free.items()
            if name != old.id and len(part) <= lost.total() and stands_in(part, whole) and not stands_in(part, left)
        }

    def _holding(self, old: Unit) -> set[str]:
        """Return the paragraphs that hold all words of another, and did not before."""
        rarest = min((self._with.get(one, {}) for one in _count(old.words)), key=len, default={})
        return {
            name
            for name in rarest
            if name != old.id
            and len(self._now[name].words) >= len(old.words)
            and stands_in(old.words, self._now[name].words)
            and not (name in self._before and stands_in(old.words, self._before[name].words))
        }

    def _most_alike(self, old: Unit) -> set[str]:
        """Return the paragraph that has most words of another, more than half, of those that are new or no longer what they were."""
        shares = Counter[str]()
        for word, often in _count(old.words).items():
            for name, there in self._with.get(word, {}).items():
                shares[name] += min(often, there)
        found = [(share, name) for name, share in shares.items() if name in self._free and name != old.id]
        most = max((share for share, _ in found), default=0)
        return {next(name for share, name in found if share == most)} if most > _SAME * len(old.words) else set()


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
