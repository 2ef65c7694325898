"""Objects of STIX for tests: small, valid, with ids that are counted."""

from __future__ import annotations

import uuid
from typing import Any

from legation.sources.stix.vocabulary import OBSERVABLES, REQUIRED

MADE = "2024-03-05T08:00:00.000Z"
_VALUES: dict[str, Any] = {
    "created": MADE,
    "modified": MADE,
    "name": "Ministère « A »",
    "context": "unspecified",
    "pattern": "[file:name = 'a']",
    "pattern_type": "stix",
    "valid_from": MADE,
    "is_family": False,
    "product": "sandbox",
    "content": "A note.",
    "first_observed": MADE,
    "last_observed": MADE,
    "number_observed": 1,
    "opinion": "agree",
    "relationship_type": "related-to",
    "published": MADE,
    "contents": {"fr": {"name": "Nom"}},
    "schema": "https://example.org/s.json",
    "version": "1.0.0",
    "extension_types": ["property-extension"],
    "number": 64500,
    "path": "/home",
    "value": "example.org",
    "is_multipart": False,
    "protocols": ["tcp"],
}


def ident(kind: str, number: int = 1) -> str:
    """Return the counted id of an object."""
    return f"{kind}--{uuid.UUID(int=number, version=4)}"


def made(kind: str, number: int = 1, **own: Any) -> dict[str, Any]:
    """Return an object with all that its type needs; references go to the first identity."""
    o: dict[str, Any] = {"type": kind, "id": ident(kind, number)}
    if kind not in OBSERVABLES:
        o["spec_version"] = "2.1"
    for name in REQUIRED.get(kind, ("created", "modified")):
        o[name] = [ident("identity")] if name.endswith("_refs") else ident("identity") if name.endswith("_ref") else _VALUES[name]
    return o | own


def every_type(count: int = 1) -> list[dict[str, Any]]:
    """Return so many objects of every type, each with properties of nobody's standard."""
    return [
        made(kind, at, x_own={"value": at / 7, "deep": [[{"a": None}], True, "é\u2028"], "": 10**30}, other_property=[at, "–"])
        for at in range(1, count + 1)
        for kind in REQUIRED
    ]


def says(problems: Any) -> list[tuple[str, int | None, str | None]]:
    """Return code, row and column of problems, after asking that each can be said in both languages."""
    for one in problems:
        for lang in ("en", "fr"):
            assert "[stix." not in one.in_language(lang) and "{" not in one.remedy.in_language(lang)
    return [(one.code, one.row, one.column) for one in problems]
