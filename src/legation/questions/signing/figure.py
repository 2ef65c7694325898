"""The incident, who was heard when, and what was done since: one line of time with the days between."""

from __future__ import annotations

from legation.dossier import standing
from legation.figures.figure import Figure
from legation.figures.timeline import Happening, timeline
from legation.language import Message
from legation.questions.case import Case
from legation.questions.signing.acts import Attribution

__all__ = ["answers_in_time"]

AREA = "who-would-sign"


def answers_in_time(case: Case, matter: Attribution) -> tuple[Figure, ...]:
    """Return the timeline; none where no date of the matter is known."""
    began = matter.began
    if began is None:
        return ()
    shown = [Happening(name=Message(f"{AREA}.began", coalition=matter.name), start=began, side="cyber")]
    for act in matter.acts:
        name = Message(f"{AREA}.heard.{act.tier}", actor=case.named(act.actor), days=(act.day - began).days)
        shown.append(Happening(name=name, start=act.day, side="cyber"))
    for row in standing(case.dossier.activities):
        if row.date and row.status == "done" and began <= row.date.last <= case.as_of:
            name = Message(f"{AREA}.done", what=row.title, days=(row.date.last - began).days)
            shown.append(Happening(name=name, start=row.date.last, side="neither" if not row.cyberspace else "cyber"))
    last = max(matter.acts, key=lambda act: act.day, default=None)
    values = {"count": len(matter.acts), "coalition": matter.name, "days": (last.day - began).days if last else 0}
    title = Message(f"{AREA}.figure-title" if last else f"{AREA}.figure-nobody", **values)
    return (
        timeline(
            shown,
            as_of=case.as_of,
            id="answers",
            title=title,
            subtitle=Message(f"{AREA}.figure-subtitle", began=began, as_of=case.as_of),
            alt=Message(f"{AREA}.figure-alt", finding=title, items=len(shown)),
        ),
    )
