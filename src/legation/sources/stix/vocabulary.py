"""The fixed words of STIX 2.1 and TLP 2.0: types, what each type cannot do without, marking definitions, moments.

Source: STIX Version 2.1, OASIS Standard, 10 June 2021; TLP 2.0, FIRST, August 2022, with its marking definitions by OASIS of October 2022.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = [
    "EXTENSION",
    "META_TYPES",
    "OBSERVABLES",
    "REQUIRED",
    "STANDARD_MARKINGS",
    "TLP_EXTENSION",
    "TYPES",
    "extension_types",
    "is_id",
    "kind_of",
    "moment",
    "references",
    "stamp",
]

EXTENSION = "extension-definition"
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
"""What carries TLP 2.0 in a marking definition."""
STANDARD_MARKINGS: Mapping[str, str] = {
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "TLP:CLEAR",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "TLP:GREEN",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "TLP:AMBER",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "TLP:AMBER+STRICT",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "TLP:RED",
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:CLEAR",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
}
"""The TLP by the ids of marking definitions that are fixed by the standard: five of TLP 2.0, then four of TLP 1.0, whose white is clear."""

OBSERVABLES: Mapping[str, tuple[str, ...]] = {
    "artifact": (),
    "autonomous-system": ("number",),
    "directory": ("path",),
    "domain-name": ("value",),
    "email-addr": ("value",),
    "email-message": ("is_multipart",),
    "file": (),
    "ipv4-addr": ("value",),
    "ipv6-addr": ("value",),
    "mac-addr": ("value",),
    "mutex": ("name",),
    "network-traffic": ("protocols",),
    "process": (),
    "software": ("name",),
    "url": ("value",),
    "user-account": (),
    "windows-registry-key": (),
    "x509-certificate": (),
}
"""Cyber-observable objects, with what they cannot do without besides type and id; their version and dates are optional."""
META_TYPES: Mapping[str, tuple[str, ...]] = {
    "extension-definition": ("created_by_ref", "name", "schema", "version", "extension_types"),
    "language-content": ("object_ref", "contents"),
    "marking-definition": (),
}
_DOMAIN: Mapping[str, tuple[str, ...]] = {
    "attack-pattern": ("name",),
    "campaign": ("name",),
    "course-of-action": ("name",),
    "grouping": ("context", "object_refs"),
    "identity": ("name",),
    "incident": ("name",),
    "indicator": ("pattern", "pattern_type", "valid_from"),
    "infrastructure": ("name",),
    "intrusion-set": ("name",),
    "location": (),
    "malware": ("is_family",),
    "malware-analysis": ("product",),
    "note": ("content", "object_refs"),
    "observed-data": ("first_observed", "last_observed", "number_observed"),
    "opinion": ("opinion", "object_refs"),
    "relationship": ("relationship_type", "source_ref", "target_ref"),
    "report": ("name", "published", "object_refs"),
    "sighting": ("sighting_of_ref",),
    "threat-actor": ("name",),
    "tool": ("name",),
    "vulnerability": ("name",),
}
TYPES = frozenset((*_DOMAIN, *META_TYPES, *OBSERVABLES))
REQUIRED: Mapping[str, tuple[str, ...]] = {
    **OBSERVABLES,
    **{name: ("created", *own) for name, own in META_TYPES.items()},
    **{name: ("created", "modified", *own) for name, own in _DOMAIN.items()},
}
"""Properties that an object of a type cannot do without, besides ``type`` and ``id``."""

_ID = re.compile(r"([a-z0-9][a-z0-9-]{1,248}[a-z0-9])--[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?Z", re.ASCII)


def is_id(value: Any, of: str = "") -> bool:
    """Whether a value is an identifier of STIX, ``TYPE--UUID``; with ``of``, one of that type.

    >>> is_id("tool--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"), is_id("tool--1"), is_id(7)
    (True, False, False)
    """
    found = _ID.fullmatch(value) if isinstance(value, str) else None
    return found is not None and (not of or found[1] == of)


def kind_of(o: Any) -> str:
    """Return the type of an object; empty where it has none, or is no object.

    >>> kind_of({"type": "tool"}), kind_of({"type": ["tool"]}), kind_of(7)
    ('tool', '', '')
    """
    kind = o.get("type") if type(o) is dict else None
    return kind if type(kind) is str else ""


def moment(value: Any) -> dt.datetime | None:
    """Return the moment that a timestamp of STIX names, in UTC; None for anything else.

    >>> moment("2018-02-15T09:30:00.25Z"), moment("2018-02-30T09:30:00Z"), moment("2018-02-15")
    (datetime.datetime(2018, 2, 15, 9, 30, 0, 250000, tzinfo=datetime.timezone.utc), None, None)
    """
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return dt.datetime.fromisoformat(f"{found[1]}T{found[2]}.{(found[3] or '0').ljust(6, '0')}+00:00")
    except ValueError:
        return None


def stamp(when: dt.datetime) -> str:
    """Return a moment as STIX writes it, to the millisecond.

    >>> stamp(dt.datetime(2018, 2, 15, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    '2018-02-15T09:30:00.000Z'
    """
    return when.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def extension_types(o: Mapping[str, Any]) -> list[Any]:
    """Return what kinds of extension an object has, ``new-sdo`` among them where its whole type is an extension."""
    extensions = o.get("extensions")
    return [one.get("extension_type") for one in extensions.values() if isinstance(one, dict)] if isinstance(extensions, dict) else []


def references(o: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every reference of an object, at any depth, as (property, value): the value is what stands there, an id or not.

    Properties of which the name begins with ``x_`` are someone's own; of theirs only what is an id counts. The objects within an
    observation of STIX 2.0 refer to each other in a way of their own, and are not looked into.
    """
    embedded = o.get("type") == "observed-data"
    waiting: list[Any] = [o]
    while waiting:
        one = waiting.pop()
        if type(one) is list:
            waiting.extend(inner for inner in one if type(inner) is dict or type(inner) is list)
            continue
        for name, value in one.items():
            if name.endswith(("_ref", "_refs")):
                yield from ((name, target) for target in _targets(name, value))
            elif type(value) is dict:
                if name == "extensions":
                    yield from ((name, key) for key in value if key.startswith(EXTENSION))
                if not (embedded and name == "objects"):
                    waiting.append(value)
            elif type(value) is list:
                waiting.append(value)


def _targets(name: str, value: Any) -> list[Any]:
    targets = value if name.endswith("_refs") and type(value) is list else [value]
    return [one for one in targets if is_id(one)] if name.startswith("x_") else targets
