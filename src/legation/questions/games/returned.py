"""What of a game goes into a dossier: what players do next as planned activities, and positions that a person says were played.

What was played is no evidence of what anybody thinks. A position with the basis *game* is held from no day, so that it never stands before
another one; its confidence is the lowest, its range as wide as that of the position that stands, and it says nothing of influence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from legation.dossier import Dossier, Wording
from legation.dossier.edit import Edit
from legation.language import LANGUAGES, Message, say

__all__ = ["LONGEST_AHEAD", "PlayedPosition", "activity_edit", "position_edits"]

AREA = "what-did-the-game-show"
LONGEST_AHEAD = dt.timedelta(days=90)
"""How far ahead what a player does next may lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedPosition:
    """A position that somebody says was played: from where to where on an issue of the dossier [points, 0 to 100]."""

    actor: str
    issue: str
    low: float
    high: float


def activity_edit(what: str, owner: str, by: dt.date, day: dt.date) -> Edit:
    """Return what a player does next as a planned activity; ``day``: on which it was said.

    Examples
    --------
    >>> activity_edit("Ask the treasury", "economic desk", dt.date(2026, 4, 1), dt.date(2026, 3, 2)).values["status"]
    'planned'
    """
    cells = {"title": what, "owner": owner, "date": by.isoformat(), "status": "planned", "known_on": day.isoformat()}
    return Edit("activities", "add", "", cells)


def position_edits(dossier: Dossier, played: Sequence[PlayedPosition], name: str, title: Wording, day: dt.date) -> list[Edit]:
    """Return positions that were played, with the source that says so.

    Parameters
    ----------
    name : str
        What tells the room from others: the source is ``game-NAME``.
    title : Wording
        Of the game.
    day : date
        On which it was played.
    """
    source = f"game-{name}"
    edits = []
    if played and source not in {row.id for row in dossier.evidence}:
        said = Message(f"{AREA}.source", title=title, date=day)
        titles = {f"title_{lang}": say(said, lang) for lang in LANGUAGES}
        edits.append(Edit("evidence", "add", source, {"kind": "room", "date": day.isoformat(), "known_on": day.isoformat(), **titles}))
    there = {row.id for row in dossier.positions}
    for one in played:
        low, high = _as_wide(dossier, one, day)
        cells = {
            "actor": one.actor,
            "issue": one.issue,
            "low": _points(low),
            "value": _points((one.low + one.high) / 2),
            "high": _points(high),
            "basis": "game",
            "confidence": "low",
            "known_on": day.isoformat(),
            "evidence": source,
        }
        row = next(id for id in _names(f"{one.actor}-{one.issue}-{source}") if id not in there)  # noqa: A001 - the column's name
        there.add(row)
        edits.append(Edit("positions", "add", row, cells))
    return edits


def _as_wide(dossier: Dossier, one: PlayedPosition, day: dt.date) -> tuple[float, float]:
    """Return the range of a position that was played, with that of the position that stands."""
    stands = next((row for row in dossier.position_at(one.actor, one.issue, day) if row.basis != "game"), None)
    known = [] if stands is None else [value for value in (stands.low, stands.value, stands.high) if value is not None]
    return min(one.low, *known, one.high), max(one.low, *known, one.high)


def _names(stem: str) -> Sequence[str]:
    return [stem, *(f"{stem}-{count}" for count in range(2, 100))]


def _points(value: float) -> str:
    return f"{round(value, 1):g}"
