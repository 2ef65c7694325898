"""``drafts/adopted.toml``: the adopted texts that a draft is compared with, each with its symbol, its day and the vote on it.

Each ``[[adopted]]`` is one text; its words lie in ``drafts/adopted/*.txt``, a paragraph a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation.dossier.column import Wording, choice, column, ref, wording
from legation.dossier.kind import Day, Flag, Id, Text
from legation.dossier.models.draft import words_part
from legation.dossier.parts.checking import Check
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.dossier.when import When

__all__ = ["ADOPTED", "AdoptedList", "AdoptedText"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedText(ModelRow):
    """A text that was adopted.

    Attributes
    ----------
    part : str
        Where its words lie, a paragraph a line: ``drafts/adopted/*.txt``.
    words : {"own", "quoted"}
        Whether the words are a summary of whoever wrote the file, or the text itself.
    rollcall : str
        Id in ``rollcalls.csv`` of the vote on it.
    without_vote : bool
        Whether it is known to be adopted without a vote.
    """

    id: str = column(Id())
    symbol: str = column(Text())
    part: str = words_part()
    date: When = column(Day())
    title: Wording = wording()
    words: str = choice("own", "quoted", default="own")
    rollcall: str = ref("rollcalls", leans=False)
    without_vote: bool = column(Flag(), default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedList(ModelHead):
    """Adopted texts, in the order in which equals are preferred; the file says nothing else of itself."""

    title: Wording = wording()
    texts: tuple[AdoptedText, ...] = rows("adopted", AdoptedText)

    def parts(self) -> tuple[str, ...]:
        """Return the parts in which the words lie."""
        return tuple(dict.fromkeys(one.part for one in self.texts))


def _checked(model: AdoptedList, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:  # noqa: ARG001
    """Yield the texts that were adopted by a vote and without one."""
    check = Check(part)
    for at, row in zip(places["texts"], model.texts, strict=True):
        if row.rollcall and row.without_vote:
            yield check.fault("toml-value", f"{at}.without_vote", "rollcall | without_vote", row.rollcall)


ADOPTED = ModelKind(id="adopted", pattern="drafts/adopted.toml", head=AdoptedList, section="", checked=_checked)
