"""A text that names no incident: a person chooses the sentence that speaks of one, and their reading of it binds the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier import Evidence
from legation.dossier.tables.labels import named_source
from legation.methods.text.blame import language_of, sentences
from legation.questions import Case
from legation.questions.debate.blame import Passage, key_of
from legation.web.forms.row_field import RowField
from legation.web.forms.row_form import home_of
from legation.web.site.marking import tlp_of
from legation.web.site.page import PageRequest

__all__ = ["Binding", "BindingSource", "Sentence", "passage_in", "sentences_of", "source_of"]

MOST = 200
"""Sentences of a text that are offered to choose from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingSource:
    """A text: in which a passage stands, or which is about no incident; ``bind`` is where it is bound to the one shown."""

    title: Any
    publisher: Any
    date: Any
    href: str
    marking: str
    tlp: str
    bind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that may be chosen."""

    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A text that is about to be bound to an incident; ``beyond`` sentences of it are not offered, and can be read by hand."""

    row: str
    lang: str
    source: BindingSource
    sentences: list[Sentence]
    beyond: int
    by_hand: str
    back: str
    fields: list[tuple[RowField, ...]]


def source_of(request: PageRequest, case: Case, row: Evidence, bind: str = "") -> BindingSource:
    """Return an item of evidence as the page names it."""
    marking = row.marking or case.info.marking
    return BindingSource(
        title=row.title or row.id,
        publisher=named_source(row),
        date=row.date,
        href=home_of(request, "evidence", row.id),
        marking=marking,
        tlp=tlp_of(marking),
        bind=bind,
    )


def sentences_of(text: str, chosen: str = "") -> tuple[list[Sentence], int]:
    """Return the sentences of a text, each once, and how many more there are."""
    key = key_of(chosen)
    there: dict[str, str] = {}
    for one in sentences(text):
        there.setdefault(key_of(one), one)
    choices = [Sentence(text=one, chosen=of == key) for of, one in there.items() if of]
    return choices[:MOST], len(choices[MOST:])


def passage_in(row: str, text: str, chosen: str) -> Passage | None:
    """Return a sentence of a text as a passage of which nobody offered a reading; None where it does not stand there."""
    passage = next((one.text for one in sentences_of(text, chosen)[0] if one.chosen), None)
    if passage is None:
        return None
    return Passage(rows=(row,), lang=language_of(passage) or language_of(text) or "", text=passage, offered=(), sure=False, chance=0.0)
