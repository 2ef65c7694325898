"""The list of questions: our own, and those that other packages bring by the entry point ``legation.questions``.

An entry point names a module or package. A package's modules each hold one ``QUESTION``; a module holds its own.
"""

from __future__ import annotations

import difflib
import functools
import importlib
from collections.abc import Mapping
from types import MappingProxyType

from legation.errors import WrongUse
from legation.extension import Group, held_by
from legation.language import Message
from legation.questions.question import Question

__all__ = ["ORDER", "QUESTIONS", "find", "questions"]

_OURS = "legation.questions"
QUESTIONS = Group(name="legation.questions", of=Question, title=Message("extension.what.question"), held_as="QUESTION", ours_at=_OURS)
"""Questions as other packages declare them."""
ORDER = (
    "who-can-move",
    "do-we-have-the-votes",
    "who-has-power",
    "who-is-missing",
    "who-would-call-a-vote",
    "what-would-beat-it",
    "where-it-would-land",
    "whom-to-call-first",
    "how-good-were-we",
    "what-futures-hold",
    "which-plan-survives",
    "where-could-it-settle",
    "what-would-settle-it",
    "what-if-we-fail",
    "how-sure-are-we",
    "what-would-prove-us-wrong",
    "what-can-we-show",
    "what-do-we-say",
    "what-may-we-do",
    "which-norm-was-breached",
    "what-does-naming-cost",
    "whom-does-the-public-blame",
    "who-votes-alike",
    "where-they-stand-over-time",
    "why-did-the-vote-shift",
    "who-stands-where",
    "who-matters",
    "who-can-reach",
    "who-is-forgotten",
    "who-is-in",
    "is-the-strategy-sound",
    "what-changed",
    "beyond-the-perimeter",
    "where-is-it-decided",
    "who-would-sign",
    "what-the-room-thinks",
    "which-trade",
    "what-can-we-live-with",
    "where-is-the-text-stuck",
    "who-is-blocking",
    "what-did-they-say-before",
    "what-is-happening-between",
    "who-took-up-our-words",
    "what-shifted",
    "did-it-work",
    "what-is-said",
    "where-their-words-place-them",
    "who-reads-us",
    "digital-or-cyber",
    "what-is-due",
)
"""Our own questions, in the order of use."""


@functools.cache
def questions() -> Mapping[str, Question]:
    """Return every question by id: ours in the order of use, then others by name.

    Raises
    ------
    WrongUse
        Where a package brings what is no question, or one by an id that is taken.
    """
    ours = {question.id: question for question in held_by(importlib.import_module(_OURS), QUESTIONS.held_as)}
    found = QUESTIONS.with_ours(ours)
    places = {name: place for place, name in enumerate(ORDER)}
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))))


def find(identifier: str) -> Question:
    """Return a question by its id; one of ours without loading the others.

    Raises
    ------
    WrongUse
        Where there is none; the sentence names the nearest.
    """
    if identifier in ORDER:
        own: Question = importlib.import_module(f"{_OURS}.{identifier.replace('-', '_')}").QUESTION
        return own
    there = questions()
    if identifier not in there:
        close = difflib.get_close_matches(identifier, there, 1, 0.3) or list(there)[:1]
        raise WrongUse(Message("all-questions.unknown-question", found=identifier, close=close[0], there=tuple(there)))
    return there[identifier]
