"""What a file of a negotiation holds: parties, issues with options, what these are worth to whom, floors, cards, offers, the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.when import When

__all__ = ["BASES", "CONFIDENCES", "Agreed", "Card", "Choice", "Floor", "Matter", "Offer", "Party", "Points", "Ranking", "Worth"]

_NONE = Wording()
Points = tuple[float, float, float]
"""Low, value and high."""
BASES = ("statement", "text", "expert", "model", "game")
CONFIDENCES = ("low", "moderate", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who negotiates.

    Attributes
    ----------
    actor : str
        Id in ``actors.csv``; empty for a party that is no single actor there.
    weight : int
        Its weight where the parties vote.
    discount : float
        What a unit of time leaves of a deal's worth to it, above 0 and at most 1.
    """

    id: str
    actor: str = ""
    name: Wording = _NONE
    weight: int = 1
    discount: float = 1.0
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way of settling an issue."""

    id: str
    name: Wording = _NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An issue, with its options."""

    id: str
    name: Wording = _NONE
    options: tuple[Choice, ...] = ()
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of its options."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the options of an issue are worth to a party: somebody's judgement, who signs it.

    Attributes
    ----------
    points : mapping of str to (low, value, high)
        By option, in points of the party; a low and a high that are no wider than the value say that no range was given. Where the party
        ranked cards, only how the options of this one issue compare counts: how much the issue matters follows from the ranking.
    basis : {"statement", "text", "expert", "model", "game"}
    """

    party: str
    issue: str
    points: Mapping[str, Points] = field(default_factory=dict)
    basis: str = "expert"
    confidence: str = "low"
    holder: str = ""
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The points below which a party is thought to sign nothing; by whom, and on what basis. Our own stands in ``mandate.toml``."""

    party: str
    value: float = 0.0
    basis: str = "expert"
    confidence: str = "low"
    holder: str = ""
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A whole package on a card, to be ranked among others."""

    id: str
    package: Mapping[str, Any] = field(default_factory=dict)
    marking: str = ""
    known_on: When | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How a party, or somebody for it, ranked cards, the best first; two cards are one comparison."""

    party: str
    cards: tuple[str, ...] = ()
    holder: str = ""
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A package that was offered; an issue that it left out stays as the status quo has it.

    Attributes
    ----------
    party : str
        Who offered it; empty for a text of the chair, or of nobody in particular.
    public : bool
        Whether it was made in the open.
    """

    id: str
    date: When
    party: str = ""
    name: Wording = _NONE
    package: Mapping[str, Any] = field(default_factory=dict)
    public: bool = True
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed in the end; seen from its day on, and earlier by whoever asks for the outcome."""

    date: When
    package: Mapping[str, Any] = field(default_factory=dict)
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None
