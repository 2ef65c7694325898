"""The public game, screen by screen: each is one page, and all that somebody answered is in the fields of its form.

Nobody signs in, no cookie says who plays, and no script is needed. What is sent last may be added to the counts; nothing else is stored.
"""

from __future__ import annotations

import contextlib
import secrets
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from legation.briefing.public_game import file_name, one_file, screen_of
from legation.briefing.public_game.one_file import style_sheet
from legation.language import LANGUAGES, Lang, Message
from legation.questions.public_game import LAST, Progress, draw_count, progress_of
from legation.web.pages.public_game.ticket import is_good, new_ticket
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.limits import BY_ADDRESS, Limit, address_of
from legation.web.rooms.routes import later
from legation.web.site import errors
from legation.web.stores.learning.counting import FEWEST, add, learned_here

__all__ = ["ENDS", "urls"]

LARGEST = 16 * 1024
"""Bytes of what may be sent."""
ENDS = Limit(120, 1.0)
"""Games that end, by address: a lecture hall is behind one."""
_CARRIED = ("seed", "before", "filed", "days", "after")
_ANEW = {"questions": ("after",), "acts": ("filed", "days", "after"), "days": ("days", "after")}
"""What somebody who went back answers anew, and what follows from it, by the kind of the screen."""


@require_http_methods(["GET", "HEAD", "POST"])
def play(request: HttpRequest) -> HttpResponse:
    """Show a screen; by POST the last answers come, and lead to the end."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return errors.answer(request, 413, Message("page-rooms.too-large"), as_json=False)
    wait = (ENDS if request.method == "POST" else BY_ADDRESS).take(address_of(request))
    if wait:
        return later(request, wait, as_json=False)
    sent = request.POST if request.method == "POST" else request.GET
    given = {name: str(value)[:64] for name, value in sent.items()}
    progress, lang = progress_of(given), _lang(request, given)
    if request.method == "POST":
        return _ended(request, progress, lang, counts=given.get("count") == "yes")
    return _screen(request, progress, lang)


@require_safe
def take(request: HttpRequest) -> HttpResponse:
    """Give the game as one file."""
    wait = BY_ADDRESS.take(address_of(request))
    if wait:
        return later(request, wait, as_json=False)
    lang = _lang(request, {"lang": request.GET.get("lang", "")})
    response = HttpResponse(one_file(lang), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name(lang)) or "attachment"
    response["Content-Language"] = lang
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def style(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Give the style of the game: the one that the file has inside."""
    response = HttpResponse(style_sheet(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def urls() -> list[Any]:
    """Return the addresses of the public game."""
    return [
        path("play/whose-word", play, name="public-game"),
        path("play/whose-word.html", take, name="public-game-file"),
        path("play/whose-word.css", style, name="public-game-style"),
    ]


def _lang(request: HttpRequest, given: dict[str, str]) -> Lang:
    chosen = given.get("lang", "")
    lang: Lang = chosen if chosen in LANGUAGES else request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    return lang


def _carried(progress: Progress) -> dict[str, str]:
    """Return the fields of the next form: what was answered so far."""
    return {name: str(getattr(progress, name)) for name in _CARRIED if getattr(progress, name) != ""}


def _screen(request: HttpRequest, progress: Progress, lang: Lang) -> HttpResponse:
    screen = screen_of(progress, lang)
    fields = {name: value for name, value in _carried(progress).items() if name not in _ANEW.get(screen.kind, ())}
    if not screen.number:
        fields = {"seed": str(secrets.randbelow(draw_count()))}
    elif screen.number == 1:
        fields = {"seed": fields["seed"]}
    if all(choice.name != "at" for choice in screen.choices):
        fields["at"] = str(screen.number + 1)
    fields["lang"] = lang
    if screen.number:
        fields["ticket"] = request.GET.get("ticket", "")[:200] or new_ticket()
    values: dict[str, Any] = {
        "lang": lang,
        "screen": screen,
        "fields": fields,
        "sends": screen.number == LAST - 1,
        "file_name": file_name(lang),
    }
    if screen.kind == "end":
        values |= {"learned": learned_here(), "fewest": FEWEST, "added": request.GET.get("added", "")}
    response = private_page(request, "public_game/screen.html", values)
    response["Content-Language"] = lang
    return response


def _ended(request: HttpRequest, progress: Progress, lang: Lang, *, counts: bool) -> HttpResponse:
    """Count what may be counted, and lead to the end: so that a page that is loaded again counts nothing again."""
    added = False
    if counts and progress.screen == LAST:
        with contextlib.suppress(DatabaseError):  # a site that only reads is played on all the same
            if is_good(request.POST.get("ticket", "")[:200]):
                add(progress.draw.forms[0], progress.right("before"), progress.right("after"))
                added = True
    query = _carried(progress) | {"at": str(progress.screen), "lang": lang, "added": "yes" if added else "no"}
    return HttpResponseRedirect(f"{reverse('public-game')}?{urlencode(query)}")
