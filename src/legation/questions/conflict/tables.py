"""The tables of a conflict: states and why they hold, the judgements that all rests on, and what would make a state hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.base.case import GROUNDS, Case, grounds
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.conflict.figures import ConflictView
from legation.questions.conflict.inputs import ConflictInputs
from legation.questions.conflict.settlement import JudgementEdit, SettlementLever, SettlementParty, in_words, statement_words
from legation.questions.conflict.words import changed, kinds, numbered, option_names, way

if TYPE_CHECKING:
    from legation.methods.conflict import Change, Inverse, Reason

__all__ = [
    "MOST_ROWS",
    "edit_table",
    "goal_table",
    "judgement_table",
    "lever_table",
    "lever_words",
    "move_table",
    "option_table",
    "order_table",
    "order_words",
    "party_table",
    "reason_table",
    "state_table",
    "unsourced",
]


column = Columns("conflict.col.")

MOST_ROWS, _MOST_IN_EXERCISE = 400, 4096
"""Rows of a table: states in the order of their strength, moves and reasons in the order of those."""


def state_table(view: ConflictView, robust: Mapping[int, int] | None = None) -> AnswerTable:
    """Return the status quo and the equilibria: what is done in each, under which notions it holds, and how far it is.

    Where an answer is about other states (``also``), these stand in the place of the equilibria. ``robust`` says under how many small
    changes of judgements each state stays an equilibrium.
    """
    shown = view.also or view.equilibria[:MOST_ROWS]
    start = () if view.start is None or view.start in shown else (view.start,)
    rows = []
    for state in (*start, *shown):
        taken = [k for k, bit in enumerate(view.conflict.taken(state)) if bit]
        notions = kinds(view.found, state)
        step = None if view.led is None or view.led.earliest[state] < 0 else int(view.led.earliest[state])
        cells = (
            int(numbered(state)),
            view.conflict.g.name(state),
            option_names(view.conflict, taken) or Message("conflict.none-taken"),
            tuple(Message(f"conflict.short.{notion}") for notion in notions) or "—",
            step,
        )
        rows.append((*cells, robust.get(state)) if robust is not None else cells)
    columns = [*column.number("state"), *column.text("bits", "taken", "notions"), *column.number("steps")]
    columns += [*column.number("kept")] if robust is not None else []
    title = Message("conflict.table.named" if view.also else "conflict.table.states")
    return AnswerTable(id="states", title=title, columns=tuple(columns), rows=tuple(rows))


def reason_table(conflict: ConflictInputs, reasons: Sequence[Reason]) -> AnswerTable:
    """Return for states and decision makers each improvement, and what answers it."""
    rows = [
        (
            int(numbered(reason.state)),
            conflict.maker(reason.decision_maker),
            Message(f"conflict.short.{reason.notion}"),
            Message("conflict.to-state", change=changed(conflict, reason.state, one.improvement), to=numbered(one.improvement)),
            Message("conflict.unanswered")
            if one.sanction is None
            else way(conflict, one.chain)
            if one.chain
            else Message("conflict.no-better"),
            None if one.sanction is None else int(numbered(one.sanction)),
        )
        for reason in reasons
        for one in reason.improvements
    ][:MOST_ROWS]
    columns = (*column.number("state"), *column.text("maker", "notion", "improvement", "answer"), *column.number("sanction"))
    return AnswerTable(id="reasons", title=Message("conflict.table.reasons"), columns=columns, rows=tuple(rows))


def move_table(view: ConflictView) -> AnswerTable:
    """Return the improvements from the status quo and from the states on the way, and between equilibria: the arrows in words."""
    g = view.conflict.g
    states = dict.fromkeys([*([view.start] if view.start is not None else []), *(s.after for s in view.path), *view.equilibria[:MOST_ROWS]])
    rows = [
        (int(numbered(s)), view.conflict.maker(name), changed(view.conflict, s, t), int(numbered(t)))
        for s in states
        for name in g.decision_makers
        for t in g.improvements(name, s)
    ][:MOST_ROWS]
    columns = (*column.number("from"), *column.text("maker", "change"), *column.number("to"))
    return AnswerTable(id="moves", title=Message("conflict.table.moves"), columns=columns, rows=tuple(rows))


def judgement_table(case: Case, conflict: ConflictInputs) -> AnswerTable:
    """Return each decision maker's judgements, the most important first, with reason and sources."""
    rows = []
    for preference in conflict.model.preferences:
        maker = next((m for m in conflict.makers if m.id == preference.maker), preference.maker)
        for rank, one in enumerate(preference.judgements, start=1):
            seen = tuple(e for e in (*one.evidence, *preference.evidence) if e in conflict.visible)
            words = statement_words(conflict, one.statement)
            said = Message("conflict.not-known", statement=words) if one.unknown else words
            rows.append((maker, rank, said, one.reason, GROUNDS[grounds(case, seen)], seen))
    columns = (*column.text("maker"), *column.number("rank"), *column.text("statement", "reason", "grounds"), EVIDENCE)
    return AnswerTable(id="judgements", title=Message("conflict.table.judgements"), columns=columns, rows=tuple(rows))


