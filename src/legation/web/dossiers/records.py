"""The records of votes that a person may take from: the packs of the product, and the dossiers that they may carry out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from legation.dossier import Dossier as Content
from legation.dossier.parts.settings import Body
from legation.sources.packs.pack import Pack, PackFacts, packs, read_pack
from legation.web.access import allows, grants_of, scope_of
from legation.web.dossiers import store
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest

__all__ = ["OfferedRecord", "bodies_of", "offered_records", "record_of"]


@dataclass(frozen=True, kw_only=True)
class OfferedRecord:
    """A pack, or a dossier of the site, as a source of votes.

    Attributes
    ----------
    value : str
        ``pack:NAME`` or ``dossier:SLUG``.
    facts : PackFacts or None
        What a pack says of itself.
    """

    value: str
    title: Any
    facts: PackFacts | None = None


def offered_records(request: PageRequest) -> list[OfferedRecord]:
    """Return what the person may take from, the packs first; the dossier of the page is not among them."""
    of_product = [OfferedRecord(value=f"pack:{name}", title=facts.title, facts=facts) for name, facts in packs().items()]
    here = request.dossier.pk if request.dossier is not None else None
    grants = [grant for grant in grants_of(request.account) if allows(grant, "export") and grant.dossier_id != here]
    return [*of_product, *(OfferedRecord(value=f"dossier:{grant.dossier.slug}", title=titled(grant, request.lang)) for grant in grants)]


def record_of(request: PageRequest, value: str) -> Pack | Content:
    """Return a record as the person may see it.

    Raises
    ------
    Http404
        For one that is not offered to them.
    """
    kind, _, name = value.partition(":")
    if kind == "pack" and name in packs():
        return read_pack(name)
    grant = next((one for one in grants_of(request.account) if kind == "dossier" and one.dossier.slug == name), None)
    if grant is None or not allows(grant, "export"):
        raise Http404
    return store.seen(store.newest(grant.dossier), scope_of(grant))


def bodies_of(records: list[OfferedRecord]) -> list[Body]:
    """Return the bodies of the packs that are offered."""
    outlines = [read_pack(record.value.partition(":")[2]).outline for record in records if record.facts is not None]
    return [body for outline in outlines for body in outline.bodies]
