"""What of a bundle could not be placed: objects without identity, unknown types, references to nothing, other versions, wrong values.

Nothing is left out of the bundle for it: every object stays as it came. The report says on which of them a question cannot rely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from legation.dossier.problem import Problem
from legation.sources.stix import extension
from legation.sources.stix.kinds import Faults
from legation.sources.stix.vocabulary import (
    OBSERVABLES,
    REQUIRED,
    STANDARD_MARKINGS,
    TLP_EXTENSION,
    TYPES,
    extension_types,
    is_id,
    kind_of,
    moment,
    references,
)

__all__ = ["examined"]

_VERSION = "2.1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_Object = Mapping[str, Any]


def _texts(value: Any) -> bool:
    return type(value) is list and all(type(one) is str for one in value)


def _tables(value: Any) -> bool:
    return type(value) is list and all(type(one) is dict for one in value)


_COMMON: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "created": ("YYYY-MM-DDThh:mm:ss.sssZ", lambda v: moment(v) is not None),
    "modified": ("YYYY-MM-DDThh:mm:ss.sssZ", lambda v: moment(v) is not None),
    "name": ("text", lambda v: type(v) is str),
    "description": ("text", lambda v: type(v) is str),
    "lang": ("text", lambda v: type(v) is str),
    "revoked": ("true | false", lambda v: type(v) is bool),
    "confidence": ("0..100", lambda v: type(v) is int and 0 <= v <= 100),
    "labels": ("[text, ...]", _texts),
    "aliases": ("[text, ...]", _texts),
    "external_references": ("[{source_name, ...}, ...]", _tables),
    "granular_markings": ("[{marking_ref, selectors}, ...]", _tables),
    "extensions": ("{extension-definition--UUID: {...}, ...}", lambda v: type(v) is dict and all(type(one) is dict for one in v.values())),
}
"""Properties that mean the same on every object: what may stand there, and whether something may."""


def examined(objects: Sequence[Any], part: str, *, controls: bool = True) -> tuple[Problem, ...]:
    """Return what could not be placed, in the order of the objects; the row is the number of the object, from 1.

    ``controls=False`` says that no text holds a control character, as whoever read the bytes knows.
    """
    faults = Faults(part)
    known = {o["id"] for o in objects if type(o) is dict and type(o.get("id")) is str}
    missing: dict[str, list[Any]] = {}
    versions: dict[tuple[str, str], int] = {}
    for row, o in enumerate(objects, start=1):
        if type(o) is not dict:
            faults.add("not-an-object", row, allowed="{...}", found=o)
            continue
        _check_identity(o, row, objects, versions, faults)
        _check_type(o, row, faults)
        _check_values(o, row, faults)
        _check_references(o, row, known, missing, faults)
        extension.check(o, row, faults)
        if controls and _holds_control(o):
            faults.add("control-character", row)
    for target, (count, row, column) in missing.items():
        faults.add("dangling", row, column, found=target, count=count)
    return faults.problems()


def _check_identity(o: _Object, row: int, objects: Sequence[Any], versions: dict[tuple[str, str], int], faults: Faults) -> None:
    kind, identity = kind_of(o), o.get("id")
    if not kind:
        faults.add("no-type", row, "type", allowed="text", found=o.get("type"))
    if not is_id(identity):
        faults.add("bad-id", row, "id", allowed="TYPE--UUID", found=identity)
    elif kind and not is_id(identity, kind):
        faults.add("other-type", row, "id", allowed=f"{kind}--UUID", found=identity)
    if type(identity) is not str:
        return
    modified = o.get("modified")
    version = (identity, modified if type(modified) is str else "")
    first = versions.setdefault(version, row)
    if first != row:
        faults.add("twice" if objects[first - 1] == o else "twice-differs", row, "id", found=identity, first=first)


def _check_type(o: _Object, row: int, faults: Faults) -> None:
    kind = kind_of(o)
    if not kind:
        return
    if kind not in TYPES:
        own = kind.startswith("x-") or any(str(one).startswith("new-") for one in extension_types(o))
        if not own:
            faults.add("unknown-type", row, "type", found=kind)
        return
    version = o.get("spec_version")
    if version != _VERSION and (kind not in OBSERVABLES or version is not None):
        faults.add("other-version", row, "spec_version", allowed=_VERSION, found="2.0" if version is None else version)
    for name in REQUIRED[kind]:
        if name not in o or (o[name] is None and name not in _COMMON):
            faults.add("lacks", row, name)


def _check_values(o: _Object, row: int, faults: Faults) -> None:
    for name in _COMMON.keys() & o.keys():
        allowed, fits = _COMMON[name]
        if not fits(o[name]):
            faults.add("wrong-value", row, name, allowed=allowed, found=o[name])
    created, modified = moment(o.get("created")), moment(o.get("modified"))
    if created and modified and modified < created:
        faults.add("modified-first", row, "modified", allowed=f">= {o['created']}", found=o["modified"])
    if kind_of(o) == "identity" and o.get("identity_class") == "individual":
        faults.add("natural-person", row, "identity_class", found="individual")


def _check_references(o: _Object, row: int, known: set[Any], missing: dict[str, list[Any]], faults: Faults) -> None:
    for name, target in references(o):
        if type(target) is str and (target in known or target in STANDARD_MARKINGS or target == TLP_EXTENSION):
            continue
        if not is_id(target):
            faults.add("bad-reference", row, name, allowed="TYPE--UUID", found=target)
        elif target in missing:
            missing[target][0] += 1
        elif not (name == "extensions" and target == extension.ID):
            missing[target] = [1, row, name]


def _holds_control(value: Any) -> bool:
    """Whether a text somewhere in a value holds a character that no text has, NUL first among them."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if _CONTROL.search(one):
                return True
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False
