"""The note verbale, or the letter, that invites one to a text in circulation, with the text as its annex, as a Word file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from legation.web.pages.circulations.reading import circulated
from legation.web.runs.files import TEMPLATE_PART
from legation.web.site.attachments import MEDIA_TYPES
from legation.web.site.page import PageRequest
from legation.web.site.routing import file

__all__ = ["note"]


@file("dossiers/<slug:slug>/circulations/<str:draft>/note", name="circulations.note", action="see-circulations")
def note(request: PageRequest, draft: str) -> HttpResponse:
    """Return the note for ``?actor=ID``, or one with a blank for the addressee, by the template of the dossier where it holds one."""
    from legation.briefing import docx
    from legation.briefing.docx.template import read_template
    from legation.briefing.papers.circulation import note_verbale

    read, actor = circulated(request, draft), request.query.get("actor", "")
    if actor and actor not in read.found.invitations:
        raise Http404
    document = note_verbale(read.case, request.lang, draft, actor)
    own = request.view.files.get(TEMPLATE_PART)
    response = HttpResponse(docx.render(document, read_template(own) if own is not None else None), content_type=MEDIA_TYPES["docx"])
    name = f"{document.name}-{document.kind}-{document.lang}.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
