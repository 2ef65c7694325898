"""Who matters? The power/interest grid and the salience classes on an issue, and what each of them rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from legation.dossier import Issue
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.plane import Axis, Group, Spot, plane
from legation.figures.theme import BLOC_COLOURS, EDGE
from legation.language import Message
from legation.methods.stakeholders import CLASSES, QUADRANTS, Grid, Salience, grid, salience
from legation.questions.actors.stakeholders import (
    QUADRANT_NAMES,
    STANCE_NAMES,
    STANCES,
    AttributeMeasure,
    Attributes,
    attribute_table,
    attributes,
    find_issue,
    interest_table,
    interests,
    stakeholder_table,
    stance_of,
)
from legation.questions.answer import Answer, Finding, Named, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.conditions import Condition
from legation.questions.base.inputs import group_of
from legation.questions.question import Headline, Progress, Question, flag, issue, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "who-matters"
_PRESSING = ("definitive", "dangerous", "dependent", "dominant")
"""The classes of two attributes or three, in the order in which they are said."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Place the actors on the grid of an issue, name their classes, and tell evidence from assumption."""
    chosen = find_issue(case, options["issue"])
    found = attributes(case, chosen)
    if not found:
        raise NotAvailable(Message(f"{AREA}.none", issue=chosen.question, as_of=case.as_of))
    placed, classes = _methods(found, options["threshold"], closed=options["seats_complete"])
    order = _order(found)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(
            *_placed_findings(case, chosen, found, placed, order),
            *_class_findings(case, found, classes, order),
            *_interests(case, chosen),
        ),
        tables=(
            stakeholder_table(case, [found[i] for i in order], [_quadrant(placed, i) for i in order], [_class(classes, i) for i in order]),
            attribute_table(case, [found[i] for i in order]),
            interest_table(case, chosen),
        ),
        figures=_figures(case, chosen, [found[i] for i in order], _count_key(placed), options["threshold"]),
        caveats=(*_open(found), Message(f"{AREA}.stance-apart"), Message(f"{AREA}.standing"), QUESTION.limits),
        missing=_missing(found),
    )


def _methods(found: tuple[Attributes, ...], threshold: int, *, closed: bool) -> tuple[Grid, Salience]:
    power = np.array([_span(a.power) for a in found], np.float64).reshape(-1, 2)
    urgency = np.array([_span(a.urgency) for a in found], np.float64).reshape(-1, 2)
    legitimacy = [1.0 if a.legitimacy.reasons else 0.0 if closed else float("nan") for a in found]
    return grid(power, urgency, threshold=threshold), salience(power / 100, legitimacy, urgency / 100, threshold=threshold / 100)


def _count_key(placed: Grid) -> int:
    return int((placed.settled == QUADRANTS.index("key_player")).sum())


def _span(measure: AttributeMeasure) -> tuple[float, float]:
    nan = float("nan")
    return (nan if measure.low is None else measure.low, nan if measure.high is None else measure.high)


def _order(found: tuple[Attributes, ...]) -> list[int]:
    """Order actors by influence, then salience, then id; what is not known comes last."""

    def place(i: int) -> tuple[float, float, str]:
        return -_middle(found[i].power), -_middle(found[i].urgency), found[i].actor

    return sorted(range(len(found)), key=place)


def _middle(measure: AttributeMeasure) -> float:
    if measure.low is None or measure.high is None:
        return -1.0
    return measure.value if measure.value is not None else (measure.low + measure.high) / 2


def _quadrant(placed: Grid, i: int) -> Message:
    if placed.settled[i] >= 0:
        return QUADRANT_NAMES[QUADRANTS[placed.settled[i]]]
    touched = tuple(QUADRANT_NAMES[QUADRANTS[k]] for k in np.flatnonzero(placed.possible[i]))
    if placed.missing[i].any():
        return Message(f"{AREA}.between", options=touched) if len(touched) == 2 else Message(f"{AREA}.not-known")
    return Message(f"{AREA}.on-line", options=touched)


def _class(classes: Salience, i: int) -> Message:
    possible = np.flatnonzero(classes.possible[i])
    if len(possible) == 1:
        return CLASS_NAMES[CLASSES[int(possible[0])]]
    if len(possible) == 2:
        return Message(f"{AREA}.between", options=tuple(CLASS_NAMES[CLASSES[k]] for k in possible))
    return Message(f"{AREA}.attributes", low=int(classes.least[i]), high=int(classes.most[i]))


