"""Archived copies: taken along as they are, or shown in a form that does nothing, in a frame that allows nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from legation.errors import NotAvailable
from legation.language import Message
from legation.sources.capture import FRAME_POLICY
from legation.web.asked import Asked
from legation.web.captures.reading import shown_of
from legation.web.pages.evidence_one import source_of
from legation.web.route import file

__all__ = ["archived", "as_it_came", "shown"]

NOTHING = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of what others made, where it is opened by itself after all."""


@file("dossiers/<slug:slug>/evidence/<path:evidence>/file", name="evidence.file", action="see")
def archived(asked: Asked, evidence: str) -> HttpResponse:
    """Return the archived copy of a source, byte for byte, to be saved and not to be opened in the browser."""
    name, data = _copy_of(asked, evidence)
    return as_it_came(name, data)


@file("dossiers/<slug:slug>/evidence/<path:evidence>/shown", name="evidence.shown", action="see")
def shown(asked: Asked, evidence: str) -> HttpResponse:
    """Return the harmless form of an archived page or picture, for the frame of the reader."""
    name, data = _copy_of(asked, evidence)
    body, kind = shown_of(data, name)
    headers = {
        "Content-Security-Policy": FRAME_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type=kind, headers=headers)


def as_it_came(name: str, data: bytes) -> HttpResponse:
    """Return bytes of others as an attachment of no kind."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name.rpartition("/")[2]) or "attachment",
        "Content-Security-Policy": NOTHING,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


def _copy_of(asked: Asked, identity: str) -> tuple[str, bytes]:
    source = source_of(asked, identity)
    if source.part not in asked.view.files:
        raise NotAvailable(Message("page-evidence.no-copy"))
    return source.part, asked.view.files[source.part]
