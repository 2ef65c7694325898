"""Whom to approach where no vote is counted: those whom the desk plans to approach or has words for, and those whom a question lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from legation.briefing.notes.declaration import PEOPLE, Approach, Material
from legation.dossier import Wording, standing
from legation.figures.figure import Named
from legation.language import Message
from legation.questions import Case
from legation.questions.actors.contacts import planned_contacts
from legation.questions.incident.statement.failings import failings
from legation.questions.incident.statement.whitewash import whitewashed

__all__ = ["audiences", "listed", "messages"]


def audiences(material: Material) -> tuple[Approach, ...]:
    """Return whom the desk plans to approach, then the actors for whom the dossier holds a message, in the order of the rows."""
    case = material.case
    wordings = messages(case)
    planned = {row.actor: row.evidence for row in planned_contacts(case)}
    found = [Approach(who=case.named(name), tell=wordings.get(name, Wording()), evidence=evidence) for name, evidence in planned.items()]
    found += [Approach(who=case.named(name), tell=words) for name, words in wordings.items() if name not in planned]
    return tuple(found[:PEOPLE])


def messages(case: Case) -> Mapping[str, Wording]:
    """Return what we say to each actor for which the dossier holds a message of its own: the first one, in the order of the rows.

    A message that clears a firm that was hit of a failing which the dossier holds is not among them, as in *What do we say?*.
    """
    known, failed = {row.id for row in case.dossier.actors}, failings(case.dossier, case.as_of)
    found: dict[str, Wording] = {}
    for row in standing(case.dossier.messages):
        for name in row.audience:
            if name in known and row.text and not whitewashed(row.text, failed):
                found.setdefault(name, row.text)
    return found


def listed(material: Material, question: str, table: str, ask: Message) -> tuple[Approach, ...]:
    """Return the first actors of a question's table, to each of whom the same thing is asked where no approach says what."""
    wordings = messages(material.case)
    actors = [*_actors(material, question, table)][:PEOPLE]
    return tuple(Approach(who=one, ask=ask, tell=wordings.get(one.id, Wording())) for one in actors)


def _actors(material: Material, question: str, table: str) -> Iterator[Named]:
    answer = material.answer(question)
    for one in answer.tables if answer else ():
        columns = [column.id for column in one.columns]
        if one.id == table and "actor" in columns:
            yield from (row[columns.index("actor")] for row in one.rows if isinstance(row[columns.index("actor")], Named))
