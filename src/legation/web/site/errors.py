"""What a person reads when something did not go: a page, or for programs one shape of JSON: ok, error, problems, status."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from legation.errors import BadValue, CannotRead, CannotWrite, DossierError, LegationError, NotAvailable, NotReady, WrongUse
from legation.language import Lang, Message, say
from legation.web.site.language import of_browser
from legation.web.site.optional_write import close_where_only_read

__all__ = [
    "accepts_json",
    "answer",
    "broken",
    "database_answers",
    "denied",
    "failed",
    "forged",
    "not_found",
    "problems_in",
    "wants_json",
    "wrong_method",
]

_AGAIN = 3
"""Seconds after which is asked again for what is not ready."""
_STATUS = {WrongUse: 400, BadValue: 400, NotAvailable: 409, DossierError: 422, CannotRead: 422, CannotWrite: 409}


def answer(
    request: HttpRequest,
    status: int,
    message: Any,
    problems: tuple[Any, ...] = (),
    *,
    as_json: bool,
    dossier: str = "",
    again: int = 0,
    is_broken: bool = False,
) -> HttpResponse:
    """Return an error as a page or as JSON.

    Parameters
    ----------
    dossier : str
        One that is open to the reader, to go back to.
    again : int
        After how many seconds the page asks again by itself; 0: it does not.
    is_broken : bool
        Whether the site itself failed: then no room is asked whether it is an exercise, which would fail again.
    """
    lang: Lang = getattr(request, "lang", "") or of_browser(request)  # type: ignore[assignment]  # one of ours
    if as_json or request.path.endswith(".json") or request.path.startswith("/api/"):
        body = {"ok": False, "error": say(message, lang), "status": status, "problems": problems_in(problems, lang)}
        return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    context = {"message": message, "problems": problems, "status": status, "lang": lang, "dossier": dossier, "again": again}
    if is_broken:
        context["exercise"] = getattr(settings, "CONSULAR_DRILL", False)
    return render(request, "site/error.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path.endswith(".json") or request.path.startswith("/api/") or accepts_json(request)


def accepts_json(request: HttpRequest) -> bool:
    """Whether JSON is asked for at an address that is a page, too."""
    return request.headers.get("Accept", "").startswith("application/json")


def wrong_method(request: HttpRequest, allowed: Sequence[str], *, as_json: bool) -> HttpResponse:
    """405: a page that something is sent to, or an action that is only opened; the header says how it is asked for."""
    methods = ", ".join(allowed)
    refused = answer(request, 405, Message("web.error.method", found=str(request.method)[:20], allowed=methods), as_json=as_json)
    refused["Allow"] = methods
    return refused


def problems_in(problems: tuple[Any, ...], lang: Lang) -> list[dict[str, Any]]:
    """Return problems as plain data, each with its place."""
    return [
        {
            "part": p.part,
            "row": p.row,
            "column": p.column,
            "allowed": p.allowed,
            "found": p.found,
            "code": p.code,
            "remedy": say(p.remedy, lang),
        }
        for p in problems
    ]


def failed(request: HttpRequest, error: LegationError, *, as_json: bool, dossier: str = "") -> HttpResponse:
    """Return one of our own errors: its sentence, and where a dossier breaks its rules every problem."""
    if isinstance(error, NotReady):
        response = answer(request, 503, error.message, as_json=as_json, dossier=dossier, again=_AGAIN)
        response["Retry-After"] = str(_AGAIN)
        return response
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    return answer(request, status, error.message, getattr(error, "problems", ()), as_json=as_json, dossier=dossier)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: not there, or not for this person; which of the two is not said."""
    return answer(request, 404, Message("web.error.not-found"), as_json=False)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: seen, but not allowed."""
    return answer(request, 403, Message("web.error.not-allowed"), as_json=False)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: a form that does not come from this site, or is too old."""
    return answer(request, 403, Message("web.error.forged"), as_json=wants_json(request))


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no browser of ours sends. 413: a text in a field that is too large for one."""
    if isinstance(exception, RequestDataTooBig):
        allowed = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 2**20
        return answer(request, 413, Message("site.text-too-large", allowed=allowed), as_json=wants_json(request))
    return answer(request, 400, Message("web.error.bad-request"), as_json=False)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our own fault; nothing of the cause is shown. 503 where the machine does not do its part: the next request tries again."""
    sentence = _of_the_machine(sys.exc_info()[1])
    if not sentence:
        return answer(request, 500, Message("web.error.broken"), as_json=wants_json(request), is_broken=True)
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()  # who asks is in the database
    if not hasattr(request, "lang"):
        request.lang = of_browser(request)  # type: ignore[attr-defined]  # ours
    response = answer(request, 503, Message(sentence), as_json=wants_json(request), is_broken=True)
    response["Retry-After"] = "10"
    return response


_FULL = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT})
_READ_ONLY_STATE = "25006"
"""What PostgreSQL answers to a write while it only reads (read_only_sql_transaction)."""


def _of_the_machine(error: BaseException | None) -> str:
    """Return the name of the sentence on a fault of the machine, "" where it is none: no database, no writing, no memory."""
    if isinstance(error, MemoryError):
        return "site.no-memory"
    if isinstance(error, OSError):
        return "site.not-writable" if error.errno in _FULL else ""
    if isinstance(error, InternalError):
        return "site.not-writable" if getattr(error.__cause__, "sqlstate", "") == _READ_ONLY_STATE else ""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return ""
    close_where_only_read(error)
    return "site.not-writable" if database_answers() else "site.database-gone"


def database_answers() -> bool:
    """Return whether the database can be read."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except (DatabaseError, InterfaceError):
        return False
    return True
