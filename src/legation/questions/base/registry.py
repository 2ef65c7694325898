"""The list of questions: our own, and those that other packages bring by the entry point ``legation.questions``."""

from __future__ import annotations

import difflib
import functools
import importlib
import threading
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from legation.errors import WrongUse
from legation.extension import Group
from legation.language import Lang, Message, say
from legation.questions.base.finder import LONGEST, FoundQuestion, QuestionIndex, folded_words, sentences_of
from legation.questions.question import Question

__all__ = [
    "ORDER",
    "QUESTIONS",
    "THEMES",
    "described",
    "find",
    "find_questions",
    "is_question",
    "nearest_ids",
    "question_index",
    "questions",
    "theme_of",
]


_MAKING = threading.Lock()
_OURS = "legation.questions"
QUESTIONS = Group(name="legation.questions", of=Question, title=Message("extension.what.question"), held_as="QUESTION", ours_at=_OURS)
"""Questions as other packages declare them."""
THEMES = (
    "votes",
    "actors",
    "coalitions",
    "deals",
    "conflict",
    "futures",
    "incident",
    "debate",
    "observations",
    "strategy",
    "games",
    "consular",
)
"""What questions are about, in the order in which they are listed by theme."""
ORDER: Mapping[str, str] = MappingProxyType(
    {
        "who-can-move": "votes",
        "do-we-have-the-votes": "votes",
        "who-has-power": "votes",
        "who-can-stop-it": "votes",
        "who-is-missing": "votes",
        "who-would-call-a-vote": "votes",
        "what-would-beat-it": "deals",
        "where-it-would-land": "deals",
        "whom-to-call-first": "actors",
        "where-does-the-round-stand": "actors",
        "how-good-were-we": "votes",
        "what-futures-hold": "futures",
        "which-plan-survives": "futures",
        "where-could-it-settle": "conflict",
        "what-would-settle-it": "conflict",
        "what-if-we-fail": "conflict",
        "what-is-established": "incident",
        "whom-must-we-notify": "incident",
        "how-sure-are-we": "incident",
        "what-would-prove-us-wrong": "incident",
        "what-can-we-show": "incident",
        "what-do-we-say": "incident",
        "what-may-we-do": "incident",
        "which-norm-was-breached": "incident",
        "what-does-naming-cost": "incident",
        "whom-does-the-public-blame": "debate",
        "who-votes-alike": "coalitions",
        "where-they-stand-over-time": "actors",
        "why-did-the-vote-shift": "votes",
        "who-stands-where": "actors",
        "who-matters": "actors",
        "who-can-reach": "actors",
        "who-is-forgotten": "actors",
        "who-is-in": "coalitions",
        "is-the-strategy-sound": "strategy",
        "what-threatens-us": "strategy",
        "what-would-a-red-team-say": "strategy",
        "what-does-the-strategy-cover": "strategy",
        "which-signposts-crossed": "strategy",
        "what-changed": "strategy",
        "beyond-the-perimeter": "strategy",
        "where-should-we-take-it": "strategy",
        "who-would-sign": "coalitions",
        "who-has-signed": "coalitions",
        "what-the-room-thinks": "debate",
        "which-trade": "deals",
        "what-can-we-live-with": "deals",
        "where-is-the-text-stuck": "deals",
        "who-is-blocking": "deals",
        "what-did-they-say-before": "deals",
        "where-is-it-agreed": "deals",
        "what-is-happening-between": "observations",
        "who-took-up-our-words": "debate",
        "what-shifted": "observations",
        "did-it-work": "observations",
        "what-is-said": "debate",
        "where-their-words-place-them": "actors",
        "who-reads-us": "observations",
        "digital-or-cyber": "strategy",
        "what-is-due": "strategy",
        "what-did-the-game-show": "games",
        "how-many-are-unaccounted-for": "consular",
        "how-did-the-drill-go": "consular",
    }
)
"""Our own questions in the order of use, each with its theme."""


