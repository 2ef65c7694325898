"""The game that a question is about: which log is asked for, what of it may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.base.part_inputs import unknown_name
from legation.questions.games.log_part import GAME_LOG, day_of
from legation.questions.games.record import AREA, GameRecord

__all__ = ["GAME_PLAYED", "PlayedGame", "find_played", "games_played"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedGame:
    """A game that is asked about, and the names of the others."""

    record: GameRecord
    name: str
    others: tuple[str, ...]


def games_played(case: Case, _: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the games that were played by the day of knowing, by what tells them apart, the newest first."""
    there = {name: day_of(part) for name, part in GAME_LOG.of(case.dossier.files).items()}
    known = [(day, name) for name, day in there.items() if day is not None and day <= case.as_of]
    return {name: name for _, name in sorted(known, key=lambda pair: (-pair[0].toordinal(), pair[1]))}


def find_played(case: Case, name: str) -> PlayedGame:
    """Return the game that was asked for, or the one that was played last.

    A name is also meant with its folder and ending.

    Raises
    ------
    NotAvailable
        Where none was played by the day of knowing.
    WrongUse
        Where there is none of the name.
    DossierError
        Where its log is faulty.
    """
    there = list(games_played(case, {}))
    if not there:
        raise NotAvailable(Message(f"{AREA}.none", as_of=case.as_of))
    wanted = name.strip().removeprefix("games/").removesuffix(".jsonl") or there[0]
    chosen = [one for one in there if wanted in (one, one.partition("/")[0])][:1]
    if not chosen:
        raise unknown_name(f"{AREA}.unknown", name, there)
    part = GAME_LOG.called(chosen[0])
    record = GAME_LOG.read(case.dossier.files[part], part)
    return PlayedGame(record=record, name=chosen[0], others=tuple(one for one in there if one != chosen[0]))


def _is_played(case: Case, options: Mapping[str, Any]) -> object:
    return find_played(case, options["game"])


GAME_PLAYED = Condition(id="game-played", place="game-log", check=_is_played)
