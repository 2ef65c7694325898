"""The tables of a dossier, field by field.

Ranges ``low, value, high`` are an 80 % range on a scale from 0 to 100. What each field means stands in the catalogue ``field``, in French
and English; the reference page, the templates and the forms are made from these definitions.
"""

from __future__ import annotations

from legation.dossier.column import Table
from legation.dossier.records.actors import Actor, Evidence, Interest, Issue, MemberOfGroup, Position, Relation, RollCall, Vote
from legation.dossier.records.plans import (
    COALITION_TIERS,
    SITUATIONS,
    Activity,
    Assumption,
    Commitment,
    Consulted,
    Engagement,
    Forecast,
    Indicator,
    MemberOfCoalition,
    Objective,
    Obligation,
    Process,
    Reading,
    Release,
    SaidTo,
    StepMark,
)
from legation.dossier.records.row import CONFIDENCES, KINDS, LEVELS, MARKINGS, VOTES, Revisable

__all__ = [
    "COALITION_TIERS",
    "CONFIDENCES",
    "KINDS",
    "LEVELS",
    "MARKINGS",
    "SITUATIONS",
    "TABLES",
    "VOTES",
    "Activity",
    "Actor",
    "Assumption",
    "Commitment",
    "Consulted",
    "Engagement",
    "Evidence",
    "Forecast",
    "Indicator",
    "Interest",
    "Issue",
    "MemberOfCoalition",
    "MemberOfGroup",
    "Objective",
    "Obligation",
    "Position",
    "Process",
    "Reading",
    "Relation",
    "Release",
    "Revisable",
    "RollCall",
    "SaidTo",
    "StepMark",
    "Vote",
]

_PLANNED = ("known_on", "recorded")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("actors", Actor, says=("name",), first=("name", "kind", "iso3"), chapter="actors"),
        Table("groups", MemberOfGroup, unique=("group", "actor", "start"), first=("group", "actor", "start"), chapter="actors"),
        Table("issues", Issue, says=("question",), first=("question", "low", "high"), chapter="issues"),
        Table(
            "evidence",
            Evidence,
            known=("known_on", "date"),
            says=("title",),
            first=("title", "kind", "date"),
            chapter="evidence",
            superseded=True,
        ),
        Table(
            "positions",
            Position,
            known=("known_on", "held_from", "recorded"),
            says=("actor", "issue"),
            first=("actor", "issue", "value"),
            chapter="positions",
            superseded=True,
        ),
        Table(
            "interests",
            Interest,
            known=_PLANNED,
            says=("actor",),
            first=("actor", "interest", "red_line"),
            chapter="positions",
            superseded=True,
        ),
        Table("rollcalls", RollCall, known=("known_on", "date"), says=("title",), first=("title", "date", "issue"), chapter="issues"),
        Table("votes", Vote, unique=("rollcall", "actor"), first=("rollcall", "actor", "vote"), chapter="issues"),
        Table(
            "relations",
            Relation,
            known=("start",),
            unique=("source", "kind", "target", "start"),
            says=("target",),
            first=("source", "kind", "target"),
            chapter="actors",
        ),
        Table(
            "coalitions",
            MemberOfCoalition,
            known=("known_on", "start"),
            unique=("coalition", "actor", "start"),
            first=("coalition", "actor", "tier"),
            chapter="coalitions",
        ),
        Table("objectives", Objective, known=_PLANNED, says=("aim",), first=("aim", "owner", "due"), chapter="strategy"),
        Table(
            "activities", Activity, known=_PLANNED, says=("title",), first=("title", "owner", "date"), chapter="strategy", superseded=True
        ),
        Table(
            "indicators",
            Indicator,
            known=_PLANNED,
            says=("measure",),
            first=("measure", "target", "target_on"),
            chapter="strategy",
            superseded=True,
        ),
        Table(
            "assumptions",
            Assumption,
            known=_PLANNED,
            says=("claim",),
            first=("claim", "objective", "against"),
            chapter="strategy",
            superseded=True,
        ),
        Table("messages", SaidTo, known=_PLANNED, says=("text",), first=("audience", "issue", "text"), chapter="strategy", superseded=True),
        Table(
            "engagements",
            Engagement,
            known=("known_on", "date", "recorded"),
            first=("actor", "date", "ask"),
            chapter="engagement",
            superseded=True,
        ),
        Table(
            "commitments",
            Commitment,
            known=("date", "recorded"),
            says=("actor",),
            first=("actor", "direction", "promise"),
            chapter="engagement",
            superseded=True,
        ),
        Table(
            "obligations",
            Obligation,
            known=("known_on", "start", "recorded"),
            says=("text", "kind"),
            first=("text", "kind", "end"),
            chapter="strategy",
            superseded=True,
        ),
        Table(
            "consulted",
            Consulted,
            known=("date", "recorded"),
            says=("who", "view"),
            first=("who", "view", "text"),
            chapter="strategy",
            superseded=True,
        ),
        Table(
            "steps",
            StepMark,
            known=_PLANNED,
            says=("situation", "step", "state"),
            first=("situation", "step", "state"),
            chapter="dossier",
            superseded=True,
        ),
        Table(
            "processes", Process, known=_PLANNED, says=("forum",), first=("forum", "step", "deadline"), chapter="strategy", superseded=True
        ),
        Table(
            "forecasts",
            Forecast,
            known=("made_on", "recorded"),
            first=("question", "probability", "due"),
            chapter="questions",
            superseded=True,
        ),
        Table(
            "readings",
            Reading,
            says=("evidence", "incident", "passage"),
            first=("evidence", "incident", "passage"),
            chapter="evidence",
            superseded=True,
        ),
        Table(
            "releases",
            Release,
            known=("date",),
            says=("part", "table", "row", "marking", "function", "content"),
            first=("row", "marking", "function"),
            chapter="history",
        ),
    )
}
"""Every table by name, in the order in which the parts are explained."""
