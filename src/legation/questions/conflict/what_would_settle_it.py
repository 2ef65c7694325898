"""What would settle it? For a wanted state: whose preferences would have to change, which option be fixed, who could go there together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case
from legation.questions.base.choices import makers, states
from legation.questions.base.conditions import Condition
from legation.questions.conflict.equilibria import caveats_of, solved
from legation.questions.conflict.figures import ConflictView, form_picture, subtitle_of, tableau_picture
from legation.questions.conflict.inputs import ConflictInputs, find_conflict, find_makers, find_state, status_quo
from legation.questions.conflict.robustness import SOLVED_AGAIN
from legation.questions.conflict.settlement import (
    JudgementEdit,
    SettlementLever,
    SettlementParty,
    SettlementSearch,
    holds,
    in_words,
    levers,
    parties,
    settling_edits,
    undoing_edits,
)
from legation.questions.conflict.tables import (
    edit_table,
    judgement_table,
    lever_table,
    lever_words,
    option_table,
    order_table,
    order_words,
    party_table,
    state_table,
)
from legation.questions.conflict.words import called, changed, choices_by_maker, notion_words, numbered, way
from legation.questions.question import Headline, Progress, Question, choice, chosen, model, silent

if TYPE_CHECKING:
    from legation.methods.conflict import Inverse

__all__ = ["QUESTION", "answer"]

AREA = "what-would-settle-it"
_NAMED, _EFFORT = 4, 8.0


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say why a wanted state does not hold, and find the smallest changes that make it an equilibrium, each solved again."""
    from legation.methods.conflict import preferences_for

    conflict = find_conflict(case, options["model"])
    start, notion = status_quo(conflict, options["status_quo"]), options["notion"]
    given, keep = find_state(conflict, options["wanted"]), find_makers(conflict, options["keep"])
    view, _ = solved(conflict, start, notion)
    wanted = given if given is not None else _middle(conflict, view)
    if wanted is None:
        raise NotAvailable(Message(f"{AREA}.all-hold", notion=Message(f"conflict.short.{notion}")))
    view = dataclasses.replace(view, also=(wanted,))
    chosen = [] if given is not None else [Message(f"{AREA}.chosen", number=numbered(wanted))]
    there = holds(conflict.g, wanted, notion)
    small = conflict.g.count <= SOLVED_AGAIN
    search = SettlementSearch((), 0, 0) if there or not small else settling_edits(conflict, wanted, notion, keep, progress)
    undone = tuple(undoing_edits(conflict, wanted, notion)) if there and small else ()
    fixed = () if there or not small else levers(conflict, wanted, notion)
    inverse = None if there or not small else preferences_for(conflict.g, wanted, notion, keep=keep, effort=_EFFORT)
    groups = parties(conflict, start, wanted) if start is not None and start != wanted else ()
    leaving = tuple(_leavers(view, wanted, notion))
    findings = [
        Finding(id="wanted", message=_wanted(conflict, wanted, notion, leaving, there=there), evidence=conflict.evidence, confidence="low"),
        *leaving,
        *(_undone(conflict, wanted, undone) if there and small else _changed(conflict, search) if small else ()),
        *(_inverse(conflict, inverse, keep) if inverse else ()),
        *(_levers(conflict, wanted, fixed) if not there and small else ()),
        *_together(conflict, start, wanted, groups),
    ]
    tables = [
        edit_table(conflict, search.found),
        order_table(conflict, inverse),
        lever_table(conflict, wanted, fixed),
        party_table(conflict, groups),
    ]
    tables += [state_table(view), judgement_table(case, conflict), option_table(conflict)]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        figures=_figures(case, view, wanted),
        caveats=(*chosen, *caveats_of(view), QUESTION.limits),
        missing=tuple(_missing(conflict, start)),
    )


