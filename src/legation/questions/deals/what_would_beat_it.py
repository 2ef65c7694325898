"""What would beat it? Two issues at once: the texts that defeat a proposal, and those that defeat what stands, under the body's rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier import Issue, standing
from legation.dossier.kind import Number
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.plane import Axis, Group, Region, Spot, plane
from legation.language import AnyOrder, Message
from legation.methods.bargaining import Core2D, WinSet2D, Yolk, core, win_set, yolk
from legation.methods.bargaining.plane import area, within
from legation.questions.actors.stakeholders import find_issue
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, GROUP, Columns
from legation.questions.base.conditions import Condition
from legation.questions.question import Headline, Option, Progress, Question, issue, rollcall, silent
from legation.questions.votes.conditions import RULE, VOTE
from legation.questions.votes.count import NAMED
from legation.questions.votes.rule import MAJORITY, InForce, rule_in_force

__all__ = ["QUESTION", "answer"]

AREA = "what-would-beat-it"
column = Columns(f"{AREA}.col-")
Point = tuple[float, float]
_POINT = Number(0, 100)


@dataclass(frozen=True, slots=True)
class _Map:
    """Members with a position on both issues, the rule among them, and the text."""

    issues: tuple[Issue, Issue]
    at: dict[str, Point]
    without: int
    sources: dict[str, tuple[str, ...]]
    rule: InForce
    text: Point
    given: bool
    stands: Point | None


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Place the members on two issues and say which texts defeat the proposal, which defeat what stands, and whether the core is empty."""
    there = _map(case, options)
    named = there.rule.named
    progress(0, 2)
    against = win_set(named, there.at, there.text)
    winners = win_set(named, there.at, there.stands) if there.stands else None
    progress(1, 2)
    middle = core(named, there.at)
    round_it = yolk(named, there.at) if there.rule.rule == MAJORITY else None
    progress(2, 2)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(case, there, against, winners, middle, round_it)),
        tables=(_table(case, there, against),),
        figures=(_figure(case, there, against, winners, middle, round_it),),
        caveats=(
            *there.rule.caveats,
            Message(f"{AREA}.only-placed", count=len(there.at), without=there.without),
            Message(f"{AREA}.reduction"),
            *(() if there.given else (Message(f"{AREA}.text-chosen", x=there.text[0], y=there.text[1]),)),
            QUESTION.limits,
        ),
        missing=() if there.stands else (Message(f"{AREA}.no-status-quo"),),
    )


def _map(case: Case, options: Mapping[str, Any]) -> _Map:
    vote = inputs.find_rollcall(case, options["rollcall"])
    one, second, places, count = _placed(case, options, inputs.member_ids(case, vote))
    rule = rule_in_force(case, vote, tuple(places))
    if rule is None:
        raise NotAvailable(Message("do-we-have-the-votes.no-rule", rollcall=Named(vote.id, vote.symbol or vote.id)))
    at = {actor: place for actor, (place, _) in places.items()}
    middle = np.median(np.array(list(at.values())), axis=0).tolist()
    text = tuple(options[name] if options[name] is not None else middle[k] for k, name in enumerate(("x", "y")))
    stands = tuple(options[name] for name in ("stands_x", "stands_y"))
    return _Map(
        issues=(one, second),
        at=at,
        without=count - len(places),
        sources={actor: evidence for actor, (_, evidence) in places.items()},
        rule=rule,
        text=(float(text[0]), float(text[1])),
        given=options["x"] is not None and options["y"] is not None,
        stands=(float(stands[0]), float(stands[1])) if None not in stands else None,
    )


def _second_issue(case: Case, options: Mapping[str, Any]) -> bool:
    one = find_issue(case, options["issue"])
    return any(row.id != one.id for row in standing(case.dossier.issues))


def _has_places(case: Case, options: Mapping[str, Any]) -> object:
    vote = inputs.find_rollcall(case, options["rollcall"]) if case.dossier.rollcalls else None
    return _placed(case, options, inputs.member_ids(case, vote))


