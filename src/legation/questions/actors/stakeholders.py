"""Power, legitimacy, urgency and stance of actors on an issue: what in a dossier stands for what, and the tables of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Interest, Issue, Position, When, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.base.case import GROUNDS, Case, grounds, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, SHARED, Columns

__all__ = [
    "QUADRANT_NAMES",
    "STANCES",
    "STANCE_NAMES",
    "AttributeMeasure",
    "Attributes",
    "Recognised",
    "attribute_table",
    "attributes",
    "find_issue",
    "in_force",
    "interest_table",
    "interests",
    "measures",
    "stakeholder_table",
    "stance_of",
]

QUADRANT_NAMES = {
    "minimal_effort": Message("grid.quadrant.minimal-effort"),
    "keep_satisfied": Message("grid.quadrant.keep-satisfied"),
    "keep_informed": Message("grid.quadrant.keep-informed"),
    "key_player": Message("grid.quadrant.key-player"),
}
"""How the quadrants are said."""
STANCES = ("high", "middle", "low", "")
"""Where an actor's position lies: in the upper third of the issue's scale, in the middle, in the lower third, or not known."""
STANCE_NAMES: Mapping[str, Message] = {
    "high": Message("grid.stance.high"),
    "middle": Message("grid.stance.middle"),
    "low": Message("grid.stance.low"),
    "": Message("grid.stance.unknown"),
}
"""How the stances are said."""


def stance_of(value: float | None) -> str:
    """Return in which third of the scale a position from 0 to 100 lies.

    >>> stance_of(80), stance_of(50), stance_of(0), stance_of(None)
    ('high', 'middle', 'low', '')
    """
    if value is None:
        return ""
    return "low" if value <= 33 else "high" if value >= 67 else "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeMeasure:
    """A number of an actor with its range [points, 0 to 100].

    Attributes
    ----------
    value, low, high : float or None
        All None where nothing is recorded.
    is_open : bool
        The newest row gives a value without both ends of its range.
    evidence : tuple of str
    rests_on : str
        ``evidenced``, ``assumed``, or empty where nothing is recorded.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    is_open: bool = False
    evidence: tuple[str, ...] = ()
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A standing that others recognise: ``seat``, ``member``, ``mandate``; none where it is not known."""

    reasons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What is known of one actor on an issue."""

    actor: str
    power: AttributeMeasure
    urgency: AttributeMeasure
    legitimacy: Recognised
    stance: AttributeMeasure


def find_issue(case: Case, wanted: str | None) -> Issue:
    """Return the issue that is asked for; without one, the first on which positions are held.

    Raises
    ------
    NotAvailable
        The dossier has no issue.
    """
    rows = standing(case.dossier.issues)
    if wanted:
        return next(row for row in rows if row.id == wanted)
    positioned = {p.issue for p in case.dossier.positions}
    chosen = [row for row in rows if row.id in positioned] or list(rows)
    if not chosen:
        raise NotAvailable(Message("all-questions.nothing-there", part="issues.csv", as_of=case.as_of, what=Message("table.issues")))
    return chosen[0]


def attributes(case: Case, issue: Issue) -> tuple[Attributes, ...]:
    """Return every actor of which something is known on the issue, in the order of the part."""
    recognised = _recognised(case, issue)
    interested = {row.actor for row in standing(case.dossier.interests) if row.issue == issue.id}
    positioned = {p.actor for p in case.dossier.positions if p.issue == issue.id}
    found = []
    for actor in standing(case.dossier.actors):
        if actor.end and actor.end.by(case.as_of):
            continue
        if actor.id in positioned or actor.id in interested or actor.id in recognised:
            power, urgency, stance = measures(case, actor.id, issue.id)
            legitimacy = recognised.get(actor.id, Recognised())
            found.append(Attributes(actor=actor.id, power=power, urgency=urgency, legitimacy=legitimacy, stance=stance))
    return tuple(found)


def measures(case: Case, actor: str, issue: str) -> tuple[AttributeMeasure, AttributeMeasure, AttributeMeasure]:
    """Return an actor's influence, salience and position on an issue."""
    rows = case.dossier.position_at(actor, issue, case.as_of)
    return (
        _measure(case, [(p, p.influence_low, p.influence, p.influence_high) for p in rows]),
        _measure(case, [(p, p.salience_low, p.salience, p.salience_high) for p in rows]),
        _measure(case, [(p, p.low, p.value, p.high) for p in rows]),
    )


def in_force(case: Case, start: When | None, end: When | None) -> bool:
    """Whether a span holds the day of knowing, both ends included."""
    return (start is None or start.first <= case.as_of) and (end is None or end.last >= case.as_of)


def _measure(case: Case, rows: list[tuple[Position, float | None, float | None, float | None]]) -> AttributeMeasure:
    """Return the newest value with the range of all rows that stand side by side; a row with a range alone counts with it."""
    known = [row for row in rows if any(number is not None for number in row[1:])]
    if not known:
        return AttributeMeasure()
    numbers = [number for row in known for number in row[1:] if number is not None]
    evidence = joined_evidence(row[0].evidence for row in known)
    _, low, value, high = known[0]
    return AttributeMeasure(
        value=value,
        low=min(numbers),
        high=max(numbers),
        is_open=low is None or high is None,
        evidence=evidence,
        rests_on=grounds(case, evidence),
    )