def _middle(conflict: ConflictInputs, view: ConflictView) -> int | None:
    """Return the state at which the worst placed decision maker is best placed in its own ranking, of those that do not hold.

    The status quo is none of them.
    """
    rank = conflict.g.network.rank
    placed = rank / np.maximum(rank.max(axis=1, keepdims=True), 1)
    gone = [*view.equilibria, *([] if view.start is None else [view.start])]
    open_ = np.setdiff1d(np.arange(conflict.g.count), np.array(gone, np.int64))
    if not len(open_):
        return None
    order = np.lexsort((open_, -placed[:, open_].sum(axis=0), -placed[:, open_].min(axis=0)))
    return int(open_[order[0]])


def _wanted(conflict: ConflictInputs, target: int, notion: str, leaving: Sequence[Finding], *, there: bool) -> Message:
    values = {"number": numbered(target), "told": choices_by_maker(conflict, target), "notion": notion_words([notion])}
    makers = tuple(one.message.values["maker"] for one in leaving)
    return Message(f"{AREA}.holds", **values) if there else Message(f"{AREA}.falls", count=len(makers), makers=makers, **values)


def _leavers(view: ConflictView, target: int, notion: str) -> Iterator[Finding]:
    """Yield who would leave the wanted state, and for what."""
    from legation.methods.conflict import why

    conflict = view.conflict
    for name in conflict.g.decision_makers:
        reason = why(conflict.g, view.found, name, target, notion)
        if reason.stable:
            continue
        first = reason.open[0].improvement
        message = Message(
            f"{AREA}.leaves",
            count=len(reason.open),
            maker=conflict.maker(name),
            change=changed(conflict, target, first),
            to=numbered(first),
        )
        yield Finding(id=f"leaves-{name}", message=message, evidence=conflict.evidence_of([name]), confidence="low")


def _changed(conflict: ConflictInputs, search: SettlementSearch) -> Iterator[Finding]:
    """Yield the smallest changes of judgements that make it hold."""
    changes = search.found
    if not changes:
        message = Message(f"{AREA}.no-judgement", count=search.tried, of=search.of)
        yield Finding(id="judgements", message=message, evidence=conflict.evidence, confidence="low")
        return
    form = "judgements" if len(changes[0]) == 1 else "judgement-pairs"
    message = Message(f"{AREA}.{form}", count=len(changes), tried=search.tried, of=search.of)
    yield Finding(id="judgements", message=message, evidence=conflict.evidence, confidence="low")
    apart = {tuple((change.maker, change.at) for change in some): some for some in reversed(changes)}
    named = [some for some in changes if some in apart.values()]
    for number, some in enumerate(named[:_NAMED]):
        said = tuple(in_words(conflict, change) for change in some)
        message = Message(f"{AREA}.judgement" if len(said) == 1 else f"{AREA}.judgement-pair", first=said[0], second=said[-1])
        evidence = conflict.evidence_of(change.maker for change in some)
        yield Finding(id=f"judgement-{number}", message=message, evidence=evidence, confidence="low")


def _undone(conflict: ConflictInputs, target: int, changes: Sequence[JudgementEdit]) -> Iterator[Finding]:
    message = Message(f"{AREA}.undone" if changes else f"{AREA}.not-undone", count=len(changes), number=numbered(target))
    yield Finding(id="undone", message=message, evidence=conflict.evidence, confidence="low")
    for number, change in enumerate(changes[:_NAMED]):
        message = Message(f"{AREA}.undone-by", change=in_words(conflict, change))
        yield Finding(id=f"undone-{number}", message=message, evidence=conflict.evidence_of([change.maker]), confidence="low")


def _inverse(conflict: ConflictInputs, found: Inverse, keep: Sequence[str]) -> Iterator[Finding]:
    """Yield what the exact search over all preferences gives."""
    fixed = tuple(conflict.maker(name) for name in keep)
    if found.possible:
        form = "fewest" if found.fewest else "few"
        makers = tuple(conflict.maker(name) for name in dict.fromkeys(change.decision_maker for change in found.changes))
        values = {"count": len(found.changes), "makers": makers, "least": found.at_least}
        message = Message(f"{AREA}.{form}", changes=tuple(order_words(conflict, change) for change in found.changes[:_NAMED]), **values)
    elif found.possible is None:
        message = Message(f"{AREA}.given-up")
    else:
        message = Message(f"{AREA}.impossible-kept", makers=fixed) if fixed else Message(f"{AREA}.impossible")
    yield Finding(id="inverse", message=message, evidence=conflict.evidence, confidence="low")


