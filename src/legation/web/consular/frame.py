"""The frame that every page of the desk stands in: where I am, who I am, and in a drill on every page that it is one."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from legation.language import Message
from legation.version import VERSION
from legation.web.consular.access import can
from legation.web.route import Request

__all__ = ["PLACES", "frame", "in_templates"]

PLACES = (
    ("drill", "call-sheets"),
    ("people", "see-names"),
    ("crises", "see-crises"),
    ("calls", "call-sheets"),
    ("warden", "warden-list"),
    ("texts", "see-texts"),
    ("retention", "see-retention"),
    ("requests", "answer-requests"),
    ("openings", "see-trail"),
    ("assignments", "assign"),
    ("house", "see-house"),
)
"""The places of the desk in the column at the left, each a route without a post, with the action that opens it; ``drill`` in a drill."""


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry of the column at the left."""

    title: Message
    href: str
    here: bool


def frame(request: Request, title: Any, content: SafeString, routes: Container[str]) -> str:
    """Return a whole page around its content; a place whose route is not among ``routes`` is left out."""
    match = request.http.resolver_match
    here = str(match.url_name if match else "").removesuffix(".json").partition(".")[0]
    places = [
        NavEntry(Message(f"desk.place.{name}"), reverse(name), here == name)
        for name, action in PLACES
        if name in routes and (name != "drill" or settings.CONSULAR_DRILL) and can(request.account, action)
    ]
    context = {
        "request": request.http,
        "lang": request.lang,
        "title": title,
        "content": content,
        "places": places,
        "exercise": settings.CONSULAR_DRILL,
        "version": VERSION,
        "messages": get_messages(request.http),
    }
    return render_to_string("consular/frame.html", context)


def in_templates(request: HttpRequest) -> dict[str, bool]:  # noqa: ARG001 - Django's signature
    """Say in every template, those of signing in and of faults too, whether the house is a drill."""
    return {"exercise": settings.CONSULAR_DRILL}
