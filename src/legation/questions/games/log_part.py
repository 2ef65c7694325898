"""Games that were played as a kind of part: ``games/NAME/YYYY-MM-DD.jsonl``, the log of a room as it left it.

A log holds what everything was worth to everybody. It is seen whole or not at all: by whoever sees in the game that it names, and in the
negotiation behind that, all that it tells; one that names no game is as open as the dossier, and a preparation is for its owners alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from legation.dossier.clearing import Clearance
from legation.dossier.clearing.scope import OUTSIDE
from legation.dossier.models.game import GAME
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.parts import Part, PartKind
from legation.dossier.problem import Problem
from legation.errors import DossierError, LegationError, NotAvailable
from legation.language import Message
from legation.questions.games.log_head import opened_of

if TYPE_CHECKING:
    from legation.questions.games.record import GameRecord
    from legation.rooms import Entry

__all__ = ["GAME_LOG", "LARGEST", "GameLogKind", "day_of"]

LARGEST = 4 * 1024 * 1024
"""Bytes that a log may have."""
MOST_ENTRIES = 20_000
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[\w.-]*")


def day_of(part: str) -> dt.date | None:
    """Return the day on which a game was played, as the name of its part says; None where it says none.

    >>> day_of("games/icann/2026-03-02.jsonl"), day_of("games/icann/2026-03-02-second.jsonl"), day_of("games/icann/last.jsonl")
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2), None)
    """
    found = _DAY.fullmatch(part.rpartition("/")[2].removesuffix(".jsonl"))
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


@dataclass(frozen=True, kw_only=True, eq=False)
class GameLogKind(PartKind):
    """The log of a game."""

    def entries(self, data: bytes, part: str) -> tuple[Entry, ...]:
        """Return the entries of a log.

        Raises
        ------
        DossierError
            Where it is too long, is no log, does not follow from entry to entry, or is of another kind of room.
        """
        from legation.rooms import look_through

        if len(data) > LARGEST or data.count(b"\n") > MOST_ENTRIES:
            raise _fault(part, Message("what-did-the-game-show.too-long", bytes=LARGEST, entries=MOST_ENTRIES))
        try:
            found = look_through(data.decode("utf-8"))
        except UnicodeDecodeError:
            raise _fault(part, Message("what-did-the-game-show.no-text")) from None
        if found.fault is not None or found.broken is not None or not found.entries:
            raise _fault(part, found.said)
        try:
            opened_of(found.entries)
        except NotAvailable as error:
            raise _fault(part, error.message) from error
        return found.entries

    def read(self, data: bytes, part: str) -> GameRecord:
        """Return the game that a log holds.

        Raises
        ------
        DossierError
            As :meth:`entries`, and where something in it cannot be read.
        """
        from legation.questions.games.record import record_of

        try:
            return record_of(self.entries(data, part))
        except NotAvailable as error:
            raise _fault(part, error.message) from error

    def parsed(self, part: str, data: bytes) -> Part:
        made = self.read(data, part)
        return Part(kind=self, name=part, data=data, records={"offer": made.offers}, model=None)

    def seen(self, parts: Mapping[str, bytes], scope: Clearance) -> Mapping[str, bytes]:
        if scope.audience in OUTSIDE:
            return {}
        return {part: data for part, data in parts.items() if self._is_seen(part, data, scope)}

    def _is_seen(self, part: str, data: bytes, scope: Clearance) -> bool:
        day = day_of(part)
        if scope.as_of is not None and (day is None or day > scope.as_of):
            return False
        try:
            first = opened_of(self.entries(data, part))
        except LegationError:
            return scope.is_full
        if first.get("prepares") and scope.audience != "owner":
            return False
        return scope.is_full or _is_known(first, scope)


def _is_known(first: Mapping[str, Any], scope: Clearance) -> bool:
    """Whether a reader sees all that a log tells: its sides and what happened in the game, each point and floor in the negotiation."""
    name = str(first.get("game") or "")
    if not name:
        return True
    game: Any = scope.models.get(GAME.called(name))
    talks: Any = None if game is None else scope.models.get(NEGOTIATION.called(game.negotiation))
    if talks is None:
        return False
    sides, issues = {str(one["id"]) for one in first["sides"]}, {str(one["id"]): len(one["options"]) for one in first["issues"]}
    known = {(row.party, row.issue) for row in talks.worths}
    options = {one.id: len(one.options) for one in talks.issues}
    return (
        sides <= {one.party for one in game.sides}
        and sides <= {one.id for one in talks.parties}
        and all(options.get(issue, 0) >= count for issue, count in issues.items())
        and known >= {(side, issue) for side in sides for issue in issues}
        and {row.party for row in talks.floors} >= set(first.get("floors") or {})
        and len(game.reveals) >= len(first.get("reveal") or ())
        and len(game.lessons) >= len(first.get("lessons") or ())
    )


def _fault(part: str, why: Any) -> DossierError:
    remedy = Message("what-did-the-game-show.log-refused", why=why)
    fault = Problem(part=part, row=None, column=None, allowed="", found="", remedy=remedy, code="game-log")
    return DossierError(remedy, (fault,))


GAME_LOG = GameLogKind(id="game-log", pattern="games/{path}.jsonl")
