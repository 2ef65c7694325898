"""How good were we? The forecasts that a fact has settled, scored beside a simple forecast; those that are open; and the model's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from legation.dossier import Forecast, RollCall
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.language import Message
from legation.methods.forecasting import MINIMUM, calibration, coverage, log_score, murphy, skill
from legation.methods.share import TEST
from legation.questions.answer import Answer, Finding, Named, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.choices import forecast_makers
from legation.questions.base.conditions import Condition
from legation.questions.base.quantities import FactsOf, Quantity, on
from legation.questions.question import Headline, Progress, Question, choice, chosen, silent, whole
from legation.questions.votes.track_record.backtest import Replays, lacking, of_replays, repeated_votes, replay_table, replays, way_table
from legation.questions.votes.track_record.ledger import LEVEL, ForecastGroup, Ledger, LedgerEntry, beside, grouped, ledger_of, of_beside
from legation.questions.votes.track_record.pictures import calibration_picture, ledger_pictures, replay_picture
from legation.questions.votes.track_record.tables import forecast_table, score_table

__all__ = ["QUESTION", "answer"]

AREA = "how-good-were-we"
_NAMED = 3


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Score what is resolved, list what is open, and replay the product's own forecast of votes."""
    seed = options["seed"]
    ledger = ledger_of(case, options["made_by"])
    today = beside(case, ledger, seed)
    replayed = replays(case, options["replay"], seed, progress)
    if not ledger.rows and not replayed.rows:
        raise NotAvailable(Message(f"{AREA}.nothing", as_of=case.as_of))
    scored = tuple(e for e in ledger.scored if options["kind"] in ("all", e.kind))
    groups = grouped(scored, by_maker=options["by"] == "maker")
    ahead = [e for e in scored if e.kind == "chance" and e.made == "ahead"]
    findings = [
        *of_replays(replayed, seed),
        *(finding for k, group in enumerate(groups) for finding in _of_group(case, group, k, seed)),
        *_calibrated(case, ahead),
        *of_beside(case, ledger, today),
        *_ledger_states(case, ledger),
    ]
    tables = [score_table(groups, seed)] if groups else []
    tables += [forecast_table(case, ledger, today)] if ledger.rows else []
    tables += [way_table(replayed.rows), replay_table(replayed.rows)] if replayed.rows else []
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(tables),
        figures=_figures(case, scored, ahead, replayed),
        caveats=(
            *([Message(f"{AREA}.honest")] if replayed.rows else []),
            *([Message(f"{AREA}.few")] if any(len(g.entries) < MINIMUM for g in groups) else []),
            QUESTION.limits,
        ),
        missing=tuple(_missing(ledger, scored, replayed)),
    )


def _of_group(case: Case, group: ForecastGroup, number: int, seed: int) -> Iterator[Finding]:
    """Yield the mean scores of a group, and its skill beside the simple forecast."""
    entries = group.entries
    evidence = joined_evidence((*e.row.evidence, *e.row.resolution_evidence) for e in entries)
    made = Message(f"choice.forecasts.made.{group.made}")
    maker = Message(f"{AREA}.maker", maker=group.maker) if group.maker else ""
    values: dict[str, Any] = {"count": len(entries), "made": made, "maker": maker}
    known = FactsOf(f"forecasts, {group.made}, {group.kind}, {group.maker}", on(case.as_of), "scored")
    if group.kind == "chance":
        given, came = [e.row.probability or 0.0 for e in entries], [bool(e.row.came_true) for e in entries]
        score = sum(e.ours or 0.0 for e in entries) / len(entries)
        log = float(log_score(given, came).mean())
        message = Message(f"{AREA}.chances", score=score, log=log, **values)
        facts = (known("forecasts", len(entries), unit="cases"), known("brier", score, unit="score"), known("log-score", log, unit="score"))
        yield Finding(id=f"scores-{number}", message=message, evidence=evidence, confidence="high", quantities=facts)
    else:
        yield from _numbers(known, entries, group, number, values, evidence)
    pairs = [(e.ours, e.baseline) for e in entries if e.ours is not None and e.baseline is not None]
    if pairs:
        found = skill([a for a, _ in pairs], [b for _, b in pairs], seed=seed)
        form = "skill-none" if found.value is None else "skill" if found.low is not None else "skill-few"
        numbers = {"ours": found.ours, "simple": found.baseline, "skill": found.value, "low": found.low, "high": found.high}
        message = Message(f"{AREA}.{form}-{group.kind}", count=found.n, made=made, **numbers)
        scores = [known(f"score-{name}", float(numbers[name] or 0.0), unit="score") for name in ("ours", "simple")]
        beside = [known("pairs", found.n, unit="cases"), *scores]
        if found.value is not None:
            beside.append(known("skill", found.value, found.low, found.high, level=TEST, unit="score"))
        sure: Literal["moderate", "low"] = "moderate" if form == "skill" else "low"
        yield Finding(id=f"skill-{number}", message=message, evidence=evidence, confidence=sure, quantities=tuple(beside))


