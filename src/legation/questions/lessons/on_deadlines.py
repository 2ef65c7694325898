"""The lesson on incidents: whom the firm must notify next, and by when."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from legation.dossier import Dossier
from legation.errors import NotAvailable
from legation.language import Message, say
from legation.questions.answer import Answer
from legation.questions.lessons.exercise import Choice, Exercise, Item, in_fixed_order, part_of_table, rows_of, sources_of

__all__ = ["incident"]

_GIVEN = ("to", "within", "counts_from", "made")
"""What is shown of a duty: from when it counts and for how long, not when it ends."""


def incident(dossiers: Mapping[str, Dossier], answer: Answer) -> Exercise:
    """Ask which notice is due next, and by when.

    Raises
    ------
    NotAvailable
        Where no notice with an hour is due.
    """
    following = next((one for one in answer.findings if one.id == "next"), None)
    if following is None:
        raise NotAvailable(Message("lessons.no-example"))
    duties = rows_of(answer, "duties")
    values = following.message.values
    ends = {_instant(row["until"]): row["until"] for row in duties if row["until"] is not None}
    table = answer.table("duties")
    return Exercise(
        facts=tuple(Message("lessons.incident.day", day=dt.date.fromisoformat(one.as_of)) for one in (answer.provenance,) if one),
        given=(part_of_table(table, _GIVEN),),
        items=(
            Item(
                id="to",
                ask=Message("lessons.incident.ask-to"),
                choices=in_fixed_order((Choice(id=row["to"].id, label=row["to"], hint=_look(row)) for row in duties), "incident"),
                right=frozenset({values["to"].id}),
            ),
            Item(
                id="until",
                ask=Message("lessons.incident.ask-until"),
                choices=tuple(Choice(id=one, label=ends[one], hint=Message("lessons.incident.look-until")) for one in sorted(ends)),
                right=frozenset({_instant(values["until"])}),
            ),
        ),
        found=tuple(one.message for one in answer.findings),
        rows=(part_of_table(table, ("to", "until", "state", "basis")),),
        sources=sources_of(dossiers["firm-hit-2017"], [name for row in duties for name in row["evidence"]]),
    )


def _look(row: Mapping[str, Any]) -> Message:
    """Return where to look where a notice is not the next one."""
    if row.get("made") is not None:
        return Message("lessons.incident.look-made", to=row["to"])
    if row["until"] is None:
        return Message("lessons.incident.look-no-hour", to=row["to"])
    return Message("lessons.incident.look-later", to=row["to"])


def _instant(until: Any) -> str:
    """Return a name for an instant, in the order of time; of what is none, one that tells nothing."""
    if isinstance(until, Message) and {"day", "time"} <= until.values.keys():
        return f"{until.values['day']}-{until.values['time']}".replace(":", "")
    return hashlib.sha256(say(until, "en").encode()).hexdigest()[:8]
