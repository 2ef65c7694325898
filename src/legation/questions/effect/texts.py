"""Measures in texts: how large a part of them uses our wording, or is by one speaker."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import NotAvailable
from legation.language import LANGUAGES, Lang, Message, say
from legation.methods.progress import Progress
from legation.methods.text.plain import WORD, plain
from legation.methods.text.uptake.phrase import Phrase, phrase, places
from legation.questions.case import Case
from legation.questions.debate.spoken import Spoken
from legation.questions.debate.texts import named, spoken
from legation.questions.effect.measured import AREA, MOST_OTHERS, Measured, Spans, anchored, nearest

__all__ = ["phrase_measured", "voice_measured"]

_SHORTEST = 5
"""Letters of a word that stands for the rest of the talk."""
_LIFT = 1.5
"""How many times as frequent in the texts with our wording a word may be, to be no part of it."""


def phrase_measured(
    case: Case, date: dt.date, words: str, controls: str, every: str, since: dt.date | None, progress: Progress
) -> Measured:
    """Count texts that use a wording, out of all, beside other wordings: those that are named, or common words of the same texts."""
    wanted = phrase(words)
    said = spoken(case, since=since, progress=progress)
    spans = _spans(case, said, date, every)
    at = spans.of(said.days)
    letters = [plain(f"{_said(title)}\n{text}") for title, text in zip(said.titles, said.texts, strict=True)]
    using = np.array([bool(places(one, wanted)) for one in letters])
    total = _sum(np.ones(len(at), bool), at, spans)
    named_others = [form.strip() for form in controls.split(";") if form.strip()]
    if named_others:
        found = {form: np.array([bool(places(one, phrase(form))) for one in letters]) for form in named_others[:MOST_OTHERS]}
    else:
        found = _common(letters, using, at, spans, wanted)
    others = tuple((_quoted(form), _sum(rows, at, spans), total) for form, rows in found.items())
    return Measured(
        kind="phrase",
        what=Message(f"{AREA}.what.phrase", words=words),
        spans=spans,
        count=_sum(using, at, spans),
        total=total,
        others=others,
        rest=Message(f"{AREA}.rest.phrases") if named_others else Message(f"{AREA}.rest.words"),
        unit="share",
        every=every,
        notes=() if named_others else (Message(f"{AREA}.words-chosen", count=len(others)),),
        lacking=_sampled(said),
        evidence=tuple(dict.fromkeys(item for item, uses in zip(said.evidence, using, strict=True) if item and uses)),
    )


def voice_measured(case: Case, date: dt.date, actor: str, every: str, since: dt.date | None, progress: Progress) -> Measured:
    """Count texts by a speaker, out of all whose speaker is known, beside other speakers."""
    said = spoken(case, since=since, progress=progress)
    spans = _spans(case, said, date, every)
    at = spans.of(said.days)
    who = np.array(said.actors, object)
    total = _sum(who != "", at, spans)
    before = (at >= 0) & (at < spans.at)
    sizes = Counter(who[before & (who != "")].tolist())
    rest = sorted(name for name in sizes if name != actor)
    chosen = [rest[place] for place in nearest([sizes[name] for name in rest], sizes[actor])]
    return Measured(
        kind="voice",
        what=Message(f"{AREA}.what.voice", actor=case.named(actor)),
        spans=spans,
        count=_sum(who == actor, at, spans),
        total=total,
        others=tuple((named(case, name), _sum(who == name, at, spans), total) for name in chosen),
        rest=Message(f"{AREA}.rest.voices"),
        unit="share",
        every=every,
        notes=(Message(f"{AREA}.voice-shares"),),
        lacking=_sampled(said),
        evidence=tuple(dict.fromkeys(item for item, name in zip(said.evidence, said.actors, strict=True) if item and name == actor)),
    )


def _spans(case: Case, said: Spoken, date: dt.date, every: str) -> Spans:
    days = said.days
    made = anchored(date, every, days.min().astype(object), min(case.as_of, days.max().astype(object)))
    if not len(made):
        raise NotAvailable(Message(f"{AREA}.no-period", date=date, since=days.min().astype(object), until=days.max().astype(object)))
    return made


def _common(letters: list[Any], using: npt.NDArray[np.bool_], at: npt.NDArray[np.int64], spans: Spans, wanted: Phrase) -> dict[str, Any]:
    """Return common words of the texts before the activity, about as frequent as our wording, that are no part of it; by word.

    They are chosen by what was before the activity alone.
    """
    from legation.methods.text.stop_words import stop_words

    left_out = {word for form in wanted.forms for word in WORD.findall(form)} | stop_words("en") | stop_words("fr")
    before = (at >= 0) & (at < spans.at)
    texts = [frozenset(word for word in WORD.findall(one.text) if len(word) >= _SHORTEST and word.isalpha()) for one in letters]
    count: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    for place in np.flatnonzero(before).tolist():
        count.update(texts[place])
        if using[place]:
            ours.update(texts[place])
    whole, own = max(int(before.sum()), 1), int((using & before).sum())
    least = max(spans.at, 1)
    there = sorted(word for word, n in count.items() if n >= least and n <= 0.9 * whole and word not in left_out)
    there = [word for word in there if own == 0 or ours[word] / own <= _LIFT * count[word] / whole]
    chosen = [there[place] for place in nearest([count[word] for word in there], max(own, 0.05 * whole))]
    return {word: np.array([word in one for one in texts]) for word in chosen}


def _sum(rows: npt.NDArray[np.bool_], at: npt.NDArray[np.int64], spans: Spans) -> npt.NDArray[np.float64]:
    return np.bincount(at[rows & (at >= 0)], minlength=len(spans)).astype(np.float64)


def _sampled(said: Spoken) -> tuple[Message, ...]:
    return (Message(f"{AREA}.sampled", nth=said.origin.nth, count=said.origin.lake),) if said.origin.nth > 1 else ()


def _said(title: Any) -> str:
    langs: tuple[Lang, ...] = LANGUAGES
    return title if isinstance(title, str) else "\n".join(dict.fromkeys(say(title, lang) for lang in langs))


def _quoted(form: str) -> Message:
    return Message(f"{AREA}.quoted", words=form)
