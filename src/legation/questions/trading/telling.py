"""What our offers tell of our floor, and what the next one would tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from legation.dossier.models.negotiation import Offer
from legation.methods.negotiation import Leak, frontier, leak
from legation.questions.trading.asked import Package
from legation.questions.trading.mandated import Limits

__all__ = ["Next", "Told", "told"]

_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """An offer that we might make: what it is worth to us, what each party gains against our last offer, and what it tells.

    Attributes
    ----------
    after : (low, median, high)
        Of our floor, as a recipient could see it after this offer.
    """

    package: Package
    worth: float
    gains: tuple[float, ...]
    after: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What our offers told.

    Attributes
    ----------
    offers : tuple of (Offer, package)
        Ours, by date.
    leak : Leak
    dated : bool
        Whether times are shares of the time from opening to deadline; else the order of the offers stands for it.
    following : tuple of Next
        Offers that give another party more than our last one did and are not below our floor: first those that tell least.
    """

    offers: tuple[tuple[Offer, Package], ...]
    leak: Leak
    dated: bool
    following: tuple[Next, ...]


def told(limits: Limits) -> Told | None:
    """Return what our offers tell; None where we made none, or all packages are worth the same to us."""
    talks, us = limits.talks, limits.us
    low, high = float(talks.domain.lowest[us]), float(talks.domain.highest[us])
    party = talks.valued[us].party.id
    ours = tuple((offer, package) for offer, package in talks.offers if package is not None and offer.party == party)
    if not ours or not low < high:
        return None
    worth = np.clip(talks.domain.utilities([package for _, package in ours]), talks.domain.lowest, talks.domain.highest)
    times, now, dated = _times(limits, [offer for offer, _ in ours])
    candidates = _candidates(limits, worth[-1])
    values = [min(max(float(row[us]), low), high) for _, row in candidates]
    found = leak(worth[:, us], times, lowest=low, highest=high, candidates=values, now=now)
    following = [
        Next(
            package=package,
            worth=float(row[us]),
            gains=tuple((row - worth[-1]).tolist()),
            after=(float(after[0]), float(after[1]), float(after[2])),
        )
        for (package, row), after in zip(candidates, found.after_next, strict=True)
    ]
    following.sort(key=lambda one: (-round(one.after[2], 6), -round(one.after[1], 6), -max(one.gains), one.package))
    return Told(offers=ours, leak=found, dated=dated, following=tuple(following))


def _times(limits: Limits, offers: Sequence[Offer]) -> tuple[list[float], float, bool]:
    """Return when each offer was made, and now, as shares of the time of the talks."""
    model, today = limits.talks.model, limits.talks.case.as_of
    if model.opened is None or model.deadline is None:
        return [(at + 1) / (len(offers) + 2) for at in range(len(offers))], (len(offers) + 1) / (len(offers) + 2), False
    begun, span = model.opened.last, max((model.deadline.last - model.opened.last).days, 1)
    shares = [min(max((day - begun).days / span, 0.0), 1.0) for day in [*(offer.date.last for offer in offers), today]]
    return shares[:-1], max(shares), True


def _candidates(limits: Limits, last: np.ndarray) -> list[tuple[Package, np.ndarray]]:
    """Return packages of the frontier of what is left that are not below our floor and give another party more than our last offer."""
    if limits.domain is None:
        return []
    edge = frontier(limits.domain)
    others = [place for place in range(limits.domain.parties) if place != limits.us]
    kept = (edge.utilities[:, limits.us] >= limits.floor - 1e-9) & (edge.utilities[:, others] > last[others] + 1e-9).any(axis=1)
    rows = np.flatnonzero(kept)[:_MOST]
    return [(limits.package(edge.packages[row].tolist()), edge.utilities[row]) for row in rows.tolist()]
