"""How much the futures depend on the rule of succession, on unsure judgements and on single judgements, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.language import Message
from legation.methods.progress import Progress
from legation.methods.scenario import (
    Attractors,
    Held,
    Sensitivity,
    Within,
    attractors,
    by_confidence,
    by_experts,
    possibly_consistent,
    sensitivity,
    surely_consistent,
)
from legation.methods.scenario.sensitivity import Lever
from legation.methods.scenario.succession import RULES
from legation.methods.share import LEVEL, share_interval
from legation.questions.answer import Finding
from legation.questions.futures.inputs import LISTED, Futures, series, signed

__all__ = [
    "Basins",
    "JudgementSensitivity",
    "basins",
    "judgement_sensitivity",
    "of_basins",
    "sensitivity_findings",
]


_FOLLOWED = 5_000_000
"""Scenarios that are followed one by one under each rule; of more, starts are drawn."""
_LARGE = 100_000
"""A search that took more nodes than this is not repeated for hundreds of drawn or changed matrices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basins:
    """Where succession leads under several rules.

    Attributes
    ----------
    rules : tuple of str
    share : ndarray, shape (n_rules, k)
        Of all starts, the share that ends in each scenario [0 to 1]; nan for one that holds only within the tolerance.
    restless : ndarray, shape (n_rules,)
        The share that goes round without end.
    elsewhere : ndarray, shape (n_rules,)
        The share that ends in what a rule of the model excludes, or in scenarios that are not listed.
    cycles : tuple of int
        How many cycles of two scenarios or more.
    exact : bool
        Whether every start was followed; else starts were drawn.
    starts : int
        How many.
    """

    rules: tuple[str, ...]
    share: npt.NDArray[np.float64]
    restless: npt.NDArray[np.float64]
    elsewhere: npt.NDArray[np.float64]
    cycles: tuple[int, ...]
    exact: bool
    starts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementSensitivity:
    """What unsure judgements and changed judgements do; None where the model says nothing of the kind, or is too large.

    Attributes
    ----------
    drawn : Held or None
        By the confidence in each judgement.
    surely, possibly : Within or None
        By the intervals.
    experts : Held or None
    named : tuple of str
        The experts.
    levers : Sensitivity or None
    large : bool
        Whether something was left out because the model is too large for it.
    """

    drawn: Held | None
    surely: Within | None
    possibly: Within | None
    experts: Held | None
    named: tuple[str, ...]
    levers: Sensitivity | None
    large: bool


def basins(inputs: Futures, rule: str, seed: int, progress: Progress) -> Basins:
    """Follow every scenario, or many drawn ones, under one rule or under all of them."""
    rules = RULES if rule == "all" else (rule,)
    found = [attractors(inputs.matrix, one, largest=_FOLLOWED, most=LISTED, seed=seed, level=LEVEL, progress=progress) for one in rules]
    tables = [_basin_shares(one) for one in found]
    tolerated = inputs.short > 0
    share = np.array([[table.get(tuple(row), 0.0) for row in inputs.rows.tolist()] for table in tables]).reshape(
        len(rules), len(inputs.rows)
    )
    share[:, tolerated] = np.nan
    restless = np.array([_restless(one) for one in found])
    return Basins(
        rules=rules,
        share=share,
        restless=restless,
        elsewhere=np.round(1.0 - restless - np.nansum(share, axis=1), 12).clip(0, 1),
        cycles=tuple(sum(len(cycle) > 1 for cycle in one.cycles) for one in found),
        exact=all(one.exact for one in found),
        starts=found[0].starts,
    )


def _basin_shares(found: Attractors) -> Mapping[tuple[int, ...], float]:
    return {cycle[0]: share for cycle, share in zip(found.cycles, found.share, strict=True) if len(cycle) == 1}


def _restless(found: Attractors) -> float:
    going = sum(share for cycle, share in zip(found.cycles, found.share, strict=True) if len(cycle) > 1)
    return going + found.unsettled / found.starts


