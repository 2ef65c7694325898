"""The assessment that a question is about: the file as it was known, to this reader, and what a reader must know before relying on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from legation.dossier import Evidence
from legation.dossier.models.assessment import ASSESSMENT, Assessment
from legation.errors import NotAvailable, WrongUse
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.case import Case
from legation.questions.parts_known import models_known
from legation.sources.stix import registers

__all__ = ["Asked", "asked", "caveats"]

_STIX = "incident--"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An assessment as it was known at the date, to this reader.

    Attributes
    ----------
    model : Assessment
        Without rows that were known later, or whose sources cannot be seen.
    others : tuple of str
        Names of the dossier's other assessments at the date.
    evidence : mapping of str to Evidence
        What may be seen, by id.
    holder : Named
        Whose assessment it is.
    incident : str
        In words; empty where the file does not say.
    registered : bool
        Whether an id of an incident stands in a register that may be seen.
    """

    model: Assessment
    others: tuple[str, ...]
    evidence: Mapping[str, Evidence]
    holder: Named
    incident: str
    registered: bool

    @property
    def title(self) -> Named:
        """The assessment as a reader knows it."""
        return Named(self.model.id, self.model.title or self.model.id)

    def of(self, *rows: Iterable[str]) -> tuple[str, ...]:
        """Return the evidence of several rows that may be seen, each once."""
        return tuple(dict.fromkeys(item for row in rows for item in row if item in self.evidence))

    def resting(self) -> tuple[str, ...]:
        """Return the evidence of all items."""
        return self.of(*(item.evidence for item in self.model.items))


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
    known = models_known(case, name, ASSESSMENT)
    if not known.models:
        if known.strange:
            raise WrongUse(Message("attribution.unknown-model", found=name, there=known.there, as_of=case.as_of))
        raise NotAvailable(Message("attribution.no-model", as_of=case.as_of))
    model, others = known.chosen()
    evidence = {row.id: row for row in case.dossier.evidence}
    if not model.analysts:
        raise NotAvailable(Message("attribution.no-analyst", as_of=case.as_of))
    incident, registered = _incident(case, model.incident)
    return Asked(
        model=model,
        others=others,
        evidence=evidence,
        holder=_holder(case, model),
        incident=incident,
        registered=registered,
    )


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
    model = held.model
    yield Message("attribution.whose", holder=held.holder)
    if model.illustration:
        yield Message("attribution.illustration", title=held.title)
    if model.author:
        yield Message("attribution.author", author=model.author)
    if held.others:
        yield Message("attribution.others", names=held.others)
    if not held.registered:
        yield Message("attribution.not-registered", incident=held.incident)
