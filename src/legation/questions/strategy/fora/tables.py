"""The tables of the fora: a narrow one to choose by, and one for each thing that the choice rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legation.dossier import When
from legation.language import Message
from legation.methods.dominance import Beaten
from legation.questions.answer import AnswerTable, Named
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, SHARED, Columns
from legation.questions.strategy.fora.bound import Bond
from legation.questions.strategy.fora.compare import Forum, SetAside
from legation.questions.strategy.fora.comparison import Comparison
from legation.questions.strategy.fora.elsewhere import Conflict, Elsewhere
from legation.questions.strategy.fora.words import (
    column_word,
    day_of,
    named_fora,
    right_word,
    short_name,
    stoppers_of,
    support_words,
    verified_words,
)

__all__ = ["all_tables", "must_words"]

AREA = "where-should-we-take-it"
column = Columns(f"{AREA}.")
_MATTERS = 3
"""Matters that a cell names."""


def all_tables(case: Case, found: Comparison) -> tuple[AnswerTable, ...]:
    """Return the tables in the order in which they are read; those without a row are left out, but for the first."""
    fora = found.fora
    made = (
        _main(case, fora),
        _beaten(fora),
        _musts(fora) if found.musts else None,
        _rights(fora),
        _load(fora),
        _outputs(fora),
        _decisions(fora),
        _support(fora),
        _by_group(fora),
        _stops(case, fora),
        _bound(fora, found.bonds),
        _unknowns(fora, found.unknowns),
        _elsewhere(case, found.others),
        _conflicts(found.conflicts),
        _aside(found.aside),
    )
    return tuple(table for table in made if table is not None and (table.rows or table.id == "fora"))


def _main(case: Case, fora: Sequence[Forum]) -> AnswerTable:
    rows: list[tuple[Any, ...]] = [
        (short_name(one), right_word(one), day_of(one), support_words(one), stoppers_of(case, one), _mark(one)) for one in fora
    ]
    columns = column.text("forum", "may", "decided", support="support-column", stops="stops", mark="mark-column")
    shown = len(columns) if any(row[-1] for row in rows) else len(columns) - 1  # a column without a mark takes the room of the names
    title = Message(f"{AREA}.fora-table", count=len(fora))
    return AnswerTable(id="fora", title=title, columns=columns[:shown], rows=tuple(row[:shown] for row in rows))


def _mark(forum: Forum) -> Message | str:
    if forum.failed:
        return Message(f"{AREA}.mark.fails")
    return Message(f"{AREA}.mark.beaten") if forum.beaten_by else ""


def _beaten(fora: Sequence[Forum]) -> AnswerTable:
    by_id = {one.row.id: one for one in fora}
    rows = tuple((short_name(one), named_fora(by_id[other] for other in one.beaten_by), one.evidence) for one in fora if one.beaten_by)
    return AnswerTable(
        id="beaten", title=Message(f"{AREA}.beaten-table"), columns=(*column.text("forum", by="beaten-by"), EVIDENCE), rows=rows
    )


def _musts(fora: Sequence[Forum]) -> AnswerTable:
    rows = tuple(
        (short_name(one), must_words(must), Message(f"{AREA}.must-{state}"))
        for one in fora
        for state, musts in (("failed", one.failed), ("unsure", one.unsure))
        for must in musts
    )
    return AnswerTable(
        id="musts", title=Message(f"{AREA}.musts-table"), columns=column.text("forum", must="must-column", state="state"), rows=rows
    )


def must_words(must: str) -> Message:
    """Return a must as a condition in words.

    >>> from legation.language import say
    >>> say(must_words("by:2027-07"), "en"), say(must_words("nobody-alone"), "en")
    ('decided before July 2027', 'nobody alone can stop it')
    """
    if must.startswith("by:"):
        when = When(must.removeprefix("by:"))
        return Message(f"{AREA}.must.{'by-day' if when.first == when.last else 'by'}", date=when)
    return Message(f"{AREA}.must.{must}")


def _rights(fora: Sequence[Forum]) -> AnswerTable:
    rows = tuple(
        (
            short_name(one),
            Message(f"choice.forum_access.right.{row.right}") if row.right else "",
            row.condition,
            row.blocked_by,
            row.evidence,
        )
        for one in fora
        for row in one.right.rows
    )
    columns = (*column.text("forum", right="right-column", condition="condition", blocked="blocked"), EVIDENCE)
    return AnswerTable(id="rights", title=Message(f"{AREA}.rights-table"), columns=columns, rows=rows)


def _load(fora: Sequence[Forum]) -> AnswerTable:
    flags = {True: Message(f"{AREA}.yes"), False: Message(f"{AREA}.no"), None: ""}
    rows = tuple(
        (
            short_name(one),
            one.decision.meetings,
            tuple(row.fee for row in one.right.giving_rows if row.fee),
            flags[one.right.remote],
            tuple(row.support for row in one.right.giving_rows if row.support),
            min((row.support_by for row in one.right.giving_rows if row.support_by), default=None),
        )
        for one in fora
        if one.decision.meetings or any(row.fee or row.support or row.remote is not None for row in one.right.giving_rows)
    )
    columns = (*column.text("forum"), *column.number("meetings"), *column.text("fee", "remote", "backing"), *column.date("backing_by"))
    return AnswerTable(id="load", title=Message(f"{AREA}.load-table"), columns=columns, rows=rows)


def _outputs(fora: Sequence[Forum]) -> AnswerTable:
    rows = tuple(
        (
            short_name(one),
            one.row.output,
            Message(f"choice.processes.binds.{one.row.binds}") if one.row.binds else "",
            verified_words(one),
            one.evidence,
        )
        for one in fora
    )
    columns = (*column.text("forum", "output", "binds", "verified"), EVIDENCE)
    return AnswerTable(id="outputs", title=Message(f"{AREA}.outputs-table"), columns=columns, rows=rows)


def _decisions(fora: Sequence[Forum]) -> AnswerTable:
    rows = tuple(
        (
            short_name(one),
            Message(f"choice.forum_steps.kind.{step.row.kind}") if step.row.kind else "",
            step.row.what,
            Message(f"{AREA}.day.{step.day.certainty}", date=step.last),
            step.evidence,
        )
        for one in fora
        for step in one.decision.path
    )
    columns = (*column.text("forum"), *SHARED.text("kind"), *column.text("step", day="decided-on"), EVIDENCE)
    return AnswerTable(id="decisions", title=Message(f"{AREA}.decisions-table"), columns=columns, rows=rows)


def _support(fora: Sequence[Forum]) -> AnswerTable:
    words = {True: Message(f"{AREA}.passes"), False: Message(f"{AREA}.fails"), None: None}
    rows = tuple(
        (
            short_name(one),
            len(one.support.near),
            len(one.support.against),
            len(one.support.unknown),
            words[one.support.if_with],
            words[one.support.if_divide],
            words[one.support.if_against],
            one.support.evidence,
        )
        for one in fora
        if one.support.near or one.support.against
    )
    figures = column.text("if_with", "if_divide", "if_against")
    columns = (
        *column.text("forum"),
        *column.number("near", "against", unknown="unknown-column"),
        *figures,
        EVIDENCE,
    )
    return AnswerTable(id="support", title=Message(f"{AREA}.support-table"), columns=columns, rows=rows)


def _by_group(fora: Sequence[Forum]) -> AnswerTable:
    rows = tuple((short_name(one), len(one.support.through), one.support.evidence) for one in fora if one.support.through)
    columns = (*column.text("forum"), *column.number(by_group="by-group"), EVIDENCE)
    return AnswerTable(id="by-group", title=Message(f"{AREA}.by-group-table"), columns=columns, rows=rows)


def _stops(case: Case, fora: Sequence[Forum]) -> AnswerTable:
    rows = tuple(
        (short_name(one), one.ruling.words, stoppers_of(case, one), one.ruling.evidence) for one in fora if one.ruling.words is not None
    )
    return AnswerTable(
        id="stops", title=Message(f"{AREA}.stops-table"), columns=(*column.text("forum", "rule", "stops"), EVIDENCE), rows=rows
    )


def _bound(fora: Sequence[Forum], bonds: Sequence[Bond]) -> AnswerTable:
    rows = []
    for bond in bonds:
        where = named_fora((one for one in fora if bond in one.bonds), 3) if bond.group else Message(f"{AREA}.everywhere")
        rows.append((bond.by, Message(f"{AREA}.bond.{bond.kind}"), bond.value, where, bond.until, bond.evidence))
    columns = (
        *column.text("bound_by"),
        *SHARED.text("kind"),
        *SHARED.points("value"),
        *column.text("where"),
        *column.date("until"),
        EVIDENCE,
    )
    return AnswerTable(id="bound", title=Message(f"{AREA}.bound-table"), columns=columns, rows=tuple(rows))


def _unknowns(fora: Sequence[Forum], unknowns: Sequence[Beaten]) -> AnswerTable:
    """Return by forum what is not known of it, and what it may turn out: what alone is enough first."""
    by_id = {one.row.id: one for one in fora}
    found: dict[tuple[bool, str, str], tuple[dict[int, None], dict[str, None]]] = {}
    for one in sorted(unknowns, key=lambda one: not one.alone):
        form, other = ("loses", one.by) if one.of == one.row else ("wins", one.row)
        columns, others = found.setdefault((one.alone, one.of, form), ({}, {}))
        columns[one.column] = None
        others[other] = None
    rows = tuple(
        (
            short_name(by_id[of]),
            tuple(column_word(at) for at in sorted(columns)),
            Message(f"{AREA}.unknown.{form}", fora=named_fora((by_id[other] for other in others), 3)),
            Message(f"{AREA}.yes") if alone else Message(f"{AREA}.no"),
        )
        for (alone, of, form), (columns, others) in found.items()
    )
    columns_shown = column.text("forum", not_known="not-known-column", then="then", by_itself="by-itself")
    return AnswerTable(id="unknowns", title=Message(f"{AREA}.unknowns-table"), columns=columns_shown, rows=rows)


def _elsewhere(case: Case, others: Sequence[Elsewhere]) -> AnswerTable:
    rows = tuple(
        (
            case.named(one.actor),
            one.position.value if one.position else None,
            short_name(one.first),
            day_of(one.first),
            right_word(one.first),
            joined_evidence((one.position.evidence if one.position else (), one.first.evidence)),
        )
        for one in others
        if one.first is not None
    )
    columns = (ACTOR, *SHARED.points("value"), *column.text("forum", "decided", may="may-do"), EVIDENCE)
    return AnswerTable(id="elsewhere", title=Message(f"{AREA}.elsewhere-table"), columns=columns, rows=rows)


def _conflicts(conflicts: Sequence[Conflict]) -> AnswerTable:
    rows = tuple(
        (
            short_name(one.fora[0]),
            short_name(one.fora[1]),
            len(one.common),
            one.middles[0],
            one.middles[1],
            tuple(Message(f"{AREA}.ground.{ground}") for ground in one.grounds),
            one.evidence,
        )
        for one in conflicts
    )
    columns = (
        *column.text("forum", other="other-forum"),
        *column.number("common"),
        *column.points("middle", other_middle="other-middle"),
        *column.text("grounds"),
        EVIDENCE,
    )
    return AnswerTable(id="conflicts", title=Message(f"{AREA}.conflicts-table"), columns=columns, rows=rows)


def _aside(aside: Sequence[SetAside]) -> AnswerTable:
    rows = tuple(
        (
            Named(one.row.id, one.row.forum or one.row.id),
            Message(f"{AREA}.aside-{one.why}", matters=one.matters[:_MATTERS], count=len(one.matters)),
            one.row.evidence,
        )
        for one in aside
    )
    columns = (*column.text("forum", why="aside-why"), EVIDENCE)
    return AnswerTable(id="aside", title=Message(f"{AREA}.aside-table"), columns=columns, rows=rows)