def _placed(
    case: Case, options: Mapping[str, Any], members: Sequence[str]
) -> tuple[Issue, Issue, dict[str, tuple[Point, tuple[str, ...]]], int]:
    """Return the two issues, where each member stands on both, and how many members there are.

    Raises
    ------
    NotAvailable
        Without a second issue, or where fewer than two members stand on both.
    """
    one = find_issue(case, options["issue"])
    others = [row for row in standing(case.dossier.issues) if row.id != one.id]

    def both(other: Issue) -> dict[str, tuple[Point, tuple[str, ...]]]:
        found = {}
        for actor in members:
            rows = [case.dossier.position_at(actor, row.id, case.as_of) for row in (one, other)]
            if all(rows) and all(pair[0].value is not None for pair in rows):
                place = tuple(float(pair[0].value or 0.0) for pair in rows)
                found[actor] = ((place[0], place[1]), joined_evidence(pair[0].evidence for pair in rows))
        return found

    chosen = [row for row in others if row.id == options["second"]] if options["second"] else others
    if not chosen:
        raise NotAvailable(Message(f"{AREA}.one-issue", as_of=case.as_of))
    second = max(chosen, key=lambda row: len(both(row)))
    places = both(second)
    if len(places) < 2:
        raise NotAvailable(Message(f"{AREA}.too-few", first=one.question, second=second.question, count=len(places)))
    return one, second, places, len(members)


def _share(found: WinSet2D) -> float:
    """Return the share of all texts on both scales that defeat one: the area of its win set."""
    return min(1.0, sum(area(within(outline, (0, 0), (100, 100))) for outline in found.outlines(0.005)) / 100**2)


def _findings(
    case: Case, there: _Map, against: WinSet2D, still: WinSet2D | None, middle: Core2D, round_it: Yolk | None
) -> Iterator[Finding]:
    place = {"x": there.text[0], "y": there.text[1]}
    values: dict[str, Any] = {**place, "rule": there.rule.words, "of": len(there.at)}
    evidence = tuple(dict.fromkeys((*joined_evidence(there.sources.values()), *there.rule.evidence)))
    form = "beaten" if against.area else "unbeaten"
    yield Finding(id="text", message=Message(f"{AREA}.{form}", share=_share(against), **values), evidence=evidence, confidence="low")
    if still is not None and there.stands is not None:
        yes = still.supporters(there.text)
        wins, loses = still.contains(there.text), against.contains(there.stands)
        side = "text-wins" if wins else "text-loses" if loses else "neither"
        message = Message(
            f"{AREA}.{side}",
            count=len(yes),
            of=len(there.at),
            x=there.stands[0],
            y=there.stands[1],
            share=_share(still),
            actors=AnyOrder(first_of(case.names(a for a in there.at if a not in set(yes)), NAMED)) or ("—",),
        )
        yield Finding(id="status-quo", message=message, evidence=evidence, confidence="low")
    corners = middle.vertices
    form = "core-none" if not corners else "core-point" if len(corners) == 1 else "core"
    x, y = (sum(c[k] for c in corners) / len(corners) if corners else None for k in (0, 1))
    yield Finding(id="core", message=Message(f"{AREA}.{form}", x=x, y=y, share=middle.area / 100**2), evidence=evidence, confidence="low")
    if round_it is not None and not corners:
        message = Message(f"{AREA}.yolk", x=round_it.centre[0], y=round_it.centre[1], radius=round_it.radius)
        yield Finding(id="yolk", message=message, evidence=evidence, confidence="low")


def _table(case: Case, there: _Map, against: WinSet2D) -> AnswerTable:
    groups = inputs.group_of(case, tuple(there.at))
    rows = []
    for actor, (x, y) in sorted(there.at.items()):
        far = float(np.hypot(x - there.text[0], y - there.text[1]))
        nearer = None
        if there.stands:
            nearer = float(np.hypot(x - there.stands[0], y - there.stands[1])) - far
        rows.append((case.named(actor), groups.get(actor, ""), x, y, far, nearer))
    columns = (
        ACTOR,
        GROUP,
        *column.points(
            x=Message("answer.value", value=there.issues[0].question),
            y=Message("answer.value", value=there.issues[1].question),
            far="far",
            nearer="nearer",
        ),
    )
    return AnswerTable(id="members", title=Message(f"{AREA}.table"), columns=columns, rows=tuple(rows))


