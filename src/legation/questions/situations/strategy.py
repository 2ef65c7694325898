"""The path of a strategy to write or review: from its aim and owner to two pages."""

from __future__ import annotations

import datetime as dt

from legation.dossier.models.scenario import SCENARIO
from legation.errors import DossierError
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.base.needs import is_there
from legation.questions.situations.path import Dated, Entry, Path, PathSubject, Step, after, newer, of_brief, rows_of
from legation.questions.situations.situation import LOOKS_AHEAD

__all__ = ["PATH"]


def _abouts(case: Case) -> tuple[str, ...]:
    """Return the dossier as a whole where it looks ahead: at futures, threats, where we stand, or signs that are watched."""
    return ("",) if any(is_there(case, place) for place in LOOKS_AHEAD) else ()


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


def _has_costs(subject: PathSubject) -> bool:
    """Whether each plan of the models of futures says what it costs; without a model that can be read there is nothing to say it in."""
    files = subject.case.dossier.files
    try:
        return all(plan.costs for part in SCENARIO.of(files).values() for plan in SCENARIO.read(files[part], part).plans)
    except DossierError:
        return True


def _filled(identifier: str, table: str, column: str) -> Entry:
    """Return the entry that a column is filled in each row of a table, once there are rows: the first without it is the one to change."""

    def bare(subject: PathSubject) -> str:
        return next((row.id for row in subject.rows(table) if (value := getattr(row, column)) is None or str(value) == ""), "")

    entry = Entry(id=identifier, place=table, is_there=lambda s: not bare(s), row=bare, columns=(column,))
    return after(table, entry)


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
            adds=(
                rows_of("posture"),
                rows_of("threats"),
                rows_of("deterrents"),
                _filled("deterrent-tests", "deterrents", "test"),
                rows_of("actors"),
                rows_of("issues", optional=True),
                rows_of("assumptions", optional=True),
            ),
            questions=("what-threatens-us", "what-does-the-strategy-cover", "who-matters", "who-stands-where", "digital-or-cyber"),
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
                Entry(id="plan-costs", place="scenario", is_there=_has_costs),
                Entry(id="means", place="activities", is_there=lambda s: any(row.means for row in s.rows("activities")), optional=True),
            ),
            questions=("which-plan-survives", "beyond-the-perimeter"),
            renew=_old_plan,
        ),
        Step(
            id="fora",
            adds=(rows_of("processes"),),
            questions=("where-should-we-take-it", "who-can-stop-it", "who-would-sign", "whom-to-call-first"),
        ),
        Step(
            id="indicators",
            adds=(
                rows_of("indicators"),
                rows_of("signposts"),
                _filled("signpost-thresholds", "signposts", "threshold"),
            ),
            questions=("which-signposts-crossed", "what-shifted", "did-it-work", "what-is-due"),
            renew=_late_indicator,
        ),
        Step(
            id="challenge",
            adds=(rows_of("challenges"), rows_of("consulted")),
            questions=("what-would-a-red-team-say", "is-the-strategy-sound", "what-if-we-fail", "who-can-stop-it"),
        ),
        Step(id="pages", adds=(of_brief("decision", "recommendation", id="decision"),), papers=("note", "brief")),
    ),
)
