"""The tables of whom to call first: every lever with its three columns, and by actor what to know before the call."""

from __future__ import annotations

from collections.abc import Sequence

from legation.language import Message
from legation.methods.bargaining import Lever
from legation.questions import inputs
from legation.questions.answer import AnswerTable
from legation.questions.approached import Approaches
from legation.questions.case import Case
from legation.questions.columns import ACTOR, EVIDENCE, SHARED, SPEAKERS, Columns
from legation.questions.contacts import contacts
from legation.questions.matters_tables import interests
from legation.questions.moving import Moving
from legation.questions.stakes import Stakes

__all__ = ["KIND_NAMES", "lever_table", "reason_table"]

AREA = "whom-to-call-first"
column = Columns(f"{AREA}.col-")
KIND_NAMES = {"position": Message("whom-to-call-first.kind.position"), "salience": Message("whom-to-call-first.kind.salience")}
"""What a lever moves."""
RESTS_ON = {
    "gain": Message("whom-to-call-first.rests.gain"),
    "chance": Message("whom-to-call-first.rests.chance"),
    "effect": Message("whom-to-call-first.rests.effect"),
}
"""By what a lever has its place."""


def lever_table(case: Case, held: Stakes, known: Moving, rows: Sequence[Lever]) -> AnswerTable:
    """Return every lever in its order: effect, chance and effort, and what comes of the three where all are known."""
    cells = tuple(
        (
            case.named(held.actors[row.actor]),
            KIND_NAMES[row.kind],
            float((held.position if row.kind == "position" else held.salience)[row.actor, 1]),
            row.goes_to,
            row.effect.mean,
            row.effect.low,
            row.effect.high,
            row.on_median.mean,
            row.chance,
            row.effort,
            row.gain,
            RESTS_ON[row.rests_on],
            row.tied,
            held.evidence[row.actor],
        )
        for row in rows
    )
    columns = (
        ACTOR,
        *column.text("kind"),
        *column.points("from", "to", "effect"),
        *SHARED.points("low", "high"),
        *column.points(on_median="median"),
        *column.chance("chance"),
        *column.points("effort", "gain"),
        *column.text("rests_on", "tied"),
        EVIDENCE,
    )
    return AnswerTable(id="levers", title=Message(f"{AREA}.levers"), columns=columns, rows=cells)


def reason_table(case: Case, held: Stakes, known: Moving, rows: Sequence[Lever], asked: Approaches) -> AnswerTable:
    """Return, for each actor that has a lever, what its chance rests on and what to know before the call; what it was asked and is owed."""
    met, through = contacts(case), inputs.speakers(case)
    behind: dict[str, list[tuple[object, object, tuple[str, ...]]]] = {}
    for interest, _ in interests(case, held.issue):
        behind.setdefault(interest.actor, []).append((interest.red_line, interest.needs, interest.evidence))
    cells = []
    numbers = tuple(dict.fromkeys(row.actor for row in rows))
    for i in numbers:
        actor = held.actors[i]
        contact = met.get(actor)
        lines = behind.get(actor, [])
        evidence = (*(e for line in lines for e in line[2]), *(contact.evidence if contact else ()))
        cells.append(
            (
                case.named(actor),
                known.rests_on[i] or Message(f"{AREA}.chance-unknown"),
                known.past[i] or "",
                contact.last if contact else None,
                contact.days if contact else None,
                contact.next_step if contact else "",
                tuple(line[0] for line in lines if line[0]),
                tuple(line[1] for line in lines if line[1]),
                case.names(through.get(actor, ())),
                tuple(dict.fromkeys(evidence)),
            )
        )
    columns = (
        ACTOR,
        *column.text("chance_by", "past"),
        *column.date(last="who-is-forgotten.last"),
        *column.number(unit="days", days="who-is-forgotten.days-since"),
        *column.text(next_step="who-is-forgotten.next-step", red_line="who-matters.red-line", needs="needs"),
        SPEAKERS,
        EVIDENCE,
    )
    table = AnswerTable(id="reasons", title=Message(f"{AREA}.reasons"), columns=columns, rows=tuple(cells))
    return asked.beside(table, [held.actors[i] for i in numbers])