def _recognised(case: Case, issue: Issue) -> dict[str, Recognised]:
    reasons: dict[str, list[str]] = {}
    evidence: dict[str, list[tuple[str, ...]]] = {}
    for actor, reason, sources in (*_seats(case, issue), *_members(case, issue), *_mandates(case)):
        reasons.setdefault(actor, []).append(reason)
        evidence.setdefault(actor, []).append(sources)
    joined = {actor: joined_evidence(rows) for actor, rows in evidence.items()}
    return {
        actor: Recognised(reasons=tuple(dict.fromkeys(words)), evidence=joined[actor], rests_on=grounds(case, joined[actor]))
        for actor, words in reasons.items()
    }


def _seats(case: Case, issue: Issue) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    groups = {row.group for row in case.dossier.groups}
    coalitions = {row.coalition for row in case.dossier.coalitions}
    for process in standing(case.dossier.processes):
        if process.body and issue.body and process.body != issue.body:
            continue
        for seat in process.seats:
            if seat in groups:
                seated = case.dossier.members(seat, case.as_of)
            elif seat in coalitions:
                seated = tuple(row.actor for row in case.dossier.coalition(seat, case.as_of))
            else:
                seated = (seat,)
            yield from ((actor, "seat", process.evidence) for actor in seated)


def _members(case: Case, issue: Issue) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    bodies = case.dossier.bodies
    group = next((body.members for body in bodies if body.id == issue.body or (len(bodies) == 1 and not issue.body)), "")
    for row in standing(row for row in case.dossier.groups if row.group == group):
        if in_force(case, row.start, row.end):
            yield row.actor, "member", row.evidence


def _mandates(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for row in standing(case.dossier.relations):
        if row.kind == "speaks_for" and in_force(case, row.start, row.end):
            yield row.source, "mandate", row.evidence


AREA = "who-matters"
column = Columns(f"{AREA}.")


def stakeholder_table(case: Case, found: Sequence[Attributes], quadrants: Sequence[Message], classes: Sequence[Message]) -> AnswerTable:
    """Return one row an actor: where it stands and what it is called."""
    rows = tuple(
        (
            case.named(a.actor),
            quadrant,
            name,
            a.power.value,
            a.urgency.value,
            STANCE_NAMES[stance_of(a.stance.value)],
            joined_evidence((a.power.evidence, a.urgency.evidence, a.legitimacy.evidence)),
        )
        for a, quadrant, name in zip(found, quadrants, classes, strict=True)
    )
    columns = (
        ACTOR,
        *column.text("quadrant", **{"class": "class-column"}),
        *SHARED.points("influence", "salience"),
        *column.text("stance"),
        EVIDENCE,
    )
    return AnswerTable(id="stakeholders", title=Message(f"{AREA}.stakeholders"), columns=columns, rows=rows)


def attribute_table(case: Case, found: Sequence[Attributes]) -> AnswerTable:
    """Return one row for each attribute that is known of an actor: its range, or its reasons, and what it rests on."""
    columns = (
        ACTOR,
        *column.text("attribute"),
        *column.points("value"),
        *SHARED.points("low", "high"),
        *column.text("through", rests_on="grounds.column"),
        EVIDENCE,
    )
    rows = tuple(row for a in found for row in _attributes(case, a))
    return AnswerTable(id="attributes", title=Message(f"{AREA}.attributes-table"), columns=columns, rows=rows)


def _attributes(case: Case, a: Attributes) -> Iterator[tuple[Any, ...]]:
    numbers: tuple[tuple[Message, AttributeMeasure], ...] = (
        (Message(f"{AREA}.power"), a.power),
        (Message(f"{AREA}.urgency"), a.urgency),
    )
    for name, measure in numbers:
        if measure.low is not None:
            low, high = (None, None) if measure.is_open else (measure.low, measure.high)
            yield case.named(a.actor), name, measure.value, low, high, "", GROUNDS[measure.rests_on], measure.evidence
    if a.legitimacy.reasons:
        reasons = tuple(REASONS[reason] for reason in a.legitimacy.reasons)
        rests_on = GROUNDS[a.legitimacy.rests_on]
        yield case.named(a.actor), Message(f"{AREA}.legitimacy"), None, None, None, reasons, rests_on, a.legitimacy.evidence


def interests(case: Case, chosen: Issue) -> tuple[tuple[Interest, str], ...]:
    """Return the interests on an issue that stand, each with what it rests on; those of actors on no issue in particular too."""
    rows = (row for row in standing(case.dossier.interests) if row.issue in (chosen.id, ""))
    return tuple((row, grounds(case, row.evidence)) for row in rows)


def interest_table(case: Case, chosen: Issue) -> AnswerTable:
    """Return interests and red lines as signed judgement: evidenced ones first, each with its author."""
    rows = tuple(
        (
            case.named(row.actor),
            row.interest,
            row.red_line,
            GROUNDS[rests_on],
            row.author.strip() or Message(f"{AREA}.no-author"),
            row.evidence,
        )
        for row, rests_on in sorted(interests(case, chosen), key=lambda item: (item[1] != "evidenced", item[0].actor, item[0].id))
    )
    columns = (ACTOR, *column.text("interest", "red_line", rests_on="grounds.column", author="author"), EVIDENCE)
    return AnswerTable(id="interests", title=Message(f"{AREA}.interests-table"), columns=columns, rows=rows)


REASONS = {
    "seat": Message("who-matters.reason.seat"),
    "member": Message("who-matters.reason.member"),
    "mandate": Message("who-matters.reason.mandate"),
}
"""How the reasons of a recognised standing are said."""
