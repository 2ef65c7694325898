"""Pictures of the track record: forecasts beside what came, votes replayed, and calibration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.figures.figure import Figure, Named
from legation.figures.kit.rows import Item, Key, Row, Scale, row_chart
from legation.figures.rounding import round_ticks
from legation.language import Message, Spoken
from legation.methods.forecasting import Bin
from legation.questions.base.calibration import Stated, calibration_chart
from legation.questions.base.case import Case
from legation.questions.votes.declarations import titled
from legation.questions.votes.track_record.backtest import Replay, nearer
from legation.questions.votes.track_record.ledger import LedgerEntry

__all__ = ["calibration_picture", "ledger_pictures", "replay_picture"]


AREA = "how-good-were-we"
_MOST = 24
"""Rows of a picture; the table has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forecast:
    """What was said and what came, in one unit; a chance from 0 to 1, of which what came is 0 or 1."""

    name: Named
    value: float | None
    ends: tuple[float, float] | None
    simple: float | None
    result: float
    row: tuple[str, str]
    evidence: tuple[str, ...]

    @property
    def numbers(self) -> list[float]:
        return [n for n in (self.value, self.simple, self.result, *(self.ends or ())) if n is not None]


def ledger_pictures(case: Case, entries: Sequence[LedgerEntry]) -> Iterator[Figure]:
    """Yield the scored forecasts beside what came, the latest first: a figure for chances and for each unit."""
    ordered = sorted(entries, key=lambda e: (str(e.row.resolved_on), e.row.id), reverse=True)
    chances = [e for e in ordered if e.kind == "chance"]
    by_unit: dict[Spoken, list[LedgerEntry]] = {}
    for one in ordered:
        if one.kind != "chance":
            by_unit.setdefault(one.row.unit, []).append(one)
    groups: list[tuple[Spoken | str, list[LedgerEntry]]] = list(by_unit.items())
    for number, (unit, those) in enumerate([("", chances), *groups] if chances else groups):
        share = those is chances
        compared = [(e.ours, e.baseline) for e in those if e.ours is not None and e.baseline is not None]
        close = sum(a < b for a, b in compared)
        alone = Message(f"{AREA}.picture-alone", count=len(those))
        yield _chart(
            [_of_entry(e) for e in those],
            Message("figures.ledger.chance") if share else unit,
            share=share,
            id=f"ledger-{number + 1}" if number else "ledger",
            title=Message(f"{AREA}.picture", count=close, of=len(compared)) if compared else alone,
            subtitle=Message(f"{AREA}.picture-subtitle", as_of=case.as_of),
            alt=Message(f"{AREA}.picture-alt", count=len(those), nearer=close, of=len(compared)),
        )


def _of_entry(entry: LedgerEntry) -> _Forecast:
    row, chance = entry.row, entry.kind == "chance"
    question = row.question or row.id
    return _Forecast(
        name=Named(row.id, Message(f"{AREA}.replay-row", question=question) if entry.made == "replay" else question),
        value=row.probability if chance else row.value,
        ends=(row.low, row.high) if not chance and row.low is not None and row.high is not None else None,
        simple=row.baseline_probability if chance else row.baseline_value,
        result=float(bool(row.came_true)) if chance else row.result or 0.0,
        row=("forecasts", row.id),
        evidence=(*row.evidence, *row.resolution_evidence),
    )


def replay_picture(case: Case, found: Sequence[Replay]) -> Figure:
    """Return the votes replayed, the latest first: the model's margin, the last margin on the title, and what came."""
    count = nearer(found)
    rows = [
        _Forecast(
            name=titled(one.rollcall),
            value=one.forecasts["ours"].margin,
            ends=(one.low, one.high) if one.ranged else None,
            simple=one.forecasts["last"].margin,
            result=one.result,
            row=("rollcalls", one.rollcall.id),
            evidence=one.rollcall.evidence,
        )
        for one in reversed(found)
    ]
    return _chart(
        rows,
        Message(f"{AREA}.margin"),
        share=False,
        id="replay",
        title=Message(f"{AREA}.replay-picture", count=count, of=len(found)),
        subtitle=Message(f"{AREA}.replay-subtitle", as_of=case.as_of),
        alt=Message(f"{AREA}.replay-alt", count=len(found), nearer=count),
    )


