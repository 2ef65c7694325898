"""Whom does the public blame? Passages that a person read: their shares before and since a day, how long blame lasts, known failings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.when import When
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.rows import Fill, Item, Key, Row, Scale, row_chart
from legation.language import Message
from legation.methods.text.blame import FEWEST, NO_MISTAKES, TARGETS, Shares, blame_shift, first_movers
from legation.methods.text.blame import blame_shares as shares_of
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case
from legation.questions.base.choices import incidents
from legation.questions.base.conditions import Condition
from legation.questions.base.part_inputs import other_names
from legation.questions.debate.blame import FIRM, MOST, Debate, Heard, StatedFailing, debate, failings, has_debate, outlet_of, was_before
from legation.questions.debate.blame_tables import (
    SHORT,
    Fading,
    cells,
    fading,
    fading_figure,
    fading_table,
    fadings,
    failings_table,
    groups_table,
    sentences_table,
    shares_table,
    target_named,
    too_short,
)
from legation.questions.question import Headline, Progress, Question, chosen, date, silent

__all__ = ["QUESTION", "answer"]

AREA = "whom-does-the-public-blame"
NAMED = 3
"""Failings that stand as findings; the table lists all."""
_WHOLE, _BEFORE, _SINCE = "whole", "before", "since"

Periods = Mapping[str, tuple[Heard, ...]]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say whom passages that a person read blame, with intervals, how that moved at a day, and what the firm is said to have failed in."""
    found = debate(case, progress, options["incident"] or "")
    if not (found.heard or found.public):
        raise NotAvailable(Message(f"{AREA}.nothing", as_of=case.as_of))
    day = options["since"]
    periods = _periods(found, day)
    shares = {
        name: shares_of([one.sentence for one in heard], mistakes=NO_MISTAKES, seed=options["seed"]) for name, heard in periods.items()
    }
    stated = tuple(failings(case, found))
    lasting = fading(found, options["seed"])
    findings = [
        _read(found, shares[_WHOLE]),
        *(finding for name in periods for finding in _blamed(name, periods[name], shares[name], day)),
        *_shift(periods, shares, day),
        *fadings(lasting, found.evidence),
        *_first(case, found),
        *(_failings(stated) if found.incident else ()),
    ]
    tables = (
        shares_table(shares),
        *((groups_table(found, options["seed"]),) if shares[_WHOLE].share is not None else ()),
        fading_table(lasting),
        sentences_table(case, found),
        failings_table(stated),
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        figures=(*_picture(case, shares, day), *fading_figure(case, lasting)),
        caveats=tuple(_caveats(found)),
        missing=tuple(_missing(found, shares, lasting, day)),
    )


def _periods(found: Debate, day: When | None) -> Periods:
    """Return the sentences of the whole debate and, where a day is given, of the time before it and since."""
    if day is None:
        return {_WHOLE: found.heard}
    sides = {id(one): was_before(one, day.first) for one in found.heard}
    return {
        _WHOLE: found.heard,
        _BEFORE: tuple(one for one in found.heard if sides[id(one)] is True),
        _SINCE: tuple(one for one in found.heard if sides[id(one)] is False),
    }


def _read(found: Debate, shares: Shares) -> Finding:
    """Say how much a person read; of what nobody read no more than that it is there."""
    if found.incident is None:
        return Finding(id="read", message=Message(f"{AREA}.no-incident", count=found.aside))
    incident = found.incident.called
    if not found.heard:
        form = "none-read" if found.texts else "no-text"
        return Finding(id="read", message=Message(f"{AREA}.{form}", incident=incident, count=found.texts))
    outlets = {one.sentence.outlet for one in found.heard}
    message = Message(
        f"{AREA}.read",
        incident=incident,
        count=shares.sentences,
        items=len(found.evidence),
        outlets=len(outlets),
        blaming=shares.blaming,
    )
    return Finding(id="read", message=message, evidence=found.evidence, needs="any")


