"""The pictures of where words place actors: on the issue beside what is recorded, and along the line between its words."""

from __future__ import annotations

import itertools

import numpy as np

from legation.figures.figure import Figure
from legation.figures.positions import Stand, positions
from legation.figures.word_line import MOST, Placed, word_line
from legation.language import Message
from legation.questions.debate.said_asked import tongue
from legation.questions.words_placed.asked import Asked
from legation.questions.words_placed.documents import AREA
from legation.questions.words_placed.findings_line import end_words
from legation.questions.words_placed.scored import Scored

__all__ = ["pictures_of"]

_TOLD = 3


def pictures_of(asked: Asked) -> tuple[Figure, ...]:
    """Draw the issue where words place actors on it, then the line."""
    found = asked.scored
    return (*((_issue(asked, found),) if found is not None and found.passed else ()), _line(asked))


def _issue(asked: Asked, found: Scored) -> Figure:
    of, places = asked.of, found.places
    stands = []
    for row in np.flatnonzero(found.there).tolist():
        ends = {"value": float(places.value[row]), "low": float(places.low[row]), "high": float(places.high[row])}
        stands.append(Stand(actor=of.named(row), basis="model", **ends))
        if row in found.known:
            held = found.known[row]
            stands.append(Stand(actor=of.named(row), value=held.value, low=held.low, high=held.high, basis=held.basis))
    new = sum(row not in found.known for row in np.flatnonzero(found.there).tolist())
    values = {"count": int(found.there.sum()), "known": found.checked, "issue": found.issue.question, "new": new, **of.span}
    return positions(
        stands,
        id="issue",
        low=found.issue.low or "0",
        high=found.issue.high or "100",
        title=Message(f"{AREA}.issue-title", **values),
        subtitle=Message(f"{AREA}.issue-subtitle", error=found.check.mean_error, **values),
        alt=Message(f"{AREA}.issue-alt", **values),
    )


def _line(asked: Asked) -> Figure:
    of, places = asked.of, asked.line.places
    rows = _drawn(asked)
    low, high = end_words(asked)
    count, _, pairs = places.pairs_apart()
    values = {"count": len(rows), "of": len(of), "language": tongue(of.language), "apart": count, "pairs": pairs, **of.span}
    told = tuple(_told(asked, row) for row in (*rows[:_TOLD], *rows[-_TOLD:])) if len(rows) > 2 * _TOLD else ()
    return word_line(
        [
            Placed(
                name=of.named(row),
                value=float(places.value[row]),
                low=float(places.low[row]),
                high=float(places.high[row]),
                skipped=after,
            )
            for row, after in zip(rows, _skipped(asked, rows), strict=True)
        ],
        low=low or (Message(f"{AREA}.low-end"),),
        high=high or (Message(f"{AREA}.high-end"),),
        title=Message(f"{AREA}.line-title", **values) if count else Message(f"{AREA}.line-title-ties", **values),
        subtitle=Message(f"{AREA}.line-subtitle", **values) if len(rows) == len(of) else Message(f"{AREA}.line-subtitle-some", **values),
        alt=Message(f"{AREA}.line-alt", told=told or tuple(_told(asked, row) for row in rows), low=low, high=high, **values),
    )


def _drawn(asked: Asked) -> list[int]:
    """Return the rows that are drawn, lowest first: all, or of too many those asked about and the outermost at each end."""
    order = _order(asked)
    if len(order) <= MOST:
        return order
    kept = set(asked.shown[:MOST])
    ends = [row for pair in zip(order, order[::-1], strict=True) for row in pair]
    for row in ends:
        if len(kept) == MOST:
            break
        kept.add(row)
    return [row for row in order if row in kept]


def _order(asked: Asked) -> list[int]:
    return sorted(range(len(asked.of)), key=lambda row: (asked.line.places.value[row], asked.of.actors[row]))


def _skipped(asked: Asked, rows: list[int]) -> list[int]:
    """Return how many actors stand between each of the rows drawn and the next."""
    order = _order(asked)
    at = [order.index(row) for row in rows]
    return [after - before - 1 for before, after in itertools.pairwise([*at, at[-1] + 1])]


def _told(asked: Asked, row: int) -> Message:
    return Message(f"{AREA}.one-on-line", actor=asked.of.named(row), value=float(asked.line.places.value[row]))
