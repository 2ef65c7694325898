"""The receipt of an answer: what was said, of which words, and when; as a page and as a text to keep."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from legation.language import Message, say
from legation.web.invited.routes import InvitedRequest, invited_route
from legation.web.pages.invited.wording import AnswerLine, lines_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.site.standalone import sandboxed
from legation.web.stores.invited.models import LinkAnswer

__all__ = ["receipt", "receipt_text"]


@invited_route("sent/<slug:key>", name="invited-sent")
def receipt(request: InvitedRequest, key: str) -> HttpResponse:
    """Show what was sent by this link under a key of the browser."""
    sent = _sent(request, key)
    values = {"link": request.link.pk, "key": key, "given": request.seen, "lines": _lines(request, sent)}
    return private_page(request.http, "invited/receipt.html", values)


@invited_route("sent/<slug:key>/receipt.txt", name="invited-receipt")
def receipt_text(request: InvitedRequest, key: str) -> HttpResponse:
    """Return the receipt as a text to keep."""
    lines = [say(Message("page-invited.receipt"), request.lang), ""]
    lines += [
        say(Message("page-invited.receipt-line", heading=line.heading, value=line.value), request.lang)
        for line in _lines(request, _sent(request, key))
    ]
    lines += ["", say(Message("page-invited.receipt-said"), request.lang), ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="receipt.txt") or "attachment"
    return sandboxed(response)


def _sent(request: InvitedRequest, key: str) -> LinkAnswer:
    found = LinkAnswer.objects.filter(link=request.link, key=key).first()
    if found is None:
        raise Http404
    return found


def _lines(request: InvitedRequest, sent: LinkAnswer) -> list[AnswerLine]:
    return lines_of(request.seen, sent.cells, sent.text_hash, sent.at)
