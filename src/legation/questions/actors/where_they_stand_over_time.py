"""Where do they stand over time? Points on one line, session by session, from votes; who moved, who crossed whom, who stands near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.actors.ideal_points.findings import findings
from legation.questions.actors.ideal_points.fit import FittedPoints, measured
from legation.questions.actors.ideal_points.rollcalls import FEW
from legation.questions.actors.ideal_points.rollcalls import chosen as chosen_votes
from legation.questions.actors.ideal_points.tables import (
    dividing_table,
    drift_of,
    moves_table,
    near_table,
    points_table,
    sessions_table,
    shown,
)
from legation.questions.answer import Answer, first_of
from legation.questions.base.case import Case
from legation.questions.base.choices import bodies
from legation.questions.base.conditions import Condition
from legation.questions.question import Headline, Progress, Question, actors, chosen, date, flag, issue, silent, text, whole

__all__ = ["QUESTION", "answer"]

AREA = "where-they-stand-over-time"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Fit points to the votes chosen, and say what their intervals leave no doubt of."""
    found = measured(case, options, progress)
    chosen = tuple(options["actors"] or ())
    rejected = [actor for actor in chosen if found.row(actor) is None]
    if chosen and len(rejected) == len(chosen):
        raise NotAvailable(Message(f"{AREA}.never-voted", actors=case.names(chosen), count=len(chosen), as_of=case.as_of))
    rows = shown(found, chosen)
    near = [near_table(found, row) for actor in chosen if (row := found.row(actor)) is not None]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings(found, chosen)),
        tables=(
            *((moves_table(found),) if found.several else ()),
            points_table(found, rows),
            *near,
            dividing_table(found),
            sessions_table(found),
        ),
        figures=(drift_of(found, rows),),
        caveats=_caveats(found),
        missing=_missing(found, case.names(rejected), repeats=options["repeats"]),
    )


def _caveats(found: FittedPoints) -> tuple[Message, ...]:
    notes = [
        Message("votes.not-listed-is-not-abstention"),
        Message(f"{AREA}.scale"),
        Message(f"{AREA}.intervals", draws=found.points.draws),
    ]
    if found.repeated:
        notes.append(Message(f"{AREA}.repeated", count=found.repeated))
    if "disconnected" in found.points.warnings:
        notes.append(Message(f"{AREA}.disconnected", count=int(found.points.group.max()) + 1))
    if not found.points.converged:
        notes.append(Message(f"{AREA}.not-converged"))
    return (*notes, QUESTION.limits)


def _missing(found: FittedPoints, rejected: tuple[Any, ...], *, repeats: bool) -> tuple[Message, ...]:
    chosen, notes = found.chosen, []
    if repeats and not found.repeated and not chosen.pooled:
        notes.append(Message(f"{AREA}.no-repeats"))
    if chosen.pooled:
        notes.append(Message(f"{AREA}.pooled"))
    elif not found.several:
        notes.append(Message(f"{AREA}.one-session", session=found.session(0)))
    if int(chosen.contested.sum()) < FEW:
        notes.append(Message(f"{AREA}.few", count=int(chosen.contested.sum()), few=FEW))
    if chosen.left:
        notes.append(Message(f"{AREA}.left", sessions=first_of([chosen.named(at) for at in chosen.left], 8), count=len(chosen.left)))
    if chosen.undated:
        notes.append(Message(f"{AREA}.undated", count=chosen.undated))
    if rejected:
        notes.append(Message(f"{AREA}.unplaced", actors=rejected, count=len(rejected)))
    return tuple(notes)


QUESTION = Question(
    id=AREA,
    needs=("votes",),
    also_needs=(Condition(id="contested-votes", place="votes", check=chosen_votes),),
    options=(
        actors("actors"),
        text("topic"),
        issue(),
        chosen("body", bodies),
        date("since"),
        date("until"),
        whole("dimensions", 1, 2, 1),
        flag("repeats", advanced=True),
        whole("draws", 10, 200, 20, advanced=True),
    ),
    answer=answer,
    heads=(Headline("moved-count", "count", judgement="positions-over-time"),),
    subject="votes",
    references=(
        "Bailey, Strezhnev & Voeten 2017, doi:10.1177/0022002715595700",
        "Imai, Lo & Olmsted 2016, doi:10.1017/S000305541600037X",
    ),
)
