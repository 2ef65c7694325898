"""What every model that was written by hand must keep: known words and names, ids that are ids, nothing said twice."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS
from legation.sources.reading import notice

__all__ = ["Check"]

_ID = re.compile(r"[^\W_][\w-]{0,59}", re.ASCII)


class Check:
    """Checks of one part; each yields what is wrong."""

    __slots__ = ("_part",)

    def __init__(self, part: str) -> None:
        self._part = part

    def word(self, place: str, found: str, allowed: Sequence[str]) -> Iterator[Problem]:
        """Check a word of a short list."""
        if found not in allowed:
            yield self.fault("not-a-choice", place, " | ".join(allowed), found)

    def marking(self, place: str, found: str) -> Iterator[Problem]:
        """Check a marking, where there is one."""
        if found:
            yield from self.word(f"{place}.marking", found, MARKINGS)

    def ids(self, places: Sequence[str], names: Sequence[str]) -> Iterator[Problem]:
        """Check the form of ids."""
        for at, name in zip(places, names, strict=True):
            if not _ID.fullmatch(name):
                yield self.fault("bad-id", f"{at}.id", "a-z 0-9 - _", name)

    def name(self, place: str, found: str, known: Collection[str]) -> Iterator[Problem]:
        """Check the name of another row."""
        if found not in known:
            close = (difflib.get_close_matches(found[:80], known, 1, 0.0) or ["—"])[0]
            yield notice("unknown-in-model", self._part, None, place, allowed=" | ".join(known), found=found, close=close)

    def twice(self, places: Sequence[str], keys: Sequence[str]) -> Iterator[Problem]:
        """Check that nothing is said twice."""
        first: dict[str, str] = {}
        for at, key in zip(places, keys, strict=True):
            if key in first:
                yield notice("twice-in-model", self._part, None, at, found=key, first=first[key])
            first.setdefault(key, at)

    def fault(self, code: str, place: str, allowed: str, found: Any) -> Problem:
        """Make a problem in this part."""
        return problem(code, self._part, None, place, allowed=allowed, found=found)
