"""The offers of a game in order, as a picture: of two sides in the plane of what they are worth, else how far each lay from the best."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.figures.figure import Figure, Named
from legation.figures.kit.plane import Axis, Group, Region, Spot, plane
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.language import Message
from legation.methods.negotiation import Domain, frontier
from legation.questions.games.record import AREA, GameRecord, MadeOffer
from legation.questions.games.shown import GameShown, standings_of

__all__ = ["PlacedOffer", "PlacedOffers", "picture_of", "placed_offers"]

ROWS = 20
"""Offers that have a row each; of more the picture is drawn over time."""
_COLOURS = ("#2B5C8A", "#8A5A2B", "#1B7F79", "#6B4E8E", "#4E5668", "#A0522D", "#3C6E47", "#14213D")
_SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
_DEAL = ("triangle-up", "#B3261E")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOffer:
    """An offer by how far it lay from the frontier [0 to the root of the number of sides]; between two sides its place [0 to 100]."""

    place: int
    party: int
    distance: float
    is_deal: bool
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOffers:
    """The offers of a game in order; between two sides with the points of the frontier [0 to 100]."""

    offers: tuple[PlacedOffer, ...] = ()
    edge: tuple[tuple[float, float], ...] = ()


def placed_offers(record: GameRecord) -> PlacedOffers:
    """Return the offers of a game as a page draws them; none where its points are not known."""
    if record.domain is None or not record.offers:
        return PlacedOffers()
    shown = standings_of(record)
    is_plane = record.domain.parties == 2
    at = _Corners(record.domain)
    offers = []
    for one, stands in zip(record.offers, shown, strict=True):
        x, y = at(stands.utilities.tolist()) if is_plane else (0.0, 0.0)
        is_deal = record.deal is not None and one.number == record.deal.number
        offers.append(PlacedOffer(place=one.place, party=one.party, distance=stands.distance, is_deal=is_deal, x=x, y=y))
    edge = tuple(map(at, frontier(record.domain).utilities.tolist())) if is_plane else ()
    return PlacedOffers(offers=tuple(offers), edge=edge)


class _Corners:
    """Where what a package is worth to two sides lies between the worst package of each and its best [0 to 100]."""

    def __init__(self, domain: Domain) -> None:
        self._low = np.asarray(domain.lowest, np.float64)
        spread = np.asarray(domain.highest, np.float64) - self._low
        self._spread = np.where(spread > 0, spread, 1.0)

    def __call__(self, worth: Sequence[float]) -> tuple[float, float]:
        x, y = np.clip(100 * (np.asarray(worth, np.float64) - self._low) / self._spread, 0, 100).tolist()
        return x, y


def picture_of(shown: GameShown) -> tuple[Figure, ...]:
    """Return every offer of a game in order; nothing where none was made."""
    record = shown.record
    if not record.offers:
        return ()
    words = {
        "id": "offers",
        "title": _title(shown),
        "subtitle": Message(f"{AREA}.picture.{'plane' if shown.domain.parties == 2 else 'distance'}", title=record.title, date=record.day),
        "alt": _alt(shown),
    }
    if shown.domain.parties == 2:
        made = _plane(shown, words)
    else:
        made = _rows(shown, words) if len(record.offers) <= ROWS else _over_time(shown, words)
    return (dataclasses.replace(made, exercise=True),)


def _title(shown: GameShown) -> Message:
    """Return the finding: how far the deal lay from the frontier, beside the offers."""
    all_of_them = [_hundredths(one.distance) for one in shown.standings]
    values: dict[str, Any] = {"count": len(all_of_them), "least": min(all_of_them), "most": max(all_of_them), "last": all_of_them[-1]}
    if shown.record.deal is None or shown.last is None:
        return Message(f"{AREA}.picture.no-deal", **values)
    values["last"] = _hundredths(shown.last.distance)
    if shown.last.on_frontier and not values["most"]:
        return Message(f"{AREA}.picture.all-on", **values)
    return Message(f"{AREA}.picture.{'deal-on' if shown.last.on_frontier else 'deal-off'}", **values)


def _alt(shown: GameShown) -> Message:
    record = shown.record
    clauses = tuple(_offer_words(record, one, at.distance) for one, at in _ends(shown))
    return Message(f"{AREA}.picture.alt", finding=_title(shown), told=clauses)


def _ends(shown: GameShown) -> list[tuple[MadeOffer, Any]]:
    """Return the offers that a picture is told by: the first, the one furthest from the frontier, the nearest, the last."""
    pairs = list(zip(shown.record.offers, shown.standings, strict=True))
    far, near = (choose(pairs, key=lambda pair: pair[1].distance) for choose in (max, min))
    chosen = {one.number: (one, at) for one, at in (pairs[0], far, near, pairs[-1])}
    return [chosen[number] for number in sorted(chosen)]


def _offer_words(record: GameRecord, one: MadeOffer, distance: float) -> Message:
    return Message(f"{AREA}.picture.offer", place=one.place, party=record.side(one.party), distance=_hundredths(distance))


def _hundredths(distance: float) -> int:
    return round(100 * distance)


def _rows(shown: GameShown, words: dict[str, Any]) -> Figure:
    """Return a row an offer: how far it lay from the frontier."""
    record = shown.record
    most = max(0.01, *(at.distance for at in shown.standings))
    rows = []
    for one, at in zip(record.offers, shown.standings, strict=True):
        is_deal = record.deal is not None and one.number == record.deal.number
        text = Message(f"{AREA}.picture.on-frontier") if at.on_frontier else Message("answer.value", value=_hundredths(at.distance))
        item = Item(
            value=at.distance,
            text=text,
            said=_offer_words(record, one, at.distance),
            tone="ink" if is_deal else "first",
            fill="full",
        )
        form = f"{AREA}.picture.row-deal" if is_deal else f"{AREA}.picture.row"
        rows.append(Row(name=Message(form, place=one.place, party=record.side(one.party)), items=(item,)))
    return row_chart(rows, [Scale(low=0.0, high=most, origin=0.0, head=Message(f"{AREA}.picture.scale"))], **words)


def _over_time(shown: GameShown, words: dict[str, Any]) -> Figure:
    """Return the offers of a long game over time: further up, further from the frontier."""
    record = shown.record
    most = max(0.01, *(at.distance for at in shown.standings))
    spots = [
        Spot(
            name=_sign(one),
            x=100 * one.time,
            y=100 * at.distance / most,
            group=_group(record, one),
            value=_offer_words(record, one, at.distance),
        )
        for one, at in zip(record.offers, shown.standings, strict=True)
    ]
    axes = (
        Axis(head=Message(f"{AREA}.picture.time"), low=Message(f"{AREA}.picture.start"), high=Message(f"{AREA}.picture.end")),
        Axis(head=Message(f"{AREA}.picture.scale"), low=Message(f"{AREA}.picture.on-frontier"), high=_far(most)),
    )
    return plane(spots, _groups(record), axes=axes, in_full=False, **words)


def _far(most: float) -> Message:
    return Message("answer.value", value=_hundredths(most))


def _plane(shown: GameShown, words: dict[str, Any]) -> Figure:
    """Return what each offer was worth to both sides, from the worst package of each to its best, with the frontier."""
    record, domain = shown.record, shown.domain
    low, at = domain.lowest, _Corners(domain)
    corners = [at(point) for point in frontier(domain).utilities.tolist()]
    reach = ((0.0, 0.0), (corners[0][0], 0.0), *corners, (0.0, corners[-1][1]))
    regions = [Region(words=Message("trading.figure.frontier"), outlines=(reach,), tone="ring")]
    if np.isfinite(domain.reservation).any():
        x, y = at(np.maximum(domain.reservation, low).tolist())
        zone = ((x, y), (100.0, y), (100.0, 100.0), (x, 100.0))
        regions.append(Region(words=Message("trading.figure.zone"), outlines=(zone,), tone="second"))
    spots = []
    for one, stands in zip(record.offers, shown.standings, strict=True):
        x, y = at(stands.utilities.tolist())
        value = _offer_words(record, one, stands.distance)
        spots.append(Spot(name=_sign(one), x=x, y=y, group=_group(record, one), value=value))
    axes = tuple(
        Axis(head=Message("trading.figure.worth", party=side), low=Message("trading.figure.worst"), high=Message("trading.figure.best"))
        for side in record.sides
    )
    return plane(spots, _groups(record), axes=(axes[0], axes[1]), regions=regions, in_full=False, **words)


def _sign(one: MadeOffer) -> Named:
    return Named(str(one.place), str(one.place))


def _group(record: GameRecord, one: MadeOffer) -> int:
    """Return to which group of the picture an offer belongs: that of its party; the deal has its own, the last."""
    if record.deal is not None and one.number == record.deal.number:
        return len(record.sides) + 1
    return one.party if one.party >= 0 else len(record.sides)


def _groups(record: GameRecord) -> list[Group]:
    sides: list[Named | Message] = [*record.sides, Message(f"{AREA}.host")]
    groups = [
        Group(
            name=side.name if isinstance(side, Named) else side,
            shape=_SHAPES[place % len(_SHAPES)],
            colour=_COLOURS[place % len(_COLOURS)],
        )
        for place, side in enumerate(sides)
    ]
    return [*groups, Group(name=Message(f"{AREA}.the-deal"), shape=_DEAL[0], colour=_DEAL[1])]
