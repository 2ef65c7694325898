"""What came of a path through the five days: what was true, what helped, whom publics blame, and the path beside all others."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.methods.learning import Beside, Dearest, Path, beside, dearest, paths
from legation.methods.share import largest_remainders
from legation.questions.public_game.game import public_game

__all__ = ["MEASURES", "Outcome", "every_path", "news_of", "outcome_line", "outcome_of"]

MEASURES = ("true", "useful")
"""What counts. Whom publics blame does not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a path.

    Attributes
    ----------
    points : tuple of int
        Of each measure.
    beside : Beside
        Among all paths with the same truth.
    dearest : Dearest or None
    blame : mapping of str to tuple of int
        Public: to what extent it blames each party [%], 100 together.
    """

    points: tuple[int, ...]
    beside: Beside
    dearest: Dearest | None
    blame: Mapping[str, tuple[int, ...]]


@functools.cache
def every_path(truth: str) -> tuple[Path, ...]:
    """Return every path through the five days where something is true."""
    return paths(public_game().cards, truth)


@functools.cache
def outcome_of(truth: str, options: tuple[str, ...]) -> Outcome:
    """Return what came of a whole path.

    Examples
    --------
    >>> found = outcome_of("firm", ("plain", "share", "admit", "holder", "publish"))
    >>> found.beside.above_on_all, found.dearest, sum(found.blame["wide"])
    (0, None, 100)
    """
    game, every = public_game(), every_path(truth)
    path = next(one for one in every if one.options == options)
    shares = {public: [path.measures[f"{public}.{party}"] for party in game.parties] for public in game.publics}
    return Outcome(
        points=tuple(path.measures[name] for name in MEASURES),
        beside=beside(every, path, MEASURES),
        dearest=dearest(game.cards, every, path, MEASURES),
        blame={public: tuple(largest_remainders([100 * n / sum(those) for n in those], 100)) for public, those in shares.items()},
    )


def _taken(options: Sequence[str]) -> set[str]:
    return {f"{card.id}.{option}" for card, option in zip(public_game().cards.cards, options, strict=False)}


def news_of(truth: str, options: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the news of the day that follows some choices."""
    card = public_game().cards.cards[len(options)]
    return tuple(line.id for line in public_game().news[card.id] if line.when.holds(truth, _taken(options)))


def outcome_line(truth: str, options: Sequence[str]) -> str:
    """Return the id of what came of the last of some choices."""
    card, taken = public_game().cards.cards[len(options) - 1], _taken(options)
    return next(line.id for line in public_game().outcomes[f"{card.id}.{options[-1]}"] if line.when.holds(truth, taken))
