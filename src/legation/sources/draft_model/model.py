"""A file of a draft, as it was known to a reader on a day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.sources.draft_model.records import Agreement, Bundle, Objection, Party, Said, SilenceAsked, Version
from legation.sources.row_marks import seen_rows

__all__ = ["LISTS", "DraftModel"]

_NONE = Wording()
LISTS = ("versions", "parties", "stances", "agreements", "packages", "silences", "objections")
"""The fields that are lists of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftModel:
    """A text under negotiation.

    Attributes
    ----------
    part : str
        Where it lies, ``drafts/NAME.toml``.
    forum, body : Wording, str
        Where it is negotiated; id of the body in ``bodies.toml``.
    bis : {"alternative", "new"}
        What *bis* after a number means here.
    scheme : {"consensus", "gnso", "vote"}
    attributed : bool
        Whether the text may go out with who wants what.
    one_voice : bool
        Whether a group counts as one voice.
    silence_accepts : bool
        Whether silence until a deadline is acceptance in this room.
    language : str
        In which the text is written: ``en``, ``fr``.
    """

    part: str = field(default="", compare=False)
    title: Wording = _NONE
    forum: Wording = _NONE
    body: str = ""
    bis: str = "alternative"
    scheme: str = "consensus"
    attributed: bool = True
    one_voice: bool = True
    silence_accepts: bool = False
    language: str = "en"
    note: Wording = _NONE
    author: str = ""
    illustration: bool = False
    known_on: When | None = None
    marking: str = ""
    evidence: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    parties: tuple[Party, ...] = ()
    stances: tuple[Said, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    packages: tuple[Bundle, ...] = ()
    silences: tuple[SilenceAsked, ...] = ()
    objections: tuple[Objection, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``drafts/NAME.toml``."""
        return PurePosixPath(self.part).name.removesuffix(".toml")

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id

    def as_known(
        self, evidence: Collection[str], as_of: dt.date, marking: str = "TLP:RED", unmarked: str = "TLP:CLEAR"
    ) -> tuple[DraftModel, int]:
        """Return the draft with what was known at a day to who may see some evidence, and how many rows are left out.

        Parameters
        ----------
        evidence : collection of str
            A row goes when none of its evidence is among these.
        as_of : date
            A row goes when it is dated, or was known, later.
        marking : str
            The highest marking that the reader may see.
        unmarked : str
            The marking of rows where neither they nor the draft have one.
        """
        there = frozenset(evidence)
        kept: dict[str, Any] = {name: seen_rows(getattr(self, name), there, as_of, marking, self.marking or unmarked) for name in LISTS}
        names = {one.id for one in kept["silences"]}
        kept["objections"] = tuple(one for one in kept["objections"] if one.silence in names)
        gone = sum(len(getattr(self, name)) - len(kept[name]) for name in LISTS)
        return dataclasses.replace(self, evidence=tuple(one for one in self.evidence if one in there), **kept), gone

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names, each once, in its order."""
        rows: list[Any] = [self, *(row for name in LISTS for row in getattr(self, name))]
        return tuple(dict.fromkeys(item for row in rows for item in row.evidence))

    def parts(self) -> tuple[str, ...]:
        """Return the parts in which the words of its versions lie."""
        return tuple(dict.fromkeys(one.part for one in self.versions))
