"""What a round is said to be: its places, levels, contradictions and decisions in the reader's words, for the answer and the page alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from legation import moment
from legation.dossier import Engagement, Round
from legation.dossier.tables.labels import choice_word
from legation.language import Lang, Message, say
from legation.questions.actors.rounds.log import Approach, RoundLog, TextOfVersion
from legation.questions.actors.rounds.tally import Tally
from legation.questions.answer import first_of
from legation.questions.base.case import Case

__all__ = [
    "NAMED",
    "answer_word",
    "changes",
    "day_of",
    "decisions",
    "first_few",
    "level_word",
    "moves",
    "names",
    "owed",
    "place_word",
    "points_of",
    "shown",
    "side",
    "silent_capitals",
    "speaker",
    "state_word",
    "teller",
]

AREA = "where-does-the-round-stand"
NAMED = 5
"""Names in a sentence; the tables have all."""
_SETTLED_FIRST = ("contradicted", "conditional", "no", "yes", "abstain", "absent", "undecided", "through_group", "leaning")


def place_word(place: str) -> Message:
    """Return where a capital stands, in a word or two."""
    return Message(f"rounds.place-{place}")


def answer_word(answer: str) -> Any:
    """Return an answer as a reader calls it."""
    return choice_word("engagements", "answer", answer or "none")


def level_word(level: str) -> Any:
    """Return the level of who spoke as a reader calls it."""
    return choice_word("engagements", "level", level or "other")


def state_word(one: Approach) -> Message:
    """Return where an approach stands, in a few words."""
    if one.is_closed:
        return Message("rounds.state-closed")
    if one.progress.state == "answered" and one.progress.ask_again:
        return Message("rounds.state-again", version=one.progress.version)
    return Message("rounds.state-silent" if one.progress.they_are_silent else f"rounds.state-{one.progress.state}")


def speaker(case: Case, one: Approach) -> Any:
    """Return who speaks in an approach: the post, else the partner by its name."""
    return one.post or (case.named(one.partner) if one.partner else "")


def teller(case: Case, row: Engagement) -> Any:
    """Return who tells a report: the partner, or who spoke for us; somebody where the row does not say."""
    return case.named(row.partner) if row.partner else row.by or Message("rounds.somebody")


def side(case: Case, row: Engagement) -> Message:
    """Return one side of a contradiction: what was answered, at which level, who told it, when."""
    values = {"answer": answer_word(row.answer), "level": level_word(row.level)}
    return Message(f"{AREA}.side", by=teller(case, row), day=day_of(row), **values)


def day_of(row: Engagement) -> Any:
    """Return the day of a report, in UTC where its moment is known."""
    return row.at.instant.date() if row.at else row.date


def shown(row: Round, at: dt.datetime) -> Message:
    """Return an instant on the clocks of a round."""
    return moment.shown(at, row.zone or "UTC")


def points_of(version: TextOfVersion, lang: Lang) -> list[str]:
    """Return the points of an instruction, a line each, without the signs before them."""
    return [line.strip(" -\u2013\u2022\t") for line in say(version.points, lang).splitlines() if line.strip()]


def names(case: Case, actors: Iterable[str], most: int = NAMED) -> tuple[Any, ...]:
    """Return actors for a sentence: the first few, and how many more."""
    return first_of(case.names(actors), most)


def first_few(some: Sequence[Message], most: int = NAMED) -> tuple[Message, ...]:
    """Return clauses for a sentence: the first few, and how many more."""
    left = len(some) - most
    return (*some[:most], Message("who-matters.more", count=left)) if left > 0 else tuple(some)


def decisions(case: Case, log: RoundLog, tally: Tally) -> tuple[Message, ...]:
    """Return what the desk has to decide, each in a clause: contradictions, conditions, what came late and what is to be asked again."""
    again = dict.fromkeys(
        one.actor for one in log.approaches if one.progress.ask_again and one.progress.state == "answered" and not one.is_closed
    )
    late = [row for row in log.reports if row.id in log.apart]
    wanted = (("contradicted", tally.at("contradicted")), ("conditional", tally.at("conditional")), ("again", tuple(again)))
    found = [Message(f"{AREA}.decide-{name}", count=len(some), actors=names(case, some)) for name, some in wanted if some]
    if late:
        found.append(Message(f"{AREA}.decide-late", count=len(late), actors=names(case, dict.fromkeys(row.actor for row in late))))
    return tuple(found)


def changes(now: Tally, before: Tally) -> tuple[tuple[str, str, str], ...]:
    """Return the capitals whose place changed, each with the place before and now: what needs a hand first."""
    moved = [(actor, before.rolled.place.get(actor, "not_asked"), place) for actor, place in now.rolled.place.items()]
    order = {place: number for number, place in enumerate(_SETTLED_FIRST)}
    return tuple(sorted((one for one in moved if one[1] != one[2]), key=lambda one: order.get(one[2], len(order))))


def moves(case: Case, changed: Iterable[tuple[str, str, str]]) -> tuple[Message, ...]:
    """Return changes of place, each as a clause."""
    return tuple(
        Message(f"{AREA}.moved", actor=case.named(actor), before=place_word(before), now=place_word(now)) for actor, before, now in changed
    )


def owed(case: Case, log: RoundLog) -> list[tuple[Any, list[Approach]]]:
    """Return by speaker the approaches on which the deadline passed without a report, who owes most first."""
    found: dict[tuple[str, str], list[Approach]] = {}
    for one in log.approaches:
        if one.progress.post_is_silent and not one.is_closed:
            found.setdefault((one.post, "" if one.post else one.partner), []).append(one)
    return [(speaker(case, some[0]), some) for _, some in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))]


def silent_capitals(log: RoundLog) -> tuple[str, ...]:
    """Return the capitals that were asked and gave no answer for longer than the round allows."""
    return tuple(dict.fromkeys(one.actor for one in log.approaches if one.progress.they_are_silent and not one.is_closed))
