"""Somebody on a note: who speaks, at which level, its own words, what it wants in return, what is owed, from the rows of the dossier."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from legation.briefing.notes.declaration import Approach
from legation.dossier import Activity, Engagement, standing
from legation.language import Message
from legation.questions import Case
from legation.questions.actors.approaches import open_promises, promised_words
from legation.questions.actors.contacts import last_met, planned_contacts
from legation.questions.actors.words import Words, words_of
from legation.questions.base import inputs

__all__ = ["filled"]


def filled(case: Case, approach: Approach, subject: Iterable[str]) -> Approach:
    """Return an approach with what the dossier holds on somebody about roll calls and issues.

    The approach that is planned with it says who speaks, at which level and what is asked; without one, the activity that is planned for it
    says who speaks, and the last contact at which level.
    """
    actor, about = approach.who.id, frozenset(subject)
    plan = next((row for row in planned_contacts(case, actor) if _is_on(row, about)), None)
    activity = _activity(case, actor) if plan is None or not plan.by else None
    met = last_met(case).get(actor)
    said = next(iter(words_of(case, about, about).get(actor, ())), None)
    wants = next((row for row in standing(case.dossier.interests) if row.actor == actor and (row.issue in about or not about)), None)
    promises = [row for row in open_promises(case) if row.actor == actor]
    rows = [row for row in (plan, activity, said, wants, *promises) if row is not None]
    return dataclasses.replace(
        approach,
        ask=plan.ask if plan and plan.ask else approach.ask,
        level=(plan.level if plan else "") or (met.level if met else ""),
        by=(plan.by if plan else None) or (activity.owner if activity else None) or None,
        speakers=case.names(inputs.speakers(case).get(actor, ())),
        last=_quoted(said) if said else approach.last,
        said_on=said.date if said else None,
        wants=(wants.needs or wants.interest) if wants else None,
        owed=tuple(Message(f"note.owed.{row.direction or 'received'}", promise=promised_words(case, row)) for row in promises),
        evidence=tuple(dict.fromkeys((*approach.evidence, *(item for row in rows for item in row.evidence)))),
    )


def _is_on(row: Engagement, about: frozenset[str]) -> bool:
    """Whether a contact is about one of some roll calls and issues, or about nothing that it names."""
    return not about or not (row.rollcall or row.issue) or bool({row.rollcall, row.issue} & about)


def _activity(case: Case, actor: str) -> Activity | None:
    """Return the next activity that is planned for an actor by its own name, and that says who is in charge of it."""
    rows = [
        row
        for row in standing(case.dossier.activities)
        if actor in row.audience and row.owner and row.status == "planned" and not (row.date and row.date.is_over(case.as_of))
    ]
    return min(rows, key=lambda row: (str(row.date or "9"), row.id), default=None)


def _quoted(words: Words) -> Message:
    if words.date is None:
        return Message("note.words-undated", words=words.text)
    return Message("note.words-reported" if words.is_reported else "note.words", words=words.text, date=words.date)
