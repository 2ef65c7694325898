"""The words for measures, conditions, norms and the rest of a response: ids become what a reader reads."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.methods.response import Gate, Reason

__all__ = [
    "AREA",
    "BEARS",
    "CONDITIONS",
    "MEASURES",
    "WHO",
    "answered",
    "bearer",
    "condition",
    "feature",
    "kind_of",
    "law",
    "measure",
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
    told = [reason(one, gate) for one in gate.reasons if one not in unknown]
    if len(unknown) > _NAMED:
        told.append(Message(f"{AREA}.reason.many-unknown", count=len(unknown)))
    else:
        told += [reason(one, gate) for one in unknown]
    return series(told or [Message(f"{AREA}.reason.none")])


def feature(name: str) -> Named:
    """Return a feature as a reader knows it: the desk's own word, or severity."""
    return Named(name, Message("response.all.severity") if name == "severity" else name)


def law(sources: Iterable[str]) -> Spoken:
    """Return where something is laid down: instruments with the places in them, as ``arsiwa 25(1)(a)`` says them in short."""
    told = []
    for source in sources:
        instrument, _, place = source.partition(" ")
        told.append(Message(f"{AREA}.law.{instrument}", place=place or Message(f"{AREA}.law.whole")))
    return series(told)


def series(things: Iterable[Spoken] | Sequence[Spoken]) -> Spoken:
    """Return things that are told one after the other, parted by semicolons; at least one.

    >>> str(series([Message("language.yes"), Message("language.no")]))
    'yes; no'
    """
    there = list(things)
    return functools.reduce(lambda rest, one: Message(f"{AREA}.all.next", first=one, rest=rest), reversed(there[:-1]), there[-1])
