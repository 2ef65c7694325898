"""Whom to approach where no vote is counted: those to whom the dossier has something to say, and those whom a question lists."""

from __future__ import annotations

from collections.abc import Iterator

from legation.briefing.notes.declaration import PEOPLE, Approach, Material
from legation.dossier import standing
from legation.figures.figure import Named
from legation.language import Message

__all__ = ["audiences", "listed"]


def audiences(material: Material) -> tuple[Approach, ...]:
    """Return the actors for whom the dossier holds a message, each with the first one, in the order of the rows."""
    case = material.case
    known = {row.id for row in case.dossier.actors}
    found: dict[str, Approach] = {}
    for row in standing(case.dossier.messages):
        for name in row.audience:
            if name in known and row.text and name not in found:
                ask = Message("note.tell", words=row.text)
                found[name] = Approach(who=case.named(name), ask=ask, evidence=row.evidence)
    return tuple(found.values())[:PEOPLE]


def listed(material: Material, question: str, table: str, ask: Message) -> tuple[Approach, ...]:
    """Return the first actors of a question's table, to each of whom the same thing is asked."""
    return tuple(Approach(who=one, ask=ask) for one in [*_actors(material, question, table)][:PEOPLE])


def _actors(material: Material, question: str, table: str) -> Iterator[Named]:
    answer = material.answer(question)
    for one in answer.tables if answer else ():
        columns = [column.id for column in one.columns]
        if one.id == table and "actor" in columns:
            yield from (row[columns.index("actor")] for row in one.rows if isinstance(row[columns.index("actor")], Named))
