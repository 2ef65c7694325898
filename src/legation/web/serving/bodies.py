"""No request is larger than the site takes, and none is written otherwise than browsers write."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from legation.language import Message
from legation.web.numbers import whole
from legation.web.site import errors

__all__ = ["BodyLimit"]


class BodyLimit:
    """Answers 413 where the body is above ``settings.UPLOAD_LIMIT``, before a byte of it is looked at, and 400 to :func:`_is_odd`.

    The server counts what arrives (:mod:`legation.web.serving.bridge`); a body without an announced length has one here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or say how much is allowed."""
        length = whole(request.META.get("CONTENT_LENGTH") or 0)
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
