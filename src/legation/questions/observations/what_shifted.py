"""What shifted? The monitors of the dossier on everything that its lake held at the date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, Finding, Needs
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.observations.monitors.findings import alert_said, delay_said, run_said
from legation.questions.observations.monitors.run import Ran, is_watchable, monitors_of, run
from legation.questions.observations.monitors.tables import alerts_table, monitors_table, picture, rows_table
from legation.questions.question import Progress, Question, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "what-shifted"
_ANY: Needs = "any"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Run every monitor from its baseline on, and say what stands out."""
    monitors = monitors_of(case, options["monitor"])
    ran: list[Ran] = []
    lacking: list[Message] = []
    for at, monitor in enumerate(monitors):
        try:
            ran.append(run(case, monitor, seed=options["seed"]))
        except NotAvailable as error:
            why = error.message if isinstance(error.message, Message) else str(error.message)
            lacking.append(Message(f"{AREA}.not-watched", title=monitor.title, why=why))
        progress(at + 1, len(monitors))
    if not ran:
        raise NotAvailable(lacking[0])
    ringing = [one for one in ran if one.alerts]
    quiet = [one for one in ran if not one.alerts]
    missing = sum(len(one.missing) for one in ran)
    lacking += [Message(f"{AREA}.gaps", title=one.monitor.title, count=len(one.missing)) for one in ran if one.missing]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_finding(one) for one in (*ringing, *quiet)),
        tables=(monitors_table(ran), alerts_table(ran), rows_table(case, ran)),
        figures=(picture(ran, _title(len(ringing), len(ran)), missing),),
        caveats=(QUESTION.limits,),
        missing=tuple(lacking),
    )


def _finding(ran: Ran) -> Finding:
    evidence = ran.monitor.evidence
    uneven = Message("watching.uneven", count=ran.watched.baseline_alarms) if ran.watched.baseline_alarms else None
    if ran.alerts:
        site = ran.monitor.what in ("pages", "bots")
        contrary = uneven or (Message(f"{AREA}.not-why-site") if site else Message(f"{AREA}.not-why"))
        message = alert_said(ran, ran.alerts[-1])
    else:
        contrary = uneven or delay_said(ran)
        message = run_said(ran)
    return Finding(id=f"monitor-{ran.monitor.id}", message=message, evidence=evidence, needs=_ANY, confidence="low", contrary=contrary)


def _title(ringing: int, count: int) -> Message:
    return Message(f"{AREA}.title-some", ringing=ringing, count=count) if ringing else Message(f"{AREA}.title-none", count=count)


def _has_monitors(case: Case, options: Mapping[str, Any]) -> object:
    return monitors_of(case, options["monitor"])


def _has_observations(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether the lake has what one of the monitors watches, beyond its baseline."""
    return any(is_watchable(case, monitor) for monitor in monitors_of(case, options["monitor"]))


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(
        Condition(id="monitor", place="monitor", check=_has_monitors),
        Condition(id="monitored", place="lake:requests|lake:events|lake:texts", check=_has_observations),
    ),
    options=(model("monitor", "monitor"),),
    answer=answer,
    references=("Page 1954, doi:10.1093/biomet/41.1-2.100", "Höhle & Paul 2008, doi:10.1016/j.csda.2008.02.015"),
    subject="world",
)
