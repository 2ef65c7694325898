"""The door for a warden without an account: a code opens one list, and nothing else of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from legation.errors import LegationError
from legation.language import Message
from legation.web.consular.pages.wardens.own import own_page, take_report
from legation.web.consular.records.models import Warden
from legation.web.consular.routing import DeskRequest, Page, show
from legation.web.consular.wardens.codes import Door, read_pair
from legation.web.consular.wardens.lists import is_over, warden_with
from legation.web.site import errors

__all__ = ["DOOR", "door", "enter", "leave", "report"]

DOOR = "warden-door"
_SESSION = "warden-list"
_TEMPLATE, _LIST = "consular/wardens/door.html", "consular/wardens/own.html"
THE_DOOR = Door()
"""What is counted in this process."""
View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, kw_only=True)
class DoorPage(Page):
    """Where a code is typed; ``wrong`` after one that opens nothing."""

    wrong: bool
    href: str


def _view(*methods: str) -> Callable[[View], View]:
    """Return what makes of a function a page that no browser and no server between keeps."""

    def made(function: View) -> View:
        @wraps(function)
        def answered(http: HttpRequest) -> HttpResponse:
            try:
                response = function(http)
            except LegationError as error:
                response = errors.failed(http, error, as_json=False)
            response["Cache-Control"] = "private, no-store"
            return response

        return require_http_methods(list(methods))(answered)

    return made


def _request(http: HttpRequest) -> DeskRequest:
    """Return a request of nobody: an account that has signed in in the same browser does not count here."""
    return DeskRequest(http, AnonymousUser(), http.lang)  # type: ignore[attr-defined]  # set by LanguageMiddleware


def _warden(http: HttpRequest) -> Warden | None:
    opened = http.session.get(_SESSION)
    return Warden.objects.filter(pk=opened, account=None).select_related("crisis").first() if opened else None


def _closed_door(http: HttpRequest, *, wrong: bool = False) -> HttpResponse:
    page = DoorPage(title=Message("desk-calls.door"), wrong=wrong, href=reverse(f"{DOOR}.enter"))
    return show(_request(http), page, _TEMPLATE, 403 if wrong else 200)


@_view("GET", "HEAD")
def door(http: HttpRequest) -> HttpResponse:
    """Show the list that was opened, or where a code is typed."""
    warden = _warden(http)
    if warden is None:
        return _closed_door(http)
    page = own_page([warden], reverse(f"{DOOR}.report"), reverse(f"{DOOR}.leave"))
    return show(_request(http), page, _LIST)


@_view("POST")
def enter(http: HttpRequest) -> HttpResponse:
    """Open the list of a code. A wrong one, one over a limit and no code at all are answered alike."""
    code = http.POST.get("code", "")
    warden = warden_with(code)
    if not THE_DOOR.lets_in(read_pair(code) or "", warden.pk if warden is not None else "") or warden is None:
        return _closed_door(http, wrong=True)
    http.session.cycle_key()
    http.session[_SESSION] = warden.pk
    return HttpResponseRedirect(reverse(DOOR))


@_view("POST")
def report(http: HttpRequest) -> HttpResponse:
    """Store what the warden says of somebody on the list that is open; nothing once it has ended."""
    warden = _warden(http)
    if warden is None or is_over(warden):
        return HttpResponseRedirect(reverse(DOOR))
    if any("\x00" in text for text in http.POST.values()):
        raise Http404
    return HttpResponseRedirect(f"{reverse(DOOR)}#household-{take_report(_request(http), warden)}")


@_view("POST")
def leave(http: HttpRequest) -> HttpResponse:
    """Close the list in this browser."""
    http.session.pop(_SESSION, None)
    return HttpResponseRedirect(reverse(DOOR))
