"""What a draft's file must keep so that a room can be made of it: known words, parts of its own, nothing said twice."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS
from legation.sources.draft_model.model import LISTS, DraftModel
from legation.sources.draft_model.records import KINDS, LEVELS, SCHEMES, STANCES, Agreement, Said, SilenceAsked, Version
from legation.sources.reading import notice

__all__ = ["Check", "checked"]

_ID = re.compile(r"[^\W_][\w-]{0,59}", re.ASCII)
_TEXT = re.compile(r"drafts/[^/\\:\x00]{1,120}/[^/\\:\x00]{1,120}\.txt")


def checked(model: DraftModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together in a file.

    Parameters
    ----------
    model : DraftModel
        The rows whose form is right.
    part : str
    places : mapping of str to sequence of str
        By field, where each of its rows stands.
    head : bool
        Whether ``[draft]`` itself could be read.
    """
    check = Check(part)
    if head:
        yield from check.word("draft.bis", model.bis, ("alternative", "new"))
        yield from check.word("draft.scheme", model.scheme, SCHEMES)
        yield from check.word("draft.language", model.language, ("en", "fr"))
        yield from check.marking("draft", model.marking)
    for name in LISTS:
        for at, row in zip(places[name], getattr(model, name), strict=True):
            yield from check.marking(at, row.marking)
            yield from check.row(at, row)
    known = [one.id for one in model.silences]
    for at, broken in zip(places["objections"], model.objections, strict=True):
        yield from check.name(f"{at}.silence", broken.silence, known)
    for field in ("versions", "packages", "silences"):
        names = [row.id for row in getattr(model, field)]
        yield from check.ids(places[field], names)
        yield from check.twice(places[field], names)
    yield from check.codes(places["parties"], model)


class Check:
    """Checks of one part; each yields what is wrong."""

    __slots__ = ("_part",)

    def __init__(self, part: str) -> None:
        self._part = part

    def word(self, place: str, found: str, allowed: Sequence[str]) -> Iterator[Problem]:
        """Check a word of a short list."""
        if found not in allowed:
            yield self.fault("not-a-choice", place, " | ".join(allowed), found)

    def row(self, at: str, row: Any) -> Iterator[Problem]:
        """Check what one row says by itself."""
        if isinstance(row, Version):
            yield from self.word(f"{at}.kind", row.kind, KINDS)
            yield from self.text_part(at, row.part)
            for label, was in row.renumbered.items():
                if not isinstance(was, str) or not was.strip():
                    yield self.fault("toml-value", f"{at}.renumbered.{label}", "text", was)
        if isinstance(row, Said):
            yield from self.word(f"{at}.stance", row.stance, STANCES)
        if isinstance(row, Agreement | SilenceAsked):
            yield from self.word(f"{at}.level", row.level, LEVELS)
        if isinstance(row, SilenceAsked) and row.deadline.last <= row.date.last:
            yield self.fault("out-of-range", f"{at}.deadline", f"> {row.date}", row.deadline)

    def ids(self, places: Sequence[str], names: Sequence[str]) -> Iterator[Problem]:
        """Check the form of ids."""
        for at, name in zip(places, names, strict=True):
            if not _ID.fullmatch(name):
                yield self.fault("bad-id", f"{at}.id", "a-z 0-9 - _", name)

    def marking(self, place: str, found: str) -> Iterator[Problem]:
        """Check a marking, where there is one."""
        if found:
            yield from self.word(f"{place}.marking", found, MARKINGS)

    def name(self, place: str, found: str, known: Collection[str]) -> Iterator[Problem]:
        """Check the name of another row."""
        if found not in known:
            close = (difflib.get_close_matches(found[:80], known, 1, 0.0) or ["—"])[0]
            yield notice("unknown-in-model", self._part, None, place, allowed=" | ".join(known), found=found, close=close)

    def text_part(self, at: str, found: str) -> Iterator[Problem]:
        """Check that a text lies below ``drafts/``."""
        if not _TEXT.fullmatch(found):
            yield self.fault("toml-value", f"{at}.part", "drafts/NAME/*.txt", found)

    def codes(self, places: Sequence[str], model: DraftModel) -> Iterator[Problem]:
        """Check that one way of writing names one actor."""
        first: dict[str, str] = {}
        for at, party in zip(places, model.parties, strict=True):
            code = (party.written or party.actor).upper()
            if first.setdefault(code, party.actor) != party.actor:
                yield notice("twice-in-model", self._part, None, f"{at}.written", found=code, first=first[code])

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
