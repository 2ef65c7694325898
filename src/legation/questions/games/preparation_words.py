"""The page to carry in words: our offers with what each gives away and how it would be answered, trades, red lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from legation.language import Message, Spoken
from legation.questions.deals.negotiation.mandate import Limits
from legation.questions.futures.inputs import series
from legation.questions.games.preparation import LikelyAnswer, PreparationPage, Step, Unlocking

__all__ = ["Carried", "CarriedOffer", "carried"]

AREA = "page-preparation"
YES, ANSWERS, ISSUES = 5, 2, 2
"""Parties that accept, answers, and issues of an answer that are named beside an offer: the page is one page."""
RARE = 0.1
"""Answers in a smaller share of the draws are not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOffer:
    """One of our offers.

    Attributes
    ----------
    offer : Spoken
        The first as a whole, then what changes from the one before.
    points : float
        For us.
    shown : Message
        Where others can place our floor after it.
    answers, warnings : tuple of Message
    """

    offer: Spoken
    points: float
    shown: Message
    answers: tuple[Message, ...]
    warnings: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What stands on the page.

    Attributes
    ----------
    summary, red, trades : tuple of Message
    offers : tuple of CarriedOffer
    limits : Message
        What it cannot say.
    """

    summary: tuple[Message, ...]
    offers: tuple[CarriedOffer, ...]
    trades: tuple[Message, ...]
    red: tuple[Message, ...]
    limits: Message


def carried(limits: Limits, page: PreparationPage) -> Carried:
    """Return a page in words."""
    talks = limits.talks
    offers = []
    for number, step in enumerate(page.steps):
        before = page.steps[number - 1].package if number else None
        offers.append(
            CarriedOffer(
                offer=talks.words(step.package, before),
                points=round(step.worth, 1),
                shown=Message(f"{AREA}.shown", low=round(step.shown[0], 1), high=round(step.shown[2], 1)),
                answers=tuple(_answers(limits, step)),
                warnings=tuple(_warnings(limits, step)),
            )
        )
    return Carried(
        summary=tuple(_summary(page)),
        offers=tuple(offers),
        trades=tuple(_trade(limits, one) for one in page.trades),
        red=(
            Message(f"{AREA}.floor", floor=round(limits.floor, 1)),
            *(Message(f"{AREA}.red-line", line=talks.settled(issue, option)) for issue, option in limits.red),
        ),
        limits=Message(f"{AREA}.model", draws=page.draws),
    )


def _summary(page: PreparationPage) -> Iterator[Message]:
    yield Message(f"{AREA}.runs-played", count=page.runs, us=page.as_us)
    if page.points is None:
        yield Message(f"{AREA}.no-deals")
    else:
        low, high = (round(value, 1) for value in page.points)
        form = f"{AREA}.deals-alike" if low == high else f"{AREA}.deals"
        yield Message(form, count=page.deals, low=low, high=high)


def _answers(limits: Limits, step: Step) -> Iterator[Message]:
    """Give who accepts, then what others would offer instead, the most frequent first."""
    likely = [answer for answer in step.answers if answer.share >= RARE]
    accepting = [one for one in likely if one.package is None][:YES]
    if accepting:
        said = tuple(Message(f"{AREA}.accepts", party=limits.talks.parties[one.party], share=one.share) for one in accepting)
        yield Message(f"{AREA}.accepting", parties=said)
    for one in [answer for answer in likely if answer.package is not None][:ANSWERS]:
        yield _counter(limits, step, one)


def _counter(limits: Limits, step: Step, one: LikelyAnswer) -> Message:
    """Return a counter-offer by the issues on which it gives its party most, against our offer."""
    talks, package = limits.talks, one.package or step.package
    gain = {
        issue: float(table[one.party, package[issue]] - table[one.party, step.package[issue]])
        for issue, table in enumerate(talks.domain.tables)
        if package[issue] != step.package[issue]
    }
    first = sorted(gain, key=lambda issue: (-gain[issue], issue))[:ISSUES]
    change = series([talks.settled(issue, package[issue]) for issue in sorted(first)])
    form = f"{AREA}.counters-more" if len(gain) > len(first) else f"{AREA}.counters"
    return Message(form, party=talks.parties[one.party], share=one.share, change=change, count=len(gain) - len(first))


def _warnings(limits: Limits, step: Step) -> Iterator[Message]:
    if step.crossed:
        lines = tuple(limits.talks.settled(issue, step.package[issue]) for issue in step.crossed)
        yield Message(f"{AREA}.crossed", count=len(lines), lines=lines)
    if step.is_below:
        yield Message(f"{AREA}.below")


def _trade(limits: Limits, one: Unlocking) -> Message:
    changes = tuple(limits.talks.settled(issue, option) for issue, option in zip(one.issues, one.options, strict=True))
    form = f"{AREA}.trade-unlocks" if one.unlocks else f"{AREA}.trade"
    return Message(form, changes=changes, share=one.share, unlocks=one.unlocks, points=round(one.worth, 1))
