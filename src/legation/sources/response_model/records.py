"""What a response file holds: who acts, what is answered and by what source, what a desk asks for, what it costs, what came before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.response import Feature

__all__ = ["Answered", "Cost", "Criterion", "Demand", "Game", "Grounded", "HeldBy", "Precedent", "Reply", "Stake"]

_NONE = Wording()
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBy:
    """Who is held responsible, and by whom: the product holds nobody responsible itself."""

    party: str
    by: str
    date: When | None = None
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A legal condition, or an element of a norm, as a person answered it: ``yes``, ``no`` or ``unknown``, with what that rests on."""

    id: str
    answer: str = "unknown"
    reference: str = ""
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What is recorded for one criterion of proportionality."""

    id: str
    text: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """A ground for listing a person or an entity; ``public`` names the evidence that can be disclosed and proves it."""

    target: Wording
    ground: str
    text: Wording = _NONE
    public: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What the desk asks for at a measure in place of the proposal, why, who changed it and when."""

    measure: str
    minimum: float | None = None
    public: bool | None = None
    reason: Wording = _NONE
    author: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a measure costs; ``bears``: ``ours``, ``victims``, ``partners``, ``party`` (the one held responsible) or ``public``."""

    measure: str
    bears: str
    text: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How the other side could reply to a measure, and the way out that is left to both."""

    measure: str
    text: Wording = _NONE
    off_ramp: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """An earlier incident: what it was like, and what was done.

    Attributes
    ----------
    features : mapping of str to str, number or tuple of str
        In the words of the incident's own features.
    done : tuple of str
        Measures, by id.
    """

    id: str
    title: Wording = _NONE
    date: When | None = None
    features: Mapping[str, Feature] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    outcome: Wording = _NONE
    evidence: tuple[str, ...] = ()

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """An answer as the other side may see it, in the game's unit; ``worth`` and ``price`` are ours."""

    measure: str
    cost: Ends
    belief: Ends
    worth: Ends | None = None
    price: Ends | None = None
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """What the other side may believe to gain and to spend, as ranges in one unit."""

    benefit: Ends
    effort: Ends
    unit: Wording = _NONE
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()
    answers: tuple[Stake, ...] = ()
