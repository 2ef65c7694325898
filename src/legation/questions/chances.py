"""With what chance a vote ahead comes out as we want: drawings of the whole vote, judged by the rule in force."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from legation.dossier import RollCall
from legation.figures.figure import Figure
from legation.figures.path import Rung
from legation.figures.path import path as path_figure
from legation.language import Message
from legation.methods.coalition import Paths, Step, paths_to_pass
from legation.questions import inputs
from legation.questions.answer import AnswerTable, Finding, first_of
from legation.questions.case import Case
from legation.questions.columns import ACTOR, GROUP, Columns
from legation.questions.declared import name_of
from legation.questions.estimate import Estimate
from legation.questions.in_force import MAJORITY, InForce
from legation.questions.inputs import CODES
from legation.questions.question import Progress, silent
from legation.questions.verdict import NAMED, chance_to_move, counted

__all__ = ["effect_table", "of_chances", "path_picture", "vote_paths"]

AREA = "do-we-have-the-votes"
column = Columns(f"{AREA}.col-")
LONGEST = 40
"""Steps that a path may have."""
STEPS = 8
"""Rows of its figure."""
OPEN = 0.05
"""Whoever votes our way with a smaller chance than this is not on the path."""
SURE = 0.95
"""From this share of the drawings on no path is shown: the work is to hold."""
SHOWN = 20


def vote_paths(
    made: Estimate,
    rule: InForce | None,
    goal: str,
    fixed: Mapping[str, str],
    progress: Progress = silent,
    *,
    steps: int = LONGEST,
    without: Collection[str] = (),
) -> Paths | None:
    """Judge the drawings of an estimate by the rule; None where no earlier roll call says how wrong the estimate may be.

    ``fixed`` are votes that are taken as given, by member; nobody else's are changed by them. Nobody of
    ``without`` is on the path: they are not asked again.
    """
    expected = made.forecast
    if expected is None or not expected.replayed:
        return None
    votes = made.drawn(progress).votes.copy()
    for name, vote in fixed.items():
        votes[:, made.members.index(name)] = CODES.index(vote)
    chances = zip(made.members, made.known.said.tolist(), chance_to_move(expected, goal).tolist(), strict=True)
    free = [name for name, code, chance in chances if not code and name not in {*fixed, *without} and chance >= OPEN]
    return paths_to_pass(rule.rule if rule else MAJORITY, made.members, votes, aim=goal, steps=steps, open_to=free)


def of_chances(case: Case, made: Estimate, found: Paths, evidence: tuple[str, ...], *, given: bool = False) -> Iterator[Finding]:
    """Yield the chance of the outcome beside the estimate's range, and the shortest way to raise it where it is open.

    ``given``: some members were counted in or out, of which the range knows nothing.
    """
    ahead, numbers = made.ahead, counted(made.expected)
    reach = {"low": numbers["low"], "high": numbers["high"]}
    around = Message(f"{AREA}.chance-given") if given else Message(f"{AREA}.chance-range", **reach)
    form = {0.0: "chance-none", 1.0: "chance-all"}.get(found.probability, "chance")
    message = Message(f"{AREA}.{form}", rollcall=name_of(ahead), share=found.probability, draws=found.draws, range=around, **reach)
    contrary = Message(f"{AREA}.chance-contrary")
    yield Finding(id="chance", message=message, evidence=evidence, confidence="low", contrary=contrary)
    ours = _ours(found, found.probability)
    steps = _far_enough(found)
    if steps and ours < SURE:
        actors = first_of(case.names(step.member for step in steps), NAMED)
        values = {"count": len(steps), "actors": actors, "before": ours, "after": steps[-1].probability}
        yield Finding(
            id="path", message=Message(f"{AREA}.path-{found.aim}", rollcall=name_of(ahead), **values), evidence=evidence, confidence="low"
        )


def effect_table(case: Case, members: tuple[str, ...], found: Paths) -> AnswerTable:
    """Return the members whose own vote changes the chance most, and what their announcement would tell of the others."""
    groups = inputs.group_of(case, members)
    told = {name: -1.0 if math.isnan(signal) else signal for name, signal in found.signal.items()}
    order = sorted(members, key=lambda name: (-found.effect[name], -told[name]))
    rows = tuple((case.named(a), groups.get(a, ""), found.yes[a], 100 * found.effect[a], found.signal[a]) for a in order[:SHOWN])
    columns = (ACTOR, GROUP, *column.chance("with_yes"), *column.points("effect"), *column.share("signal"))
    return AnswerTable(id="effects", title=Message(f"{AREA}.effects"), columns=columns, rows=rows)


def path_picture(case: Case, ahead: RollCall, found: Paths) -> Figure:
    """Draw how the share of the drawings with our outcome grows, member by member; many on the way stand in one row."""
    start, steps = _ours(found, found.probability), _far_enough(found)
    one_by_one = len(steps) if len(steps) <= STEPS else STEPS - 2
    rungs = [Rung(actor=Message(f"{AREA}.as-it-stands"), share=start)]
    rungs += [Rung(actor=case.named(step.member), share=step.probability) for step in steps[:one_by_one]]
    if one_by_one < len(steps):
        middle = (one_by_one + len(steps)) // 2
        for last, before in ((middle, one_by_one), (len(steps), middle)):
            rungs.append(Rung(actor=Message(f"{AREA}.path-more", count=last - before), share=steps[last - 1].probability))
    values = {"rollcall": name_of(ahead), "count": len(steps), "before": start, "after": rungs[-1].share}
    actors = first_of(case.names(step.member for step in steps), NAMED)
    return path_figure(
        rungs,
        title=Message(f"{AREA}.path-title-{found.aim}", **values),
        subtitle=Message(f"{AREA}.path-subtitle-{found.aim}", draws=found.draws, as_of=case.as_of),
        alt=Message(f"{AREA}.path-alt-{found.aim}", actors=actors, **values),
    )


def _far_enough(found: Paths) -> tuple[Step, ...]:
    """Return the path as far as it has to go: to a half of the drawings, or where it is beyond already, to nearly all."""
    aim = SURE if _ours(found, found.probability) >= 0.5 else 0.5
    there = next((number for number, step in enumerate(found.path, start=1) if step.probability >= aim), len(found.path))
    return found.path[:there]


def _ours(found: Paths, probability: float) -> float:
    return probability if found.aim == "adopt" else 1 - probability
