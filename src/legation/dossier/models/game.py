"""``games/NAME.toml``: a negotiation as it is played, by people and by simulated players.

One ``[game]`` says which negotiation is played, for how long and how. What the options are worth, floors, rule and status quo stand in
``negotiations/NAME.toml`` and nowhere else. Then:

- ``[[side]]``: who is played: what all read of it, its brief, which it alone reads, and how it is played where nobody sits there;
- ``[[reveal]]``: what really happened, told after the game;
- ``[[lesson]]``: what a player should have learnt.

A game is an exercise and says so wherever it is shown. Names of natural persons do not belong here: a person goes by role.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from legation.dossier.column import Wording, choice, column, day, text, wording
from legation.dossier.kind import Flag, Number
from legation.dossier.kind.other_model import ModelName, RowOfModel
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.reader import Places
from legation.dossier.problem import Problem
from legation.dossier.when import When

__all__ = ["GAME", "PROTOCOLS", "STYLES", "GameModel", "Lesson", "Reveal", "Side"]

PROTOCOLS = ("free", "turns", "single text")
"""How offers are made: by whoever wants to, in turns, or on one text of the host's."""
STYLES = ("hard", "even", "conciliatory")
"""How a simulated player lowers what it asks for: late, evenly, early."""
_TALKS = "negotiations/{}.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(ModelRow):
    """A party of the negotiation as it is played; ``model``: the part of that negotiation, which no file repeats."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("party",)
    party: str = column(RowOfModel(table="party"), needed=True)
    public: Wording = wording()
    brief: Wording = wording()
    bot: str = choice(*STYLES, default="even")
    model: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal(ModelRow):
    """What really happened, told after the game."""

    day: When | None = day()
    text: Wording = wording(needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(ModelRow):
    """What a player should have learnt."""

    text: Wording = wording(needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class GameModel(ModelHead):
    """A negotiation as it is played.

    Attributes
    ----------
    negotiation : str
        The NAME of ``negotiations/NAME.toml``: points, floors, rule and status quo stand there.
    minutes : int
        Of play, 5 to 480.
    protocol : str
        One of :data:`PROTOCOLS`.
    side_rooms : bool
        Whether some sides may talk and make offers apart from the others.
    vary : float
        By how much the points differ from the file, as a share of each, 0 to 0.5: who has read the file knows the structure, not the
        numbers.
    real, approved_by : Wording, str
        Why an invented deed of a real State may stand in it, and by which function that was approved; without both it is a fault.
    """

    ENDING: ClassVar[str] = ".toml"
    negotiation: str = column(ModelName(pattern=_TALKS), "", needed=True)
    minutes: int = column(Number(5, 480, whole=True), 45)
    protocol: str = choice(*PROTOCOLS, default="free")
    side_rooms: bool = column(Flag(), default=True)
    vary: float = column(Number(0, 0.5), 0.2)
    real: Wording = wording()
    approved_by: str = text()
    sides: tuple[Side, ...] = rows("side", Side, least=2)
    reveals: tuple[Reveal, ...] = rows("reveal", Reveal)
    lessons: tuple[Lesson, ...] = rows("lesson", Lesson)


def _checked(model: GameModel, part: str, places: Places, *, head: bool) -> Iterator[Problem]:  # noqa: ARG001 - the signature of checks
    at = [f"{place}.party" for place in places.get("sides", ())]
    yield from Check(part).twice(at, [side.party for side in model.sides])


def _completed(model: GameModel) -> GameModel:
    part = _TALKS.format(model.negotiation)
    return dataclasses.replace(model, sides=tuple(dataclasses.replace(side, model=part) for side in model.sides))


GAME = ModelKind(id="game", pattern="games/{path}.toml", head=GameModel, section="game", checked=_checked, completed=_completed)
