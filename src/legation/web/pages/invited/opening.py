"""A link to an invitation: opening it says to whom it was given and what may be done by it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from legation.language import Message
from legation.web.invited.invitation import invited
from legation.web.invited.links import link_of_secret
from legation.web.links.secret import INVITATIONS
from legation.web.pages.link_opening import opening
from legation.web.stores.invited.models import InvitationLink

__all__ = ["ADDRESS"]


def _shown(link: InvitationLink) -> dict[str, Any] | Message:
    given = None if link.dossier.closed else invited(link.dossier, link.invitation, timezone.now())
    return Message("page-invited.over") if given is None else {"given": given}


ADDRESS = opening(
    INVITATIONS,
    thing_of=link_of_secret,
    shown=_shown,
    template="invited/opening.html",
    none=Message("page-invited.no-link"),
)
