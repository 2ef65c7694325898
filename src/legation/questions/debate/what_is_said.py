"""What is said? Who is heard, on which topics, put how, and what burst, rose or fell, in texts that are held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier.kind import Choice
from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.base.case import Case
from legation.questions.debate.conditions import SAID
from legation.questions.debate.content.findings import (
    behalf_findings,
    course_findings,
    coverage_finding,
    frame_findings,
    topic_findings,
    voice_findings,
)
from legation.questions.debate.content.inputs import AREA, DebateInputs, lang_name, name_caveats, read_inputs, vector_caveats
from legation.questions.debate.content.pictures import bursts_picture, topic_pictures, voice_picture
from legation.questions.debate.content.tables import tables_of
from legation.questions.debate.content.volume import EVERY
from legation.questions.question import Headline, Option, Progress, Question, date, flag, model, silent, text, whole

__all__ = ["QUESTION", "answer"]

_LISTED = 8
_LEAST = 20
"""Texts of unknown language are told from one in twenty on."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Read the texts, merge duplicates, and count voices, topics, frames, bursts and moves, each against how much was said at all."""
    of = read_inputs(case, options, progress)
    findings = (
        coverage_finding(of),
        *voice_findings(of),
        *topic_findings(of),
        *frame_findings(of),
        *course_findings(of),
        *behalf_findings(of),
    )
    figures = (voice_picture(of), *topic_pictures(of), bursts_picture(of))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=tables_of(of),
        figures=tuple(figure for figure in figures if figure is not None),
        caveats=(*_caveats(of), QUESTION.limits),
        missing=tuple(_missing(of)),
    )


def _caveats(of: DebateInputs) -> Iterator[Message]:
    origin = of.said.origin
    if origin.nth > 1:
        yield Message(f"{AREA}.every-nth", count=origin.nth, total=origin.lake)
    unknown = sum(not actor for actor in of.texts.actors)
    if unknown:
        yield Message(f"{AREA}.no-speaker", count=unknown, share=unknown / len(of.texts))
    if of.voices.lake and not of.texts.of_lake.all():
        yield Message(f"{AREA}.voice-lake")
    if of.voices.left_out:
        yield Message(f"{AREA}.outlets-left-out", count=of.voices.left_out, outlets=of.voices.outlets)
    for one in of.subjects:
        if len(one.rows) < one.of:
            yield Message(f"{AREA}.topics-sample", count=len(one.rows), of=one.of, language=lang_name(one.language))
    if of.framed is not None and of.framed.without:
        yield from vector_caveats(of.framed)
    elif of.framed is not None and of.framed.texts < of.framed.of:
        yield Message(f"{AREA}.frames-sample", count=of.framed.texts, of=of.framed.of)
    if of.names is not None and of.names.missing is None:
        yield from name_caveats(of.names)


def _missing(of: DebateInputs) -> Iterator[Message]:
    origin = of.said.origin
    few = tuple(
        Message(f"{AREA}.in-language", language=lang_name(lang), count=count)
        for lang, count in of.unread
        if lang or _LEAST * count >= len(of.texts)
    )
    if few:
        yield Message(f"{AREA}.few-texts", languages=few[:_LISTED])
    if not of.now:
        yield Message(f"{AREA}.one-period")
    if not of.topic:
        yield Message(f"{AREA}.no-topic")
    yield from _frames_missing(of)
    if origin.undated:
        yield Message(f"{AREA}.undated", count=len(origin.undated), evidence=origin.undated[:_LISTED])
    if origin.unread:
        yield Message(f"{AREA}.unread", count=len(origin.unread), parts=origin.unread[:_LISTED])
    if origin.faults:
        yield Message(f"{AREA}.part-read", count=len(origin.faults), parts=origin.faults[:_LISTED])


def _frames_missing(of: DebateInputs) -> Iterator[Message]:
    left = of.frames_left
    if left.unknown:
        yield Message(f"{AREA}.frames-strange", names=left.there)
    elif not left.there:
        yield Message(f"{AREA}.no-frames")
    for name, (examples, others) in left.short.items():
        yield Message(f"{AREA}.frame-short", frame=name, examples=examples, others=others)
    if left.vectors is not None:
        yield left.vectors
    if of.names is not None and of.names.missing is not None:
        yield of.names.missing


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(SAID,),
    options=(
        text("topic"),
        date("since"),
        date("until"),
        Option("every", Choice(EVERY)),
        whole("top", 1, 40, 12),
        model("frames", "frames"),
        flag("vectors", advanced=True),
        flag("names", advanced=True),
    ),
    answer=answer,
    heads=(
        Headline("voice", "highest"),
        Headline("voice"),
        Headline("held", "count"),
    ),
    references=(
        "Kleinberg 2003, doi:10.1023/A:1024940629314",
        "Killick, Fearnhead & Eckley 2012, doi:10.1080/01621459.2012.737745",
        "Lee & Seung 1999, doi:10.1038/44565",
        "Greene, O'Callaghan & Cunningham 2014, doi:10.1007/978-3-662-44848-9_32",
        "Hopkins & King 2010, doi:10.1111/j.1540-5907.2009.00428.x",
        "Wang, Yang, Huang et al. 2024, arXiv:2402.05672",
        "Broder 1997, doi:10.1109/SEQUEN.1997.666900",
        "Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
    ),
    subject="world",
)
