"""One object of STIX as rows of MISP: attributes, or a cluster of a galaxy, with its tags."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.sources.misp.mapping import GALAXIES, attribute_of, pattern_value
from legation.sources.stix.clearing import level_of
from legation.sources.stix.vocabulary import kind_of, moment

__all__ = ["Rows", "rows_of", "tags_of"]

_TAGS = ("clear", "green", "amber", "amber+strict", "red")
_HEAD = ("type", "id", "spec_version", "created", "modified", "created_by_ref", "object_marking_refs", "labels", "revoked")
_CARRIED = frozenset((*_HEAD, "x_misp", "x_misp_event", "x_misp_galaxy"))
_Object = Mapping[str, Any]
_Marks = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Rows:
    """What MISP has for an object: attributes or one galaxy, and the properties that have no place in them."""

    attributes: tuple[dict[str, Any], ...] = ()
    galaxy: dict[str, Any] | None = None
    lost: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether MISP has no place for the object."""
        return self.galaxy is None and not self.attributes


def rows_of(o: _Object, name: str, marks: _Marks) -> Rows:
    """Return what MISP has for an object; ``name`` is the object's name as one line, ``marks`` the ranks of marking definitions."""
    galaxy = _galaxy(o, name, marks)
    if galaxy is not None:
        return Rows((), galaxy, lost(o, "name", "description", "aliases", "is_family", "identity_class", "country"))
    if kind_of(o) == "indicator":
        found = pattern_value(o["pattern"]) if isinstance(o.get("pattern"), str) else None
        place = attribute_of(found[0], found[1]) if found else None
        stated = (*place, found[2]) if found and place else ("stix2-pattern", "External analysis", str(o.get("pattern")))
        unsaid = lost(o, "pattern", "pattern_type", "name", "description", "valid_from")
        return Rows((_attribute(o, marks, *stated, to_ids=True),), None, unsaid)
    made: list[dict[str, Any]] = []
    kept = {"description"} | ({"object_refs"} if kind_of(o) == "note" else set())
    for key, value in o.items():
        for inner, one in value.items() if key == "hashes" and isinstance(value, dict) else ((key, value),):
            place = attribute_of(kind_of(o), inner)
            if place is not None and isinstance(one, (str, int)):
                kept.add(key)
                made.append(_attribute(o, marks, *place, str(one), number=len(made)))
    return Rows(tuple(made), None, lost(o, *kept)) if made else Rows()


def lost(o: _Object, *kept: str) -> tuple[str, ...]:
    """Return the properties of an object that MISP has no place for."""
    return tuple(sorted(o.keys() - set(kept) - _CARRIED))


def tags_of(o: _Object, marks: _Marks) -> list[dict[str, Any]]:
    """Return the tags of an object: its marking of TLP, red where it cannot be read, then its labels."""
    level, labels = level_of(o, marks, -1), o.get("labels")
    names = [f"tlp:{_TAGS[level]}"] if level >= 0 else []
    names += [one for one in labels if isinstance(one, str)] if isinstance(labels, list) else []
    return [{"name": name} for name in names]


def _galaxy(o: _Object, name: str, marks: _Marks) -> dict[str, Any] | None:
    kind = kind_of(o)
    galaxy = GALAXIES.get(kind) or ("country" if kind == "location" else None)
    if kind == "identity" and o.get("identity_class") == "class":
        galaxy = "sector"
    if galaxy is None:
        return None
    own = o["id"].partition("--")[2]
    row: dict[str, Any] = {"uuid": own, "type": galaxy, "value": name, "tag_name": f'misp-galaxy:{galaxy}="{name}"'}
    if isinstance(o.get("description"), str):
        row["description"] = o["description"]
    if isinstance(o.get("aliases"), list):
        row["meta"] = {"synonyms": o["aliases"]}
    tags = tags_of(o, marks)
    return {"type": galaxy, "name": galaxy, "GalaxyCluster": [row | ({"Tag": tags} if tags else {})]}


def _attribute(o: _Object, marks: _Marks, kind: str, category: str, value: str, *, to_ids: bool = False, number: int = 0) -> dict[str, Any]:
    own, made = o["id"].partition("--")[2], moment(o.get("modified"))
    row: dict[str, Any] = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{own}/{number}")) if number else own,
        "type": kind,
        "category": category,
        "value": value,
        "to_ids": to_ids,
    }
    if isinstance(o.get("description"), str):
        row["comment"] = o["description"]
    if made:
        row["timestamp"] = str(int(made.timestamp()))
    tags = tags_of(o, marks)
    return row | ({"Tag": tags} if tags else {})
