"""The words that actors are placed by: one document each, of their texts in one language, without copies."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import LANGUAGES, Message
from legation.methods.text.scaling import LEAST_TEXTS, Counts, counts
from legation.questions.base.case import Case
from legation.questions.debate.content.inputs import lang_name
from legation.questions.debate.content.passages import around
from legation.questions.debate.texts import named, spoken, topic_of
from legation.questions.debate.uptake.counts import without_copies
from legation.questions.debate.utterances import Spoken
from legation.questions.question import Progress, part

__all__ = ["AREA", "LEAST_WORDS", "Documents", "documents"]

AREA = "where-their-words-place-them"
LEAST_WORDS = 50
"""Counted words from which an actor is placed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Documents:
    """One document for each actor, in the order of their ids.

    Attributes
    ----------
    case : Case
    topic, language : str
        ``language`` is the ISO 639 code of the texts.
    actors : tuple of str
    said : Spoken
        The texts that the documents are made of, in the order of time.
    rows : tuple of tuple of int
        The places in ``said`` of each actor's texts.
    counts : Counts
        Of the words, small ones left out; a row for each actor.
    folded, nameless : int
        Copies that were left out; texts without a known speaker.
    few : tuple of str
        Actors with fewer counted words than :data:`LEAST_WORDS`.
    others : tuple of (str, int)
        Other languages, with how many texts of known speakers are left out; empty: not told.
    """

    case: Case
    topic: str
    language: str
    actors: tuple[str, ...]
    said: Spoken
    rows: tuple[tuple[int, ...], ...]
    counts: Counts
    folded: int
    nameless: int
    few: tuple[str, ...]
    others: tuple[tuple[str, int], ...]

    def __len__(self) -> int:
        return len(self.actors)

    def named(self, row: int) -> Named:
        """Return the actor of a row as a reader knows it."""
        return named(self.case, self.actors[row])

    def row(self, actor: str) -> int | None:
        """Return the row of an actor; None where it is not placed."""
        return self.actors.index(actor) if actor in self.actors else None

    @property
    def texts(self) -> int:
        """How many texts the documents are made of."""
        return sum(map(len, self.rows))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The evidence that some of the texts are."""
        return tuple(dict.fromkeys(item for rows in self.rows for row in rows if (item := self.said.evidence[row])))

    def last_day(self, row: int) -> dt.date:
        """Return the day of an actor's last text."""
        day: dt.date = self.said.days[max(self.rows[row])].astype(object)
        return day

    @property
    def span(self) -> dict[str, dt.date]:
        """The days of the first and of the last text, for a sentence."""
        days = self.said.days[sorted(row for rows in self.rows for row in rows)]
        return {"since": days[0].astype(object), "until": days[-1].astype(object)}


def documents(case: Case, options: Mapping[str, Any], progress: Progress) -> Documents:
    """Read the texts of the options ``topic``, ``since``, ``until`` and ``language``, and make one document of each actor's.

    Raises
    ------
    NotAvailable
        Without texts, or where fewer than five actors have enough words in one language; the sentence says what to add.
    BadValue
        For words that cannot be looked for.
    """
    words = topic_of(options.get("topic") or "")
    since = options["since"].first if options.get("since") else None
    until = min(case.as_of, options["until"].last) if options.get("until") else case.as_of
    wanted = options.get("language") or "auto"
    read = spoken(case, since, until, None if wanted == "auto" else wanted, words, progress=part(progress, 0, 60))
    spoke = np.array([bool(actor) for actor in read.actors], np.bool_)
    utterances = read.only(spoke)
    tally = Counter(utterances.languages)
    language = max(LANGUAGES, key=lambda lang: tally[lang]) if wanted == "auto" else wanted
    utterances = utterances.only([lang == language for lang in utterances.languages])
    duplicates = without_copies(utterances.texts, utterances.actors, seed=options.get("seed") or 0, progress=part(progress, 60, 90))
    said = utterances.only(duplicates.rows)
    whose: dict[str, list[int]] = {}
    for row, actor in enumerate(said.actors):
        whose.setdefault(actor, []).append(row)
    actors = sorted(whose)
    passages = [around(text, words) or text for text in said.texts] if words else list(said.texts)
    table = counts(["\n".join(passages[row] for row in whose[actor]) for actor in actors], lang=language)
    wordy = table.total >= LEAST_WORDS
    enough = np.flatnonzero(wordy).tolist()
    progress(1, 1)
    if len(enough) < LEAST_TEXTS:
        values = {"count": len(enough), "needed": LEAST_TEXTS, "least": LEAST_WORDS, "language": lang_name(language), "as_of": case.as_of}
        raise NotAvailable(Message(f"{AREA}.too-few", **values))
    return Documents(
        case=case,
        topic=options.get("topic") or "",
        language=language,
        actors=tuple(actors[at] for at in enough),
        said=said,
        rows=tuple(tuple(whose[actors[at]]) for at in enough),
        counts=Counts(words=table.words, matrix=table.matrix[enough], left_out=table.left_out),
        folded=duplicates.folded,
        nameless=int((~spoke).sum()),
        few=tuple(actors[at] for at in np.flatnonzero(~wordy).tolist()),
        others=tuple(sorted(((lang, count) for lang, count in tally.items() if lang != language), key=lambda one: (-one[1], one[0]))),
    )
