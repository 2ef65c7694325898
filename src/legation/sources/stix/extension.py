"""Our extension of STIX 2.1: its definition with a fixed id, how its fields are read and written, and rules over several of them.

It adds properties to incidents (:class:`Coding`), to relationships and opinions (:class:`Claim`), to groups and tools (:class:`Aliases`)
and to identities (:class:`Consent`), under ``extensions`` and the id of the definition; and three types of object of its own,
``reporting-duty``, ``contact-point`` and ``sharing-agreement``, whose properties stand on the object itself. Whoever does not know the
extension can leave it aside: nothing of STIX changes its meaning.
"""

from __future__ import annotations

import dataclasses
import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.sources.stix.kinds import Faults, Kind, filled, plain
from legation.sources.stix.records import (
    Aliases,
    Claim,
    Coding,
    Consent,
    Contact,
    Duty,
    Intensity,
    LegalTest,
    Norm,
    Response,
    SharingAgreement,
)
from legation.sources.stix.vocabulary import kind_of

__all__ = [
    "ID",
    "MAKER",
    "OWN_TYPES",
    "PROPERTIES",
    "check",
    "definition",
    "extended",
    "new_object",
    "own",
    "record_of",
    "usable",
]


Report = Callable[[str, str, str, Any], None]
"""Told the code of a fault, its place, what is allowed, and what was found."""
_SUBJECT = {"norms": "norm", "law": "test", "responses": "family"}


def usable(record: Any, tell: Report) -> Any:
    """Return a record without what breaks a rule, after telling each such thing.

    Examples
    --------
    >>> coding = Coding(intensity=(Intensity(codebook="DCID 2.0", value=12, lowest=0, highest=10),), norms=(Norm(norm="f"),))
    >>> usable(coding, print) == Coding()
    wrong-value intensity.1.value 0..10 12
    no-holder norms.1.holder text f
    True
    """
    if isinstance(record, Coding):
        return _coding(record, tell)
    if isinstance(record, Duty) and bool(record.runs_from) == bool(record.after_ref):
        tell("wrong-value", "runs_from", "runs_from | after_ref", " ".join((record.runs_from, record.after_ref)).strip())
        return dataclasses.replace(record, runs_from="", after_ref="")
    return record


def _coding(record: Coding, tell: Report) -> Coding:
    read: dict[str, Any] = {"intensity": tuple(one for at, one in enumerate(record.intensity, start=1) if _fits(one, at, tell))}
    for name, subject in _SUBJECT.items():
        rows: tuple[Norm | LegalTest | Response, ...] = getattr(record, name)
        read[name] = tuple(one for at, one in enumerate(rows, start=1) if _is_valid(one, subject, f"{name}.{at}.", tell))
    if record.started is not None and record.ended is not None and record.ended.last < record.started.first:
        tell("wrong-value", "ended", f">= {record.started}", str(record.ended))
        read["ended"] = None
    return dataclasses.replace(record, **read)


def _fits(one: Intensity, at: int, tell: Report) -> bool:
    if not one.codebook or one.value is None:
        missing = "value" if one.codebook else "codebook"
        tell("wrong-value", f"intensity.{at}.{missing}", "text" if missing == "codebook" else "0..1000", "")
        return False
    low, high = one.lowest or 0, one.highest
    if one.value < low or (high is not None and one.value > high):
        tell("wrong-value", f"intensity.{at}.value", f"{low}..{'' if high is None else high}", str(one.value))
        return False
    return True


def _is_valid(one: Norm | LegalTest | Response, subject: str, place: str, tell: Report) -> bool:
    said = getattr(one, subject)
    if not said:
        tell("wrong-value", f"{place}{subject}", "text", "")
    elif not one.holder:
        tell("no-holder", f"{place}holder", "text", said)
    return bool(said and one.holder)


ID = "extension-definition--ed8ad986-7ebf-4e66-908b-390f1ac80ae9"
VERSION = "1.0.0"
MAKER: Mapping[str, Any] = {
    "type": "identity",
    "spec_version": "2.1",
    "id": "identity--7778b6ff-1462-433a-8433-aa7d2f5443e4",
    "created": "2026-01-01T00:00:00.000Z",
    "modified": "2026-01-01T00:00:00.000Z",
    "name": "Legation",
    "identity_class": "group",
    "object_marking_refs": ["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"],
}
"""The project, as whoever defines the extension; TLP:CLEAR, as is the definition."""
_NAMESPACE = uuid.UUID("39a22e93-16b6-4fd0-9ef8-340882bb0713")
PROPERTIES: Mapping[str, type] = {
    "incident": Coding,
    "relationship": Claim,
    "opinion": Claim,
    "campaign": Aliases,
    "intrusion-set": Aliases,
    "threat-actor": Aliases,
    "malware": Aliases,
    "tool": Aliases,
    "identity": Consent,
}
"""By type of object the record under ``extensions``."""
OWN_TYPES: Mapping[str, type] = {"reporting-duty": Duty, "contact-point": Contact, "sharing-agreement": SharingAgreement}
"""Types that the extension adds, each with its record."""


