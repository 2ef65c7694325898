"""What a person reads who tried too often."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from legation.language import Message
from legation.web.site import errors

__all__ = ["too_many"]


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """429: wait, then try again."""
    response = errors.answer(request, 429, Message("page-accounts.too-many"), as_json=False)
    response["Retry-After"] = "300"
    return response
