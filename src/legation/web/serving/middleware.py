"""What a request passes before the pages: ``/health``, the limit on bodies and on odd addresses, gzip of large pages.

``/health`` is asked without signing in, and by any name of the machine, by the program that watches the site.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.gzip import GZipMiddleware

from legation.language import Message
from legation.web.serving.condition import condition
from legation.web.site import errors
from legation.web.site.values import parse_int

__all__ = [
    "GZIP_FROM",
    "HEALTH_ADDRESS",
    "LIVE",
    "READY",
    "BodyLimit",
    "GzipLargePages",
    "Health",
]


HEALTH_ADDRESS = "/health"
LIVE, READY = f"{HEALTH_ADDRESS}/live", f"{HEALTH_ADDRESS}/ready"


class Health:
    """Answers ``/health`` before anything else looks at the request.

    ``/health/live`` says that the process answers, and asks nothing else; ``/health`` and ``/health/ready`` say what works.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or hand on."""
        if request.path not in (HEALTH_ADDRESS, LIVE, READY):
            return self.get_response(request)
        state = {"ok": True} if request.path == LIVE else condition()
        response = JsonResponse(state, status=200 if state["ok"] else 503)
        response["Cache-Control"] = "no-store"
        return response


class BodyLimit:
    """Answers 413 where the body is above ``settings.UPLOAD_LIMIT``, before a byte of it is looked at, and 400 to :func:`_is_odd`.

    The server counts what arrives (:mod:`legation.web.serving.bridge`); a body without an announced length has one here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or say how much is allowed."""
        length = parse_int(request.META.get("CONTENT_LENGTH") or 0)
        if length is not None and length <= settings.UPLOAD_LIMIT:
            if _is_odd(request):
                return errors.answer(request, 400, Message("web.error.bad-request"), as_json=errors.wants_json(request))
            return self.get_response(request)
        message = Message("site.too-large", allowed=settings.UPLOAD_LIMIT // 2**20)
        response = errors.answer(request, 413, message, as_json=errors.wants_json(request))
        response["Connection"] = "close"
        response["Content-Length"] = str(len(response.content))
        return response


def _is_odd(request: HttpRequest) -> bool:
    """Whether an address or a cookie holds a NUL, which no browser sends and no database keeps."""
    return "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", "") or any("\x00" in v for v in request.COOKIES.values())


GZIP_FROM = 32 * 1024
"""From this size on a page is compressed [bytes]; a smaller one is sent sooner as it is."""


class GzipLargePages(GZipMiddleware):
    """Compress large HTML pages, and nothing else: what has an ETag to be compared byte for byte, and files, stay as they are.

    Django adds a random number of bytes to what it compresses and masks the token of forms anew for each page, so that the size tells
    nobody what is inside.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the response, compressed where it is a large page."""
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or len(response.content) < GZIP_FROM:  # type: ignore[attr-defined]  # it is no stream
            return response
        return super().process_response(request, response)
