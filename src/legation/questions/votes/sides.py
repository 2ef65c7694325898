"""What members answered that is no plain vote: contradictions side by side, conditions, groups, leanings; with words and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from legation.dossier import RollCall
from legation.dossier.tables.labels import choice_word
from legation.language import Message
from legation.questions.answer import AnswerTable, Finding, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, Columns
from legation.questions.votes.declarations import Declarations
from legation.questions.votes.facts import words_of
from legation.questions.votes.replies import DeclaredWord, Places

__all__ = ["SHOWN", "basis_of", "level_of", "of_sides", "place_word", "sides_table"]

AREA = "declared"
column = Columns(f"{AREA}.col-")
SHOWN = ("contradicted", "conditional", "absent", "undecided", "through_group", "leaning")
"""Places whose words are shown, in the order of the table: the desk has to settle the first."""
_SAID = ("contradicted", "conditional", "absent", "through_group")
_NAMED = 5


def place_word(place: str) -> Message:
    """Return where a member stands as a reader calls it.

    >>> str(place_word("contradicted"))
    'contradictory answers'
    """
    return Message(f"{AREA}.place.{place}")


def of_sides(case: Case, ahead: RollCall, places: Places) -> Iterator[Finding]:
    """Yield who has answered without declaring a plain vote: what differs, what depends on a condition, who stays away, who follows."""
    known = words_of(case, ahead)
    for place in _SAID:
        there = places.at(place)
        if there:
            message = Message(f"{AREA}.{place}", count=len(there), actors=first_of(case.names(there), _NAMED))
            evidence = joined_evidence(word.evidence for member in there for word in places.behind(member))
            yield Finding(id=place, message=message, evidence=evidence, confidence="high", quantities=known.counts(**{place: len(there)}))


def sides_table(case: Case, places: Places) -> AnswerTable | None:
    """Return the words of those that declared no plain vote, a row each, the oldest first; None where nobody did."""
    order = [(member, place) for place in SHOWN for member in places.at(place)]
    rows = tuple(_row(case, member, place, word) for member, place in order for word in places.behind(member))
    if not rows:
        return None
    columns = (
        ACTOR,
        *column.text("place", "answer", "level"),
        *column.date("date"),
        *column.text("form", "condition", "words", "basis"),
        EVIDENCE,
    )
    return AnswerTable(id="sides", title=Message(f"{AREA}.sides"), columns=columns, rows=rows)


def _row(case: Case, member: str, place: str, word: DeclaredWord) -> tuple[Any, ...]:
    return (
        case.named(member),
        place_word(place),
        choice_word("engagements", "answer", word.reply.answer),
        level_of(word),
        word.date if word.date > dt.date.min else None,
        choice_word("engagements", "form", word.reply.form) if word.basis in ("answer", "partner") else None,
        word.condition or None,
        word.words or None,
        Message(f"do-we-have-the-votes.basis-{word.basis}"),
        word.evidence,
    )


def level_of(word: DeclaredWord) -> Any:
    """Return who spoke: the level, of a group its name; None where the row does not say."""
    if word.level == "group":
        return inputs.group_name(word.actor)
    return choice_word("engagements", "level", word.level) if word.level else None


def basis_of(places: Places | None, member: str, declared: Declarations) -> Message | None:
    """Return how a member declared its vote; of one that declared none, where it stands; None of one that nobody approached."""
    if member in declared:
        return Message(f"do-we-have-the-votes.basis-{declared[member].basis}")
    place = places.of(member) if places else "not_asked"
    return place_word(place) if place != "not_asked" else None
