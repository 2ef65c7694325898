"""From points and ranked cards to what each option is worth to each party; drawn again from their ranges, to see what hangs on them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from legation.dossier.models.negotiation import NegotiationModel, Party
from legation.methods.negotiation import Domain, Weights, elicit
from legation.methods.negotiation.domain import Floats

__all__ = ["WHOLE", "Valued", "domain_of", "drawn", "is_open", "valued"]

WHOLE = 100.0
"""Points of the best package of a party that ranked cards."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Valued:
    """What the options are worth to one party.

    Attributes
    ----------
    points : tuple of ndarray, shape (n_options, 3)
        By issue: low, value and high of each option, as they were given.
    weights : Weights or None
        How much each issue matters, where cards were ranked.
    floor : float or None
    """

    party: Party
    points: tuple[Floats, ...]
    weights: Weights | None
    floor: float | None

    def scores(self) -> list[Floats]:
        """Return what each option adds, by issue, with the central points and weights."""
        return self._scaled([table[:, 1] for table in self.points], None if self.weights is None else self.weights.central)

    def drawn(self, chance: np.random.Generator) -> list[Floats]:
        """Return the same with points from their triangles and weights from those that fit the ranking."""
        tables = [_triangular(table, chance) for table in self.points]
        weights = None if self.weights is None else self.weights.sample[chance.integers(len(self.weights.sample))]
        return self._scaled(tables, weights)

    def _scaled(self, tables: list[Floats], weights: Floats | None) -> list[Floats]:
        if weights is None:
            return tables
        return [WHOLE * weight * _share(table) for weight, table in zip(weights.tolist(), tables, strict=True)]


def valued(model: NegotiationModel) -> tuple[tuple[Valued, ...], tuple[Party, ...]]:
    """Return what is known of each party, and the parties of which the worth of some issue is not known."""
    points = {(row.party, row.issue): row.points for row in model.worths}
    floors = {row.party: row.value for row in model.floors}
    made: list[Valued] = []
    left_out: list[Party] = []
    for party in model.parties:
        if any((party.id, issue.id) not in points for issue in model.issues):
            left_out.append(party)
            continue
        tables = tuple(np.array([points[party.id, issue.id][option] for option in issue.names]) for issue in model.issues)
        made.append(Valued(party=party, points=tables, weights=_weights(model, party, tables), floor=floors.get(party.id)))
    return tuple(made), tuple(left_out)


def domain_of(model: NegotiationModel, made: Sequence[Valued], scores: Sequence[list[Floats]] | None = None) -> Domain:
    """Return the domain of some parties, with the central scores or others."""
    given = [one.scores() for one in made] if scores is None else scores
    return Domain(
        scores=[np.array([one[issue] for one in given]) for issue in range(len(model.issues))],
        reservation=[one.floor for one in made],
        discount=[one.party.discount for one in made],
        issue_names=[one.id for one in model.issues],
        option_names=[one.names for one in model.issues],
        party_names=[one.party.id for one in made],
    )


def is_open(made: Sequence[Valued]) -> bool:
    """Whether any points have a range, or any ranking leaves weights open."""
    ranges = any((table[:, 0] < table[:, 2]).any() for one in made for table in one.points)
    return ranges or any(one.weights is not None and bool(np.ptp(one.weights.sample, axis=0).any()) for one in made)


def drawn(model: NegotiationModel, made: Sequence[Valued], draws: int, seed: int) -> Iterator[Domain]:
    """Yield domains drawn from the ranges of points and of weights, each party and each option by itself."""
    chance = np.random.default_rng(seed)
    for _ in range(draws):
        yield domain_of(model, made, [one.drawn(chance) for one in made])


def _weights(model: NegotiationModel, party: Party, tables: Sequence[Floats]) -> Weights | None:
    """Return the weights that fit how a party ranked cards; None where it ranked none."""
    at = {card.id: number for number, card in enumerate(model.cards)}
    pairs = [(at[a], at[b]) for row in model.rankings if row.party == party.id for a, b in itertools.pairwise(row.cards)]
    if not pairs:
        return None
    shares = [_share(table[:, 1]) for table in tables]
    cards = [
        [share[issue.names.index(card.package[issue.id])] for issue, share in zip(model.issues, shares, strict=True)]
        for card in model.cards
    ]
    return elicit(cards, pairs=pairs)


def _share(values: Floats) -> Floats:
    """Return values from 0, the worst, to 1, the best; all 0 where they are alike."""
    low, high = values.min(), values.max()
    return (values - low) / (high - low) if high > low else np.zeros(len(values))


def _triangular(table: Floats, chance: np.random.Generator) -> Floats:
    low, value, high = table.T
    wide = np.where(high > low, high - low, 1.0)
    at, turn = chance.random(len(table)), (value - low) / wide
    left = low + np.sqrt(at * wide * (value - low))
    right = high - np.sqrt((1 - at) * wide * (high - value))
    return np.asarray(np.where(high > low, np.where(at < turn, left, right), value))