def _figure(case: Case, there: _Map, against: WinSet2D, still: WinSet2D | None, middle: Core2D, round_it: Yolk | None) -> Figure:
    groups = inputs.group_of(case, tuple(there.at))
    names: Sequence[Named | Message] = [*dict.fromkeys(groups[a] for a in there.at if a in groups), Message(f"{AREA}.no-group")]
    spots = [
        Spot(
            name=case.named(a),
            x=x,
            y=y,
            group=names.index(groups[a]) if a in groups else len(names) - 1,
            value=Message(f"{AREA}.at", x=x, y=y),
            part=groups.get(a, ""),
            row=("actors", a),
            evidence=there.sources[a],
        )
        for a, (x, y) in there.at.items()
    ]
    values: dict[str, Any] = {"share": _share(against), "count": len(there.at), "as_of": case.as_of, "rule": there.rule.words}
    form = "beaten" if against.area else "unbeaten"
    axes = [Axis(head=row.question, low=row.low, high=row.high) for row in there.issues]
    return plane(
        spots,
        [Group(name=name) for name in names],
        axes=(axes[0], axes[1]),
        regions=tuple(_regions(there, against, still, middle, round_it)),
        id="beaten",
        title=Message(f"{AREA}.figure-{form}", **values),
        subtitle=Message(f"{AREA}.figure-subtitle", **values),
        alt=Message(f"{AREA}.figure-alt-{form}", x=there.text[0], y=there.text[1], **values),
    )


def _regions(there: _Map, against: WinSet2D, still: WinSet2D | None, middle: Core2D, round_it: Yolk | None) -> Iterator[Region]:
    """Yield what beats the text, what beats what stands, the core, and without one the yolk."""
    said = Message(f"{AREA}.said-{'text' if against.area else 'text-none'}", share=_share(against))
    yield Region(words=said, outlines=against.outlines(), sign=there.text, name=Message(f"{AREA}.mark-text"))
    if still is not None and there.stands is not None:
        said = Message(f"{AREA}.said-{'stands' if still.area else 'stands-none'}", share=_share(still))
        yield Region(words=said, outlines=still.outlines(), tone="second", sign=there.stands, name=Message(f"{AREA}.mark-stands"))
    corners = (middle.vertices,) if middle.vertices else ()
    yield Region(words=Message(f"{AREA}.said-{'core' if corners else 'core-none'}"), outlines=corners, tone="core")
    if round_it is not None and not corners:
        (x, y), radius = round_it.centre, round_it.radius
        turns = np.linspace(0, 2 * np.pi, 60, endpoint=False).tolist()
        ring = tuple((x + radius * np.cos(turn), y + radius * np.sin(turn)) for turn in turns)
        yield Region(words=Message(f"{AREA}.said-yolk"), outlines=(ring,), tone="ring")


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=("actors", "issues", "positions", "rollcalls"),
    also_needs=(
        Condition(id="second-issue", place="issues", check=_second_issue),
        Condition(id="placed-twice", place="positions", check=_has_places, option="second"),
        VOTE,
        RULE,
    ),
    options=(
        issue(),
        issue("second"),
        Option("x", _POINT),
        Option("y", _POINT),
        Option("stands_x", _POINT),
        Option("stands_y", _POINT),
        rollcall("rollcall"),
    ),
    answer=answer,
    heads=(
        Headline("text", "share"),
        Headline("text"),
    ),
    builds_on=("where-it-would-land",),
    references=("Plott 1967, American Economic Review 57(4)", "McKelvey 1986, doi:10.2307/2111095"),
)