def judgement_sensitivity(
    inputs: Futures, *, tolerance: int, draws: int, reach: int, seed: int, progress: Progress
) -> JudgementSensitivity:
    """Draw, bound and change the judgements of a model, as far as it says how sure they are and its size allows."""
    model, matrix = inputs.seen.model, inputs.matrix
    constraints = model.constraints()
    small = inputs.found.complete and inputs.found.nodes <= _LARGE
    confidence, spans, experts = model.confidence(), model.intervals(), model.experts()
    sampled = surely = possibly = of_experts = levers = None
    if confidence is not None and draws and small:
        sampled = by_confidence(
            matrix, confidence, tolerance, draws=draws, seed=seed, constraints=constraints, most=LISTED, level=LEVEL, progress=progress
        )
    if spans is not None and small:
        surely = surely_consistent(matrix, *spans, tolerance, constraints=constraints, most=LISTED, nodes=_LARGE)
        possibly = possibly_consistent(matrix, *spans, tolerance, constraints=constraints, most=LISTED, nodes=_LARGE)
    if len(experts) > 1 and small:
        of_experts = by_experts(matrix, list(experts.values()), tolerance, constraints=constraints, most=LISTED)
    if reach and small and len(inputs.rows):
        levers = sensitivity(matrix, tolerance, reach=reach, constraints=constraints, most=LISTED, nodes=10 * _LARGE, progress=progress)
    return JudgementSensitivity(
        drawn=sampled,
        surely=surely,
        possibly=possibly,
        experts=of_experts,
        named=tuple(experts) if of_experts else (),
        levers=levers,
        large=not small,
    )


AREA = "what-futures-hold"
_NAMED = 5
"""Scenarios that a sentence names."""
_SEEN = 0.005
"""A smaller share of starts is left to the table."""


def of_basins(inputs: Futures, led: Basins) -> Iterator[Finding]:
    """Yield where starts end under the rules of succession: a sensitivity, no likelihood."""
    known = [i for i in range(len(inputs.rows)) if not np.isnan(led.share[:, i]).any()]
    ranked = sorted(known, key=lambda i: (-float(led.share[:, i].max()), i))[:_NAMED]
    what = []
    for i in ranked:
        low, high = float(led.share[:, i].min()), float(led.share[:, i].max())
        if high < _SEEN:
            break
        form = f"{AREA}.ends-between" if round(high - low, 2) else f"{AREA}.ends"
        what.append(Message(form, name=inputs.names[i], low=low, high=high))
    form = f"{AREA}.basins" if len(led.rules) > 1 else f"{AREA}.basins-one"
    if led.elsewhere.max() >= _SEEN:
        what.append(Message(f"{AREA}.elsewhere", low=float(led.elsewhere.min()), high=float(led.elsewhere.max())))
    if led.restless.max() >= _SEEN:
        what.append(Message(f"{AREA}.restless", low=float(led.restless.min()), high=float(led.restless.max())))
    if not what:
        return
    message = Message(form, what=series(what), rule=Message(f"futures.rule.{led.rules[0]}"))
    yield Finding(
        id="basins", message=message, evidence=inputs.seen.evidence, confidence="low", contrary=Message(f"{AREA}.basins-contrary")
    )


