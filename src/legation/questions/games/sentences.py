"""What a game has shown, in sentences: each says one thing, names at most five, and ranks nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from legation.language import Message
from legation.questions.answer import Finding, Named, first_of
from legation.questions.games.record import AREA, GameRecord
from legation.questions.games.shown import BESIDE, GameShown, Readable

__all__ = ["NAMED", "findings_of", "gains_said", "plain_findings"]

NAMED = 5
"""Names in a sentence, and sentences of one kind, at most."""
PACKAGES = 3


def plain_findings(record: GameRecord) -> Iterator[Finding]:
    """Yield what may be told of a game whose points are nobody's to know: what was agreed, and how many offers that took."""
    yield from _deal(record)


def findings_of(shown: GameShown) -> Iterator[Finding]:
    """Yield what a revealed rehearsal has shown, what was left on the table first."""
    yield from _left(shown)
    yield from _deal(shown.record)
    yield from _created(shown)
    yield from _logrolls(shown)
    yield from _read(shown)
    yield from _votes(shown)
    yield from _beside(shown)
    yield from _happenings(shown.record)


def gains_said(record: GameRecord, gains: Sequence[float], parties: Sequence[int] | None = None) -> tuple[Message, ...]:
    """Return who has how many points more, of at most five sides; who has none more is not named."""
    shown = [(party, gain) for party, gain in zip(parties or range(len(gains)), gains, strict=True) if round(gain, 1) > 0]
    return tuple(Message(f"{AREA}.gain", party=record.sides[party], points=round(gain, 1)) for party, gain in shown[:NAMED])


def _left(shown: GameShown) -> Iterator[Finding]:
    record, values = shown.record, {"title": _title(shown.record)}
    if record.deal is None:
        if shown.zone is None:
            message = Message(f"{AREA}.left-no-deal-uncounted", **values)
        elif shown.zone.acceptable:
            message = Message(f"{AREA}.left-no-deal", count=shown.zone.acceptable, of=shown.zone.packages, **values)
        else:
            message = Message(f"{AREA}.left-no-zone", **values)
    elif shown.last is not None and shown.last.on_frontier:
        message = Message(f"{AREA}.left-nothing", **values)
    else:
        better: Any = shown.last
        gains = gains_said(record, better.gains[0].tolist())
        message = Message(f"{AREA}.left-some", count=len(better.better), gains=gains, **values)
    yield Finding(id="left", message=message)


def _deal(record: GameRecord) -> Iterator[Finding]:
    if not record.offers:
        yield Finding(id="deal", message=Message(f"{AREA}.no-offer", title=_title(record)))
        return
    last = record.deal or record.offers[-1]
    values = {"count": len(record.offers), "place": last.place, "party": record.side(last.party), "deal": record.words(last.package)}
    form = f"{AREA}.deal" if record.deal else f"{AREA}.last-offer"
    yield Finding(id="deal", message=Message(form, time=round(last.time, 2), **values))


def _created(shown: GameShown) -> Iterator[Finding]:
    created = shown.created
    if created is None:
        return
    if created > 0:
        yield Finding(id="created", message=Message(f"{AREA}.created", created=round(created, 2)))
    else:
        yield Finding(id="created", message=Message(f"{AREA}.created-not"))


def _logrolls(shown: GameShown) -> Iterator[Finding]:
    record = shown.record
    form = f"{AREA}.logroll" if record.deal is not None else f"{AREA}.logroll-offered"
    for place, one in enumerate(shown.logrolls[:NAMED], start=1):
        (a, b), (i, k) = one.parties, one.issues
        values = {"first": record.sides[a], "second": record.sides[b], "won": record.issues[i], "given": record.issues[k]}
        gains = gains_said(record, list(one.gains), (a, b))
        yield Finding(id=f"logroll-{place}", message=Message(form, gains=gains, **values))
    if not shown.logrolls and record.deal is not None:
        yield Finding(id="logroll-none", message=Message(f"{AREA}.no-logroll"))


def _read(shown: GameShown) -> Iterator[Finding]:
    record, own = shown.record, [one for one in shown.read if one.offers]
    if not own:
        return
    floors, priorities = ([record.sides[one.party] for one in own if read(one)] for read in (_floor, _priorities))
    form = f"{AREA}.floors-read" if floors else f"{AREA}.floors-unread"
    message = Message(form, count=len(floors), parties=first_of(floors, NAMED))
    yield Finding(id="floors", message=message, judgement="floor")
    form = f"{AREA}.priorities-read" if priorities else f"{AREA}.priorities-unread"
    yield Finding(id="priorities", message=Message(form, count=len(priorities), parties=first_of(priorities, NAMED)))


def _floor(one: Readable) -> bool:
    return one.is_floor_read


def _priorities(one: Readable) -> bool:
    return one.are_priorities_read


def _votes(shown: GameShown) -> Iterator[Finding]:
    record, table = shown.record, shown.table
    if record.rule is not None and table is not None:
        needed = [record.sides[one] for one in table.needed]
        form = f"{AREA}.needed" if needed else f"{AREA}.nobody-needed"
        yield Finding(id="needed", message=Message(form, count=len(needed), parties=first_of(needed, NAMED)))
    unmet = [record.sides[one] for one in shown.unmet]
    if unmet and record.offers:
        yield Finding(id="unmet", message=Message(f"{AREA}.unmet", count=len(unmet), parties=first_of(unmet, NAMED)))


def _beside(shown: GameShown) -> Iterator[Finding]:
    """Say which solutions the deal is, and where the others differ from it."""
    record, deal = shown.record, shown.record.deal
    base = None if deal is None else deal.package
    for place, (package, concepts) in enumerate(list(shown.named().items())[:PACKAGES], start=1):
        names = tuple(BESIDE[one] for one in concepts)
        if package == base:
            message = Message(f"{AREA}.same", names=names)
        elif base is None:
            message = Message(f"{AREA}.solution", names=names, count=len(names), deal=record.words(package))
        else:
            message = Message(f"{AREA}.differs", names=names, count=len(names), but=record.words(package, base))
        yield Finding(id=f"beside-{place}", message=message)


def _happenings(record: GameRecord) -> Iterator[Finding]:
    for place, one in enumerate(record.reveal[:NAMED], start=1):
        form = f"{AREA}.really" if one.date is None else f"{AREA}.really-on"
        yield Finding(id=f"really-{place}", message=Message(form, told=one.text, date=one.date))
    for place, one in enumerate(record.lessons[:NAMED], start=1):
        yield Finding(id=f"lesson-{place}", message=Message(f"{AREA}.lesson", told=one.text))


def _title(record: GameRecord) -> Named:
    return Named(record.game, record.title or record.game)
