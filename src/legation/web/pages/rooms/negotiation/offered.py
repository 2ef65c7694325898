"""What may be opened in a dossier as a negotiation: its games, its negotiations for a real session; and why one cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier.models.game import GAME, GameModel
from legation.dossier.models.negotiation import NEGOTIATION
from legation.errors import LegationError
from legation.questions import Case
from legation.questions.deals.negotiation.inputs import Talks, find_negotiation
from legation.questions.games.faults import game_faults

__all__ = ["GAME_OF", "REAL_OF", "Offered", "find_offered", "offered_games", "offered_sessions"]

GAME_OF, REAL_OF = "game", "real"
"""How what is opened is named in addresses, before its own name: a game of the dossier, or a negotiation for a real session."""
FLOOR = "game-floor"
"""The code of the fault of a floor that nothing reaches: it is lowered in the negotiation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A game, or a negotiation, of a dossier.

    Attributes
    ----------
    of, name : str
        ``game`` or ``real``, and the NAME of the file.
    title : str or Wording
    game : GameModel or None
        Of a real session none: nothing but the negotiation is read.
    talks : Talks or None
        None where it cannot be read.
    faults, notes : tuple of Problem or Message
        Why it cannot be opened, and what does not keep it from that; each with its place and what to do.
    where : str
        The kind of the part that is to be changed, ``game`` or ``negotiation``, where something is wrong.
    part : str
        Its NAME.
    """

    of: str
    name: str
    title: Any
    game: GameModel | None = None
    talks: Talks | None = None
    faults: tuple[Any, ...] = ()
    notes: tuple[Any, ...] = ()
    where: str = ""
    part: str = ""

    @property
    def value(self) -> str:
        """What stands for it in an address and in a form."""
        return f"{self.of}:{self.name}"

    @property
    def sides(self) -> dict[str, Any]:
        """Return who is played, or who sits at the table, by id: the names."""
        if self.talks is None:
            return {}
        names = {one.id: self.talks.named(one) for one in self.talks.model.parties}
        return names if self.game is None else {one.party: names[one.party] for one in self.game.sides if one.party in names}


def offered_games(case: Case) -> list[Offered]:
    """Return the games of a dossier, each with what keeps it from being opened."""
    return [_game(case, name, part) for name, part in GAME.of(case.dossier.files).items()]


def offered_sessions(case: Case) -> list[Offered]:
    """Return the negotiations of a dossier that real parties may test a package on."""
    return [_session(case, name) for name in NEGOTIATION.of(case.dossier.files)]


def find_offered(case: Case, value: str) -> Offered | None:
    """Return what an address names, ``game:NAME`` or ``real:NAME``; None where there is none."""
    of, _, name = value.partition(":")
    among = offered_games(case) if of == GAME_OF else offered_sessions(case) if of == REAL_OF else []
    return next((one for one in among if one.name == name), None)


def _game(case: Case, name: str, part: str) -> Offered:
    try:
        game = GAME.read(case.dossier.files[part], part)
    except LegationError as error:
        return Offered(of=GAME_OF, name=name, title=name, faults=(_said(error),), where=GAME.id, part=name)
    found = list(game_faults(case.dossier, name))
    faults, notes = [[one for one in found if one.is_notice == wanted] for wanted in (False, True)]
    try:
        talks = find_negotiation(case, game.negotiation)
    except LegationError as error:
        talks, faults = None, faults or [_said(error)]
    where = NEGOTIATION.id if any(one.code == FLOOR for one in found) else GAME.id
    part_of = game.negotiation if where == NEGOTIATION.id else name
    return Offered(
        of=GAME_OF, name=name, title=game.title or name, game=game, talks=talks, faults=tuple(faults), notes=tuple(notes), where=where,
        part=part_of,
    )  # fmt: skip


def _session(case: Case, name: str) -> Offered:
    try:
        talks = find_negotiation(case, name)
    except LegationError as error:
        return Offered(of=REAL_OF, name=name, title=name, faults=(_said(error),), where=NEGOTIATION.id, part=name)
    return Offered(of=REAL_OF, name=name, title=talks.title, talks=talks)


def _said(error: LegationError) -> Any:
    """Return what is wrong, as a reader has it: of a file with several faults the first."""
    problems = [one for one in getattr(error, "problems", ()) if not one.is_notice]
    return problems[0] if problems else error.message
