"""What can we live with? Our own floor and red lines against the packages: for owners alone, never in what goes out of the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier.models.negotiation import Offer
from legation.figures.figure import Figure
from legation.language import Message
from legation.methods.negotiation import Leak, acceptable, frontier, leak, solutions
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.base.conditions import Condition
from legation.questions.deals.negotiation.inputs import NEGOTIATION_VALUED, Package, caveats
from legation.questions.deals.negotiation.mandate import Limits, find_limits
from legation.questions.deals.negotiation.marked_deals import Deal
from legation.questions.deals.negotiation.pictures import limits_picture, worth_of
from legation.questions.deals.negotiation.tables import cells, package_columns
from legation.questions.question import Headline, Progress, Question, model, silent

__all__ = [
    "QUESTION",
    "NextOffer",
    "OfferSignals",
    "answer",
    "offers_reveal",
]


_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOffer:
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
class OfferSignals:
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
    following: tuple[NextOffer, ...]


def offers_reveal(limits: Limits) -> OfferSignals | None:
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
        NextOffer(
            package=package,
            worth=float(row[us]),
            gains=tuple((row - worth[-1]).tolist()),
            after=(float(after[0]), float(after[1]), float(after[2])),
        )
        for (package, row), after in zip(candidates, found.after_next, strict=True)
    ]
    following.sort(key=lambda one: (-round(one.after[2], 6), -round(one.after[1], 6), -max(one.gains), one.package))
    return OfferSignals(offers=ours, leak=found, dated=dated, following=tuple(following))


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
    acceptable = (edge.utilities[:, limits.us] >= limits.floor - 1e-9) & (edge.utilities[:, others] > last[others] + 1e-9).any(axis=1)
    rows = np.flatnonzero(acceptable)[:_MOST]
    return [(limits.package(edge.packages[row].tolist()), edge.utilities[row]) for row in rows.tolist()]


AREA = "what-can-we-live-with"
column = Columns(f"{AREA}.")
_LISTED = 20


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say which packages we could sign, what they cost us against the best, and what our offers told of our floor."""
    limits = find_limits(case, options["negotiation"])
    progress(0, 2)
    tells = offers_reveal(limits)
    progress(1, 2)
    best = _best(limits)
    findings = (*_package_count(limits), *_loss(limits, best), *_own_offers(limits), *_stated(limits, tells), *_next(limits, tells))
    progress(2, 2)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(*_packages_table(limits, best), *_next_table(limits, tells)),
        figures=(_picture(limits, best, tells),),
        caveats=(Message(f"{AREA}.private"), *caveats(limits.talks), *_undated(tells), QUESTION.limits),
        missing=(Message(f"{AREA}.no-offers", part=limits.talks.model.part),) if tells is None else (),
    )


def _best(limits: Limits) -> list[tuple[Message, tuple[int, ...]]]:
    """Return the packages within our limits that matter: our best, our best that all others would sign, the Nash solution."""
    if limits.domain is None:
        return []
    found: list[tuple[Message, tuple[int, ...]]] = []
    top = tuple(int(table[limits.us].argmax()) for table in limits.domain.tables)
    if limits.domain.utilities(top)[0, limits.us] >= limits.floor - 1e-9:
        found.append((Message(f"{AREA}.our-best"), limits.package(top)))
    named = solutions(limits.domain)
    signed = _signed(limits)
    if signed is not None:
        found.append((Message(f"{AREA}.our-best-signed"), signed))
    found += [(Message("trading.concept.nash"), limits.package(row)) for row in named.nash.packages.tolist()[:1]]
    return found


def _signed(limits: Limits) -> tuple[int, ...] | None:
    """Return the package that is worth most to us among those that nobody would refuse."""
    if limits.domain is None:
        return None
    edge = frontier(limits.domain)
    rows = np.flatnonzero(edge.rational)
    if not len(rows):
        return None
    return limits.package(edge.packages[rows[edge.utilities[rows, limits.us].argmax()]].tolist())


def _package_count(limits: Limits) -> Iterator[Finding]:
    talks = limits.talks
    values: dict[str, Any] = {"title": talks.title, "of": talks.domain.packages, "floor": round(limits.floor, 1), "count": len(limits.red)}
    if limits.domain is None:
        yield Finding(id="counted", message=Message(f"{AREA}.all-red", **values))
        return
    ours, everyone = acceptable(limits.domain, [limits.us]), acceptable(limits.domain)
    others = len([party for party in talks.floors if party != talks.valued[limits.us].party.id])
    form = f"{AREA}.counted" if ours else f"{AREA}.counted-none"
    message = Message(form, left=limits.domain.packages, ours=ours, everyone=everyone, others=others, **values)
    contrary = Message(f"{AREA}.floors-are-judgements", count=others) if others else Message(f"{AREA}.no-other-floor", count=0)
    yield Finding(id="counted", message=message, confidence="low", contrary=contrary)


def _loss(limits: Limits, best: list[tuple[Message, tuple[int, ...]]]) -> Iterator[Finding]:
    talks, us = limits.talks, limits.us
    whole = float(talks.domain.highest[us])
    for name, package in best:
        worth = worth_of(talks, package)[us]
        values = {"name": name, "deal": talks.words(package), "points": round(worth, 1)}
        message = Message(f"{AREA}.worth", loss=round(whole - worth, 1), above=round(worth - limits.floor, 1), **values)
        yield Finding(id=f"worth:{name.id.rpartition('.')[2]}", message=message, confidence="low")


