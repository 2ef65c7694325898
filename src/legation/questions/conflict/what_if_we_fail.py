"""What if we fail? No deal: what each can secure by its own options alone, where each for itself leads, and who loses by it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.errors import WrongUse
from legation.language import Message, Spoken
from legation.methods.share import LEVEL
from legation.questions.answer import Answer, AnswerTable, Finding, first_of
from legation.questions.base.case import Case
from legation.questions.base.choices import makers, states
from legation.questions.base.columns import Columns
from legation.questions.conflict.equilibria import caveats_of, solved
from legation.questions.conflict.figures import ConflictView, moves_picture, subtitle_of, tableau_picture
from legation.questions.conflict.inputs import ConflictInputs, find_conflict, find_makers, status_quo
from legation.questions.conflict.tables import judgement_table, option_table, state_table
from legation.questions.conflict.words import called, listed, numbered, option_names, way
from legation.questions.question import Headline, Progress, Question, chosen, model, silent, whole

if TYPE_CHECKING:
    from legation.methods.conflict import Plays

__all__ = [
    "QUESTION",
    "Alone",
    "alone",
    "answer",
]


@dataclass(frozen=True, slots=True)
class Alone:
    """The best that a decision maker can secure (maximin).

    Attributes
    ----------
    maker : str
    takes : tuple of bool
        For each option of the conflict, whether the decision maker takes it; only its own count.
    worst : int
        The state that it fears most when it does so.
    level, levels : int
        Where it places that state in its own ranking, 1 being best, of how many levels.
    combinations : int
        How many combinations of its own options secure as much.
    more_than_worst : bool
        Whether that is better than the worst that could come of any choice.
    """

    maker: str
    takes: tuple[bool, ...]
    worst: int
    level: int
    levels: int
    combinations: int
    more_than_worst: bool


def alone(conflict: ConflictInputs, start: int | None) -> tuple[Alone, ...]:
    """Return it for each decision maker, over the states that moves of any kind can lead to from the status quo; over all without one.

    The others are taken to choose what is worst for it, even where that hurts themselves. Of equal choices the one is taken that
    changes least of the status quo, then the first by number.
    """
    from legation.methods.conflict import chains

    g, form = conflict.g, conflict.form
    there = np.arange(g.count) if start is None else np.flatnonzero(chains(g, start).earliest >= 0)
    found = []
    for number, name in enumerate(g.decision_makers):
        own, rank = form.own(number), g.rank(name)[there].astype(np.int64)
        choices, of = np.unique(form.codes[there] & own, return_inverse=True)
        least = np.full(len(choices), np.iinfo(np.int64).max)
        np.minimum.at(least, of, rank)
        best = np.flatnonzero(least == least.max())
        now = int(form.codes[start]) & own if start is not None else 0
        chosen = min(best.tolist(), key=lambda k, now=now, choices=choices: ((int(choices[k]) ^ now).bit_count(), int(choices[k])))  # type: ignore[misc]
        worst = int(there[np.flatnonzero((of == chosen) & (rank == least[chosen]))[0]])
        code, levels = int(choices[chosen]), int(g.rank(name).max()) + 1
        found.append(
            Alone(
                maker=name,
                takes=tuple(bool(code >> k & 1) for k in range(len(conflict.options))),
                worst=worst,
                level=levels - int(least[chosen]),
                levels=levels,
                combinations=len(best),
                more_than_worst=bool(least.max() > rank.min()),
            )
        )
    return tuple(found)


AREA = "what-if-we-fail"
_SHOWN = 5
"""Options that the sentence at the head names."""
column = Columns(f"{AREA}.col-")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what each can do alone against any reply, where improvements lead without a deal, and who ends below the status quo."""
    from legation.methods.conflict import play_often

    conflict = find_conflict(case, options["model"])
    start = status_quo(conflict, options["status_quo"])
    view, _ = solved(conflict, start, "any")
    us = _ourselves(case, conflict, options["us"])
    secured = alone(conflict, start)
    played = (
        None
        if start is None
        else play_often(conflict.g, start, {}, seed=options["seed"], runs=options["runs"], level=LEVEL, progress=progress)
    )
    end = played.ends[0].state if played else None
    path = view.led.path(end) if view.led is not None and end is not None else ()
    also = tuple(dict.fromkeys((*(one.worst for one in secured), *(() if end is None else (end,)))))
    view = dataclasses.replace(view, also=also, path=path)
    ordered = sorted(secured, key=lambda one: one.maker != us)
    findings = [
        *(_secures(conflict, one, start, ours=one.maker == us) for one in ordered),
        *(_drift(view, played) if played else ()),
        *(_hurt(conflict, start, end) if start is not None and end is not None else ()),
        *_mandate(case, conflict, next((one for one in secured if one.maker == us), None)),
    ]
    tables = (_table(conflict, secured, start, end), state_table(view), judgement_table(case, conflict), option_table(conflict))
    missing = [Message(f"{AREA}.no-status-quo")] if start is None else []
    missing += [Message(f"{AREA}.no-us")] if us is None else []
    missing += [Message(f"{AREA}.no-mandate")] if us is not None and case.dossier.mandate is None else []
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        figures=_figures(case, view, end),
        caveats=(Message(f"{AREA}.alone"), *caveats_of(view), QUESTION.limits),
        missing=tuple(missing),
    )