def _evidence(some: list[Attributes]) -> tuple[str, ...]:
    return joined_evidence(e for a in some for e in (a.power.evidence, a.urgency.evidence))


def _placed_findings(case: Case, chosen: Issue, found: tuple[Attributes, ...], placed: Grid, order: list[int]) -> list[Finding]:
    known = [found[i] for i in order if not placed.missing[i].any()]
    form = Message(f"{AREA}.placed", count=len(known), of=len(found), issue=chosen.question)
    message = form if known else Message(f"{AREA}.none-placed", of=len(found), issue=chosen.question)
    said = [Finding(id="placed", message=message, evidence=_evidence(known), confidence="moderate" if known else "")]
    key = [found[i] for i in order if placed.settled[i] == QUADRANTS.index("key_player")]
    line = [found[i] for i in order if placed.on_line[i].any()]
    may = [found[i] for i in order if placed.on_line[i].any() and placed.possible[i, QUADRANTS.index("key_player")]]
    if key:
        contrary = Message(f"{AREA}.key-contrary", count=len(may), actors=_names(case, may)) if may else None
        message = Message(f"{AREA}.key", count=len(key), actors=_names(case, key))
        said.append(Finding(id="key-players", message=message, evidence=_evidence(key), confidence="moderate", contrary=contrary))
    if line:
        message = Message(f"{AREA}.line", count=len(line), actors=_names(case, line))
        said.append(Finding(id="on-the-line", message=message, evidence=_evidence(line), confidence="low"))
    assumed = [a for a in known if "assumed" in (a.power.rests_on, a.urgency.rests_on)]
    if assumed:
        message = Message(f"{AREA}.assumed", count=len(assumed), of=len(known), actors=_names(case, assumed))
        said.append(Finding(id="assumed", message=message, confidence="high"))
    return said


def _class_findings(case: Case, found: tuple[Attributes, ...], classes: Salience, order: list[int]) -> list[Finding]:
    said = []
    for name in _PRESSING:
        members = [found[i] for i in order if classes.settled[i] == CLASSES.index(name)]
        if members:
            evidence = joined_evidence((_evidence(members), *(a.legitimacy.evidence for a in members)))
            message = Message(f"{AREA}.class-has", count=len(members), name=CLASS_NAMES[name], actors=_names(case, members))
            said.append(Finding(id=f"class:{name}", message=message, evidence=evidence, confidence="low"))
    return said


def _interests(case: Case, chosen: Issue) -> list[Finding]:
    rows = interests(case, chosen)
    assumed = [row for row, rests_on in rows if rests_on == "assumed"]
    unsigned = [row for row, _ in rows if not row.author.strip()]
    said = []
    if rows:
        evidence = joined_evidence(row.evidence for row, rests_on in rows if rests_on == "evidenced")
        message = Message(f"{AREA}.interests", count=len(rows), assumed=len(assumed), evidenced=len(rows) - len(assumed))
        said.append(Finding(id="interests", message=message, evidence=evidence, confidence="high"))
    if unsigned:
        who = tuple(dict.fromkeys(case.named(row.actor) for row in unsigned))
        message = Message(f"{AREA}.unsigned", count=len(unsigned), actors=who)
        said.append(Finding(id="unsigned", message=message, confidence="high"))
    return said


def _names(case: Case, some: list[Attributes]) -> tuple[Named | Message, ...]:
    return first_of(case.names(a.actor for a in some), 12)


def _open(found: tuple[Attributes, ...]) -> tuple[Message, ...]:
    count = sum(a.power.is_open or a.urgency.is_open for a in found)
    return (Message(f"{AREA}.open", count=count),) if count else ()


def _missing(found: tuple[Attributes, ...]) -> tuple[Message, ...]:
    counts = {
        "no-power": sum(a.power.low is None for a in found),
        "no-urgency": sum(a.urgency.low is None for a in found),
        "no-standing": sum(not a.legitimacy.reasons for a in found),
    }
    messages = {
        "no-power": Message(f"{AREA}.no-power", count=counts["no-power"], of=len(found)),
        "no-urgency": Message(f"{AREA}.no-urgency", count=counts["no-urgency"], of=len(found)),
        "no-standing": Message(f"{AREA}.no-standing", count=counts["no-standing"], of=len(found)),
    }
    return tuple(message for name, message in messages.items() if counts[name])


