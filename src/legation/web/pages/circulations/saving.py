"""What the coordinator settles becomes rows: an answer that is confirmed or set aside, its evidence, and the members of the coalition."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from legation.dossier.edit import Edit, apply, cells_of, known_from, marked_by, new_id
from legation.dossier.models.draft import DRAFT
from legation.dossier.parts.part_text import PartText
from legation.dossier.records import TABLES
from legation.dossier.tables.csv_sheet import UNPRINTABLE, is_formula
from legation.errors import DossierError, WrongUse
from legation.language import Message
from legation.questions import Case
from legation.questions.coalitions.circulation.log import find_circulation
from legation.questions.coalitions.circulation.members import members
from legation.web.forms.saving import save_content, save_edits
from legation.web.pages.circulations.reading import Circulated
from legation.web.site.page import PageRequest

__all__ = ["marked", "plain", "reference_edits", "save_answers", "save_draft"]


def plain(text: str, *, most: int) -> str:
    """Return what was typed, without what nobody sees.

    Raises
    ------
    WrongUse
        Where it is too long, or a spreadsheet would run it.
    """
    typed = UNPRINTABLE.sub("", text.replace("\r\n", "\n")).strip()
    if len(typed) > most:
        raise WrongUse(Message("page-circulations.too-long", found=len(typed), most=most))
    if is_formula(typed):
        raise WrongUse(Message("page-circulations.formula"))
    return typed


def marked(read: Circulated, *actors: str) -> dict[str, str]:
    """Return the marking of a row about some of those invited, as its cell: that of the text or of their invitations, the higher one."""
    found = read.found
    invitations = (found.invitations[one].marking for one in actors if one in found.invitations)
    return marked_by(read.case.dossier, found.model.marking, *(one.marking for one in found.versions[-1:]), *invitations)


def reference_edits(request: PageRequest, reference: str, marking: Mapping[str, str]) -> tuple[str, list[Edit]]:
    """Return the id of the evidence that a reference names, and the row to be added where none is called so yet; empty of an empty text.

    Parameters
    ----------
    marking : mapping of str to str
        The marking of what it is evidence of, as :func:`marked` has it.
    """
    title = plain(reference, most=300)
    if not title:
        return "", []
    there = next((row.id for row in request.view.evidence if title in (row.id, row.title.fr, row.title.en, row.title.text)), "")
    if there:
        return there, []
    identity = new_id("evidence", {"title": title}, {row.id for row in request.view.evidence})
    values = {"title": title, "kind": "record", "date": request.today.isoformat(), **marking}
    return identity, [Edit("evidence", "add", identity, values)]


def save_answers(request: PageRequest, read: Circulated, edits: Sequence[Edit], *, reason: Any, target: str) -> str | HttpResponse:
    """Save changed answers together with the rows of the coalition that follow from them."""
    return save_edits(request, [*edits, *_member_edits(request, read.name, edits)], next=target, reason=reason)


def save_draft(
    request: PageRequest,
    read: Circulated,
    change: Callable[[PartText], PartText],
    *,
    files: Mapping[str, bytes] | None = None,
    reason: Any,
    target: str,
) -> str | HttpResponse:
    """Save the draft that is circulated as ``change`` makes it, with the words of its versions that are new.

    Raises
    ------
    DossierError
        Where the draft is faulty then.
    """
    name = DRAFT.called(read.name)
    text = change(PartText(DRAFT, name, request.view.files[name]))
    if text.faults:
        raise DossierError(Message("dossier.faults", count=len(text.faults), first=str(text.faults[0])), text.faults)
    mine = dataclasses.replace(request.view, files={**request.view.files, name: text.data, **(files or {})})
    return save_content(request, mine, base=request.dossier.head, next=target, reason=reason)


def _member_edits(request: PageRequest, draft: str, edits: Iterable[Edit]) -> list[Edit]:
    """Return what follows for the coalition: who is confirmed enters, who declines or withdraws leaves, each dated."""
    view = request.view
    after = apply(view, [*edits], author=str(request.account), day=request.today, known=known_from(view, request.today))
    case = Case(dossier=after, today=request.today)
    there = {row.id for row in after.coalitions}
    changed = []
    for row in members(case, find_circulation(case, draft, timezone.now())):
        cells = cells_of("coalitions", row)
        if row.id in there:
            changed.append(Edit("coalitions", "change", row.id, {"end": cells["end"]}))
        else:
            changed.append(Edit("coalitions", "add", row.id, {name: cell for name, cell in cells.items() if name in _OWN and cell}))
    return changed


_OWN = frozenset(name for column in TABLES["coalitions"].columns for name in column.names) - {"id", "author", "recorded", "supersedes"}