def _ourselves(case: Case, conflict: ConflictInputs, given: str) -> str | None:
    """Return which decision maker we are: the one named; an actor of the dossier that no decision maker stands for is none of them."""
    try:
        return next(iter(find_makers(conflict, given)), None)
    except WrongUse:
        if any(row.id == given.strip() for row in case.dossier.actors):
            return None
        raise


def _secures(conflict: ConflictInputs, one: Alone, start: int | None, *, ours: bool) -> Finding:
    """Return what a decision maker can count on."""
    side = "" if start is None else _beside(conflict, one, start)
    form = "secures-nothing" if not one.more_than_worst else f"secures{side}"
    message = Message(
        f"{AREA}.{form}",
        maker=Message(f"{AREA}.us", maker=conflict.maker(one.maker)) if ours else conflict.maker(one.maker),
        doing=_doing(conflict, one),
        level=one.level,
        levels=one.levels,
        worst=called(conflict, one.worst),
        combinations=one.combinations,
    )
    return Finding(id=f"alone-{one.maker}", message=message, evidence=conflict.evidence_of([one.maker]), confidence="low")


def _beside(conflict: ConflictInputs, one: Alone, start: int) -> str:
    rank = conflict.g.rank(one.maker)
    return "-above" if rank[one.worst] > rank[start] else "-below" if rank[one.worst] < rank[start] else "-equal"


def _doing(conflict: ConflictInputs, one: Alone) -> Spoken:
    own = [k for k, owner in enumerate(conflict.owner) if conflict.makers[owner].id == one.maker]
    taken = [k for k in own if one.takes[k]]
    if not taken:
        return Message(f"{AREA}.doing-nothing")
    return Message(f"{AREA}.doing", options=option_names(conflict, taken))


def _drift(view: ConflictView, played: Plays) -> Iterator[Finding]:
    """Yield where each for itself leads."""
    conflict, first = view.conflict, played.ends[0]
    share = first.count / played.runs
    values = {"count": played.runs, "seed": played.seed, "share": share, "state": called(conflict, first.state)}
    taken = [number for number, bit in enumerate(conflict.taken(first.state)) if bit]
    values["taken"] = first_of([conflict.options[k] for k in taken], _SHOWN) if taken else Message(f"{AREA}.nothing-taken")
    if not first.settled:
        message = Message(f"{AREA}.drift-open", **values)
    elif first.state == view.start:
        message = Message(f"{AREA}.drift-stays", **values)
    else:
        message = Message(f"{AREA}.drift", way=way(conflict, view.path) if view.path else Message(f"{AREA}.way-varies"), **values)
    yield Finding(id="drift", message=message, evidence=conflict.evidence, confidence="low")
    others = [s for s in view.equilibria if view.led is not None and view.led.earliest[s] >= 0 and s != first.state]
    if others:
        message = Message(f"{AREA}.other-ends", count=len(others), states=listed(others))
        yield Finding(id="other-ends", message=message, evidence=conflict.evidence, confidence="low")


