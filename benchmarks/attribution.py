"""Attribution beside Jaccard, TF-IDF, naive Bayes and their stack, on incidents whose answer is known, all in one run.

    PYTHONPATH=src python -m benchmarks.attribution            # about a minute
    PYTHONPATH=src python -m benchmarks.attribution --refit    # and the weights learnt anew from the past alone, two minutes more

The weights were learnt on reports that overlap with set B and the time split; "refitted" learns them, for each release, from that release
and those before it only. Read the time split first: later reports reuse what earlier ones found, so set B is easier than reality.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from benchmarks.attribution_baselines import BASELINES, posterior, scores
from benchmarks.attribution_fit import cases, fitted, gathered
from benchmarks.attribution_metrics import Outcome, figures, interval, removed
from benchmarks.attribution_planted import curve, planted
from benchmarks.attribution_sets import HISTORY, TABLE, attributed, releases, shared, table
from benchmarks.looks import looked

from legation.methods.attribution import Attribution, Knowledge, arrivals, attribute, calibrate, leave_one_out

OURS, REFITTED = "ours", "ours, refitted"
Incident = tuple[Knowledge, Mapping[str, list[str]], tuple[str, ...], str | None]
"""Knowledge, observation, reports left out, group (None: not listed)."""


def set_a(past: Mapping[str, Knowledge]) -> list[Incident]:
    """Return attributed campaigns against the release before they came."""
    before = {"C0011": "v11.2", "C0027": "v13.1", "C0028": "v13.1", "C0030": "v14.1", "C0032": "v14.1", "C0033": "v14.1", "C0034": "v14.1"}
    found = []
    for name, one in sorted(attributed().items()):
        known = past[before.get(name, "v12.1")]
        own = tuple({report for part in ("t", "s") for by in one[part].values() for report in by})
        group = one["attributed_to"][0]
        observed = {"techniques": list(one["t"]), "software": list(one["s"])}
        found.append((known, observed, own, group if group in known.groups else None))
    return found


def set_b(known: Knowledge) -> list[Incident]:
    """Return single reports left out of the records."""
    return [(known, one.observed, (one.report,), one.group) for one in leave_one_out(known)]


def split(past: Mapping[str, Knowledge]) -> list[Incident]:
    """Return the reports that arrived with a release, against the profiles of the one before; listed and unlisted groups mixed."""
    known = list(past.values())
    return [
        (before, one.observed, (one.report,), one.group if one.listed else None)
        for before, after in pairwise(known)
        for one in arrivals(before, after)
    ]


def ours(found: Attribution, group: str | None) -> Outcome:
    """Return an attribution as an outcome, ranked by evidence; what goes to false flags is lost to the chances of groups, as it is
    not with the baselines."""
    chance = np.array([found.probability[name] for name in found.groups] + [found.unlisted])
    score = np.array([found.fit[name] for name in found.groups])
    return Outcome(chance=chance, score=score, truth=found.groups.index(group) if group else -1, doubt=found.unlisted)


def outcomes(incidents: Iterable[Incident]) -> dict[str, list[Outcome]]:
    """Return the outcomes of every method."""
    found: dict[str, list[Outcome]] = {name: [] for name in (OURS, *BASELINES)}
    for known, observed, left, group in incidents:
        found[OURS].append(ours(attribute(observed, known, exclude_sources=left), group))
        truth = known.table.groups.index(group) if group else -1
        for name, score in scores(known, observed, left).items():
            chance = posterior(name, score, known.unlisted)
            found[name].append(Outcome(chance=chance, score=score, truth=truth, doubt=-float(score.max())))
    return found


def refitted(past: Sequence[Knowledge], incidents: Sequence[Incident]) -> list[Outcome]:
    """Return our outcomes with weights that are learnt, for each release, from that one and those before alone."""
    fresh = {one.release: calibrate(replace(one, weights=fitted(gathered(cases(one, past[: at + 1]))))) for at, one in enumerate(past[:-1])}
    return [ours(attribute(observed, fresh[known.release], exclude_sources=left), group) for known, observed, left, group in incidents]


def without(incidents: Iterable[Incident], found: Mapping[str, list[Outcome]]) -> dict[str, list[Outcome]]:
    """Return the same incidents with the true group off the list."""
    given = {name: [removed(one) for one in each] for name, each in found.items() if name not in (OURS, REFITTED)}
    given = {name: [replace(one, doubt=-float(one.score.max())) for one in each] for name, each in given.items()}
    given[OURS] = []
    for known, observed, left, group in incidents:
        gone = replace(known, groups={name: record for name, record in known.groups.items() if name != group})
        given[OURS].append(ours(attribute(observed, gone, exclude_sources=left), None))
    return given


def shown(title: str, found: Mapping[str, list[Outcome]], absent: Mapping[str, list[Outcome]]) -> None:
    """Print one table, and how far ahead of each baseline we are."""
    first = next(iter(found.values()))
    print(f"\n{title}: {len(first)} incidents, {sum(one.truth < 0 for one in first)} of unlisted groups")
    for name, each in found.items():
        row = figures(each, absent.get(name, []))
        print(f"  {name:22}", "  ".join(f"{key} {value:.2f} [{low:.2f} {high:.2f}]" for key, (value, low, high) in row.items()))
    for name in BASELINES:
        better = _difference(found[OURS], found[name], lambda one: -float(np.log(one.chance[one.truth])))
        third = _difference(found[name], found[OURS], _in_three)
        print(f"  ahead of {name:22} log loss {_range(better)}  top-3 {_range(third)}")


def _in_three(one: Outcome) -> float:
    return float((one.score > one.score[one.truth]).sum() < 3) if one.truth >= 0 else np.nan


def _difference(lower: list[Outcome], higher: list[Outcome], value: Callable[[Outcome], float]) -> tuple[float, float, float]:
    """Return the mean of value(higher) - value(lower) with its interval."""
    gap = np.array([value(b) - value(a) for a, b in zip(lower, higher, strict=True)])
    return interval(lambda at: np.nanmean(gap[at]), len(gap))


def _range(found: tuple[float, float, float]) -> str:
    return f"{found[0]:+.2f} [{found[1]:+.2f} {found[2]:+.2f}]"


def main() -> None:
    if not shared(TABLE).is_file() or not shared(HISTORY).is_file():
        print("Attribution: the developer data beside the repository are not on this machine.")
        return
    begun = time.perf_counter()
    known = calibrate(table())
    took = time.perf_counter() - begun
    incidents = set_b(known)
    begun = time.perf_counter()
    for one in incidents[:50]:
        attribute(one[1], one[0], exclude_sources=one[2])
    each = (time.perf_counter() - begun) / 50
    print(f"Attribution: calibrate {took:.2f} s on {known.incidents} reports, attribute {each * 1000:.1f} ms with interval")
    print(f"temperature {known.temperature:.2f}, floor {known.floor:.2f}")
    past = {one.release: calibrate(one) for one in releases()}
    shown("Set A, campaigns against the release before", outcomes(set_a(past)), {})
    found = outcomes(incidents)
    shown("Set B, one report left out", found, without(incidents, found))
    looked("attribution")
    later = split(past)
    found = outcomes(later)
    if "--refit" in sys.argv:
        found[REFITTED] = refitted(list(past.values()), later)
    shown("Time split, reports first seen in the next release", found, {})
    planted(incidents, public=False)
    planted(incidents, public=True)
    curve(incidents, later)


if __name__ == "__main__":
    main()
