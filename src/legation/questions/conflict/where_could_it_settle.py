"""Where could it settle? The states of a conflict that nobody would leave, how the status quo leads to them, and what holds each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.language import Message
from legation.methods.share import LEVEL
from legation.questions.answer import Answer, AnswerTable
from legation.questions.base.case import Case
from legation.questions.base.choices import makers, states
from legation.questions.conflict.equilibria import (
    caveats_of,
    equilibrium_findings,
    reasons_for,
    solved,
    space_finding,
    state_findings,
    status_quo_findings,
    summary_finding,
    why_findings,
)
from legation.questions.conflict.figures import SHOWN, ConflictView, form_picture, moves_picture, subtitle_of, tableau_picture
from legation.questions.conflict.inputs import find_conflict, find_makers, find_state, status_quo
from legation.questions.conflict.robustness import (
    DENSE,
    SOLVED_AGAIN,
    coalition_findings,
    play_finding,
    play_table,
    trial_findings,
    trial_table,
    trials,
    unknown_preference_findings,
    view_findings,
)
from legation.questions.conflict.tables import goal_table, judgement_table, move_table, option_table, reason_table, state_table
from legation.questions.conflict.words import numbered
from legation.questions.question import Headline, Progress, Question, choice, chosen, model, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "where-could-it-settle"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Solve a conflict, say in words where it could settle and why, and by which moves the status quo leads there."""
    from legation.methods.conflict import play_often

    conflict = find_conflict(case, options["model"])
    start = status_quo(conflict, options["status_quo"])
    view, notions = solved(conflict, start, options["notion"])
    inputs = find_state(conflict, options["state"])
    reasons = reasons_for(view, inputs)
    runs = trials(view, notions, progress)
    played = None
    if start is not None and options["runs"]:
        played = play_often(conflict.g, start, {}, seed=options["seed"], runs=options["runs"], level=LEVEL)
    members = find_makers(conflict, options["together"])
    findings = [
        summary_finding(view),
        space_finding(view),
        *equilibrium_findings(view),
        *status_quo_findings(view),
        *state_findings(view, inputs),
        *why_findings(view, reasons, inputs),
        *([play_finding(view, played)] if played else []),
        *view_findings(view, notions),
        *unknown_preference_findings(view, notions),
        *coalition_findings(view, members),
        *trial_findings(view, runs),
    ]
    robust = {s: sum(s not in trial.lost for trial in runs) for s in view.equilibria} if runs else None
    tables: list[AnswerTable | None] = [state_table(view, robust), reason_table(conflict, reasons), move_table(view)]
    tables += [play_table(view, played)] if played else []
    tables += [trial_table(view, runs)] if runs else []
    tables += [judgement_table(case, conflict), option_table(conflict), goal_table(conflict)]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table is not None and table.rows),
        figures=_figures(case, view),
        caveats=(*caveats_of(view), QUESTION.limits),
        missing=tuple(_missing(view, members)),
    )


def _figures(case: Case, view: ConflictView) -> tuple[Any, ...]:
    conflict = view.conflict
    if not view.equilibria:
        head = Message(f"{AREA}.figure-none")
    elif view.path:
        head = Message(f"{AREA}.figure-way", count=len(view.path), state=numbered(view.path[-1].after), of=len(view.equilibria))
    else:
        head = Message(f"{AREA}.figure-moves", count=len(view.equilibria))
    subtitle = subtitle_of(case, conflict)
    cut = len(view.equilibria) > SHOWN - 1
    caption = Message(f"{AREA}.figure-form-cut" if cut else f"{AREA}.figure-form", count=len(view.equilibria))
    form = form_picture(view, caption, subtitle)
    ranked = tableau_picture(view, Message(f"{AREA}.figure-tableau", makers=len(conflict.makers)), subtitle)
    return (*([form] if form else []), moves_picture(view, head, subtitle), ranked)


def _missing(view: ConflictView, members: Sequence[str]) -> Iterator[Message]:
    if view.start is None:
        yield Message(f"{AREA}.no-status-quo")
    if len(members) == 1:
        yield Message(f"{AREA}.too-few-together", maker=view.conflict.maker(members[0]))
    if view.conflict.g.count > SOLVED_AGAIN:
        yield Message(f"{AREA}.too-many-to-change", count=view.conflict.g.count, most=SOLVED_AGAIN)
    if view.conflict.g.count > DENSE:
        yield Message(f"{AREA}.too-many-together", count=view.conflict.g.count, most=DENSE)


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=("conflict",),
    options=(
        model("conflict"),
        choice("notion", "any", "nash", "sseq", "seq", "smr", "sim", "gmr"),
        chosen("status_quo", states),
        chosen("state", states),
        chosen("together", makers, many=True),
        whole("runs", 0, 20_000, 1000, advanced=True),
    ),
    answer=answer,
    heads=(Headline("answer", "count"),),
    subject="ahead",
    references=(
        "Fang, Hipel & Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution",
        "Li, Kilgour & Hipel 2005, doi:10.1057/palgrave.jors.2601870",
        "Kilgour, Hipel, Fang & Peng 2001, doi:10.1023/A:1008713120075",
    ),
)
