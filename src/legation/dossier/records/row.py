"""What every row has, and the words of closed lists that several tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import choice, day, key, ref, refs, text
from legation.dossier.when import When

__all__ = ["CAST", "CONFIDENCES", "KINDS", "LEVELS", "MARKINGS", "VOTES", "Revisable", "Row"]

KINDS = (
    "state",
    "sub_state",
    "international_org",
    "company",
    "association",
    "ngo",
    "technical",
    "academic",
    "media",
    "other",
)
LEVELS = ("global", "regional", "national", "sub_national", "local")
MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
CONFIDENCES = ("low", "moderate", "high")
VOTES = ("unknown", "yes", "abstain", "no", "absent", "not_participating", "not_entitled")
"""How an actor stood in a roll call; the position in the tuple is the code in columns. 1, 2, 3 are votes cast or withheld in the room."""
CAST = ("yes", "no", "abstain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has.

    Attributes
    ----------
    LATER : mapping of str to tuple of str
        Columns that were known only by the date that another column gives: before it they are empty.
    EARLIER : mapping of str to mapping of str to str
        Columns in which something else stood before the date that another column gives: before it they show, where it is filled, a third
        column. A draft bears its draft symbol until it is adopted under a number.
    """

    LATER: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    EARLIER: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    id: str = key()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisable(Row):
    """A row that is never edited: a newer one supersedes it."""

    supersedes: str = ref("same", leans=False, role="entry")
    author: str = text(role="entry")
    recorded: When | None = day(role="entry")
    reason: str = text(role="entry")
    evidence: tuple[str, ...] = refs("evidence")
    marking: str = choice(*MARKINGS)
