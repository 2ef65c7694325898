"""The recorded votes with which a new dossier begins: proposed where a record has most of its members, taken as the dossier is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from legation.dossier import Dossier as Content
from legation.language import Message
from legation.sources.packs.extract import members_found
from legation.sources.packs.pack import packs, read_pack
from legation.sources.packs.taking import members_in
from legation.web.dossiers.records import bodies_of, offered_records
from legation.web.forms.record_fields import fault_of_years, record_fields
from legation.web.forms.site_form import SiteForm
from legation.web.pages.dossiers.take import taken_here
from legation.web.site.page import PageRequest

__all__ = ["VotesForm", "proposed_record", "with_first_votes"]


class VotesForm(SiteForm):
    """What is taken of which record; of none where the first choice stays."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None, *, chosen: str = "") -> None:
        records = [record for record in offered_records(request) if not record.fora]
        fields: Any = record_fields(records, bodies_of(records), chosen=chosen, may_leave=True)
        super().__init__(sent, **fields)

    def clean(self) -> None:
        """Refuse what is no year."""
        fault = "" if self.errors else fault_of_years(self.cleaned_data)
        if fault:
            self.refuse(fault, Message("packs.no-year"))


LEAST = 10
"""Members from which on a record is proposed: the votes of fewer show no blocs."""


def proposed_record(members: Iterable[str]) -> str:
    """Return the pack that has most of some members; empty where none has, or they are few."""
    among = tuple(members)
    with_votes = [name for name in packs() if read_pack(name).votes] if len(among) >= LEAST else []
    known = {name: len(members_found(read_pack(name).outline, among)) for name in with_votes}
    best = max(known, key=lambda name: known[name], default="")
    return f"pack:{best}" if best and 2 * known[best] >= len(among) else ""


def with_first_votes(request: PageRequest, content: Content, form: VotesForm) -> Content:
    """Return a new dossier with the votes of its members that a form asks for.

    Raises
    ------
    LegationError
        Where there are none, or more than are taken at once.
    """
    values = form.cleaned_data
    return taken_here(request, values, members_in(content), content).after if values["record"] else content
