"""What is established, and since when? The log of an incident by the hour: what is known, reported, disputed, not known, on whose word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation import moment
from legation.dossier import LogEntry, Moment, standing
from legation.figures.figure import Figure, Named
from legation.figures.kit.timeline import Happening, Kind, Lane, timeline
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.choices import incidents_on_record
from legation.questions.base.columns import EVIDENCE, Columns
from legation.questions.incident.attribution.words import quoted
from legation.questions.incident.duties.rows import incident_meant
from legation.questions.question import Headline, Progress, Question, chosen, silent

__all__ = ["QUESTION", "answer", "entries"]

AREA = "what-is-established"
STATES = ("established", "reported", "disputed", "unknown")
column = Columns(f"{AREA}.column.")
_NAMED = 3
"""What a sentence names before it counts the rest."""
_ALWAYS = ("since", "state", "fact", "holder")
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def entries(case: Case, incident: str = "") -> tuple[LogEntry, ...]:
    """Return the entries of an incident, or of all, that lie before the end of the day of knowing, the earliest first."""
    rows = [row for row in standing(case.dossier.incident_log) if row.at is None or row.at.by(case.as_of)]
    rows = [row for row in rows if not incident or row.incident in ("", incident)]
    return tuple(sorted(rows, key=lambda row: (row.at.instant if row.at is not None else _LAST, row.id)))


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what stood at the end of the day of knowing, on whose word, and list it by the hour."""
    found = entries(case, incident_meant(case, "incident_log", options["incident"]))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(case, found)),
        tables=(_table(case, found),) if found else (),
        figures=_figure(case, found),
        caveats=(QUESTION.limits,),
        missing=tuple(_missing(found)),
    )


def _state(row: LogEntry) -> str:
    return row.state or "reported"


def _holder(case: Case, row: LogEntry) -> Named | Message:
    """Return whose word it is: an actor, an office in words, or ours."""
    return case.named(row.holder) if row.holder else Message(f"{AREA}.ours")


def _since(row: LogEntry) -> Any:
    """Return since when, by day and minute with whose clocks show them, or the day where no more is known."""
    if row.at is None:
        return None
    return row.at if row.at.is_day else moment.shown(row.at.instant, row.zone if row.zone in moment.zones() else "UTC")


def _findings(case: Case, found: Sequence[LogEntry]) -> Iterator[Finding]:
    by_state = {state: [row for row in found if _state(row) == state] for state in STATES}
    if not found:
        yield Finding(id="nothing", message=Message(f"{AREA}.nothing", as_of=case.as_of))
    for state in STATES[:3]:
        if rows := by_state[state]:
            yield _latest(case, state, rows)
    if rows := by_state["unknown"]:
        facts = tuple(_fact(row) for row in rows[-_NAMED:])
        more = len(rows) - len(facts)
        message = Message(f"{AREA}.unknown-more" if more else f"{AREA}.unknown", count=len(rows), facts=facts, more=more)
        yield Finding(id="unknown", message=message)
    if hit := [row for row in found if row.affected and _state(row) in ("established", "reported")]:
        last = hit[-1]
        values = {"affected": quoted(last.id, last.affected), "holder": _holder(case, last)}
        yield Finding(id="affected", message=Message(f"{AREA}.affected", **values), evidence=last.evidence)


def _latest(case: Case, state: str, rows: Sequence[LogEntry]) -> Finding:
    """Return how many facts stand so, and the latest of them on whose word it stands."""
    dated = [row for row in rows if row.at is not None]
    last = (dated or rows)[-1]
    form = state if last.at is not None else f"{state}-undated"
    values = {"fact": _fact(last), "holder": _holder(case, last), "since": _since(last)}
    return Finding(id=state, message=Message(f"{AREA}.{form}", count=len(rows), **values), evidence=last.evidence)


def _fact(row: LogEntry) -> Named:
    return quoted(row.id, row.fact)


def _table(case: Case, found: Sequence[LogEntry]) -> AnswerTable:
    """Return the log by the hour; a column that no row fills is left out."""
    rows = [
        (
            _since(row),
            Message(f"choice.incident_log.state.{_state(row)}"),
            row.fact or row.id,
            _holder(case, row),
            row.affected or None,
            row.evidence,
        )
        for row in found
    ]
    every = (*column.text("since", "state", "fact", "holder", "affected"), EVIDENCE)
    at = [place for place, one in enumerate(every) if one.id in _ALWAYS or any(row[place] for row in rows)]
    columns = tuple(every[place] for place in at)
    return AnswerTable(
        id="log", title=Message(f"{AREA}.table"), columns=columns, rows=tuple(tuple(row[place] for place in at) for row in rows)
    )


_KINDS = {
    "established": Kind(Message("choice.incident_log.state.established"), Message(f"{AREA}.letter.established"), "circle", "third"),
    "reported": Kind(Message("choice.incident_log.state.reported"), Message(f"{AREA}.letter.reported"), "square", "first"),
    "disputed": Kind(Message("choice.incident_log.state.disputed"), Message(f"{AREA}.letter.disputed"), "diamond", "second"),
    "unknown": Kind(Message("choice.incident_log.state.unknown"), Message(f"{AREA}.letter.unknown"), "hexagon", "quiet"),
}


def _figure(case: Case, found: Sequence[LogEntry]) -> tuple[Figure, ...]:
    """Draw the log where it is of more than one day."""
    dated = [(row, _day(row, row.at)) for row in found if row.at is not None]
    if len({day for _, day in dated}) < 2:
        return ()
    happenings = tuple(
        Happening(name=_fact(row), kind=_state(row), first=day, when=_since(row), row=("incident_log", row.id), evidence=row.evidence)
        for row, day in dated
    )
    established = sum(_state(row) == "established" for row, _ in dated)
    title = Message(f"{AREA}.figure-title", count=established, of=len(dated))
    figure = timeline(
        [Lane(happenings=happenings)],
        {name: kind for name, kind in _KINDS.items() if any(_state(row) == name for row, _ in dated)},
        as_of=case.as_of,
        id="log",
        title=title,
        subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of),
        alt=Message(f"{AREA}.figure-alt", finding=title, first=dated[0][1], last=dated[-1][1]),
    )
    return (figure,)


def _day(row: LogEntry, at: Moment) -> dt.date:
    """Return the day on which it began, as the clocks of its zone show it."""
    return at.first if at.is_day else moment.local(at.instant, row.zone if row.zone in moment.zones() else "UTC").date()


def _missing(found: Sequence[LogEntry]) -> Iterator[Message]:
    if found and not any(row.affected for row in found):
        yield Message(f"{AREA}.no-affected")
    undated = [row for row in found if row.at is None and _state(row) != "unknown"]
    if undated:
        yield Message(f"{AREA}.undated", count=len(undated), facts=tuple(_fact(row) for row in undated[:_NAMED]))


QUESTION = Question(
    id=AREA,
    needs=("incident_log",),
    options=(chosen("incident", incidents_on_record),),
    answer=answer,
    heads=(
        Headline("established", "count"),
        Headline("reported", "count"),
        Headline("disputed", "count"),
        Headline("unknown", "count"),
        Headline("nothing"),
    ),
    subject="incident",
    follows=("whom-must-we-notify", "what-do-we-say"),
)
