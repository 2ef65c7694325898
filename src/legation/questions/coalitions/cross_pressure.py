"""Who in a coalition is drawn away from it: by its text on an issue, and by its votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import Issue, Position, standing
from legation.language import Message
from legation.methods.coalition.defection import Leaving, leaving
from legation.questions.answer import AnswerTable, Finding, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, SHARED, Columns
from legation.questions.coalitions.agreements import agreement_with
from legation.questions.votes.count import NAMED

__all__ = ["CrossPressure", "cross_pressure"]

AREA = "who-is-in"
column = Columns(f"{AREA}.col-")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CrossPressure:
    """What is shown of it: findings, a table where anything is known, and what is missing."""

    findings: tuple[Finding, ...]
    tables: tuple[AnswerTable, ...]
    missing: tuple[Message, ...]


def cross_pressure(case: Case, members: Sequence[str], options: Mapping[str, Any]) -> CrossPressure:
    """Compare each member's position with the coalition's text and with what it can have outside, and its votes with both sides.

    The text is that of the option, else the members' median on the issue; what they can have outside is that of the option, else the
    median of those who are not in.
    """
    issue = _issue(case, members, options["issue"])
    inside, outside = _votes(case, members)
    if issue is None:
        return CrossPressure((), (), (Message(f"{AREA}.no-text"),))
    rows = _positions(case, members, issue)
    others = [value for actor, value in _values(case, issue).items() if actor not in set(members)]
    known = [row.value for row in rows if row is not None and row.value is not None]
    text = options["text"] if options["text"] is not None else _median(known)
    other = options["alternative"] if options["alternative"] is not None else _median(others)
    if text is None or other is None or not known:
        return CrossPressure((), (), (Message(f"{AREA}.no-alternative", issue=issue.question),))
    if text == other:
        return CrossPressure((), (), (Message(f"{AREA}.same-text", issue=issue.question, text=text),))
    found = leaving(
        [_number(row, "value") for row in rows],
        text,
        other,
        low=[_number(row, "low") for row in rows],
        high=[_number(row, "high") for row in rows],
        salience=[_number(row, "salience") for row in rows],
        inside=inside,
        outside=outside,
    )
    evidence = joined_evidence(row.evidence for row in rows if row is not None)
    table = _table(case, members, issue, rows, found, inside, outside)
    return CrossPressure(tuple(_findings(case, members, issue, found, float(text), float(other), evidence)), (table,), ())


def _issue(case: Case, members: Sequence[str], wanted: str | None) -> Issue | None:
    """Return the issue asked for; else that on which most members have a position."""
    rows = standing(case.dossier.issues)
    if wanted:
        return next(row for row in rows if row.id == wanted)
    counts = {row.id: sum(np.isfinite(_number(one, "value")) for one in _positions(case, members, row)) for row in rows}
    best = max(rows, key=lambda row: counts[row.id], default=None)
    return best if best is not None and counts[best.id] else None


def _positions(case: Case, members: Sequence[str], issue: Issue) -> list[Position | None]:
    return [next(iter(case.dossier.position_at(member, issue.id, case.as_of)), None) for member in members]


def _values(case: Case, issue: Issue) -> dict[str, float]:
    actors = [actor.id for actor in standing(case.dossier.actors) if not (actor.end and actor.end.by(case.as_of))]
    rows = zip(actors, _positions(case, actors, issue), strict=True)
    return {actor: row.value for actor, row in rows if row is not None and row.value is not None}


def _number(row: Position | None, name: str) -> float:
    value = getattr(row, name, None)
    return np.nan if value is None else float(value)


def _median(values: Sequence[float]) -> float | None:
    return float(np.median(values)) if values else None


def _votes(case: Case, members: Sequence[str]) -> tuple[Floats, Floats]:
    """Return each member's mean agreement with the other members, and with those outside; nan where it is not known."""
    measured = agreement_with(case, members)
    sides = (measured.inside, measured.outside) if measured else ({}, {})
    own, theirs = (np.array([side.get(member, np.nan) for member in members]) for side in sides)
    return own, theirs


def _findings(
    case: Case, members: Sequence[str], issue: Issue, found: Leaving, text: float, other: float, evidence: tuple[str, ...]
) -> Iterator[Finding]:
    known = int(np.isfinite(found.worse).sum())
    values: dict[str, Any] = {"issue": issue.question, "of": known, "text": text, "alternative": other}
    away = [members[i] for i in found.order if "text" in found.reasons[i]]
    form = "leaving" if away else "leaving-none"
    message = Message(f"{AREA}.{form}", count=len(away), actors=first_of(case.names(away), NAMED), **values)
    yield Finding(id="leaving", message=message, evidence=evidence, confidence="low", contrary=Message(f"{AREA}.leaving-contrary"))
    voting = sorted((i for i, reasons in enumerate(found.reasons) if "votes" in reasons), key=lambda i: -found.pull[i])
    if voting:
        shown = first_of(case.names(members[i] for i in voting), NAMED)
        yield Finding(id="voting-away", message=Message(f"{AREA}.voting-away", count=len(voting), actors=shown), confidence="low")


def _table(
    case: Case,
    members: Sequence[str],
    issue: Issue,
    rows: Sequence[Position | None],
    found: Leaving,
    inside: Floats,
    outside: Floats,
) -> AnswerTable:
    """Return the members with a reason, who has most first, then those whose position is known, by how near they are to leaving."""
    lines = {row.actor: row.red_line for row in standing(case.dossier.interests) if row.issue == issue.id and row.red_line}
    rest = [i for i in np.argsort(-found.worse, kind="stable").tolist() if np.isfinite(found.worse[i]) and i not in set(found.order)]
    cells = []
    for i in (*found.order, *rest):
        numbers = (found.worse[i], found.share[i], inside[i], outside[i])
        cells.append(
            (
                case.named(members[i]),
                *(None if np.isnan(_number(rows[i], name)) else _number(rows[i], name) for name in ("value", "low", "high")),
                *(None if np.isnan(value) else float(value) for value in numbers),
                tuple(Message(f"{AREA}.why-{reason}") for reason in found.reasons[i]) or None,
                lines.get(members[i]),
            )
        )
    columns = (
        ACTOR,
        *SHARED.points(position="value", low="low", high="high"),
        *column.points("worse"),
        *column.share("share", "inside", "outside"),
        *column.text(why=f"{AREA}.reason", red_line="red-line"),
    )
    return AnswerTable(id="leaving", title=Message(f"{AREA}.leaving-table", issue=issue.question), columns=columns, rows=tuple(cells))
