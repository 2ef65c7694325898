"""Any two versions of a text side by side: which paragraphs stayed, came and went, and which words of the others."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting import DRAFTING
from legation.web.pages.rooms.drafting.here import here_in
from legation.web.pages.rooms.drafting.text_in import MOST
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.routes import seat_route
from legation.web.site.redline import redline
from legation.web.site.values import parse_int

__all__ = ["versions"]

NOW = "now"
AT_ONCE = 50
"""Paragraphs that differ on a page; the others stand on the pages before and after it."""


@seat_route("chair/versions", name="room-chair-versions", action="chair", kind=DRAFTING.id)
def versions(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Compare two versions that are named; without names the last one with the text as it stands. ``at``: from which difference on."""
    at = here_in(request, room, here)
    texts = {str(number): words for number, (_, _, words) in enumerate(at.versions, 1)} | {NOW: at.of_all}  # as the room keeps them
    named = [
        (str(number), Message("page-draft-chair.version", number=number, kind=Message(f"drafting.kind.{kind}")))
        for number, (kind, _, _) in enumerate(at.versions, 1)
    ] + [(NOW, Message("page-draft-chair.now"))]
    old, new = (request.GET.get(name, default) for name, default in (("from", str(len(at.versions))), ("to", NOW)))
    values: dict[str, Any] = {"room": room, "heading": at.heading, "named": named, "old": old, "new": new, "compared": [], "error": None}
    if old not in texts or new not in texts:
        return private_page(
            request, "rooms/chair_versions.html", values | {"error": Message("page-draft-chair.version-unknown")}, status=422
        )
    try:
        count, changed = redline(at.as_read(texts[old]), at.as_read(texts[new]))
    except BadValue:
        error = Message("page-draft-chair.versions-long", allowed=MOST)
        return private_page(request, "rooms/chair_versions.html", values | {"error": error}, status=422)
    start = min(max(0, parse_int(request.GET.get("at", ""), 1) - 1), max(0, len(changed) - 1)) // AT_ONCE * AT_ONCE
    shown = changed[start : start + AT_ONCE]
    values |= {
        "compared": shown,
        "part": Message("page-draft-chair.compared-part", first=start + 1, last=start + len(shown), count=len(changed))
        if len(shown) < len(changed)
        else None,
        "earlier": f"?{urlencode({'from': old, 'to': new, 'at': start + 1 - AT_ONCE})}" if start else "",
        "later": f"?{urlencode({'from': old, 'to': new, 'at': start + 1 + AT_ONCE})}" if start + AT_ONCE < len(changed) else "",
        "headline": Message("page-draft-chair.compared", count=len(changed), of=count)
        if changed
        else Message("page-draft-chair.compared-same"),
    }
    return private_page(request, "rooms/chair_versions.html", values)