def _numbers(
    known: FactsOf, entries: Sequence[LedgerEntry], group: ForecastGroup, number: int, values: Mapping[str, Any], evidence: tuple[str, ...]
) -> Iterator[Finding]:
    errors = [e.ours for e in entries if e.ours is not None]
    unit = group.unit or Message(f"{AREA}.no-unit")
    if errors:
        message = Message(f"{AREA}.numbers", error=sum(errors) / len(errors), unit=unit, **{**values, "count": len(errors)})
        facts = (known("forecasts", len(errors), unit="cases"), known("mean-error", sum(errors) / len(errors), unit="points"))
        yield Finding(id=f"scores-{number}", message=message, evidence=evidence, confidence="high", quantities=facts)
    ranged = [e.row for e in entries if e.row.low is not None and e.row.high is not None]
    if ranged:
        covered = coverage([r.low or 0.0 for r in ranged], [r.high or 0.0 for r in ranged], [r.result or 0.0 for r in ranged], level=LEVEL)
        meant = sum(r.level or LEVEL for r in ranged) / len(ranged)
        message = Message(
            f"{AREA}.coverage", count=covered.held, of=covered.of, meant=meant, low=covered.low, high=covered.high, made=values["made"]
        )
        covering = (
            *known.counts("cases", held=covered.held, intervals=covered.of),
            known("meant-to-hold", meant, unit="share"),
            known("held-share", None, covered.low, covered.high, unit="share"),
        )
        sure: Literal["moderate", "low"] = "low" if covered.of < MINIMUM else "moderate"
        yield Finding(id=f"coverage-{number}", message=message, evidence=evidence, confidence=sure, quantities=covering)


def _calibrated(case: Case, ahead: Sequence[LedgerEntry]) -> Iterator[Finding]:
    """Yield how well chances are calibrated, or how many resolved forecasts are missing to say it."""
    if not ahead:
        return
    evidence = joined_evidence((*e.row.evidence, *e.row.resolution_evidence) for e in ahead)
    known = FactsOf("chances ahead", on(case.as_of), "scored")
    facts: tuple[Quantity, ...] = (known("forecasts", len(ahead), unit="cases"),)
    if len(ahead) < MINIMUM:
        facts += known.counts("cases", minimum=MINIMUM, more=MINIMUM - len(ahead))
        message = Message(f"{AREA}.not-calibrated", count=len(ahead), minimum=MINIMUM, more=MINIMUM - len(ahead))
    else:
        parts = murphy(*_chances(ahead))
        scores = {"brier": parts.brier, **{name: getattr(parts, name) for name in ("reliability", "resolution", "uncertainty")}}
        facts = (known("forecasts", parts.n, unit="cases"), *known.counts("score", **scores))
        message = Message(
            f"{AREA}.calibrated",
            count=parts.n,
            score=parts.brier,
            reliability=parts.reliability,
            resolution=parts.resolution,
            uncertainty=parts.uncertainty,
        )
    yield Finding(id="calibration", message=message, evidence=evidence, confidence="moderate", quantities=facts)


def _chances(entries: Sequence[LedgerEntry]) -> tuple[list[float], list[bool]]:
    return [e.row.probability or 0.0 for e in entries], [bool(e.row.came_true) for e in entries]


