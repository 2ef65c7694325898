"""Working copies: a part of a dossier as one person has it in hand, right or not yet, until it is saved as a revision or put aside."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from legation.errors import CannotWrite
from legation.language import Message
from legation.web.site.page import PageRequest
from legation.web.stores.drafts.models import Draft, DraftPart

__all__ = ["copies", "copy_of", "data_of", "drop", "put"]

PERIOD = dt.timedelta(days=60)
"""How long a working copy waits after its last change."""
EACH = 40
"""How many a person has at once: more are refused, for none is thrown away unasked."""


def copies(request: PageRequest) -> list[Draft]:
    """Return the working copies of the person who asks on the dossier of the address, the last changed first."""
    mine = Draft.objects.filter(account=request.account, dossier=request.dossier, purpose="part", expires__gt=dt.datetime.now(dt.UTC))
    return list(mine.order_by("-expires", "-pk"))


def copy_of(request: PageRequest, name: str) -> Draft | None:
    """Return the working copy of a part; None where the person has none."""
    return next((draft for draft in copies(request) if draft.settings.get("part") == name), None)


def data_of(draft: Draft) -> bytes:
    """Return the part as it was left."""
    return zlib.decompress(bytes(draft.parts.get().data))


def put(request: PageRequest, name: str, data: bytes, *, base: int, settings: Mapping[str, Any] | None = None) -> Draft:
    """Leave a part as it is now; the copy that was there is the one that changes.

    Raises
    ------
    CannotWrite
        Where the person has too many already.
    """
    expires = dt.datetime.now(dt.UTC) + PERIOD
    with transaction.atomic():
        draft = copy_of(request, name)
        if draft is None:
            mine = Draft.objects.filter(account=request.account, purpose="part", expires__gt=dt.datetime.now(dt.UTC)).count()
            if mine >= EACH:
                raise CannotWrite(Message("page-models.too-many", count=mine))
            draft = Draft(account=request.account, purpose="part", dossier=request.dossier)
        draft.base, draft.expires = base, expires
        draft.settings = {**draft.settings, **(settings or {}), "part": name}
        draft.save()
        packed = zlib.compress(data, 1)
        if not DraftPart.objects.filter(draft=draft).update(name=name, data=packed):
            DraftPart.objects.create(draft=draft, name=name, data=packed)
    return draft


def drop(request: PageRequest, number: Any) -> None:
    """Take a working copy away, where it is one of the person who asks."""
    Draft.objects.filter(account=request.account, purpose="part", pk=number).delete()
