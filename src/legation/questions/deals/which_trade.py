"""Which deal is best, and which trade unlocks it? The frontier of a negotiation, its solutions side by side, and two issues to exchange."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.language import Message
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case
from legation.questions.deals.negotiation.analysis import CONCEPTS, Firmness, NegotiationAnalysis, analyse, firmness, named_packages
from legation.questions.deals.negotiation.inputs import NEGOTIATION_VALUED, Package, caveats, find_negotiation
from legation.questions.deals.negotiation.pictures import deals_of, frontier_of, trades_of
from legation.questions.deals.negotiation.tables import (
    coalitions_table,
    floors_table,
    frontier_table,
    packages_table,
    points_of,
    trades_table,
)
from legation.questions.question import Headline, Progress, Question, flag, model, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "which-trade"
NAMED = 4


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say which packages cannot be improved, which of them is best by which measure, and what would move the deal on the table there."""
    talks = find_negotiation(case, options["negotiation"])
    found = analyse(talks, progress, reveal=options["reveal"])
    judged = _judged(found)
    firm = firmness(talks, judged, options["draws"], options["seed"], len(found.frontier.utilities), progress)
    findings = (
        *_best(found),
        *_others(found),
        *_zone(found),
        *_offers(found),
        *_trades(found),
        *_coalitions(found),
        *_lottery(found),
        *_firm(found, firm, judged),
        *_outcome(found),
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(
            packages_table(found, firm, judged),
            *trades_table(found),
            *floors_table(found),
            *coalitions_table(found),
            frontier_table(found),
        ),
        figures=(frontier_of(found, deals_of(found)), *trades_of(found)),
        caveats=(*caveats(talks), *found.refused, *_inexact(found), QUESTION.limits),
        missing=tuple(_missing(found, firm)),
    )


def _judged(found: NegotiationAnalysis) -> list[Package]:
    """Return the packages of which it is asked how firm they are: solutions, offers, what was agreed."""
    rows = [*named_packages(found), *(package for _, package, _ in found.offers), *([found.outcome[1]] if found.outcome else [])]
    return list(dict.fromkeys(rows))


def _best(found: NegotiationAnalysis) -> Iterator[Finding]:
    talks, nash = found.talks, found.solutions.nash
    values: dict[str, Any] = {"title": talks.title, "of": talks.domain.packages, "count": len(found.frontier.utilities)}
    evidence = talks.behind()
    if not len(nash.packages):
        yield Finding(id="best", message=Message(f"{AREA}.no-deal", **values), evidence=evidence, confidence="low")
        return
    deal = talks.words(nash.packages[0].tolist())
    points = points_of(talks, nash.utilities[0].tolist())
    contrary = Message(f"{AREA}.tied", count=len(nash.packages)) if len(nash.packages) > 1 else None
    message = Message(f"{AREA}.best", deal=deal, points=points, **values)
    yield Finding(id="best", message=message, evidence=evidence, confidence="low", contrary=contrary)


def _others(found: NegotiationAnalysis) -> Iterator[Finding]:
    """Say which other solutions name the same package, and where the rest differ."""
    talks, named = found.talks, named_packages(found)
    if not named:
        return
    first = next(iter(named))
    same = [CONCEPTS[one] for one in named[first] if one != "nash"]
    if same:
        yield Finding(
            id="same", message=Message(f"{AREA}.same", count=len(same), names=tuple(same)), evidence=talks.behind(), confidence="low"
        )
    mentioned = set(named[first])
    for package, concepts in list(named.items())[1:NAMED]:
        names = tuple(Message("trading.tied", name=CONCEPTS[one]) if one in mentioned else CONCEPTS[one] for one in concepts)
        mentioned |= set(concepts)
        values = {"names": names, "count": len(concepts), "but": talks.words(package, first)}
        points = points_of(talks, talks.domain.utilities(list(package))[0].tolist())
        message = Message(f"{AREA}.differs", points=points, **values)
        yield Finding(id=f"solution:{concepts[0]}", message=message, evidence=talks.behind(), confidence="low")


