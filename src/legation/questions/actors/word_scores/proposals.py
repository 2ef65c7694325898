"""Positions on an issue read from words: rows that a person may take into the dossier, and that overwrite nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from legation.dossier import Evidence, Issue, When
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.actors.proposals import ProposedPlace, ProposedPositions, computation, marking_of, proposal
from legation.questions.actors.word_scores.documents import AREA, Documents, documents
from legation.questions.actors.word_scores.findings import check_values
from legation.questions.actors.word_scores.wordscores import Scored, scored
from legation.questions.answer import first_of
from legation.questions.base.case import Case
from legation.questions.base.judgements import judgement, withheld
from legation.questions.question import Progress, part, silent
from legation.sources import Origin

__all__ = ["proposed"]

_NAMED = 8


def proposed(case: Case, issue: Issue, options: Mapping[str, Any], *, progress: Progress = silent) -> ProposedPositions:
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
        Too few actors with words, or with a recorded position; words that place them no better than their mean or median; the judgement is
        off by the score card.
    """
    seed = int(options.get("seed") or 0)
    of = documents(case, options, part(progress, 0, 70))
    found = scored(case, of, issue, seed, part(progress, 70, 100))
    if not found.passed:
        raise NotAvailable(Message(f"{AREA}.check-failed", **check_values(found)))
    if judgement("words-placed").off:
        raise NotAvailable(withheld("words-placed").message)
    notes = (Message(f"{AREA}.check-passed", **check_values(found)), Message(f"{AREA}.proposal"))
    origin = Origin(title="Wordscores", publisher="Legation", read=of.texts)
    made = proposal(case, issue, _evidence(of, found, seed), _places(of, found), origin, notes)
    if not made.strangers:
        return made
    strangers = Message(f"{AREA}.strangers", count=len(made.strangers), actors=first_of(made.strangers, _NAMED))
    return dataclasses.replace(made, notes=(*notes, strangers))


def _places(of: Documents, found: Scored) -> Iterator[ProposedPlace]:
    """Yield the place of each actor that is placed."""
    for row in np.flatnonzero(found.there).tolist():
        day = of.last_day(row).isoformat()
        yield ProposedPlace(
            actor=of.named(row),
            read_from=f"words-{day}",
            low=float(found.places.low[row]),
            value=float(found.places.value[row]),
            high=float(found.places.high[row]),
            held_from=When(day),
            note=Message(f"{AREA}.note", count=int(of.counts.total[row]), texts=len(of.rows[row])),
        )


def _evidence(of: Documents, found: Scored, seed: int) -> Evidence:
    """Return the row that names the computation."""
    texts = [of.said.ids[row] for rows in of.rows for row in rows]
    given = [(of.actors[row], position.id) for row, position in found.known.items()]
    title = Message(f"{AREA}.evidence", **of.span, **check_values(found), texts=of.texts, actors=len(of))
    rows = {
        "issues": {found.issue.id},
        "actors": set(of.said.actors),
        "evidence": set(of.said.evidence),
        "positions": {position.id for position in found.known.values()},
    }
    went_in = (of.topic, of.language, found.check.rescale, seed, given, texts)
    return computation(of.case, "wordscores", found.issue, went_in, title, marking_of(of.case.dossier, rows))
