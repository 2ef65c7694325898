"""Which questions a dossier can answer, theme by theme, and what the others miss.

A question declares what it needs (:mod:`legation.questions.base.needs`). Where something of that is not there, the question is asked, and
its own refusal says what to add: the list says what an asker would be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from legation.errors import LegationError
from legation.language import Lang, Message, say
from legation.questions.base.ask import ask
from legation.questions.base.case import Case
from legation.questions.base.needs import missing_of
from legation.questions.base.registry import THEMES, questions, theme_of
from legation.questions.question import Question

__all__ = ["QuestionStatus", "QuestionsByTheme", "questions_by_theme"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionStatus:
    """A question of a list: whether a dossier can answer it, and in words what is missing; empty where nothing is."""

    id: str
    title: str
    theme: str
    can_be_answered: bool
    missing: str = ""


@dataclass(frozen=True, repr=False)
class QuestionsByTheme(Mapping[str, tuple[QuestionStatus, ...]]):
    """Questions by theme: a mapping that shows itself as a list, in a notebook as a table.

    Attributes
    ----------
    themes : mapping of str to tuple of QuestionStatus
        Themes in their order; without those of which there is no question.
    lang : {"en", "fr"}
    """

    themes: Mapping[str, tuple[QuestionStatus, ...]]
    lang: Lang = "en"

    def __getitem__(self, theme: str) -> tuple[QuestionStatus, ...]:
        return self.themes[theme]

    def __iter__(self) -> Iterator[str]:
        return iter(self.themes)

    def __len__(self) -> int:
        return len(self.themes)

    @property
    def can_be_answered(self) -> tuple[str, ...]:
        """The ids of the questions that can be answered, theme by theme."""
        return tuple(one.id for there in self.values() for one in there if one.can_be_answered)

    def __repr__(self) -> str:
        lines = [self._counted()]
        wide = max((len(one.id) for there in self.values() for one in there), default=0)
        for theme, there in self.items():
            lines += ["", say(Message(f"questions.theme.{theme}"), self.lang)]
            for one in there:
                lines.append(f"  {'+' if one.can_be_answered else '-'} {one.id:{wide}}  {one.title}")
                lines += [f"    {'':{wide}}  {one.missing}"] if one.missing else []
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = []
        for theme, there in self.items():
            rows.append(f'<tr><th scope="rowgroup" colspan="3">{escape(say(Message(f"questions.theme.{theme}"), self.lang))}</th></tr>')
            for one in there:
                state = escape(one.missing or say(Message("questions.can-be-answered"), self.lang))
                rows.append(f"<tr><td><code>{escape(one.id)}</code></td><td>{escape(one.title)}</td><td>{state}</td></tr>")
        return f'<table lang="{self.lang}"><caption>{escape(self._counted())}</caption><tbody>{"".join(rows)}</tbody></table>'

    def _counted(self) -> str:
        of = sum(len(there) for there in self.values())
        return say(Message("questions.counted", count=len(self.can_be_answered), of=of), self.lang)


def questions_by_theme(cases: Mapping[bool, Case], lang: Lang, *, tried: bool = False) -> QuestionsByTheme:
    """Return every question with what it misses in a dossier.

    Parameters
    ----------
    cases : mapping of bool to Case
        What is asked at its own date: under True for questions on our mandate, under False for all others.
    lang : {"en", "fr"}
    tried : bool
        Whether every question is asked, however long that takes.
    """
    views = {private: case.at(case.as_of) for private, case in cases.items()}
    found: dict[str, list[QuestionStatus]] = {theme: [] for theme in (*THEMES, "others")}
    for question in questions().values():
        missing = _missing(views[question.private], question, tried=tried)
        found[theme_of(question.id)].append(
            QuestionStatus(
                id=question.id,
                title=say(question.title, lang),
                theme=theme_of(question.id),
                can_be_answered=missing is None,
                missing="" if missing is None else say(missing, lang),
            )
        )
    return QuestionsByTheme({theme: tuple(there) for theme, there in found.items() if there}, lang)


def _missing(view: Case, question: Question, *, tried: bool) -> object:
    """Return what a question says where something that it needs is not there; None where everything is, or it answers all the same."""
    if not tried and not missing_of(view, question):
        return None
    try:
        ask(question, view)
    except LegationError as refusal:  # a model that is faulty is told like one that is not there
        return refusal.message
    return None
