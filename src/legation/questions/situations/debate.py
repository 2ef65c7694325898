"""The path of a public debate: from whom we would reach to whether it was taken up."""

from __future__ import annotations

import datetime as dt

from legation.dossier.models.frames import FRAMES
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.observations.lake import has
from legation.questions.situations.path import Entry, Path, PathSubject, Step, of_brief, rows_of

__all__ = ["PATH"]


def _abouts(case: Case) -> tuple[str, ...]:
    """Return the dossier as a whole where somebody wrote down in which frames its matter is told."""
    return ("",) if FRAMES.of(case.dossier.files) else ()


def _has_said(subject: PathSubject) -> bool:
    said = ("statement", "press", "social", "web_page")
    return any(row.kind in said for row in subject.rows("evidence")) or has(subject.case, "texts")


def _has_assessed(subject: PathSubject) -> bool:
    return any(row.reliability or row.credibility for row in subject.rows("evidence"))


def _late_activity(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say that something planned is of a day gone by, and nobody wrote whether it was done."""
    day = subject.case.as_of
    late = [row for row in subject.rows("activities") if row.status == "planned" and (when := row.end or row.date) and when.is_over(day)]
    late = [row for row in late if since is None or (row.end or row.date).last >= since]
    return Message("path.renew.activity", count=len(late), what=late[0].title or late[0].id) if late else None


PATH = Path(
    situation="debate",
    abouts=_abouts,
    notes=("own-name-only",),
    steps=(
        Step(id="audience", adds=(rows_of("objectives"),), questions=("who-matters", "is-the-strategy-sound")),
        Step(
            id="said",
            adds=(Entry(id="what-is-said", place="evidence", is_there=_has_said),),
            questions=("what-is-said", "whom-does-the-public-blame", "who-reads-us", "what-is-happening-between"),
        ),
        Step(
            id="true",
            adds=(rows_of("evidence"), Entry(id="assessed", place="evidence", is_there=_has_assessed)),
            questions=("what-can-we-show",),
        ),
        Step(
            id="messages",
            adds=(
                Entry(id="messages", place="messages", is_there=lambda s: any(row.audience for row in s.rows("messages"))),
                Entry(id="avoid", place="messages", is_there=lambda s: any(row.avoid for row in s.rows("messages")), optional=True),
            ),
            questions=("where-their-words-place-them", "who-can-reach"),
            papers=("lines",),
        ),
        Step(id="check", questions=("is-the-strategy-sound",), not_yet=("text-check",)),
        Step(
            id="activities",
            adds=(Entry(id="dated-activities", place="activities", is_there=lambda s: any(row.date for row in s.rows("activities"))),),
            questions=("what-is-due",),
            renew=_late_activity,
        ),
        Step(
            id="effect",
            adds=(
                Entry(
                    id="measured",
                    place="indicators",
                    is_there=lambda s: any(row.reached is not None for row in s.rows("indicators")),
                ),
            ),
            questions=("who-took-up-our-words", "did-it-work", "what-shifted"),
        ),
        Step(id="note", adds=(of_brief("decision", "recommendation", id="decision"),), papers=("note", "brief")),
    ),
)
