"""What a game has shown, worked out: where each offer stood, which exchanges made the deal, what could be read, and what else there was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.errors import BadValue
from legation.language import Message
from legation.methods.negotiation import (
    CoalitionTable,
    Domain,
    Solutions,
    Standing,
    Zone,
    debrief,
    zone,
)
from legation.methods.negotiation.distance import standings
from legation.methods.negotiation.frontier import points
from legation.methods.progress import Progress, silent
from legation.questions.games.record import HOST, GameRecord, Package

__all__ = ["BESIDE", "GameShown", "Readable", "shown_by", "standings_of"]

BESIDE: Mapping[str, Message] = {
    "nash": Message("trading.concept.nash"),
    "kalai_smorodinsky": Message("trading.concept.kalai_smorodinsky"),
    "min_spread": Message("trading.concept.min_spread"),
    "egalitarian": Message("trading.concept.egalitarian"),
}
"""The solutions that stand beside the deal: of Kalai and Smorodinsky both that go by this name."""
NARROW = 0.25
"""A floor could be read where the middle 90 % of what offers tell of it is at most so wide [share of the range], and holds it."""
ALIKE = 0.5
"""Priorities could be read from a rank correlation of so much on."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """What could be read of a party from its own offers.

    Attributes
    ----------
    party, offers : int
        Whose they are, and how many.
    low, median, high : float or None
        The floor, as offers tell it: the middle 90 % and the middle [points]; None without an offer.
    floor : float or None
        As it was; None where it had none.
    priorities : float or None
        Rank correlation of the weight of its issues with how often it left them as they were [-1 to 1]; None where too little was offered.
    """

    party: int
    offers: int
    low: float | None
    median: float | None
    high: float | None
    floor: float | None
    width: float | None
    priorities: float | None

    @property
    def is_floor_read(self) -> bool:
        """Whether its offers gave its floor away."""
        if self.floor is None or self.low is None or self.high is None or self.width is None:
            return False
        return self.width <= NARROW and self.low - _SAME <= self.floor <= self.high + _SAME

    @property
    def are_priorities_read(self) -> bool:
        """Whether what it left unchanged gave away what matters to it."""
        return self.priorities is not None and self.priorities >= ALIKE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GameShown:
    """What a revealed rehearsal has shown.

    Attributes
    ----------
    record : GameRecord
    domain : Domain
    standings : tuple of Standing
        Of each offer of the record, in its order.
    last : Standing or None
        Of the deal, else of the last offer; None where nothing was offered.
    logrolls : tuple
        As :func:`legation.methods.negotiation.debrief` lists them.
    read : tuple of Readable
        By party.
    zone : Zone or None
        None where it could not be counted.
    table : CoalitionTable or None
        None where coalitions could not be counted.
    beside : Solutions
    created : float or None
        What the deal brought the side that gained least over the status quo, as a share of its range; None without one of the two.
    claimed : tuple of (float or None)
        Of what each side could have had over what it has without a deal, the share that the deal gave it; in the order of sides.
    unmet : tuple of int
        Parties that no offer made to them brought to their floor and above the status quo.
    """

    record: GameRecord
    domain: Domain
    standings: tuple[Standing, ...]
    last: Standing | None
    logrolls: tuple[Any, ...]
    read: tuple[Readable, ...]
    zone: Zone | None
    table: CoalitionTable | None
    beside: Solutions
    created: float | None
    claimed: tuple[float | None, ...]
    unmet: tuple[int, ...]

    def worth(self, package: Package) -> Any:
        """Return what a package is worth to each party [points]."""
        return self.domain.utilities(list(package))[0]

    def named(self) -> Mapping[Package, list[str]]:
        """Return the packages that solutions name, in their order, each with the solutions that name it."""
        found: dict[Package, list[str]] = {}
        for concept in BESIDE:
            for row in getattr(self.beside, concept).packages.tolist()[:1]:
                found.setdefault(tuple(row), []).append(concept)
        return found


def shown_by(record: GameRecord, progress: Progress = silent) -> GameShown | None:
    """Work out what a game has shown; None where its points are not known: before the secrets were opened, and of talks in earnest.

    Raises
    ------
    BadValue
        Where the frontier is too large to be listed.
    Cancelled
        Where ``progress`` raises it.
    """
    domain = record.domain
    if domain is None:
        return None
    own = [one for one in record.offers if one.party != HOST]
    deal = record.deal
    found = debrief(
        domain,
        [(one.time, one.party, one.package) for one in own],
        deal=deal.package if deal else None,
        rule=record.rule,
        status_quo=record.status_quo,
    )
    progress(1, 3)
    placed = standings_of(record)
    last = placed[deal.place - 1] if deal else placed[-1] if placed else None
    progress(2, 3)
    shown = GameShown(
        record=record,
        domain=domain,
        standings=placed,
        last=last,
        logrolls=tuple(found.logrolls),
        read=tuple(_readable(record, domain, found, party) for party in range(domain.parties)),
        zone=_or_none(zone, domain),
        table=found.voting,
        beside=found.solutions,
        created=_known(found.created),
        claimed=tuple(map(_known, found.claimed.tolist())),
        unmet=tuple(_unmet(record, domain)),
    )
    progress(3, 3)
    return shown


def standings_of(record: GameRecord) -> tuple[Standing, ...]:
    """Return where each offer of a game stood, in order; nothing where its points are not known."""
    if record.domain is None:
        return ()
    found = standings(record.domain, np.array([one.package for one in record.offers]), points(record.domain)) if record.offers else ()
    return tuple(found)


def _readable(record: GameRecord, domain: Domain, found: Any, party: int) -> Readable:
    read, floor = found.floor_shown[party], float(domain.reservation[party])
    spread = float(domain.highest[party] - domain.lowest[party])
    return Readable(
        party=party,
        offers=len(record.made_by(party)),
        low=None if read is None else read.low,
        median=None if read is None else read.median,
        high=None if read is None else read.high,
        floor=floor if np.isfinite(floor) else None,
        width=None if read is None or spread <= _SAME else (read.high - read.low) / spread,
        priorities=_known(float(found.priorities_shown[party])),
    )


def _unmet(record: GameRecord, domain: Domain) -> list[int]:
    """Return whom no offer of another that was made to it brought to its floor and above what it has now."""
    now = domain.disagreement if record.status_quo is None else domain.utilities(list(record.status_quo))[0]
    met: set[int] = set()
    for one in record.offers:
        worth = domain.utilities(list(one.package))[0]
        met |= {party for party in one.to if worth[party] >= domain.reservation[party] - _SAME and worth[party] > now[party] + _SAME}
    return [party for party in range(domain.parties) if party not in met]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _or_none(count: Any, *given: Any) -> Any:
    """Return what a method counts; None where there is too much to count."""
    try:
        return count(*given)
    except BadValue:
        return None
