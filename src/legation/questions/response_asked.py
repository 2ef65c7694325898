"""The response that a question is about: the file as it was known, what it rests on, and what a reader must know before relying on it."""

from __future__ import annotations

from collections.abc import Iterator

from legation.dossier.models.response import RESPONSE, ResponseModel
from legation.language import Message
from legation.questions.answer import Finding
from legation.questions.case import Case
from legation.questions.part_inputs import PartInputs, part_asked, part_caveats
from legation.questions.response_words import kind_of

__all__ = ["Response", "caveats", "held", "missing", "response_asked"]


Response = PartInputs[ResponseModel]
"""A response as it was known at the date, to this reader."""


def response_asked(case: Case, asked: str) -> Response:
    """Return the response that was asked for, or the first by name, as it was known at the case's date.

    Raises
    ------
    NotAvailable
        Where none was known.
    WrongUse
        Where there is none of the name.
    DossierError
        Where the part is faulty.
    """
    return part_asked(case, RESPONSE, asked, none="response.no-model", unknown="response.unknown-model")


def held(case: Case, response: Response) -> Iterator[Finding]:
    """Yield who holds whom responsible, and how probable that is said to be; its basis in a sentence of its own."""
    model = response.model
    if model.held is not None:
        form = "held" if model.held.date is None else "held-on"
        said = Message(f"response.all.{form}", by=case.named(model.held.by), party=case.named(model.held.party), date=model.held.date)
        yield Finding(id="held", message=said, evidence=response.seen(model.held.evidence))
    if model.probability is not None:
        low, value, high = model.probability
        form = "probability-one" if low == high else "probability"
        said = Message(f"response.all.{form}", low=low, value=value, high=high)
        yield Finding(id="probability", message=said, evidence=response.seen(model.evidence))
        if model.confidence:
            said = Message("response.all.confidence", confidence=Message(f"confidence.{model.confidence}"))
            yield Finding(id="confidence", message=said, evidence=response.seen(model.evidence))


def caveats(response: Response) -> Iterator[Message]:
    """Return what the file is, and which others there are."""
    return part_caveats("response.all", response)


def missing(case: Case, response: Response) -> Iterator[Message]:
    """Yield what the file does not say of who and how sure, and what does not fit the rest of the dossier."""
    model = response.model
    if model.register and f"incidents/{model.register}.json" not in case.dossier.files:
        yield Message("response.all.no-register", register=model.register)
    kinds = {row.id: row.kind for row in case.dossier.actors}
    if model.actor and kinds.get(model.actor) != model.who:
        yield Message("response.all.other-kind", actor=case.named(model.actor), kind=kind_of(model.who))
    if response.model.held is None:
        yield Message("response.all.no-held")
    if response.model.probability is None:
        yield Message("response.all.no-probability")
