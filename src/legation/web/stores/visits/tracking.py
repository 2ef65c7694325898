"""Noting what was seen: whoever opens a dossier's first page or its revisions has seen what it holds now."""

from __future__ import annotations

import functools
from typing import Any

from django.utils import timezone

from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.site.optional_write import optional_write
from legation.web.site.routing import Route, was_answered
from legation.web.stores.visits.models import Visit

__all__ = ["PAGES", "listen", "note"]

PAGES = frozenset({"dossier", "history"})
"""The pages that show a dossier as a whole."""


def listen() -> None:
    """Connect the signal."""
    was_answered.connect(_on_answered, dispatch_uid="visits")


def note(account: Account, dossier: Dossier, number: int) -> None:
    """Note that a person has seen a dossier up to a revision; an older one than is noted changes nothing."""
    visit = Visit.objects.filter(account=account, dossier=dossier).first()
    if visit is not None and visit.number >= number:
        return
    optional_write(functools.partial(_note, account, dossier, number), None)


def _note(account: Account, dossier: Dossier, number: int) -> None:
    visit, fresh = Visit.objects.get_or_create(account=account, dossier=dossier, defaults={"number": number, "at": timezone.now()})
    if not fresh:
        Visit.objects.filter(pk=visit.pk, number__lt=number).update(number=number, at=timezone.now())


def _on_answered(sender: Any, *, request: Any, route: Route, status: int, **more: Any) -> None:  # noqa: ARG001 - the signal's form
    if route.name in PAGES and status == 200 and request.dossier is not None:
        note(request.account, request.dossier, request.dossier.head)
