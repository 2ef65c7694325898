"""The pages that show something alone, and the frame of all: language, house, drill, what stops a page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader

from legation.web.front.catalogue import LANGUAGES, offered, preferred, texts
from legation.web.front.house import House
from legation.web.front.running import front

__all__ = ["front_page", "health", "page", "privacy", "sheet", "shown", "start", "stopped"]

_SHEET = Path(__file__).parent / "look" / "front.css"
SHEET_SECONDS = 7 * 24 * 3600
QUIET = "q"
"""What stands in the address of an answer to a discreet wave."""
View = Callable[..., HttpResponse]


def shown(request: HttpRequest, house: House | None, language: str, name: str, *, status: int = 200, **about: Any) -> HttpResponse:
    """Return a page: a template in the frame of its language."""
    there = texts(language)
    others = [texts(one) for one in (offered(house) if house else ()) if one != language]
    rest = request.path.partition(f"/{language}/")[2] if request.method == "GET" else None
    context = {
        "texts": there,
        "house": house,
        "house_name": "" if house is None else house.names.get(language) or house.names.get("en", ""),
        "others": [(one, f"/{one.language}/{rest}") for one in others] if rest is not None else [],
        "problems": {},
        **about,
    }
    return HttpResponse(loader.render_to_string(f"front/{name}.html", context), status=status)


def stopped(request: HttpRequest, why: str, status: int, *, house: House | None = None, is_quiet: bool = False) -> HttpResponse:
    """Return the page that says why something was not done; one that names nobody, where it is of a discreet wave."""
    _, first, kind, *_ = (*request.path.split("/"), "", "")
    is_quiet = is_quiet or kind == QUIET
    language = first if first in LANGUAGES else preferred(request.headers.get("Accept-Language", ""), LANGUAGES)
    response = shown(request, house, language, "stop", status=status, why="quiet" if is_quiet else why, is_quiet=is_quiet, others=[])
    if status == 503:
        response["Retry-After"] = "300"
    return response


def page(*methods: str) -> Callable[[View], View]:
    """Let a view be called with the house and the language, once the desk has said something and the language is offered."""

    def decorated(view: View) -> View:
        @functools.wraps(view)
        def called(request: HttpRequest, language: str, **named: str) -> HttpResponse:
            if request.method not in methods:
                response = stopped(request, "method", 405)
                response["Allow"] = ", ".join(methods)
                return response
            house = front().house()
            if house is None:
                return stopped(request, "closed", 503)
            if language not in offered(house):
                return stopped(request, "missing", 404)
            return view(request, house, language, **named)

        return called

    return decorated


def start(request: HttpRequest) -> HttpResponse:
    """Show the first page in the language that the browser asks for."""
    house = front().house()
    languages = offered(house) if house else ()
    if house is None or not languages:
        return stopped(request, "closed", 503)
    language = preferred(request.headers.get("Accept-Language", ""), languages)
    response = shown(request, house, language, "start", others=[(texts(one), f"/{one}/") for one in languages if one != language])
    response["Vary"] = "Accept-Language"
    return response


@page("GET", "HEAD")
def front_page(request: HttpRequest, house: House, language: str) -> HttpResponse:
    """Show the first page in a language."""
    return shown(request, house, language, "start")


@page("GET", "HEAD")
def privacy(request: HttpRequest, house: House, language: str) -> HttpResponse:
    """Show what happens to what people write; the times are those of the desk's rule."""
    return shown(request, house, language, "privacy")


def sheet(_request: HttpRequest) -> HttpResponse:
    """Return the style sheet, which a browser keeps."""
    response = HttpResponse(_style(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={SHEET_SECONDS}"
    return response


@functools.cache
def _style() -> bytes:
    return _SHEET.read_bytes()


def health(_request: HttpRequest) -> HttpResponse:
    """Say that the front answers and its file can be read; nothing else."""
    front().house()
    return HttpResponse("ok", content_type="text/plain")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """Say that there is no such page."""
    return stopped(request, "missing", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong here, without a word of what."""
    return stopped(request, "unsaved", 500)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """Say that a request is not one of a page of ours: too many fields, a host that is not this one."""
    return stopped(request, "large", 400)
