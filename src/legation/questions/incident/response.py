"""The response that a question is about: the file as it was known, what it rests on, and the words for its measures and conditions."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

from legation.dossier.models.response import RESPONSE, ResponseModel
from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.methods.response import Gate, Reason
from legation.questions.answer import Finding
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import PartInputs, choose_part, part_caveats

__all__ = [
    "AREA",
    "BEARS",
    "CONDITIONS",
    "MEASURES",
    "WHO",
    "Response",
    "answered",
    "attribution_findings",
    "bearer",
    "caveats",
    "condition",
    "feature",
    "find_response",
    "kind_of",
    "law",
    "measure",
    "missing",
    "reason",
    "series",
    "severity",
    "state",
    "why",
]


AREA = "response"
MEASURES = (
    "victim-support", "private-word", "request-to-host", "technical-advisory", "public-concern", "public-attribution",
    "joint-attribution", "summons", "expulsion", "suspension", "criminal-charges", "listing", "countermeasures", "necessity",
    "self-defence",
)  # fmt: skip
CONDITIONS = (
    "routed-through-host", "offence", "jurisdiction", "admissible-evidence", "prosecutor", "legal-basis", "listed-party",
    "reasons-public", "external-threat", "significant-effect", "unanimity", "regime-criteria", "wrongful-act", "attributable",
    "injured", "still-wrong", "called-on", "to-induce", "commensurate", "no-force", "reversible", "grave-peril", "sole-means",
    "no-greater-harm", "not-contributed", "not-excluded", "armed-attack", "attacked-or-asked", "necessary", "proportionate-defence",
    "council-told",
)  # fmt: skip
BEARS = ("ours", "victims", "partners", "party", "public")
WHO = ("state", "sub_state", "international_org", "company", "association", "ngo", "technical", "academic", "media", "other")
_NAMED = 3
"""Conditions that are not known and are named in a sentence."""
_STATES = ("open", "undecided", "closed")
_REASONS = ("probability", "range", "no-probability", "evidence", "evidence-unknown", "condition", "condition-unknown", "none")
_ANSWERS = ("yes", "no", "unknown")
_LAWS = (
    "none", "retorsion", "domestic", "regime", "review", "gge-2015", "gge-2021", "vcdr", "arsiwa", "tallinn", "charter", "nat", "teu",
    "nicaragua", "oil-platforms", "eu-2019-797", "eu-2019-796", "uk-2020", "us-13694", "au-2021",
)  # fmt: skip
_SEVERITIES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")


def measure(identifier: str) -> Named:
    """Return a measure as a reader knows it."""
    return Named(identifier, Message(f"{AREA}.measure.{identifier}"))


def condition(identifier: str) -> Named:
    """Return a condition as a reader knows it."""
    return Named(identifier, Message(f"{AREA}.condition.{identifier}"))


def state(identifier: str) -> Named:
    """Return open, undecided or closed."""
    return Named(identifier, Message(f"{AREA}.state.{identifier}"))


def bearer(identifier: str) -> Named:
    """Return who bears a cost."""
    return Named(identifier, Message(f"{AREA}.bears.{identifier}"))


def kind_of(identifier: str) -> Named:
    """Return what kind of actor it is that acts."""
    return Named(identifier, Message(f"{AREA}.kind.{identifier}"))


def severity(number: int) -> Message:
    """Return what a number from 0 to 10 stands for."""
    return Message(f"{AREA}.severity.{number}")


def answered(identifier: str) -> Named:
    """Return yes, no or not known."""
    return Named(identifier, Message(f"{AREA}.all.{identifier}"))


def reason(one: Reason, gate: Gate) -> Message:
    """Return one reason why a measure is not open."""
    named = condition(one.condition) if one.condition else ""
    return Message(f"{AREA}.reason.{one.kind}", minimum=gate.measure.minimum, condition=named)


def why(gate: Gate) -> Spoken:
    """Return what stands against a measure, or that nothing does; conditions that are not known are counted where they are many."""
    unknown = [one for one in gate.reasons if one.kind == "condition-unknown"]
    reasons = [reason(one, gate) for one in gate.reasons if one not in unknown]
    if len(unknown) > _NAMED:
        reasons.append(Message(f"{AREA}.reason.many-unknown", count=len(unknown)))
    else:
        reasons += [reason(one, gate) for one in unknown]
    return series(reasons or [Message(f"{AREA}.reason.none")])


def feature(name: str) -> Named:
    """Return a feature as a reader knows it: the desk's own word, or severity."""
    return Named(name, Message("response.all.severity") if name == "severity" else name)


def law(sources: Iterable[str]) -> Spoken:
    """Return where something is laid down: instruments with the places in them, as ``arsiwa 25(1)(a)`` says them in short."""
    clauses = []
    for source in sources:
        instrument, _, place = source.partition(" ")
        clauses.append(Message(f"{AREA}.law.{instrument}", place=place or Message(f"{AREA}.law.whole")))
    return series(clauses)


def series(things: Iterable[Spoken] | Sequence[Spoken]) -> Spoken:
    """Return things that are told one after the other, parted by semicolons; at least one.

    >>> str(series([Message("language.yes"), Message("language.no")]))
    'yes; no'
    """
    there = list(things)
    return functools.reduce(lambda rest, one: Message(f"{AREA}.all.next", first=one, rest=rest), reversed(there[:-1]), there[-1])


Response = PartInputs[ResponseModel]
"""A response as it was known at the date, to this reader."""


def find_response(case: Case, name: str) -> Response:
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
    return choose_part(case, RESPONSE, name, none="response.no-model", unknown="response.unknown-model")


def attribution_findings(case: Case, response: Response) -> Iterator[Finding]:
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
