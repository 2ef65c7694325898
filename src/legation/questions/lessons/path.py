"""The six lessons, in their order: on which example each works, which question checks it, and what is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from legation.dossier import Dossier, load
from legation.dossier.records import MARKINGS
from legation.errors import NotAvailable
from legation.example_folder import example_folders
from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.base.ask import ask
from legation.questions.lessons.exercise import Exercise
from legation.questions.lessons.on_deadlines import incident
from legation.questions.lessons.on_deals import drafting, negotiation
from legation.questions.lessons.on_people import stakeholders, terms
from legation.questions.lessons.on_votes import votes

__all__ = ["LESSONS", "Lesson", "exercise_of", "find_lesson"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson of the path.

    Attributes
    ----------
    id : str
        Its words stand in the catalogue of lessons.
    minutes : int
        How long it takes at most [min].
    examples : tuple of str
        The examples that it works on; a question is put to the first.
    question : str
        The question whose answer checks it; empty: rows that a person filed by hand do.
    options : mapping of str to object
        Of the question.
    draw : callable
        The examples and the answer -> what is asked.
    """

    id: str
    minutes: int
    examples: tuple[str, ...]
    draw: Callable[[Mapping[str, Dossier], Any], Exercise]
    question: str = ""
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


LESSONS = (
    Lesson(id="terms", minutes=10, examples=("death-penalty-moratorium", "un-ict-2018"), draw=terms),
    Lesson(id="stakeholders", minutes=10, examples=("un-ict-2018",), question="who-matters", draw=stakeholders),
    Lesson(id="votes", minutes=15, examples=("un-ict-2018",), question="do-we-have-the-votes", options={"goal": "defeat"}, draw=votes),
    Lesson(
        id="negotiation", minutes=15, examples=("iana-transition-2014",), question="which-trade", options={"draws": "0"}, draw=negotiation
    ),
    Lesson(id="drafting", minutes=10, examples=("un-ict-2018",), question="where-is-the-text-stuck", draw=drafting),
    Lesson(id="incident", minutes=10, examples=("firm-hit-2017",), question="whom-must-we-notify", draw=incident),
)
"""The path. Only the first is checked by hand: whether an activity is digital or cyber is a person's judgement, never a classifier's."""


def find_lesson(name: str) -> Lesson | None:
    """Return a lesson by its id; None where there is none.

    >>> find_lesson("votes").question, find_lesson("none")
    ('do-we-have-the-votes', None)
    """
    return next((one for one in LESSONS if one.id == name), None)


def exercise_of(lesson: Lesson) -> Exercise:
    """Ask the question of a lesson on its example as the world may see it, and draw from the answer what is asked.

    Raises
    ------
    NotAvailable
        Where the example is not installed, or its answer holds nothing to ask.

    Examples
    --------
    >>> drawn = exercise_of(find_lesson("incident"))
    >>> [item.id for item in drawn.items], [len(item.right) for item in drawn.items]
    (['to', 'until'], [1, 1])
    """
    folders = example_folders()
    if not folders.keys() >= set(lesson.examples):
        raise NotAvailable(Message("lessons.no-example"))
    dossiers = {name: load(folders[name]).cleared(MARKINGS[0], "desk") for name in lesson.examples}
    answer: Answer | None = ask(lesson.question, dossiers[lesson.examples[0]], **lesson.options) if lesson.question else None
    drawn = lesson.draw(dossiers, answer)
    if answer is None or answer.provenance is None:
        return drawn
    title = dossiers[lesson.examples[0]].info.title
    return replace(drawn, example=title, as_of=dt.date.fromisoformat(answer.provenance.as_of))
