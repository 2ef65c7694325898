"""What a draft's file must keep so that a room can be made of it: known words, parts of its own, nothing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.problem import Problem
from legation.sources.draft_model.model import LISTS, DraftModel
from legation.sources.draft_model.records import KINDS, LEVELS, SCHEMES, STANCES, Agreement, Said, SilenceAsked, Version
from legation.sources.model_checking import Check
from legation.sources.reading import notice

__all__ = ["DraftCheck", "checked"]

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
    check = DraftCheck(part)
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


class DraftCheck(Check):
    """Checks of a draft; each yields what is wrong."""

    __slots__ = ()

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
