"""The negotiation that a question is about, as it was known: parties, issues, packages, and what each option is worth to each party."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from legation.dossier.models.negotiation import NEGOTIATION, Agreed, Floor, Matter, NegotiationModel, Offer, Party, Ranking, Worth
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.methods.negotiation import Domain, Weights, elicit
from legation.methods.negotiation.domain import Floats
from legation.methods.rule import Rule, share_of_weights, unless_no_from
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.base.part_inputs import PartInputs, choose_part, part_caveats
from legation.questions.futures.inputs import series

__all__ = [
    "NEGOTIATION_VALUED",
    "WHOLE",
    "Package",
    "Talks",
    "Valued",
    "caveats",
    "domain_of",
    "find_negotiation",
    "is_open",
    "outcome_of",
    "sampled_domains",
    "valued",
]


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


def sampled_domains(model: NegotiationModel, made: Sequence[Valued], draws: int, seed: int) -> Iterator[Domain]:
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


Package = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Talks(PartInputs[NegotiationModel]):
    """A negotiation as it was known.

    Attributes
    ----------
    case : Case
    valued : tuple of Valued
        What the options are worth to each party that is compared, in the order of the file.
    left_out : tuple of Party
        Parties of which not every issue's worth is known: they are not compared.
    domain : Domain
        With the central points; parties, issues and options under their ids.
    status_quo : tuple of int or None
    offers : tuple of (Offer, package or None)
        By date; None where an offer leaves an issue open and no status quo settles it.
    """

    case: Case
    valued: tuple[Valued, ...]
    left_out: tuple[Party, ...]
    domain: Domain
    status_quo: Package | None
    offers: tuple[tuple[Offer, Package | None], ...]

    @property
    def parties(self) -> tuple[Named, ...]:
        """The parties that are compared."""
        return tuple(self.named(one.party) for one in self.valued)

    @property
    def issues(self) -> tuple[Named, ...]:
        """The issues."""
        return tuple(Named(one.id, one.name or one.id) for one in self.model.issues)

    @property
    def rule(self) -> Rule | None:
        """How the parties decide, by their ids; None: all must agree."""
        if not self.model.share:
            return None
        there = {one.party.id: one.party.weight for one in self.valued}
        rule = share_of_weights(there, Fraction(self.model.share), self.model.strict)
        veto = [one for one in self.model.veto if one in there]
        return unless_no_from(rule, veto) if veto else rule

    @property
    def floors(self) -> tuple[str, ...]:
        """The ids of the parties whose floor is given."""
        there = {one.party for one in self.model.floors}
        return tuple(one.party.id for one in self.valued if one.party.id in there)

    def named(self, party: Party) -> Named:
        """Return a party as a reader knows it."""
        return Named(party.id, party.name or (self.case.named(party.actor).name if party.actor else party.id))

    def party(self, identifier: str) -> Named:
        """Return a party by its id."""
        return next((self.named(one) for one in self.model.parties if one.id == identifier), Named(identifier, identifier))

    def offer(self, offer: Offer) -> Message:
        """Return an offer as a reader knows it: by its name, else by who made it."""
        if offer.name:
            return Message("trading.offer-named", name=Named(offer.id, offer.name), date=offer.date)
        if offer.party:
            return Message("trading.offer-of", party=self.party(offer.party), date=offer.date)
        return Message("trading.offer-text", date=offer.date)

    def settled(self, issue: int, option: int) -> Message:
        """Return an issue with the option that settles it."""
        return Message("trading.settled", issue=self.issues[issue], option=self.option(issue, option))

    def option(self, issue: int, option: int) -> Named:
        """Return an option as a reader knows it."""
        one = self.model.issues[issue].options[option]
        return Named(one.id, one.name or one.id)

    def words(self, package: Sequence[int], base: Sequence[int] | None = None) -> Spoken:
        """Return a package in words, issue by issue; beside a base, only where it differs from that."""
        clauses = [self.settled(i, k) for i, k in enumerate(package) if base is None or base[i] != k]
        return series(clauses) if clauses else Message("trading.nothing-else")

    def behind(self) -> tuple[str, ...]:
        """Return the evidence of what the options are worth, and of the floors."""
        rows: tuple[Worth | Floor | Ranking, ...] = (*self.model.worths, *self.model.floors, *self.model.rankings)
        return self.seen(*(row.evidence for row in rows))

    def package(self, given: Mapping[str, str]) -> Package | None:
        """Return the numbers of the options that a table names, the status quo where it is silent; None where an issue stays open."""
        found = {**self.model.status_quo, **given}
        if any(one.id not in found for one in self.model.issues):
            return None
        return tuple(_place(one, found[one.id]) for one in self.model.issues)


def _place(matter: Matter, option: str) -> int:
    return matter.names.index(option)


def find_negotiation(case: Case, name: str) -> Talks:
    """Return the negotiation that was asked for, or the first by name.

    Raises
    ------
    NotAvailable
        Where none was known, or too little of it.
    WrongUse
        Where there is none of the name.
    DossierError
        Where its file is faulty.
    """
    part = choose_part(case, NEGOTIATION, name, none="trading.none", unknown="trading.unknown")
    model = part.model
    made, left_out = valued(model)
    if len(made) < 2 or not model.issues:
        raise NotAvailable(Message("trading.too-little", title=part.title, count=len(made), part=model.part, as_of=case.as_of))
    talks = Talks(
        **vars(part),
        case=case,
        valued=made,
        left_out=left_out,
        domain=domain_of(model, made),
        status_quo=None,
        offers=(),
    )
    return _with_packages(talks)


def _with_packages(talks: Talks) -> Talks:
    by_date = sorted(talks.model.offers, key=lambda offer: offer.date.last)
    offers = tuple((offer, talks.package(offer.package)) for offer in by_date)
    return dataclasses.replace(talks, status_quo=talks.package({}), offers=offers)


def outcome_of(talks: Talks, *, reveal: bool) -> tuple[Agreed, Package] | None:
    """Return what was agreed, with its package: what is known of it, or, where it is asked for, what came later."""
    rows = talks.model.agreed
    if reveal and not rows:
        part = talks.model.part
        rows = NEGOTIATION.read(talks.case.later.files[part], part).agreed
    for row in sorted(rows, key=lambda one: one.date.last, reverse=True):
        package = talks.package({issue: option for issue, option in row.package.items() if issue in {one.id for one in talks.model.issues}})
        if package is not None:
            return row, package
    return None


def caveats(talks: Talks) -> Iterator[Message]:
    """Return what the file is, and what was left out or does not hold together."""
    return part_caveats("trading", talks, _left_out(talks))


def _left_out(talks: Talks) -> Iterator[Message]:
    for one in talks.valued:
        if one.weights is not None and one.weights.inconsistent:
            yield Message("trading.inconsistent", party=talks.named(one.party), count=len(one.weights.inconsistent))
    if talks.left_out:
        yield Message("trading.left-out", count=len(talks.left_out), parties=tuple(map(talks.named, talks.left_out)))
    without = tuple(talks.named(one.party) for one in talks.valued if one.party.id not in talks.floors)
    if without:
        yield Message("trading.no-floor", count=len(without), parties=without)
    partial = tuple(offer.id for offer, package in talks.offers if package is None)
    if partial:
        yield Message("trading.partial", count=len(partial), offers=partial)


def _is_valued(case: Case, options: Mapping[str, Any]) -> object:
    return find_negotiation(case, options["negotiation"])


NEGOTIATION_VALUED = Condition(id="negotiation-valued", place="negotiation", check=_is_valued)