def _zone(found: NegotiationAnalysis) -> Iterator[Finding]:
    if found.zone is None:
        return
    talks, zone = found.talks, found.zone
    values: dict[str, Any] = {"count": zone.acceptable, "of": zone.packages, "floors": len(talks.floors), "parties": len(talks.parties)}
    gains = [(without - zone.acceptable, place) for place, without in enumerate(zone.without)]
    most, place = max(gains, key=lambda pair: (pair[0], -pair[1]))
    contrary = Message(f"{AREA}.zone-closes", party=talks.parties[place], more=most) if most else None
    form = f"{AREA}.zone" if zone.acceptable else f"{AREA}.zone-empty"
    message = Message(form, share=zone.share, **values)
    evidence = tuple(dict.fromkeys(one for row in talks.model.floors for one in talks.seen(row.evidence)))
    yield Finding(id="zone", message=message, evidence=evidence, confidence="low", contrary=contrary)


def _offers(found: NegotiationAnalysis) -> Iterator[Finding]:
    """Say where the last offer of each party stands."""
    talks = found.talks
    last = {offer.party: (offer, package, at) for offer, package, at in found.offers}  # a later one takes the place of an earlier
    for offer, _, at in last.values():
        ranks = tuple(Message(f"{AREA}.rank", party=party, rank=rank) for party, rank in zip(talks.parties, at.rank, strict=True))
        values = {"offer": talks.offer(offer), "ranks": ranks, "of": at.packages}
        if at.on_frontier:
            message = Message(f"{AREA}.offer-frontier", **values)
        else:
            message = Message(f"{AREA}.offer-below", count=len(at.better), distance=round(at.distance, 2), **values)
        below = tuple(
            talks.parties[place]
            for place, one in enumerate(talks.valued)
            if one.floor is not None and at.utilities[place] < one.floor - 1e-9
        )
        contrary = Message(f"{AREA}.offer-refused", count=len(below), parties=below) if below else None
        evidence = talks.seen(offer.evidence) or talks.behind()
        yield Finding(id=f"offer:{offer.id}", message=message, evidence=evidence, confidence="low", contrary=contrary)


def _trades(found: NegotiationAnalysis) -> Iterator[Finding]:
    if found.base is None:
        return
    talks, (offer, trades) = found.talks, found.base
    start = Message("trading.status-quo") if offer is None else talks.offer(offer)
    if not found.trades:
        yield Finding(id="trade", message=Message(f"{AREA}.no-trade", start=start), evidence=talks.behind(), confidence="low")
    for place, trade in enumerate(found.trades[:2]):
        changes = tuple(
            Message("trading.change", issue=talks.issues[i], before=talks.option(i, trades[i]), after=talks.option(i, k))
            for i, k in zip(trade.issues, trade.options, strict=True)
        )
        gainers = [(party, gain) for party, gain in zip(talks.parties, trade.gains.tolist(), strict=True) if gain > 1e-9]
        gains = tuple(Message(f"{AREA}.gain", party=party, points=round(gain, 1)) for party, gain in gainers)
        unlocked = tuple(talks.parties[one] for one in trade.unlocks)
        form = f"{AREA}.trade-unlocks" if unlocked else f"{AREA}.trade" if trade.linked else f"{AREA}.trade-free"
        form = f"{AREA}.trade-next" if place else form
        first_to, second_to = (talks.parties[int(part.argmax())] for part in trade.parts)
        values = {"start": start, "first": changes[0], "second": changes[1], "gains": gains, "first_to": first_to, "second_to": second_to}
        message = Message(form, count=len(unlocked), unlocked=unlocked, **values)
        yield Finding(id=f"trade-{place + 1}", message=message, evidence=talks.behind(), confidence="low")


def _coalitions(found: NegotiationAnalysis) -> Iterator[Finding]:
    table, talks = found.table, found.talks
    if table is None:
        return
    values: dict[str, Any] = {"carried": table.carried, "of": table.packages}
    able = sorted((one for one in table.coalitions if one.minimal and one.deals), key=lambda one: (-one.deals, one.members))
    if not able:
        yield Finding(id="coalitions", message=Message(f"{AREA}.no-coalition", **values), evidence=talks.behind(), confidence="low")
        return
    clauses = tuple(
        Message(f"{AREA}.coalition", members=tuple(talks.parties[m] for m in one.members), count=one.deals) for one in able[:NAMED]
    )
    needed = tuple(talks.parties[one] for one in table.needed)
    contrary = Message(f"{AREA}.needed", count=len(needed), parties=needed) if needed else None
    message = Message(f"{AREA}.coalitions", count=len(able), told=clauses, **values)
    yield Finding(id="coalitions", message=message, evidence=talks.behind(), confidence="low", contrary=contrary)


