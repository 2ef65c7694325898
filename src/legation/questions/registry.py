"""The list of questions: our own, and those that other packages bring by the entry point ``legation.questions``.

An entry point names a module or package. A package's modules each hold one ``QUESTION``; a module holds its own. Sentences that a package
brings lie in its folder ``locale``.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from types import MappingProxyType, ModuleType

from legation.errors import WrongUse
from legation.language import Message, add_catalogue_of
from legation.questions.question import Question

__all__ = ["GROUP", "find", "questions"]

GROUP = "legation.questions"
_ORDER = (
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


@functools.cache
def questions() -> Mapping[str, Question]:
    """Return every question by id: ours in the order of use, then others by name.

    Raises
    ------
    WrongUse
        Where a package brings a question by an id that is taken.
    """
    modules = [importlib.import_module("legation.questions")]
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.value):
        if entry.value != "legation.questions":
            module = entry.load()
            modules.append(module)
            add_catalogue_of(module)
    found: dict[str, Question] = {}
    for module in modules:
        for question in _declared(module):
            if question.id in found:
                raise WrongUse(Message("all-questions.question-taken", found=question.id, package=module.__name__))
            found[question.id] = question
    places = {name: place for place, name in enumerate(_ORDER)}
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))))


def find(identifier: str) -> Question:
    """Return a question by its id; one of ours without loading the others.

    Raises
    ------
    WrongUse
        Where there is none; the sentence names the nearest.
    """
    if identifier in _ORDER:
        own: Question = importlib.import_module(f"{GROUP}.{identifier.replace('-', '_')}").QUESTION
        return own
    there = questions()
    if identifier not in there:
        close = difflib.get_close_matches(identifier, there, 1, 0.3) or list(there)[:1]
        raise WrongUse(Message("all-questions.unknown-question", found=identifier, close=close[0], there=tuple(there)))
    return there[identifier]


def _declared(module: ModuleType) -> Iterator[Question]:
    if hasattr(module, "QUESTION"):
        yield module.QUESTION
    for entry in pkgutil.iter_modules(getattr(module, "__path__", ())):
        inner = importlib.import_module(f"{module.__name__}.{entry.name}")
        if hasattr(inner, "QUESTION"):
            yield inner.QUESTION
