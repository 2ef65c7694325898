"""What was said: texts of the lake together with the dossier's own evidence, each with its day, its speaker and where it stood."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier import standing
from legation.dossier.column import Wording
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Lang, Message, country_name
from legation.methods.text.plain import plain
from legation.methods.text.tagging import Gazetteer
from legation.methods.text.uptake import Phrase, phrase
from legation.methods.text.uptake.phrase import places
from legation.questions.base.case import Case
from legation.questions.debate.expressions import every_nth, in_order, text_count, texts_between
from legation.questions.debate.utterances import Archive, Quoted, Spoken, TextOrigin, quoted, speaker_of
from legation.questions.observations import lake as observing
from legation.questions.question import Progress, silent
from legation.sources.names.gazetteer import gazetteer, organisation_name

__all__ = ["LIMIT", "Spoken", "TextOrigin", "named", "speaker", "spoken", "topic_of"]

LIMIT = 100_000
"""Texts of the lake that are read for one answer; of more, every second, third... in order of time."""
_EU = "European Union"


_ROW = tuple[Any, ...]


def spoken(
    case: Case,
    since: dt.date | None = None,
    until: dt.date | None = None,
    language: str | None = None,
    topic: str | Phrase | None = None,
    limit: int = LIMIT,
    *,
    repeats: bool = False,
    progress: Progress = silent,
) -> Spoken:
    """Return what was said within some days, as it was known at the case's date.

    Parameters
    ----------
    case : Case
    since, until : date, optional
        First and last day; None: the beginning, and the case's date.
    language : str, optional
        ISO 639 code; None: every language, also an unknown one.
    topic : str or Phrase, optional
        Words of which one stands in the text or its title, parted by semicolons, with ``*`` for any letters (:func:`topic_of`).
    limit : int
        Texts of the lake at most; of more, every second, third... in the order of time is read, and ``origin.nth`` says so.
    repeats : bool
        Whether texts of the lake without words of their own, that repeat another one, are among them.
    progress : callable

    Raises
    ------
    NotAvailable
        Where neither lake nor evidence holds a text, or none of those days and words; the sentence says what to add or to change.
    BadValue
        For words that cannot be looked for.

    Limits
    ------
    A speaker that no source tells is found by the name of the outlet alone; who is named in a text is no speaker of it. Where a page of the
    lake is also evidence (the same address), it counts once and bears the evidence's id.
    """
    wanted = topic_of(topic) if isinstance(topic, str) else topic
    end = min(until or case.as_of, case.as_of)
    names = gazetteer(standing(case.dossier.actors))
    archive = Archive(case.dossier.files)
    own, undated = _evidence(case, names, archive)
    total, nth, rows = _lake(case, since, end, language or "", wanted, limit, repeats=repeats)
    if not own and not undated and not observing.has(case, "texts"):
        raise NotAvailable(Message("debate.nothing"))
    begin = np.datetime64(since, "us") if since else np.datetime64("0001-01-01", "us")
    stop = np.datetime64(end + dt.timedelta(days=1), "us")
    own = [row for row in own if begin <= row[1] < stop and language in (None, "", row[5])]
    rows = _joined(rows, own)
    beside: list[_ROW] = []
    if wanted is not None:
        about = [_about(row, wanted) for row in rows]
        beside = [row for row, so in zip(rows, about, strict=True) if not so and row[0] == row[12]]
        rows = [row for row, so in zip(rows, about, strict=True) if so]
    if not rows:
        raise NotAvailable(_empty(topic, since, end))
    rows.sort(key=lambda row: (row[1], row[0], row[3], row[8]))
    rows, known, by_outlet = _with_actors(rows, speaker(case), progress)
    columns: list[Any] = [tuple(column) for column in zip(*rows, strict=True)]
    origin = TextOrigin(
        lake=total,
        nth=nth,
        evidence=sum(bool(item) for item in columns[12]),
        undated=tuple(undated),
        unread=tuple(dict.fromkeys(archive.unread)),
        faults=tuple(archive.faults),
        beside=tuple((row[1].astype("datetime64[D]"), row[3], row[4]) for row in beside),
        known=known,
        by_outlet=by_outlet,
    )
    made = dict(zip(_ORDER, columns, strict=True))
    made["times"] = np.array(made["times"], "datetime64[us]")
    return Spoken(origin=origin, **made)


_ORDER = (
    "ids",
    "times",
    "kinds",
    "outlets",
    "actors",
    "languages",
    "titles",
    "texts",
    "urls",
    "accounts",
    "answers",
    "repeats",
    "evidence",
)


def topic_of(words: str) -> Phrase | None:
    """Return the words of a topic; None where there are none.

    Raises
    ------
    BadValue
        For signs that are no part of words.

    >>> topic_of("cyber*; sécurité numérique").forms
    ('cyber*', 'securite numerique')
    """
    forms = [form for form in words.split(";") if form.strip()]
    return phrase(*forms) if forms else None


def speaker(case: Case) -> Callable[[str, str], str]:
    """Return what tells a text's speaker by the columns ``actor`` and ``outlet``: the dossier's id where it has one."""
    names = gazetteer(standing(case.dossier.actors))
    ids = {row.iso3: row.id for row in standing(case.dossier.actors) if row.kind == "state" and row.iso3}
    ids["EU"] = next((tag.actor for tag in names.tag(_EU) if tag.actor), "EU")
    by_outlet = functools.cache(functools.partial(speaker_of, names))
    return lambda actor, outlet: ids.get(actor, actor) if actor else by_outlet(outlet) if outlet else ""


def named(case: Case, actor: str) -> Named:
    """Return a speaker as a reader knows it: by the dossier's name, else by that of the state or organisation."""
    there = case.named(actor)
    return there if there.name != actor else Named(actor, _Elsewhere(actor))


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A speaker that the dossier does not list."""

    code: str

    def in_language(self, lang: Lang) -> str:
        return organisation_name(self.code, lang) or country_name(self.code, lang) or self.code


def _evidence(case: Case, names: Gazetteer, archive: Archive) -> tuple[list[_ROW], list[str]]:
    own: list[_ROW] = []
    undated = []
    for item in quoted(case, names, archive):
        if not isinstance(item, Quoted):
            undated.append(item.id)
            continue
        row, when = item.row, np.datetime64(item.day, "us")
        about = (row.kind or "other", row.publisher, item.actor, item.language, item.title)
        own.append((row.id, when, *about, item.text, row.url, "", "", "", row.id))
    return own, undated


def _lake(
    case: Case, since: dt.date | None, until: dt.date, language: str, topic: Phrase | None, limit: int, *, repeats: bool
) -> tuple[int, int, list[_ROW]]:
    """Return how many texts there are, every how manieth is read, and those."""
    if not observing.has(case, "texts"):
        return 0, 1, []
    found = texts_between(observing.seen(case, "texts"), since, until, language, _sieve(topic), repeats=repeats)
    total = int(observing.rows(case, text_count(found)).column("texts")[0].as_py())
    nth = max(1, -(-total // limit))
    table = observing.rows(case, in_order(every_nth(found, nth) if nth > 1 else found))
    if not len(table):
        return total, nth, []
    said = {name: [value or "" for value in table.column(name).to_pylist()] for name in table.column_names if name != "time"}
    times = table.column("time").to_numpy().astype("datetime64[us]")
    order = ("kind", "outlet", "actor", "language", "title", "text", "url", "account", "answers", "repeats")
    columns = [said[name] for name in order]
    return total, nth, [(*row, "") for row in zip(said["id"], times, *columns, strict=True)]


def _sieve(topic: Phrase | None) -> list[tuple[str, ...]]:
    """Return for each form the pieces that every text with it has, whatever its accents: those that engines can look for."""
    found = []
    for form in topic.forms if topic else ():
        pieces = {piece for word in form.split(" ") if "|" not in word for piece in word.split("*") if _findable(piece)}
        if not pieces:
            return []
        found.append(tuple(sorted(pieces)))
    return found


def _findable(piece: str) -> bool:
    """Whether every text with a piece has it in these letters, except for marks on them: not where two letters may be one."""
    return bool(piece) and piece.isascii() and not any(pair in piece for pair in ("oe", "ae", "ss", "th", "fi", "fl", "ff"))


def _joined(lake: list[_ROW], own: list[_ROW]) -> list[_ROW]:
    """Return all texts; a page of the lake that is also evidence once, with the evidence's id."""
    by_url = {row[8]: row[12] for row in own if row[8]}
    there = {row[8] for row in lake if row[8] in by_url}
    marked = [(*row[:12], by_url[row[8]]) if row[8] in there else row for row in lake] if there else lake
    return [*marked, *(row for row in own if row[8] not in there)]


