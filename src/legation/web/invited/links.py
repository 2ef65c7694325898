"""Links to invitations: how they are made, found and revoked, and who may do what by one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from legation.web.access import Access, Footing
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.links.secret import INVITATIONS
from legation.web.rooms.browser import Browser
from legation.web.stores.invited.models import InvitationLink

__all__ = ["INVITED", "link_of_secret", "links_of", "make_links", "revoke", "revoke_all"]


def make_links(dossier: Dossier, invitations: Iterable[str], by: Account | None) -> dict[str, str]:
    """Make a link to each of some invitations, named by their first rows; return their secrets, which are kept nowhere."""
    made = {one: INVITATIONS.new_secret() for one in dict.fromkeys(invitations)}
    rows = [
        InvitationLink(id=secrets.token_hex(8), dossier=dossier, invitation=one, token_hash=Browser(secret).digest, by=by)
        for one, secret in made.items()
    ]
    InvitationLink.objects.bulk_create(rows, batch_size=500)
    return made


def links_of(dossier: Dossier) -> dict[str, list[InvitationLink]]:
    """Return the links of a dossier that open something, by the first row of their invitation, the oldest first."""
    found: dict[str, list[InvitationLink]] = {}
    for one in InvitationLink.objects.filter(dossier=dossier, revoked=None).order_by("made", "pk"):
        found.setdefault(one.invitation, []).append(one)
    return found


def revoke(dossier: Dossier, invitation: str, link: str) -> bool:
    """Take a link to an invitation away; whether there was one."""
    there = InvitationLink.objects.filter(dossier=dossier, invitation=invitation, pk=link, revoked=None)
    return there.update(revoked=timezone.now()) > 0


def revoke_all(dossier: Dossier, invitations: Iterable[str]) -> int:
    """Take every link to some invitations away; return how many there were."""
    there = InvitationLink.objects.filter(dossier=dossier, revoked=None, invitation__in=list(invitations))
    return there.update(revoked=timezone.now())


def link_of_secret(secret: str) -> InvitationLink | None:
    """Return the link that has a secret; None where it opens nothing, for whatever reason."""
    there = InvitationLink.objects.filter(token_hash=Browser(secret).digest, revoked=None) if secret else InvitationLink.objects.none()
    return there.select_related("dossier").first()


def _by_link(person: Any, thing: InvitationLink) -> tuple[Footing, ...]:
    """Return on what footing somebody is to a link: whoever knows its secret holds it, until it is revoked."""
    holds = isinstance(person, Browser) and person.digest == thing.token_hash and thing.revoked is None
    return (Footing("invited", seat=thing.pk),) if holds else ()


INVITED = Access(
    ("invited",),
    {
        "see-text": frozenset({"invited"}),
        "answer": frozenset({"invited"}),
        "leave-text": frozenset({"invited"}),
    },
    _by_link,
)
"""An invitation to a text in circulation: who holds a link to it reads the text, and answers in the place of who is invited."""
