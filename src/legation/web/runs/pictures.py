"""Figures on pages: quick answers made with the page and cached by what may be seen, and the colours and faces of a drawing on a screen."""

from __future__ import annotations

import functools
import re
from typing import Any

from django.http import HttpResponse

from legation.errors import NotAvailable
from legation.figures.dark import dark_rules
from legation.figures.figure import Figure
from legation.language import Lang
from legation.questions import Answer, ask
from legation.questions.question import silent
from legation.web.site.as_of import known_case
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest

__all__ = [
    "INLINE_QUESTIONS",
    "drawn_response",
    "inline_answer",
    "inline_figure",
    "on_screen",
]


def on_screen(svg: bytes) -> bytes:
    """Return an SVG with its colours for a dark page, and with the faces that its texts need.

    A browser takes the theme of the page for the image's own.

    >>> on_screen(b'<svg xmlns="x"><g/></svg>')[:58]
    b'<svg xmlns="x"><style>@media (prefers-color-scheme: dark){'
    """
    text = svg.decode("utf-8")
    wide = any(ord(sign) > 0xFF and not 0x2000 <= ord(sign) < 0x2070 for sign in text)
    rules = f"@media (prefers-color-scheme: dark){{{dark_rules()}}}{_faces(wide)}"
    return re.sub(r"<svg\b[^>]*>", lambda opening: f"{opening[0]}<style>{rules}</style>", text, count=1).encode("utf-8")


def drawn_response(content: bytes) -> HttpResponse:
    """Return an SVG as an answer: opened by itself it runs nothing and loads nothing."""
    response = HttpResponse(content, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@functools.cache
def _faces(wide: bool) -> str:  # noqa: FBT001 - one of two style sheets
    from legation.briefing.layout.typefaces import style_sheet

    rules = [rule for rule in style_sheet().splitlines() if '"Inter"' in rule]
    return "\n".join(rule for rule in rules if wide or "U+0000-00FF" in rule)


INLINE_QUESTIONS = ("who-matters", "who-stands-where")
"""The questions that are answered while a page is made; every other runs in the background."""

_ANSWERS: Cache[Answer | None] = Cache(64)
_PICTURES: Cache[bytes] = Cache(64)


def inline_answer(request: PageRequest, question: str, **options: str) -> Answer | None:
    """Return the answer on the dossier as the person sees it, at the day of the page; None where nothing is there to answer from."""
    return _ANSWERS.get(_key(request, question, options), lambda: _ask(request, question, options))


def inline_figure(request: PageRequest, question: str, lang: Lang, **options: str) -> bytes | None:
    """Return the first figure of the answer as SVG."""
    answer = inline_answer(request, question, **options)
    if answer is None or not answer.figures:
        return None
    return _PICTURES.get((*_key(request, question, options), lang), lambda: _render(answer, answer.figures[0], lang))


def _ask(request: PageRequest, question: str, options: dict[str, Any]) -> Answer | None:
    try:
        return ask(question, known_case(request), silent, **options)
    except NotAvailable:
        return None


def _render(answer: Answer, figure: Figure, lang: Lang) -> bytes:
    from legation.briefing.labels import footer
    from legation.figures import render

    return render.svg(figure, lang, footer=footer(answer, lang)).encode("utf-8")


def _key(request: PageRequest, question: str, options: dict[str, str]) -> tuple[object, ...]:
    return request.revision.hash, request.scope.key, request.day, request.today, question, tuple(sorted(options.items()))
