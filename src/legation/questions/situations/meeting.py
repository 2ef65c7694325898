"""The path of a meeting: from whom it is with to its record and the next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from legation.dossier import Engagement, When, standing
from legation.errors import WrongUse
from legation.language import Message, Spoken
from legation.questions.actors.contacts import is_planned, planned_contacts
from legation.questions.base.case import Case
from legation.questions.situations.path import Dated, Entry, Path, PathSubject, Step, after, newer, rows_of

__all__ = ["PATH"]

RECENT = 30
"""Days after a meeting in which its record is still written [days]."""


def _meetings(case: Case, actor: str = "") -> list[Engagement]:
    """Return the talks whose path is walked: those ahead, the earliest first, then those of the last days that have no record."""
    first = case.as_of - dt.timedelta(days=RECENT)
    late = [
        row
        for row in standing(case.dossier.engagements)
        if row.date is not None and row.date.is_over(case.as_of) and row.date.last >= first and row.is_unanswered and row.channel != "other"
    ]
    late.sort(key=lambda row: (str(row.date), row.id), reverse=True)
    return [row for row in (*planned_contacts(case), *late) if actor in ("", row.actor)]


def _abouts(case: Case) -> tuple[str, ...]:
    """Return with whom a talk is prepared. An approach for a vote is a step of the path of that vote."""
    return tuple(dict.fromkeys(row.actor for row in _meetings(case) if row.actor and row.channel in ("", "meeting") and not row.rollcall))


def _find(case: Case, text: str) -> str:
    try:
        return case.reference("actors", text)
    except WrongUse:
        return ""


def _row(subject: PathSubject) -> Engagement | None:
    """Return the talk: the next that is planned, else the one without a record, else the last."""
    if not subject.about:
        return None
    there = _meetings(subject.case, subject.about) or sorted(_talks(subject), key=lambda row: (str(row.date or ""), row.id), reverse=True)
    return next(iter(there), None)


def _talks(subject: PathSubject) -> list[Engagement]:
    return [row for row in subject.rows("engagements") if row.actor == subject.about and row.channel != "other"]


def _id(subject: PathSubject) -> str:
    row = _row(subject)
    return row.id if row else ""


def _of_actor(subject: PathSubject) -> Mapping[str, str]:
    return {"actor": subject.about} if subject.about else {}


def _of_audience(subject: PathSubject) -> Mapping[str, str]:
    return {"audience": subject.about} if subject.about else {}


def _has(*columns: str, id: str, optional: bool = False) -> Entry:  # noqa: A002
    """Return the entry that the row of the talk fills some columns."""
    return Entry(
        id=id,
        place="engagements",
        is_there=lambda s: all(getattr(_row(s), name, None) for name in columns),
        given=_of_actor,
        row=_id,
        optional=optional,
        columns=columns,
    )


def _audiences(subject: PathSubject) -> set[str]:
    """Return the names under which a message may be for the actor."""
    groups = {row.group for row in subject.rows("groups") if row.actor == subject.about}
    return {subject.about, *groups, *(row.coalition for row in subject.rows("coalitions") if row.actor == subject.about)}


def _lines(subject: PathSubject) -> list[Dated]:
    named = _audiences(subject)
    return [("messages", row) for row in subject.rows("messages") if named.intersection(row.audience)]


def _positions(subject: PathSubject) -> list[Dated]:
    return [("positions", row) for row in subject.rows("positions") if row.actor == subject.about]


def _of(table: str, subject: PathSubject) -> list[Dated]:
    return [(table, row) for row in subject.rows(table) if subject.about and row.actor == subject.about]


def _printed_before(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say what became known about the talk after somebody said that the brief was printed."""
    rests_on = [*_of("engagements", subject), *_of("commitments", subject), *_positions(subject), *_lines(subject)]
    found = newer(subject, (), rests_on, since)
    return Message("path.renew.printed", printed=found[0], newest=found[1]) if found else None


def _is_recorded(subject: PathSubject) -> bool:
    row = _row(subject)
    return row is not None and not row.is_unanswered


def _record_wanted(subject: PathSubject, since: dt.date | None) -> Message | None:
    row = _row(subject)
    over = row is not None and row.date is not None and row.date.is_over(subject.case.as_of) and row.is_unanswered
    return Message("path.renew.record", date=row.date) if row is not None and over and since is None else None


def _since(case: Case, about: str) -> dt.date | None:
    """Return the day after the last talk with the actor that has a record, where another is ahead: marks before it are of that talk."""
    rows = [row for row in standing(case.dossier.engagements) if row.actor == about and row.channel != "other"]
    if not any(is_planned(row, case.as_of) for row in rows):
        return None
    days = [row.date.last for row in rows if row.date is not None and not row.is_unanswered and row.date.is_over(case.as_of)]
    return max(days) + dt.timedelta(days=1) if days else None


def _day(case: Case, about: str) -> When | None:
    row = _row(PathSubject(case, about))
    return row.date if row else None


def _named(case: Case, about: str) -> Spoken | None:
    return case.named(about)


PATH = Path(
    situation="meeting",
    abouts=_abouts,
    find=_find,
    named=_named,
    day=_day,
    since=_since,
    steps=(
        Step(
            id="whom",
            adds=(
                _has("actor", "date", id="meeting"),
                _has("participants", id="participants"),
                _has("requested_by", id="who-requested", optional=True),
            ),
            questions=("who-can-reach", "who-matters"),
        ),
        Step(id="ask", adds=(_has("ask", id="their-ask"), _has("fallback", id="their-fallback"))),
        Step(
            id="stand",
            adds=(
                rows_of("issues", id="issue"),
                after("issues", Entry(id="their-position", place="positions", is_there=lambda s: bool(_positions(s)), given=_of_actor)),
                Entry(
                    id="their-words",
                    place="engagements",
                    is_there=lambda s: any(row.words for row in _talks(s)),
                    given=_of_actor,
                    optional=True,
                ),
            ),
            questions=("who-stands-where", "where-they-stand-over-time", "what-did-they-say-before", "who-votes-alike"),
        ),
        Step(
            id="raise",
            adds=(
                _has("points", id="points"),
                Entry(id="owed", place="commitments", is_there=lambda s: bool(_of("commitments", s)), given=_of_actor, optional=True),
            ),
            questions=("what-is-due",),
        ),
        Step(
            id="lines",
            adds=(Entry(id="their-lines", place="messages", is_there=lambda s: bool(_lines(s)), given=_of_audience),),
            papers=("lines",),
        ),
        Step(id="print", papers=("meeting",), renew=_printed_before),
        Step(
            id="record",
            adds=(
                Entry(id="record", place="record", is_there=_is_recorded, row=_id, given=_of_actor),
                Entry(id="promises", place="commitments", is_there=lambda s: bool(_of("commitments", s)), given=_of_actor, optional=True),
                _has("next_step", id="next-step", optional=True),
            ),
            papers=("record",),
            renew=_record_wanted,
        ),
    ),
)
