"""Tables of the track record: scores by group, and every forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from legation.language import Message
from legation.methods.forecasting import interval_score, log_score, skill
from legation.questions.answer import AnswerTable, Named, TableColumn
from legation.questions.base.case import Case
from legation.questions.votes.track_record.ledger import LEVEL, Beside, ForecastGroup, Ledger

__all__ = [
    "forecast_table",
    "score_table",
]


AREA = "how-good-were-we"


def score_table(groups: Sequence[ForecastGroup], seed: int) -> AnswerTable:
    """Return the scores of each group, beside the simple forecast on the same cases."""
    by_maker = any(group.maker for group in groups)
    names = ("sort", *(("maker",) if by_maker else ()), "count", "score", "log", "interval_score", "compared", "ours", "simple", "skill")
    columns = tuple(
        TableColumn(name, Message(f"{AREA}.col-{name}"), "text" if name in ("sort", "maker") else "number")
        for name in (*names, "low", "high")
    )
    rows = tuple(_score_row(group, seed, by_maker=by_maker) for group in groups)
    return AnswerTable(id="scores", title=Message(f"{AREA}.scores"), columns=columns, rows=rows)


def _score_row(group: ForecastGroup, seed: int, *, by_maker: bool) -> tuple[Any, ...]:
    entries = group.entries
    errors = [e.ours for e in entries if e.ours is not None]
    log = interval = None
    if group.kind == "chance":
        log = float(log_score([e.row.probability or 0.0 for e in entries], [bool(e.row.came_true) for e in entries]).mean())
    ranged = [e.row for e in entries if e.kind == "number" and e.row.low is not None and e.row.high is not None]
    if ranged:
        lows, highs, results = zip(*((r.low, r.high, r.result) for r in ranged), strict=True)
        interval = float(interval_score(lows, highs, results, [r.level or LEVEL for r in ranged]).mean())
    pairs = [(e.ours, e.baseline) for e in entries if e.ours is not None and e.baseline is not None]
    found = skill([a for a, _ in pairs], [b for _, b in pairs], seed=seed) if pairs else None
    compared = (found.n, found.ours, found.baseline, found.value, found.low, found.high) if found else (0, *[None] * 5)
    sort = Message(f"{AREA}.sort", kind=Message(f"{AREA}.kind.{group.kind}"), made=Message(f"choice.forecasts.made.{group.made}"))
    return (
        Message(f"{AREA}.sort-unit", sort=sort, unit=group.unit) if group.unit else sort,
        *((group.maker,) if by_maker else ()),
        len(entries),
        *(_short(x) for x in (sum(errors) / len(errors) if errors else None, log, interval)),
        compared[0],
        *(_short(x) for x in compared[1:]),
    )


def forecast_table(case: Case, ledger: Ledger, today: Mapping[str, Beside]) -> AnswerTable:
    """Return every forecast as it was made, and beside it what the product gives today; of what is withheld or broken no more than that."""
    scores = {e.row.id: e for e in reversed(ledger.scored)}
    due = {r.id for r in ledger.due}
    rows = []
    for row in ledger.rows:
        state, entry, now = ledger.states[row.id], scores.get(row.id), today.get(row.id)
        status = "broken" if state == "broken" else "due" if row.id in due else "resolved" if row.resolved_on else "open"
        ranged = Message(f"{AREA}.range", low=row.low, high=row.high) if None not in (row.low, row.high) else None
        came = row.result if row.result is not None else None if row.came_true is None else int(row.came_true)
        said = (row.probability, row.baseline_probability, row.value, ranged, row.baseline_value)
        rows.append(
            (
                Named(row.id, row.question or row.id),
                row.made_on,
                row.made_by,
                Message(f"{AREA}.seal.{state}"),
                Message(f"{AREA}.standing.{status}"),
                *((None,) * len(said) if state == "broken" else said),
                round(now.margin) if now else None,
                Message(f"{AREA}.range", low=round(now.low), high=round(now.high)) if now and now.ranged else None,
                row.unit,
                came,
                _short(entry.ours) if entry else None,
                (*row.evidence, *row.resolution_evidence),
            )
        )
    numbers = ("forecast", "simple", "today", "came", "score")
    kinds = {"made_on": "date", "evidence": "evidence", "chance": "chance", "simple_chance": "chance"} | dict.fromkeys(numbers, "number")
    first = ("question", "made_on", "maker", "seal", "standing", "chance", "simple_chance", "forecast", "interval", "simple")
    names = (*first, "today", "today_interval", "unit", "came", "score", "evidence")
    columns = tuple(TableColumn(name, Message(f"{AREA}.col-{name}"), kinds.get(name, "text")) for name in names)  # type: ignore[arg-type]
    return AnswerTable(id="forecasts", title=Message(f"{AREA}.forecasts", as_of=case.as_of), columns=columns, rows=tuple(rows))


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
