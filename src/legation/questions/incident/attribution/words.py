"""The words for kinds, tests, tiers and chances: ids become what a reader reads, and no chance is told as certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from legation.dossier import Wording
from legation.dossier.models.assessment_records import EvidenceItem, Hypothesis
from legation.figures.figure import Named
from legation.figures.kit.rows import Fill
from legation.language import Message, Spoken

__all__ = ["ANSWERS", "KINDS", "TESTS", "TIERS", "answered", "chance", "claimed", "fill", "kind", "named", "quoted", "test", "tier"]

KINDS = ("group", "state", "criminal", "hacktivist", "insider", "accident", "unlisted", "false-flag")
TESTS = ("organ", "public-power", "instructions-or-control", "adoption", "due-diligence")
ANSWERS = ("met", "not-met", "open")
TIERS = ("public", "partners", "national")


def named(hypothesis: Hypothesis) -> Named:
    """Return a hypothesis as a reader knows it."""
    return Named(hypothesis.id, hypothesis.name or hypothesis.id)


def claimed(item: EvidenceItem) -> Named:
    """Return an item by its claim."""
    return quoted(item.id, item.claim)


def quoted(identifier: str, text: Wording) -> Named:
    """Return what a sentence may quote: a text without the full stop at its end, or the id where there is none.

    >>> str(quoted("a", Wording("No ransom was asked for.")))
    'No ransom was asked for'
    """
    return Named(identifier, text.within_a_sentence or identifier)


def kind(hypothesis: Hypothesis, hypotheses: Iterable[Hypothesis]) -> Spoken:
    """Return the kind of a hypothesis; of a false flag, whose marks are meant."""
    if hypothesis.kind == "false-flag":
        of: Mapping[str, Named] = {one.id: named(one) for one in hypotheses}
        return Message("attribution.planted-marks", of=of[hypothesis.of])
    return Message(f"attribution.kind.{hypothesis.kind}")


def fill(hypothesis: Hypothesis) -> Fill:
    """Return how a picture draws a hypothesis: full, hatched for who is not listed, dashed for marks that were planted."""
    return "hatched" if hypothesis.kind == "unlisted" else "dashed" if hypothesis.kind == "false-flag" else "full"


def chance(value: float) -> Message:
    """Return a chance in percent; near the ends as less than 1 or more than 99 %, since nothing here is certain.

    >>> str(chance(0.9999)), str(chance(0.42)), str(chance(0.0))
    ('more than 99%', '42%', 'less than 1%')
    """
    return Message("attribution.share", share=value)


def test(identifier: str) -> Named:
    """Return a test of state responsibility."""
    return Named(identifier, Message(f"attribution.test.{identifier}"))


def answered(identifier: str) -> Named:
    """Return met, not met or open."""
    return Named(identifier, Message(f"attribution.answer.{identifier}"))


def tier(identifier: str) -> Named:
    """Return to whom an item can be shown."""
    return Named(identifier, Message(f"attribution.tier.{identifier}"))