def _hurt(conflict: ConflictInputs, start: int, end: int) -> Iterator[Finding]:
    """Yield who loses most of its own levels between the status quo and where play ended, and who gains."""
    moved = {name: _step(conflict, name, start, end) for name in conflict.g.decision_makers}
    losers = sorted((name for name in moved if moved[name] < 0), key=lambda name: moved[name])
    gainers = [name for name in moved if moved[name] > 0]
    if losers:
        rank = conflict.g.rank(losers[0])
        message = Message(
            f"{AREA}.hurt",
            count=len(losers),
            maker=conflict.maker(losers[0]),
            lost=int(rank[start] - rank[end]),
            levels=int(rank.max()) + 1,
            losers=tuple(conflict.maker(name) for name in losers),
        )
        yield Finding(id="hurt", message=message, evidence=conflict.evidence_of(losers), confidence="low")
    else:
        yield Finding(id="hurt", message=Message(f"{AREA}.nobody-hurt"), evidence=conflict.evidence, confidence="low")
    if gainers:
        message = Message(f"{AREA}.gains", count=len(gainers), makers=tuple(conflict.maker(name) for name in gainers))
        yield Finding(id="gains", message=message, evidence=conflict.evidence_of(gainers), confidence="low")


def _step(conflict: ConflictInputs, name: str, start: int, end: int) -> float:
    """Return the change from one state to another as a share of a decision maker's own levels."""
    rank = conflict.g.rank(name)
    return float(rank[end] - rank[start]) / max(1, int(rank.max()))


def _mandate(case: Case, conflict: ConflictInputs, ours: Alone | None) -> Iterator[Finding]:
    """Yield the limits of our mandate beside what we can secure."""
    mandate = case.dossier.mandate
    if mandate is None or ours is None:
        return
    values = {"doing": _doing(conflict, ours), "worst": called(conflict, ours.worst), "level": ours.level, "levels": ours.levels}
    if mandate.walk_away:
        message = Message(f"{AREA}.walk-away", text=mandate.walk_away, **values)
        yield Finding(id="walk-away", message=message, confidence="low")
    if mandate.fallback:
        yield Finding(id="fallback", message=Message(f"{AREA}.fallback", text=mandate.fallback, **values), confidence="low")


def _table(conflict: ConflictInputs, secured: Sequence[Alone], start: int | None, end: int | None) -> AnswerTable:
    rows = []
    for one in secured:
        rank = conflict.g.rank(one.maker)
        now, then = (None if state is None else one.levels - int(rank[state]) for state in (start, end))
        rows.append((conflict.maker(one.maker), _doing(conflict, one), int(numbered(one.worst)), one.level, now, then, one.levels))
    columns = (*column.text(maker="conflict.col.maker", alone="alone"), *column.number("worst", "level", "now", "end", "levels"))
    return AnswerTable(id="alone", title=Message(f"{AREA}.table"), columns=columns, rows=tuple(rows))


def _figures(case: Case, view: ConflictView, end: int | None) -> tuple[Any, ...]:
    conflict = view.conflict
    subtitle = subtitle_of(case, conflict)
    ranked = tableau_picture(view, Message(f"{AREA}.figure-tableau"), subtitle)
    if view.path and end is not None:
        head = Message(f"{AREA}.figure-way", count=len(view.path), state=numbered(end))
    else:
        head = Message(f"{AREA}.figure-moves")
    return ranked, moves_picture(view, head, subtitle)


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=("conflict",),
    options=(model("conflict"), chosen("us", makers), chosen("status_quo", states), whole("runs", 1, 20_000, 1000, advanced=True)),
    answer=answer,
    heads=(
        Headline("drift", "share"),
        Headline("drift"),
    ),
    builds_on=("where-could-it-settle",),
    subject="ahead",
    references=(
        "Fang, Hipel & Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution",
        "von Neumann 1928, doi:10.1007/BF01448847 (maximin)",
    ),
)
