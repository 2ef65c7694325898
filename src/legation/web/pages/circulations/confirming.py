"""Answers that came in are settled: confirmed with channel and evidence, one or many, or set aside with a reason.

What is set aside leaves the log; the revision before has it, and the reason stands with the revision that took it out.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from legation import moment
from legation.dossier import Signature
from legation.dossier.edit import Edit, marked_by
from legation.errors import WrongUse
from legation.language import Message, say
from legation.methods.signing.circulation import CHANNELS
from legation.web.pages.circulations.reading import Circulated, read_now
from legation.web.pages.circulations.saving import marked, plain, reference_edits, save_answers
from legation.web.site.page import PageRequest
from legation.web.site.routing import action

__all__ = ["settle"]

_NAMED = 12
"""Invited whom a reason names."""


@action("dossiers/<slug:slug>/circulations/<str:draft>/settle", name="circulations.settle", action="hold-circulations")
def settle(request: PageRequest, draft: str) -> str | HttpResponse:
    """Confirm the answers that were chosen, or set them aside."""
    read = read_now(request, draft)
    chosen = _chosen(request, read)
    home = request.href("circulations.one", draft=draft)
    reference = request.form.get("reference", "")
    if request.form.get("do") == "aside":
        reason = plain(reference, most=300)
        if not reason:
            raise WrongUse(Message("page-circulations.no-reason"))
        edits = [Edit("signatures", "remove", row.id) for row in chosen]
        said = Message("page-circulations.set-aside", count=len(chosen))
        noted = Message("page-circulations.reason-aside", actors=[row.actor for row in chosen[:_NAMED]], reason=reason)
    else:
        channel = request.form.get("channel", "")
        if channel not in CHANNELS:
            raise WrongUse(Message("page-circulations.no-channel"))
        marking = marked_by(request.view, *marked(read, *(row.actor for row in chosen)).values(), *(row.marking for row in chosen))
        source, edits = reference_edits(request, reference, marking)
        if not source:
            raise WrongUse(Message("page-circulations.no-reference"))
        now = moment.cell(timezone.now())
        edits += [
            Edit(
                "signatures",
                "change",
                row.id,
                {"confirmed": now, "channel": channel, "evidence": " ".join(dict.fromkeys((*row.evidence, source)))},
            )
            for row in chosen
        ]
        said = noted = Message("page-circulations.confirmed", count=len(chosen))
    saved = save_answers(request, read, edits, reason=noted, target=home)
    if isinstance(saved, str):
        messages.success(request.http, say(said, request.lang))
    return saved


def _chosen(request: PageRequest, read: Circulated) -> list[Signature]:
    """Return the answers that a form names.

    Raises
    ------
    WrongUse
        Where it names none, or one that was settled meanwhile.
    """
    names = list(dict.fromkeys(request.form.getlist("answer")))
    there = read.found.answers
    if not names:
        raise WrongUse(Message("page-circulations.none-chosen"))
    if any(name not in there or there[name].confirmed is not None for name in names):
        raise WrongUse(Message("page-circulations.settled-meanwhile"))
    return [there[name] for name in names]
