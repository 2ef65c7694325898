"""What is happening between them? Cooperation and conflict as sources code them, what stands out, and who else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation.language import Message
from legation.methods.relations import Shift, shift
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case
from legation.questions.base.conditions import chosen_option
from legation.questions.observations.events.findings import (
    camp_findings,
    now_findings,
    partners_finding,
    shift_findings,
    shift_title,
    watch_finding,
)
from legation.questions.observations.events.inputs import AREA, READABLE, EventInputs, read_inputs
from legation.questions.observations.events.partners import mutual_acts_of, partners_of, watched
from legation.questions.observations.events.tables import (
    acts_picture,
    balance_picture,
    classes_table,
    mutual_acts_table,
    partners_table,
    periods_table,
    stories_table,
)
from legation.questions.question import Progress, Question, actor, choice, date, silent, whole

__all__ = ["QUESTION", "answer"]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count stories of the pair by period, compare the last ones with as many before, watch for a rise, and look at who else is around."""
    of = read_inputs(case, options)
    changed = _shift(of, options["seed"])
    partners = partners_of(of)
    others_around = mutual_acts_of(of, partners, options["top"], options["seed"], progress)
    watch = watched(of, options["seed"])
    alarm, others = watch_finding(of, watch), partners_finding(of, partners)
    results = [*now_findings(of), *shift_findings(of, changed), alarm, others, *camp_findings(of, others_around)]
    findings = tuple(one for one in results if isinstance(one, Finding))
    rings = [of.seen.since + dt.timedelta(days=int(one.at)) for one in watch.alarms] if watch else []
    figures = [balance_picture(of, shift_title(of, changed), rings)]
    if len(others_around.states) > 1:
        figures.append(acts_picture(of, others_around))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(
            periods_table(of),
            classes_table(of),
            partners_table(of, partners, options["top"]),
            mutual_acts_table(of, others_around),
            stories_table(of, options["top"]),
        ),
        figures=tuple(figures),
        caveats=(*_caveats(of), QUESTION.limits),
        missing=(*_missing(of), *(one for one in results if isinstance(one, Message))),
    )


def _shift(of: EventInputs, seed: int) -> Shift | None:
    either = of.early | of.late
    return shift(of.days.only(either), of.late[either], seed=seed) if of.early.any() and of.late.any() else None


def _caveats(of: EventInputs) -> list[Message]:
    counts = of.coverage
    made = [Message(f"{AREA}.no-pair", share=counts["no_pair"] / max(counts["rows"], 1), count=counts["rows"], source=of.source)]
    odd = counts["odd_date"] + counts["day_before"]
    if odd:
        made.append(Message(f"{AREA}.odd-dates", count=odd))
    if counts["no_url"]:
        made.append(Message(f"{AREA}.no-url", count=counts["no_url"]))
    if counts["at_home"]:
        made.append(Message(f"{AREA}.at-home", count=counts["at_home"]))
    if len(of.sources) > 1:
        made.append(Message(f"{AREA}.several-sources", count=len(of.sources)))
    return made


def _missing(of: EventInputs) -> list[Message]:
    made = []
    days = len(of.seen) - len(of.days)
    share = float((of.missing * _lengths(of)).sum() / len(of.seen))
    if share > 0:
        made.append(Message(f"{AREA}.gaps", share=share, count=days))
    if len(of.seen.starts) == 1:
        made.append(Message(f"{AREA}.one-period"))
    return made


def _lengths(of: EventInputs) -> Any:
    import numpy as np

    return np.bincount(of.seen.period, minlength=len(of.seen.starts))


QUESTION = Question(
    id=AREA,
    needs=("actors",),
    also_needs=(*READABLE, chosen_option("first", id="choose-first-state")),
    options=(
        actor("first"),
        actor("second"),
        date("since"),
        date("until"),
        choice("every", "month", "week"),
        whole("last", 0, 160, 0),
        whole("top", 1, 38, 12),
    ),
    answer=answer,
    references=(
        "Goldstein 1992, doi:10.1177/0022002792036002007",
        "Page 1954, doi:10.1093/biomet/41.1-2.100",
        "Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
        "Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z",
    ),
    subject="world",
)
