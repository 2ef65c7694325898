"""What members said that they would do in a vote, and how they voted on the matter last time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall, When, Wording, standing
from legation.dossier.saying import named_source
from legation.language import LANGUAGES, Message, say
from legation.questions import inputs
from legation.questions.answer import Named
from legation.questions.case import Case
from legation.questions.inputs import CODES, Profile

__all__ = ["Declarations", "Declared", "Past", "Word", "declared_votes", "is_reported", "name_of", "past_votes", "titled", "words_on"]


@dataclass(frozen=True, slots=True)
class Declared:
    """What an actor said that it would do: the code of the vote, on what basis, and the evidence."""

    vote: int
    basis: str
    evidence: tuple[str, ...]


Declarations: TypeAlias = Mapping[str, Declared]
Past: TypeAlias = tuple[RollCall | None, npt.NDArray[np.int8]]
"""The last roll call on the matter, None where there is none, and the members' votes in it."""
_LONG, _LONGEST = 64, 110
"""Characters of a title: what is long, and what no sentence has room for."""
_CONTEXT = re.compile(r",? (?:in the context of|in the light of|dans le contexte de|à la lumière de|compte tenu de)\b")
"""Where a title goes on with what it stands in, as those of the First Committee do."""


@dataclass(frozen=True, slots=True)
class Word:
    """What was said of an actor's vote: when, of whom, the code of the vote (0: a word taken back), on what basis, and the evidence."""

    date: dt.date
    actor: str
    vote: int
    basis: str
    evidence: tuple[str, ...]


def words_on(case: Case, ahead: RollCall) -> tuple[Word, ...]:
    """Return every word on a roll call, the oldest first: sponsors, promises, answers to our asks in its own mouth or as reported."""
    words: list[Word] = []

    def note(actor: str, date: When | None, vote: str, basis: str, evidence: tuple[str, ...]) -> None:
        code = CODES.index(vote) if vote in CODES[1:] else 0
        words.append(Word(date.last if date else dt.date.min, actor, code, basis, evidence))

    for sponsor in ahead.sponsors:
        note(sponsor, None, "yes", "sponsor", ahead.evidence)
    for row in standing(case.dossier.commitments):
        if row.rollcall == ahead.id and row.direction != "given":
            note(row.actor, row.date, row.vote, "promise", row.evidence)
    for talk in standing(case.dossier.engagements):
        if talk.rollcall == ahead.id and talk.answer:
            basis = "reported" if is_reported(case, talk.actor, talk.evidence) else "answer"
            note(talk.actor, talk.date, talk.answer, basis, talk.evidence)
    return tuple(sorted(words, key=lambda word: word.date))


def declared_votes(case: Case, ahead: RollCall) -> dict[str, Declared]:
    """Return what members declared for a roll call: sponsors, promises, answers to our asks. The latest word counts, a retraction too."""
    latest = {word.actor: word for word in words_on(case, ahead)}
    return {actor: Declared(word.vote, word.basis, word.evidence) for actor, word in latest.items() if word.vote}


def is_reported(case: Case, actor: str, evidence: tuple[str, ...]) -> bool:
    """Whether all that is known of an actor's word comes from others: every evidence names its teller, and none of them is the actor.

    A source that is protected is another: nobody may be told that it was the actor.
    """
    rows = [row for row in case.dossier.evidence if row.id in evidence]
    own = {say(case.named(actor), lang) for lang in LANGUAGES} | {actor}
    told = [named_source(row, "origin") for row in rows]
    return bool(told) and all(teller and (not isinstance(teller, str) or not any(name in teller for name in own)) for teller in told)


def past_votes(case: Case, ahead: RollCall, profile: Profile) -> Past:
    """Return the last roll call on the same title, or on the same issue, with the members' votes."""
    earlier = inputs.same_title(ahead, profile.rollcalls)
    earlier = earlier or tuple(r for r in profile.rollcalls if ahead.issue and r.issue == ahead.issue)
    if not earlier:
        return None, np.zeros(len(profile.actors), np.int8)
    return earlier[-1], inputs.ballots(case, profile.actors, [earlier[-1].id])[:, 0]


def name_of(row: RollCall) -> Named:
    """Return a roll call as a reader calls it: by its symbol, else by its title."""
    return Named(row.id, row.symbol or _each(row.title, _cut) or row.id)


def titled(row: RollCall) -> Named:
    """Return a roll call by symbol and title, for the first time that a page names it; by its symbol where the title is too long."""
    texts = (row.title.text, row.title.fr, row.title.en)
    short = _each(row.title, _whole)
    if not row.symbol or row.symbol in texts or any(text and not _whole(text) for text in texts) or not short:
        return name_of(row)
    return Named(row.id, Message("vote.titled", symbol=row.symbol, title=short))


def _each(title: Wording, shorten: Callable[[str], str]) -> Wording:
    return Wording(*(shorten(text) for text in (title.text, title.fr, title.en)))


def _plain(title: str) -> str:
    """Return a title without what records append to it."""
    return title.split(" : resolution")[0].strip()


def _whole(title: str) -> str:
    """Return a title that a sentence has room for, a long one without the context that it gives itself; nothing where there is no room.

    >>> _whole("Advancing responsible State behaviour in cyberspace in the context of international security")
    'Advancing responsible State behaviour in cyberspace'
    >>> _whole("Countering the use of information and communications technologies for criminal purposes")
    'Countering the use of information and communications technologies for criminal purposes'
    """
    plain = _plain(title)
    if len(plain) > _LONG:
        plain = _CONTEXT.split(plain)[0]
    return plain if len(plain) <= _LONGEST and not plain.endswith("…") else ""


def _cut(title: str) -> str:
    """Return a title cut between words to be a name, where there is no symbol."""
    plain = _plain(title)
    return plain if len(plain) <= _LONG else plain[:_LONG].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
