"""With what chance a vote ahead comes out as we want, and the builder of a majority: what is still needed, and whose votes would do."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import RollCall
from legation.errors import NotAvailable
from legation.figures.figure import Figure, Named
from legation.figures.kit.ladder import Step as Stage
from legation.figures.kit.ladder import ladder
from legation.figures.kit.rows import Scale
from legation.language import AnyOrder, Message
from legation.methods.coalition import Cheapest, Paths, Step, cheapest, cheapest_blocking, paths_to_pass
from legation.methods.rule import Rule, Unless, fewest_turns
from legation.methods.rule.tree import holds
from legation.methods.voting.tally import Expected
from legation.questions.answer import AnswerTable, Finding, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, GROUP, Columns
from legation.questions.base.inputs import CODES
from legation.questions.base.quantities import FactsOf, on
from legation.questions.question import Progress, silent
from legation.questions.votes.count import NAMED, cast, chance_to_move, whole_members
from legation.questions.votes.declarations import name_of
from legation.questions.votes.estimate import Estimate
from legation.questions.votes.facts import drawn_of, estimate_of, quantities_of
from legation.questions.votes.rule import MAJORITY, InForce

__all__ = [
    "built",
    "counted_votes",
    "effect_table",
    "fixed_votes",
    "of_build",
    "of_chances",
    "path_picture",
    "vote_paths",
]


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
    order: Sequence[str] = (),
) -> Paths | None:
    """Judge the drawings of an estimate by the rule; None where no earlier roll call says how wrong the estimate may be.

    ``fixed`` are votes that are taken as given, by member; nobody else's are changed by them. The path goes along ``order``, the members
    to win in the order of the list of whom to see, without those that hardly ever vote our way.
    """
    expected = made.forecast
    if expected is None or not expected.replayed:
        return None
    votes = made.drawn(progress).votes.copy()
    for name, vote in fixed.items():
        votes[:, made.members.index(name)] = CODES.index(vote)
    chance = dict(zip(made.members, chance_to_move(expected, goal).tolist(), strict=True))
    free = [name for name in order if name not in fixed and chance[name] >= OPEN]
    rules = rule.rule if rule else MAJORITY
    return paths_to_pass(rules, made.members, votes, aim=goal, steps=steps, open_to=free, in_order=True)


def of_chances(case: Case, made: Estimate, found: Paths, evidence: tuple[str, ...], *, given: bool = False) -> Iterator[Finding]:
    """Yield the chance of the outcome beside the estimate's range, and the shortest way to raise it where it is open.

    ``given``: some members were counted in or out, of which the range knows nothing.
    """
    ahead, numbers = made.ahead, whole_members(made.expected)
    reach = {"low": numbers["low"], "high": numbers["high"]}
    around = Message(f"{AREA}.chance-given") if given else Message(f"{AREA}.chance-range", **reach)
    form = {0.0: "chance-none", 1.0: "chance-all"}.get(found.probability, "chance")
    message = Message(f"{AREA}.{form}", rollcall=name_of(ahead), share=found.probability, draws=found.draws, range=around, **reach)
    contrary = Message(f"{AREA}.chance-contrary")
    drawn = drawn_of(case, ahead) if not given else FactsOf(ahead.id, on(case.as_of), "drawn, votes given")
    facts = (drawn("adopted", found.probability, unit="chance"), *quantities_of(estimate_of(case, ahead), numbers))
    yield Finding(id="chance", message=message, evidence=evidence, confidence="low", contrary=contrary, quantities=facts)
    ours = _ours(found, found.probability)
    steps = _far_enough(found)
    if steps and ours < SURE:
        actors = first_of(case.names(step.member for step in steps), NAMED)
        values = {"count": len(steps), "actors": actors, "before": ours, "after": steps[-1].probability}
        message = Message(f"{AREA}.path-{found.aim}", rollcall=name_of(ahead), **values)
        facts = (
            drawn(f"path-to-{found.aim}", len(steps)),
            drawn("adopted" if found.aim == "adopt" else "defeated", ours, unit="chance"),
            drawn(f"{found.aim}-after-path", steps[-1].probability, unit="chance"),
        )
        yield Finding(id="path", message=message, evidence=evidence, confidence="low", quantities=facts)


def effect_table(case: Case, members: tuple[str, ...], found: Paths) -> AnswerTable:
    """Return the members whose own vote changes the chance most, and what their announcement would tell of the others."""
    groups = inputs.group_of(case, members)
    signals = {name: -1.0 if math.isnan(signal) else signal for name, signal in found.signal.items()}
    order = sorted(members, key=lambda name: (-found.effect[name], -signals[name]))
    rows = tuple((case.named(a), groups.get(a, ""), found.yes[a], 100 * found.effect[a], found.signal[a]) for a in order[:SHOWN])
    columns = (ACTOR, GROUP, *column.chance("with_yes"), *column.points("effect"), *column.share("signal"))
    return AnswerTable(id="effects", title=Message(f"{AREA}.effects"), columns=columns, rows=rows)


def path_picture(case: Case, ahead: RollCall, found: Paths, evidence: tuple[str, ...]) -> Figure:
    """Draw how the share of the drawings with our outcome grows, member by member; many on the way stand in one row."""
    start, steps = _ours(found, found.probability), _far_enough(found)
    one_by_one = len(steps) if len(steps) <= STEPS else STEPS - 2
    stages = [_stage(Message(f"{AREA}.as-it-stands"), None, start, evidence)]
    for before, step in zip((start, *(step.probability for step in steps)), steps[:one_by_one], strict=False):
        stages.append(_stage(case.named(step.member), before, step.probability, evidence))
    if one_by_one < len(steps):
        middle = (one_by_one + len(steps)) // 2
        for last, first in ((middle, one_by_one), (len(steps), middle)):
            more = Message(f"{AREA}.path-more", count=last - first)
            stages.append(_stage(more, steps[first - 1].probability, steps[last - 1].probability, evidence))
    values = {"rollcall": name_of(ahead), "count": len(steps), "before": start, "after": stages[-1].end}
    actors = first_of(case.names(step.member for step in steps), NAMED)
    ticks = tuple((share, Message("answer.share", share=share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    aim = _aim(found)
    return ladder(
        stages,
        Scale(ticks=ticks),
        id="path",
        title=Message(f"{AREA}.path-title-{found.aim}", **values),
        subtitle=Message(f"{AREA}.path-subtitle-{found.aim}", draws=found.draws, as_of=case.as_of),
        alt=Message(f"{AREA}.path-alt-{found.aim}", actors=actors, **values),
        thresholds=[(aim, Message(f"{AREA}.path-goal", share=aim))],
        is_sum=True,
    )


def _stage(name: Named | Message, before: float | None, after: float, evidence: tuple[str, ...]) -> Stage:
    """Return a step of the path: the share of the drawings before it and with it."""
    row = ("actors", name.id) if isinstance(name, Named) else None
    share = Message("figures.ladder.share", share=after)
    return Stage(name=name, start=before, end=after, text=share, is_reached=before is None, row=row, evidence=evidence)


def _aim(found: Paths) -> float:
    return SURE if _ours(found, found.probability) >= 0.5 else 0.5


def _far_enough(found: Paths) -> tuple[Step, ...]:
    """Return the path as far as it has to go: to a half of the drawings, or where it is beyond already, to nearly all."""
    aim = _aim(found)
    there = next((number for number, step in enumerate(found.path, start=1) if step.probability >= aim), len(found.path))
    return found.path[:there]


def _ours(found: Paths, probability: float) -> float:
    return probability if found.aim == "adopt" else 1 - probability


BEST = 5
_LEAST = 1e-4
"""A vote with a smaller chance than this costs no more."""


def fixed_votes(case: Case, members: Sequence[str], goal: str, with_us: Sequence[str], against_us: Sequence[str]) -> dict[str, str]:
    """Return the votes of the members that are counted in or out.

    Raises
    ------
    NotAvailable
        For one that has no vote, or is counted both ways.
    """
    ours, theirs = ("yes", "no") if goal == "adopt" else ("no", "yes")
    for name in (*with_us, *against_us):
        if name not in members:
            raise NotAvailable(Message(f"{AREA}.build-no-member", actor=case.named(name)))
        if name in with_us and name in against_us:
            raise NotAvailable(Message(f"{AREA}.build-both", actor=case.named(name)))
    return dict.fromkeys(with_us, ours) | dict.fromkeys(against_us, theirs)


def counted_votes(expected: Expected, members: Sequence[str], fixed: Mapping[str, str]) -> dict[str, str]:
    """Return the vote of each member with some counted in or out, ``fixed``: who is not votes as expected."""
    return cast(expected, members, whole_members(expected)) | dict(fixed)


def built(
    case: Case,
    ahead: RollCall,
    members: tuple[str, ...],
    declared: Collection[str],
    expected: Expected,
    rule: InForce,
    goal: str,
    fixed: Mapping[str, str],
    evidence: tuple[str, ...],
    order: Sequence[str] = (),
) -> tuple[list[Finding], list[AnswerTable]]:
    """Say what is still needed with some members counted in or out, and the completions that ask least.

    Who is not fixed votes as expected. A completion costs the sum of -ln(chance) of the votes that it asks for: the cheapest is the
    likeliest one, if members decided each for itself. Members that declared themselves, or are not asked again, do not change. Those of a
    completion are named in the order of the list of whom to see, ``order``.
    """
    votes = counted_votes(expected, members, fixed)
    aim: Rule = rule.rule if goal == "adopt" else Unless(rule.rule)
    ours, theirs = ("yes", "no") if goal == "adopt" else ("no", "yes")
    costs = _costs(members, votes, declared, expected, goal, fixed)
    search = cheapest if goal == "adopt" else cheapest_blocking
    done = holds(aim, votes)
    found = None if done else search(rule.named, costs, votes=votes, best=BEST)
    rank = {name: at for at, name in enumerate(dict.fromkeys((*order, *members)))}
    findings = [*of_build(case, ahead, votes, aim, ours, theirs, fixed, rank, found, evidence)]
    if found is None or not found.coalitions:
        return findings, []
    others = [_others(case, found)] if len(found.coalitions) > 1 else []
    return findings, [_completion(case, members, found, costs, rank), *others]


def of_build(
    case: Case,
    ahead: RollCall,
    votes: Mapping[str, str],
    aim: Rule,
    ours: str,
    theirs: str,
    fixed: Mapping[str, str],
    rank: Mapping[str, int],
    found: Cheapest | None,
    evidence: tuple[str, ...],
) -> Iterator[Finding]:
    """Yield what is still needed, what may be lost, and who is in every completion; members by their rank in the list of whom to see."""
    name = name_of(ahead)
    who = {
        "inside": AnyOrder(first_of(case.names(a for a, vote in fixed.items() if vote == ours), NAMED)),
        "outside": AnyOrder(first_of(case.names(a for a, vote in fixed.items() if vote == theirs), NAMED)),
    }
    side = "both" if who["inside"] and who["outside"] else "in" if who["inside"] else "out" if who["outside"] else "none"
    given = Message(f"{AREA}.build-given-{side}", **who)
    known = FactsOf(ahead.id, on(case.as_of), "estimate" if side == "none" else "estimate, votes given")
    if found is None:
        holders = [a for a, vote in votes.items() if vote == ours]
        spare = fewest_turns(Unless(aim), votes, holders, to=theirs)
        form = "build-ahead" if spare is not None else "build-safe"
        message = Message(f"{AREA}.{form}", given=given, rollcall=name, count=spare)
        spared = (known("to-lose-across", spare),) if spare is not None else ()
        yield Finding(id="build", message=message, evidence=evidence, confidence="low", quantities=spared)
        return
    if not found.coalitions:
        yield Finding(id="build", message=Message(f"{AREA}.build-nobody", given=given, rollcall=name), evidence=evidence, confidence="low")
        return
    first = found.coalitions[0]
    actors = first_of(case.names(sorted(first.votes, key=rank.__getitem__)), NAMED)
    least = fewest_turns(aim, votes, [a for a, vote in votes.items() if vote == theirs], to=ours) or len(first.votes)
    form = "build-needed-more" if least < len(first.votes) else "build-needed"
    message = Message(f"{AREA}.{form}", given=given, rollcall=name, least=least, count=len(first.votes), actors=actors)
    goal = "adopt" if ours == "yes" else "defeat"
    facts = (known(f"to-{goal}-across", least), known("completion", len(first.votes)))
    yield Finding(id="build", message=message, evidence=evidence, confidence="low", quantities=facts)
    never_without = [a for a, extra in found.regret.items() if math.isinf(extra)]
    if never_without:
        message = Message(f"{AREA}.build-pivotal", count=len(never_without), actors=first_of(case.names(never_without), NAMED))
        everywhere = known("in-every-completion", len(never_without))
        yield Finding(id="build-pivotal", message=message, evidence=evidence, confidence="low", quantities=(everywhere,))


def _costs(
    members: Sequence[str],
    votes: Mapping[str, str],
    declared: Collection[str],
    expected: Expected,
    goal: str,
    fixed: Mapping[str, str],
) -> dict[str, dict[str, float]]:
    ours, theirs, column = ("yes", "no", 0) if goal == "adopt" else ("no", "yes", 2)
    found = {}
    for i, name in enumerate(members):
        if name in fixed or name in declared or votes[name] == ours:
            continue
        chance = float(expected.probability[i, column])
        there = float(expected.presence[i]) if votes[name] == "absent" else 1.0
        moves = {ours: chance * there}
        if votes[name] == theirs:
            moves["abstain"] = chance + float(expected.probability[i, 1])
        found[name] = {vote: -math.log(min(1.0, max(share, _LEAST))) for vote, share in moves.items()}
    return found


def _completion(
    case: Case, members: Sequence[str], found: Cheapest, costs: Mapping[str, Mapping[str, float]], rank: Mapping[str, int]
) -> AnswerTable:
    """Return the cheapest completion, a row for each vote that changes, in the order of the list of whom to see."""
    groups, moves = inputs.group_of(case, members), found.coalitions[0].votes
    rows: list[tuple[Any, ...]] = []
    for name in sorted(moves, key=rank.__getitem__):
        dearer = found.regret.get(name, math.inf)
        times = None if math.isinf(dearer) else math.exp(dearer)
        ask, chance = Message(f"{AREA}.ask-{moves[name]}"), math.exp(-costs[name][moves[name]])
        rows.append((case.named(name), groups.get(name, ""), ask, chance, times))
    columns = (ACTOR, GROUP, *column.text("ask"), *column.chance("chance"), *column.points("times"))
    title = Message(f"{AREA}.completion" if found.proven else f"{AREA}.completion-unproven")
    return AnswerTable(id="completion", title=title, columns=columns, rows=tuple(rows))


def _others(case: Case, found: Cheapest) -> AnswerTable:
    """Return the next completions by how they differ from the cheapest."""
    first, rows = found.coalitions[0], []
    for number, other in enumerate(found.coalitions[1:], start=2):
        added = tuple(_request(case, a, vote) for a, vote in other.votes.items() if first.votes.get(a) != vote)
        gone = tuple(_request(case, a, vote) for a, vote in first.votes.items() if other.votes.get(a) != vote)
        rows.append((number, len(other.votes), added, gone, math.exp(other.cost - first.cost)))
    columns = (*column.number("completion", "count"), *column.actors("added", "instead_of"), *column.points(times="times-other"))
    return AnswerTable(id="completions", title=Message(f"{AREA}.completions"), columns=columns, rows=tuple(rows))


def _request(case: Case, name: str, vote: str) -> Message:
    return Message(f"{AREA}.build-ask-{vote}", actor=case.named(name))
