"""What is asked about where words place actors, and what was found for it, once: on an issue, and along the line of Wordfish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import Issue, Position
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.text.scaling import Wordfish, wordfish
from legation.questions.actors.proposals import issue_named
from legation.questions.actors.word_scores.documents import AREA, LEAST_WORDS, Documents, documents
from legation.questions.actors.word_scores.wordscores import REFERENCES, Places, Scored, few_references, known_positions, scored
from legation.questions.base.case import Case
from legation.questions.base.judgements import judgement
from legation.questions.question import Progress, part

__all__ = [
    "Followed",
    "Lined",
    "WordScoreInputs",
    "followed",
    "lined",
    "read_inputs",
]


WORDS = 20
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Rank correlation of the line with recorded positions, with its 95 % interval."""

    count: int
    value: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low * self.high > 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lined:
    """The line.

    Attributes
    ----------
    fit : Wordfish
        A row for each document.
    places : Places
        Standard deviations, with 95 % intervals.
    ends : tuple of 2 tuple of int
        The words that tell the low end and the high end, the clearest first.
    follows : Followed or None
        How far its order is that of recorded positions.
    """

    fit: Wordfish
    places: Places
    ends: tuple[tuple[int, ...], tuple[int, ...]]
    follows: Followed | None


def lined(of: Documents, options: Mapping[str, Any], known: Mapping[int, Position], progress: Progress) -> Lined:
    """Place the documents along the line.

    It is turned by the actors ``low`` and ``high`` of the options; where neither is given, so that its order is rather that of the recorded
    positions than the reverse.

    Raises
    ------
    NotAvailable
        For one end without the other, or an actor without enough words.
    """
    fit = wordfish(of.counts, anchors=_anchors(of, options), seed=options.get("seed") or 0, progress=progress)
    found = followed(fit.theta, known)
    if fit.anchors is None and found is not None and found.value < 0:
        fit = replace(fit, theta=-fit.theta, low=-fit.high, high=-fit.low, beta=-fit.beta)
    places = Places(value=fit.theta, low=fit.low, high=fit.high, covariance=fit.covariance)
    return Lined(fit=fit, places=places, ends=fit.telling(WORDS), follows=followed(fit.theta, known))


def _anchors(of: Documents, options: Mapping[str, Any]) -> tuple[int, int] | None:
    ends = [options.get("low"), options.get("high")]
    if not any(ends):
        return None
    if not all(ends) or ends[0] == ends[1]:
        raise NotAvailable(Message(f"{AREA}.one-end"))
    rows = [of.row(str(actor)) for actor in ends]
    low, high = rows
    if low is None or high is None:
        missing = of.case.named(str(ends[rows.index(None)]))
        raise NotAvailable(Message(f"{AREA}.end-without-words", actor=missing, least=LEAST_WORDS))
    return low, high


def followed(theta: npt.NDArray[np.float64], known: Mapping[int, Position]) -> Followed | None:
    """Return how far the order along a line is that of recorded positions; None where there are too few, or all are equal.

    The interval is Fisher's, with the variance of Bonett and Wright (2000), doi:10.1007/BF02294183. A perfect order counts as one that is
    half the smallest exchange away from it, since few actors can agree by chance.
    """
    rows = sorted(known)
    values = [float(known[row].value or 0.0) for row in rows]
    if len(rows) < REFERENCES or len(set(values)) < 2:
        return None
    from scipy.stats import spearmanr

    found = float(spearmanr(theta[rows], values).statistic)
    count = len(rows)
    most = 1 - 6 / (count * (count**2 - 1))
    half = _Z * np.sqrt((1 + found**2 / 2) / (count - 3))
    middle = np.arctanh(np.clip(found, -most, most))
    return Followed(count=count, value=found, low=float(np.tanh(middle - half)), high=float(np.tanh(middle + half)))


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


def read_inputs(case: Case, options: Mapping[str, Any], progress: Progress) -> WordScoreInputs:
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