def _ledger_states(case: Case, ledger: Ledger) -> Iterator[Finding]:
    """Yield what is open, due, withheld, broken, and never sealed."""
    unsealed = tuple(r for r in ledger.rows if ledger.states[r.id] == "unsealed" and (r.made or "ahead") == "ahead")
    for name, rows, confidence in (
        ("broken", ledger.broken, "high"),
        ("revised", ledger.revised, "high"),
        ("due", ledger.due, "high"),
        ("open", ledger.open, "high"),
        ("withheld", ledger.withheld, "high"),
        ("unsealed", unsealed, "high"),
    ):
        if rows:
            message = Message(f"{AREA}.{name}", count=len(rows), names=first_of([named(r) for r in rows], _NAMED))
            evidence = joined_evidence(r.evidence for r in rows)
            facts = (FactsOf("forecasts", on(case.as_of), "record")(name, len(rows), unit="cases"),)
            yield Finding(id=name, message=message, evidence=evidence, confidence=confidence, quantities=facts)  # type: ignore[arg-type]


def named(row: Forecast) -> Named:
    """Return a forecast as a reader knows it: by its question."""
    return Named(row.id, row.question or row.id)


def _figures(case: Case, scored: Sequence[LedgerEntry], ahead: Sequence[LedgerEntry], replayed: Replays) -> tuple[Figure, ...]:
    found = list(ledger_pictures(case, scored))
    if len(ahead) >= MINIMUM:
        found.append(calibration_picture(case, calibration(*_chances(ahead), level=LEVEL), len(ahead)))
    if replayed.rows:
        found.append(replay_picture(case, replayed.rows))
    return tuple(found)


def _missing(ledger: Ledger, scored: Sequence[LedgerEntry], replayed: Replays) -> Iterator[Message]:
    if not ledger.rows:
        yield Message(f"{AREA}.no-forecasts")
    elif not scored:
        yield Message(f"{AREA}.none-resolved")
    if ledger.unscored:
        yield Message(f"{AREA}.unscored", count=len(ledger.unscored), names=first_of([named(r) for r in ledger.unscored], _NAMED))
    bare = sum(1 for e in scored if e.baseline is None)
    if bare:
        yield Message(f"{AREA}.no-baseline", count=bare)
    yield from lacking(replayed)


def _scorable(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether there is a forecast, or a vote that can be replayed."""
    return bool(ledger_of(case, options["made_by"]).rows) or _can_replay(case, options["replay"])


def _can_replay(case: Case, most: int) -> bool:
    """Whether there is a vote that can be forecast from the rows of the day before: one on the same title was held and known by then.

    It is found without the dossier of that day: to say what a question needs is not to answer it.
    """
    profile = inputs.profile(case)
    repeated = repeated_votes(profile) if most and profile.actors else []
    by_title: dict[int, list[RollCall]] = {}
    for row, title in zip(profile.rollcalls, inputs.title_numbers(profile.rollcalls), strict=True):
        by_title.setdefault(title, []).append(row)
    alike = {row.id: rows for rows in by_title.values() for row in rows}
    return any(_took_place_before(case, profile.rollcalls[at], alike[profile.rollcalls[at].id]) for at in reversed(repeated))


def _took_place_before(case: Case, vote: RollCall, others: Sequence[RollCall]) -> bool:
    """Whether one of some votes was held, and known, on the day before a vote."""
    if vote.date is None or vote.date.first == dt.date.min:
        return False
    eve = vote.date.first - dt.timedelta(days=1)
    earlier = (row for row in others if row.id != vote.id and row.date is not None and row.date.by(eve))
    return any((case.later.ledger.known_since("rollcalls", row) or dt.date.min) <= eve for row in earlier)


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(Condition(id="scorable", place="forecasts", check=_scorable),),
    options=(
        choice("kind", "all", "chance", "number"),
        choice("by", "kind", "maker"),
        chosen("made_by", forecast_makers),
        whole("replay", 0, 200, 24, advanced=True),
    ),
    answer=answer,
    heads=(Headline("winner", "off_ours", judgement="votes-margin"),),
    builds_on=("do-we-have-the-votes",),
    references=(
        "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
        "doi:10.1198/016214506000001437",
        "doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2",
    ),
)
