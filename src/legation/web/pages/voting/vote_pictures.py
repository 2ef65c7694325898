"""The pictures of a vote as files: the seats, and who went from which vote to which; with what their marks stand for."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse

from legation.figures import render
from legation.figures.figure import Figure, in_words
from legation.language import Lang
from legation.questions.votes.vote_shift import moved_picture
from legation.web.pages.voting.vote import picture_of, rollcall_or_404
from legation.web.pages.voting.voters import paired
from legation.web.runs.pictures import drawn_response, on_screen
from legation.web.site.as_of import known_case
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import file

__all__ = ["drawn", "marks"]

_DRAWN: Cache[tuple[bytes, bytes]] = Cache(64)
"""Drawings with their marks, by all that they show."""


@file("dossiers/<slug:slug>/votes/<path:rollcall>/drawn/<slug:picture>", name="votes.drawn", action="see")
def drawn(request: PageRequest, rollcall: str, picture: str) -> HttpResponse:
    """Return a picture as SVG: ``seats``, or with ``?with=`` another vote ``moved``; ``?take`` without what it needs to stand alone."""
    made = _made(request, rollcall, picture)[0]
    return drawn_response(made if "take" in request.query else on_screen(made))


@file("dossiers/<slug:slug>/votes/<path:rollcall>/marks/<slug:picture>", name="votes.marks", action="see")
def marks(request: PageRequest, rollcall: str, picture: str) -> HttpResponse:
    """Return what the marks of a picture stand for: names, votes, rows and sources."""
    response = HttpResponse(_made(request, rollcall, picture)[1], content_type="application/json")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def _made(request: PageRequest, rollcall: str, picture: str) -> tuple[bytes, bytes]:
    """Return a drawing and its marks, in the reader's language."""
    row, beside = rollcall_or_404(request, rollcall), request.query.get("with", "")[:200]
    key = (request.revision.hash, request.scope.key, request.day, request.today, row.id, picture, beside, request.lang)
    made = _DRAWN.peek(key)
    if made is None:
        figure = _figure(request, row, picture, beside)
        if figure is None:
            raise Http404
        made = _written(figure, request.lang)
        _DRAWN.put(key, made)
    return made


def _figure(request: PageRequest, row: Any, picture: str, beside: str) -> Figure | None:
    case = known_case(request)
    if picture == "seats":
        return picture_of(case, row)
    other = case.meant_rollcall(beside) if picture == "moved" and beside else None
    pair = paired(case, row, other) if other is not None and other.id != row.id else None
    return moved_picture(pair) if pair else None


def _written(figure: Figure, lang: Lang) -> tuple[bytes, bytes]:
    described = in_words({"lang": lang, "marks": figure.records(lang)}, lang)
    return render.svg(figure, lang).encode(), json.dumps(described, ensure_ascii=False).encode()
