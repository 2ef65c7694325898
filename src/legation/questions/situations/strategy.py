"""The path of a strategy to write or review: from its aim and owner to two pages."""

from __future__ import annotations

import datetime as dt

from legation.dossier.models.scenario import SCENARIO
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.situations.path import Dated, Entry, Path, PathSubject, Step, newer, of_brief, rows_of

__all__ = ["PATH"]


def _abouts(case: Case) -> tuple[str, ...]:
    """Return the dossier as a whole where it looks at futures; aims and plans every matter has."""
    return ("",) if SCENARIO.of(case.dossier.files) else ()


def _old_plan(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say that an aim is newer than every planned activity."""
    found = newer(subject, _dated("activities", subject), _dated("objectives", subject), since)
    return Message("path.renew.plan", stated=found[0], newest=found[1]) if found else None


def _late_indicator(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say which measurement was due and was not entered."""
    day = subject.case.as_of
    late = [row for row in subject.rows("indicators") if row.target_on is not None and row.target_on.is_over(day) and row.reached is None]
    late = [row for row in late if since is None or row.target_on.last >= since]
    return Message("path.renew.indicator", count=len(late), what=late[0].measure or late[0].id) if late else None


def _dated(table: str, subject: PathSubject) -> list[Dated]:
    return [(table, row) for row in subject.rows(table)]


PATH = Path(
    situation="strategy",
    abouts=_abouts,
    steps=(
        Step(
            id="aim",
            adds=(
                rows_of("objectives"),
                Entry(id="owner", place="objectives", is_there=lambda s: any(row.owner for row in s.rows("objectives"))),
            ),
            questions=("is-the-strategy-sound",),
        ),
        Step(
            id="threats",
            adds=(rows_of("actors"), rows_of("issues"), rows_of("assumptions", optional=True)),
            questions=("who-matters", "who-stands-where", "digital-or-cyber"),
            not_yet=("threats",),
        ),
        Step(
            id="futures",
            adds=(Entry(id="scenario", place="scenario", is_there=lambda s: bool(SCENARIO.of(s.case.dossier.files))),),
            questions=("what-futures-hold", "which-plan-survives"),
        ),
        Step(
            id="plans",
            adds=(
                rows_of("activities"),
                Entry(id="means", place="activities", is_there=lambda s: any(row.means for row in s.rows("activities")), optional=True),
            ),
            questions=("which-plan-survives", "beyond-the-perimeter"),
            not_yet=("cost",),
            renew=_old_plan,
        ),
        Step(
            id="fora",
            adds=(rows_of("processes"),),
            questions=("where-should-we-take-it", "who-can-stop-it", "who-would-sign", "whom-to-call-first"),
        ),
        Step(
            id="indicators",
            adds=(rows_of("indicators"),),
            questions=("what-shifted", "did-it-work", "what-is-due"),
            renew=_late_indicator,
        ),
        Step(
            id="challenge",
            adds=(rows_of("consulted"),),
            questions=("is-the-strategy-sound", "what-if-we-fail", "who-can-stop-it"),
            not_yet=("red-team",),
        ),
        Step(id="pages", adds=(of_brief("decision", "recommendation", id="decision"),), papers=("note", "brief")),
    ),
)
