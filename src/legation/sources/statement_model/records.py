"""What a statement file holds: claims, the firm's failings, whom it told, harm to people, earlier attributions, prepared answers."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier.column import Wording
from legation.dossier.when import When

__all__ = ["COLLECTIONS", "TIERS", "TONES", "Claim", "Failing", "Harm", "Notified", "Prepared", "Triple", "Withdrawn"]

_NONE = Wording()
Triple = tuple[float, float, float]
"""Low, value, high."""
TIERS = ("public", "partners", "national")
"""Who may hear a claim, from the widest circle to the narrowest."""
TONES = ("formal", "plain")
"""In which a statement is held."""
COLLECTIONS = ("open", "technical", "partner", "human", "signals")
"""How what a claim rests on was obtained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One paragraph of the statement.

    Attributes
    ----------
    tier : {"public", "partners", "national"}
        The widest circle that may hear it, as the desk sets it; markings and sources may narrow it.
    evidence, objects : tuple of str
        Ids of ``evidence.csv``, and of objects in a register of incidents.
    rests_on : tuple of str
        Ids of other claims without which it does not stand.
    against : tuple of str
        Evidence that says otherwise.
    party, holder : str, Wording
        Whom it holds responsible, and who does so: ids of ``actors.csv``, or words.
    collection, reveals, release : str, Wording, str
        How it was obtained, what telling it reveals of a source or method, and who agreed that it is told.
    """

    id: str
    text: Wording = _NONE
    tier: str = "public"
    evidence: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    party: str = ""
    holder: Wording = _NONE
    collection: str = "open"
    reveals: Wording = _NONE
    release: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A known failing of the firm that was hit, and since when it stood."""

    id: str
    text: Wording = _NONE
    date: When | None = None
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """Whom the firm told, on which day, and by which day it had to; one without ``made`` is not known to have been told."""

    id: str
    to: Wording = _NONE
    due: When | None = None
    made: When | None = None
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """What happened to people; ``number`` is low, value and high of those concerned, None where nobody counted them."""

    id: str
    text: Wording = _NONE
    number: Triple | None = None
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An earlier attribution that was withdrawn, or doubted by the side that had made it."""

    id: str
    text: Wording = _NONE
    date: When | None = None
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The desk's own answer to a hostile question, by the id of the question; heard as widely as its evidence and ``tier`` allow."""

    to: str
    text: Wording = _NONE
    tier: str = "public"
    evidence: tuple[str, ...] = ()
    known_on: When | None = None
