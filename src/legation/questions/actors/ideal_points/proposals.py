"""Positions on an issue read from ideal points: rows that a person may take into the dossier, and that overwrite nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from legation.dossier import Evidence, Issue, Position, When
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.actors.ideal_points.fit import FittedPoints, measured
from legation.questions.actors.ideal_points.rollcalls import AREA, FEW
from legation.questions.actors.proposals import ProposedPlace, ProposedPositions, computation, marking_of, proposal, recorded
from legation.questions.base.case import Case
from legation.questions.question import Progress, silent
from legation.sources import Origin

__all__ = ["proposed"]

Floats: TypeAlias = npt.NDArray[np.float64]
_COMMON = 8
"""Actors whose position is held already, from which these may say which end of the line is high."""
_AGREES = 0.4
"""Rank correlation with these positions from which the line is taken for the issue's."""


def proposed(case: Case, issue: Issue, options: Mapping[str, Any], *, high: str = "", progress: Progress = silent) -> ProposedPositions:
    """Propose where actors stand on an issue, from how they voted in the last session of the roll calls chosen.

    The point theta becomes 100 Phi(theta): the share of a normal population of points that lies below it. It is turned so that ``high``, or
    who holds the higher positions already, stands high. The range is the 80 % interval, mapped in the same way. Confidence stays low. The
    rows are marked as high as anything that they were worked out from: issue, actors, roll calls and recorded positions, their evidence.

    Parameters
    ----------
    case : Case
    issue : Issue
    options : mapping
        As of the question: topic, since, until, body, draws, seed. Without a topic, the roll calls on the issue itself; "*" for all.
    high : str, optional
        An actor that stands at the issue's end 100.

    Raises
    ------
    NotAvailable
        Too few roll calls or actors; nothing says which end is high; the line disagrees with the positions held.
    """
    topic = str(options.get("topic") or "")
    narrowed = {**options, "topic": "" if topic == "*" else topic, "issue": "" if topic else issue.id, "actors": ()}
    found = measured(case, narrowed, progress)
    column = len(found.points.sessions) - 1
    turn, agreed, common = _direction(found, issue, high, column)
    evidence = _evidence(found, issue, topic, column, marking=_marking(found, issue, column, by_actor=bool(high)))
    notes = (Message(f"{AREA}.mapping"), *_notes(found, column, high, agreed, common))
    origin = Origin(title="ideal points", publisher="Legation", read=int(found.points.contested_votes))
    return proposal(case, issue, evidence, _places(found, turn, column), origin, notes)


def _places(found: FittedPoints, turn: float, column: int) -> Iterator[ProposedPlace]:
    """Yield the place of each actor that has a point in a session."""
    low, value, top = _mapped(found, turn, column)
    since = _since(found, column)
    for row in np.flatnonzero(~np.isnan(found.points.theta[:, column])).tolist():
        yield ProposedPlace(
            actor=found.case.named(found.actors[row]),
            read_from=found.label(column).id,
            low=low[row],
            value=value[row],
            high=top[row],
            held_from=since,
            note=Message(f"{AREA}.note", session=found.session(column), count=int(found.points.votes[row, column])),
        )


def _direction(found: FittedPoints, issue: Issue, high: str, column: int) -> tuple[float, float, int]:
    """Return 1 or -1, the rank correlation with the positions held, and how many of them there are."""
    theta = found.points.theta[:, column]
    if high:
        row = found.row(high)
        if row is None or np.isnan(theta[row]) or theta[row] == 0:
            raise NotAvailable(Message(f"{AREA}.no-high", actor=found.case.named(high), session=found.session(column)))
        return float(np.sign(theta[row])), np.nan, 0
    pairs = [(float(theta[row]), position.value) for row, position in _references(found, issue, column).items()]
    if len(pairs) < _COMMON:
        raise NotAvailable(Message(f"{AREA}.no-direction", count=len(pairs), least=_COMMON))
    from scipy.stats import spearmanr

    points, values = zip(*pairs, strict=True)
    agreed = float(spearmanr(points, values).statistic) if len(set(values)) > 1 and len(set(points)) > 1 else 0.0
    if abs(agreed) < _AGREES:
        raise NotAvailable(Message(f"{AREA}.another-line", agreed=agreed, count=len(pairs), least=_AGREES))
    return float(np.sign(agreed)), abs(agreed), len(pairs)


def _references(found: FittedPoints, issue: Issue, column: int) -> dict[int, Position]:
    """Return the newest recorded position on the issue of each actor that has a point in a session, by its row."""
    there = np.flatnonzero(~np.isnan(found.points.theta[:, column])).tolist()
    return {row: rows[0] for row in there if (rows := recorded(found.case, found.actors[row], issue.id))}


def _marking(found: FittedPoints, issue: Issue, column: int, *, by_actor: bool) -> str:
    """Return the marking of what is worked out; recorded positions count unless an actor turns the line."""
    references = {} if by_actor else _references(found, issue, column)
    went_in = {
        "issues": {issue.id},
        "actors": set(found.chosen.actors),
        "rollcalls": {r.id for r in found.chosen.rollcalls},
        "positions": {position.id for position in references.values()},
    }
    return marking_of(found.case.dossier, went_in)


def _mapped(found: FittedPoints, turn: float, column: int) -> tuple[list[float], list[float], list[float]]:
    """Return low, value and high [points, 0-100] of every row; the range holds 80 %, where the points' intervals hold 90 %."""
    from scipy.stats import norm, t

    points = found.points
    half = (points.high[:, column] - points.theta[:, column]) * float(t.ppf(0.9, points.draws) / t.ppf(0.95, points.draws))
    middle = turn * points.theta[:, column]
    low, value, high = (np.round(100 * norm.cdf(at), 1).tolist() for at in (middle - half, middle, middle + half))
    return low, value, high


def _since(found: FittedPoints, column: int) -> When | None:
    """Return the day of the last roll call of a session."""
    number = int(found.points.sessions[column])
    dates = [r.date for r, at in zip(found.chosen.rollcalls, found.chosen.session.tolist(), strict=True) if at == number and r.date]
    return max(dates, key=lambda date: (date.last, str(date)), default=None)


def _evidence(found: FittedPoints, issue: Issue, topic: str, column: int, *, marking: str) -> Evidence:
    """Return the row that names the computation."""
    points, chosen = found.points, found.chosen
    went_in = (topic, points.sessions, points.drift, points.draws, [r.id for r in chosen.rollcalls])
    values = {"count": int(chosen.contested.sum()), "votes": points.contested_votes, "issue": issue.question}
    several = Message(f"{AREA}.span", since=found.session(0), until=found.session(column))
    title = Message(f"{AREA}.evidence", sessions=several if found.several else found.session(column), **values)
    return computation(found.case, "ideal-points", issue, went_in, title, marking)


def _notes(found: FittedPoints, column: int, high: str, agreed: float, common: int) -> list[Message]:
    notes = [
        Message(f"{AREA}.turned-by", actor=found.case.named(high)) if high else Message(f"{AREA}.turned-so", agreed=agreed, count=common)
    ]
    if found.points.sessions[column] in found.points.strong_second:
        notes.append(Message(f"{AREA}.second-strong", sessions=(found.session(column),), count=1))
    if int(found.chosen.contested.sum()) < FEW:
        notes.append(Message(f"{AREA}.few", count=int(found.chosen.contested.sum()), few=FEW))
    return notes
