"""Positions on an issue read from words: rows that a person may take into the dossier, and that overwrite nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from legation.dossier import Evidence, Issue, Position, When
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import first_of
from legation.questions.case import Case
from legation.questions.proposing import Proposed, in_both, is_held, marking_of
from legation.questions.question import Progress, part, silent
from legation.questions.words_placed.documents import AREA, Documents, documents
from legation.questions.words_placed.findings_scored import check_values
from legation.questions.words_placed.scored import Scored, scored
from legation.sources import Origin, Reading

__all__ = ["proposed"]

_NAMED = 8


def proposed(case: Case, issue: Issue, options: Mapping[str, Any], *, progress: Progress = silent) -> Proposed:
    """Propose where actors stand on an issue, from their words between those of actors whose position is recorded.

    Nothing is proposed unless words place the actors with a recorded position, each left out in turn, better than the mean and the
    median of the others do, and better than chance. The range holds 80 %, the model's own error included. Confidence stays low. The rows
    are marked as high as anything that they were worked out from: issue, texts, recorded positions with their evidence, actors.

    Parameters
    ----------
    case : Case
    issue : Issue
    options : mapping
        As of the question: topic, since, until, language, seed.

    Raises
    ------
    NotAvailable
        Too few actors with words, or with a recorded position; words that place them no better than their mean or median.
    """
    seed = int(options.get("seed") or 0)
    of = documents(case, options, part(progress, 0, 70))
    found = scored(case, of, issue, seed, part(progress, 70, 100))
    if not found.passed:
        raise NotAvailable(Message(f"{AREA}.check-failed", **check_values(found)))
    evidence = _evidence(of, found, seed)
    taken = {p.id for p in case.dossier.positions}
    there = {row.id for row in case.dossier.actors}
    rows, kept, earlier, strangers = [], 0, 0, []
    for row in np.flatnonzero(found.there).tolist():
        actor, day = of.actors[row], of.last_day(row)
        identifier = f"{actor}:{issue.id}:model:words-{day.isoformat()}"
        if actor not in there:
            strangers.append(of.named(row))
        elif is_held(case, actor, issue.id):
            kept += 1
        elif identifier in taken:
            earlier += 1
        else:
            rows.append(
                Position(
                    id=identifier,
                    actor=actor,
                    issue=issue.id,
                    low=round(float(found.places.low[row]), 1),
                    value=round(float(found.places.value[row]), 1),
                    high=round(float(found.places.high[row]), 1),
                    basis="model",
                    confidence="low",
                    held_from=When(day.isoformat()),
                    known_on=When(case.as_of.isoformat()),
                    evidence=(evidence.id,),
                    marking=evidence.marking,
                    note=in_both(Message(f"{AREA}.note", count=int(of.counts.total[row]), texts=len(of.rows[row]))),
                )
            )
    told = [Message(f"{AREA}.check-passed", **check_values(found)), Message(f"{AREA}.proposal")]
    if strangers:
        told.append(Message(f"{AREA}.strangers", count=len(strangers), actors=first_of(strangers, _NAMED)))
    origin = Origin(title="Wordscores", publisher="Legation", read=of.texts)
    reading = Reading(tables={"positions": tuple(rows), "evidence": (evidence,)}, origin=origin, unplaced=(), doubts=())
    return Proposed(reading=reading, kept=kept, earlier=earlier, told=tuple(told), strangers=tuple(strangers))


def _evidence(of: Documents, found: Scored, seed: int) -> Evidence:
    """Return the row that names the computation; its id follows from what went into it."""
    case, issue = of.case, found.issue
    texts = [of.said.ids[row] for rows in of.rows for row in rows]
    given = [(of.actors[row], position.id) for row, position in found.known.items()]
    said = f"{case.dossier.hash} {issue.id} {of.topic} {of.language} {found.check.rescale} {seed} {given} {texts}"
    short = hashlib.sha256(said.encode()).hexdigest()[:8]
    values = {**of.span, **check_values(found), "texts": of.texts, "actors": len(of)}
    title = in_both(Message(f"{AREA}.evidence", **values))
    day = When(case.as_of.isoformat())
    went_in = {
        "issues": {issue.id},
        "actors": set(of.said.actors),
        "evidence": set(of.said.evidence),
        "positions": {position.id for position in found.known.values()},
    }
    return Evidence(
        id=f"wordscores-{issue.id}-{short}",
        kind="model",
        title=title,
        publisher="Legation",
        date=day,
        known_on=day,
        reason=short,
        marking=marking_of(case.dossier, went_in),
    )