def option_table(conflict: ConflictInputs) -> AnswerTable:
    """Return the roles of the conflict with what each can do, in the order of the states' characters."""
    rows = tuple(
        (k + 1, conflict.makers[owner], option, Message(f"conflict.direction.{way_}"))
        for k, (option, owner, way_) in enumerate(zip(conflict.options, conflict.owner, conflict.form.direction, strict=True))
    )
    columns = (*column.number("place"), *column.text(role="maker", option="option", direction="direction"))
    return AnswerTable(id="options", title=Message("conflict.table.options"), columns=columns, rows=rows)


def goal_table(conflict: ConflictInputs) -> AnswerTable | None:
    """Return what each role wants, the states from best to worst, as an exercise hands it out; None for more states than it takes."""
    from legation.methods.conflict import exercise

    if conflict.g.count > _MOST_IN_EXERCISE:
        return None
    made = exercise(conflict.g, 0)
    rows = tuple(
        (conflict.maker(role["name"]), goal["level"], len(goal["states"]), " ".join(goal["states"]))
        for role in made["role"]
        for goal in role["goal"]
    )
    columns = (*column.text(role="maker"), *column.number("level"), *SHARED.number("count"), *column.text("states"))
    return AnswerTable(id="goals", title=Message("conflict.table.goals"), columns=columns, rows=rows)


def unsourced(conflict: ConflictInputs) -> tuple[int, int]:
    """Return how many judgements name no source that may be seen, and how many there are."""
    given = [(p, judgement) for p in conflict.model.preferences for judgement in p.judgements]
    bare = [1 for p, one in given if not any(e in conflict.visible for e in (*one.evidence, *p.evidence))]
    whole = [p for p in conflict.model.preferences if not p.judgements]
    bare += [1 for p in whole if not any(e in conflict.visible for e in p.evidence)]
    return len(bare), len(given) + len(whole)


AREA = "what-would-settle-it"
settlement_column = Columns(f"{AREA}.col-")


def order_words(conflict: ConflictInputs, change: Change) -> Message:
    """Return a pair of states whose order changes, in words."""
    first, second, after = change.first, change.second, change.after
    if after < 0:
        first, second = second, first
    values = {"maker": conflict.maker(change.decision_maker), "first": numbered(first), "second": numbered(second)}
    return Message(f"{AREA}.prefers", **values) if after else Message(f"{AREA}.equals", **values)


def lever_words(conflict: ConflictInputs, target: int, lever: SettlementLever) -> Message:
    """Return options that are fixed, in words."""
    taken = conflict.taken(target)
    parts = [
        Message(f"{AREA}.stays" if taken[k] else f"{AREA}.gone", maker=conflict.makers[conflict.owner[k]], option=name)
        for k, name in zip(lever.options, option_names(conflict, lever.options), strict=True)
    ]
    return parts[0] if len(parts) == 1 else Message(f"{AREA}.both", first=parts[0], second=parts[1])


def edit_table(conflict: ConflictInputs, changes: Sequence[tuple[JudgementEdit, ...]]) -> AnswerTable:
    """Return the changes of judgements that make it hold."""
    rows = tuple((in_words(conflict, some[0]), in_words(conflict, some[1]) if len(some) > 1 else None) for some in changes[:400])
    columns = settlement_column.text(first="conflict.col.edit", second="second")
    return AnswerTable(id="changes", title=Message(f"{AREA}.table-changes"), columns=columns, rows=rows)


def order_table(conflict: ConflictInputs, found: Inverse | None) -> AnswerTable:
    """Return the pairs of states whose order changes."""
    rows = tuple((conflict.maker(c.decision_maker), order_words(conflict, c)) for c in (found.changes if found else ()))
    columns = settlement_column.text(maker="conflict.col.maker", order="order")
    return AnswerTable(id="orders", title=Message(f"{AREA}.table-orders"), columns=columns, rows=rows)


def lever_table(conflict: ConflictInputs, target: int, found: Sequence[SettlementLever]) -> AnswerTable:
    """Return the options that have only to be fixed."""
    rows = tuple((lever_words(conflict, target, lever),) for lever in found)
    columns = settlement_column.text("lever")
    return AnswerTable(id="levers", title=Message(f"{AREA}.table-levers"), columns=columns, rows=rows)


def party_table(conflict: ConflictInputs, groups: Sequence[SettlementParty]) -> AnswerTable:
    """Return who could lead there together."""
    rows = tuple((tuple(conflict.maker(name) for name in p.makers), len(p.way.chain), way(conflict, p.way.chain)) for p in groups)
    columns = (*settlement_column.actors(makers="conflict.col.maker"), *settlement_column.number("moves"), *settlement_column.text("way"))
    return AnswerTable(id="parties", title=Message(f"{AREA}.table-parties"), columns=columns, rows=rows)
