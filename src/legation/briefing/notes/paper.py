"""A note on two pages, and the annex of what it cites."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from legation.briefing import pdf
from legation.briefing.brief import gather
from legation.briefing.document import Block, Box, Document, Head, Heading, Notice, Paragraph
from legation.briefing.labels import Sources, dressing, mark
from legation.briefing.markings.labels import label_of
from legation.briefing.notes.annex import annex
from legation.briefing.notes.declaration import Material, Note
from legation.briefing.notes.fitting import Section, blocks_of, fitted, fitted_pages, within_words, words_of
from legation.briefing.notes.registry import find_note
from legation.briefing.notes.sections import Writing, with_sources
from legation.briefing.notes.usage import READERS, Usage, usage_for
from legation.dossier import MARKINGS
from legation.dossier.parts import BriefSettings, brief_settings
from legation.language import Lang, Message, say
from legation.proper_nouns import of
from legation.questions import Answer, Case
from legation.questions.question import Progress, silent
from legation.questions.situations import SituationOfCase, chosen_situation, situation_of

__all__ = ["PAGES", "Asking", "Papers", "ask_for_note", "papers"]

PAGES = 2
"""Of a note; the annex has its own limit."""
SPARE = 9.0
"""What a word processor needs beyond our own pages, at the foot of each [mm]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a note is written from: its situation and why it is that one, its declaration, the answers, what the desk asks.

    ``up_to`` is the highest marking of the rows that went in, where higher ones may have been left out.
    """

    taken: SituationOfCase
    note: Note
    material: Material
    settings: BriefSettings
    up_to: str = ""

    @property
    def is_note(self) -> bool:
        """Whether it asks for a decision and recommends one; else the paper is a sheet that informs."""
        return not self.settings.lacks


def ask_for_note(case: Case, progress: Progress = silent, *, seed: int = 0, up_to: str = "", kind: str = "") -> Asking:
    """Ask the questions that feed the note of a dossier's situation; one that looks at our mandate stands in no note.

    Parameters
    ----------
    up_to : str
        The marking to which the case was cleared: the note says on what it is based, and nothing of what it does not hold.
    kind : str
        The situation that the note is for, by its id; empty: that of the dossier.

    Raises
    ------
    WrongUse
        Where ``dossier.toml`` or ``kind`` names a situation that is none.
    """
    case = case.at(case.as_of)
    taken = chosen_situation(kind) if kind else situation_of(case)
    settings = brief_settings(case.info.brief)
    declared = find_note(taken.situation.id)
    gathered = gather(case, progress, seed=seed, sections=declared.questions)
    shown = [answer for answer in gathered.answers if settings.illustrations or not answer.is_illustration]
    withheld = frozenset(answer.question for answer in gathered.answers) - {answer.question for answer in shown}
    return Asking(
        taken=taken,
        note=declared,
        material=Material(case, shown, withheld),
        settings=settings,
        up_to=up_to if up_to != MARKINGS[-1] else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A note and the annex of what it cites, in one language; the numbers of their sources are the same."""

    note: Document
    annex: Document


def papers(asking: Asking, lang: Lang, reader: str = READERS[0], *, foot: tuple[Block, ...] = ()) -> Papers:
    """Lay a note out, at most two pages and shorter where the dossier holds less, and its annex.

    Parameters
    ----------
    reader : {"cabinet", "submission", "memo"}
        Whose usage names the paper, its head and its headings.
    foot : tuple of Block
        What stands below all else of the note.

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
    front = (
        *warned,
        *_invented(answers, lang),
        *_based_on(asking, lang),
        Head(tuple(_head(asking, usage, lang))),
        *_boxed(asking, usage, lang),
    )

    def page(blocks: tuple[Block, ...]) -> Document:
        dress = {**dressing(case, lang, "note"), "version": case.info.id}
        return Document(
            **dress,
            title=_title(asking, usage, lang),
            blocks=(*front, *with_sources(blocks, sources, lang), *foot),
            tight=True,
            hand=usage.hand,
        )

    title = words_of(Paragraph(_title(asking, usage, lang)))
    sections = within_words(_sections(asking, usage, writing, lang), asking.note.words, title + sum(words_of(block) for block in front))
    made = _one_page(sections, page, asking.note.words) or _paged(sections, page)
    return Papers(note=made, annex=annex(case, answers, sources, lang, why=asking.taken.reason))


def _paged(sections: Sequence[Section], page: Callable[[tuple[Block, ...]], Document]) -> Document:
    """Return the note on its pages: each holds the sections that begin on it, where its usage says on which they do."""
    if any(section.page > 1 for section in sections):
        return fitted_pages(sections, page, _pages, refill=True)
    return fitted(sections, page, _pages, PAGES, refill=True)


def _one_page(sections: Sequence[Section], page: Callable[[tuple[Block, ...]], Document], most: int) -> Document | None:
    """Return the note on one page, where its usage has two and what there is fills no more than one; else None."""
    if not any(section.page > 1 for section in sections):
        return None
    blocks = blocks_of([dataclasses.replace(section, page=1) for section in sections], frozenset())
    if most and sum(words_of(block) for block in blocks) > most:
        return None
    made = page(blocks)
    return made if _pages(made) == 1 else None


def _pages(document: Document) -> int:
    return pdf.page_count(document, SPARE)


def _invented(answers: Sequence[Answer], lang: Lang) -> tuple[Block, ...]:
    """Return the line that says that judgements rest on invented models, where the dossier lets them stand."""
    return (Notice(say(Message("note.invented"), lang)),) if any(answer.is_illustration for answer in answers) else ()


def _based_on(asking: Asking, lang: Lang) -> tuple[Block, ...]:
    """Return the line that says up to which marking rows went in, where that is not all of them."""
    return (Notice(say(Message("note.up-to", marking=label_of(asking.up_to).wording), lang)),) if asking.up_to else ()


def _title(asking: Asking, usage: Usage, lang: Lang) -> str:
    if not asking.is_note:
        return say(usage.sheet, lang)
    if not asking.settings.to:
        return say(usage.note_to_nobody, lang)
    reader = say(asking.settings.to, lang)
    return say(usage.note, lang).replace("{to:de}", of(reader, lang)).replace("{to}", reader)


def _head(asking: Asking, usage: Usage, lang: Lang) -> list[tuple[str, str]]:
    case, settings = asking.material.case, asking.settings
    subject = settings.question or case.info.title
    values = {"to": settings.to, "from": settings.sender, "date": case.as_of, "reference": case.info.id, "purpose": subject}
    values |= {"cleared-by": settings.cleared_by, "copies": settings.copies}
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
    for heading in usage.headings_of(asking.note.situation):
        entries = tuple(heading.weighed(entry) for part in heading.holds for entry in writing.entries(part))
        if not entries:
            continue
        number += heading.is_numbered
        title = say(heading.title if asking.is_note else heading.on_sheet, lang)
        made.append(Section(heading=Heading(f"{number}. {title}" if heading.is_numbered else title), entries=entries, page=heading.page))
    return made
