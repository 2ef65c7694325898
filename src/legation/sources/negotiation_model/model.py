"""A file of a negotiation, as it was known to a reader on a day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.sources.negotiation_model.records import Agreed, Card, Floor, Matter, Offer, Party, Ranking, Worth
from legation.sources.row_marks import seen_rows

__all__ = ["LISTS", "NegotiationModel"]

_NONE = Wording()
LISTS = ("parties", "issues", "worths", "floors", "cards", "rankings", "offers", "agreed")
"""The fields that are lists of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiationModel:
    """A negotiation of several issues.

    Attributes
    ----------
    part : str
        Where it lies, ``negotiations/NAME.toml``.
    opened, deadline : When or None
        Between which days the parties talk.
    share, strict, veto : str, bool, tuple of str
        How the parties decide: this share of the weights, or more than it where ``strict``, and none of some against; no share: unanimity.
    status_quo : mapping of str to str
        By issue the option that holds without a deal.
    """

    part: str = field(default="", compare=False)
    title: Wording = _NONE
    forum: Wording = _NONE
    opened: When | None = None
    deadline: When | None = None
    share: str = ""
    strict: bool = False
    veto: tuple[str, ...] = ()
    status_quo: Mapping[str, Any] = field(default_factory=dict)
    note: Wording = _NONE
    author: str = ""
    illustration: bool = False
    known_on: When | None = None
    marking: str = ""
    evidence: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    issues: tuple[Matter, ...] = ()
    worths: tuple[Worth, ...] = ()
    floors: tuple[Floor, ...] = ()
    cards: tuple[Card, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    offers: tuple[Offer, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``negotiations/NAME.toml``."""
        return PurePosixPath(self.part).name.removesuffix(".toml")

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id

    def as_known(
        self, evidence: Collection[str], as_of: dt.date, marking: str = "TLP:RED", unmarked: str = "TLP:CLEAR"
    ) -> tuple[NegotiationModel, int]:
        """Return the negotiation with what was known at a day to who may see some evidence, and how many rows are left out.

        Parameters
        ----------
        evidence : collection of str
            A row goes when none of its evidence is among these.
        as_of : date
            A row goes when it is dated, or was known, later.
        marking : str
            The highest marking that the reader may see.
        unmarked : str
            The marking of rows where neither they nor the negotiation have one.

        Notes
        -----
        What names a party, an issue or a card that is left out goes with it; of a package, only the issues that are left out.
        """
        there = frozenset(evidence)
        kept: dict[str, Any] = {name: seen_rows(getattr(self, name), there, as_of, marking, self.marking or unmarked) for name in LISTS}
        parties = {one.id for one in kept["parties"]}
        issues = {one.id for one in kept["issues"]}
        for name in ("worths", "floors", "rankings", "offers"):
            kept[name] = tuple(row for row in kept[name] if row.party in parties or not row.party)
        kept["worths"] = tuple(row for row in kept["worths"] if row.issue in issues)
        for name in ("cards", "offers", "agreed"):
            kept[name] = tuple(dataclasses.replace(row, package=_of(row.package, issues)) for row in kept[name])
        cards = {one.id for one in kept["cards"]}
        kept["rankings"] = tuple(row for row in kept["rankings"] if cards.issuperset(row.cards))
        gone = sum(len(getattr(self, name)) - len(kept[name]) for name in LISTS if name != "agreed")
        head: dict[str, Any] = {
            "evidence": tuple(one for one in self.evidence if one in there),
            "veto": tuple(one for one in self.veto if one in parties),
            "status_quo": _of(self.status_quo, issues),
        }
        return dataclasses.replace(self, **head, **kept), gone

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names, each once, in its order."""
        rows: list[Any] = [self, *(row for name in LISTS for row in getattr(self, name))]
        return tuple(dict.fromkeys(item for row in rows for item in row.evidence))


def _of(package: Mapping[str, Any], issues: Collection[str]) -> dict[str, Any]:
    return {issue: option for issue, option in package.items() if issue in issues}