@functools.cache
def questions() -> Mapping[str, Question]:
    """Return every question by id: ours in the order of use, then others by name.

    Raises
    ------
    WrongUse
        Where a package brings what is no question, or one by an id that is taken.
    """
    found = {**{name: find(name) for name in ORDER}, **_others()}
    places = {name: place for place, name in enumerate(ORDER)}
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))))


@functools.cache
def _others() -> Mapping[str, Question]:
    return QUESTIONS.others(ORDER)


def is_question(identifier: str) -> bool:
    """Return whether there is a question with an id, without loading any of ours.

    >>> is_question("who-can-move"), is_question("annex")
    (True, False)
    """
    return identifier in ORDER or identifier in _others()


def find(identifier: str) -> Question:
    """Return a question by its id; one of ours without loading the others.

    Raises
    ------
    WrongUse
        Where there is none; the sentence names the nearest.
    """
    if identifier in ORDER:
        own: Question = importlib.import_module(f"{_OURS}.{ORDER[identifier]}.{identifier.replace('-', '_')}").QUESTION
        return own
    there = questions()
    if identifier not in there:
        close = nearest_ids(identifier, there)
        raise WrongUse(Message("all-questions.unknown-question", found=identifier, close=close[0], there=tuple(there)))
    return there[identifier]


def nearest_ids(identifier: str, there: Iterable[str], count: int = 1) -> list[str]:
    """Return the ids of questions that somebody may mean: those that are written nearly so, else those that the words find.

    >>> nearest_ids("who-can-mve", ORDER), nearest_ids("enough-support", ORDER)
    (['who-can-move'], ['do-we-have-the-votes'])
    """
    known = list(there)
    close = difflib.get_close_matches(identifier, known, count, 0.75)
    found = [one.id for one in find_questions(identifier.replace("-", " ")) if one.id in known]
    return [*close, *(one for one in found if one not in close), *known[: 0 if close or found else 1]][:count]


def question_index() -> QuestionIndex:
    """Return the index of all questions, made when it is asked for first; who asks meanwhile waits for it."""
    with _MAKING:
        return _question_index()


@functools.cache
def _question_index() -> QuestionIndex:
    return QuestionIndex(sentence for question in questions().values() for sentence in sentences_of(question))


def find_questions(words: str, lang: Lang = "en", limit: int = 10) -> tuple[FoundQuestion, ...]:
    """Return the questions that somebody may mean, the best first.

    Parameters
    ----------
    words : str
        What was typed: a question, a few words, an id with a slip; of more than 400 signs the first are read.
    lang : {"en", "fr"}
        The language of whoever asks: what is typed may be in either, of two that are as near this one counts.
    limit : int

    Examples
    --------
    >>> [found.id for found in find_questions("avons nous assez de voix", "fr", 1)]
    ['do-we-have-the-votes']
    >>> find_questions("")
    ()
    """
    return question_index().find(words, limit, lang) if folded_words(words[:LONGEST]) else ()


def theme_of(identifier: str) -> str:
    """Return the theme of a question: one of ``THEMES``, or ``others`` where another package brings it.

    >>> theme_of("who-can-move"), theme_of("how-many-visits")
    ('votes', 'others')
    """
    return ORDER.get(identifier, "others")


def described(lang: Lang) -> list[dict[str, Any]]:
    """Return every question with its options, in words of a language.

    >>> [option["name"] for option in described("en")[0]["options"]][-2:]
    ['as_of', 'seed']
    """
    return [
        {
            "id": q.id,
            "title": say(q.title, lang),
            "needs": list(q.needs),
            "method": say(q.method, lang),
            "limits": say(q.limits, lang),
            "options": [
                {"name": o.name, "kind": o.kind.name, "allowed": o.kind.allowed, "default": o.default, "help": say(o.help(q.id), lang)}
                for o in q.all_options
            ],
        }
        for q in questions().values()
    ]