def _caveats(found: Debate) -> Iterator[Message]:
    if found.heard:
        yield Message(f"{AREA}.confirmed")
    yield from other_names(AREA, [one.name for one in found.others])
    yield QUESTION.limits


def _blamed(name: str, heard: Sequence[Heard], shares: Shares, day: When | None) -> Iterator[Finding]:
    """Yield the target that a period blames most, and the firm's share where that is another; without an interval nothing."""
    evidence = tuple(dict.fromkeys(one.row.id for one in heard))
    if shares.share is None or shares.low is None or shares.high is None:
        if evidence:
            message = Message(f"{AREA}.too-little-{name}", count=shares.blaming, least=FEWEST, day=day)
            yield Finding(id=f"blamed-{name}", message=message, evidence=evidence, needs="any")
        return
    most = int(shares.share.argmax())
    for id_, at in {"blamed": most, "firm": TARGETS.index(FIRM)}.items():
        if id_ == "firm" and at == most:
            continue
        message = Message(
            f"{AREA}.{id_}-{name}",
            target=target_named(TARGETS[at]),
            share=float(shares.share[at]),
            low=float(shares.low[at]),
            high=float(shares.high[at]),
            day=day,
        )
        yield Finding(id=f"{id_}-{name}", message=message, evidence=evidence, needs="any", confidence="low")


def _shift(periods: Periods, shares: Mapping[str, Shares], day: When | None) -> Iterator[Finding]:
    """Yield how far the share of the attackers, and that of the firm, moved at the day."""
    if day is None:
        return
    evidence = tuple(dict.fromkeys(one.row.id for name in (_BEFORE, _SINCE) for one in periods[name]))
    for target in (TARGETS[0], FIRM):
        shift = blame_shift(shares[_BEFORE], shares[_SINCE], target)
        if shift is not None:
            sure = "moved" if shift.low > 0 or shift.high < 0 else "unmoved"
            message = Message(
                f"{AREA}.shift-{sure}",
                target=target_named(target),
                day=day,
                points=100 * shift.index,
                low=100 * shift.low,
                high=100 * shift.high,
            )
            yield Finding(id=f"shift-{SHORT[target]}", message=message, evidence=evidence, needs="any", confidence="low")


def _first(case: Case, found: Debate) -> Iterator[Finding]:
    """Yield who, of what is held here, blamed the attackers or a state first."""
    movers = first_movers(one.sentence for one in found.heard)
    for target in TARGETS[:2]:
        if target in movers:
            day, outlets = movers[target]
            rows = tuple(dict.fromkeys(one.row.id for one in found.heard if one.sentence.day == day and target in one.sentence.blamed))
            message = Message(f"{AREA}.first", target=target_named(target), day=When(day), outlets=outlets)
            yield Finding(id=f"first-{SHORT[target]}", message=message, evidence=rows, confidence="low")


def _failings(stated: Sequence[StatedFailing]) -> Iterator[Finding]:
    """Yield the firm's failings as they are stated, each with its holder; they stand whatever the public says."""
    for at, one in enumerate(stated[:NAMED], start=1):
        if one.row is None:
            message = Message(f"{AREA}.failing-ours", text=one.text)
        else:
            form = "failing" if one.row.date else "failing-undated"
            message = Message(f"{AREA}.{form}", publisher=outlet_of(one.row), date=one.row.date, text=one.text)
        yield Finding(id=f"failing-{at}", message=message, evidence=one.evidence)
    if not stated:
        yield Finding(id="failing-none", message=Message(f"{AREA}.no-failing"))


