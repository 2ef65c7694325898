"""Links that were just made as a printed list: a slip for each, with a QR code. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from legation.briefing import pdf
from legation.briefing.document import Slip
from legation.briefing.papers.slips import slips
from legation.language import say
from legation.questions import Case
from legation.web.site.page import PageRequest
from legation.web.site.qr import squares

__all__ = ["PrintedLink", "print_links"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLink:
    """A link for one person.

    Attributes
    ----------
    name : Spoken or str
        For whom: a post.
    lines : tuple of Spoken or str
        What else stands on the slip: until when an answer is asked for, whose clocks that is; nothing of the matter.
    address : str
        The whole address, with its secret.
    """

    name: Any
    lines: tuple[Any, ...]
    address: str


def print_links(request: PageRequest, subtitle: Any, links: Iterable[PrintedLink]) -> HttpResponse:
    """Return the slips as PDF, to take along; no program and no server between keeps a copy of the answer."""
    lang = request.lang
    made = [Slip(say(one.name, lang), tuple(say(line, lang) for line in one.lines), one.address, squares(one.address)) for one in links]
    paper = slips(Case(dossier=request.view, today=request.today), lang, subtitle, made)
    response = HttpResponse(pdf.render(paper), content_type="application/pdf")
    name = f"{paper.name}-{paper.kind}-{lang}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
