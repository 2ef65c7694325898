"""The data of the public game, read and checked once."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.dossier.when import When as Day
from legation.methods.learning import Card, CardGame, Effect, Option, When

__all__ = ["Activity", "Line", "PublicGame", "public_game"]

_FILE = Path(__file__).parent / "whose_word.toml"
_CONDITIONS = ("truths", "after", "without")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A real act of diplomacy.

    Attributes
    ----------
    id : str
        Of its row in the activities of the example.
    example, evidence : str
        Where it is found, and the source that it rests on there.
    date : When
    key : {"d", "c", "b", "n"}
        Digital, cyber, both or neither: set by hand.
    """

    id: str
    example: str
    evidence: str
    date: Day
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the game that is said where something holds."""

    id: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGame:
    """The game.

    Attributes
    ----------
    activities : tuple of Activity
    forms : mapping of str to str
        The two forms of questions: the right answers in their order.
    cards : CardGame
        Its measures are ``true``, ``useful``, and for each public and party ``PUBLIC.PARTY``: to what extent the public blames the party.
    parties, publics, sources : tuple of str
    found : mapping of str to mapping
        Truth: whether the responsibility is each party's: ``main``, ``part`` or ``none``.
    draws : mapping of str to int
        How many draws have each truth.
    news : mapping of str to tuple of Line
        Of each card: all that hold are said.
    outcomes : mapping of str to tuple of Line
        Of each option, as ``card.option``: the first that holds is said.
    """

    activities: tuple[Activity, ...]
    forms: Mapping[str, str]
    cards: CardGame
    parties: tuple[str, ...]
    publics: tuple[str, ...]
    sources: tuple[str, ...]
    found: Mapping[str, Mapping[str, str]]
    draws: Mapping[str, int]
    news: Mapping[str, tuple[Line, ...]]
    outcomes: Mapping[str, tuple[Line, ...]]


@functools.cache
def public_game() -> PublicGame:
    """Return the game.

    Examples
    --------
    >>> game = public_game()
    >>> len(game.activities), len(game.cards.cards), game.publics
    (12, 5, ('residents', 'trade', 'wide'))
    """
    given = tomllib.loads(_FILE.read_text("utf-8"))
    starts = {f"{public}.{party}": share for public, shares in given["blames"].items() for party, share in shares.items()}
    cards: list[Card] = []
    news: dict[str, tuple[Line, ...]] = {}
    outcomes: dict[str, tuple[Line, ...]] = {}
    for card in given["card"]:
        news[card["id"]] = _lines(card["news"])
        outcomes |= {f"{card['id']}.{option['id']}": _lines(option["outcomes"]) for option in card["option"]}
        options = (Option(id=option["id"], effects=tuple(map(_effect, option["effects"]))) for option in card["option"])
        cards.append(Card(id=card["id"], options=tuple(options)))
    return PublicGame(
        activities=tuple(Activity(**{**one, "date": Day(one["date"])}) for one in given["activity"]),
        forms={name: "".join(keys) for name, keys in given["forms"].items()},
        cards=CardGame(truths=tuple(given["truths"]), measures={"true": 0, "useful": 0} | starts, cards=tuple(cards)),
        parties=tuple(given["parties"]),
        publics=tuple(given["blames"]),
        sources=tuple(given["sources"]),
        found=given["found"],
        draws=given["draws"],
        news=news,
        outcomes=outcomes,
    )


def _when(given: Mapping[str, Any]) -> When:
    return When(**{name: tuple(given.get(name, ())) for name in _CONDITIONS})


def _lines(given: list[dict[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(one["id"], _when(one)) for one in given)


def _effect(given: Mapping[str, Any]) -> Effect:
    return Effect(measure=given["measure"], by=given["by"], source=given["source"], when=_when(given))
