"""The tables of whom the public blames: shares, groups, every reading of a person, stated failings, and half-lives of blame."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from legation.dossier import Wording
from legation.dossier.when import When
from legation.figures.figure import Figure, Named
from legation.figures.kit.rows import Item, Row, Scale, Shape, row_chart
from legation.language import Message
from legation.methods.text.blame import FEWEST_TEXTS, FEWEST_WEEKS, NO_MISTAKES, TARGETS, HalfLife, Shares, Told, half_life
from legation.methods.text.blame import blame_shares as shares_of
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import SHARED, Columns
from legation.questions.debate.blame import FIRM, Debate, Heard, StatedFailing, outlet_of

__all__ = [
    "SHORT",
    "Fading",
    "cells",
    "fading",
    "fading_figure",
    "fading_table",
    "fadings",
    "failings_table",
    "groups_table",
    "sentences_table",
    "shares_table",
    "target_named",
    "too_short",
]


AREA = "whom-does-the-public-blame"
column = Columns(f"{AREA}.col-")
SHORT = dict(zip(TARGETS, ("attackers", "state", "organisation", "supplier", "users", "government", "researchers", "nobody"), strict=True))


def target_named(target: str) -> Named:
    """Return a target as a reader knows it."""
    return Named(target, Message(f"blame.target.{target}"))


def cells(shares: Shares, target: str) -> tuple[float | None, float | None, float | None]:
    """Return share, low and high of a target; nothing where too few sentences blame anybody."""
    if shares.share is None or shares.low is None or shares.high is None:
        return None, None, None
    at = TARGETS.index(target)
    return float(shares.share[at]), float(shares.low[at]), float(shares.high[at])


def shares_table(shares: Mapping[str, Shares]) -> AnswerTable:
    """Return the shares of each period; where there are none, how often each target is blamed that is."""
    rows = tuple(
        (Named(name, Message(f"{AREA}.period-{name}")), target_named(target), int(one.count[TARGETS.index(target)]), *cells(one, target))
        for name, one in shares.items()
        for target in TARGETS
        if one.share is not None or one.count[TARGETS.index(target)]
    )
    columns = (*column.text("period", "target"), *column.number("read"), *column.share("share"), *SHARED.share("low", "high"))
    return AnswerTable(id="shares", title=Message(f"{AREA}.table-shares"), columns=columns, rows=rows)


def groups_table(found: Debate, seed: int) -> AnswerTable:
    """Return attackers and firm by outlet, by language and by month."""
    groups: dict[tuple[str, str], list[Heard]] = {}
    for one in found.heard:
        for key in (
            ("outlet", one.sentence.outlet),
            ("language", one.lang or "other"),
            *([("month", one.sentence.day[:7])] if one.sentence.day else []),
        ):
            groups.setdefault(key, []).append(one)
    order = {"outlet": 0, "language": 1, "month": 2}
    rows = []
    for (kind, name), heard in sorted(groups.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        shares = shares_of([h.sentence for h in heard], mistakes=NO_MISTAKES, draws=200, seed=seed)
        said = Message(f"blame.language.{name}") if kind == "language" else When(name) if kind == "month" else outlet_of(heard[0].row)
        both = (*cells(shares, TARGETS[0]), *cells(shares, FIRM))
        rows.append((Named(kind, Message(f"{AREA}.by-{kind}")), said, shares.sentences, shares.blaming, *both))
    columns = (
        *column.text("by", "name"),
        *column.number("sentences", "blaming"),
        *column.share("attackers", "attackers-low", "attackers-high", "firm", "firm-low", "firm-high"),
    )
    return AnswerTable(id="groups", title=Message(f"{AREA}.table-groups"), columns=columns, rows=tuple(rows))


def sentences_table(case: Case, found: Debate) -> AnswerTable:
    """Return each blame, excuse and open question that a person read."""
    rows = tuple(
        ([one.row.id], outlet_of(one.row), one.row.date, _holder(case, b.holder), target_named(b.target), _stance(b.stance), one.text)
        for one in found.heard
        for b in one.readings
        if b.target and b.stance and b.verdict != "rejected"
    )
    columns = (
        *column.evidence("evidence"),
        *column.text(outlet=f"{AREA}.by-outlet"),
        *column.date("date"),
        *column.text("holder", "target", "stance", "words"),
    )
    return AnswerTable(id="sentences", title=Message(f"{AREA}.table-sentences"), columns=columns, rows=rows)


def _holder(case: Case, holder: str) -> Named:
    return Named("author", Message(f"{AREA}.author")) if holder in ("", "author") else case.named(holder)


def _stance(stance: str) -> Named:
    return Named(stance, Message(f"blame.stance.{stance}"))


def failings_table(stated: Sequence[StatedFailing]) -> AnswerTable:
    """Return what is stated of failings."""
    rows = tuple(
        (list(one.evidence), outlet_of(one.row) if one.row else Message(f"{AREA}.own-statement"), one.row and one.row.date, one.text)
        for one in stated
    )
    columns = (*column.evidence("evidence"), *column.text(publisher=f"{AREA}.by-outlet"), *column.date("date"), *column.text("words"))
    return AnswerTable(id="failings", title=Message(f"{AREA}.table-failings"), columns=columns, rows=rows)


MOST = 12
"""Outlets in the picture and the table, those with most texts."""
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Fading:
    """A half-life of the whole debate, where ``outlet`` is empty, or of one outlet."""

    found: HalfLife
    outlet: str = ""
    named: str | Wording | Message = ""


def fading(debate: Debate, seed: int) -> tuple[Fading, ...]:
    """Return the half-lives of the blame on attackers and firm, each followed by those of the outlets that have one."""
    weekly = [_in_week(one.sentence, one.row.date) for one in debate.heard]
    outlets: dict[str, list[Told]] = {}
    names = {one.sentence.outlet: outlet_of(one.row) for one in debate.heard}
    for one in weekly:
        outlets.setdefault(one.outlet, []).append(one)
    made: list[Fading] = []
    for target in (TARGETS[0], FIRM):
        made.append(Fading(found=half_life(weekly, target, mistakes=NO_MISTAKES, seed=seed)))
        own = [
            Fading(found=half_life(rows, target, mistakes=NO_MISTAKES, seed=seed), outlet=name, named=names[name])
            for name, rows in outlets.items()
            if len(outlets) > 1
        ]
        there = sorted((one for one in own if not one.found.lack), key=lambda one: (-one.found.texts, one.outlet))
        made += there[:MOST]
    return tuple(made)


def _in_week(sentence: Told, date: When | None) -> Told:
    """Return a sentence without its day where that is less exact than a week."""
    return sentence if date is not None and (date.last - date.first).days < _WEEK else replace(sentence, day="")


def fadings(made: tuple[Fading, ...], evidence: tuple[str, ...]) -> Iterator[Finding]:
    """Yield how long each blame lasts; nothing where there is too little."""
    for one in made:
        found = one.found
        if one.outlet or found.days is None or found.low is None or found.high is None:
            continue
        form = (
            "grows" if math.isinf(found.low) else "lasts" if math.isinf(found.days) else "fades-open" if math.isinf(found.high) else "fades"
        )
        nearest = found.low if math.isinf(found.days) else found.days
        message = Message(
            f"{AREA}.{form}",
            target=target_named(found.target),
            peak=When(found.peak),
            texts=found.texts,
            weeks=found.weeks,
            count=0 if math.isinf(nearest) else round(nearest),
            low=_finite(found.low),
            high=_finite(found.high),
        )
        yield Finding(id=f"{form}-{SHORT[found.target]}", message=message, evidence=evidence, needs="any", confidence="low")


def _finite(days: float | None) -> float | None:
    return None if days is None or math.isinf(days) else days


def too_short(made: tuple[Fading, ...], debate: Debate) -> Iterator[Message]:
    """Yield what is lacking for a half-life of the whole debate; nothing for a target that nobody blames."""
    for one in made:
        found = one.found
        if not one.outlet and found.lack and found.peak:
            form = f"{AREA}.{'no-blame-left' if found.lack == 'blame' else 'too-few-weeks'}"
            values = {"texts": found.texts, "weeks": found.weeks, "fewest": FEWEST_TEXTS, "least": FEWEST_WEEKS}
            yield Message(form, target=target_named(found.target), **values)
    vague = sum(one.row.date is not None and not _in_week(one.sentence, one.row.date).day for one in debate.heard)
    if vague:
        yield Message(f"{AREA}.vague", count=vague)


def fading_table(made: tuple[Fading, ...]) -> AnswerTable:
    """Return each half-life, with why there is none, and what it rests on."""
    rows = tuple(
        (
            target_named(one.found.target),
            one.named or Named("whole", Message(f"{AREA}.all-outlets")),
            When(one.found.peak) if one.found.peak else None,
            one.found.weeks,
            one.found.texts,
            _finite(one.found.days),
            _finite(one.found.low),
            _finite(one.found.high),
            _remark(one.found),
        )
        for one in made
        if one.found.peak
    )
    columns = (
        *column.text("target", outlet=f"{AREA}.by-outlet"),
        *column.date("peak"),
        *column.number("weeks", unit="weeks"),
        *column.number("texts", "half-life"),
        *SHARED.number("low", "high"),
        *column.text("remark"),
    )
    return AnswerTable(id="half-lives", title=Message(f"{AREA}.table-half-lives"), columns=columns, rows=rows)


def _remark(found: HalfLife) -> Named | str:
    if found.lack:
        return Named(found.lack, Message(f"{AREA}.lack-{found.lack}"))
    if found.high is not None and math.isinf(found.high):
        return Named("open", Message(f"{AREA}.no-upper-end"))
    return ""


_TICKS = {
    1: Message("blame.figure.day"),
    7: Message("blame.figure.week"),
    30: Message("blame.figure.month"),
    91: Message("blame.figure.quarter"),
    365: Message("blame.figure.year"),
}
_LONGEST = 730.0
"""Where the scale of half-lives ends [days]; what goes on beyond it is drawn with a tip."""


def _lasting(one: Fading, days: float, low: float, high: float) -> Row:
    """Return a half-life with its interval on a scale of days that doubles; no dot where nothing fades, and outlets are hollow."""
    form = "least" if math.isinf(days) else "open" if math.isinf(high) else "half-life"
    known = {name: value for name, value in (("days", days), ("low", low), ("high", high)) if not math.isinf(value)}
    text = Message(f"blame.figure.{form}", **known) if known else Message("blame.figure.never")
    ends = [math.log(min(max(end, 1.0), 2 * _LONGEST)) for end in (low, days, high)]
    shape: Shape = "span" if math.isinf(days) else "square"
    item = Item(value=ends[1], low=ends[0], high=ends[2], shape=shape, fill="open" if one.outlet else "full", text=text)
    if not one.outlet:
        return Row(name=target_named(one.found.target), items=(item,), is_strong=True)
    return Row(name=Named(one.outlet, one.named), items=(item,))


def fading_figure(case: Case, made: tuple[Fading, ...]) -> Iterator[Figure]:
    """Yield the half-lives as a picture, where there is one of the whole debate."""
    rows, captions = [], []
    for one in made:
        found = one.found
        if found.days is None or found.low is None or found.high is None:
            continue
        rows.append(_lasting(one, found.days, found.low, found.high))
        if not one.outlet:
            form = (
                "grown" if math.isinf(found.low) else "lasting" if math.isinf(found.days) else "open" if math.isinf(found.high) else "told"
            )
            values = {name: _finite(getattr(found, name)) for name in ("days", "low", "high")}
            captions.append(Message(f"{AREA}.half-life-{form}", target=target_named(found.target), **values))
    if captions:
        yield row_chart(
            rows,
            [Scale(high=math.log(_LONGEST), ticks=tuple((math.log(days), tick) for days, tick in _TICKS.items()))],
            id="half-lives",
            title=Message(f"{AREA}.half-lives", told=tuple(captions)),
            subtitle=Message(f"{AREA}.half-lives-subtitle", as_of=case.as_of),
            alt=Message(f"{AREA}.half-lives-alt", told=tuple(captions), count=len(rows) - len(captions)),
        )
