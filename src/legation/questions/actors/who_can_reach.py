"""Who can reach whom? The shortest warm paths over relations and contacts, from us or from any actor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from legation.figures.figure import Figure
from legation.figures.kit.actor_marks import actor_key, tied
from legation.figures.kit.network import network
from legation.language import Message
from legation.methods.stakeholders import Reach
from legation.questions.actors.contacts import US, WarmTie, WarmTies, actor_network, contacts, named, unclear, warm_ties
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, Columns
from legation.questions.question import Headline, Progress, Question, actor, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "who-can-reach"
column = Columns(f"{AREA}.")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Search the shortest warm paths from an actor to another, or say whom it reaches at all and through whom."""
    found = warm_ties(case, options["us"], options["days"])
    origin = options["source"] or options["us"] or US
    reached = found.reach(origin)
    target = options["target"]
    paths = reached.paths(found.actors.index(target), options["top"]) if target else ()
    routes = [tuple(found.actors[i] for i in path) for path in paths]
    findings = _of_path(case, found, reached, origin, target, routes) if target else _of_reach(case, found, reached, origin)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(*((_steps(case, found, routes),) if target else ()), _reach_table(case, found, reached)),
        figures=_figures(case, found, reached, origin, target, routes),
        caveats=(Message(f"{AREA}.warmth", count=options["days"]), QUESTION.limits),
        missing=_missing(case, found),
    )


def _of_path(
    case: Case, found: WarmTies, reached: Reach, origin: str, target: str, routes: Sequence[tuple[str, ...]]
) -> tuple[Finding, ...]:
    place = found.actors.index(target)
    ends = {"source": named(case, origin), "target": named(case, target)}
    if not routes:
        return (Finding(id="no-path", message=Message(f"{AREA}.no-path", as_of=case.as_of, **ends)),)
    if origin == target:
        return (Finding(id="same", message=Message(f"{AREA}.same", **ends)),)
    ties = found.cheapest
    first = [ties[pair][0] for pair in pairwise(routes[0])]
    evidence = joined_evidence(tie.evidence for tie in first)
    through = tuple(named(case, name) for name in routes[0][1:-1])
    values = {"count": len(first), "through": through, **ends}
    message = Message(f"{AREA}.path" if through else f"{AREA}.direct", **values)
    said = [Finding(id="path", message=message, evidence=evidence, needs="all", confidence="moderate", contrary=_cold(case, first))]
    if reached.count[place] > 1:
        others = tuple(dict.fromkeys(named(case, found.actors[i]) for i in reached.before[place] if found.actors[i] != origin))
        message = Message(f"{AREA}.several", count=reached.count[place], before=others, **ends)
        said.append(Finding(id="several", message=message, evidence=_evidence(found, reached, place), confidence="moderate"))
    return tuple(said)


def _cold(case: Case, path: Sequence[WarmTie]) -> Message | None:
    """Return what speaks against a path: a contact of ours on it that has gone cold."""
    cold = next((tie for tie in path if tie.cost > 1), None)
    if cold is None:
        return None
    other = cold.target if cold.source == path[0].source else cold.source
    return Message(f"{AREA}.cold", actor=named(case, other), date=cold.since)


def _of_reach(case: Case, found: WarmTies, reached: Reach, origin: str) -> tuple[Finding, ...]:
    start = found.actors.index(origin)
    there = [i for i in range(len(found.actors)) if reached.cost[i] > 0]
    direct = [i for i in there if start in reached.before[i]]
    values = {"source": named(case, origin), "of": len(found.actors) - 1, "direct": len(direct), "as_of": case.as_of}
    message = Message(f"{AREA}.reached" if there else f"{AREA}.nobody", count=len(there), **values)
    evidence = joined_evidence(_evidence(found, reached, i) for i in there)
    said = [Finding(id="reached", message=message, evidence=evidence, confidence="moderate" if there else "")]
    opens = Counter(before for i in there for before in reached.before[i] if before != start)
    doors = [i for i, _ in sorted(opens.items(), key=lambda item: (-item[1], found.actors[item[0]]))[:5]]
    if doors:
        behind = [i for i in there if set(reached.before[i]) & set(doors)]
        message = Message(f"{AREA}.doors", count=len(doors), actors=tuple(named(case, found.actors[i]) for i in doors), behind=len(behind))
        evidence = joined_evidence(_evidence(found, reached, i) for i in behind)
        said.append(Finding(id="doors", message=message, evidence=evidence, confidence="moderate"))
    return tuple(said)


