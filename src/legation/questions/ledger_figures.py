"""Pictures of *how good were we?*."""

from __future__ import annotations

from collections.abc import Sequence

from legation.figures.calibrated import Stated, calibrated
from legation.figures.figure import Figure
from legation.figures.ledger import Forecasted, ledger
from legation.language import Message
from legation.methods.forecasting import Bin
from legation.questions.answer import Named
from legation.questions.case import Case
from legation.questions.declared import titled
from legation.questions.ledger import Entry
from legation.questions.replays import Replay

__all__ = ["calibration_picture", "ledger_picture", "replay_picture"]

AREA = "how-good-were-we"


def ledger_picture(case: Case, entries: Sequence[Entry]) -> Figure:
    """Return every scored forecast beside what came, the latest first."""
    ordered = sorted(entries, key=lambda e: (str(e.row.resolved_on), e.row.id), reverse=True)
    compared = [(e.ours, e.baseline) for e in entries if e.ours is not None and e.baseline is not None]
    nearer = sum(a < b for a, b in compared)
    return ledger(
        [_row(e) for e in ordered],
        title=Message(f"{AREA}.picture", count=nearer, of=len(compared))
        if compared
        else Message(f"{AREA}.picture-alone", count=len(entries)),
        subtitle=Message(f"{AREA}.picture-subtitle", as_of=case.as_of),
        alt=Message(f"{AREA}.picture-alt", count=len(entries), nearer=nearer, of=len(compared)),
    )


def _row(entry: Entry) -> Forecasted:
    row = entry.row
    name = Named(
        row.id, Message(f"{AREA}.replay-row", question=row.question or row.id) if entry.made == "replay" else row.question or row.id
    )
    if entry.kind == "chance":
        base = row.baseline_probability
        return Forecasted(name=name, unit="", result=float(bool(row.came_true)), value=row.probability, baseline=base, share=True)
    ends = (row.low, row.high) if row.low is not None and row.high is not None else (None, None)
    result = row.result or 0.0
    return Forecasted(name=name, unit=row.unit, result=result, value=row.value, low=ends[0], high=ends[1], baseline=row.baseline_value)


def replay_picture(case: Case, found: Sequence[Replay]) -> Figure:
    """Return the votes replayed, the latest first: the model's margin, the last margin on the title, and what came."""
    nearer = sum(r.off("ours") < r.off("last") for r in found)
    rows = [
        Forecasted(
            name=titled(r.rollcall),
            unit=Message(f"{AREA}.margin"),
            result=r.result,
            value=r.told["ours"].margin,
            low=r.low if r.ranged else None,
            high=r.high if r.ranged else None,
            baseline=r.told["last"].margin,
        )
        for r in reversed(found)
    ]
    return ledger(
        rows,
        id="replay",
        title=Message(f"{AREA}.replay-picture", count=nearer, of=len(found)),
        subtitle=Message(f"{AREA}.replay-subtitle", as_of=case.as_of),
        alt=Message(f"{AREA}.replay-alt", count=len(found), nearer=nearer),
    )


def calibration_picture(case: Case, bins: Sequence[Bin], count: int) -> Figure:
    """Return what was stated beside how often it came about; only where there is enough to see it."""
    off = sum(not b.low <= b.stated <= b.high for b in bins)
    return calibrated(
        [Stated(stated=b.stated, share=b.share, low=b.low, high=b.high, count=b.n) for b in bins],
        title=Message(f"{AREA}.calibration-picture", count=off, of=len(bins)),
        subtitle=Message(f"{AREA}.calibration-subtitle", count=count, as_of=case.as_of),
        alt=Message(f"{AREA}.calibration-alt", count=count, off=off, of=len(bins)),
    )
