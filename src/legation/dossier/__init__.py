"""The spine: what a dossier is, its rules, how it is carried. Only ``folder`` (``entries``, ``exchange``) and ``workbook`` open files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.late_exports import late_exports

if TYPE_CHECKING:
    from legation.dossier.changes.difference import Difference, difference
    from legation.dossier.changes.merge import Conflict, Merged, merge
    from legation.dossier.column import Table, Wording, label
    from legation.dossier.dossier import Dossier, chain_ends, contradict, current_ids, in_force, standing
    from legation.dossier.files.codec import decode, encode, hash_of, problems_of
    from legation.dossier.files.folder import examine, load, read_parts, save, write_file
    from legation.dossier.moment import Moment
    from legation.dossier.parts.rules import Body, BodyRule
    from legation.dossier.parts.settings import Info, Mandate
    from legation.dossier.problem import Problem
    from legation.dossier.records import (
        CONFIDENCES,
        KINDS,
        LEVELS,
        MARKINGS,
        TABLES,
        VOTES,
        Access,
        Activity,
        Actor,
        Assignment,
        Assumption,
        Challenge,
        Commitment,
        ConsularCount,
        Consulted,
        Deterrent,
        Duty,
        Engagement,
        Evidence,
        Forecast,
        ForumStep,
        Indicator,
        Instruction,
        Interest,
        Invitation,
        Issue,
        LogEntry,
        MemberOfCoalition,
        MemberOfGroup,
        Objective,
        Obligation,
        Position,
        Posture,
        Process,
        Reading,
        Relation,
        RollCall,
        Round,
        SaidTo,
        Signature,
        Signpost,
        StepMark,
        Threat,
        Vote,
    )
    from legation.dossier.tables.labels import heading, shown
    from legation.dossier.tables.votes import Votes
    from legation.dossier.when import When, as_date
    from legation.errors import DossierError
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.dossier.changes.difference": "Difference difference",
            "legation.dossier.changes.merge": "Conflict Merged merge",
            "legation.dossier.column": "Table Wording label",
            "legation.dossier.dossier": "Dossier chain_ends contradict current_ids in_force standing",
            "legation.dossier.files.codec": "decode encode hash_of problems_of",
            "legation.dossier.files.folder": "examine load read_parts save write_file",
            "legation.dossier.moment": "Moment",
            "legation.dossier.parts.rules": "Body BodyRule",
            "legation.dossier.parts.settings": "Info Mandate",
            "legation.dossier.problem": "Problem",
            "legation.dossier.records": (
                "CONFIDENCES KINDS LEVELS MARKINGS TABLES VOTES Access Activity Actor Assignment Assumption Challenge Commitment "
                "ConsularCount Consulted Deterrent Duty Engagement Evidence Forecast ForumStep Indicator Instruction Interest Invitation "
                "Issue LogEntry MemberOfCoalition MemberOfGroup Objective Obligation Position Posture Process Reading Relation RollCall "
                "Round SaidTo Signature Signpost StepMark Threat Vote"
            ),
            "legation.dossier.tables.labels": "heading shown",
            "legation.dossier.tables.votes": "Votes",
            "legation.dossier.when": "When as_date",
            "legation.errors": "DossierError",
        },
    )

__all__ = [
    "CONFIDENCES",
    "KINDS",
    "LEVELS",
    "MARKINGS",
    "TABLES",
    "VOTES",
    "Access",
    "Activity",
    "Actor",
    "Assignment",
    "Assumption",
    "Body",
    "BodyRule",
    "Challenge",
    "Commitment",
    "Conflict",
    "ConsularCount",
    "Consulted",
    "Deterrent",
    "Difference",
    "Dossier",
    "DossierError",
    "Duty",
    "Engagement",
    "Evidence",
    "Forecast",
    "ForumStep",
    "Indicator",
    "Info",
    "Instruction",
    "Interest",
    "Invitation",
    "Issue",
    "LogEntry",
    "Mandate",
    "MemberOfCoalition",
    "MemberOfGroup",
    "Merged",
    "Moment",
    "Objective",
    "Obligation",
    "Position",
    "Posture",
    "Problem",
    "Process",
    "Reading",
    "Relation",
    "RollCall",
    "Round",
    "SaidTo",
    "Signature",
    "Signpost",
    "StepMark",
    "Table",
    "Threat",
    "Vote",
    "Votes",
    "When",
    "Wording",
    "as_date",
    "chain_ends",
    "contradict",
    "current_ids",
    "decode",
    "difference",
    "encode",
    "examine",
    "hash_of",
    "heading",
    "in_force",
    "label",
    "load",
    "merge",
    "problems_of",
    "read_parts",
    "save",
    "shown",
    "standing",
    "write_file",
]