def _evidence(found: WarmTies, reached: Reach, place: int) -> tuple[str, ...]:
    """Return the evidence for the last ties of the shortest paths to an actor."""
    ties = found.cheapest
    return joined_evidence(ties[found.actors[i], found.actors[place]][0].evidence for i in reached.before[place])


def _steps(case: Case, found: WarmTies, routes: Sequence[tuple[str, ...]]) -> AnswerTable:
    ties = found.cheapest
    rows = []
    for number, route in enumerate(routes, start=1):
        for step, pair in enumerate(pairwise(route), start=1):
            tie = ties[pair][0]
            kinds = tuple(dict.fromkeys(Message(f"network.tie.{t.kind}") for t in ties[pair]))
            rows.append((number, step, named(case, tie.source), kinds, named(case, tie.target), tie.since, tie.cost > 1, tie.evidence))
    columns = (
        *column.number(path="path-column", step="step"),
        *column.text(source="from", tie="tie", target="to"),
        *column.date("since"),
        *column.text(cold="cold-column"),
        EVIDENCE,
    )
    return AnswerTable(id="paths", title=Message(f"{AREA}.paths", count=len(routes)), columns=columns, rows=tuple(rows))


def _reach_table(case: Case, found: WarmTies, reached: Reach) -> AnswerTable:
    met = contacts(case)
    order = [i for i in range(len(found.actors)) if reached.cost[i] > 0]
    order.sort(key=lambda i: (int(reached.cost[i]), found.actors[i]))
    rows = tuple(
        (
            named(case, found.actors[i]),
            int(reached.cost[i]),
            reached.count[i],
            tuple(Message(f"{AREA}.directly") if k == reached.origin else named(case, found.actors[k]) for k in reached.before[i]),
            met[found.actors[i]].last if found.actors[i] in met else None,
            _evidence(found, reached, i),
        )
        for i in order
    )
    columns = (ACTOR, *column.number("cost", paths="paths-column"), *column.actors("before"), *column.date("last"), EVIDENCE)
    return AnswerTable(id="reach", title=Message(f"{AREA}.reach", count=len(rows)), columns=columns, rows=rows)


def _figures(
    case: Case, found: WarmTies, reached: Reach, origin: str, target: str | None, routes: Sequence[tuple[str, ...]]
) -> tuple[Figure, ...]:
    far = {name: cost for name, cost in zip(found.actors, reached.cost.tolist(), strict=True) if cost >= 0}
    keep = {name for route in routes for name in route} | {origin} | ({target} if target else set())
    chart = actor_network(case, found, origin, keep=keep, far=far)
    if not chart.ties:
        return ()
    values = {"source": named(case, origin), "actors": len(chart.nodes), "ties": len(chart.ties)}
    if target:
        steps = len(routes[0]) - 1 if routes else 0
        values |= {"target": named(case, target)}
        title = Message(f"{AREA}.figure-path" if routes else f"{AREA}.figure-no-path", count=steps, **values)
    else:
        title = Message(f"{AREA}.figure-reach", count=len(far) - 1, **values)
    subtitle = Message(f"{AREA}.figure-nearest" if chart.left else f"{AREA}.figure-subtitle", as_of=case.as_of, left=chart.left, **values)
    paths = [route for route in routes if len(route) > 1]
    alt = Message(f"{AREA}.figure-alt", finding=title, **values)
    things, lines = tied(chart.nodes, chart.ties, paths)
    key = actor_key(chart.nodes, chart.ties)
    return (network(things, lines, key=key, id="network", title=title, subtitle=subtitle, alt=alt),)


def _missing(case: Case, found: WarmTies) -> tuple[Message, ...]:
    said = []
    if not any(t.kind != "contact" for t in found.ties):
        said.append(Message(f"{AREA}.no-relations", as_of=case.as_of))
    if not any(t.kind == "contact" for t in found.ties):
        said.append(Message(f"{AREA}.no-contacts", as_of=case.as_of))
    if unclear(case):
        said.append(Message("who-is-forgotten.unclear", count=unclear(case)))
    return tuple(said)


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=("actors",),
    options=(actor("source"), actor("target"), actor("us"), whole("days", 1, 3650, 180), whole("top", 1, 100, 5)),
    answer=answer,
    heads=(Headline("reached", "count"),),
    follows=("meeting",),
    builds_on=("whom-to-call-first",),
    references=("Dijkstra 1959, doi:10.1007/BF01386390", "Brandes 2001, doi:10.1080/0022250X.2001.9990249"),
)
