"""What is asked about what is said, what was counted for it, once, and what a reader must know before relying on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.figures.figure import Named
from legation.language import Language, Message
from legation.methods.text.uptake import Phrase
from legation.questions.base.case import Case
from legation.questions.debate.content.frames import Framed, FramesLeft, frames_of
from legation.questions.debate.content.passages import Names, around, names_of
from legation.questions.debate.content.speakers import Behalf, Voices, behalf_in, heard_in, voices_of
from legation.questions.debate.content.topics import Subjects, Trend, courses_of, subjects_of
from legation.questions.debate.content.volume import Spans, Volume, fitting_period, spans, volume_of
from legation.questions.debate.texts import named, spoken, topic_of
from legation.questions.debate.uptake.counts import without_copies
from legation.questions.debate.utterances import Spoken
from legation.questions.question import Progress, part
from legation.sources.names.proposals import READ

__all__ = [
    "AREA",
    "DebateInputs",
    "lang_name",
    "name_caveats",
    "read_inputs",
    "vector_caveats",
]


AREA = "what-is-said"
_OUTLETS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class DebateInputs:
    """What was asked and counted.

    Attributes
    ----------
    case : Case
    topic : str
        As it was asked; empty: everything.
    said, texts : Spoken
        All texts on the matter, and those that are no near-copy of another.
    volume : Volume
        Texts on anything.
    periods : Spans
    now : int
        The first of the last periods; 0: there is no before.
    passages : tuple of str
        What of each kept text is read closer.
    voices : Voices
    subjects : tuple of Subjects
    unread : tuple of (str, int)
        Languages of which no topics are told, with their texts; empty: language unknown.
    courses : tuple of Course
    framed : Framed or None
    frames_left : FramesLeft
    behalf : tuple of Behalf
    names : Names or None
        Names that no list knows; None where they were not asked for.
    top : int
    """

    case: Case
    topic: str
    said: Spoken
    texts: Spoken
    volume: Volume
    periods: Spans
    now: int
    passages: tuple[str, ...]
    voices: Voices
    subjects: tuple[Subjects, ...]
    unread: tuple[tuple[str, int], ...]
    courses: tuple[Trend, ...]
    framed: Framed | None
    frames_left: FramesLeft
    behalf: tuple[Behalf, ...]
    names: Names | None
    top: int

    def named(self, actor: str) -> Named:
        """Return an actor as a reader knows it."""
        return named(self.case, actor)

    @property
    def span(self) -> dict[str, dt.date]:
        """The days of the first and of the last text, for a sentence."""
        days = self.texts.days
        return {"since": days[0].astype(object), "until": days[-1].astype(object)}

    @property
    def split(self) -> dt.date:
        """The first day of the last periods."""
        return self.periods.starts[self.now]

    @property
    def matter(self) -> Message:
        """What is examined, as it stands in a sentence."""
        return Message(f"{AREA}.matter", topic=self.topic) if self.topic else Message(f"{AREA}.everything")

    def evidence(self, rows: Iterable[int]) -> tuple[str, ...]:
        """Return the evidence that some of the kept texts are."""
        return tuple(dict.fromkeys(item for row in rows if (item := self.texts.evidence[row])))

    def basis(self, rows: Iterable[int]) -> Message:
        """Return what a sentence rests on: how many texts of which outlets, and how many of them are evidence."""
        chosen = list(rows)
        outlets = Counter(self.texts.outlets[row] for row in chosen)
        ranked = sorted(outlets, key=lambda name: (-outlets[name], name))
        shown = tuple(
            Message(f"{AREA}.of-outlet", outlet=name, count=outlets[name]) if name else Message(f"{AREA}.of-nobody", count=outlets[name])
            for name in ranked[:_OUTLETS]
        )
        rest = sum(outlets[name] for name in ranked[_OUTLETS:])
        if rest:
            more = len(ranked) - _OUTLETS
            return Message(f"{AREA}.basis-more", count=len(chosen), outlets=shown, more=more, rest=rest)
        return Message(f"{AREA}.basis", count=len(chosen), outlets=shown)


def read_inputs(case: Case, options: Mapping[str, Any], progress: Progress) -> DebateInputs:
    """Read the texts and count everything that is told of them.

    Raises
    ------
    NotAvailable
        Without a text; the sentence says what to add.
    BadValue
        For words that cannot be looked for.
    """
    seed, words = options["seed"], topic_of(options["topic"] or "")
    since = options["since"].first if options["since"] else None
    until = min(case.as_of, options["until"].last) if options["until"] else case.as_of
    said = spoken(case, since, until, topic=words, progress=part(progress, 0, 15))
    copies = without_copies(said.texts, said.actors, seed=seed, progress=part(progress, 15, 30))
    texts = said.only(copies.rows)
    volume = volume_of(case, said, texts, since, until, topic=words is not None)
    periods = spans(texts.days, options["every"] or fitting_period(texts.days))
    now = periods.now(np.bincount(periods.of(texts.days), minlength=len(periods)))
    heard = heard_in(case, texts, part(progress, 30, 45))
    passages = _passages(texts, words)
    framed, left = frames_of(
        case, options["frames"] or "", passages, texts.languages, seed, part(progress, 45, 55), vectors=options["vectors"]
    )
    subjects, unread = subjects_of(passages, texts.languages, texts.days, periods, now, seed, part(progress, 55, 85))
    names = names_of(case, texts, seed, part(progress, 85, 95)) if options["names"] else None
    voices = voices_of(texts, heard, volume, periods, now, seed)
    courses = courses_of(texts.days, periods, now, volume, subjects, seed, topic=words is not None)
    behalf = behalf_in(case, texts)
    progress(100, 100)
    return DebateInputs(
        case=case,
        topic=options["topic"] or "",
        said=said,
        texts=texts,
        volume=volume,
        periods=periods,
        now=now,
        passages=passages,
        voices=voices,
        subjects=subjects,
        unread=unread,
        courses=courses,
        framed=framed,
        frames_left=left,
        behalf=behalf,
        names=names,
        top=options["top"],
    )


def lang_name(lang: str) -> Language | Message:
    """Return what a language is called in a sentence; its code where no more is known."""
    return Language(lang) if lang else Message(f"{AREA}.language.unknown")


def _passages(texts: Spoken, words: Phrase | None) -> tuple[str, ...]:
    if words is None:
        return texts.texts
    return tuple(around(text, words) or text for text in texts.texts)


_LANGUAGES = 4


def vector_caveats(framed: Framed) -> Iterator[Message]:
    """Say what was read, in which languages nobody counted how well, and where vectors do not help."""
    if framed.passages < framed.of_passages:
        yield Message(f"{AREA}.vectors-sample", count=framed.passages, of=framed.of_passages, texts=framed.texts, every=framed.of)
    if framed.elsewhere:
        most = tuple(
            Message(f"{AREA}.in-language", language=lang_name(lang), count=n) for lang, n in list(framed.elsewhere.items())[:_LANGUAGES]
        )
        yield Message(f"{AREA}.vectors-elsewhere", count=sum(framed.elsewhere.values()), languages=most)
    pairs = zip(framed.given, framed.skill, framed.without, strict=True)
    idle = tuple(Message(f"{AREA}.frame-name", frame=given.name) for given, own, without in pairs if own.brier >= without.brier)
    if idle:
        yield Message(f"{AREA}.vectors-idle", frames=idle)
    yield Message(f"{AREA}.vectors-close")


def name_caveats(names: Names) -> Iterator[Message]:
    """Say where names were sought, and that they are candidates alone."""
    languages = tuple(map(lang_name, names.languages))
    yield Message(f"{AREA}.names-read", read=READ, count=names.read, of=names.of, languages=languages)
    yield Message(f"{AREA}.names-candidates") if names.found else Message(f"{AREA}.names-none")
