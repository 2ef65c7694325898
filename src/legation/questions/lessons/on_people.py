"""The lessons on terms and on stakeholders: activities filed by hand, and whose place in the grid is settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.dossier import Activity, Dossier, standing
from legation.dossier.tables.strategy import filed
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, TableColumn
from legation.questions.lessons.exercise import Choice, Exercise, Item, in_fixed_order, part_of_table, rows_of, sources_of

__all__ = ["FILED", "stakeholders", "terms"]

FILED = (
    ("un-ict-2018", "joint-statement"),
    ("death-penalty-moratorium", "campaign-2007"),
    ("un-ict-2018", "paris-call-form"),
    ("death-penalty-moratorium", "ministers-2008"),
)
"""Activities that the authors of the examples filed by hand; for each there is a reason in the catalogue."""
_PLACES = ("digital", "cyber", "both", "neither")
_SHOWN = 6
"""Actors to choose from."""


def terms(dossiers: Mapping[str, Dossier], answer: None = None) -> Exercise:
    """Ask where four activities belong. What is right is what their authors wrote into the rows by hand: no classifier is asked.

    Raises
    ------
    NotAvailable
        Where an activity is not there any more, or nobody filed it.
    """
    rows = [(dossiers[example], _activity(dossiers[example], name)) for example, name in FILED]
    places = {row.id: filed(dossier, row) for dossier, row in rows}
    if not set(places.values()) <= set(_PLACES):
        raise NotAvailable(Message("lessons.no-example"))
    columns = (TableColumn("activity", Message("column.activity")), TableColumn("means", Message("lessons.terms.means")))
    where = TableColumn("filed", Message("lessons.terms.filed"))
    title = Message("lessons.terms.given")
    return Exercise(
        given=(AnswerTable(id="given", title=title, columns=columns, rows=tuple((row.title, row.means) for _, row in rows)),),
        items=tuple(
            Item(
                id=row.id,
                ask=row.title,
                choices=tuple(
                    Choice(
                        id=one,
                        label=Message(f"filed.{one}"),
                        hint=Message("lessons.terms.look", title=row.title, means=row.means),
                    )
                    for one in _PLACES
                ),
                right=frozenset({places[row.id]}),
            )
            for _, row in rows
        ),
        found=tuple(Message(f"lessons.terms.reason.{row.id}") for _, row in rows),
        rows=(
            AnswerTable(
                id="rows",
                title=title,
                columns=(columns[0], where),
                rows=tuple((row.title, Message(f"filed.{places[row.id]}")) for _, row in rows),
            ),
        ),
        sources=tuple(one for dossier, row in rows for one in sources_of(dossier, row.evidence)),
    )


def _activity(dossier: Dossier, name: str) -> Activity:
    found = next((row for row in standing(dossier.activities) if row.id == name), None)
    if found is None:
        raise NotAvailable(Message("lessons.no-example"))
    return found


def stakeholders(dossiers: Mapping[str, Dossier], answer: Answer) -> Exercise:
    """Ask who is a key player whatever the error: whose ranges of influence and of salience both lie above the line."""
    placed = [row for row in rows_of(answer, "stakeholders") if row["influence"] is not None and row["salience"] is not None][:_SHOWN]
    ranges = {(row["actor"].id, row["attribute"].id): row for row in rows_of(answer, "attributes") if isinstance(row["attribute"], Message)}
    shown = tuple(
        (row["actor"], *(_range(ranges[row["actor"].id, f"who-matters.{one}"]) for one in ("power", "urgency"))) for row in placed
    )
    right = frozenset(row["actor"].id for row in placed if getattr(row["quadrant"], "id", "") == "grid.quadrant.key-player")
    if not right:
        raise NotAvailable(Message("lessons.no-example"))
    columns = (
        TableColumn("actor", Message("column.actor")),
        TableColumn("influence", Message("lessons.stakeholders.influence")),
        TableColumn("salience", Message("lessons.stakeholders.salience")),
    )
    names = {row["actor"].id for row in placed}
    table = answer.table("stakeholders")
    return Exercise(
        facts=(answer.finding("placed").message,),
        given=(AnswerTable(id="given", title=Message("lessons.stakeholders.given"), columns=columns, rows=shown),),
        items=(
            Item(
                id="key",
                ask=Message("lessons.stakeholders.ask"),
                choices=in_fixed_order(
                    (
                        Choice(id=row["actor"].id, label=row["actor"], hint=Message("lessons.stakeholders.look", actor=row["actor"]))
                        for row in placed
                    ),
                    "stakeholders",
                ),
                right=right,
                many=True,
                missed=Message("lessons.stakeholders.missed"),
            ),
        ),
        found=(answer.finding("key-players").message, answer.finding("on-the-line").message),
        rows=(part_of_table(table, ("actor", "quadrant", "influence", "salience"), lambda row: row["actor"].id in names),),
        sources=sources_of(dossiers["un-ict-2018"], answer.finding("key-players").evidence),
    )


def _range(row: Mapping[str, Any]) -> Message:
    return Message("lessons.stakeholders.range", value=row["value"], low=row["low"], high=row["high"])
