"""The records of votes and of fora that a person may take from: the packs of the product, and the dossiers that they may carry out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from legation.dossier import Dossier as Content
from legation.dossier.dossier import standing
from legation.dossier.parts.rules import Body
from legation.dossier.records import Process
from legation.sources.packs.pack import Pack, PackFacts, pack_of_bytes, packs, read_pack
from legation.web.access import allows, grants_of, scope_of
from legation.web.dossiers import store
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft

__all__ = ["OfferedRecord", "bodies_of", "offered_records", "record_of"]


@dataclass(frozen=True, kw_only=True)
class OfferedRecord:
    """A pack, or a dossier of the site, as a source of votes or of fora.

    Attributes
    ----------
    value : str
        ``pack:NAME``, ``sent:NUMBER`` for a pack that the person sent, or ``dossier:SLUG``.
    facts : PackFacts or None
        What a pack says of itself.
    bodies : tuple of Body
        The bodies that a pack has votes of.
    fora : tuple of Process
        The fora of a pack without votes.
    """

    value: str
    title: Any
    facts: PackFacts | None = None
    bodies: tuple[Body, ...] = ()
    fora: tuple[Process, ...] = ()


def offered_records(request: PageRequest) -> list[OfferedRecord]:
    """Return what the person may take from, the packs first; the dossier of the page is not among them."""
    of_packs = {f"pack:{name}": read_pack(name) for name in packs()}
    of_packs |= {f"sent:{draft.pk}": _sent_pack(draft) for draft in _sent_here(request)}
    packed = [_packed(of, one) for of, one in of_packs.items()]
    here = request.dossier.pk if request.dossier is not None else None
    grants = [grant for grant in grants_of(request.account) if allows(grant, "export") and grant.dossier_id != here]
    return [*packed, *(OfferedRecord(value=f"dossier:{grant.dossier.slug}", title=titled(grant, request.lang)) for grant in grants)]


def _packed(value: str, pack: Pack) -> OfferedRecord:
    """Return a pack as it is offered: for its votes, or for its fora where it has none."""
    fora = standing(pack.outline.processes) if not pack.votes else ()
    bodies = () if fora else tuple(pack.outline.bodies)
    return OfferedRecord(value=value, title=pack.facts.title, facts=pack.facts, bodies=bodies, fora=fora)


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
    if kind == "sent":
        draft = next((one for one in _sent_here(request) if str(one.pk) == name), None)
        if draft is None:
            raise Http404
        return _sent_pack(draft)
    grant = next((one for one in grants_of(request.account) if kind == "dossier" and one.dossier.slug == name), None)
    if grant is None or not allows(grant, "export"):
        raise Http404
    return store.seen(store.newest(grant.dossier), scope_of(grant))


def bodies_of(records: list[OfferedRecord]) -> list[Body]:
    """Return the bodies of the packs that are offered, each once."""
    return list({body.id: body for record in records for body in record.bodies}.values())


def _sent_here(request: PageRequest) -> list[Draft]:
    """Return the packs that the person sent to the dossier of the page, the newest first."""
    return [draft for draft in storage.waiting(request, "import") if "pack" in draft.settings] if request.dossier is not None else []


def _sent_pack(draft: Draft) -> Pack:
    return pack_of_bytes(draft.settings["pack"], next(iter(storage.parts_of(draft).values())))
