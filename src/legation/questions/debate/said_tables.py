"""The tables of the answer: topics, actors, frames, bursts, who speaks for whom, names to add, and texts to begin reading with."""

from __future__ import annotations

from typing import Any

from legation.language import Message
from legation.methods.text.frames import Skill
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.debate.said_asked import AREA, Asked
from legation.questions.debate.said_moves import called, language_named
from legation.questions.debate.said_names_table import names_table
from legation.questions.debate.said_samples import texts_table

__all__ = ["tables_of"]

_PAIRS = 200
_WORDS = 7
_ACTORS = 250


def tables_of(of: Asked) -> tuple[AnswerTable, ...]:
    """Return every table that has a row; the topics' also without one."""
    made = (_topics(of), _actors(of), _frames(of), _vectors(of), _bursts(of), _levels(of), _pairs(of), names_table(of), texts_table(of))
    return tuple(table for table in made if table.rows)


def _topics(of: Asked) -> AnswerTable:
    told = any(moved is not None for one in of.subjects for moved in one.moved)
    rows = []
    for one in of.subjects:
        for at, topic in enumerate(one.found.topics):
            moved = one.moved[at]
            verdict = Message(f"{AREA}.firm") if topic.stable else Message(f"{AREA}.loose")
            firm = (float(one.share[at]), topic.over_seeds, topic.over_texts, verdict)
            change = (moved.before, moved.now, moved.low * 100, moved.high * 100) if moved else (None,) * 4
            rows.append((language_named(one.language), ", ".join(one.terms[at][:_WORDS]), *firm, *(change if told else ())))
    columns = (
        TableColumn("language", Message(f"{AREA}.column.language")),
        TableColumn("terms", Message(f"{AREA}.column.terms")),
        TableColumn("share", Message(f"{AREA}.column.share"), "fine-share"),
        TableColumn("over_seeds", Message(f"{AREA}.column.over-seeds"), "share"),
        TableColumn("over_texts", Message(f"{AREA}.column.over-texts"), "share"),
        TableColumn("stable", Message(f"{AREA}.column.stable")),
    )
    changes = (
        TableColumn("before", Message(f"{AREA}.column.before"), "fine-share"),
        TableColumn("now", Message(f"{AREA}.column.now"), "fine-share"),
        TableColumn("low", Message(f"{AREA}.column.change-low"), "points"),
        TableColumn("high", Message(f"{AREA}.column.change-high"), "points"),
    )
    title = Message(f"{AREA}.table.topics")
    return AnswerTable(id="topics", title=title, columns=(*columns, *(changes if told else ())), rows=tuple(rows))


def _actors(of: Asked) -> AnswerTable:
    """Return who is heard; with words also how much of its own texts each gave them, with periods before and now."""
    shown = of.voices.heard[:_ACTORS]
    own = (
        TableColumn("own", Message(f"{AREA}.column.own"), "number"),
        TableColumn("of_own", Message(f"{AREA}.column.of-own"), "fine-share"),
        TableColumn("of_own_low", Message(f"{AREA}.column.low"), "fine-share"),
        TableColumn("of_own_high", Message(f"{AREA}.column.high"), "fine-share"),
    )
    change = (
        TableColumn("before", Message(f"{AREA}.column.before"), "fine-share"),
        TableColumn("now", Message(f"{AREA}.column.now"), "fine-share"),
    )
    rows = tuple(
        (
            of.named(one.actor),
            one.spoken,
            one.named,
            *((one.own or None, *one.of_own) if of.topic else ()),
            *one.voice,
            *((one.before[0], one.now[0]) if of.now else ()),
        )
        for one in shown
    )
    columns = (
        TableColumn("actor", Message("column.actor")),
        TableColumn("spoken", Message(f"{AREA}.column.spoken"), "number"),
        TableColumn("named", Message(f"{AREA}.column.named"), "number"),
        *(own if of.topic else ()),
        TableColumn("voice", Message(f"{AREA}.column.voice"), "fine-share"),
        TableColumn("voice_low", Message(f"{AREA}.column.low"), "fine-share"),
        TableColumn("voice_high", Message(f"{AREA}.column.high"), "fine-share"),
        *(change if of.now else ()),
    )
    return AnswerTable(id="actors", title=Message(f"{AREA}.table.actors", matter=of.matter), columns=columns, rows=rows)


def _frames(of: Asked) -> AnswerTable:
    framed = of.framed
    rows: list[tuple[Any, ...]] = []
    for given, share, skill in zip(framed.given, framed.shares, framed.skill, strict=True) if framed else ():
        doubt = share.doubtful / share.texts if share.texts else None
        rows.append((given.name, share.texts, share.read, doubt, share.share, share.low, share.high, *_learnt(skill), given.evidence))
    return AnswerTable(
        id="frames",
        title=Message(f"{AREA}.table.frames"),
        columns=(
            TableColumn("frame", Message(f"{AREA}.column.frame")),
            TableColumn("passages", Message(f"{AREA}.column.passages"), "number"),
            TableColumn("read", Message(f"{AREA}.column.read"), "number"),
            TableColumn("doubt", Message(f"{AREA}.column.doubt"), "share"),
            TableColumn("share", Message(f"{AREA}.column.corrected"), "fine-share"),
            TableColumn("low", Message(f"{AREA}.column.low"), "fine-share"),
            TableColumn("high", Message(f"{AREA}.column.high"), "fine-share"),
            *_LEARNT,
            TableColumn("evidence", Message("column.evidence"), "evidence"),
        ),
        rows=tuple(rows),
    )


