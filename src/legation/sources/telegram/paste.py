"""A pasted report made ready: its plain text, whom it names, its layout and its quotations."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from legation.dossier.records import Actor
from legation.language import LANGUAGES, Lang
from legation.methods.text.plain import Plain, plain
from legation.sources.names.gazetteer import gazetteer
from legation.sources.telegram.dates import Day, days
from legation.sources.telegram.labelled import value_of
from legation.sources.telegram.layout import Layout, Named, Sentence, laid_out
from legation.sources.telegram.report import Span

__all__ = ["Paste", "paste"]

_FORUMS = re.compile(r"un-|united-nations|unesco|undp|unep|unodc|unidir|world-|international-")
"""Organisations that are a place or a subject in a report, and give no answer."""
_ALSO_SEATS = frozenset({"AUT", "BEL", "CHE"})
"""States whose capital is also the seat of organisations."""
_RECENT = dt.timedelta(days=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """A pasted report.

    Attributes
    ----------
    raw, text : str
        As it was pasted, and in plain letters; places are those of the plain text.
    letters : Plain
        The way back to the original.
    targets : frozenset of str
        Ids of those whom the post was to speak to.
    layout : Layout
    sentences : tuple of Sentence
        Those of the report itself, without what was before and what the post makes of it.
    names : tuple
        For each sentence whom it names.
    quotes : tuple of (int, int)
        Quotations, with their marks.
    """

    raw: str
    text: str
    letters: Plain
    targets: frozenset[str]
    languages: tuple[Lang, ...]
    day_first: bool
    today: dt.date | None
    layout: Layout
    sentences: tuple[Sentence, ...]
    names: tuple[tuple[Named, ...], ...]
    quotes: tuple[Span, ...]

    def span(self, at: int) -> Span:
        """Return where a sentence stands."""
        return self.sentences[at].start, self.sentences[at].end

    def original(self, span: Span) -> str:
        """Return the words of a place as they were pasted."""
        return self.raw[slice(*self.letters.span(*span))]

    def recent_days(self, start: int, end: int) -> list[Span]:
        """Return where a part names a day of the four months before the telegram, or before today."""
        return [(one.start, one.end) for one in days(self.text, start, end, day_first=self.day_first) if self._recent(one)]

    def _recent(self, day: Day) -> bool:
        last = self.layout.day or self.today
        date = day.date(last)
        return last is not None and date is not None and dt.timedelta(0) <= last - date <= _RECENT


def paste(
    text: str, targets: Sequence[Actor], others: Sequence[Actor], own: Collection[str], language: Lang | None, today: dt.date | None
) -> Paste:
    """Return a pasted report made ready; the parameters are those of :func:`legation.sources.telegram.read_reports`."""
    letters = plain(text)
    ids = frozenset(one.id for one in targets)
    named = _named(text, letters, tuple(dict.fromkeys((*targets, *others))), ids, own)
    closing = frozenset(_at(letters, m.start()) for m in re.finditer("[»”]", text))
    day_first = language == "fr"
    layout = laid_out(letters.text, named, lambda value: value_of(value, targets), closing=closing, day_first=day_first)
    sentences = tuple(one for one in layout.sentences if one.section == "main")
    starts = [one.start for one in named]
    return Paste(
        raw=text,
        text=letters.text,
        letters=letters,
        targets=ids,
        languages=(language,) if language else LANGUAGES,
        day_first=day_first,
        today=today,
        layout=layout,
        sentences=sentences,
        names=tuple(
            tuple(one for one in named[bisect.bisect_left(starts, s.start) : bisect.bisect_left(starts, s.end)] if one.end <= s.end)
            for s in sentences
        ),
        quotes=tuple(m.span() for m in re.finditer(r'"[^"]{1,2000}"', letters.text)),
    )


def _named(text: str, letters: Plain, actors: tuple[Actor, ...], targets: frozenset[str], own: Collection[str]) -> list[Named]:
    """Return who is named, at places of the plain text; the reader's own side and forums are left out."""
    seats = _ALSO_SEATS | {one.id for one in actors if one.iso3 in _ALSO_SEATS}
    found = []
    for tag in gazetteer(actors).tag(text):
        only = tag.candidates[0] if len(tag.candidates) == 1 else ""
        sure = tag.sure or (tag.kind == "metonym" and only not in seats) or (tag.kind == "name" and only in targets)
        actor = tag.actor if only and sure else ""
        if actor in own or (actor not in targets and _FORUMS.match(actor)):
            continue
        start = _at(letters, tag.start)
        found.append(Named(start, max(start, _at(letters, tag.end)), actor, tag.kind, tag.kind == "organisation"))
    return found


def _at(letters: Plain, place: int) -> int:
    return place if letters.places is None else int(np.searchsorted(letters.places, place))
