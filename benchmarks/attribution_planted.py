"""Marks of another group put into incidents whose answer is known: who comes first, whether "false flag" rises, and at what price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from benchmarks.attribution_baselines import BASELINES, scores
from benchmarks.attribution_metrics import interval

from legation.methods.attribution import TEMPERATURE, Knowledge, attribute
from legation.methods.attribution.false_flag import CHEAPLY_NAMED, SLOPE, surplus, told_apart
from legation.methods.attribution.knowledge import read_observation
from legation.methods.attribution.posterior import DOUBT, case, spread

__all__ = ["curve", "plant", "planted"]

CAPS = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 99.0)
DOUBTS = (0.0, 1.0, 2.0, 4.0, 6.0, 7.0, 8.0, 12.0)
SLOPES = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)

Incident = tuple[Knowledge, Mapping[str, list[str]], tuple[str, ...], str | None]


@dataclass(frozen=True)
class Flown:
    """One incident of one report: what techniques and prior say, what software says before its cap, and how far marks may be planted."""

    known: Knowledge
    rest: np.ndarray
    software: np.ndarray
    doubt: np.ndarray
    surplus: np.ndarray
    truth: int
    other: int

    def after(self, cap: float, slope: float, doubt: float = DOUBT) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the chances of the groups by evidence, which rank them, their own, and of their false flags."""
        heat = TEMPERATURE / self.known.temperature
        weight, full = self.rest.copy(), self.rest.copy()
        full[:-1] += self.software
        under = np.minimum(self.software, cap * heat) - doubt * heat * self.doubt
        weight[:-1] += np.where(self.software > 0, np.maximum(under, 0), self.software)
        chance = spread(weight, self.known)[:-1]
        if not slope:
            return chance, chance, np.zeros(len(chance))
        prior = self.known.false_flag
        share = 1 / (1 + np.exp(-(np.log(prior / (1 - prior)) + slope * self.surplus)))
        own, flown = told_apart(chance, spread(full, self.known)[:-1], share)
        return chance, np.where(share > 0, np.minimum(own, CHEAPLY_NAMED), own), flown


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
    """Print what each cap on one report's software, and each weight of the surplus in false flags, catches and what honest reports pay."""
    honest, split = [_flown(one) for one in incidents], [one for one in map(_flown, later) if one.truth >= 0]
    false = {public: [_flown(one, name) for one, name in plant(incidents, public=public)] for public in (False, True)}
    cap = incidents[0][0].software_cap
    print(
        f"\nCap on what one report's software may add ({cap:g} is in use): set B | listed cases of the time split | marks planted in set B"
    )
    for value in CAPS:
        print(f"  {value:4g}  {_curve(honest, split, false, value, SLOPE)}")
    print(f"\nHow fast the cap falls where the rest is somebody else's ({DOUBT:g} is in use); none: no cap at all")
    for value in DOUBTS:
        print(f"  {value:4g}  {_curve(honest, split, false, cap, SLOPE, value)}")
    print(f"  none  {_curve(honest, split, false, CAPS[-1], SLOPE, 0.0)}")
    print(f"\nWeight of the surplus in false flags ({SLOPE:g} is in use): the ranking does not depend on it")
    for slope in SLOPES:
        print(f"  {slope:4g}  {_curve(honest, split, false, cap, slope)}")


def _curve(
    honest: Sequence[Flown], split: Sequence[Flown], false: Mapping[bool, Sequence[Flown]], cap: float, slope: float, doubt: float = DOUBT
) -> str:
    said = [_paid(honest, cap, slope, doubt), _paid(split, cap, slope, doubt)]
    for public, each in false.items():
        after = [one.after(cap, slope, doubt) for one in each]
        first = np.mean([chance.argmax() == one.other for one, (chance, *_) in zip(each, after, strict=True)])
        sure = np.mean([own[one.other] > 0.8 + 1e-9 for one, (_, own, _) in zip(each, after, strict=True)])
        third = np.mean([(chance > chance[one.truth]).sum() < 3 for one, (chance, *_) in zip(each, after, strict=True)])
        flag = np.mean([flown[one.other] for one, (*_, flown) in zip(each, after, strict=True)])
        said.append(f"{'tools' if public else 'any'}: first {first:.2f} above .8 {sure:.2f} its flag {flag:.2f} true in three {third:.2f}")
    return " | ".join(said)


def _paid(each: Sequence[Flown], cap: float, slope: float, doubt: float) -> str:
    after = [one.after(cap, slope, doubt) for one in each]
    rank = np.array([1 + int((chance > chance[one.truth]).sum()) for one, (chance, *_) in zip(each, after, strict=True)])
    loss = np.mean([-np.log(own[one.truth]) for one, (_, own, _) in zip(each, after, strict=True)])
    flags = np.mean([flown.sum() for *_, flown in after])
    return f"top-1 {(rank == 1).mean():.3f} top-3 {(rank <= 3).mean():.3f} log loss {loss:.2f} flags {flags:.3f}"


def _flown(one: Incident, other: str | None = None) -> Flown:
    known, observed, left, group = one
    claims, _ = read_observation(observed, known)
    found = case(claims, known, None, left)
    before = found.count[:, None] * found.log_ratio + found.likeness
    software = np.array([claim.kind == "software" for claim in claims], bool)
    at = {name: row for row, name in enumerate(known.table.groups)}
    return Flown(
        known=known,
        rest=found.log_prior + np.append(found.said[~software].sum(axis=0), 0.0),
        software=before[software].sum(axis=0),
        doubt=np.maximum(
            surplus(replace(found, count=found.count / found.heat, likeness=found.likeness / found.heat, heat=1.0), claims, known), 0.0
        ),
        surplus=surplus(found, claims, known),
        truth=at[group] if group else -1,
        other=at[other] if other else -1,
    )


def _shown(values: np.ndarray) -> str:
    value, low, high = interval(lambda at: values[at].mean(), len(values))
    return f"{value:.2f} [{low:.2f} {high:.2f}]"