_LEARNT = (
    TableColumn("examples", Message(f"{AREA}.column.examples"), "number"),
    TableColumn("others", Message(f"{AREA}.column.others"), "number"),
    TableColumn("precision", Message(f"{AREA}.column.precision"), "share"),
    TableColumn("recall", Message(f"{AREA}.column.recall"), "share"),
    TableColumn("f1", Message(f"{AREA}.column.f1"), "share"),
    TableColumn("calibration", Message(f"{AREA}.column.calibration"), "share"),
)
"""How well a frame was learnt, as far as both tables of frames tell it."""


def _learnt(skill: Skill) -> tuple[Any, ...]:
    return skill.examples, skill.others, skill.precision, skill.recall, skill.f1, skill.calibration_error


def _vectors(of: Asked) -> AnswerTable:
    """Return how well each frame is read with vectors and without, on the same examples held out."""
    framed = of.framed
    compared = zip(framed.given, framed.skill, framed.without, strict=True) if framed and framed.without else ()
    rows = tuple(
        (given.name, how, *_learnt(skill), skill.brier)
        for given, *both in compared
        for how, skill in zip((Message(f"{AREA}.with-vectors"), Message(f"{AREA}.without-vectors")), both, strict=True)
    )
    return AnswerTable(
        id="vectors",
        title=Message(f"{AREA}.table.vectors"),
        columns=(
            TableColumn("frame", Message(f"{AREA}.column.frame")),
            TableColumn("how", Message(f"{AREA}.column.read-by")),
            *_LEARNT,
            TableColumn("brier", Message(f"{AREA}.column.brier"), "fine-share"),
        ),
        rows=rows,
    )


def _bursts(of: Asked) -> AnswerTable:
    rows = tuple(
        (
            called(of, course),
            of.periods.starts[burst.start],
            of.periods.ends[burst.end],
            round(burst.count),
            round(burst.total),
            burst.share,
            course.bursts.base,
            burst.chance,
            course.bursts.false_alarm_rate,
        )
        for course in of.courses
        for burst in course.bursts.found
    )
    return AnswerTable(
        id="bursts",
        title=Message(f"{AREA}.table.bursts"),
        columns=(
            TableColumn("matter", Message(f"{AREA}.column.matter")),
            TableColumn("since", Message(f"{AREA}.column.since"), "date"),
            TableColumn("until", Message(f"{AREA}.column.until"), "date"),
            TableColumn("texts", Message(f"{AREA}.column.texts"), "number"),
            TableColumn("of", Message(f"{AREA}.column.out-of"), "number"),
            TableColumn("share", Message(f"{AREA}.column.share"), "fine-share"),
            TableColumn("base", Message(f"{AREA}.column.base"), "fine-share"),
            TableColumn("chance", Message(f"{AREA}.column.chance"), "chance"),
            TableColumn("false_alarms", Message(f"{AREA}.column.false-alarms"), "fine-share"),
        ),
        rows=rows,
    )


def _levels(of: Asked) -> AnswerTable:
    rows = tuple(
        (
            called(of, course),
            of.periods.starts[change.at],
            of.periods.starts[change.low],
            of.periods.starts[change.high],
            change.before,
            change.after,
            course.changes.false_alarm_rate,
        )
        for course in of.courses
        if course.changes is not None
        for change in course.changes.changes
    )
    return AnswerTable(
        id="levels",
        title=Message(f"{AREA}.table.levels"),
        columns=(
            TableColumn("matter", Message(f"{AREA}.column.matter")),
            TableColumn("at", Message(f"{AREA}.column.at"), "date"),
            TableColumn("low", Message(f"{AREA}.column.earliest"), "date"),
            TableColumn("high", Message(f"{AREA}.column.latest"), "date"),
            TableColumn("before", Message(f"{AREA}.column.before"), "fine-share"),
            TableColumn("after", Message(f"{AREA}.column.after"), "fine-share"),
            TableColumn("false_alarms", Message(f"{AREA}.column.false-alarms"), "fine-share"),
        ),
        rows=rows,
    )


def _pairs(of: Asked) -> AnswerTable:
    rows = tuple(
        (
            of.named(one.speaker),
            Message(f"{AREA}.how-joins") if one.joins else Message(f"{AREA}.how-speaks"),
            of.named(one.principal),
            len(one.texts),
            of.evidence(one.texts),
        )
        for one in of.behalf[:_PAIRS]
    )
    return AnswerTable(
        id="behalf",
        title=Message(f"{AREA}.table.behalf"),
        columns=(
            TableColumn("speaker", Message(f"{AREA}.column.speaker")),
            TableColumn("how", Message(f"{AREA}.column.how")),
            TableColumn("principal", Message(f"{AREA}.column.principal")),
            TableColumn("texts", Message(f"{AREA}.column.texts"), "number"),
            TableColumn("evidence", Message("column.evidence"), "evidence"),
        ),
        rows=rows,
    )