@functools.cache
def _definition() -> dict[str, Any]:
    schema = [f"{name}: {_allowed(record)}" for name, record in (*PROPERTIES.items(), *OWN_TYPES.items())]
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": ID,
        "created_by_ref": MAKER["id"],
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "name": "Legation: political and legal fields of an incident",
        "schema": "\n".join(schema),
        "version": VERSION,
        "extension_types": ["property-extension", "new-sdo"],
        "object_marking_refs": MAKER["object_marking_refs"],
    }


def definition() -> dict[str, Any]:
    """Return the object that defines the extension; it goes into every bundle that uses it, with :data:`MAKER`.

    >>> definition()["schema"].splitlines()[1]
    'relationship: {holder: text; holder_ref: identity--UUID; claimed_on: YYYY | YYYY-MM | YYYY-MM-DD; confidence: low | moderate | high; \
likelihood: text; act: denies | concern | supports | condemns | attributes | sanctions | litigates; \
track: technical | unofficial | political | legal; source: text}'
    """
    return dict(_definition())


def _allowed(record: type) -> str:
    inner = []
    for one in dataclasses.fields(record):
        kind: Kind | None = one.metadata.get("kind")
        if kind is not None:
            inner.append(f"{one.name}: {f'[{_allowed(kind.record)}, ...]' if kind.record else kind.allowed}")
    return "{" + "; ".join(inner) + "}"


def own(o: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the table that holds an object's fields of the extension; None where it has none."""
    if kind_of(o) in OWN_TYPES:
        return o
    extensions = o.get("extensions")
    table = extensions.get(ID) if type(extensions) is dict else None
    return table if type(table) is dict else None


def record_of(o: Mapping[str, Any]) -> Any:
    """Return the record of the extension that an object carries; None where it carries none.

    What is not as it should be is left out of the record; the report on the bundle names it.
    """
    kind = kind_of(o)
    record, table = PROPERTIES.get(kind) or OWN_TYPES.get(kind), own(o)
    if record is None or table is None:
        return None
    given = {"id": str(o.get("id", ""))} if kind in OWN_TYPES else {}
    return usable(filled(record, table, lambda *_: None, **given), lambda *_: None)


def check(o: Mapping[str, Any], row: int, faults: Faults) -> None:
    """Note each field of the extension that is not as it should be, and each that it does not have."""
    kind, table = kind_of(o), own(o)
    if table is None:
        return
    record = PROPERTIES.get(kind) or OWN_TYPES.get(kind)
    if record is None:
        faults.add("no-place", row, ID, allowed=" | ".join(PROPERTIES), found=kind)
        return
    wrong = set[str]()

    def report(place: str, allowed: str, found: Any) -> None:
        wrong.add(place)
        faults.add("wrong-value", row, place, allowed=allowed, found=found)

    def tell(code: str, place: str, allowed: str, found: Any) -> None:
        if place not in wrong:
            faults.add(code, row, place, allowed=allowed, found=found)

    usable(filled(record, table, report), tell)
    if kind not in OWN_TYPES:
        names = {one.name for one in dataclasses.fields(record)} | {"extension_type"}
        for name in table:
            if name not in names:
                faults.add("unknown-field", row, name, allowed=" | ".join(sorted(names - {"extension_type"})), found=name)


def extended(o: Mapping[str, Any], record: Any, modified: str) -> dict[str, Any]:
    """Return a new version of an object that carries a record of the extension in place of the one it had.

    An object of one of the extension's own types keeps what is not of the record.

    Raises
    ------
    BadValue
        Where objects of its type carry no such record.
    """
    kind = kind_of(o)
    if OWN_TYPES.get(kind) is type(record):
        names = {one.name for one in dataclasses.fields(OWN_TYPES[kind])} - {"id"}
        return {**{name: value for name, value in o.items() if name not in names}, "modified": modified, **plain(record)}
    if PROPERTIES.get(kind) is not type(record):
        raise BadValue(Message("stix.no-such-record", found=kind, record=type(record).__name__, allowed=(*PROPERTIES, *OWN_TYPES)))
    extensions = dict(o.get("extensions") or {})
    extensions[ID] = {"extension_type": "property-extension", **plain(record)}
    return {**o, "modified": modified, "extensions": extensions}


def new_object(record: Any, created: str) -> dict[str, Any]:
    """Return an object of one of the types that the extension adds; the same record gives the same id.

    Raises
    ------
    BadValue
        Where the extension has no type for the record.
    """
    kind = next((name for name, one in OWN_TYPES.items() if one is type(record)), None)
    if kind is None:
        raise BadValue(Message("stix.no-such-record", found=type(record).__name__, record=type(record).__name__, allowed=tuple(OWN_TYPES)))
    table = plain(record)
    identity = record.id or f"{kind}--{uuid.uuid5(_NAMESPACE, repr((kind, table)))}"
    head = {"type": kind, "spec_version": "2.1", "id": identity, "created": created, "modified": created}
    return {**head, **table, "extensions": {ID: {"extension_type": "new-sdo"}}}
