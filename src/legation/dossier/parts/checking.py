"""What models keep, in short: words of a list, names of rows, nothing said twice."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from legation.dossier.problem import Problem, problem

__all__ = ["Check"]


class Check:
    """Checks of one part; each yields what is wrong."""

    __slots__ = ("part",)

    def __init__(self, part: str) -> None:
        self.part = part

    def word(self, place: str, found: str, allowed: Sequence[str]) -> Iterator[Problem]:
        """Check a word of a short list."""
        if found not in allowed:
            yield self.fault("not-a-choice", place, " | ".join(allowed), found)

    def name(self, place: str, found: str, known: Collection[str], code: str = "unknown-in-model") -> Iterator[Problem]:
        """Check the name of another row, or of what we know; the nearest is shown."""
        if found not in known:
            close = (difflib.get_close_matches(found[:80], known, 1, 0.0) or ["—"])[0]
            yield problem(code, self.part, None, place, allowed=" | ".join(known), found=found, close=close)

    def twice(self, places: Sequence[str], keys: Sequence[str]) -> Iterator[Problem]:
        """Check that nothing is said twice."""
        first: dict[str, str] = {}
        for at, key in zip(places, keys, strict=True):
            if key in first:
                yield problem("twice-in-model", self.part, None, at, found=key, first=first[key])
            first.setdefault(key, at)

    def fault(self, code: str, place: str, allowed: str, found: Any, **more: Any) -> Problem:
        """Make a problem in this part."""
        return problem(code, self.part, None, place, allowed=allowed, found=found, **more)
