"""Tables of threats, of what deters each kind of attacker, and of the gaps between the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legation.dossier.records.strategy import DETERRING
from legation.language import Message, Spoken
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.strategy.threats.register import Claimed, Stance, Standing

__all__ = ["attackers", "gaps", "tables"]

AREA = "what-threatens-us"
column = Columns(f"{AREA}.")


def attackers(kind: str) -> Message:
    """Return what attackers of a kind are called, several of them; those of which nothing says the kind have a name too.

    >>> str(attackers("criminal_group"))
    'criminal groups'
    """
    return Message(f"{AREA}.attackers.{kind or 'unsaid'}")


def gaps(stances: Sequence[Stance]) -> tuple[list[Stance], list[Standing], list[Claimed]]:
    """Return the kinds that threaten and nothing deters, the deterrents without test and indicator, and the threats without evidence."""
    undeterred = [one for one in stances if one.kind and one.threats and not one.deterrents]
    untested = [one for stance in stances for one in stance.deterrents if not one.row.test and one.indicator is None]
    unsupported = [one for stance in stances for one in stance.threats if not one.sources]
    return undeterred, untested, unsupported


def tables(case: Case, stances: Sequence[Stance]) -> tuple[AnswerTable, ...]:
    """Return the tables of the answer; one of which nothing stands in the dossier has no rows."""
    return (_threats(case, stances), _deterrents(stances), _by_kind(stances), _gaps_table(stances))


def _threats(case: Case, stances: Sequence[Stance]) -> AnswerTable:
    aims = {row.id: row.aim for row in case.dossier.objectives}
    rows = tuple(
        (
            one.holder,
            one.row.claim,
            Message(f"choice.threats.kind.{one.row.kind}") if one.row.kind else "",
            Message(f"choice.threats.likelihood.{one.row.likelihood}") if one.row.likelihood else "",
            one.row.harm,
            aims.get(one.row.objective, ""),
            one.sources,
            one.row.evidence,
        )
        for stance in stances
        for one in stance.threats
    )
    columns = (
        *column.text("holder", "claim", kind="attacker", likelihood="likelihood", harm="harm", objective="objective"),
        *column.number("sources"),
        EVIDENCE,
    )
    return AnswerTable(id="threats", title=Message(f"{AREA}.threats-table", count=len(rows)), columns=columns, rows=rows)


def _deterrents(stances: Sequence[Stance]) -> AnswerTable:
    rows = tuple(
        (
            Message(f"choice.deterrents.kind.{stance.kind}") if stance.kind else "",
            one.row.measure,
            Message(f"choice.deterrents.by.{one.row.by}") if one.row.by else "",
            one.activity.title if one.activity else "",
            one.row.test or Message(f"{AREA}.no-test"),
            *_indicated(one),
            one.row.evidence,
        )
        for stance in stances
        for one in stance.deterrents
    )
    columns = (
        *column.text(kind="attacker", deterrent="deterrent", by="by-column"),
        *SHARED.text("activity"),
        *column.text(test="test-column"),
        *SHARED.text("measure"),
        *SHARED.number("baseline", "reached", "target"),
        EVIDENCE,
    )
    return AnswerTable(id="deterrents", title=Message(f"{AREA}.deterrents-table", count=len(rows)), columns=columns, rows=rows)


def _indicated(one: Standing) -> tuple[Any, ...]:
    row = one.indicator
    return (row.measure, row.baseline, row.reached, row.target) if row else ("", None, None, None)


def _by_kind(stances: Sequence[Stance]) -> AnswerTable:
    """Return how many deterrents of each means stand against each kind of attacker."""
    rows = tuple(
        (
            attackers(stance.kind),
            len(stance.threats),
            *(sum(one.row.by == by for one in stance.deterrents) for by in DETERRING),
            joined_evidence([*(one.row.evidence for one in stance.threats), *(one.row.evidence for one in stance.deterrents)]),
        )
        for stance in stances
    )
    counts = [TableColumn(by, Message(f"choice.deterrents.by.{by}"), "number") for by in DETERRING]
    columns = (*column.text(kind="attacker"), *column.number(threats="threats-column"), *counts, EVIDENCE)
    return AnswerTable(id="kinds", title=Message(f"{AREA}.kinds-table"), columns=columns, rows=rows)


def _gaps_table(stances: Sequence[Stance]) -> AnswerTable:
    undeterred, untested, unsupported = gaps(stances)
    found: list[tuple[str, Spoken]] = [("undeterred", attackers(one.kind)) for one in undeterred]
    found += [("untested", one.row.measure) for one in untested]
    found += [("unsupported", Message(f"{AREA}.by-holder", holder=one.holder, claim=one.row.claim)) for one in unsupported]
    rows = tuple((Message(f"{AREA}.gap.{name}"), what, Message(f"{AREA}.remedy.{name}")) for name, what in found)
    columns = (*column.text(gap="gap-column"), *SHARED.text("text", "remedy"))
    return AnswerTable(id="gaps", title=Message(f"{AREA}.gaps-table", count=len(rows)), columns=columns, rows=rows)
