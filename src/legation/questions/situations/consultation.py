"""The path of a consultation: from its question and mandate to what becomes of what was said."""

from __future__ import annotations

import datetime as dt

from legation.dossier import When, standing
from legation.dossier.models.room import ROOM, RoomModel
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.situations.models import find_model, model_of, models_of, names_of, title_of
from legation.questions.situations.path import Entry, Path, PathSubject, Step, of_brief, rows_of

__all__ = ["PATH"]


def _abouts(case: Case) -> tuple[str, ...]:
    return names_of(case, ROOM)


def _room(subject: PathSubject) -> RoomModel | None:
    return model_of(subject, ROOM)


def _is_closed(subject: PathSubject) -> bool:
    model = _room(subject)
    return model is not None and model.closed is not None and model.closed.by(subject.case.as_of)


def _into_positions(subject: PathSubject) -> bool:
    return any(row.basis == "room" for row in subject.rows("positions"))


def _report_due(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say that the consultation closed after somebody had said that the report was written."""
    model = _room(subject)
    closed = model.closed if model else None
    over = closed is not None and closed.by(subject.case.as_of) and since is not None and since < closed.last
    return Message("path.renew.closed", closed=closed) if over else None


def _day(case: Case, about: str) -> When | None:
    model = models_of(case, ROOM).get(about)
    return model.closed if model is not None else None


def _never(_: PathSubject) -> bool:
    """Nothing in the dossier says it: the live room does."""
    return False


def _has_invited(subject: PathSubject) -> bool:
    return any(row.ask for row in standing(subject.case.dossier.engagements))


PATH = Path(
    situation="consultation",
    room="deliberation",
    abouts=_abouts,
    find=lambda case, text: find_model(case, text, ROOM),
    named=lambda case, about: title_of(case, about, ROOM),
    day=_day,
    steps=(
        Step(id="question", adds=(rows_of("issues", id="question"), of_brief("purpose", id="use"), rows_of("objectives", optional=True))),
        Step(
            id="heard",
            adds=(rows_of("actors", id="participants-list"), Entry(id="invitations", place="engagements", is_there=_has_invited)),
            questions=("who-matters", "who-is-forgotten", "who-can-reach"),
        ),
        Step(
            id="rules",
            adds=(
                rows_of("obligations", id="rules"),
                Entry(id="room-terms", place="live-room", is_there=_never, live="opened", optional=True),
            ),
        ),
        Step(
            id="open",
            adds=(Entry(id="votes-in", place="live-room|room", is_there=lambda s: _room(s) is not None, live="opened"),),
            questions=("what-the-room-thinks",),
        ),
        Step(
            id="second",
            adds=(Entry(id="room-second", place="live-room", is_there=_never, live="second"),),
            questions=("what-the-room-thinks",),
        ),
        Step(
            id="report",
            adds=(
                Entry(id="closed", place="live-room|room", is_there=_is_closed, live="closed"),
                Entry(id="room-report", place="live-result", is_there=_never, live="reported", optional=True),
                of_brief("decision", "recommendation", id="decision"),
            ),
            questions=("what-the-room-thinks",),
            papers=("note", "brief"),
            renew=_report_due,
        ),
        Step(id="reply", adds=(Entry(id="room-answers", place="live-result|live-room", is_there=_never, live="answered"),)),
        Step(
            id="dossier",
            adds=(Entry(id="into-positions", place="live-result|positions", is_there=_into_positions, given=lambda _: {"basis": "room"}),),
            questions=("who-stands-where",),
        ),
    ),
)
