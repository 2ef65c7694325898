"""A path beside all others of the same truth, and the one choice that cost most. Nobody who plays is compared with anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.learning.cards import CardGame, Path

__all__ = ["Beside", "Dearest", "beside", "dearest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Where a path stands among all paths.

    Attributes
    ----------
    below : tuple of int
        How many of 100 paths have fewer points, measure by measure; rounded down, so that 100 is never reached.
    lowest, highest : tuple of int
        The fewest and the most points of any path, measure by measure.
    below_on_all, above_on_all : int
        How many of 100 paths have fewer, or more, points on every measure; rounded down.
    """

    below: tuple[int, ...]
    lowest: tuple[int, ...]
    highest: tuple[int, ...]
    below_on_all: int
    above_on_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dearest:
    """The choice whose change alone would have helped most.

    Attributes
    ----------
    card : int
        The number of the card from 0.
    option : str
        What would have been better.
    by : tuple of int
        By how many points on each measure.
    """

    card: int
    option: str
    by: tuple[int, ...]


def _points(path: Path, measures: Sequence[str]) -> tuple[int, ...]:
    return tuple(path.measures[name] for name in measures)


def beside(every: Sequence[Path], path: Path, measures: Sequence[str]) -> Beside:
    """Return where a path stands among all.

    Parameters
    ----------
    every : sequence of Path
        All paths of one truth, ``path`` among them.
    measures : sequence of str
        Those that are looked at: more is better on each.

    Raises
    ------
    BadValue
        Without paths or measures.

    Examples
    --------
    >>> every = [Path((str(n),), {"true": n, "useful": -n}) for n in range(4)]
    >>> beside(every, every[3], ("true", "useful")).below
    (75, 0)
    """
    if not every or not measures:
        raise BadValue("There should be at least one path and one measure.")
    own, rows = _points(path, measures), [_points(one, measures) for one in every]
    lower = [sum(row[i] < own[i] for row in rows) for i in range(len(measures))]
    worse = sum(all(a < b for a, b in zip(row, own, strict=True)) for row in rows)
    better = sum(all(a > b for a, b in zip(row, own, strict=True)) for row in rows)
    return Beside(
        below=tuple(100 * count // len(rows) for count in lower),
        lowest=tuple(min(column) for column in zip(*rows, strict=True)),
        highest=tuple(max(column) for column in zip(*rows, strict=True)),
        below_on_all=100 * worse // len(rows),
        above_on_all=100 * better // len(rows),
    )


def dearest(game: CardGame, every: Sequence[Path], path: Path, measures: Sequence[str]) -> Dearest | None:
    """Return the one choice whose change, all others the same, would have helped most; None where no change helps.

    A change helps where no measure loses and one gains; it helps most where the measures together gain most. Of equal ones the earlier
    card comes first, then the earlier option.

    Parameters
    ----------
    game : CardGame
    every : sequence of Path
        All paths of one truth.
    path : Path
    measures : sequence of str

    Examples
    --------
    >>> from legation.methods.learning.cards import Card, Effect, Option, paths
    >>> good = Option(id="good", effects=(Effect(measure="true", by=1),))
    >>> game = CardGame(truths=("any",), measures={"true": 0}, cards=(Card(id="a", options=(Option(id="bad"), good)),))
    >>> every = paths(game, "any")
    >>> dearest(game, every, every[0], ("true",)).option, dearest(game, every, every[1], ("true",))
    ('good', None)
    """
    known = {one.options: one for one in every}
    own, found, most = _points(path, measures), None, 0
    for number, card in enumerate(game.cards):
        for option in card.options:
            other = known[(*path.options[:number], option.id, *path.options[number + 1 :])]
            by = tuple(a - b for a, b in zip(_points(other, measures), own, strict=True))
            if min(by) >= 0 and sum(by) > most:
                found, most = Dearest(card=number, option=option.id, by=by), sum(by)
    return found
