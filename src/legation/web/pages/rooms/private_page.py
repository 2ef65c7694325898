"""A page that no cache keeps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["private_page"]


def private_page(request: HttpRequest, template: str, values: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page that is kept nowhere."""
    response = render(request, template, values, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