def _chart(forecasts: Sequence[_Forecast], unit: Spoken | str, *, share: bool, **words: Any) -> Figure:
    """Draw ours with its interval, the simple forecast and what came on one scale, and what came in words at the right."""
    shown, out = forecasts[:_MOST], max(0, len(forecasts) - _MOST)
    numbers = [n for one in shown for n in one.numbers]
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0] if share else round_ticks(min(numbers), max(numbers))
    said = tuple((tick, _number(tick, share=share)) for tick in ticks)
    scales = [Scale(low=ticks[0], high=ticks[-1], head=unit, ticks=said, share=5), Scale(head=Message("figures.ledger.result"), share=1)]
    ranged = any(one.ends for one in shown)
    key = [
        Key(Item(value=0.5, low=0.1 if ranged else None, high=0.9 if ranged else None, shape="circle"), _ours(ranged=ranged)),
        Key(Item(value=0.5, shape="diamond", tone="quiet", fill="open"), Message("figures.ledger.baseline")),
        Key(Item(value=0.5, shape="tick", tone="warning"), Message("figures.ledger.result")),
    ]
    return row_chart(
        [_row(one, share=share) for one in shown],
        scales,
        key=key,
        notes=[Message("figures.ledger.left-out", shown=len(shown), count=out)] if out else (),
        **words,
    )


def _ours(*, ranged: bool) -> Message:
    return Message("figures.ledger.ours-ranged") if ranged else Message("figures.ledger.ours")


def _row(one: _Forecast, *, share: bool) -> Row:
    items = []
    if one.value is not None:
        low, high = one.ends or (None, None)
        values = {"value": _number(one.value, share=share)}
        if one.ends:
            values |= {"low": _number(one.ends[0], share=share), "high": _number(one.ends[1], share=share)}
        said = Message(f"{AREA}.mark-ours-ranged", **values) if one.ends else Message(f"{AREA}.mark-ours", **values)
        items.append(Item(value=one.value, low=low, high=high, shape="circle", said=said))
    if one.simple is not None:
        simple = Message(f"{AREA}.mark-simple", value=_number(one.simple, share=share))
        items.append(Item(value=one.simple, shape="diamond", tone="quiet", fill="open", said=simple))
    came = _number(one.result, share=False) if not share else Message("figures.ledger.yes") if one.result else Message("figures.ledger.no")
    items.append(Item(value=one.result, shape="tick", tone="warning", said=Message(f"{AREA}.mark-came", value=came)))
    items.append(Item(value=None, text=came, scale=1))
    return Row(name=one.name, items=tuple(items), row=one.row, evidence=one.evidence)


def _number(value: float, *, share: bool) -> Message:
    if share:
        return Message("answer.share", share=value)
    return Message("figures.bands.number", value=round(value, 2) if value % 1 else int(value))


def calibration_picture(case: Case, bins: Sequence[Bin], count: int) -> Figure:
    """Return what was stated beside how often it came about; only where there is enough to see it."""
    off = sum(not b.low <= b.stated <= b.high for b in bins)
    return calibration_chart(
        (Stated(b.stated, b.share, b.low, b.high, b.n) for b in bins),
        "forecasts",
        title=Message(f"{AREA}.calibration-picture", count=off, of=len(bins)),
        subtitle=Message(f"{AREA}.calibration-subtitle", count=count, as_of=case.as_of),
        alt=Message(f"{AREA}.calibration-alt", count=count, off=off, of=len(bins)),
    )
