"""Figures that other packages draw: each says of which questions, and sees of an answer its tables as plain data.

An entry point of ``legation.figures`` names a figure, or a tuple of figures, in a module. Figures of this package are drawn by the
questions themselves; an answer gets the others after its own.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import LegationError, WrongUse
from legation.extension import Group
from legation.figures.figure import Figure
from legation.language import LANGUAGES, Message

__all__ = ["FIGURES", "FigureKind", "Result", "drawn", "figure_kinds"]

_LOG = logging.getLogger("legation.figures")
_WHY = 200
"""So many characters of what a figure raises are shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What an answer says, as plain data.

    Attributes
    ----------
    question : str
        ``who-can-move``.
    title : Message
        The question as a person asks it.
    as_of : date
        The day at which it was asked.
    tables : mapping
        The rows of each table by its id; a row gives its cells by the ids of its columns: numbers, texts, Messages, Named things, None.
    """

    question: str
    title: Message
    as_of: dt.date
    tables: Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureKind:
    """A figure as it is declared; what it shows stands in the catalogue ``figure`` under its id.

    Attributes
    ----------
    id : str
        Its name in the answer, in JSON and in names of files: ``votes-by-region``.
    questions : tuple of str
        The questions that it is drawn for.
    draw : callable
        ``result -> Figure | None``: None where this result has nothing to draw. It opens nothing and knows no clock.
    """

    id: str
    questions: tuple[str, ...]
    draw: Callable[[Result], Figure | None]

    def __post_init__(self) -> None:
        if isinstance(self.questions, str):  # ("who-can-move") without a comma, in which every part of the word would be found
            raise WrongUse(Message("extension.questions", found=self.questions))

    @property
    def title(self) -> Message:
        """What the figure shows."""
        return Message(f"figure.{self.id}")


FIGURES = Group(name="legation.figures", of=FigureKind, title=Message("extension.what.figure"))
"""Figures as other packages declare them."""


@functools.cache
def _declared() -> tuple[tuple[FigureKind, str], ...]:
    """Return every figure with its package; the log names what cannot be loaded, and no answer is lost by it."""
    found: list[tuple[FigureKind, str]] = []
    for one in FIGURES.brought():
        if one.fault is not None:
            _LOG.warning("%s", one.fault)
        found += [(kind, one.package or one.place) for kind in one.things]
    return tuple(found)


def figure_kinds(question: str = "") -> tuple[FigureKind, ...]:
    """Return every figure that a package declares, or those of one question."""
    return tuple(kind for kind, _ in _declared() if not question or question in kind.questions)


def drawn(result: Result, there: Sequence[str] = ()) -> Iterator[Figure | Message]:
    """Yield the figures that packages draw of a result, and for each that fails the sentence that says so.

    Parameters
    ----------
    result : Result
    there : sequence of str
        The ids of the figures that the answer has already.
    """
    for kind, package in _declared():
        if result.question in kind.questions:
            try:
                figure = _checked(kind, result, there)
            except Exception as error:  # noqa: BLE001 - whatever it is, the answer is not lost by it
                _LOG.info("%s (%s)", kind.id, package, exc_info=True)
                why = error.message if isinstance(error, LegationError) else " ".join(str(error).split())[:_WHY] or type(error).__name__
                yield Message("extension.not-drawn", figure=kind.id, package=package, why=why)
            else:
                if figure is not None:
                    yield figure


def _checked(kind: FigureKind, result: Result, there: Sequence[str]) -> Figure | None:
    """Return a figure that can be shown in every language, under the id of its declaration."""
    from legation.figures import render

    if kind.id in there:
        raise WrongUse(Message("extension.figure-taken", id=kind.id))
    figure = kind.draw(result)
    if figure is None:
        return None
    if not isinstance(figure, Figure):
        raise WrongUse(Message("extension.no-figure", found=type(figure).__name__))
    specs = {lang: dict(figure.spec(lang) if callable(figure.spec) else figure.spec) for lang in LANGUAGES}
    figure = dataclasses.replace(figure, id=kind.id, spec=specs.__getitem__)
    for lang in LANGUAGES:
        render.svg(figure, lang)
    return figure
