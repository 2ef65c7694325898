"""Texts with their day, their speaker and where they stood, and what the dossier's own evidence says in so many words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.dossier import Evidence, standing
from legation.dossier.column import Wording
from legation.methods.text.blame import language_of as by_small_words
from legation.methods.text.plain import plain_words
from legation.methods.text.tagging import Gazetteer
from legation.questions.base.case import Case
from legation.sources.capture.isolation import isolated, pdf_words
from legation.sources.capture.plain import TEXT_LIMIT, decoded
from legation.sources.observations.texts.language import language_of

__all__ = [
    "MOST_FILES",
    "Archive",
    "Quoted",
    "Spoken",
    "TextOrigin",
    "quoted",
    "speaker_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOrigin:
    """Where the texts come from, and what is not among them.

    Attributes
    ----------
    lake : int
        Texts of the lake of those days, in that language, on that topic as far as the sieve tells.
    nth : int
        Every how manieth of them was read; 1: all.
    evidence : int
        Texts of the dossier's evidence.
    undated : tuple of str
        Evidence that stands nowhere in time, and is left out.
    unread, faults : tuple of str
        Archived parts that are of no kind that is read or beyond the first hundred; those that could be read in part or not at all.
    beside : tuple of (day, outlet, speaker)
        Evidence of those days that has none of the words: it counts in what is said on anything.
    known, by_outlet : int
        Texts whose speaker the source told; texts whose speaker was found by the name of their outlet or origin.
    """

    lake: int
    nth: int
    evidence: int
    undated: tuple[str, ...]
    unread: tuple[str, ...]
    faults: tuple[str, ...]
    beside: tuple[tuple[np.datetime64, str, str], ...]
    known: int
    by_outlet: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spoken:
    """Texts in the order of time. Every tuple has one element a text.

    Attributes
    ----------
    ids : tuple of str
        Of the lake's row, or of the evidence.
    times : ndarray of datetime64[us], shape (n,)
        UTC. Of evidence: the last day that its date may mean, at 0 h.
    actors : tuple of str
        Who speaks: an id of the dossier, else an ISO 3166-1 alpha-3 code or an id of the gazetteer; empty where that is not known.
    outlets, kinds, languages, texts, urls : tuple of str
        Empty where that is not known.
    titles : tuple of str or Wording
        Of evidence the dossier's own words, in its languages.
    accounts : tuple of str
        Pseudonyms, and registered accounts of institutions. Not to be shown.
    answers, repeats : tuple of str
        The id of the text that a text answers or repeats; empty where it does neither, or that is not known.
    evidence : tuple of str
        The evidence's id where a text is one, else empty.
    origin : Origin
    """

    ids: tuple[str, ...]
    times: npt.NDArray[np.datetime64]
    actors: tuple[str, ...]
    outlets: tuple[str, ...]
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    titles: tuple[str | Wording, ...]
    texts: tuple[str, ...]
    urls: tuple[str, ...]
    accounts: tuple[str, ...]
    answers: tuple[str, ...]
    repeats: tuple[str, ...]
    evidence: tuple[str, ...]
    origin: TextOrigin

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def days(self) -> npt.NDArray[np.datetime64]:
        """The day of each text, shape (n,)."""
        return self.times.astype("datetime64[D]")

    @property
    def of_lake(self) -> npt.NDArray[np.bool_]:
        """Which texts are of the lake, also where they are evidence as well, shape (n,)."""
        return np.array([one != item for one, item in zip(self.ids, self.evidence, strict=True)], np.bool_)

    def only(self, rows: npt.ArrayLike) -> Spoken:
        """Return some of the texts, by their places or by a mask; ``origin`` stays that of all."""
        chosen = np.asarray(rows)
        at = np.arange(len(self))[chosen if chosen.size else chosen.astype(np.intp)]
        selected = {name: tuple(getattr(self, name)[i] for i in at.tolist()) for name in _TUPLES}
        return Spoken(times=self.times[at], origin=self.origin, **selected)


_TUPLES = tuple(name for name in Spoken.__dataclass_fields__ if name not in ("times", "origin"))


SAID = frozenset({"press", "social", "web_page", "interview", "statement", "report", "resolution", "record", "other", ""})
"""Kinds of evidence that are somebody's words; laws, judgments, data sets and our own judgement are no part of a debate."""
MOST_FILES = 100
"""PDFs and pages that are read for one answer; each may take seconds."""
_PLAIN = (".txt", ".md")
_PAGE = (".html", ".htm")
_OFFICE = re.compile(
    r"governments?|gouvernements?|minist\w+|embass\w+|ambassad\w+|missions?|delegations?|presiden\w+|councils?|conseils?|commissions?"
    r"|parlia\w+|parlem\w+|assembl\w+|secretar\w+|departments?|departements?|polic\w+|services?"
)
_ARTICLES = frozenset({"the", "le", "la", "les", "l", "of", "de", "du"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One item of evidence as a text.

    Attributes
    ----------
    row : Evidence
    day : date
        The last day that its date may mean, and not after the day of asking.
    text : str
    actor : str
        Who said it; empty where that cannot be told.
    language : str
        ISO 639 code; empty where it is too short to tell.
    """

    row: Evidence
    day: dt.date
    text: str
    actor: str
    language: str

    @property
    def title(self) -> Wording:
        """What the dossier calls it: our words, not theirs."""
        return self.row.title


@dataclass(slots=True)
class Archive:
    """The archived files as they are read, each once, and what could not be read: their names, and why where that is known."""

    files: Mapping[str, bytes]
    read: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    costly: int = 0

    def text(self, part: str) -> str:
        """Return the text of an archived part; empty where there is none, or it is of no kind that is read."""
        data = self.files.get(part) if part else None
        if data is None:
            return ""
        if part not in self.read:
            self.read[part] = self._text(part, data)
        return self.read[part]

    def _text(self, part: str, data: bytes) -> str:
        ending = part.lower()
        if ending.endswith(_PLAIN):
            return (decoded(data) or data.decode("utf-8", "replace"))[:TEXT_LIMIT]
        if not ending.endswith((*_PAGE, ".pdf")) or self.costly >= MOST_FILES:
            self.unread.append(part)
            return ""
        self.costly += 1
        if ending.endswith(".pdf"):
            words = pdf_words(data)
            text, fault = words.text, words.fault
        else:
            outcome = isolated("html", data)
            text = next((str(found["text"]) for found in reversed(outcome.found) if found.get("text")), "")
            fault = outcome.fault
        if fault:
            self.faults[part] = fault
        return text[:TEXT_LIMIT]


def quoted(case: Case, names: Gazetteer, archive: Archive) -> Iterator[Quoted | Evidence]:
    """Yield every item of evidence that says something in so many words; one without a date as the row itself: in time it stands nowhere.

    A quote that stands in the archived text counts once.
    """
    for row in standing(case.dossier.evidence):
        if row.kind not in SAID:
            continue
        archived = archive.text(row.part)
        text = archived if row.quote in archived else f"{row.quote}\n\n{archived}" if archived else row.quote
        if not text.strip():
            continue
        if row.date is None:
            yield row
        if row.date is None or row.date.first > case.as_of:
            continue
        yield Quoted(
            row=row,
            day=min(row.date.last, case.as_of),
            text=text,
            actor=speaker_of(names, row.origin) or (speaker_of(names, row.publisher) if row.kind != "press" else ""),
            language=language_of(text, model=False) or by_small_words(text) or "",
        )


def speaker_of(names: Gazetteer, whose: str) -> str:
    """Return the actor that an outlet or an origin is: its name alone, or an office of it; empty for whoever only bears a name in theirs.

    Of several the first: the embassy of Russia in France speaks for Russia. A semicolon parts several that speak.

    >>> from legation.sources.names.gazetteer import gazetteer
    >>> [speaker_of(gazetteer(), name) for name in ("Government of France", "The European Union", "Interfax-Ukraine", "Kremlin")]
    ['FRA', 'european-union', '', 'RUS']
    """
    for part in whose.split(";"):
        first = next((tag for tag in names.tag(part) if tag.actor and (tag.sure or tag.kind != "metonym")), None)
        if first is not None:
            around = set(plain_words(part[: first.start] + " " + part[first.end :])) - _ARTICLES
            alone = not around or (first.start == 0 and part[first.end :].lstrip().startswith(","))
            if alone or any(_OFFICE.fullmatch(word) for word in around):
                return first.actor
    return ""