def _about(row: _ROW, topic: Phrase) -> bool:
    """Whether a text or its title has one of the words; of evidence both titles are examined."""
    title = row[6]
    titles = (title.text, title.en, title.fr) if isinstance(title, Wording) else (title,)
    return any(places(plain(text), topic) for text in (row[7], *titles) if text)


def _with_actors(rows: list[_ROW], whose: Callable[[str, str], str], progress: Progress) -> tuple[list[_ROW], int, int]:
    """Return the texts with the dossier's ids for their speakers, how many of them the source told, and how many the outlet's name did."""
    known = by_outlet = 0
    made = []
    for at, row in enumerate(rows):
        own = row[0] == row[12]
        actor = row[4] if own else whose(row[4], row[3])
        known += bool(row[4]) and not own
        by_outlet += bool(actor) and (own or not row[4])
        made.append((*row[:4], actor, *row[5:]))
        if at % 10_000 == 0:
            progress(at, len(rows))
    return made, known, by_outlet


def _empty(topic: str | Phrase | None, since: dt.date | None, until: dt.date) -> Message:
    if topic:
        words = topic if isinstance(topic, str) else "; ".join(topic.forms)
        return Message("debate.nothing-on", topic=words, until=until)
    return Message("debate.nothing-then", since=since, until=until) if since else Message("debate.nothing-until", until=until)
