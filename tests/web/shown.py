"""All that a role is shown of the small dossier, and the dossier as if what is hidden had never been there."""

from __future__ import annotations

import re
from typing import Any

from web.samples import address_of, expected

from legation.dossier import encode, hash_of
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Dossier, Part, Revision
from legation.web.runs import access
from legation.web.site.cache import Cache
from legation.web.site.routing import ROUTES

__all__ = ["TOKEN", "first_difference", "replaced", "shown_to"]

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def shown_to(site: Any, who: str, samples: dict[str, Any]) -> dict[str, str]:
    """Return everything that a role is shown of the dossier: pages, JSON and files, without the tokens of forms."""
    client, shown = site.client(who), {}
    for route in ROUTES.values():
        if "<slug:slug>" not in route.path or route.kind == "action" or expected(route, site, who) != "allowed":
            continue
        for as_json in (False, True) if route.kind == "page" else (False,):
            answer = client.get(address_of(route, site, samples, as_json=as_json))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            shown[f"{route.name}{'.json' * as_json}"] = f"{answer.status_code} " + TOKEN.sub("", body.decode("latin-1"))
    return shown


def replaced(dossier: Dossier, *contents: Any) -> None:
    """Put other content into the revisions, the first one first, as if nothing else had ever been there; what was kept is forgotten."""
    for number, content in enumerate(contents, 1):
        parts = encode(content)
        digests = {}
        for name, data in parts.items():
            part, _ = Part.objects.get_or_create(sha256=hash_of({name: data}), defaults={"data": data})
            digests[name] = part.sha256
        Revision.objects.filter(dossier=dossier, number=number).update(parts=digests, hash=hash_of(parts))
    for module in (store, older_revisions, access):
        for name, value in list(vars(module).items()):
            if isinstance(value, Cache):
                setattr(module, name, Cache(value.limit))


def first_difference(name: str, first: str, second: str) -> tuple[str, str, str]:
    at = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    return name, first[max(0, at - 60) : at + 60], second[max(0, at - 60) : at + 60]
