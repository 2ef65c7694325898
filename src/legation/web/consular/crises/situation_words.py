"""The sentences of a situation report, of its page and of its paper alike; none names anybody."""

from __future__ import annotations

from collections.abc import Iterator

from legation.language import Message
from legation.web.consular.crises.situation import Situation
from legation.web.consular.house import clock

__all__ = ["expected_words", "first_words", "since_words", "unknown_words"]


def first_words(situation: Situation) -> Iterator[Message]:
    """Yield how many are accounted for, who needs something, and who asks to leave."""
    yield Message("desk-report.accounted", count=situation.with_news, total=situation.people, unaccounted=situation.unaccounted)
    injured, help_needed = situation.counts["injured"], situation.counts["need_help"]
    if injured or help_needed:
        yield Message("desk-report.need", injured=injured, help=help_needed)
    if situation.leaving:
        yield Message("desk-report.leaving", count=situation.leaving, ready=situation.ready)
    if situation.partners:
        yield Message("desk-report.partners", count=situation.partners)


def unknown_words(situation: Situation) -> Iterator[Message]:
    """Yield what is not known: who is silent, and why the counts may be wrong."""
    if situation.unaccounted:
        yield Message("desk-report.silent", count=situation.unaccounted)
    for name in ("unreachable", "not_asked"):
        if count := situation.counts[name]:
            yield Message(f"desk-report.unknown.{name}", count=count)
    for name in ("without_place", "unconfirmed", "messages_unknown", "to_confirm", "reported"):
        if count := getattr(situation, name):
            yield Message(f"desk-report.unknown.{name}", count=count)


def expected_words(situation: Situation) -> Message:
    """Return how many are expected to have answered by the next morning, or why nothing is said."""
    found = situation.expected
    if found is None:
        return Message("desk-report.no-forecast")
    at = clock(found.by)
    return Message("desk-report.forecast", count=found.median, low=found.low, high=found.high, at=at, waves=found.waves)


def since_words(situation: Situation) -> Message | None:
    """Return over what the changes of a report are; None where nothing was before it."""
    if not situation.before:
        return None
    return Message("desk-report.since", at=clock(situation.before_at)) if situation.before_at else Message("desk-report.col-change")
