"""No request is larger than the site takes."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from legation.language import Message
from legation.web.numbers import whole
from legation.web.site import errors

__all__ = ["BodyLimit"]


class BodyLimit:
    """Answers 413 where the body is above ``settings.UPLOAD_LIMIT``, before a byte of it is looked at.

    The server counts what arrives (:mod:`legation.web.serving.bridge`); a body without an announced length has one here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or say how much is allowed."""
        length = whole(request.META.get("CONTENT_LENGTH") or 0)
        if length is not None and length <= settings.UPLOAD_LIMIT:
            return self.get_response(request)
        message = Message("site.too-large", allowed=settings.UPLOAD_LIMIT // 2**20)
        response = errors.answer(request, 413, message, as_json=errors.wants_json(request))
        response["Connection"] = "close"
        response["Content-Length"] = str(len(response.content))
        return response
