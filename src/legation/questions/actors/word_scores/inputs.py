"""What is asked about where words place actors, and what was found for it, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import Issue, Position
from legation.language import Message
from legation.questions.actors.proposals import issue_named
from legation.questions.actors.word_scores.documents import Documents, documents
from legation.questions.actors.word_scores.wordfish import Lined, lined
from legation.questions.actors.word_scores.wordscores import Scored, few_references, known_positions, scored
from legation.questions.base.case import Case
from legation.questions.base.judgements import judgement
from legation.questions.question import Progress, part

__all__ = ["WordScoreInputs", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordScoreInputs:
    """What was asked and found.

    Attributes
    ----------
    of : Documents
    line : Lined
    issue : Issue or None
    known : mapping of int to Position
        Recorded positions on the issue, by row.
    scored : Scored or None
        None without an issue, with too few recorded positions, or where they would be placed and the judgement is off.
    off : bool
        Whether actors would be placed on the issue, were the judgement not off by the score card.
    lacking : Message or None
        Why nobody could be placed on the issue.
    shown : tuple of int
        Rows of the actors asked about.
    wordless : tuple of str
        Actors asked about that are not placed.
    """

    of: Documents
    line: Lined
    issue: Issue | None
    known: Mapping[int, Position]
    scored: Scored | None
    off: bool
    lacking: Message | None
    shown: tuple[int, ...]
    wordless: tuple[str, ...]


def asked(case: Case, options: Mapping[str, Any], progress: Progress) -> WordScoreInputs:
    """Read the texts, place the actors along the line, and on the issue where one is named.

    Raises
    ------
    NotAvailable, BadValue
        As for :func:`documents` and :func:`lined`.
    """
    of = documents(case, options, part(progress, 0, 40))
    issue = issue_named(case, options["issue"]) if options.get("issue") else None
    known = known_positions(case, of, issue.id) if issue else {}
    line = lined(of, options, known, part(progress, 40, 85))
    lacking = few_references(known, issue) if issue else None
    found = None
    if issue is not None and lacking is None:
        found = scored(case, of, issue, options.get("seed") or 0, part(progress, 85, 100))
    off = found is not None and found.passed and judgement("words-placed").off
    wanted = tuple(options.get("actors") or ())
    rows = [of.row(actor) for actor in wanted]
    progress(1, 1)
    return WordScoreInputs(
        of=of,
        line=line,
        issue=issue,
        known=known,
        scored=None if off else found,
        off=off,
        lacking=lacking,
        shown=tuple(row for row in rows if row is not None),
        wordless=tuple(actor for actor, row in zip(wanted, rows, strict=True) if row is None),
    )