def _lottery(found: NegotiationAnalysis) -> Iterator[Finding]:
    draw, talks = found.lottery, found.talks
    if draw is None:
        return
    base = found.solutions.nash.packages[0].tolist() if len(found.solutions.nash.packages) else None
    clauses = tuple(
        Message(f"{AREA}.draw-same", share=share)
        if base == package
        else Message(f"{AREA}.draw", share=share, but=talks.words(package, base))
        for package, share in zip(draw.packages.tolist()[:NAMED], draw.probability.tolist(), strict=False)
    )
    points = points_of(talks, draw.utilities.tolist())
    contrary = Message(f"{AREA}.draw-below") if draw.below.any() else Message(f"{AREA}.draw-even")
    form = f"{AREA}.lottery" if base is not None else f"{AREA}.lottery-only"
    message = Message(form, told=clauses, count=len(draw.packages), points=points)
    yield Finding(id="lottery", message=message, evidence=talks.behind(), confidence="low", contrary=contrary)


def _firm(found: NegotiationAnalysis, firm: Firmness | None, judged: Sequence[Package]) -> Iterator[Finding]:
    nash = [tuple(row) for row in found.solutions.nash.packages.tolist()]
    if firm is None or not nash:
        return
    place = judged.index(nash[0])
    values: dict[str, Any] = {"draws": firm.draws, "nash": firm.nash[place], "frontier": firm.frontier[place]}
    contrary = None
    if firm.rivals and firm.rivals[0][1] > 0:
        package, share = firm.rivals[0]
        contrary = Message(f"{AREA}.rival", share=share, but=found.talks.words(package, nash[0]))
    yield Finding(id="firm", message=Message(f"{AREA}.firm", **values), evidence=found.talks.behind(), confidence="low", contrary=contrary)


def _outcome(found: NegotiationAnalysis) -> Iterator[Finding]:
    if found.outcome is None:
        return
    agreed, package, at = found.outcome
    talks, values = found.talks, {"date": agreed.date, "deal": found.talks.words(package)}
    if at.on_frontier:
        message = Message(f"{AREA}.agreed-frontier", **values)
    else:
        message = Message(f"{AREA}.agreed-below", count=len(at.better), **values)
    nash = found.solutions.nash.packages
    contrary = None
    if len(nash):
        apart = sum(a != b for a, b in zip(package, nash[0].tolist(), strict=True))
        but = talks.words(package, nash[0].tolist())
        contrary = Message(f"{AREA}.agreed-apart", count=apart, but=but) if apart else Message(f"{AREA}.agreed-nash")
    yield Finding(id="agreed", message=message, evidence=talks.seen(agreed.evidence), contrary=contrary)


def _inexact(found: NegotiationAnalysis) -> Iterator[Message]:
    if not found.frontier.exact and all(one.weights is None for one in found.talks.valued):
        yield Message(f"{AREA}.inexact")


def _missing(found: NegotiationAnalysis, firm: Firmness | None) -> Iterator[Message]:
    talks = found.talks
    if not talks.floors:
        yield Message(f"{AREA}.no-floors", part=talks.model.part)
    if found.base is None:
        yield Message(f"{AREA}.no-base", part=talks.model.part)
    if firm is None:
        yield Message(f"{AREA}.no-range", part=talks.model.part)


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=(NEGOTIATION_VALUED,),
    options=(model("negotiation", "negotiation"), flag("reveal"), whole("draws", 0, 2000, 200, advanced=True)),
    answer=answer,
    heads=(
        Headline("trade-1", judgement="weights"),
        Headline("best", "count", judgement="weights"),
        Headline("zone", "count", judgement="weights"),
    ),
    references=("doi:10.2307/1907266", "doi:10.2307/1914280", "doi:10.2307/1913954"),
    subject="spaces",
)
