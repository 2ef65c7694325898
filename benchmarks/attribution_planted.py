"""Marks of another group put into incidents whose answer is known: who comes first, whether "false flag" rises, and at what price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.attribution_baselines import BASELINES, scores
from benchmarks.attribution_metrics import interval

from legation.methods.attribution import Knowledge, attribute
from legation.methods.attribution.false_flag import SLOPE, surplus
from legation.methods.attribution.posterior import case, spread
from legation.methods.attribution.reading import read_observation

__all__ = ["curve", "plant", "planted"]

SLOPES = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)

Incident = tuple[Knowledge, Mapping[str, list[str]], tuple[str, ...], str | None]


@dataclass(frozen=True)
class Flown:
    """One incident before "false flag" is told apart: chances of the groups, surplus of each, where truth and planted group stand."""

    chance: np.ndarray
    surplus: np.ndarray
    prior: float
    truth: int
    other: int

    def after(self, slope: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the chances of the groups and of their false flags."""
        if not slope:
            return self.chance, np.zeros(len(self.chance))
        odds = np.log(self.prior / (1 - self.prior)) + slope * self.surplus
        false = 1 / (1 + np.exp(-odds))
        return self.chance * (1 - false), self.chance * false


def plant(incidents: Sequence[Incident], *, public: bool, seed: int = 0) -> list[tuple[Incident, str]]:
    """Return each incident with five techniques and two pieces of software of another group, which it names; public: of tools only."""
    rng = np.random.default_rng(seed)
    made = []
    for known, observed, left, group in incidents:
        tools = known.tools if public and known.tools is not None else None
        choice = []
        for name, record in sorted(known.groups.items()):
            software = set(record["software"]) - set(observed["software"])
            techniques = set(record["techniques"]) - set(observed["techniques"])
            choice.append((name, sorted(techniques), sorted(software if tools is None else software & tools)))
        choice = [one for one in choice if one[0] != group and len(one[1]) >= 5 and len(one[2]) >= 2]
        name, techniques, software = choice[rng.integers(len(choice))]
        marked = {
            "techniques": [*observed["techniques"], *rng.choice(techniques, 5, replace=False).tolist()],
            "software": [*observed["software"], *rng.choice(software, 2, replace=False).tolist()],
        }
        made.append(((known, marked, left, group), name))
    return made


def planted(incidents: Sequence[Incident], *, public: bool) -> None:
    """Print who comes first, and what becomes of "false flag", each with its 95 % interval."""
    made = plant(incidents, public=public)
    rows = []
    base: dict[str, list[bool]] = {name: [] for name in BASELINES}
    for (known, observed, left, group), ((_, marked, _, _), name) in zip(incidents, made, strict=True):
        before, after = attribute(observed, known, exclude_sources=left), attribute(marked, known, exclude_sources=left)
        rows.append((
            after.ranking[0] == name, after.probability[name] > 0.8, group in after.ranking[:3], sum(before.false_flag.values()),
            sum(after.false_flag.values()), before.false_flag[name], after.false_flag[name],
        ))  # fmt: skip
        for method, score in scores(known, marked, left).items():
            base[method].append(bool(score.argmax() == known.table.groups.index(name)))
    found = np.array(rows, float)
    said = [_shown(found[:, at]) for at in range(found.shape[1])]
    print(f"\nFive techniques and two {'public tools' if public else 'pieces of software'} of another group planted: {len(rows)} incidents")
    print(f"  planted group first {said[0]}, above .8 {said[1]}; true group in the first three {said[2]}")
    print(f"  all false flags {said[3]} -> {said[4]}; of the planted group {said[5]} -> {said[6]}")
    print("  planted group first by", ", ".join(f"{method} {_shown(np.array(first, float))}" for method, first in base.items()))


def curve(incidents: Sequence[Incident], later: Sequence[Incident]) -> None:
    """Print what more and less weight on "false flag" catches, and what honest incidents pay for it; with 0 there are no false flags."""
    honest, split = [_flown(one) for one in incidents], [_flown(one) for one in later]
    false = {public: [_flown(one, name) for one, name in plant(incidents, public=public)] for public in (False, True)}
    print(f"\nWeight of the surplus in false flags ({SLOPE:g} is in use): set B and listed cases of the time split as they are | planted")
    for slope in SLOPES:
        print(f"  {slope:4g}  {_paid(honest, slope)}; split {_paid([one for one in split if one.truth >= 0], slope)}", end="  |")
        for public, each in false.items():
            after = [one.after(slope) for one in each]
            first = np.mean([chance.argmax() == one.other for one, (chance, _) in zip(each, after, strict=True)])
            third = np.mean([(chance > chance[one.truth]).sum() < 3 for one, (chance, _) in zip(each, after, strict=True)])
            flag = np.mean([flown[one.other] for one, (_, flown) in zip(each, after, strict=True)])
            print(f"  {'tools' if public else 'any software'}: first {first:.2f}, its flag {flag:.2f}, true in three {third:.2f}", end="")
        print()


def _paid(each: Sequence[Flown], slope: float) -> str:
    rank = [1 + int((chance > chance[one.truth]).sum()) for one in each for chance, _ in (one.after(slope),)]
    loss = [-np.log(one.after(slope)[0][one.truth]) for one in each]
    flags = np.mean([one.after(slope)[1].sum() for one in each])
    first, third = np.mean(np.array(rank) == 1), np.mean(np.array(rank) <= 3)
    return f"top-1 {first:.3f} top-3 {third:.3f} log loss {np.mean(loss):.3f} flags {flags:.3f}"


def _flown(one: Incident, other: str | None = None) -> Flown:
    known, observed, left, group = one
    claims, _ = read_observation(observed, known)
    found = case(claims, known, None, left)
    at = {name: row for row, name in enumerate(known.table.groups)}
    return Flown(
        chance=spread(found.log_prior + np.append(found.evidence(), 0.0), known)[:-1],
        surplus=surplus(found, claims, known),
        prior=known.false_flag,
        truth=at[group] if group else -1,
        other=at[other] if other else -1,
    )


def _shown(values: np.ndarray) -> str:
    value, low, high = interval(lambda at: values[at].mean(), len(values))
    return f"{value:.2f} [{low:.2f} {high:.2f}]"
