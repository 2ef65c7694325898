"""A note on two pages, and the annex of what it cites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefing import pdf
from legation.briefing.document import Block, Box, Document, Head, Heading, Notice, Paragraph
from legation.briefing.labels import Sources, dressing, mark
from legation.briefing.notes.annex import annex
from legation.briefing.notes.declaration import Material, Note
from legation.briefing.notes.fitting import Section, fitted
from legation.briefing.notes.registry import find_note
from legation.briefing.notes.sections import Writing, with_sources
from legation.briefing.notes.usage import READERS, Usage, usage_for
from legation.dossier.parts import BriefSettings, brief_settings
from legation.errors import NotAvailable
from legation.language import Lang, Message, say
from legation.questions import Answer, Case, ask, find
from legation.questions.question import Progress, silent
from legation.questions.situations import SituationOfCase, situation_of

__all__ = ["NEEDED", "PAGES", "Asking", "Papers", "ask_for_note", "papers"]

NEEDED = ("decision", "recommendation")
"""Fields of ``[brief]`` without which a paper informs and is no note."""
PAGES = 2
SPARE = 9.0
"""What a word processor needs beyond our own pages, at the foot of each [mm]."""
"""Of a note; the annex has its own limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a note is written from: its situation and why it is that one, its declaration, the answers, what the desk asks.

    Attributes
    ----------
    unavailable : mapping
        By question, why it has no answer.
    """

    taken: SituationOfCase
    note: Note
    material: Material
    settings: BriefSettings
    unavailable: Mapping[str, Message]

    @property
    def is_note(self) -> bool:
        """Whether it asks for a decision and recommends one; else the paper is a sheet that informs."""
        return not self.lacks

    @property
    def lacks(self) -> tuple[str, ...]:
        """The fields of ``[brief]`` without which the paper is a sheet that informs."""
        return tuple(name for name in NEEDED if not getattr(self.settings, name))


def ask_for_note(case: Case, progress: Progress = silent, *, seed: int = 0) -> Asking:
    """Ask the questions that feed the note of a dossier's situation.

    Raises
    ------
    WrongUse
        Where ``dossier.toml`` names a situation that is none.
    """
    case = case.at(case.as_of)
    taken = situation_of(case)
    declared = find_note(taken.situation.id)
    answers: list[Answer] = []
    unavailable: dict[str, Message] = {}
    for done, name in enumerate(declared.questions):
        try:
            answers.append(ask(find(name), case, seed=seed, **_own_options(case, name)))
        except NotAvailable as error:
            unavailable[name] = error.message if isinstance(error.message, Message) else Message("answer.value", value=str(error))
        progress(done + 1, len(declared.questions))
    settings = brief_settings(case.info.brief)
    material = Material(case, [answer for answer in answers if settings.illustrations or not answer.is_illustration])
    return Asking(taken=taken, note=declared, material=material, settings=settings, unavailable=unavailable)


def _own_options(case: Case, question: str) -> dict[str, Any]:
    """Return the options that the dossier's own brief gives a question."""
    sections = [one for one in case.info.brief.get("sections", ()) if isinstance(one, Mapping) and one.get("question") == question]
    return {name: value for name, value in sections[0].items() if name != "question"} if sections else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A note and the annex of what it cites, in one language; the numbers of their sources are the same."""

    note: Document
    annex: Document


def papers(asking: Asking, lang: Lang, reader: str = READERS[0]) -> Papers:
    """Lay a note out, at most two pages and shorter where the dossier holds less, and its annex.

    Parameters
    ----------
    reader : {"cabinet", "submission", "memo"}
        Whose usage names the paper, its head and its headings.

    Raises
    ------
    WrongUse
        For a reader that ``usage.toml`` does not know.
    """
    usage, case, answers = usage_for(reader), asking.material.case, asking.material.answers
    sources = Sources(case, lang)
    writing = Writing(
        note=asking.note, material=asking.material, settings=asking.settings, is_note=asking.is_note, sources=sources, lang=lang
    )
    warned = mark(case, sources, lang, answers=answers)
    front = (*warned, *_invented(answers, lang), Head(tuple(_head(asking, usage, lang))), *_boxed(asking, usage, lang))

    def page(blocks: tuple[Block, ...]) -> Document:
        dress = {**dressing(case, lang, "note"), "version": case.info.id}
        return Document(
            **dress, title=_title(asking, usage, lang), blocks=(*front, *with_sources(blocks, writing)), tight=True, hand=usage.hand
        )

    made = fitted(_sections(asking, usage, writing, lang), page, lambda one: pdf.page_count(one, SPARE), PAGES, refill=True)
    return Papers(note=made, annex=annex(case, answers, sources, lang, why=asking.taken.reason))


def _invented(answers: Sequence[Answer], lang: Lang) -> tuple[Block, ...]:
    """Return the line that says which answers rest on invented models, where the dossier lets them stand."""
    titles = tuple(answer.title for answer in answers if answer.is_illustration)
    return (Notice(say(Message("note.invented", titles=titles), lang)),) if titles else ()


def _title(asking: Asking, usage: Usage, lang: Lang) -> str:
    if not asking.is_note:
        return say(usage.sheet, lang)
    if not asking.settings.to:
        return say(usage.note_to_nobody, lang)
    words = say(usage.note, lang).replace("{to}", say(asking.settings.to, lang))
    return re.sub(r"\bde le\b", "du", re.sub(r"\bde les\b", "des", words))


def _head(asking: Asking, usage: Usage, lang: Lang) -> list[tuple[str, str]]:
    case, settings = asking.material.case, asking.settings
    subject = settings.question or case.info.title
    values = {"to": settings.to, "from": settings.sender, "date": case.as_of, "reference": case.info.id, "purpose": subject}
    return [(say(usage.labels[name], lang), say(values[name], lang)) for name in usage.head if values[name]]


def _boxed(asking: Asking, usage: Usage, lang: Lang) -> tuple[Block, ...]:
    """Return the framed line of a note: the decision, until when, and what happens without one."""
    settings = asking.settings
    if not asking.is_note:
        return ()
    words = [say(settings.decision, lang)]
    if settings.reply_by:
        words.append(say(Message("note.reply-by", date=settings.reply_by), lang))
    if settings.default:
        words.append(say(Message("note.default", words=settings.default), lang))
    return (Box(say(usage.boxed, lang), (Paragraph(" ".join(words)),)),)


def _sections(asking: Asking, usage: Usage, writing: Writing, lang: Lang) -> Sequence[Section]:
    made, number = [], 0
    for heading in usage.headings:
        if not heading.stands_for(asking.note.situation):
            continue
        entries = tuple(entry for part in heading.holds for entry in writing.entries(part))
        if not entries:
            continue
        number += heading.is_numbered
        title = say(heading.title if asking.is_note else heading.on_sheet, lang)
        made.append(Section(heading=Heading(f"{number}. {title}" if heading.is_numbered else title), entries=entries))
    return made
