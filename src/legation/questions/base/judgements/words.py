"""The score card in words: figures in their units, verdicts, and one row for each judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from legation.language import Message
from legation.questions.base.judgements.card import DeclaredJudgement, MeasuredJudgement, Rule, Unit, Verdict, judgements
from legation.questions.base.judgements.catalogue import NO_JUDGEMENT
from legation.questions.base.registry import find

__all__ = ["CardRow", "data_of", "figure_of", "gain_of", "looks_of", "no_judgement", "rows", "verdict_of"]

_WRITTEN: MappingProxyType[Unit, str] = MappingProxyType(
    {"share": "share", "score": "score", "loss": "score", "members": "members", "points": "score", "count": "members"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A judgement as a reader sees it; what was not measured is None.

    Attributes
    ----------
    id : str
    says, measure : Message
        What it says; by what it is measured, or why it is not.
    questions : tuple of Message
        Which questions print it.
    ours : Message or None
    rules : tuple of (Message, Message, Message)
        Each simple rule, its figure, and how much better ours is.
    gain : Message or None
        How much better ours is than the best simple rule, with its 90 % interval.
    data, looks : Message or None
    cases : int or None
    verdict : Message
    state : {"better", "few", "no-different", "behind", "worse", "not-measured"}
    """

    id: str
    says: Message
    measure: Message
    questions: tuple[Message, ...]
    ours: Message | None
    rules: tuple[tuple[Message, Message, Message], ...]
    best: tuple[Message, Message] | None
    gain: Message | None
    data: Message | None
    looks: Message | None
    cases: int | None
    verdict: Message
    state: Verdict


def rows(card: Iterable[DeclaredJudgement] | None = None) -> Iterator[CardRow]:
    """Yield every judgement of the card, those that nobody has measured too."""
    for one in judgements().values() if card is None else card:
        found = one.measured
        yield CardRow(
            id=one.id,
            says=one.title,
            measure=one.measure,
            questions=tuple(find(name).title for name in one.questions),
            ours=figure_of(one, found.ours) if found else None,
            rules=tuple((rule.title, figure_of(one, rule.value), gain_of(one, found, rule)) for rule in found.rules) if found else (),
            best=(found.best.title, figure_of(one, found.best.value)) if found else None,
            gain=gain_of(one, found, found.best) if found else None,
            data=data_of(one, found) if found else None,
            looks=looks_of(found) if found else None,
            cases=found.n if found else None,
            verdict=verdict_of(one.verdict),
            state=one.verdict,
        )


def figure_of(one: DeclaredJudgement, value: float) -> Message:
    """Return a figure in the unit of the judgement."""
    return Message(f"judgements.figure.{_WRITTEN[one.unit]}", value=value)


def gain_of(one: DeclaredJudgement, found: MeasuredJudgement, rule: Rule) -> Message:
    """Return by how much ours is better than a rule, with the interval; below 0 it is worse."""
    value, low, high = (_signed(one, end) for end in found.gain(rule))
    return Message("judgements.gain", value=value, low=low, high=high)


def _signed(one: DeclaredJudgement, value: float) -> Message:
    sign = "less" if value < 0 else "more"
    return Message(f"judgements.{sign}", value=figure_of(one, abs(value)))


def looks_of(found: MeasuredJudgement) -> Message:
    """Return how often the test part was examined."""
    if not found.data_to:
        return Message("judgements.looks-none")
    return Message("judgements.looks" if found.looks_known else "judgements.looks-least", count=found.looks)


def data_of(one: DeclaredJudgement, found: MeasuredJudgement) -> Message:
    """Return on what it was measured, and until when that tells."""
    name = Message(f"judgements.data.{one.data}")
    return Message("judgements.data-until", data=name, until=found.data_to) if found.data_to else name


def verdict_of(verdict: Verdict) -> Message:
    """Return a verdict in words."""
    return Message(f"judgements.verdict.{verdict}")


def no_judgement(why: str) -> tuple[Message, ...]:
    """Return the questions that print no judgement for one reason: ``counted`` or ``defined``."""
    return tuple(find(name).title for name, reason in NO_JUDGEMENT.items() if reason == why)