def _figures(case: Case, chosen: Issue, found: list[Attributes], key: int, threshold: int) -> tuple[Figure, ...]:
    there = [a for a in found if _number(a.power) is not None and _number(a.urgency) is not None]
    if not there:
        return ()
    regions = group_of(case, [a.actor for a in there])
    stances = {name: sum(stance_of(a.stance.value) == name for a in there) for name in STANCES if name}
    names = {
        **STANCE_NAMES,
        "high": Message("grid.leans-high", end=chosen.high or "100"),
        "low": Message("grid.leans-low", end=chosen.low or "0"),
    }
    picture = plane(
        [_spot(case, a, regions.get(a.actor, "")) for a in there],
        [Group(name=names[stance], shape=LOOKS[stance][0], colour=LOOKS[stance][1]) for stance in STANCES],
        axes=(Axis(head=Message("grid.interest"), parted=threshold), Axis(head=Message("grid.power"), parted=threshold)),
        corners=[QUADRANT_NAMES[name] for name in ("keep_satisfied", "key_player", "minimal_effort", "keep_informed")],
        notes=tuple(_left_out(case, found)),
        id="grid",
        title=Message(f"{AREA}.figure-title", count=key, of=len(there), issue=chosen.question),
        subtitle=Message(f"{AREA}.figure-subtitle", threshold=threshold, as_of=case.as_of),
        alt=Message(f"{AREA}.figure-alt", count=len(there), key=key, issue=chosen.question, **stances),
    )
    return (picture,)


def _spot(case: Case, of: Attributes, region: Named | str) -> Spot:
    power, interest = _number(of.power) or 0.0, _number(of.urgency) or 0.0
    return Spot(
        name=case.named(of.actor),
        x=interest,
        y=power,
        group=STANCES.index(stance_of(of.stance.value)),
        across=_range(of.urgency),
        up=_range(of.power),
        value=Message(f"{AREA}.on-grid", power=power, interest=interest),
        part=region,
        row=("actors", of.actor),
        evidence=_evidence([of]),
    )


def _number(measure: AttributeMeasure) -> float | None:
    return measure.value if measure.value is not None else measure.low


def _range(measure: AttributeMeasure) -> tuple[float, float] | None:
    return None if measure.is_open or measure.low is None or measure.high is None else (measure.low, measure.high)


def _left_out(case: Case, found: list[Attributes]) -> Iterator[Message]:
    """Yield what the bars are, whose ranges are not given, and who is not on the grid."""
    known = [(_number(a.power) is not None, _number(a.urgency) is not None) for a in found]
    there = [a for a, both in zip(found, known, strict=True) if all(both)]
    bare = sum(_range(a.power) is None or _range(a.urgency) is None for a in there)
    if bare < len(there):
        yield Message("grid.reading")
    if bare:
        yield Message("grid.open", count=bare)
    half = [case.named(a.actor) for a, both in zip(found, known, strict=True) if any(both) and not all(both)]
    if half:
        yield Message("grid.half", count=len(half), names=first_of(tuple(half), 12))
    if neither := sum(not any(both) for both in known):
        yield Message("grid.neither", count=neither)


LOOKS = {
    "high": ("triangle-up", BLOC_COLOURS[0]),
    "middle": ("square", BLOC_COLOURS[3]),
    "low": ("triangle-down", BLOC_COLOURS[1]),
    "": ("circle", EDGE),
}
"""The shape and the colour of each stance."""
CLASS_NAMES = {
    "non_stakeholder": Message("who-matters.class.non-stakeholder"),
    "dormant": Message("who-matters.class.dormant"),
    "discretionary": Message("who-matters.class.discretionary"),
    "dominant": Message("who-matters.class.dominant"),
    "demanding": Message("who-matters.class.demanding"),
    "dangerous": Message("who-matters.class.dangerous"),
    "dependent": Message("who-matters.class.dependent"),
    "definitive": Message("who-matters.class.definitive"),
}
"""How the classes are said."""


def _is_known(case: Case, options: Mapping[str, Any]) -> object:
    return attributes(case, find_issue(case, options["issue"]))


QUESTION = Question(
    id=AREA,
    needs=("actors",),
    also_needs=("issues", Condition(id="known-on-issue", place="positions", option="issue", check=_is_known)),
    options=(issue(), whole("threshold", 1, 100, 50), flag("seats_complete")),
    answer=answer,
    heads=(
        Headline("key-players", "count"),
        Headline("placed", "count"),
    ),
    follows=("who-can-reach",),
    references=(
        "Mitchell, Agle & Wood 1997, doi:10.2307/259247",
        "Mendelow 1981, ICIS Proceedings, paper 20",
        "Ackermann & Eden 2011, doi:10.1016/j.lrp.2010.08.001",
    ),
)
