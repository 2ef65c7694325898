"""The assessment that a question is about: the file as it was known, to this reader, and what a reader must know before relying on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from legation.dossier.models.assessment import ASSESSMENT, Assessment
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.case import Case
from legation.questions.part_inputs import PartInputs, part_asked, part_caveats
from legation.sources.stix import registers

__all__ = ["Asked", "asked", "caveats"]

_STIX = "incident--"


@dataclass(frozen=True, kw_only=True)
class Asked(PartInputs[Assessment]):
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


def asked(case: Case, name: str) -> Asked:
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
    part = part_asked(case, ASSESSMENT, name, none="attribution.no-model", unknown="attribution.unknown-model")
    if not part.model.analysts:
        raise NotAvailable(Message("attribution.no-analyst", as_of=case.as_of))
    incident, registered = _incident(case, part.model.incident)
    return Asked(**vars(part), holder=_holder(case, part.model), incident=incident, registered=registered)


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


def caveats(held: Asked) -> Iterator[Message]:
    """Yield whose numbers these are, what the file is, and what was left out."""
    yield Message("attribution.whose", holder=held.holder)
    yield from part_caveats("attribution", held)
    if not held.registered:
        yield Message("attribution.not-registered", incident=held.incident)
