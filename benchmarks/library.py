"""The games of the library against what a good game is: a table, and how often points drawn about those of the file keep it.

    PYTHONPATH=src python -m benchmarks.library

A game is good when 3 to 40 per cent of the packages clear all floors, the best package of at most half of the parties does, the middle
option everywhere lies at least .1 from the frontier, and three exchanges of concessions or more lead from the status quo to the Nash
solution. That the order of options tells nothing is measured by the first and the last option everywhere, too. A player begins within two
minutes: what a side reads, at 150 words a minute.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from legation.dossier.models.game import GAME, GameModel
from legation.dossier.models.negotiation import NEGOTIATION
from legation.methods.negotiation import Domain, debrief, solutions, standing, zone
from legation.questions.deals.negotiation.inputs import domain_of, valued
from legation.sources.packs.pack import pieces, read_pack

__all__ = ["Measured", "good", "main", "measured", "piece", "share_of_draws"]

DRAWS, SEED = 1_000, 20_261_201
WORDS_A_MINUTE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a game is measured by: shares 0 to 1, distances to the frontier in ranges of points."""

    share: float
    best: int
    parties: int
    middle: float
    first: float
    last: float
    logrolls: int

    @property
    def is_good(self) -> bool:
        """Whether all holds; that the first and the last option everywhere lead nowhere is beyond it."""
        return 0.03 <= self.share <= 0.4 and self.best <= self.parties / 2 and self.middle >= 0.1 and self.logrolls >= 3


def piece(name: str) -> tuple[GameModel, Domain, tuple[int, ...]]:
    """Return the game of a piece, its domain with the points of the file, and the status quo."""
    files = read_pack(name).outline.files
    (part,) = GAME.of(files).values()
    game = GAME.read(files[part], part)
    talks = NEGOTIATION.called(game.negotiation)
    model = NEGOTIATION.read(files[talks], talks)
    return game, domain_of(model, valued(model)[0]), tuple(one.names.index(model.status_quo[one.id]) for one in model.issues)


def measured(domain: Domain, status_quo: tuple[int, ...]) -> Measured:
    """Measure a domain."""
    sizes = domain.sizes
    nash = solutions(domain).nash.packages
    rolls = [len(debrief(domain, [], deal=one, status_quo=status_quo).logrolls) for one in nash]
    return Measured(
        share=zone(domain).share,
        best=sum(_best_clears(domain, party) for party in range(domain.parties)),
        parties=domain.parties,
        middle=standing(domain, [size // 2 for size in sizes]).distance,
        first=standing(domain, [0] * len(sizes)).distance,
        last=standing(domain, [size - 1 for size in sizes]).distance,
        logrolls=max(rolls, default=0),
    )


def good(domain: Domain, status_quo: tuple[int, ...]) -> bool:
    """Whether a domain makes a good game, the quickest to find first."""
    if not 0.03 <= zone(domain).share <= 0.4:
        return False
    if sum(_best_clears(domain, party) for party in range(domain.parties)) > domain.parties / 2:
        return False
    if standing(domain, [size // 2 for size in domain.sizes]).distance < 0.1:
        return False
    nash = solutions(domain).nash.packages
    return any(len(debrief(domain, [], deal=one, status_quo=status_quo).logrolls) >= 3 for one in nash)


def share_of_draws(domain: Domain, status_quo: tuple[int, ...], vary: float, draws: int = DRAWS, seed: int = SEED) -> float:
    """Return in which share of draws of points, each within ``vary`` of itself and whole, the game is good."""
    chance = np.random.default_rng(seed)
    found = 0
    for _ in range(draws):
        scores = [np.rint(table * chance.uniform(1 - vary, 1 + vary, table.shape)) for table in domain.tables]
        found += good(Domain(scores=scores, reservation=domain.reservation), status_quo)
    return found / draws


def _best_clears(domain: Domain, party: int) -> bool:
    """Whether some package that gives a party the most clears all floors."""
    options = [np.flatnonzero(table[party] == table[party].max()).tolist() for table in domain.tables]
    worth = domain.utilities(list(itertools.product(*options)))
    return bool((worth >= domain.reservation).all(axis=1).any())


def _reading(game: GameModel) -> float:
    """Return the longest reading of a side before it acts, in minutes, in either language."""
    words = (len(f"{getattr(side.public, lang)} {getattr(side.brief, lang)}".split()) for side in game.sides for lang in ("en", "fr"))
    return max(words) / WORDS_A_MINUTE


def main() -> None:
    """Print the table."""
    print(f"\nlibrary: each game as in its file, and the share of {DRAWS} draws of its points that keep it a good game")
    print(f"  {'':<30}{'packages':>9}{'clear':>7}{'best':>6}{'middle':>8}{'first':>7}{'last':>7}{'logrolls':>9}{'draws':>7}{'reading':>10}")
    for name in pieces():
        game, domain, status_quo = piece(name)
        one = measured(domain, status_quo)
        draws = share_of_draws(domain, status_quo, game.vary)
        line = f"{domain.packages:>9}{one.share:>7.0%}{f'{one.best}/{one.parties}':>6}{one.middle:>8.2f}{one.first:>7.2f}{one.last:>7.2f}"
        reading = f"{math.ceil(_reading(game) * 60)} s"
        print(f"  {name:<30}{line}{one.logrolls:>9}{draws:>7.1%}{reading:>10}{'' if one.is_good else '  NOT GOOD'}", flush=True)


if __name__ == "__main__":
    main()
