"""A game of cards for one: each card asks for a choice, each choice moves named measures, and by how much depends on a hidden truth."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from legation.errors import BadValue

__all__ = ["Card", "CardGame", "Effect", "Option", "Path", "When", "paths", "play"]

MOST_PATHS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Under which truth, and after which choices, something holds.

    Attributes
    ----------
    truths : tuple of str
        One of them is true; empty: whatever is true.
    after : tuple of str
        One of these options was taken, as ``card.option``; empty: whatever was taken.
    without : tuple of str
        None of these options was taken.

    Examples
    --------
    >>> When(truths=("theirs",), without=("first.deny",)).holds("theirs", {"first.admit"})
    True
    """

    truths: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def holds(self, truth: str, taken: set[str]) -> bool:
        """Whether it holds where ``truth`` is true and these options were taken."""
        return (
            (not self.truths or truth in self.truths)
            and (not self.after or not taken.isdisjoint(self.after))
            and taken.isdisjoint(self.without)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an option does to a measure.

    Attributes
    ----------
    measure : str
    by : int
        In points of the measure: a number of the model's maker.
    source : str
        The id of what says in which direction the effect goes.
    when : When
        Options of the same card and of those before count as taken.
    """

    measure: str
    by: int
    source: str = ""
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the choices of a card."""

    id: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A choice that is asked for."""

    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGame:
    """Cards in the order in which they are played.

    Attributes
    ----------
    truths : tuple of str
        What may be true and is hidden from the player.
    measures : mapping of str to int
        The measures in their order, and at how many points each begins.
    cards : tuple of Card

    Raises
    ------
    BadValue
        For two cards, or two options of a card, of one id; for a measure, a truth or an option that an effect names and nobody declares;
        and where there are more than 100,000 paths.
    """

    truths: tuple[str, ...]
    measures: Mapping[str, int]
    cards: tuple[Card, ...]

    def __post_init__(self) -> None:
        ids = [f"{card.id}.{option.id}" for card in self.cards for option in card.options]
        if len({card.id for card in self.cards}) < len(self.cards) or len(set(ids)) < len(ids):
            raise BadValue("Two cards or two options have one id.")
        count = 1
        for card in self.cards:
            count *= len(card.options)
        if not 1 <= count <= MOST_PATHS:
            raise BadValue(f"There are {count} paths; allowed are 1 to {MOST_PATHS}.")
        for effect in (effect for card in self.cards for option in card.options for effect in option.effects):
            unknown = {effect.measure} - set(self.measures)
            unknown |= set(effect.when.truths) - set(self.truths)
            unknown |= {*effect.when.after, *effect.when.without} - set(ids)
            if unknown:
                raise BadValue(f"An effect names {', '.join(sorted(unknown))}, which is not declared.")


@dataclass(frozen=True, slots=True)
class Path:
    """One way through all cards.

    Attributes
    ----------
    options : tuple of str
        The option of each card.
    measures : mapping of str to int
        What each measure comes to.
    """

    options: tuple[str, ...]
    measures: Mapping[str, int]


def play(game: CardGame, truth: str, options: Sequence[str]) -> dict[str, int]:
    """Return what each measure comes to after some choices.

    Parameters
    ----------
    game : CardGame
    truth : str
        What is true.
    options : sequence of str
        The option taken of each card, in their order; fewer than there are cards: so far.

    Returns
    -------
    dict of str to int
        Measure: its points, those that it began with among them.

    Raises
    ------
    BadValue
        For a truth or an option that there is not, or more options than cards.

    Examples
    --------
    >>> say = Option(id="say", effects=(Effect(measure="true", by=2, when=When(truths=("ours",))),))
    >>> game = CardGame(truths=("ours", "theirs"), measures={"true": 0}, cards=(Card(id="first", options=(say, Option(id="deny"))),))
    >>> play(game, "ours", ["say"]), play(game, "theirs", ["say"])
    ({'true': 2}, {'true': 0})
    """
    if truth not in game.truths:
        raise BadValue(f"The truth should be one of {', '.join(game.truths)}. Got {truth!r}.")
    if len(options) > len(game.cards):
        raise BadValue(f"There are {len(game.cards)} cards. Got {len(options)} options.")
    points, taken = dict(game.measures), set[str]()
    for card, name in zip(game.cards, options, strict=False):
        option = next((one for one in card.options if one.id == name), None)
        if option is None:
            raise BadValue(f"The option of {card.id} should be one of {', '.join(one.id for one in card.options)}. Got {name!r}.")
        taken.add(f"{card.id}.{name}")
        for effect in option.effects:
            if effect.when.holds(truth, taken):
                points[effect.measure] += effect.by
    return points


def paths(game: CardGame, truth: str) -> tuple[Path, ...]:
    """Return every path where something is true, in the order in which cards and options are declared, the last card fastest.

    Raises
    ------
    BadValue
        For a truth that there is not.

    Examples
    --------
    >>> game = CardGame(truths=("any",), measures={"true": 0}, cards=(Card(id="a", options=(Option(id="x"), Option(id="y"))),))
    >>> [path.options for path in paths(game, "any")]
    [('x',), ('y',)]
    """
    every = itertools.product(*([option.id for option in card.options] for card in game.cards))
    return tuple(Path(options, play(game, truth, options)) for options in every)
