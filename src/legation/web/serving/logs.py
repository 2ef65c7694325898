"""The log of the site: one JSON object a line on the error stream, without personal data.

A request is told by the name of its route, its method, status and time, and a number that stands in the answer's header as well; never by
its address, which names a dossier, nor by who asked, from where, with which browser or what was sent. Of requests of seats in rooms there
is no line, since where it stands among others would tell the minute; a fault in one bears the day. An error is told by its kind and the
lines of code that it went through; its words are left out where they could hold a cell of somebody's table.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

__all__ = ["JsonLines", "RequestLog", "settings_for"]

OURS = ("legation", "uvicorn.error", "py.warnings")
"""Whose sentences are written; of others only who spoke, for they quote addresses and what was sent."""
_SAID = (OSError, ImportError, MemoryError, SyntaxError)
"""Kinds of error whose words hold nothing that a person wrote."""
_requests = logging.getLogger("legation.request")
_PACKAGES = Path(__file__).parents[3]


class JsonLines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
        line |= getattr(record, "fields", {})
        if record.name.startswith(OURS) and not hasattr(record, "fields"):
            line["message"] = record.getMessage()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            line |= about(request) | {"status": getattr(record, "status_code", 500)}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = error_chain(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class RequestLog:
    """Writes a line for each request and gives it a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write."""
        begun = time.perf_counter()
        request.number = secrets.token_hex(6)  # type: ignore[attr-defined]  # ours
        response = self.get_response(request)
        response["X-Request-Id"] = request.number  # type: ignore[attr-defined]
        if _requests.isEnabledFor(logging.INFO) and not _is_of_seat(request):
            milliseconds = round(1000 * (time.perf_counter() - begun), 1)
            fields = about(request) | {"status": response.status_code, "ms": milliseconds}
            _requests.info("", extra={"fields": fields})
        return response


def about(request: HttpRequest) -> dict[str, Any]:
    """Return what may be told of a request."""
    match = request.resolver_match
    fields = {"request": getattr(request, "number", ""), "method": _method(request), "route": match.view_name if match else ""}
    return fields | ({"time": dt.datetime.now(dt.UTC).date().isoformat()} if _is_of_seat(request) else {})


def _is_of_seat(request: HttpRequest) -> bool:
    """Whether somebody asks who sits in a room, or joins one: of these no line says when."""
    return bool(getattr(request, "is_of_seat", False))


def _method(request: HttpRequest) -> str:
    """Return the method, where it is one: a browser may send any word."""
    return request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"


def error_chain(error: BaseException) -> list[dict[str, Any]]:
    """Return an error and what led to it, the first cause last: the kind, the words where they are harmless, the lines of code."""
    causes: list[dict[str, Any]] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        line: dict[str, Any] = {"kind": f"{type(at).__module__}.{type(at).__qualname__}"}
        if isinstance(at, _SAID):
            line["words"] = at.strerror if isinstance(at, OSError) and at.strerror else str(at) if not isinstance(at, OSError) else ""
        line["at"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(at.__traceback__)]
        causes.append(line)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return causes


def _short(filename: str) -> str:
    """Return a file's name from its package on: where a person's home is says who they are."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGES):
        return path.relative_to(_PACKAGES).as_posix()
    return filename.rpartition("site-packages/")[2] if "site-packages/" in filename else path.name


def settings_for(level: str) -> dict[str, Any]:
    """Return Django's description of the log."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "legation.web.serving.logs.JsonLines"}},
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stream"], "level": "WARNING"},
        "loggers": {
            "legation": {"level": level},
            # Django's own handlers are not wanted beside ours
            "django": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "propagate": False},
        },
    }
