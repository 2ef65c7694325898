"""The page of one that is invited: the text, what changed in it, the terms, where the invited one stands, and its answer in two steps."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation import moment
from legation.briefing.markings.labels import label_of
from legation.briefing.papers.circulation import terms_of
from legation.dossier import Moment
from legation.errors import BadValue
from legation.language import LANGUAGES, Message, say
from legation.questions.coalitions.circulation.signatories import shown_moment
from legation.web.invited.answers import AnswerRead, read_answer, send, units_of
from legation.web.invited.invitation import Invited
from legation.web.invited.names import LONGEST, NAME
from legation.web.invited.routes import InvitedRequest, invited_route
from legation.web.links.secret import INVITATIONS
from legation.web.pages.invited.wording import cells_of, effects, lines_of, said_of, stands
from legation.web.pages.rooms.private_page import private_page
from legation.web.site.redline import redline
from legation.web.stores.audit import trail
from legation.web.stores.invited.models import LinkAnswer

__all__ = ["KindLine", "TextShown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """An answer that may be chosen."""

    value: str
    words: Message
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShown:
    """A text in one language, a paragraph after the other."""

    lang: str
    name: Message
    paragraphs: list[str]


@invited_route("", name="invited")
def text(request: InvitedRequest) -> HttpResponse:
    """Show the text and the form of the answer; nothing is noted of it."""
    return _page(request, _untouched(request.seen))


@invited_route("answer", name="invited-answer", action="answer", method="POST")
def answer(request: InvitedRequest) -> HttpResponse:
    """Show what is going to be said, with the version and the fingerprint of the text; nothing is written yet."""
    read = read_answer(request.http.POST, request.seen)
    if not read.is_right:
        return _not_taken(request, read)
    if request.http.POST.get("back"):
        return _page(request, read.typed)
    given = read.given
    values = _frame(request) | {
        "typed": read.typed,
        "lines": lines_of(given, read.cells, read.typed["hash"]),
        "effects": effects(given, read.cells["answer"]),
    }
    return private_page(request.http, "invited/confirm.html", values)


@invited_route("confirm", name="invited-confirm", action="answer", method="POST")
def confirm(request: InvitedRequest) -> HttpResponse:
    """Write the answer into the dossier and lead to its receipt."""
    sent, is_new = send(request.link, request.http.POST)
    if isinstance(sent, AnswerRead):
        return _not_taken(request, sent)
    if is_new:
        dossier = request.link.dossier
        dossier.refresh_from_db(fields=["head"])
        thing = f"actor={sent.cells['actor']}"  # never by which link
        trail.note("changed", route="invited-confirm", account=None, dossier=dossier.slug, revision=dossier.head, thing=thing)
    return HttpResponseRedirect(reverse("invited-sent", args=[request.link.pk, sent.key]))


@invited_route("leave", name="invited-leave", action="leave-text", method="POST")
def leave(request: InvitedRequest) -> HttpResponse:
    """Let the browser forget the link."""
    response = private_page(request.http, "invited/left.html", {"title": request.seen.title})
    INVITATIONS.forget(response, request.link.pk)
    return response


def _untouched(given: Invited) -> dict[str, str]:
    """Return what stands in the form before anybody types: the names of the last answer, and a key of the browser."""
    names = given.answered.printed_as if given.answered is not None else None
    typed = {"name_fr": names.fr or names.text, "name_en": names.en or names.text} if names else {}
    return typed | {"key": secrets.token_hex(16)}


def _not_taken(request: InvitedRequest, read: AnswerRead) -> HttpResponse:
    """Show the page again with what was typed, and say why nothing was taken."""
    status = 409 if read.is_replaced or read.is_other else 403 if read.is_over else 422
    typed = {**read.typed, "key": secrets.token_hex(16)} if read.is_other else read.typed
    return _page(request, typed, read, status=status)


def _frame(request: InvitedRequest) -> dict[str, Any]:
    """Return what every page of the invited one shows: of which text, in whose name, and how it is marked."""
    given = request.seen
    return {
        "link": request.link.pk,
        "given": given,
        "host": given.terms.host.in_language(request.lang),
        "marking": say(label_of(given.marking).wording, request.lang),
    }


def _page(request: InvitedRequest, typed: Mapping[str, str], read: AnswerRead | None = None, status: int = 200) -> HttpResponse:
    given = read.given if read is not None else request.seen
    version = given.version
    before = typed.get("version", "") if read is not None and read.is_replaced else given.answered.version if given.answered else ""
    answered = given.answered
    values = _frame(request) | {
        "given": given,
        "typed": typed,
        "wrong": read.errors if read is not None else {},
        "is_replaced": read is not None and read.is_replaced,
        "is_other": read is not None and read.is_other,
        "is_refused": read is not None and read.is_over,
        "stands": stands(given),
        "own": lines_of(given, cells_of(answered, request.lang), given.hashes.get(answered.version, "")) if answered else [],
        "texts": _texts(request, given),
        "hash": given.hashes[version.id] if version is not None else "",
        "sent": shown_moment(given.inputs, Moment(given.inputs.sent[-1].at)) if version is not None else None,
        "terms": list(terms_of(given.inputs)) if version is not None else [],
        "closing": moment.shown(given.terms.closing, given.zone) if given.terms.closing is not None else None,
        "opens": moment.shown(given.terms.opens.instant, given.zone) if given.terms.opens is not None else None,
        "objects_until": moment.shown(given.objects_until, given.zone) if given.objects_until is not None else None,
        "kinds": [KindLine(value=one, words=said_of(given, one), is_chosen=typed.get("kind") == one) for one in given.offered],
        "units": units_of(given),
        "both": [
            (str(fold), Message("page-rooms.deadline-utc", at=f"{at:%Y-%m-%d %H:%M}")) for fold, at in enumerate(read.both if read else ())
        ],
        "longest": LONGEST,
        "name_most": NAME,
        "receipts": [
            (one.key, moment.shown(one.at, given.zone)) for one in LinkAnswer.objects.filter(link=request.link).order_by("-at", "-pk")
        ],
        **_compared(request, given, before),
    }
    return private_page(request.http, "invited/text.html", values, status=status)


def _texts(request: InvitedRequest, given: Invited) -> list[TextShown]:
    """Return the text that is answered in every language that it has, that of the reader first."""
    there = given.texts[given.version.id] if given.version is not None else {}
    own = given.inputs.model.language
    order = sorted(there, key=lambda lang: (lang != request.lang, lang != own, lang))
    return [
        TextShown(
            lang=lang,
            name=Message(f"page-invited.in-{lang}") if lang in LANGUAGES else Message("page-invited.in-other", lang=lang),
            paragraphs=[line.strip() for line in there[lang].splitlines() if line.strip()],
        )
        for lang in order
    ]


def _compared(request: InvitedRequest, given: Invited, before: str) -> dict[str, Any]:
    """Return what changed from a version to the one that is answered, in the reader's language where both have it."""
    newest = given.version
    if newest is None or before not in given.texts or before == newest.id:
        return {}
    both = [lang for lang in (request.lang, given.inputs.model.language, *LANGUAGES) if lang in given.texts[before]]
    lang = next((one for one in both if one in given.texts[newest.id]), "")
    if not lang:
        return {}
    try:
        _, compared = redline(given.texts[before][lang], given.texts[newest.id][lang])
    except BadValue:
        return {"before": before, "is_long": True}
    return {"before": before, "compared": compared}
