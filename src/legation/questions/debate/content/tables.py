"""The tables of the answer: topics, actors, frames, bursts, who speaks for whom, names to add, and texts to begin reading with."""

from __future__ import annotations

from typing import Any

from legation.dossier.column import Wording
from legation.dossier.tables.labels import named_source
from legation.language import Message
from legation.methods.text.frames import Skill
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import ACTOR, EVIDENCE, Columns
from legation.questions.debate.content.findings import called, language_named, topic_name
from legation.questions.debate.content.inputs import AREA, DebateInputs
from legation.questions.observations.lake import printed

__all__ = [
    "names_table",
    "tables_of",
    "texts_table",
    "title_of",
]


column = Columns(f"{AREA}.column.")


def texts_table(of: DebateInputs) -> AnswerTable:
    """Return as many texts as are asked for; two of each firm topic. Of a post no title is shown: it may be what a person wrote."""
    chosen: dict[int, Message | None] = {}
    for one in of.subjects:
        long = sorted(len(of.texts.texts[row]) for row in one.rows)[len(one.rows) // 2]  # a short text is of one topic by its shortness
        for at, topic in enumerate(one.found.topics):
            if topic.stable:
                part = one.by_text[:, at]
                typical = [place for place in range(len(part)) if part[place] > 0 and len(of.texts.texts[one.rows[place]]) >= long]
                best = sorted(typical, key=lambda place, part=part: (-part[place], place))  # type: ignore[misc]
                for row in best[:2]:
                    chosen.setdefault(one.rows[row], topic_name(one.terms[at]))
    for row in reversed(range(len(of.texts))):
        if len(chosen) >= of.top:
            break
        chosen.setdefault(row, None)
    texts = of.texts
    sources = {row.id: named_source(row) or None for row in of.case.dossier.evidence}
    rows = tuple(
        (
            texts.days[row].astype(object),
            title_of(texts.titles[row]) if texts.kinds[row] != "post" else None,
            of.named(texts.actors[row]) if texts.actors[row] else None,
            printed(texts.outlets[row]) or sources.get(texts.evidence[row]),
            about,
            printed(texts.urls[row]) or None,
            (texts.evidence[row],) if texts.evidence[row] else (),
        )
        for row, about in list(chosen.items())[: of.top]
    )
    return AnswerTable(
        id="texts",
        title=Message(f"{AREA}.table.texts"),
        columns=(*column.date("day"), *column.text("title"), ACTOR, *column.text("outlet", "topic", "url"), EVIDENCE),
        rows=rows,
    )


def title_of(title: str | Wording) -> str | Wording | None:
    """Return a title as it can be printed: the dossier's own words, or a stranger's made safe."""
    return title if isinstance(title, Wording) else printed(title) or None


_LISTED = 100


def names_table(of: DebateInputs) -> AnswerTable:
    """Return the hundred names that the most texts have; no row where none was asked for or found."""
    texts = of.texts
    rows = tuple(
        (
            printed(one.name),
            Message(f"{AREA}.a-place") if one.kind == "place" else Message(f"{AREA}.an-organisation"),
            len(one.texts),
            texts.days[one.texts[0]].astype(object),
            title_of(texts.titles[one.texts[0]]),
            printed(texts.outlets[one.texts[0]]) or None,
            printed(texts.urls[one.texts[0]]) or None,
            of.evidence(one.texts[:1]),
        )
        for one in (of.names.found[:_LISTED] if of.names else ())
    )
    return AnswerTable(
        id="names",
        title=Message(f"{AREA}.table.names"),
        columns=(
            *column.text("name", "kind"),
            *column.number("texts"),
            *column.date(day="first-day"),
            *column.text("title", "outlet", "url"),
            EVIDENCE,
        ),
        rows=rows,
    )


_PAIRS = 200
_WORDS = 7
_ACTORS = 250


def tables_of(of: DebateInputs) -> tuple[AnswerTable, ...]:
    """Return every table that has a row; the topics' also without one."""
    made = (_topics(of), _actors(of), _frames(of), _vectors(of), _bursts(of), _levels(of), _pairs(of), names_table(of), texts_table(of))
    return tuple(table for table in made if table.rows)


def _topics(of: DebateInputs) -> AnswerTable:
    has_moves = any(moved is not None for one in of.subjects for moved in one.moved)
    rows = []
    for one in of.subjects:
        for at, topic in enumerate(one.found.topics):
            moved = one.moved[at]
            verdict = Message(f"{AREA}.firm") if topic.stable else Message(f"{AREA}.loose")
            firm = (float(one.share[at]), topic.over_seeds, topic.over_texts, verdict)
            change = (moved.before, moved.now, moved.low * 100, moved.high * 100) if moved else (None,) * 4
            rows.append((language_named(one.language), ", ".join(one.terms[at][:_WORDS]), *firm, *(change if has_moves else ())))
    columns = (
        *column.text("language", "terms"),
        *column.fine_share("share"),
        *column.share("over_seeds", "over_texts"),
        *column.text("stable"),
    )
    changes = (*column.fine_share("before", "now"), *column.points(low="change-low", high="change-high"))
    title = Message(f"{AREA}.table.topics")
    return AnswerTable(id="topics", title=title, columns=(*columns, *(changes if has_moves else ())), rows=tuple(rows))


def _actors(of: DebateInputs) -> AnswerTable:
    """Return who is heard; with words also how much of its own texts each gave them, with periods before and now."""
    shown = of.voices.heard[:_ACTORS]
    own = (*column.number("own"), *column.fine_share("of_own", of_own_low="low", of_own_high="high"))
    change = column.fine_share("before", "now")
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
        ACTOR,
        *column.number("spoken", "named"),
        *(own if of.topic else ()),
        *column.fine_share("voice", voice_low="low", voice_high="high"),
        *(change if of.now else ()),
    )
    return AnswerTable(id="actors", title=Message(f"{AREA}.table.actors", matter=of.matter), columns=columns, rows=rows)


