"""The negotiation that a question is about, as it was known, as a domain; and how its parties, issues and packages are called."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from legation.dossier.models.negotiation import NEGOTIATION, Agreed, Floor, Matter, NegotiationModel, Offer, Party, Ranking, Worth
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.methods.negotiation import Domain
from legation.methods.rule import Rule, share_of_weights, unless_no_from
from legation.questions.case import Case
from legation.questions.futures.asked import series
from legation.questions.part_inputs import PartInputs, part_asked, part_caveats
from legation.questions.trading.valued import Valued, domain_of, valued

__all__ = ["Package", "Talks", "caveats", "outcome_of", "talks_asked"]

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
        told = [self.settled(i, k) for i, k in enumerate(package) if base is None or base[i] != k]
        return series(told) if told else Message("trading.nothing-else")

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


def talks_asked(case: Case, name: str) -> Talks:
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
    part = part_asked(case, NEGOTIATION, name, none="trading.none", unknown="trading.unknown")
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