def _levers(conflict: ConflictInputs, target: int, found: Sequence[SettlementLever]) -> Iterator[Finding]:
    """Yield which options have only to be fixed."""
    if not found:
        yield Finding(id="levers", message=Message(f"{AREA}.no-lever"), evidence=conflict.evidence, confidence="low")
        return
    said = tuple(lever_words(conflict, target, lever) for lever in found[:_NAMED])
    message = Message(f"{AREA}.levers" if len(found[0].options) == 1 else f"{AREA}.lever-pairs", count=len(found), levers=said)
    options = [conflict.options[k].id for lever in found for k in lever.options]
    evidence = tuple(dict.fromkeys((*conflict.evidence_of((), options), *conflict.evidence)))
    yield Finding(id="levers", message=message, evidence=evidence, confidence="low")


def _together(conflict: ConflictInputs, start: int | None, target: int, groups: Sequence[SettlementParty]) -> Iterator[Finding]:
    """Yield who could lead there together, and who would lose by it."""
    if start is None or start == target:
        return
    for number, party in enumerate(groups[:2]):
        makers = tuple(conflict.maker(name) for name in party.makers)
        message = Message(f"{AREA}.party", count=len(makers), makers=makers, moves=len(party.way.chain), way=way(conflict, party.way.chain))
        yield Finding(id=f"party-{number}", message=message, evidence=conflict.evidence_of(party.makers), confidence="low")
    if not groups:
        yield Finding(id="party-none", message=Message(f"{AREA}.no-party"), evidence=conflict.evidence, confidence="low")
    losers = [name for name in conflict.g.decision_makers if conflict.g.rank(name)[target] < conflict.g.rank(name)[start]]
    if losers:
        makers = tuple(conflict.maker(name) for name in losers)
        message = Message(f"{AREA}.losers", count=len(losers), makers=makers, state=called(conflict, start))
        yield Finding(id="losers", message=message, evidence=conflict.evidence_of(losers), confidence="low")


def _figures(case: Case, view: ConflictView, target: int) -> tuple[Any, ...]:
    conflict = view.conflict
    subtitle = subtitle_of(case, conflict)
    form = form_picture(view, Message(f"{AREA}.figure-form", number=numbered(target)), subtitle)
    ranked = tableau_picture(view, Message(f"{AREA}.figure-tableau", number=numbered(target)), subtitle)
    return (*([form] if form else []), ranked)


def _missing(conflict: ConflictInputs, start: int | None) -> Iterator[Message]:
    if start is None:
        yield Message(f"{AREA}.no-status-quo")
    if conflict.g.count > SOLVED_AGAIN:
        yield Message(f"{AREA}.too-many", count=conflict.g.count, most=SOLVED_AGAIN)


def _has_unsettled(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether a state is named, or one does not hold; of a large conflict, without solving it."""
    if options["wanted"]:
        return True
    conflict = find_conflict(case, options["model"])
    if conflict.g.count > SOLVED_AGAIN:
        return True
    view, _ = solved(conflict, status_quo(conflict, options["status_quo"]), options["notion"])
    return _middle(conflict, view) is not None


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=("conflict", Condition(id="unsettled-state", option="wanted", check=_has_unsettled)),
    options=(
        model("conflict"),
        chosen("wanted", states),
        choice("notion", "seq", "nash", "sseq", "smr", "gmr"),
        chosen("keep", makers, many=True),
        chosen("status_quo", states),
    ),
    answer=answer,
    heads=(Headline("wanted"),),
    builds_on=("where-could-it-settle",),
    subject="ahead",
    references=(
        "Kinsara, Kilgour & Hipel 2015, doi:10.1109/TSMC.2014.2376473",
        "Kilgour, Hipel, Fang & Peng 2001, doi:10.1023/A:1008713120075",
    ),
)
