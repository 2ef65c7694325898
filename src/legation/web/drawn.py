"""Answers that pages beside the questions show with their figure: kept by what may be seen, so that they are computed once."""

from __future__ import annotations

from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.language import Lang
from legation.questions import Answer, ask
from legation.questions.question import silent
from legation.web.asked import Asked
from legation.web.dossiers.kept import Kept
from legation.web.known import known

__all__ = ["QUICK", "answered", "picture"]

QUICK = ("who-matters", "who-stands-where")
"""The questions that are answered while a page is made; every other runs in the background."""

_ANSWERS: Kept[Answer | None] = Kept(64)
_PICTURES: Kept[bytes] = Kept(64)


def answered(asked: Asked, question: str, **options: str) -> Answer | None:
    """Return the answer on the dossier as the person sees it, at the day of the page; None where nothing is there to answer from."""
    return _ANSWERS.get(_key(asked, question, options), lambda: _ask(asked, question, options))


def picture(asked: Asked, question: str, lang: Lang, **options: str) -> bytes | None:
    """Return the first figure of the answer as SVG."""
    answer = answered(asked, question, **options)
    if answer is None or not answer.figures:
        return None
    return _PICTURES.get((*_key(asked, question, options), lang), lambda: _drawn(answer, answer.figures[0], lang))


def _ask(asked: Asked, question: str, options: dict[str, str]) -> Answer | None:
    try:
        return ask(question, known(asked), silent, **options)
    except NotAvailable:
        return None


def _drawn(answer: Answer, figure: Figure, lang: Lang) -> bytes:
    from legation.briefing.words import footer
    from legation.figures import render

    return render.svg(figure, lang, footer=footer(answer, lang)).encode("utf-8")


def _key(asked: Asked, question: str, options: dict[str, str]) -> tuple[object, ...]:
    return asked.revision.hash, asked.sight.key, asked.day, asked.today, question, tuple(sorted(options.items()))