def _frames(of: DebateInputs) -> AnswerTable:
    framed = of.framed
    rows: list[tuple[Any, ...]] = []
    for given, share, skill in zip(framed.given, framed.shares, framed.skill, strict=True) if framed else ():
        doubt = share.doubtful / share.texts if share.texts else None
        rows.append((given.name, share.texts, share.read, doubt, share.share, share.low, share.high, *_learnt(skill), given.evidence))
    return AnswerTable(
        id="frames",
        title=Message(f"{AREA}.table.frames"),
        columns=(
            *column.text("frame"),
            *column.number("passages", "read"),
            *column.share("doubt"),
            *column.fine_share(share="corrected", low="low", high="high"),
            *_LEARNT,
            EVIDENCE,
        ),
        rows=tuple(rows),
    )


_LEARNT = (*column.number("examples", "others"), *column.share("precision", "recall", "f1", "calibration"))
"""How well a frame was learnt, as far as both tables of frames tell it."""


def _learnt(skill: Skill) -> tuple[Any, ...]:
    return skill.examples, skill.others, skill.precision, skill.recall, skill.f1, skill.calibration_error


def _vectors(of: DebateInputs) -> AnswerTable:
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
        columns=(*column.text("frame", how="read-by"), *_LEARNT, *column.fine_share("brier")),
        rows=rows,
    )


def _bursts(of: DebateInputs) -> AnswerTable:
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
            *column.text("matter"),
            *column.date("since", "until"),
            *column.number("texts", of="out-of"),
            *column.fine_share("share", "base"),
            *column.chance("chance"),
            *column.fine_share("false_alarms"),
        ),
        rows=rows,
    )


def _levels(of: DebateInputs) -> AnswerTable:
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
            *column.text("matter"),
            *column.date("at", low="earliest", high="latest"),
            *column.fine_share("before", "after", "false_alarms"),
        ),
        rows=rows,
    )


def _pairs(of: DebateInputs) -> AnswerTable:
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
        columns=(*column.text("speaker", "how", "principal"), *column.number("texts"), EVIDENCE),
        rows=rows,
    )
