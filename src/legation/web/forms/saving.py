"""What happens when a person sends changes: saved, offered for review, or shown beside what somebody else changed meanwhile."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, JsonResponse

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.changes.conflicts import Conflict
from legation.dossier.edit import Edit, apply, known_from
from legation.errors import CannotWrite, WrongUse
from legation.language import Message, say
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.changed_parts import digest
from legation.web.dossiers.models import Dossier, Part, Proposal
from legation.web.forms.changes import Conflicts, shown_conflicts
from legation.web.site import errors
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, show
from legation.web.site.values import parse_int, read_json, to_json
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft
from legation.web.stores.drafts.working import drop

__all__ = ["PROPOSABLE", "Conflicts", "chosen_in", "number_of", "offer", "save_content", "save_edits", "take_edits"]

PROPOSABLE = frozenset({"evidence", "positions"})
"""The tables to which a contributor may add, for review."""
WAITING, WAITING_WITH_FILES = 100, 20
"""Proposals of one person that may wait for review in a dossier at once, and of these with a file."""
ROWS_OFFERED, BYTES_OFFERED = 1_000, 1024 * 1024
"""Rows that a proposal may change, and how much text they may hold."""


def save_edits(
    request: PageRequest,
    edits: Sequence[Edit],
    *,
    next: str,  # noqa: A002 - where to go next
    reason: Any = "",
    base: Any = None,
    choices: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> str | HttpResponse:
    """Save changes of rows, or offer them for review where the person is a contributor.

    Parameters
    ----------
    base : int or str
        The number of the revision that the person was looking at: the hidden field ``base`` of the form; the newest where it is missing.
    next : str
        The address to go to when it is done.
    files : mapping of str to bytes, optional
        Archived files that the rows name, by part: ``files/...``.

    Returns
    -------
    str or HttpResponse
        What an action returns: the next address, or the page on which to choose between two changes (409).

    Raises
    ------
    DossierError
        Where the changed rows break a rule; ``problem.row`` is the number of the edit.
    """
    number = number_of(base, request)
    taken = take_edits(request, edits, reason=reason, base=number, choices=choices, files=files)
    if isinstance(taken, Proposal):
        messages.success(request.http, say(Message("web.offered"), request.lang))
        return next
    if taken.revision is None and files:
        mine = _applied(request, edits, reason, number, files)
        settings = {"reason": store.written_reason(reason or _summary(edits))}
        stored = storage.keep_content(request, "save", mine, base=number, settings=settings)
        return _conflicting(request, taken.conflicts, number, "", next, choices or {}, draft=stored.pk)
    if taken.revision is None:
        written = json.dumps([edit.to_plain() for edit in edits], ensure_ascii=False)
        return _conflicting(request, taken.conflicts, number, str(reason), next, choices or {}, edits=written)
    return _notify(request, taken, next)


def take_edits(
    request: PageRequest,
    edits: Sequence[Edit],
    *,
    reason: Any,
    base: int,
    choices: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> store.Saved | Proposal:
    """Save changes of rows, or keep them for an editor to review where the person may not edit; what came of it.

    Raises
    ------
    DossierError
        Where the changed rows break a rule; ``problem.row`` is the number of the edit.
    PermissionDenied
        Where the person may not even offer them.
    """
    if any(edit.table == "releases" for edit in edits):
        raise WrongUse(Message("web.release-only"))
    mine = _applied(request, edits, reason, base, files or {})
    if not request.may("edit"):
        return offer(request, edits, base, reason, files or {})
    return store.save(request.dossier, base, mine, request.account, request.scope, reason=reason or _summary(edits), choices=choices)


def save_content(
    request: PageRequest,
    mine: Content,
    *,
    base: int,
    next: str,  # noqa: A002 - where to go next
    reason: Any,
    choices: Mapping[str, str] | None = None,
    draft: Draft | None = None,
    working: int | None = None,
) -> str | HttpResponse:
    """Save a dossier as a whole: an import, its settings, an older revision.

    Parameters
    ----------
    mine : Content
        The dossier as the person wants it, as far as they see it.
    base : int
        The number of the revision that it was made from.
    draft : Draft, optional
        Where ``mine`` is kept already. It goes when it is saved; where there are conflicts, one is made.
    working : int, optional
        The working copy of which ``mine`` was made: it goes when it is saved, be that after conflicts.

    Returns
    -------
    str or HttpResponse
        What an action returns: the next address, or the page on which to choose between two changes (409).
    """
    saved = store.save(
        request.dossier, base, mine, request.account, request.scope, reason=reason, choices=choices, owns=request.may("share")
    )
    if saved.revision is None:
        settings = {"reason": store.written_reason(reason), "working": working}
        stored = draft or storage.keep_content(request, "save", mine, base=base, settings=settings)
        return _conflicting(request, saved.conflicts, base, "", next, choices or {}, draft=stored.pk)
    copy = working or (draft.settings.get("working") if draft is not None else None)
    if copy is not None:
        drop(request, copy)
    if draft is not None:
        draft.delete()
    return _notify(request, saved, next)


@action("dossiers/<slug:slug>/merge", name="merge", action="edit")
def merged(request: PageRequest) -> str | HttpResponse:
    """Save again with what the person chose for each conflict."""
    back = request.inside(request.form.get("next", ""), request.href("dossier"))
    choices = chosen_in(request)
    if request.form.get("draft"):
        draft = storage.find(request, request.form["draft"], "save")
        reason = store.read_reason(draft.settings.get("reason", {}))
        mine = storage.content_of(draft, request)
        return save_content(request, mine, base=draft.base or 0, next=back, reason=reason, choices=choices, draft=draft)
    try:
        edits = [Edit.of(plain) for plain in read_json(request.form.get("edits", "[]"))]
    except (ValueError, TypeError, RecursionError) as error:
        raise WrongUse(Message("web.error.bad-request")) from error
    return save_edits(request, edits, next=back, reason=request.form.get("reason", ""), base=request.form.get("base"), choices=choices)


def chosen_in(request: PageRequest) -> dict[str, str]:
    """Return what a form chose for conflicts, by their keys."""
    return {key.removeprefix("choice:"): str(value) for key, value in request.form.items() if key.startswith("choice:")}


def number_of(base: Any, request: PageRequest) -> int:
    """Return the number of the revision that a form was made from; the newest where it does not say."""
    if base in (None, ""):
        return int(request.dossier.head)
    number = parse_int(base)
    if number is None:
        raise WrongUse(Message("web.no-revision", found=str(base)[:20], allowed=f"1..{request.dossier.head}"))
    return number


def _applied(request: PageRequest, edits: Sequence[Edit], reason: Any, base: int, files: Mapping[str, bytes]) -> Content:
    """Return the dossier as the person wants it: a revision as they see it, with their changes."""
    begun = request.seen_at(base)
    if files:
        begun = dataclasses.replace(begun, files={**begun.files, **files})
    known = known_from(begun, request.today)
    return apply(
        begun, edits, author=str(request.account), day=request.today, known=known, reason=reason if isinstance(reason, str) else ""
    )


def offer(request: PageRequest, edits: Sequence[Edit], base: int, reason: Any, files: Mapping[str, bytes]) -> Proposal:
    """Keep changes for an editor to review; whoever may edit offers rows of any table, as what a room returns.

    Raises
    ------
    PermissionDenied
        Where the person may not offer them.
    CannotWrite
        Where the dossier is closed, or too much waits already.
    WrongUse
        Where it is too much at once.
    """
    if Dossier.objects.filter(pk=request.dossier.pk, closed=True).exists():
        raise CannotWrite(Message("page-settings.is-closed"))
    limited = not request.may("edit") and any(edit.table not in PROPOSABLE or edit.do == "remove" for edit in edits)
    if limited or not request.may("propose"):
        raise PermissionDenied
    plain_edits = [edit.to_plain() for edit in edits]
    if len(edits) > ROWS_OFFERED or sum(len(json.dumps(edit)) for edit in plain_edits) > BYTES_OFFERED:
        raise WrongUse(Message("web.offered-large", allowed=ROWS_OFFERED))
    hashes = {name: digest(data) for name, data in files.items()}
    with transaction.atomic():
        Account.objects.select_for_update().filter(pk=request.account.pk).first()  # of two that come at once, one waits
        waiting = Proposal.objects.filter(dossier=request.dossier, author=request.account, state="waiting").values_list("files", flat=True)
        if len(waiting) >= WAITING or (files and sum(map(bool, waiting)) >= WAITING_WITH_FILES):
            raise CannotWrite(Message("web.offered-often", count=len(waiting)))
        Part.objects.bulk_create([Part(sha256=hashes[name], data=data) for name, data in files.items()], ignore_conflicts=True)
        return Proposal.objects.create(
            dossier=request.dossier,
            base=base,
            edits=plain_edits,
            files=hashes,
            author=request.account,
            reason=str(reason)[:500],
        )


def _notify(request: PageRequest, saved: store.Saved, target: str) -> str:
    """Tell the person under which number it is saved."""
    number = saved.revision.number if saved.revision else 0
    messages.success(request.http, say(Message("web.saved-merged" if saved.merged else "web.saved", number=number), request.lang))
    return target


def _conflicting(
    request: PageRequest,
    conflicts: Sequence[Conflict],
    base: int,
    reason: str,
    target: str,
    choices: Mapping[str, str],
    *,
    edits: str = "",
    draft: int | None = None,
) -> HttpResponse:
    """Return the page on which to choose; what was chosen before goes with it."""
    page = Conflicts(
        title=Message("web.conflicts"),
        conflicts=shown_conflicts(request, conflicts, base),
        chosen=dict(choices),
        base=base,
        edits=edits,
        draft=draft,
        reason=reason,
        next=target,
    )
    if errors.accepts_json(request.http):
        error = say(Message("web.conflicts"), request.lang)
        body = {"ok": False, "error": error, "status": 409, "draft": draft, "conflicts": to_json(page.conflicts, request.lang)}
        return JsonResponse(body, status=409)
    return show(request, page, "pages/conflicts.html", status=409)


def _summary(edits: Sequence[Edit]) -> Message:
    """Return what was done, for whoever gave no reason."""
    tables = tuple(TABLES[name].title for name in dict.fromkeys(edit.table for edit in edits))
    return Message("web.reason.rows", count=len(edits), tables=tables)
