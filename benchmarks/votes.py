"""Votes: every figure beside its baseline, computed in the same run.

    PYTHONPATH=src python -m benchmarks.votes

The accuracy figures need the General Assembly's record (``../shared``) and are skipped, saying so, where it is not there; times and
coverage are shown anyway. About two minutes on two cores.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from benchmarks import titles, unga
from benchmarks.votes_baselines import commonest, expected_calibration_error, loop_agreement, nearest_share, nine_nearest, vote_distance

from legation.methods.voting import agreement, before_the_vote, blocs, persistence, swing_backtest, voted_alike
from legation.methods.voting.agreement import Pairs, mean_interval

STATED = {"commonest": 0.717, "nine": 0.896, None: 0.902, 40: 0.884, 20: 0.871, 5: 0.803}


def _print(title: str, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    text = [head, *[tuple(f"{x:.3f}" if isinstance(x, float) else str(x) for x in row) for row in rows]]
    width = [max(len(row[k]) for row in text) for k in range(len(head))]
    print(f"\n{title}")
    for row in text:
        print("  " + "  ".join(cell.rjust(w) for cell, w in zip(row, width, strict=True)))


def _distances(history: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    plain = vote_distance(history)
    sharp = 2 * vote_distance(history[:, unga.contested(history)])
    return plain, np.exp(-40 * plain), np.exp(-40 * sharp)


def forecast_rows(record: unga.Record, session: int, numbers: tuple[int | None, ...], draws: int) -> list[tuple[object, ...]]:
    """Per number known: ours, the kernel (two readings), ECE, log loss; mean over contested roll calls."""
    history, target = record.sessions(session - 3, session - 1, present=False), record.sessions(session, present=False)
    target = target[:, unga.contested(target)]
    distance, literal, sharp = _distances(history)
    rng = np.random.default_rng(session)
    found = []
    for number in numbers:
        hits, kernel, kernel_sharp, nine, base, confidence, loss = [], [], [], [], [], [], []
        for outcome in target.T:
            voters = np.flatnonzero(outcome)
            for _ in range(1 if number in (None, 0) else draws):
                known = outcome.copy()
                if number is not None:
                    known[rng.choice(voters, voters.size - number, replace=False)] = 0
                rest = voters if number is None else np.flatnonzero(known != outcome)
                if number is None:
                    probability = voted_alike(history, outcome).probability[rest]
                    nine.append((nine_nearest(distance, outcome)[rest] == outcome[rest]).mean())
                else:
                    probability = before_the_vote(history, known).probability[rest]
                hit = probability.argmax(axis=1) + 1 == outcome[rest]
                hits.append(hit)
                confidence.append(probability.max(axis=1))
                loss.append(-np.log(probability[np.arange(rest.size), outcome[rest] - 1]))
                base.append(commonest(outcome[voters]))
                if number != 0:
                    kernel.append((nearest_share(literal, known)[rest] == outcome[rest]).mean())
                    kernel_sharp.append((nearest_share(sharp, known)[rest] == outcome[rest]).mean())
        mean = float(np.mean([h.mean() for h in hits]))
        error = expected_calibration_error(np.concatenate(confidence), np.concatenate(hits))
        others = [float(np.mean(k)) if k else "-" for k in (kernel, kernel_sharp, nine)]
        found.append((session, "all" if number is None else number, mean, *others, float(np.mean(base)), error,
                      float(np.concatenate(loss).mean()), STATED.get(number, "-") if session == 72 else "-"))  # fmt: skip
    return found


def forecasts(record: unga.Record) -> None:
    head = (
        "session",
        "known",
        "ours",
        "exp(-40 d)",
        "exp(-40 2d), contested",
        "9 nearest",
        "commonest",
        "ECE",
        "log loss",
        "stated to beat",
    )
    numbers = (None, 100, 40, 20, 10, 5, 0)
    _print("Forecast of votes, session 72 (72 contested roll calls), history 69-71, 10 draws", head, forecast_rows(record, 72, numbers, 10))
    rows = [row for session in range(58, 72) for row in forecast_rows(record, session, (None, 20, 5), 2)]
    _print("Other sessions, history the three before, 2 draws (60-68 served the fit of the calibration)", head, rows)


def same_title(record: unga.Record) -> None:
    """The curve by number declared beside "as last time", on the roll calls of session 72 whose title was voted before."""
    rng = np.random.default_rng(0)
    history = record.sessions(69, 71, present=False)
    score: dict[str, list[float]] = {}
    for series, _, outcome in titles.cases(record, 72, 72):
        if unga.contested(outcome[:, None]).size == 0:
            continue
        voters = np.flatnonzero(outcome)
        last = persistence(series)
        score.setdefault("as last time", []).append(float((last == outcome)[voters].mean()))
        for number in (0, 5, 20, 40):
            for _ in range(1 if number == 0 else 5):
                known = np.zeros_like(outcome)
                chosen = rng.choice(voters, number, replace=False)
                known[chosen] = outcome[chosen]
                rest = np.flatnonzero(known != outcome)
                guess = before_the_vote(history, known).predicted
                score.setdefault(f"{number} declared", []).append(float((guess == outcome)[rest].mean()))
        score.setdefault("all others", []).append(voted_alike(history, outcome).accuracy)
    count = len(score["as last time"])
    rows = [(name, float(np.mean(values))) for name, values in score.items()]
    _print(f"Same title, session 72, its {count} contested repeated roll calls", ("known", "accuracy"), rows)


def swings(record: unga.Record) -> None:
    rows, all_cases = [], []
    for session in range(57, 73):
        cases = titles.cases(record, session, session)
        all_cases += cases if session > 68 else []
        rows.append(_swing_row(session, cases))
    rows.append(_swing_row("69-72", all_cases))
    head = (
        "session",
        "pairs",
        "changed",
        "ours AP",
        "share of past changes",
        "number of past changes",
        "margin alone",
        "to what: right",
        "ECE",
    )
    _print("Who changes between consecutive votes on a title: average precision (57-68 served the fit)", head, rows)


def _swing_row(name: object, cases: list) -> tuple[object, ...]:
    r = swing_backtest(cases)
    error = expected_calibration_error(r.probability, r.actual > 0)
    return name, r.scored, r.changed, r.average_precision, r.by_share, r.by_number, r.by_margin, r.likely_right, error


def _seconds(work: Callable[[], object], repeat: int = 3) -> float:
    best = np.inf
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return float(best)


def _peak(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def times(record: unga.Record | None) -> None:
    rng = np.random.default_rng(0)
    if record is not None:
        tables = [record.sessions(int(session)) for session in np.unique(record.session)]
        ours = _seconds(lambda: [agreement(table) for table in tables])
        loop = _seconds(lambda: [loop_agreement(table) for table in tables], 1)
        same = all(np.allclose(agreement(t).score, loop_agreement(t), atol=1e-6, equal_nan=True) for t in tables[::9])
        rows = [("agreement with intervals", ours), ("numpy, row by row, no interval", loop)]
        _print(f"All pairs of all {len(tables)} sessions (equal: {same}; to beat: 0.3 s)", ("what", "seconds"), rows)
        one = tables[-1]
        history, outcome = record.sessions(69, 71, present=False), record.sessions(72, present=False)[:, 5]
        work = {
            "voted_alike": lambda: voted_alike(history, outcome),
            "before_the_vote": lambda: before_the_vote(history, outcome),
            "blocs (100 resamples)": lambda: blocs(one),
            "bootstrap agreement (500)": lambda: agreement(one, method="bootstrap"),
        }
        _print("One call on real votes", ("what", "seconds", "peak MB"), [(k, _seconds(w, 1), _peak(w)) for k, w in work.items()])
    rows = []
    for n in (250, 500, 1000, 2000, 4000):
        votes, outcome = rng.integers(0, 4, (n, 120)), rng.integers(0, 4, n)
        a, v = (lambda votes=votes: agreement(votes)), (lambda votes=votes, outcome=outcome: voted_alike(votes, outcome))
        rows.append((n, _seconds(a, 1), _peak(a), _seconds(v, 1), _peak(v)))
    _print("Growth with actors, 120 random roll calls", ("actors", "agreement s", "MB", "voted_alike s", "MB"), rows)


def coverage() -> None:
    """How often the closed-form interval holds the true score."""
    rng = np.random.default_rng(0)
    kinds = [(0.9, 0.1, 0), (0.8, 0.1, 0.1), (0.6, 0.3, 0.1), (0.5, 0.5, 0), (0.3, 0.5, 0.2), (0.3, 0.3, 0.4), (0.5, 0, 0.5),
             (0.95, 0.03, 0.02), (0.05, 0.15, 0.8), (0.7, 0.25, 0.05)]  # fmt: skip
    rows = []
    for n in (10, 20, 40, 80, 120):
        held = []
        for kind in kinds:
            drawn = rng.multinomial(n, kind, size=20_000).astype(np.float32)[None]
            common = np.full(drawn.shape[:2], n, dtype=np.float32)
            pairs = Pairs(common=common, near=drawn[..., 1], opposite=drawn[..., 2], expected=np.zeros_like(common))
            low, high = mean_interval(pairs, chance_corrected=False)
            held.append(float(((low <= kind[0] + kind[1] / 2) & (kind[0] + kind[1] / 2 <= high)).mean()))
        rows.append((n, float(np.mean(held)), min(held)))
    _print("Coverage of the closed-form interval (nominal 0.95)", ("common votes", "mean", "least of 10 kinds of pairs"), rows)


def support() -> None:
    """Blocs found supported in noise and in planted camps (15 % of votes random, 10 % missing)."""
    rows = []
    for n, m in ((20, 30), (60, 60), (193, 100)):
        rng = np.random.default_rng(n)
        found = {0: [], 2: [], 3: []}
        for camps in found:
            for seed in range(20 if n < 100 else 5):
                votes = rng.integers(1, 4, (n, m))
                if camps:
                    line = rng.integers(1, 4, (camps, m))[np.arange(n) % camps]
                    votes = np.where(rng.random((n, m)) < 0.15, votes, line)
                votes[rng.random((n, m)) < 0.1] = 0
                found[camps].append(blocs(votes, resamples=20, seed=seed).supported)
        rows.append((n, m, *(f"{sum(x == camps for x in xs)}/{len(xs)}" for camps, xs in found.items())))
    _print("Blocs: how often the supported number is the planted one", ("actors", "roll calls", "noise (0)", "2 camps", "3 camps"), rows)


def main() -> None:
    """Print all tables."""
    record = unga.load() if unga.is_there() else None
    if record is None:
        print("votes: accuracy figures skipped, ../shared/data/analysis/unga is not there")
    times(record)
    coverage()
    support()
    if record is not None:
        forecasts(record)
        same_title(record)
        swings(record)


if __name__ == "__main__":
    main()
