"""Where a conflict could settle: its equilibria, the status quo, why a state holds or does not, and what to know of its model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from legation.language import Message
from legation.questions.answer import Finding
from legation.questions.base.part_inputs import part_caveats
from legation.questions.conflict.figures import ConflictView
from legation.questions.conflict.inputs import ConflictInputs
from legation.questions.conflict.tables import MOST_ROWS, unsourced
from legation.questions.conflict.words import called, changed, choices_by_maker, kinds, listed, notion_words, numbered, strongest_first, way

if TYPE_CHECKING:
    from legation.methods.conflict import Reason, Step

__all__ = [
    "caveats_of",
    "equilibrium_findings",
    "reasons_for",
    "solved",
    "space_finding",
    "state_findings",
    "status_quo_findings",
    "summary_finding",
    "why_findings",
]


def solved(conflict: ConflictInputs, start: int | None, notion: str) -> tuple[ConflictView, tuple[str, ...]]:
    """Return a conflict with its equilibria, and the notions that count: ``any`` for the five."""
    from legation.methods.conflict import DEFAULT, chains, stability

    notions = DEFAULT if notion == "any" else (notion,)
    found = stability(conflict.g, tuple(dict.fromkeys((*DEFAULT, *notions))))
    there = {state for one in notions for state in found.equilibria[one]}
    led = None if start is None else chains(conflict.g, start, improving=True)
    equilibria = tuple(state for state in strongest_first(found, led) if state in there)
    path: tuple[Step, ...] = ()
    if led is not None and start not in equilibria:
        reached = [s for s in equilibria if led.earliest[s] > 0]
        best = min(reached, key=lambda s: ("nash" not in kinds(found, s), int(led.earliest[s]), s), default=None)
        path = () if best is None else led.path(best)
    return ConflictView(conflict, found, equilibria, start, led, path), notions


def caveats_of(view: ConflictView) -> Iterator[Message]:
    """Yield what a reader must know of the model before its results."""
    conflict = view.conflict
    called = {"model": conflict.title, "name": conflict.model.id}
    yield from part_caveats("conflict", conflict, _said_of_itself(conflict), is_signed=False, others=conflict.others, **called)
    bare, of = unsourced(conflict)
    if bare:
        yield Message("conflict.unsourced", count=bare, of=of)
    if len(view.equilibria) > MOST_ROWS:
        yield Message("conflict.too-many-to-list", count=len(view.equilibria), most=MOST_ROWS)


def _said_of_itself(conflict: ConflictInputs) -> Iterator[Message]:
    if not conflict.model.illustration:
        yield Message("conflict.judged", model=conflict.title, name=conflict.model.id)
    if conflict.model.note:
        yield Message("conflict.note", note=conflict.model.note)


AREA = "where-could-it-settle"
_NAMED, _SANCTIONS = 5, 4


def space_finding(view: ConflictView) -> Finding:
    """Return how many states there are."""
    conflict = view.conflict
    evidence = tuple(e for x in conflict.model.infeasible for e in x.evidence if e in conflict.visible)
    message = Message(
        f"{AREA}.space",
        makers=len(conflict.makers),
        options=len(conflict.options),
        all=2 ** len(conflict.options),
        count=conflict.g.count,
    )
    return Finding(id="space", message=message, evidence=tuple(dict.fromkeys(evidence)) or conflict.evidence)


def summary_finding(view: ConflictView) -> Finding:
    """Return the answer in one sentence: how many states hold, and where the status quo leads."""
    led = view.led
    reached = [s for s in view.equilibria if led is not None and led.earliest[s] > 0]
    if not view.equilibria:
        form = "no-equilibrium"
    elif view.start in view.equilibria:
        form = "summary-start"
    else:
        form = "summary-reached" if reached else "summary-unreached" if led is not None else "summary"
    message = Message(
        f"{AREA}.{form}",
        count=len(view.equilibria),
        of=view.conflict.g.count,
        nash=sum("nash" in kinds(view.found, s) for s in view.equilibria),
        reached=len(reached),
        number=numbered(reached[0]) if reached else "",
        steps=int(led.earliest[reached[0]]) if led is not None and reached else 0,
    )
    return Finding(id="answer", message=message, evidence=view.conflict.evidence, confidence="low")


def equilibrium_findings(view: ConflictView) -> Iterator[Finding]:
    """Yield the strongest equilibria in words, then how many more there are."""
    evidence = view.conflict.evidence
    first = next((s for s in view.equilibria if view.led is not None and view.led.earliest[s] > 0), None)
    for state in view.equilibria[:_NAMED]:
        notions = kinds(view.found, state)
        form = "equilibrium-nash" if "nash" in notions else "equilibrium"
        message = Message(
            f"{AREA}.{form}",
            number=numbered(state),
            told=choices_by_maker(view.conflict, state),
            notions=notion_words(notions),
            reach=_reach(view, state, whole=state == first),
        )
        yield Finding(id=f"equilibrium-{numbered(state)}", message=message, evidence=evidence, confidence="low")
    more = view.equilibria[_NAMED:]
    if more:
        message = Message(f"{AREA}.more-equilibria", count=len(more), states=listed(more), of=len(view.equilibria))
        yield Finding(id="more", message=message, evidence=evidence, confidence="low")


def _reach(view: ConflictView, state: int, *, whole: bool = True) -> Message:
    """Return how the status quo leads to a state by improvements; with ``whole``, by which."""
    if view.led is None:
        return Message(f"{AREA}.no-start")
    if state == view.start:
        return Message(f"{AREA}.is-start")
    if view.led.earliest[state] < 0:
        return Message(f"{AREA}.not-reached")
    if not whole:
        return Message(f"{AREA}.reached-in", count=int(view.led.earliest[state]))
    return Message(f"{AREA}.reached", count=int(view.led.earliest[state]), way=way(view.conflict, view.led.path(state)))


def status_quo_findings(view: ConflictView) -> Iterator[Finding]:
    """Yield whether the status quo holds, and who would leave it for what."""
    if view.start is None:
        return
    conflict, start = view.conflict, view.start
    state = called(conflict, start)
    if start in view.equilibria:
        message = Message(f"{AREA}.start-holds", state=state, notions=notion_words(kinds(view.found, start)))
        yield Finding(id="status-quo", message=message, evidence=conflict.evidence, confidence="low")
        return
    movers = [name for name in conflict.g.decision_makers if conflict.g.improvements(name, start)]
    best = {m: max(conflict.g.improvements(m, start), key=lambda t, m=m: (int(conflict.g.rank(m)[t]), -t)) for m in movers}  # type: ignore[misc]
    moves_ = tuple(
        Message("conflict.move", maker=conflict.maker(m), change=changed(conflict, start, t), to=numbered(t)) for m, t in best.items()
    )
    message = Message(f"{AREA}.start-moves", state=state, count=len(movers), moves=moves_)
    yield Finding(id="status-quo", message=message, evidence=conflict.evidence_of(movers), confidence="low")
    reached = [s for s in view.equilibria if view.led is not None and view.led.earliest[s] > 0]
    form = "start-leads" if reached else "start-leads-nowhere"
    message = Message(f"{AREA}.{form}", count=len(reached), of=len(view.equilibria), states=listed(reached))
    yield Finding(id="reach", message=message, evidence=conflict.evidence, confidence="low")


def reasons_for(view: ConflictView, only: int | None) -> tuple[Reason, ...]:
    """Return why states hold or do not: the one asked, the status quo, equilibria; each by the strongest notion that says so."""
    from legation.methods.conflict import why

    states = dict.fromkeys(s for s in (only, view.start, *view.equilibria[: 2 * _NAMED]) if s is not None)
    return tuple(
        why(view.conflict.g, view.found, name, state, _telling(view, name, state))
        for state in states
        for name in view.conflict.g.decision_makers
    )


def _telling(view: ConflictView, name: str, state: int) -> str:
    """Return the notion that says most of a decision maker at a state: the strongest one but nash under which it is stable."""
    i = view.conflict.g.number(name)
    return next((notion for notion in ("sseq", "seq", "smr", "gmr") if view.found.stable[notion][i, state]), "gmr")


def state_findings(view: ConflictView, state: int | None) -> Iterator[Finding]:
    """Yield whether the state that a person asks of holds, and under what."""
    if state is None:
        return
    notions = kinds(view.found, state)
    form = "asked-holds" if notions else "asked-falls"
    message = Message(f"{AREA}.{form}", state=called(view.conflict, state), notions=notion_words(notions), reach=_reach(view, state))
    yield Finding(id="asked", message=message, evidence=view.conflict.evidence, confidence="low")


def why_findings(view: ConflictView, reasons: Sequence[Reason], only: int | None) -> Iterator[Finding]:
    """Yield for the state asked, else for the first equilibria that need it, what deters whom; and what nothing answers."""
    conflict = view.conflict
    wanted = [only] if only is not None else [s for s in view.equilibria if "nash" not in kinds(view.found, s)][:2]
    count = 0
    for reason in reasons:
        if reason.state not in wanted or not reason.improvements or count >= _SANCTIONS:
            continue
        count += 1
        one = (reason.open or reason.improvements)[0]
        values = {
            "maker": conflict.maker(reason.decision_maker),
            "number": numbered(reason.state),
            "change": changed(conflict, reason.state, one.improvement),
            "to": numbered(one.improvement),
            "more": len(reason.improvements) - 1,
        }
        if one.sanction is None:
            message = Message(f"{AREA}.unanswered", **values)
        elif one.chain:
            message = Message(
                f"{AREA}.deterred", answer=way(conflict, one.chain), notion=Message(f"conflict.short.{reason.notion}"), **values
            )
        else:
            continue
        movers = (reason.decision_maker, *(step.decision_maker for step in one.chain))
        evidence = conflict.evidence_of(movers)
        yield Finding(id=f"why-{numbered(reason.state)}-{reason.decision_maker}", message=message, evidence=evidence, confidence="low")
