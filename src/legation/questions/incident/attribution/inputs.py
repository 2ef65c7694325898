"""The assessment that a question is about, as it was known to this reader, and to whom each of its items can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from legation.dossier import Evidence
from legation.dossier.models.assessment import ASSESSMENT, Assessment
from legation.dossier.models.assessment_records import EvidenceItem
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import PartInputs, choose_part, part_caveats
from legation.sources.stix import registers

__all__ = [
    "AssessmentInputs",
    "ShownItem",
    "Tier",
    "caveats",
    "find_assessment",
    "shown",
]


_STIX = "incident--"


@dataclass(frozen=True, kw_only=True)
class AssessmentInputs(PartInputs[Assessment]):
    """An assessment as it was known at the date, to this reader.

    Attributes
    ----------
    holder : Named
        Whose assessment it is.
    incident : str
        In words; empty where the file does not say.
    registered : bool
        Whether an id of an incident stands in a register that may be seen.
    """

    holder: Named
    incident: str
    registered: bool

    def resting(self) -> tuple[str, ...]:
        """Return the evidence of all items."""
        return self.seen(*(item.evidence for item in self.model.items))


def find_assessment(case: Case, name: str) -> AssessmentInputs:
    """Return the assessment that was asked for, or the first by name, as it was known at the case's date.

    Raises
    ------
    NotAvailable
        Where none was known, or no analyst's prior may be seen.
    WrongUse
        Where there is none of the name.
    DossierError
        Where the part is faulty.
    """
    part = choose_part(case, ASSESSMENT, name, none="attribution.no-model", unknown="attribution.unknown-model")
    if not part.model.analysts:
        raise NotAvailable(Message("attribution.no-analyst", as_of=case.as_of))
    incident, registered = _incident(case, part.model.incident)
    return AssessmentInputs(**vars(part), holder=_holder(case, part.model), incident=incident, registered=registered)


def _holder(case: Case, model: Assessment) -> Named:
    """Return whose assessment it is: an actor of the dossier, or words."""
    said = model.holder
    return case.named(said.text) if said.text and not (said.fr or said.en) else Named(said.text or str(said), said)


def _incident(case: Case, said: str) -> tuple[str, bool]:
    if not said.startswith(_STIX):
        return said, True
    for register in registers(case.dossier.files).values():
        known = register.known_at(case.as_of)
        if said in known.by_id:
            return str(known.by_id[said].get("name") or said), True
    return said, False


def caveats(inputs: AssessmentInputs) -> Iterator[Message]:
    """Yield whose numbers these are, what the file is, and what was left out."""
    yield Message("attribution.whose", holder=inputs.holder)
    yield from part_caveats("attribution", inputs)
    if not inputs.registered:
        yield Message("attribution.not-registered", incident=inputs.incident)


Tier = Literal["public", "partners", "national"]
_WIDTH: Mapping[str, int] = {"public": 0, "partners": 1, "national": 2}
_OF_MARKING: Mapping[str, Tier] = {"TLP:CLEAR": "public", "TLP:GREEN": "partners", "TLP:AMBER": "partners"}
_OF_COLLECTION: Mapping[str, Tier] = {"open": "public", "technical": "public", "partner": "partners"}
_WEAK_LETTERS, _WEAK_DIGITS = frozenset("DEFG"), frozenset((4, 5, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """To whom an item can be shown.

    Attributes
    ----------
    tier : {"public", "partners", "national"}
    marked : {"public", "partners", "national"}
        What its markings alone allow.
    marking : str
        The narrowest of its evidence.
    tells : bool
        Whether its markings allow more than its source or method does.
    weak : bool
        Whether its grades are too low, or missing, for a public claim to rest on it.
    """

    tier: Tier
    marked: Tier
    marking: str
    tells: bool
    weak: bool


def shown(item: EvidenceItem, grades: tuple[str, int], sources: Mapping[str, Evidence], unmarked: str) -> ShownItem:
    """Return to whom an item can be shown.

    Parameters
    ----------
    item : EvidenceItem
    grades : (str, int)
    sources : mapping of str to Evidence
        What may be seen, by id.
    unmarked : str
        The marking of evidence that has none: that of the dossier.

    Examples
    --------
    >>> told = shown(EvidenceItem(id="a", collection="signals"), ("B", 2), {}, "TLP:CLEAR")
    >>> told.tier, told.marked, told.tells
    ('national', 'public', True)
    """
    markings = [sources[one].marking or unmarked for one in item.evidence if one in sources] or [unmarked]
    marking = max(markings, key=lambda one: _WIDTH[_OF_MARKING.get(one, "national")])
    marked = _OF_MARKING.get(marking, "national")
    collected = _OF_COLLECTION.get(item.collection, "national")
    if item.reveals and collected == "public":
        collected = "national"
    otherwise: Tier = "public" if item.release else collected
    tier = max(marked, otherwise, key=lambda one: _WIDTH[one])
    return ShownItem(
        tier=tier,
        marked=marked,
        marking=marking,
        tells=_WIDTH[tier] > _WIDTH[marked],
        weak=grades[0] in _WEAK_LETTERS or grades[1] in _WEAK_DIGITS,
    )