def sensitivity_findings(inputs: Futures, doubt: JudgementSensitivity) -> Iterator[Finding]:
    """Yield in what share of drawn matrices, for which intervals and experts the scenarios hold, and what depends on single judgements."""
    evidence = inputs.seen.evidence
    if doubt.drawn is not None:
        shares = _sampled_shares(inputs, doubt.drawn)
        ranked = sorted(range(len(inputs.rows)), key=lambda i: (-shares[i][0], i))[:_NAMED]
        what = series(
            Message(f"{AREA}.drawn-share", name=inputs.names[i], share=shares[i][0], low=shares[i][1], high=shares[i][2]) for i in ranked
        )
        numbered = inputs.numbered
        others = sum(tuple(row) not in numbered and share >= 0.1 for row, share in _rows(doubt.drawn))
        form = f"{AREA}.drawn" if others else f"{AREA}.drawn-alone"
        message = Message(form, draws=len(doubt.drawn.counts), what=what, count=others)
        yield Finding(id="drawn", message=message, evidence=evidence, confidence="low", contrary=Message(f"{AREA}.drawn-contrary"))
    if doubt.surely is not None and doubt.possibly is not None:
        numbered = inputs.numbered
        sure = {tuple(row) for row in doubt.surely.scenarios.tolist()}
        surely = tuple(name for row, name in numbered.items() if row in sure)
        message = Message(f"{AREA}.within-none", count=len(doubt.possibly.scenarios))
        if surely:
            message = Message(f"{AREA}.within", surely=surely, count=len(doubt.possibly.scenarios))
        yield Finding(id="within", message=message, evidence=evidence, confidence="low")
    if doubt.experts is not None:
        shares = _sampled_shares(inputs, doubt.experts)
        of = len(doubt.named)
        what = series(
            Message(f"{AREA}.expert-share", name=inputs.names[i], count=round(shares[i][0] * of), of=of)
            for i in range(min(_NAMED, len(inputs.rows)))
        )
        message = Message(f"{AREA}.experts", count=of, what=what)
        yield Finding(id="experts", message=message, evidence=evidence, confidence="low")
    if doubt.levers is not None:
        yield from _levers(inputs, doubt.levers)


def _sampled_shares(inputs: Futures, found: Held) -> list[tuple[float, float, float]]:
    there = {tuple(row): at for at, row in enumerate(found.scenarios.tolist())}
    nowhere = (0.0, *share_interval(0, len(found.counts), LEVEL))
    shares = []
    for row in inputs.rows.tolist():
        at = there.get(tuple(row))
        shares.append(nowhere if at is None else (float(found.share[at]), float(found.low[at]), float(found.high[at])))
    return shares


def _rows(found: Held) -> Sequence[tuple[list[int], float]]:
    return list(zip(found.scenarios.tolist(), found.share.tolist(), strict=True))


def _levers(inputs: Futures, found: Sensitivity) -> Iterator[Finding]:
    """Yield the judgement on which most hangs, and how many others are as near to tipping: of pairs that somebody judged, and of others."""
    judged = inputs.seen.model.judged()
    first = next((one for one in found.levers if inputs.cell(one) in judged), None)
    if first is None:
        message = Message(f"{AREA}.no-lever", reach=found.reach)
        yield Finding(id="lever", message=message, evidence=inputs.seen.evidence, confidence="moderate")
        return
    rests = judged[inputs.cell(first)]
    values = {
        "source": inputs.seen.taking(*first.source),
        "target": inputs.seen.taking(*first.target),
        "now": signed(int(inputs.matrix.array[inputs.cell(first)])),
        "count": abs(first.by),
        "way": Message(f"{AREA}.raised") if first.by > 0 else Message(f"{AREA}.lowered"),
        "effect": _effect(inputs, first),
        "source_note": Message(f"{AREA}.rests") if rests.evidence else Message(f"{AREA}.rests-on-nothing"),
    }
    evidence = rests.evidence or inputs.seen.evidence
    yield Finding(id="lever", message=Message(f"{AREA}.lever", **values), evidence=evidence, confidence="moderate")
    near = {inputs.cell(one) for one in found.levers if abs(one.by) == abs(first.by)}
    there = near & judged.keys()
    bare = sum(not judged[cell].evidence for cell in there)
    message = Message(f"{AREA}.levers", count=len(there), least=abs(first.by), bare=bare, unjudged=len(near - there))
    yield Finding(id="levers", message=message, evidence=inputs.seen.evidence, confidence="moderate")


def _effect(inputs: Futures, lever: Lever) -> Message:
    numbered = inputs.numbered
    ceases = tuple(numbered.get(scenario, "–") for scenario in lever.destroys)
    if not lever.creates:
        return Message(f"{AREA}.ends-only", count=len(ceases), ceases=ceases)
    if not ceases:
        return Message(f"{AREA}.begins-only", count=len(lever.creates))
    return Message(f"{AREA}.ends-and-begins", count=len(lever.creates), ceases=ceases)
