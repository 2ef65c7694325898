"""What came with the reports of a round: those sent after the closing, which are admitted or left out, and the documents."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from legation.language import Message, say
from legation.web.pages.posts.of_round import first_of, late_shown, with_files
from legation.web.posts import reports
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, file
from legation.web.site.standalone import sandboxed
from legation.web.site.values import LARGEST_INT, parse_int

__all__: list[str] = []


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/late", name="rounds.posts.late", action="hold-posts")
def late(request: PageRequest, round: str) -> str:  # noqa: A002 - the word of the address
    """Admit a report that was sent after the closing, or leave it out."""
    number = parse_int(request.form.get("report"), 0)
    found = next((one for one in late_shown(request, first_of(request, round)) if one.pk == number), None)
    if found is None:
        raise Http404
    if request.form.get("do") == "admit":
        reports.admit(found, request.account)
        messages.success(request.http, say(Message("page-posts.admitted"), request.lang))
    else:
        reports.drop(found)
        messages.success(request.http, say(Message("page-posts.dropped"), request.lang))
    return request.href("rounds.posts", round=round)


@file("dossiers/<slug:slug>/rounds/<str:round>/posts/file/<int:number>", name="rounds.file", action="see-posts")
def document(request: PageRequest, round: str, number: int) -> HttpResponse:  # noqa: A002 - the word of the address
    """Return the document that came with a report whose row the person sees."""
    found = with_files(request, first_of(request, round)).filter(pk=min(number, LARGEST_INT)).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    return sandboxed(response)
