"""What a figure is: a Vega-Lite specification that can be said in two languages, with its words for those who do not see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from legation.figures.mark import Mark
from legation.language import Lang, Message, Spoken, is_spoken, say

__all__ = ["Figure", "Named", "Spec", "in_words"]

Spec: TypeAlias = Mapping[str, Any] | Callable[[Lang], Mapping[str, Any]]
"""A specification whose texts are Spoken, or, where the layout depends on how long words are, a function that draws it for a language."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a reader calls by name and a program by id: an actor, a roll call.

    ``article_fr`` is the French article where the dossier says it; what :mod:`legation.proper_nouns` tells stands for an empty one.

    >>> own = Named("watch", "Veille des fonds marins", "la")
    >>> say(Message("language.name-example", one=own, several=(own,)), "fr")
    'La Veille des fonds marins répond à la Veille des fonds marins.'
    """

    id: str
    name: Spoken | str
    article_fr: str = field(default="", compare=False)

    @property
    def articles(self) -> Mapping[str, str]:
        """The article by language, where the dossier says it."""
        return {"fr": self.article_fr} if self.article_fr else {}

    def in_language(self, lang: Lang) -> str:
        """Return the name."""
        return say(self.name, lang)

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of a result.

    Attributes
    ----------
    id : str
        Unique within an answer.
    title : Message
        The finding that the picture shows.
    subtitle : Message
        The measure, its unit and date.
    alt : Message
        One or two sentences that say what the picture says.
    spec : mapping, or function of a language that returns one
        A Vega-Lite specification without title; any text in it that a reader sees is a Message or another Spoken value.
    judgement : str
        The judgement that it shows, by its id on the score card; empty: none.
    marks : tuple of Mark
        What a reader can point at, in the order of drawing: a mark of the drawing names its place in it.
    bare : bool
        Drawn without title and subtitle, where the text around it says both.
    exercise : bool
        Whether what it shows is an exercise: the drawing begins and ends with the words that say so.
    """

    id: str
    title: Message
    subtitle: Message
    alt: Message
    spec: Spec
    judgement: str = ""
    marks: tuple[Mark, ...] = ()
    bare: bool = False
    exercise: bool = False

    def __repr__(self) -> str:
        return f"<Figure {self.id}: {self.title}>"

    def specification(self, lang: Lang, *, footer: str = "") -> dict[str, Any]:
        """Return the whole specification for readers of ``lang``: title, subtitle, description, and the footer with source and hash."""
        from legation.figures.theme import dressed

        spec = self.spec(lang) if callable(self.spec) else self.spec
        title, subtitle = ("", "") if self.bare else (say(self.title, lang), say(self.subtitle, lang))
        band = say(Message("game.exercise-line"), lang) if self.exercise else ""
        return dressed(in_words(spec, lang), title, subtitle, say(self.alt, lang), footer, lang, band)

    def records(self, lang: Lang) -> list[dict[str, Any]]:
        """Return the marks as plain JSON, said in a language."""
        return [in_words(mark.record(), lang) for mark in self.marks]


def in_words(value: Any, lang: Lang, *, ids: bool = False) -> Any:
    """Return a structure as plain JSON: what can be said is said in ``lang``; with ``ids``, what has a name is given by its id."""
    if value is None or type(value) in (str, int, bool):  # most of them
        return value
    if isinstance(value, Named) and ids:
        return value.id
    if is_spoken(value):
        return value.in_language(lang)
    if isinstance(value, Mapping):
        return {key: in_words(item, lang, ids=ids) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_words(item, lang, ids=ids) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    return None if isinstance(value, float) and value != value else value