def _own_offers(limits: Limits) -> Iterator[Finding]:
    """Say which of our own offers were below our floor or across a red line."""
    talks, party = limits.talks, limits.talks.valued[limits.us].party.id
    for offer, package in talks.offers:
        if package is None or offer.party != party:
            continue
        evidence = talks.seen(offer.evidence)
        worth = worth_of(talks, package)[limits.us]
        if worth < limits.floor - 1e-9:
            message = Message(f"{AREA}.offered-below", date=offer.date, points=round(worth, 1), floor=round(limits.floor, 1))
            yield Finding(id=f"below:{offer.id}", message=message, evidence=evidence)
        crossed = limits.crossed(package)
        if crossed:
            lines = tuple(talks.settled(issue, package[issue]) for issue in crossed)
            yield Finding(id=f"red:{offer.id}", message=Message(f"{AREA}.offered-red", date=offer.date, lines=lines), evidence=evidence)


def _stated(limits: Limits, tells: OfferSignals | None) -> Iterator[Finding]:
    if tells is None:
        return
    found = tells.leak
    values: dict[str, Any] = {"count": len(tells.offers), "ceiling": round(found.ceiling, 1), "floor": round(limits.floor, 1)}
    values |= {"low": round(found.low, 1), "high": round(found.high, 1)}
    inside = found.low <= limits.floor <= found.high
    contrary = None
    if len(tells.offers) > 1:
        widths = np.diff(found.after_offer[:, [0, 2]], axis=1)[:, 0]
        place = int(np.argmax(widths[:-1] - widths[1:])) + 1
        contrary = Message(f"{AREA}.told-most", date=tells.offers[place][0].date)
    form = f"{AREA}.told-inside" if inside else f"{AREA}.told-outside"
    yield Finding(id="told", message=Message(form, **values), confidence="low", contrary=contrary)


def _next(limits: Limits, tells: OfferSignals | None) -> Iterator[Finding]:
    if tells is None:
        return
    talks = limits.talks
    if not tells.following:
        yield Finding(id="next", message=Message(f"{AREA}.no-next"), confidence="low")
        return
    first, last = tells.following[0], tells.offers[-1][1]
    gains = tuple(
        Message(f"{AREA}.gain", party=party, points=round(gain, 1))
        for place, (party, gain) in enumerate(zip(talks.parties, first.gains, strict=True))
        if place != limits.us and gain > 1e-9
    )
    values = {"but": talks.words(first.package, last), "points": round(first.worth, 1), "gains": gains}
    message = Message(f"{AREA}.next", low=round(first.after[0], 1), high=round(first.after[2], 1), **values)
    yield Finding(id="next", message=message, confidence="low", contrary=Message(f"{AREA}.next-contrary"))


def _packages_table(limits: Limits, best: list[tuple[Message, tuple[int, ...]]]) -> Iterator[AnswerTable]:
    if best:
        talks = limits.talks
        columns = (*column.text(what="trading.column.what"), *package_columns(talks))
        rows = tuple((name, *cells(talks, package, best[0][1])) for name, package in best)
        yield AnswerTable(id="packages", title=Message(f"{AREA}.packages"), columns=columns, rows=rows)


def _next_table(limits: Limits, tells: OfferSignals | None) -> Iterator[AnswerTable]:
    if tells is None or not tells.following:
        return
    talks = limits.talks
    columns = (*package_columns(talks), *column.points(low="seen-low", median="seen-median", high="seen-high"))
    rows = tuple((*cells(talks, one.package, tells.following[0].package), *one.after) for one in tells.following[:_LISTED])
    yield AnswerTable(id="next", title=Message(f"{AREA}.next-offers"), columns=columns, rows=rows)


def _picture(limits: Limits, best: list[tuple[Message, tuple[int, ...]]], tells: OfferSignals | None) -> Figure:
    talks = limits.talks
    deals = [Deal(name=name, kind="solution", utilities=worth_of(talks, package)) for name, package in best]
    for offer, package in talks.offers[-6:]:
        if package is not None:
            name = talks.offer(offer)
            deals.append(Deal(name=name, kind="offer", utilities=worth_of(talks, package)))
    if tells is not None and tells.following:
        deals.append(Deal(name=Message(f"{AREA}.next-mark"), kind="next", utilities=worth_of(talks, tells.following[0].package)))
    return limits_picture(limits, deals)


def _undated(tells: OfferSignals | None) -> Iterator[Message]:
    if tells is not None:
        yield Message(f"{AREA}.model")
        if not tells.dated:
            yield Message(f"{AREA}.no-dates")


def _has_limits(case: Case, options: Mapping[str, Any]) -> object:
    return find_limits(case, options["negotiation"])


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=(NEGOTIATION_VALUED, Condition(id="mandate-floor", place="mandate", check=_has_limits)),
    options=(model("negotiation", "negotiation"),),
    answer=answer,
    heads=(
        Headline("counted", "ours", judgement="floor"),
        Headline("counted"),
    ),
    references=("doi:10.1016/S0921-8890(98)00029-3",),
    subject="spaces",
    private=True,
)
