"""Drafts kept, found by their own person alone, and cleared away."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Length
from django.http import Http404

from legation.dossier import Dossier as Content
from legation.dossier import encode
from legation.web.dossiers.contents import read_like
from legation.web.dossiers.preparation import LARGE
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.values import parse_int
from legation.web.stores.drafts.models import Draft, DraftPart

__all__ = ["content_of", "files_of", "find", "find_files", "keep", "keep_content", "keep_files", "parts_of", "sweep", "waiting"]

PERIOD = dt.timedelta(days=3)
_CONTENTS: Cache[Content] = Cache(12)
_RATIO = 5
"""How many times smaller the parts of a large dossier are packed."""
EACH = 6
"""How many drafts a person has at once; the oldest makes room."""


def keep(
    request: PageRequest, purpose: str, parts: Mapping[str, bytes], *, base: int | None = None, settings: Mapping[str, Any] | None = None
) -> Draft:
    """Keep parts for the person who asks; for a dossier where the address names one."""
    now = dt.datetime.now(dt.UTC)
    with transaction.atomic():
        sweep(now)
        others = Draft.objects.filter(account=request.account).exclude(purpose="part")
        old = others.order_by("-made", "-pk").values_list("pk", flat=True)
        Draft.objects.filter(pk__in=list(old[EACH - 1 :])).delete()
        draft = Draft.objects.create(
            account=request.account,
            purpose=purpose,
            dossier=request.dossier,
            base=base,
            settings=dict(settings or {}),
            expires=now + PERIOD,
        )
        packed = [DraftPart(draft=draft, name=name, data=zlib.compress(data, 1)) for name, data in parts.items()]
        DraftPart.objects.bulk_create(packed, batch_size=50)
    return draft


def keep_content(
    request: PageRequest, purpose: str, content: Content, *, base: int | None = None, settings: Mapping[str, Any] | None = None
) -> Draft:
    """Keep a dossier; who looks at it next finds it read. One of which a dossier is made is read from its parts: then that can be done."""
    draft = keep(request, purpose, encode(content), base=base, settings=settings)
    if purpose != "new":
        _CONTENTS.put((draft.pk, draft.made), content)
    return draft


def keep_files(
    request: PageRequest, step: str, sent: Mapping[str, bytes], *, base: int, settings: Mapping[str, Any] | None = None
) -> Draft:
    """Keep files that somebody sent, under the names that they have, until the step of the import that deals with them."""
    parts = {f"{number:03}": data for number, data in enumerate(sent.values())}
    return keep(request, "import", parts, base=base, settings={step: list(sent), **(settings or {})})


def find_files(request: PageRequest, number: Any, step: str) -> Draft:
    """Return a draft of the person who asks that waits for a step of the import; none that waits for another."""
    draft = find(request, number, "import")
    if step not in draft.settings:
        raise Http404
    return draft


def files_of(draft: Draft, step: str) -> dict[str, bytes]:
    """Return the files of a draft by the names that they were sent under."""
    return dict(zip(draft.settings[step], parts_of(draft).values(), strict=True))


def find(request: PageRequest, number: Any, purpose: str) -> Draft:
    """Return a draft of the person who asks, on the dossier of the address; anybody else's does not exist."""
    draft = _mine(request, purpose).filter(pk=parse_int(number, -1)).first()
    if draft is None:
        raise Http404
    return draft


def waiting(request: PageRequest, purpose: str) -> list[Draft]:
    """Return the drafts of the person who asks, on the dossier of the address, the newest first."""
    return list(_mine(request, purpose).order_by("-made", "-pk"))


def _mine(request: PageRequest, purpose: str) -> QuerySet[Draft]:
    return Draft.objects.filter(account=request.account, dossier=request.dossier, purpose=purpose, expires__gt=dt.datetime.now(dt.UTC))


def parts_of(draft: Draft) -> dict[str, bytes]:
    """Return the parts of a draft."""
    return {part.name: zlib.decompress(bytes(part.data)) for part in draft.parts.order_by("name")}


def content_of(draft: Draft, request: PageRequest) -> Content:
    """Return the dossier that a draft holds; what was kept once is never changed. A request reads a large one in the background."""
    key = draft.pk, draft.made

    def read() -> Content:
        return _CONTENTS.get(key, lambda: read_like(draft.dossier_id, parts_of(draft)))

    return request.beside(
        ("draft", *key), read, is_known=lambda: _CONTENTS.peek(key) is not None, is_slow=lambda: _packed(draft) > LARGE / _RATIO
    )


def _packed(draft: Draft) -> int:
    """Return the bytes of a draft as they are kept."""
    return int(draft.parts.aggregate(bytes=Sum(Length("data")))["bytes"] or 0)


def sweep(now: dt.datetime) -> int:
    """Clear away what has expired, and return how many drafts that were."""
    _, by_kind = Draft.objects.filter(expires__lte=now).delete()
    return by_kind.get(Draft._meta.label, 0)