def _missing(found: Debate, shares: Mapping[str, Shares], lasting: tuple[Fading, ...], day: When | None) -> Iterator[Message]:
    if found.incident is None:
        yield Message(f"{AREA}.add-incident")
    elif not (found.texts or found.heard):
        yield Message(f"{AREA}.add-text", incident=found.incident.called)
    if found.waiting:
        share = len(found.heard) / (len(found.heard) + len(found.waiting))
        yield Message(f"{AREA}.waiting", count=len(found.waiting), share=share)
    if found.aside and found.incident:
        yield Message(f"{AREA}.aside", count=found.aside)
    if found.foreign:
        yield Message(f"{AREA}.foreign", count=found.foreign)
    if found.beyond:
        yield Message(f"{AREA}.beyond", count=found.beyond, most=MOST)
    if found.heard and day is None:
        yield Message(f"{AREA}.no-day")
    if found.unread:
        yield Message(f"{AREA}.unread", count=len(found.unread), parts=found.unread)
    yield from _pdfs(found)
    undated = sum(one.row.date is None for one in found.heard)
    if undated:
        yield Message(f"{AREA}.undated", count=undated)
    if found.heard and any(one.share is None for one in shares.values()):
        yield Message(f"{AREA}.add-quotes", least=FEWEST)
    if found.heard:
        yield from too_short(lasting, found)


def _pdfs(found: Debate) -> Iterator[Message]:
    """Yield which PDFs were not read, or not whole, and what to do."""
    without = tuple(part for part, fault in found.faults.items() if fault == "missing")
    if without:
        yield Message(f"{AREA}.no-pdf-reader", count=len(without), parts=without)
    for part, fault in found.faults.items():
        if fault != "missing":
            yield Message(f"{AREA}.pdf", part=part, why=Message(f"capture.note.{fault}"))


def _picture(case: Case, shares: Mapping[str, Shares], day: When | None) -> Iterator[Figure]:
    names = [_WHOLE] if day is None or any(shares[name].share is None for name in (_BEFORE, _SINCE)) else [_BEFORE, _SINCE]
    last = shares[names[-1]]
    if last.share is None:
        return
    most = int(last.share.argmax())
    captions = []
    blamed = []
    for target in TARGETS:
        pair = [cells(shares[name], target) for name in names]
        blamed.append(Row(name=target_named(target), items=tuple(_share(*of, at=at, of=len(pair)) for at, of in enumerate(pair))))
        share, low, high = pair[-1]
        captions.append(Message(f"{AREA}.figure-share", target=target_named(target), share=share, low=low, high=high))
    samples = (_share(0.5, 0.0, 1.0, at=at, of=len(names), text=False) for at in range(len(names)))
    yield row_chart(
        blamed,
        [Scale(ticks=tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.25, 0.5, 0.75, 1.0)))],
        id="blame-shares",
        key=[Key(sample, Message(f"{AREA}.period-{name}")) for sample, name in zip(samples, names, strict=True)],
        title=Message(f"{AREA}.figure", target=target_named(TARGETS[most]), share=float(last.share[most])),
        subtitle=Message(f"{AREA}.figure-subtitle", count=last.sentences, as_of=case.as_of),
        alt=Message(f"{AREA}.figure-alt", shares=tuple(captions)),
    )


def _share(share: float | None, low: float | None, high: float | None, *, at: int, of: int, text: bool = True) -> Item:
    """Return a share of all blame with its interval: hollow before, filled since or alone; said where there are too few sentences."""
    said = Message("blame.figure.too-little") if share is None else Message("blame.figure.value", share=share, low=low, high=high)
    fill: Fill = "full" if at == of - 1 else "open"
    return Item(value=share, low=low, high=high, text=said if text else "", line=at, shape="square", fill=fill)


def _has_words(case: Case, options: Mapping[str, Any]) -> bool:
    return has_debate(case)


QUESTION = Question(
    id=AREA,
    needs=("evidence",),
    also_needs=(Condition(id="public-words", place="evidence", check=_has_words),),
    options=(date("since"), chosen("incident", incidents)),
    answer=answer,
    heads=(
        Headline("blamed-since", "share", judgement="blame"),
        Headline("blamed-*", "share", judgement="blame"),
        Headline("blamed-*", "count", judgement="blame"),
    ),
    subject="incident",
    references=(
        "Candia et al. 2019, doi:10.1038/s41562-018-0474-5",
        "Coombs 2007, doi:10.1057/palgrave.crr.1550049",
    ),
)
