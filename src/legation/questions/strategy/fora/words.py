"""What fora are in words: their names, our right, the earliest decision, who is with us, who alone stops it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from legation.dossier.column import Wording
from legation.language import Message
from legation.questions.answer import Named, first_of
from legation.questions.base.case import Case
from legation.questions.strategy.fora.compare import COLUMNS, Forum

__all__ = [
    "NAMED",
    "column_word",
    "day_of",
    "forum_name",
    "in_brackets",
    "named_fora",
    "right_word",
    "short_name",
    "stoppers_of",
    "support_words",
    "verified_words",
    "what_of",
]

AREA = "where-should-we-take-it"
NAMED = 5
"""Names that a cell or a sentence shows."""
_BRACKETS = re.compile(r"\(([^()\s]{2,12})\)\s*$")


def forum_name(forum: Forum) -> Named:
    """Return a forum as a reader knows it."""
    return Named(forum.row.id, forum.name)


def short_name(forum: Forum) -> Named:
    """Return a forum as a narrow cell names it: by what stands in brackets at the end of its name, where there is such."""
    name = forum.row.forum
    if not name:
        return forum_name(forum)
    return Named(forum.row.id, Wording(text=in_brackets(name.text), fr=in_brackets(name.fr), en=in_brackets(name.en)))


def in_brackets(name: str) -> str:
    """Return the short form that a name ends with in brackets; the name itself where it has none.

    >>> in_brackets("Internet Governance Forum (IGF)"), in_brackets("Board (of two chambers)")
    ('IGF', 'Board (of two chambers)')
    """
    found = _BRACKETS.search(name)
    return found.group(1) if found else name


def named_fora(fora: Iterable[Forum], most: int = NAMED) -> tuple[Named | Message, ...]:
    """Return fora for a sentence: the first ones, and how many more there are."""
    return first_of([forum_name(one) for one in fora], most)


def right_word(forum: Forum) -> Message:
    """Return the best right that we have in a forum; that nothing is known of it where no row says."""
    return Message(f"choice.forum_access.right.{forum.right.is_called}") if forum.right.is_called else Message(f"{AREA}.right-unknown")


def day_of(forum: Forum) -> Message:
    """Return the earliest decision of a forum: its day, and what it is where it is no fixed day of a decision."""
    decision = forum.decision
    if decision.when is None:
        form = "missed" if decision.missed else "without-day" if decision.open_ended else "unknown"
        return Message(f"{AREA}.day.{form}")
    return Message(f"{AREA}.day.{_form(forum)}", date=decision.when)


def what_of(forum: Forum) -> Message:
    """Return what takes place on the earliest day of a forum: a decision, a meeting, the next step that its row names."""
    return Message(f"{AREA}.what.{_form(forum)}")


def _form(forum: Forum) -> str:
    decision = forum.decision
    if decision.kind == "meeting":
        return "meeting-estimated" if decision.certainty == "estimated" else "meeting"
    return "row" if decision.kind == "forum" else decision.certainty


def support_words(forum: Forum) -> Message:
    """Return how many of how many are with us, at least and at most."""
    support = forum.support
    if forum.ruling.declared:
        return Message(f"{AREA}.support.declared")
    if support.of is None or not (support.near or support.against):
        return Message(f"{AREA}.support.{'unknown' if support.of is None else 'nobody-known'}", of=support.of)
    form = "counted" if support.level is None else ("fails", "open", "open", "passes")[support.level]
    return Message(f"{AREA}.support.{form}", low=len(support.near), high=len(support.near) + len(support.unknown), of=support.of)


def stoppers_of(case: Case, forum: Forum) -> Any:
    """Return who alone stops it: nobody, any member, or the first few by name."""
    stoppers = forum.ruling.stoppers
    if forum.ruling.declared:
        return Message(f"{AREA}.alone.declared")
    if stoppers is None:
        return Message(f"{AREA}.alone.unknown")
    if not stoppers:
        return Message(f"{AREA}.alone.nobody")
    if len(stoppers) == len(forum.ruling.members) and len(stoppers) > 1:
        return Message(f"{AREA}.alone.any", count=len(stoppers))
    return first_of(case.names(stoppers), NAMED)


def column_word(at: int) -> Message:
    """Return what fora are compared on in a column, in words."""
    return Message(f"{AREA}.compared.{COLUMNS[at]}")


def verified_words(forum: Forum) -> Message | str:
    """Return how far a forum's rows were compared with a source, the least of them; nothing where that is not written."""
    return Message(f"verified.{forum.verified}") if forum.verified else ""
